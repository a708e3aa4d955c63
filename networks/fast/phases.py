"""Convolution that gives the cells of every pooling window as separate arrays.

A pooling window of m × m has m² cells. The cells (a, b) of all windows together are one *phase* of the
convolution's output: the positions (m i + a, m j + b). With the phases in separate contiguous arrays, the
maximum over the windows is m² − 1 plain maxima of whole arrays, and so is its gradient.

The input is held the same way, cut into its m × m phases: `phased` (channels, m, m, rows, columns, batch).
What a filter's cell sees for one whole phase of the output is then one block of one phase of the input,
shifted, and whole rows can be copied. With m = 1, without pooling, all this is the usual im2col.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from networks.arrays import AnyFloatArray
from networks.fast.scratch import Scratch


class PhasedConvolution:
    """Cross-correlation with stride 1, into m × m phases of `size` (rows, columns) positions each.

    `put` or `put_phase` the input into `phased`, whose rest must be zero: the border. Then `seen(a)` is what
    the filters are to be multiplied with.
    """

    def __init__(
        self, phased: AnyFloatArray, filter_size: int, size: tuple[int, int], scratch: Scratch
    ) -> None:
        channels, m, _, _, _, batch = phased.shape
        rows, columns = size
        taps = filter_size + m - 1
        self.m, self.phased = m, phased
        blocks = scratch("seen", taps, filter_size, channels, rows, columns, batch)
        self._copies = []
        for a in range(m):
            copies = []
            for row in range(min(m, filter_size)):  # filter rows row, row + m, … see one phase of the input
                reach, p = divmod(a + row, m)
                for q in range(min(m, taps)):
                    windows = sliding_window_view(phased[:, p, q], size, (1, 2))
                    into = blocks[q::m, row::m]
                    source = windows[:, reach : reach + into.shape[1], : into.shape[0]]
                    copies.append((into, source.transpose(2, 1, 0, 4, 5, 3)))
            self._copies.append(copies)
        across = filter_size * channels
        lines = blocks.reshape(taps * across, rows * columns * batch)
        self._seen = [lines[b * across : (b + filter_size) * across] for b in range(m)]

    @staticmethod
    def phased_shape(
        channels: int, filter_size: int, m: int, size: tuple[int, int], batch: int
    ) -> tuple[int, ...]:
        """Return the shape of `phased`: a filter reaches ⌈(filter_size − 1) / m⌉ beyond the last position."""
        further = -(-(filter_size - 1) // m)
        return channels, m, m, size[0] + further, size[1] + further, batch

    def put(self, x: AnyFloatArray, border: int) -> None:
        """Take `x` (channels, height, width, batch), with `border` zeros above it and to its left.

        What lies beyond the last position of the filter is left out.
        """
        m = self.m
        for p in range(m):
            for q in range(m):
                part = x[:, (p - border) % m :: m, (q - border) % m :: m]
                self._place(part, p, q, -(-(border - p) // m), -(-(border - q) // m))

    def put_phase(self, x: AnyFloatArray, a: int, b: int, border: int) -> None:
        """Take phase (a, b), (channels, rows, columns, batch), of an input with `border` zeros around it."""
        (down, p), (right, q) = divmod(a + border, self.m), divmod(b + border, self.m)
        self._place(x, p, q, down, right)

    def _place(self, part: AnyFloatArray, p: int, q: int, down: int, right: int) -> None:
        room = self.phased[:, p, q, down:, right:]
        rows, columns = min(part.shape[1], room.shape[1]), min(part.shape[2], room.shape[2])
        room[:, :rows, :columns] = part[:, :rows, :columns]

    def seen(self, a: int) -> list[AnyFloatArray]:
        """Return for each b what all positions of phase (a, b) see, until the next call.

        Each is (filter_size² · channels, rows · columns · batch), the first axis ordered (filter column,
        filter row, channel): the phases of one row share most of it, and with the filter's columns first,
        each is a contiguous part of the whole.
        """
        for into, source in self._copies[a]:
            np.copyto(into, source)
        return self._seen
