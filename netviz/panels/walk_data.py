"""How every neuron responds along a straight path from one input to another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PathLayer:
    """A layer's activations (places, neurons) along the path, `here` (neurons,) where one stands.

    Of outputs `means` say what they stand for, and `p` (places + 1, outputs) is the answer, that where one
    stands the last, if it is another number than a.
    """

    name: str
    neurons: tuple[str, ...]
    values: Array
    here: Array
    low: float  # between which numbers they are shown
    high: float
    means: tuple[str, ...] = ()
    p: Array | None = None


@dataclass(frozen=True, eq=False)
class Path:
    """All layers, at places that are evenly spaced from the input `start` to the input `end`.

    Where inputs are `flat`, there is no x₂: it is 0 everywhere.
    """

    layers: tuple[PathLayer, ...]
    start: tuple[float, float]
    end: tuple[float, float]
    says: str  # what A and B are
    flat: bool = False

    def at(self, share: float) -> tuple[float, float]:
        """Return the input so far on the way."""
        (x0, y0), (x1, y1) = self.start, self.end
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)
