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

Where = tuple[slice, slice, slice]


class PhasedConvolution:
    """Cross-correlation with stride 1, into m × m phases of `size` (rows, columns) positions each.

    The input is written into `phased`, through `rooms` or `room`; its rest must be zero, the border. Then
    `seen(a)` is what the filters are to be multiplied with.
    """

    def __init__(
        self, phased: AnyFloatArray, filter_size: int, size: tuple[int, int], scratch: Scratch
    ) -> None:
        channels, m, _, _, _, batch = phased.shape
        self.m, self.phased = m, phased
        reach = 1 + -(-(filter_size - 1) // m)  # how many columns of a phase all phases' filters see
        blocks = scratch("seen", reach, m, filter_size, channels, *size, batch)
        self._copies = []
        for a in range(m):
            copies = []
            for row in range(min(m, filter_size)):  # filter rows row, row + m, … see one phase of the input
                down, p = divmod(a + row, m)
                windows = sliding_window_view(phased[:, p], size, (2, 3)).transpose(3, 1, 2, 0, 5, 6, 4)
                into = blocks[:, :, row::m]
                copies.append((into, windows[:, :, down : down + into.shape[2]]))
            self._copies.append(copies)
        # Phase b's filters begin at column b: what they see is a part of the whole, one column further.
        column = filter_size * channels
        lines = blocks.reshape(reach * m * column, -1)
        self._seen = sliding_window_view(lines, filter_size * column, 0)[::column][:m].transpose(0, 2, 1)

    @staticmethod
    def phased_shape(
        channels: int, filter_size: int, m: int, size: tuple[int, int], batch: int
    ) -> tuple[int, ...]:
        """Return the shape of `phased`: a filter reaches ⌈(filter_size − 1) / m⌉ beyond the last position."""
        further = -(-(filter_size - 1) // m)
        return channels, m, m, size[0] + further, size[1] + further, batch

    def rooms(self, height: int, width: int, border: int) -> list[tuple[Where, AnyFloatArray]]:
        """Return which parts of an input (channels, height, width, batch) belong where in `phased`.

        There are `border` zeros above the input and to its left; what no filter sees is left out.
        """
        m, found = self.m, []
        for p in range(m):
            for q in range(m):
                room = self.phased[:, p, q, -(-(border - p) // m) :, -(-(border - q) // m) :]
                top, left = (p - border) % m, (q - border) % m
                rows = min(len(range(top, height, m)), room.shape[1])
                columns = min(len(range(left, width, m)), room.shape[2])
                where = slice(None), slice(top, top + m * rows, m), slice(left, left + m * columns, m)
                found.append((where, room[:, :rows, :columns]))
        return found

    def room(self, a: int, b: int, size: tuple[int, int], border: int) -> AnyFloatArray:
        """Return where phase (a, b), of this size, of an input with `border` zeros around it belongs."""
        (down, p), (right, q) = divmod(a + border, self.m), divmod(b + border, self.m)
        return self.phased[:, p, q, down : down + size[0], right : right + size[1]]

    def seen(self, a: int) -> AnyFloatArray:
        """Return for each b what all positions of phase (a, b) see, until the next call; read-only.

        It is (m, filter_size² · channels, rows · columns · batch), the second axis ordered (filter column,
        filter row, channel).
        """
        for into, source in self._copies[a]:
            np.copyto(into, source)
        return self._seen
