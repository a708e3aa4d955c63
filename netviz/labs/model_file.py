"""A trained network for digits in a file: its configuration, parameters, and all that training on needs."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.labs import whole_file
from netviz.labs.digits_config import (
    CLASSES,
    LARGEST_SIDE,
    SMALLEST_SIDE,
    ConfigError,
    DigitsConfig,
    as_json,
    assemble,
)
from netviz.labs.digits_config import read as read_config
from netviz.labs.npz import KINDS, MAX_BYTES, Members, NpzError, pack
from networks.convnet import ConvNet
from networks.optimizers import OPTIMIZERS

FORMAT = "netviz digits"
VERSION = 1
NAME = re.compile(r"[a-z][a-z_ ]{0,39}")
OWN = {"header", "config", "parameters"}  # names that `arrays` cannot have


class ModelError(ValueError):
    """A file is no model that can be used; the text is one sentence without its full stop."""


@dataclass(frozen=True, eq=False)
class Model:
    """A network at one moment of its training.

    `side`, `mean` and `deviation` say which images it takes, `data` from which set they came. `parameters`
    (P,) float32. `arrays` and `progress` (ready for JSON) are the trainer's: whatever it needs to go on.
    Arrays with the names of the optimizer's `save()` are there all or not at all, and shaped as the
    configuration says; `gradients`, if there, like the parameters. A name is of small letters, spaces, _.
    """

    config: DigitsConfig
    side: int
    mean: float
    deviation: float
    data: str
    parameters: NDArray[np.float32]
    arrays: Mapping[str, NDArray[Any]] = field(default_factory=dict)
    progress: Mapping[str, Any] = field(default_factory=dict)
    classes: int = CLASSES

    @property
    def net(self) -> ConvNet:
        """The network that the configuration describes; raises ConfigError if it cannot be."""
        return assemble(self.config, self.side)

    @property
    def can_go_on(self) -> bool:
        """Whether the optimizer's state is there, so that training can go on exactly."""
        return _optimizer_arrays(self.config, self.parameters).keys() <= self.arrays.keys()

    def __repr__(self) -> str:
        return f"Model({self.data}, {self.side}×{self.side}, {self.parameters.size:,} parameters)"


def write(model: Model) -> bytes:
    """Return the file of a model: equal bytes for equal models. `np.load` opens it too.

    Raises ModelError for a model that `read` would refuse, such as one with numbers that are not finite.
    """
    _check(model)
    arrays = {"parameters": model.parameters, **model.arrays}
    header = {
        "format": FORMAT,
        "version": VERSION,
        "data": model.data,
        "side": model.side,
        "classes": model.classes,
        "mean": float(model.mean),
        "deviation": float(model.deviation),
        "progress": dict(model.progress),
        "arrays": list(arrays),
    }
    text = json.dumps(header, allow_nan=False)
    return pack({"header": _letters(text), "config": _letters(as_json(model.config)), **arrays})


def read(path: Path) -> Model:
    """Return the model in a file; raises ModelError for anything that is wrong with it."""
    try:
        content = whole_file.content(path, MAX_BYTES)
    except ValueError as error:
        raise ModelError(f"{str(path)!r} {error}") from None
    return unpack(content, repr(str(path)))


def unpack(content: bytes, name: str) -> Model:
    """Return the model in the bytes of a file; `name` begins the complaints. Raises ModelError."""
    try:
        return _model(Members(content))
    except (NpzError, ModelError) as error:
        raise ModelError(f"{name} {error}") from None


def _model(members: Members) -> Model:
    """Return the model; raises NpzError or ModelError with words that follow the file's name."""
    if "header" not in members.names:
        raise ModelError("is not a trained network of this program: it lacks its header")
    header = _header(members)
    match header:
        case {
            "data": str(data),
            "side": int(side),
            "classes": 10,
            "mean": float(mean),
            "deviation": float(deviation),
            "progress": dict(progress),
            "arrays": list(names),
        } if SMALLEST_SIDE <= side <= LARGEST_SIDE and "parameters" in names:
            pass
        case _:
            raise ModelError("is damaged: its header does not say what it should")
    if members.names != ("header", "config", *names):
        raise ModelError("is damaged: it does not hold the arrays that its header names")
    try:
        config = read_config("configuration", _text(members, "config"))
    except ConfigError as error:
        raise ModelError(f"holds a configuration that is none: {error}") from None
    arrays = {name: members.array(name) for name in names}
    model = Model(config, side, mean, deviation, data, arrays.pop("parameters"), arrays, progress)
    _check(model)
    return model


def _header(members: Members) -> dict[str, Any]:
    """Return the header of a file that is ours and not too new; raises NpzError or ModelError."""
    text = _text(members, "header")
    try:
        header = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise ModelError("is damaged: its header cannot be read") from None
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ModelError("is not a trained network of this program: its header is foreign")
    version = header.get("version")
    if type(version) is not int or version < 1:
        raise ModelError("is damaged: its header has no version")
    if version > VERSION:
        raise ModelError(f"is of version {version}, and this program reads up to {VERSION}: take a newer one")
    return header


def _check(model: Model) -> None:
    """Raise ModelError, with words that follow the file's name, unless the arrays fit the configuration."""
    try:
        count = model.net.parameter_count
    except ConfigError as error:
        raise ModelError(f"holds a network that cannot be: {error}") from None
    wanted = {"parameters": np.zeros(count, np.float32)}
    optimizer = _optimizer_arrays(model.config, wanted["parameters"])
    if optimizer.keys() & model.arrays.keys():
        wanted |= optimizer
    if "gradients" in model.arrays:
        wanted["gradients"] = wanted["parameters"]
    for name in model.arrays:
        if name in OWN or not NAME.fullmatch(name):
            raise ModelError(f"holds an array with the name {name[:40]!r}, which none can have")
    arrays = {"parameters": model.parameters, **model.arrays}
    for name, like in wanted.items():
        if name not in arrays:
            raise ModelError(f"lacks the {name!r} of its optimizer, {model.config.optimizer}")
        array = arrays[name]
        if (array.shape, array.dtype) != (like.shape, like.dtype):
            raise ModelError(
                f"does not fit its own configuration: {name} is {array.dtype} {array.shape}, "
                f"and must be {like.dtype} {like.shape}"
            )
    for name, array in arrays.items():
        if array.dtype.str not in KINDS:
            raise ModelError(f"holds {array.dtype} in {name!r}, which is not kept")
        if not np.isfinite(array).all():
            raise ModelError(f"holds numbers in {name!r} that are not finite")
    if not (math.isfinite(model.mean) and math.isfinite(model.deviation) and model.deviation > 0):
        raise ModelError("holds a mean or a deviation that cannot be")


def _optimizer_arrays(config: DigitsConfig, parameters: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """Return arrays with the names, shapes and types that the optimizer of the configuration would save."""
    optimizer = OPTIMIZERS[config.optimizer](config.learning_rate)
    optimizer.prepare(parameters)
    return optimizer.save()


def _letters(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode(), np.uint8)


def _text(members: Members, name: str) -> str:
    letters = members.array(name)
    if letters.dtype != np.uint8 or letters.ndim != 1 or letters.size > 1_000_000:
        raise ModelError(f"is damaged: its {name} is no text")
    try:
        return letters.tobytes().decode()
    except UnicodeDecodeError:
        raise ModelError(f"is damaged: its {name} is no text") from None


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is not JSON")
