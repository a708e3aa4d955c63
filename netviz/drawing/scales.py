"""From data to a fraction of an axis, linear or logarithmic, with ticks at round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.numbers import MINUS, SUPERSCRIPTS, exact, short_count

Array = NDArray[np.float64]
LIMITS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)  # times a power of ten
SMALLEST, LARGEST = -323, 308  # exponents of the powers of ten that a float holds
ROUND = (5, 10, 20, 50, 100, 200)  # exponents between marks, where there are more than a few


class Scale(Protocol):
    """One axis: `low` at fraction 0, `high` at fraction 1."""

    @property
    def low(self) -> float:
        """The value at the foot."""

    @property
    def high(self) -> float:
        """The value at the top."""

    def fraction(self, values: ArrayLike) -> Array:
        """Return where values lie, 0 at `low`, 1 at `high`."""

    def value(self, fraction: float) -> float:
        """Return the value at a fraction."""

    def place(self, value: float) -> float:
        """Return where one value lies; for a single number ten times as fast as `fraction`."""

    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return about `count` (at most) round values and their labels."""


def round_limit(most: float) -> float:
    """Return a round number that is not less than `most` ≥ 0, for the end of a scale of colours.

    There are few of them, so that the scale stands still mostly; 1 for what is next to nothing or not finite.
    """
    if not math.isfinite(most) or most < 1e-30:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return next(step * power for step in LIMITS if step * power >= most * (1 - 1e-6))


def step_for(span: float, count: int) -> float:
    """Return the smallest of 1, 2, 5 × 10ⁿ that divides `span` into at most `count` steps."""
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    return next(m * power for m in (1, 2, 5, 10) if m * power >= raw * (1 - 1e-9))


@dataclass(frozen=True)
class Linear:
    """Equal distances for equal differences."""

    low: float
    high: float

    @classmethod
    def around(cls, low: float, high: float, count: int = 4, *, zero: bool = False) -> Linear:
        """Return a scale over low…high, widened to round numbers so that it does not tremble."""
        if zero:
            low, high = min(low, 0.0), max(high, 0.0)
        if high - low < 1e-12 * max(abs(low), abs(high), 1e-9):
            pad = abs(high) * 0.1 or 1.0
            low, high = low - pad, high + pad
        if not math.isfinite(high - low):
            return cls(-1.0, 1.0)
        step = step_for(high - low, count)
        rounded = cls(math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step)
        return rounded if math.isfinite(rounded.high - rounded.low) else cls(low, high)

    @classmethod
    def steps(cls, last: int, first: int = 0) -> Linear:
        """Return a scale from step `first` to a little past `last`, growing by jerks of at most 3 %.

        So the axis stands still most of the time, and the eye can follow the line.
        """
        span = max(last - first, 1)
        jerk = 1 << max((span - 1).bit_length() - 6, 0)
        return cls(first, first + -(-span // jerk) * jerk)

    def fraction(self, values: ArrayLike) -> Array:
        """Return (values − low) / (high − low)."""
        return (np.asarray(values, dtype=np.float64) - self.low) / ((self.high - self.low) or 1.0)

    def place(self, value: float) -> float:
        """Return `fraction` of one value."""
        return (value - self.low) / ((self.high - self.low) or 1.0)

    def value(self, fraction: float) -> float:
        """Return the value at a fraction."""
        return self.low + fraction * (self.high - self.low)

    @lru_cache(maxsize=256)  # noqa: B019  (frozen and small; the same few scales are asked each frame)
    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return values at a step of 1, 2 or 5 × 10ⁿ."""
        for some in range(count, 2 * count + 4):  # one tick alone tells nothing: take more, if so
            step = step_for((self.high - self.low) or 1.0, some)
            first = math.ceil(self.low / step - 1e-9)
            last = math.floor(self.high / step + 1e-9)
            if last > first:
                break
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        return [(i * step, _linear_label(i * step, step, decimals)) for i in range(first, last + 1)]


def _linear_label(value: float, step: float, decimals: int) -> str:
    if step >= 1e12 or decimals > 4:
        return exact(value)
    if step >= 1000:
        return short_count(value)
    return f"{value:.{decimals}f}".replace("-", MINUS) if value else "0"


@dataclass(frozen=True)
class Log:
    """Equal distances for equal ratios. Zero and less have no place: one such value lies at the foot."""

    low: float
    high: float

    @classmethod
    def around(cls, values: ArrayLike) -> Log:
        """Return a scale of whole powers of ten around the positive finite values."""
        kept = np.asarray(values, dtype=np.float64)
        kept = kept[np.isfinite(kept) & (kept > 0)]
        if not len(kept):
            return cls(1e-3, 1.0)
        low = max(min(math.floor(math.log10(float(kept.min())) + 1e-9), LARGEST - 1), SMALLEST)
        high = min(math.ceil(math.log10(float(kept.max())) - 1e-9), LARGEST)
        return cls(10.0**low, 10.0 ** max(high, low + 1))

    def fraction(self, values: ArrayLike) -> Array:
        """Return log(values / low) / log(high / low); quotients themselves may be too large for a float."""
        kept = np.maximum(np.asarray(values, dtype=np.float64), self.low)
        low = math.log(self.low)
        return (np.log(kept) - low) / (math.log(self.high) - low)

    def place(self, value: float) -> float:
        """Return `fraction` of one value."""
        low = math.log(self.low)
        return (math.log(max(value, self.low)) - low) / (math.log(self.high) - low)

    def value(self, fraction: float) -> float:
        """Return the value at a fraction."""
        return float(self.low ** (1 - fraction) * self.high**fraction)

    @lru_cache(maxsize=256)  # noqa: B019
    def ticks(self, count: int) -> list[tuple[float, str]]:
        """Return whole powers of ten, all written as 0.01, or all as 10⁻² where one has many digits.

        Of very many, as of a run that diverges, those with round exponents: 10¹⁰⁰, not 10⁹².
        """
        low, high = round(math.log10(self.low)), round(math.log10(self.high))
        every = max(1, math.ceil((high - low) / max(count, 1)))
        exponents = range(low, high + 1, every)
        if every > ROUND[0]:
            rounded = (range(-(-low // step) * step, high + 1, step) for step in ROUND)
            exponents = next((some for some in rounded if 2 <= len(some) <= count + 1), exponents)
        plain = exponents[0] >= -3 and exponents[-1] <= 4
        return [(10.0**e, f"{10.0**e:g}" if plain else _power(e)) for e in exponents]


def _power(exponent: int) -> str:
    return "10" + str(exponent).translate(SUPERSCRIPTS)
