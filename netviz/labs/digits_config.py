"""How a network for digits is built and trained: the file that says it, and what it may say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import prod
from pathlib import Path
from types import MappingProxyType
from typing import Any

from netviz.labs import whole_file
from netviz.labs.digits_layers import layers_as_json, read_layers
from netviz.labs.strict_json import ConfigError, Number, Place, Rule, Whole, Word, parse
from networks.convnet import ConvNet, ShapeError
from networks.layers import DEFAULT, Conv, Dense, Spec
from networks.optimizers import OPTIMIZERS
from networks.schedules import Constant, Cosine, Step, WarmUp

__all__ = ["ConfigError", "DigitsConfig", "as_json", "assemble", "load", "read"]

Schedule = Constant | Step | Cosine | WarmUp

CLASSES = 10
SMALLEST_SIDE, LARGEST_SIDE = 8, 28
MAX_BYTES = 1_000_000  # of the file
MAX_EPOCHS = 100_000
MAX_BATCH = 4096
MAX_RATE = 10.0
MAX_PARAMETERS = 2_000_000
MAX_BATCH_BYTES = 512 * 2**20
INITS = ("he", "xavier")

LEARNING_RATES: Mapping[str, float] = MappingProxyType({"adam": 0.005, "momentum": 0.02, "sgd": 0.1})
SCHEDULE = WarmUp()


@dataclass(frozen=True)
class DigitsConfig:
    """Everything that a configuration file says; the defaults are those of the lab on MNIST.

    `patience` 0 means no early stopping; `input_size` is the side of the images, None for that of the data.
    `learning_rate` is the schedule's greatest; `fraction` and `validation_share` are of the training images.
    """

    epochs: int = 5
    patience: int = 0
    batch_size: int = 64
    optimizer: str = "adam"
    learning_rate: float = LEARNING_RATES["adam"]
    schedule: Schedule = SCHEDULE
    input_size: int | None = None
    fraction: float = 1.0
    validation_share: float = 0.05
    init: str = "he"
    layers: tuple[Spec, ...] = DEFAULT

    def plain(self) -> dict[str, Any]:
        """Return what a file would say, every key with its value, ready for JSON; no `input_size` if None."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.input_size is None:
            del stated["input_size"]
        return stated | {
            "schedule": _schedule_as_json(self.schedule),
            "layers": layers_as_json(self.layers),
        }


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "epochs": Whole(1, MAX_EPOCHS),
        "patience": Whole(0, MAX_EPOCHS),
        "batch_size": Whole(1, MAX_BATCH),
        "optimizer": Word(tuple(OPTIMIZERS)),
        "learning_rate": Number(0, MAX_RATE, above=True),
        "input_size": Whole(SMALLEST_SIDE, LARGEST_SIDE),
        "fraction": Number(0, 1, above=True),
        "validation_share": Number(0, 1, above=True, below=True),
        "init": Word(INITS),
    }
)
KEYS = (*RULES, "schedule", "layers")
_KINDS = Word(("constant", "step", "cosine"))
_SCHEDULE: Mapping[str, Mapping[str, Rule]] = {
    "constant": {},
    "step": {"factor": Number(0, 1, above=True), "share": Number(0, 1, above=True)},
    "cosine": {"end": Number(0, 1)},
}
_WARM_UP = Number(0, 1, below=True)


def load(path: Path) -> tuple[DigitsConfig, frozenset[str]]:
    """Return what a file says, and the keys it has; raises ConfigError for anything that is wrong with it."""
    try:
        content = whole_file.content(path, MAX_BYTES)
    except ValueError as error:
        raise ConfigError(f"{str(path)!r} {error}") from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"{str(path)!r} is not text in UTF-8, so it is no configuration") from None
    return read(path, text), frozenset(parse(repr(str(path)), text).fields(KEYS))


def read(path: Path | str, text: str) -> DigitsConfig:
    """Return what the text of a configuration file says; `path` is for complaints only.

    What it does not say has the default; the default learning rate is that of the optimizer. Whether the
    layers fit is tried with `input_size`, or, without one, with every side that the data might have.
    Raises ConfigError.
    """
    whole = parse(repr(str(path)), text)
    given = whole.fields(KEYS)
    values: dict[str, Any] = {key: RULES[key].read(place) for key, place in given.items() if key in RULES}
    if "schedule" in given:
        values["schedule"] = _read_schedule(given["schedule"])
    if "layers" in given:
        values["layers"] = read_layers(given["layers"])
    values.setdefault("learning_rate", LEARNING_RATES[values.get("optimizer", DigitsConfig.optimizer)])
    config = DigitsConfig(**values)
    _fits_somewhere(config, path)
    return config


def as_json(config: DigitsConfig) -> str:
    """Return a text that `read` reads as this configuration exactly, a line a layer."""
    stated = config.plain()
    layers = ",\n".join("    " + json.dumps(layer, allow_nan=False) for layer in stated.pop("layers"))
    head = json.dumps(stated, indent=2, allow_nan=False)
    return f'{head[:-2]},\n  "layers": [\n{layers}\n  ]\n}}\n'


def assemble(config: DigitsConfig, side: int, path: Path | str = "the configuration") -> ConvNet:
    """Return the network for images `side` pixels a side; raises ConfigError where it does not fit them.

    It must have one output a digit, and keep within bounds that let it be watched.
    """
    whole = Place(repr(str(path)) if isinstance(path, Path) else path, "", None)
    try:
        net = ConvNet(config.layers, (1, side, side))
    except ShapeError as error:
        # it counts layers from 1, "layer 4 (conv 2) has …", and a path in the file from 0
        named = re.match(r"layer \d+ (.*)", str(error), re.DOTALL)
        place = _layer(whole, error.layer) if named else Place(whole.file, "layers", None)
        told = named[1] if named else f"do not fit: {error}"
        raise place.error(f"{told} (the input is {side}×{side})") from None
    last = max(index for index, spec in enumerate(config.layers) if spec.kind not in ("softmax", "dropout"))
    place = _layer(whole, last)
    if net.classes != CLASSES:
        if isinstance(config.layers[last], Dense):
            raise Place(whole.file, f"{place.path}.out_features", net.classes).unfit("10, one output a digit")
        raise place.error(
            f"gives {net.classes:,} numbers, but there are 10 digits: end with dense, out_features 10"
        )
    if net.parameter_count > MAX_PARAMETERS:
        large = max(net.layers, key=lambda layer: layer.parameter_count)
        raise whole.error(
            f"layers make {net.parameter_count:,} weights and biases, {large.parameter_count:,} of them in "
            f"{large.name}, and may make {MAX_PARAMETERS:,}: take fewer, or pool more"
        )
    used = _batch_bytes(net, config.batch_size)
    if used > MAX_BATCH_BYTES:
        raise whole.error(
            f"layers take {used / 2**20:,.0f} MB for a batch of {config.batch_size:,}, and may take "
            f"{MAX_BATCH_BYTES / 2**20:,.0f}: take a smaller batch_size, fewer channels, or pool earlier"
        )
    return net


def _layer(whole: Place, index: int) -> Place:
    return Place(whole.file, f"layers[{index}]", None)


def _batch_bytes(net: ConvNet, batch: int) -> int:
    """Estimate the memory of one training step: outputs, columns of convolutions, the gradients of both."""
    numbers = 0
    for layer in net.layers:
        numbers += prod(layer.output_shape)
        if isinstance(layer.spec, Conv):
            cells = layer.input_shape[0] * layer.spec.filter_size**2
            numbers += cells * prod(layer.output_shape[1:])
    return 2 * numbers * batch * net.dtype.itemsize


def _fits_somewhere(config: DigitsConfig, path: Path | str) -> None:
    """Raise ConfigError unless the network fits images of its input size, or of one that data may have."""
    if config.input_size is not None:
        assemble(config, config.input_size, Path(path))
        return
    first: ConfigError | None = None
    for side in range(LARGEST_SIDE, SMALLEST_SIDE - 1, -1):
        try:
            assemble(config, side, Path(path))
            return
        except ConfigError as error:
            first = first or error
    if first is not None:
        raise first


def _read_schedule(place: Place) -> Schedule:
    """Read a word, or `{"kind": word, …}` with the fields of its kind and the share of the warm-up."""
    share = 0.0
    if isinstance(place.value, dict):
        if "kind" not in place.value:
            raise place.error(
                f'has no kind; write one of {", ".join(_KINDS.known)}, as in {{"kind": "cosine"}}'
            )
        kind = _KINDS.read(Place(place.file, f"{place.path}.kind", place.value["kind"]))
        given = place.fields(("kind", *_SCHEDULE[kind], "warmup"))
        del given["kind"]
        if "warmup" in given:
            share = _WARM_UP.read(given.pop("warmup"))
        values = {name: _SCHEDULE[kind][name].read(value) for name, value in given.items()}
    elif isinstance(place.value, str):
        kind, values = _KINDS.read(place), {}
    else:
        raise place.unfit('constant, step, cosine, or an object like {"kind": "cosine", "warmup": 0.1}')
    made: Constant | Step | Cosine
    match kind:
        case "step":
            made = Step(**values)
        case "cosine":
            made = Cosine(**values)
        case _:
            made = Constant()
    return WarmUp(share, made) if share > 0 else made


def _schedule_as_json(schedule: Any) -> Any:
    match schedule:
        case Constant():
            return {"kind": "constant"}
        case Step():
            return {"kind": "step", "factor": schedule.factor, "share": schedule.share}
        case Cosine():
            return {"kind": "cosine", "end": schedule.end}
        case WarmUp():
            return {**_schedule_as_json(schedule.then), "warmup": schedule.share}
    raise TypeError(f"a file cannot say {schedule!r}")
