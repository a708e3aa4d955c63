"""What a layer makes of an image: its maps, and between which numbers they are coloured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netviz.drawing.scales import round_limit
from netviz.engine.arrays import Parameters


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """One layer's numbers: `values` (pictures, rows, columns); plain numbers have one row and one column."""

    name: str
    shape: str
    values: Parameters
    signed: bool  # whether it can give numbers below zero
    formula: str
    conv: int | None = None  # which convolution's filters made the pictures, if any did
    ink: bool = False  # the image itself, 0 paper … 1 ink
    names: tuple[str, ...] = ()  # of plain numbers

    @cached_property
    def greatest(self) -> float:
        """Return the size of the greatest number."""
        return _greatest(self.values) if self.signed else float(self.values.max())

    @cached_property
    def limit(self) -> float:
        """Return where the scale ends."""
        return 1.0 if self.ink else limit_for(self.values, self.greatest)

    @property
    def exceeded(self) -> bool:
        """Return whether any number lies beyond that."""
        return self.greatest > self.limit * (1 + 1e-6)

    @cached_property
    def beyond(self) -> int:
        """Return how many numbers lie beyond that."""
        return int(np.count_nonzero(np.abs(self.values) > self.limit * (1 + 1e-6)))


@dataclass(frozen=True, eq=False)
class Maps:
    """The layers from the image on; `left_out` says what is not among them, or nothing."""

    layers: tuple[LayerMaps, ...]
    left_out: str = ""


def limit_for(values: Parameters, greatest: float | None = None) -> float:
    """Return a round number from the greatest on, or from three times the root of the mean square if less.

    So a few great values do not leave all others pale, and the scale changes rarely.
    """
    flat = values.ravel()
    most = _greatest(flat) if greatest is None else greatest
    return round_limit(min(most, 3 * math.sqrt(float(flat @ flat) / flat.size)))


def _greatest(values: Parameters) -> float:
    return max(float(values.max()), -float(values.min()))
