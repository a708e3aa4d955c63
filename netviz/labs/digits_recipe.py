"""What a digits lab is made from: small enough to travel to another process, where it makes the same lab."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from netviz.engine.download import Progress
from netviz.labs import digits_config, digits_data
from netviz.labs.digits_config import DigitsConfig
from netviz.labs.digits_saving import seed_of
from netviz.labs.model_file import Model, ModelError, read
from networks.images import Digits

SPLIT_SEED = 0  # the validation images are the same in every run, so that runs can be compared
DATA = {"sample": "the bundled sample"}
# Where neither a file nor a flag says otherwise, since the sample is a fortieth of MNIST:
SAMPLE_EPOCHS, SAMPLE_VALIDATION = 60, 0.2
ON_SAMPLE = MappingProxyType({"epochs": SAMPLE_EPOCHS, "validation_share": SAMPLE_VALIDATION})
MIRRORS = "NETVIZ_MNIST_MIRRORS"  # environment variable: addresses of folders, parted by spaces
HERE = Path(__file__).parent
BUNDLED = {"MNIST": HERE / "data" / "mnist.npz", "sample": HERE / "data" / "model.npz"}  # by what they read


class Recipe:
    """Configuration, seed, and where the data come from; the data themselves stay behind when it travels.

    `said` are the keys of the configuration that a file or a flag has decided; the others' defaults depend on
    the data.

    With `model` the lab begins where that stopped; with `only_look` it stays there. With `bundled` the model
    is the one that comes with the program for the data that are at hand.
    """

    def __init__(
        self,
        config: DigitsConfig,
        seed: int,
        *,
        config_path: Path | None = None,
        data_dir: Path | None = None,
        offline: bool = False,
        model: Model | None = None,
        only_look: bool = False,
        on_sample: bool = False,
        bundled: bool = False,
        said: frozenset[str] = frozenset(),
    ) -> None:
        self.config, self.seed, self.config_path = config, seed, config_path
        self.data_dir, self.offline, self.on_sample = data_dir, offline, on_sample
        self.model, self.only_look, self.bundled = model, only_look, bundled
        self.said = said
        self._digits: Digits | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Return all but the data, which are read again: nothing is downloaded twice."""
        return self.__dict__ | {"_digits": None, "offline": True}

    def __repr__(self) -> str:
        return f"Recipe({self.config.optimizer}, seed {self.seed}, model {self.model})"

    def digits(self) -> Digits:
        """Return the data, found and read when first asked for; raises DataError."""
        return self.find(lambda *_: None, lambda: False)

    def find(self, progress: Progress, cancelled: Callable[[], bool]) -> Digits:
        """Return the data like `digits`, telling of a download and giving it up when asked to."""
        if self._digits is None:
            raw = self._raw(progress, cancelled)
            if self.bundled and self.model is None:
                self._take(BUNDLED[raw.name], on_sample=raw.name == "sample")
            self._digits = self._prepared(raw)
        return self._digits

    def _take(self, path: Path, *, on_sample: bool) -> None:
        """Look at the network in a file from now on, in every process the same one."""
        self.model = read(path)
        self.config, self.seed, self.config_path = self.model.config, seed_of(self.model), path
        self.on_sample = on_sample

    def _raw(self, progress: Progress, cancelled: Callable[[], bool]) -> digits_data.Raw:
        if self.on_sample and self.data_dir is None:
            return digits_data.sample("the bundled network learned from it")
        mirrors = os.environ.get(MIRRORS, "").split() or digits_data.MIRRORS
        offline = self.offline or self.bundled  # a network that reads the sample is here already
        raw = digits_data.find(self.data_dir, offline, progress, cancelled, mirrors)
        if self.bundled and raw.name == "sample":
            return digits_data.sample("there is no MNIST in the cache, and looking downloads none")
        return raw

    def _prepared(self, raw: digits_data.Raw) -> Digits:
        if raw.name == "sample" and self.model is None:
            others: dict[str, Any] = {key: value for key, value in ON_SAMPLE.items() if key not in self.said}
            self.config = replace(self.config, **others)
        config, model = self.config, self.model
        side = config.input_size if model is None else model.side
        normalisation = None if model is None else (model.mean, model.deviation)
        digits = digits_data.prepare(
            raw, side, config.fraction, config.validation_share, SPLIT_SEED, normalisation
        )
        if model is not None and not self.only_look and model.data != digits.name:
            raise ModelError(
                f"the model was trained on {DATA.get(model.data, model.data)} and can only go on with that; "
                f"here is {digits.origin} (see --data-dir, --offline)"
            )
        return digits


def recipe(
    seed: int,
    *,
    config_path: Path | None = None,
    model_path: Path | None = None,
    only_look: bool = False,
    data_dir: Path | None = None,
    offline: bool = False,
    on_sample: bool = False,
    epochs: int | None = None,
    optimizer: str | None = None,
    learning_rate: float | None = None,
    batch_size: int | None = None,
) -> Recipe:
    """Return a recipe from files and single wishes, which count more than the files.

    To look without naming a model takes a bundled one: for MNIST where that is at hand, in `data_dir` or in
    the cache, and not with `on_sample`; else that for the sample. Raises ConfigError and ModelError.
    """
    wanted = {"epochs": epochs, "learning_rate": learning_rate, "batch_size": batch_size}
    wishes: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
    if model_path is not None:
        model = read(model_path)
        return Recipe(
            _sound(replace(model.config, **wishes)),
            seed_of(model),
            config_path=model_path,
            data_dir=data_dir,
            offline=offline,
            model=model,
            only_look=only_look,
            said=frozenset(wishes),
        )
    if only_look:
        return Recipe(
            DigitsConfig(),
            seed,
            data_dir=data_dir,
            offline=offline,
            only_look=True,
            on_sample=on_sample,
            bundled=True,
        )
    config, said = DigitsConfig(), frozenset[str]()
    if config_path is not None:
        config, said = digits_config.load(config_path)
    if optimizer is not None and optimizer != config.optimizer:
        rate = digits_config.LEARNING_RATES[optimizer]
        config = replace(config, optimizer=optimizer, learning_rate=rate)
    return Recipe(
        _sound(replace(config, **wishes)),
        seed,
        config_path=config_path,
        data_dir=data_dir,
        offline=offline,
        said=said | frozenset(wishes),
    )


def _sound(config: DigitsConfig) -> DigitsConfig:
    """Return the configuration if a file could say the same; raises ConfigError."""
    return digits_config.read("the command line", digits_config.as_json(config))
