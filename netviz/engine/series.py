"""One quantity over all steps, in memory of fixed size."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray


class Series:
    """Minimum, maximum and mean of a quantity in at most `capacity` bins of equally many values.

    A bin holds `stride` values, the last one perhaps fewer. When the bins are full, neighbours merge and the
    stride doubles: an extreme value is never lost, only its place becomes less sharp.
    """

    def __init__(self, capacity: int = 1024) -> None:
        if capacity < 2:
            raise ValueError(f"a series needs at least 2 bins, not {capacity}")
        self.capacity = capacity
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.stride = 1
        self.count = 0  # values seen
        self._bins = 0
        self._next = 0  # the first step that is not counted yet
        self._first = np.empty(self.capacity)  # step of the first value in a bin
        self._last = np.empty(self.capacity)
        self._low = np.empty(self.capacity)
        self._high = np.empty(self.capacity)
        self._sum = np.empty(self.capacity)

    def __len__(self) -> int:
        return self._bins

    def __repr__(self) -> str:
        return f"Series({self.count} values in {self._bins} bins of {self.stride})"

    def add(self, first_step: int, values: FloatArray) -> None:
        """Add the values of steps `first_step`, `first_step` + 1, …; steps already counted are skipped."""
        if self.count and first_step < self._next:
            values = values[self._next - first_step :]
            first_step = self._next
        n = len(values)
        if n == 0:
            return
        while -(-(self.count + n) // self.stride) > self.capacity:
            self._merge()
        self._next = first_step + n
        filled = self.count - (self._bins - 1) * self.stride if self._bins else self.stride
        taken = min(self.stride - filled, n)
        if taken:
            self._extend_last(first_step, values[:taken])
        whole = (n - taken) // self.stride
        if whole:
            self._append(first_step + taken, values[taken : taken + whole * self.stride], self.stride)
        rest = n - taken - whole * self.stride
        if rest:
            self._append(first_step + n - rest, values[n - rest :], rest)
        self.count += n

    def _extend_last(self, first_step: int, values: FloatArray) -> None:
        at = self._bins - 1
        self._last[at] = first_step + len(values) - 1
        self._low[at] = min(self._low[at], values.min())
        self._high[at] = max(self._high[at], values.max())
        self._sum[at] += values.sum()

    def _append(self, first_step: int, values: FloatArray, size: int) -> None:
        """Add new bins of `size` values each."""
        start, self._bins = self._bins, self._bins + len(values) // size
        new = slice(start, self._bins)
        rows = values.reshape(-1, size)
        self._first[new] = np.arange(first_step, first_step + len(values), size)
        self._last[new] = self._first[new] + (size - 1)
        self._low[new] = rows.min(axis=1)
        self._high[new] = rows.max(axis=1)
        self._sum[new] = rows.sum(axis=1)

    def _merge(self) -> None:
        """Join neighbouring bins; of an odd number the last stays alone and is filled up next."""
        n, pairs = self._bins, self._bins // 2
        left, right = slice(0, 2 * pairs, 2), slice(1, 2 * pairs, 2)
        alone = slice(2 * pairs, n)
        joined = {
            "_first": self._first[left],
            "_last": self._last[right],
            "_low": np.minimum(self._low[left], self._low[right]),
            "_high": np.maximum(self._high[left], self._high[right]),
            "_sum": self._sum[left] + self._sum[right],
        }
        for name, column in joined.items():
            array: FloatArray = getattr(self, name)
            array[: pairs + n % 2] = np.concatenate([column, array[alone]])
        self._bins = pairs + n % 2
        self.stride *= 2

    @property
    def steps(self) -> FloatArray:
        """The middle step of each bin, `(bins,)`."""
        middle: FloatArray = 0.5 * (self._first[: self._bins] + self._last[: self._bins])
        return middle

    @property
    def low(self) -> FloatArray:
        """The smallest value of each bin, `(bins,)`."""
        return self._low[: self._bins].copy()

    @property
    def high(self) -> FloatArray:
        """The largest value of each bin, `(bins,)`."""
        return self._high[: self._bins].copy()

    @property
    def mean(self) -> FloatArray:
        """The mean of each bin, `(bins,)`."""
        mean: FloatArray = self._sum[: self._bins] / self.stride
        if self._bins:
            mean[-1] = self._sum[self._bins - 1] / (self.count - (self._bins - 1) * self.stride)
        return mean
