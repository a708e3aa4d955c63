"""The values that a slider or a number field may take: limits, steps, and how they are written and read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from netviz.drawing.numbers import MINUS, exact, within
from netviz.drawing.scales import Linear, Log, step_for

STEPS, PLACES = 50, 200  # of a linear span: by keys, and by dragging
SERIES = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)  # of a logarithmic span, in each power of ten
DECADES = 6  # of a logarithmic span that begins at zero
ZERO = 0.08  # the share of its track that stands for zero


@dataclass(frozen=True)
class Span:
    """Numbers from `low` to `high`, either of which may be infinite; `step` 0 finds a sensible one itself.

    A logarithmic span may begin at 0: the foot of its track is then 0, and the rest six powers of ten.
    """

    low: float = -math.inf
    high: float = math.inf
    log: bool = False
    whole: bool = False
    step: float = 0.0

    @property
    def bounded(self) -> bool:
        """Whether it has two ends, so that it can be a track."""
        return math.isfinite(self.high - self.low)

    @cached_property
    def _scale(self) -> Linear | Log:
        if not self.log:
            return Linear(self.low, self.high)
        return Log(self.low if self.low > 0 else self.high * 10.0**-DECADES, self.high)

    @property
    def _zero(self) -> float:
        return ZERO if self.log and self.low <= 0 else 0.0

    # a track

    def fraction(self, value: float) -> float:
        """Return where on the track a value lies, 0 … 1."""
        if math.isnan(value) or (self._zero and value <= 0):
            return 0.0
        place = self._scale.place(min(max(value, self.low), self.high))
        return min(max(self._zero + (1 - self._zero) * place, 0.0), 1.0)

    def at(self, fraction: float) -> float:
        """Return the value at a place of the track, with no more digits than the track can tell apart."""
        if fraction >= 1:
            return self.kept(self.high)
        if fraction <= 0 or fraction < self._zero / 2:
            return self.kept(self.low)
        value = self._scale.value(max(fraction - self._zero, 0.0) / (1 - self._zero))
        return self.kept(float(f"{value:.1e}") if self.log else _multiple(value, self._quantum))

    @cached_property
    def _quantum(self) -> float:
        if self.step:
            return self.step
        quantum = step_for((self.high - self.low) or 1.0, PLACES)
        return max(quantum, 1.0) if self.whole else quantum

    def marks(self, count: int) -> list[float]:
        """Return at most `count` places of the track worth a tick: each whole number, or powers of ten."""
        if self.log:
            places = [self.fraction(value) for value, _ in self._scale.ticks(count)]
        elif self.whole and self.high - self.low < count:
            places = [self.fraction(value) for value in range(round(self.low), round(self.high) + 1)]
        else:
            return []
        return places if len(places) <= count else []

    # steps

    def moved(self, value: float, by: int) -> float:
        """Return the value a step (`by` 1 or −1) on, at a round number.

        NaN and ∞ lead back inside, numbers beyond a limit to it.
        """
        if not math.isfinite(value):
            return self.kept(0.0)
        if self.log:
            return self.kept(self._next_of_series(value, by))
        if not self.low <= value <= self.high:
            return self.kept(value)
        step = self._step(value)
        count = value / step
        place = math.floor(count + 1e-6) + 1 if by > 0 else math.ceil(count - 1e-6) - 1
        return self.kept(_multiple(place * step, step))

    def _step(self, value: float) -> float:
        if self.step:
            return self.step
        if self.bounded:
            step = step_for((self.high - self.low) or 1.0, STEPS)
        else:
            size = abs(value)
            step = 10.0 ** (math.floor(math.log10(size) + 1e-9) - 1) if 1e-9 < size < math.inf else 0.1
        return max(step, 1.0) if self.whole else step

    def _next_of_series(self, value: float, by: int) -> float:
        least = self._scale.low
        if value < least * (1 - 1e-9):
            return least if by > 0 else self.low
        power = 10.0 ** math.floor(math.log10(value) + 1e-12)
        near = [float(f"{m * p:.1e}") for p in (power / 10, power, power * 10) for m in SERIES]
        if self.whole:
            near = [one for one in near if one == round(one)]
        if by > 0:
            return min((one for one in near if one > value * (1 + 1e-9)), default=self.high)
        below = max((one for one in near if one < value * (1 - 1e-9)), default=self.low)
        return below if below >= least * (1 - 1e-9) else self.low

    def kept(self, value: float) -> float:
        """Return a value inside the limits, an `int` if it has to be whole."""
        value = float(min(max(value, self.low), self.high))
        return round(value) if self.whole and math.isfinite(value) else value

    # text

    def text(self, value: float, room: int = 0) -> str:
        """Return a value as it is shown: four digits at most, unless it is a whole number.

        With `room`, it has so many characters at most, as far as a number can be so short.
        """
        text = exact(value, 4)
        if self.whole and abs(value) < 1e7:  # not NaN either
            text = f"{value:.0f}".replace("-", MINUS)
        return within(value, room) if 0 < room < len(text) else text

    def full(self, value: float) -> str:
        """Return a value as it is typed: all of its digits."""
        return exact(value, 12)

    def limits(self) -> str:
        """Return the limits in words, empty if there are none."""
        low, high = math.isfinite(self.low), math.isfinite(self.high)
        if low and high:
            return f"{self.text(self.low)} … {self.text(self.high)}"
        return f"from {self.text(self.low)}" if low else f"up to {self.text(self.high)}" if high else ""

    def read(self, text: str) -> float:
        """Return the number that was typed. Raise ValueError with a reason for the user if it is none."""
        plain = text.strip().replace(MINUS, "-").replace(",", ".")
        if not plain:
            raise ValueError("a number is needed")
        try:
            value = float(plain)
        except ValueError:
            raise ValueError("this is not a number") from None
        if not math.isfinite(value):
            raise ValueError("a finite number is needed")
        if self.whole and value != round(value):
            raise ValueError("a whole number is needed")
        if value < self.low:
            raise ValueError(f"at least {self.text(self.low)}")
        if value > self.high:
            raise ValueError(f"at most {self.text(self.high)}")
        return round(value) if self.whole else value


def _multiple(value: float, step: float) -> float:
    """Return the multiple of `step` next to `value`, without the digits that binary fractions add."""
    decimals = max(0, 2 - math.floor(math.log10(step)))
    return round(round(value / step) * step, decimals)
