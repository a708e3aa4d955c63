"""Axes with so little room that not every number at a tick can be written."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.numbers import exact
from netviz.drawing.scales import Linear


@dataclass(frozen=True)
class Thinned:
    """A linear scale whose ticks are at least `apart` of its length from each other; it has none above 1."""

    scale: Linear
    apart: float

    @property
    def low(self) -> float:
        """The value at the foot."""
        return self.scale.low

    @property
    def high(self) -> float:
        """The value at the top."""
        return self.scale.high

    def fraction(self, values: ArrayLike) -> NDArray[np.float64]:
        """Return where values lie, 0 at `low`, 1 at `high`."""
        return self.scale.fraction(values)

    def value(self, fraction: float) -> float:
        """Return the value at a fraction."""
        return self.scale.value(fraction)

    def place(self, value: float) -> float:
        """Return where one value lies."""
        return self.scale.place(value)

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return every tick, or every second, third … of them, counted from 0 where that is one."""
        listed = self.scale.ticks(count)
        if self.apart > 1:
            return []
        if len(listed) < 2:
            return listed
        step = abs(self.place(listed[1][0]) - self.place(listed[0][0]))
        every = next((k for k in range(1, len(listed)) if k * step >= self.apart), len(listed))
        zero = next((i for i, (value, _) in enumerate(listed) if value == 0), 0)
        return listed[zero % every :: every]


class Ends(Thinned):
    """A linear scale with ticks at its two ends alone."""

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return both ends."""
        return [(value, exact(value)) for value in (self.low, self.high)]


def thinned(scale: Linear, pixels: int, apart: float) -> Thinned:
    """Return an axis that is so many pixels long, with `apart` pixels or more from tick to tick."""
    return Thinned(scale, apart / max(pixels, 1))
