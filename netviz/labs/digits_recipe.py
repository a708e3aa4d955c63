"""What a digits lab is made from: small enough to travel to another process, where it makes the same lab."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from netviz.engine.download import Progress
from netviz.labs import digits_data
from netviz.labs.digits_config import DigitsConfig
from netviz.labs.digits_files import DataError
from netviz.labs.digits_model import Model
from networks.images import Digits

SPLIT_SEED = 0  # the validation images are the same in every run, so that runs can be compared
MIRRORS = "NETVIZ_MNIST_MIRRORS"  # environment variable: addresses of folders, parted by spaces
BUNDLED = Path(__file__).parent / "data" / "model.npz"


class Recipe:
    """Configuration, seed, and where the data come from; the data themselves stay behind when it travels.

    With `model` the lab begins where that stopped; with `only_look` it stays there.
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
    ) -> None:
        self.config, self.seed, self.config_path = config, seed, config_path
        self.data_dir, self.offline, self.on_sample = data_dir, offline, on_sample
        self.model, self.only_look = model, only_look
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
            self._digits = self._prepared(self._raw(progress, cancelled))
        return self._digits

    def _raw(self, progress: Progress, cancelled: Callable[[], bool]) -> digits_data.Raw:
        if self.on_sample and self.data_dir is None:
            return digits_data.sample("the bundled network learned from it")
        mirrors = os.environ.get(MIRRORS, "").split() or digits_data.MIRRORS
        return digits_data.find(self.data_dir, self.offline, progress, cancelled, mirrors)

    def _prepared(self, raw: digits_data.Raw) -> Digits:
        config, model = self.config, self.model
        side = config.input_size if model is None else model.side
        normalisation = None if model is None else (model.mean, model.deviation)
        digits = digits_data.prepare(
            raw, side, config.fraction, config.validation_share, SPLIT_SEED, normalisation
        )
        if model is not None and not self.only_look and model.data != digits.name:
            raise DataError(
                f"the model was trained on {model.data} and can only be trained on with that; "
                f"here it is {digits.origin} (see --data-dir, --offline)"
            )
        return digits
