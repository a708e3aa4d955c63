"""Where the cells of a layer's kernels lie: a row of kernels for each filter, one for each input channel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Point, Rect

Pixels = NDArray[np.uint32]


@dataclass(frozen=True)
class Shape:
    """`filters` × `channels` kernels of `size` × `size` weights, and a bias for each filter."""

    filters: int
    channels: int
    size: int

    @property
    def weights(self) -> int:
        """Number of weights; the biases are counted on from there."""
        return self.filters * self.channels * self.size**2

    def offset(self, filter: int, channel: int, row: int, column: int) -> int:
        """Return the place of one weight in the layer's parameters."""
        return ((filter * self.channels + channel) * self.size + row) * self.size + column

    def cell(self, offset: int) -> tuple[int, int, int, int]:
        """Return filter, channel, row and column of a weight; channel −1 stands for the bias."""
        if offset >= self.weights:
            return offset - self.weights, -1, 0, 0
        rest, column = divmod(offset, self.size)
        rest, row = divmod(rest, self.size)
        return (*divmod(rest, self.channels), row, column)

    def beside(self, offset: int, down: int, across: int) -> int:
        """Return the offset of the next cell that way; beyond the edge of a kernel, in the next kernel."""
        filter, channel, row, column = self.cell(offset)
        size = self.size
        if channel < 0:  # from the bias back into the middle of the last kernel
            channel, row, column = self.channels - 1, size // 2, size - 1
        else:
            row, column = row + down, column + across
        channel, column = channel + column // size, column % size
        filter, row = (filter + row // size) % self.filters, row % size
        if channel == self.channels:
            return self.weights + filter
        return self.offset(filter, channel % self.channels, row, column)


@dataclass(frozen=True)
class Room:
    """Pixels: of the whole, of the least cell, of the gap between kernels, of the labels left and above.

    `between` parts filters that are side by side.
    """

    width: int
    height: int
    cell: tuple[int, int]
    most: int  # of a cell's width
    gap: int
    left: int
    above: int
    between: int = 0


@dataclass(frozen=True)
class Grid:
    """The cells that are shown, and their pixels relative to the grid's corner.

    Filters `first` … `first + filters − 1`, `across` side by side; of each the channels from `channel`.
    """

    shape: Shape
    room: Room
    first: int
    filters: int
    channel: int
    channels: int
    across: int
    cell: tuple[int, int]  # pixels across and down

    @property
    def down(self) -> int:
        """Filters one below the other."""
        return -(-self.filters // self.across)

    @property
    def tile(self) -> tuple[int, int]:
        """Pixels from one kernel to the next, across and down."""
        k, gap = self.shape.size, self.room.gap
        return k * self.cell[0] + gap, k * self.cell[1] + gap

    @property
    def block(self) -> int:
        """Pixels from one filter to the next across: label, kernels, bias, and what parts them."""
        kernels = self.room.left + self.channels * self.tile[0]
        return kernels + self.room.gap + self.cell[0] + self.room.between

    @property
    def size(self) -> tuple[int, int]:
        """Pixels of the whole grid, labels above included."""
        return self.across * self.block - self.room.between, self.room.above + self.down * self.tile[1]

    @property
    def whole(self) -> bool:
        """Whether all kernels of the layer are shown."""
        return self.filters == self.shape.filters and self.channels == self.shape.channels

    def corner(self, filter: int, channel: int) -> tuple[int, int]:
        """Return the top left pixel of a shown kernel, or of the bias as channel −1."""
        down, across = divmod(filter - self.first, self.across)
        x = across * self.block + self.room.left
        y = self.room.above + down * self.tile[1]
        if channel < 0:
            middle = self.shape.size // 2 * self.cell[1]
            return x + self.channels * self.tile[0] + self.room.gap, y + middle
        return x + (channel - self.channel) * self.tile[0], y

    def shows(self, filter: int, channel: int) -> bool:
        """Return whether a kernel, or a filter's bias, is among those shown."""
        seen = channel < 0 or self.channel <= channel < self.channel + self.channels
        return seen and self.first <= filter < self.first + self.filters

    def place(self, offset: int) -> Rect | None:
        """Return the pixels of a cell, if it is shown."""
        filter, channel, row, column = self.shape.cell(offset)
        if not self.shows(filter, channel):
            return None
        x, y = self.corner(filter, channel)
        return Rect(x + column * self.cell[0], y + row * self.cell[1], *self.cell)

    def at(self, point: Point) -> int | None:
        """Return the offset of the cell under a point of the grid; a gap belongs to the kernel before it."""
        across, x = divmod(int(point[0]), self.block)
        down, y = divmod(int(point[1]) - self.room.above, self.tile[1])
        filter = self.first + down * self.across + across
        x -= self.room.left
        last = self.first + self.filters
        if not (0 <= across < self.across and down >= 0 and x >= 0 and filter < last):
            return None
        row = min(y // self.cell[1], self.shape.size - 1)
        channel, x = divmod(x, self.tile[0])
        if channel >= self.channels:
            if x + (channel - self.channels) * self.tile[0] >= self.room.gap + self.cell[0]:
                return None  # between two filters
            return self.shape.weights + filter if row == self.shape.size // 2 else None
        column = min(x // self.cell[0], self.shape.size - 1)
        return self.shape.offset(filter, self.channel + channel, row, column)

    def compose(self, weights: Pixels, biases: Pixels, ground: int) -> Pixels:
        """Return the picture (height, width) without the labels above it.

        `weights` (filters, channels, size, size) and `biases` (filters,) are the colours of what is shown.
        """
        k, (wide, high), gap = self.shape.size, self.cell, self.room.gap
        columns = 1 + self.channels * (k + 1) + 3
        small = np.full((self.down * self.across, k + 1, columns), ground, np.uint32)
        tiles = small[: self.filters, :k, 1:-3].reshape(self.filters, k, self.channels, k + 1)
        tiles[..., :k] = weights.transpose(0, 2, 1, 3)
        small[: self.filters, :k, 1:-3] = tiles.reshape(self.filters, k, -1)
        small[: self.filters, k // 2, -2] = biases
        lines = small.reshape(self.down, self.across, k + 1, columns).transpose(0, 2, 1, 3)
        kernels, bias = ([wide] * k + [gap]) * self.channels, [gap, wide]
        widths = [self.room.left, *kernels, *bias, self.room.between] * self.across
        broad = np.repeat(lines.reshape(self.down * (k + 1), -1), widths, axis=1)
        return np.repeat(broad[:, : self.size[0]], ([high] * k + [gap]) * self.down, axis=0)


@lru_cache(maxsize=64)
def arrange(shape: Shape, room: Room, filter: int, channel: int) -> Grid:
    """Return the grid with the largest cells that shows all kernels; else, with the least, those around one.

    Where not all fit, filters and channels are shown in pages, and the one that holds `filter` and `channel`.
    """
    best: Grid | None = None
    for across in range(1, shape.filters + 1):
        cell = _fitted(shape, room, across)
        if cell is not None and (best is None or cell > best.cell):
            best = Grid(shape, room, 0, shape.filters, 0, shape.channels, across, cell)
    return best or _page(shape, room, filter, channel)


def _fitted(shape: Shape, room: Room, across: int) -> tuple[int, int] | None:
    """Return the largest cell with which `across` filters fit side by side, and all of them into the room."""
    k, gap = shape.size, room.gap
    labels = room.left + (shape.channels + 1) * gap
    wide = ((room.width + room.between) // across - room.between - labels) // (shape.channels * k + 1)
    down = -(-shape.filters // across)
    high = ((room.height - room.above) // down - gap) // k
    wide = min(wide, room.most, high * room.cell[0] // room.cell[1])
    high = min(high, wide)
    return (wide, high) if wide >= room.cell[0] and high >= room.cell[1] else None


def _page(shape: Shape, room: Room, filter: int, channel: int) -> Grid:
    k, gap, (wide, high) = shape.size, room.gap, room.cell
    free = room.width - room.left - gap - wide
    channels = min(max(free // (k * wide + gap), 1), shape.channels)
    block = room.left + channels * (k * wide + gap) + gap + wide + room.between
    across = max((room.width + room.between) // block, 1) if channels == shape.channels else 1
    filters = min(max((room.height - room.above) // (k * high + gap), 1) * across, shape.filters)
    return Grid(
        shape,
        room,
        _start(filter, filters, shape.filters),
        filters,
        _start(channel, channels, shape.channels),
        channels,
        across,
        room.cell,
    )


def _start(chosen: int, shown: int, count: int) -> int:
    """Return where the page begins that holds `chosen`; the last page is full too."""
    return max(min(chosen // shown * shown, count - shown), 0)
