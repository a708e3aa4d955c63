"""Where the maps of many layers go, so that all are as large as the room allows.

Maps of one shape are alike; those with fewer numbers are smaller, which leaves the first ones more room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from netviz.drawing.canvas import Rect

LEAST, MOST = 16, 120  # pixels of a map at scale 1
SMALLEST = 12  # and where otherwise some of them would be left out
COARSE = 1 / 3  # a map's size goes with this power of its share of the finest map's pixels a side
LIST, STRIP = 14, 1.8  # height of a number of a short layer, and the least of a long one
WIDE, THIN = 24, 2  # width of a strip, and the least of a number in it
BAND = 90  # the least height of a band of layers


@dataclass(frozen=True)
class Wanted:
    """One layer: how many pictures it has, their shape, and the room for its words, in pixels."""

    count: int
    shape: tuple[int, int]  # (1, 1): numbers, drawn as a strip
    label: int  # width of its name and shape
    cut: int  # width of the words that say how many are shown, where it is not all

    @property
    def strip(self) -> bool:
        """Whether these are numbers, not pictures."""
        return self.shape == (1, 1)


@dataclass(frozen=True)
class Column:
    """What is shown of the layer with this index, and where; `area` has room for its name too."""

    layer: int
    area: Rect
    shown: int
    size: tuple[int, float]
    across: int
    gap: int


@dataclass(frozen=True)
class _Room:
    """What the search works with: pixels of all kinds."""

    width: int
    height: int
    head: int  # over the maps, for names
    foot: int  # under them, for the scale
    unit: float  # pixels at scale 1
    gap: int  # between maps
    gutter: int  # between layers
    finest: int  # numbers side by side in the finest map


def arrange(wanted: Sequence[Wanted], area: Rect, head: int, foot: int, unit: float) -> list[Column]:
    """Return a column for each layer; where not all fit, layers in the middle are left out."""
    finest = max(layer.shape[1] for layer in wanted)
    room = _Room(area.width, area.height, head, foot, unit, max(round(2 * unit), 1), round(8 * unit), finest)
    layers = list(range(len(wanted)))
    while True:
        bands = max(1, min(round(area.height / (BAND * unit)), 3))
        tries = [_fitted([wanted[i] for i in layers], room, count) for count in range(1, bands + 1)]
        found = max((t for t in tries if t), key=lambda t: t[0], default=None)
        if found:
            break
        if len(layers) == 1:
            height = max(area.height - head - foot, 1)
            found = (0, [[_sized(wanted[layers[0]], room, height, round(LEAST * unit), 1)]])
            break
        del layers[len(layers) // 2]
    return _placed(found[1], layers, area, room)


_Sized = tuple[Column, int]  # a column without a place, and its width


def _fitted(wanted: Sequence[Wanted], room: _Room, bands: int) -> tuple[float, list[list[_Sized]]] | None:
    """Return the largest size of the finest maps with which all layers fit into the bands, and these.

    Where only some maps of a layer fit, these are no smaller than `LEAST`, and their share, below 1, is
    returned instead of a size.
    """
    height = (room.height - (bands - 1) * room.gutter) // bands - room.head - room.foot
    if height < LEAST * room.unit:
        return None
    least, smallest = round(LEAST * room.unit), round(SMALLEST * room.unit)
    if not _filled([_sized(layer, room, height, least, 1) for layer in wanted], room, bands):
        return None  # not even one map a layer
    for size in range(int(min(MOST * room.unit, height)), smallest - 1, -1):
        if lines := _filled([_sized(layer, room, height, size) for layer in wanted], room, bands):
            return size, lines
    for limit in range(max(layer.count for layer in wanted), 0, -1):
        columns = [_sized(layer, room, height, least, limit) for layer in wanted]
        if lines := _filled(columns, room, bands):
            shown = sum(column.shown for column, _ in columns)
            return shown / (sum(layer.count for layer in wanted) + 1), lines
    return None


def _sized(layer: Wanted, room: _Room, height: int, size: int, limit: int = 1 << 30) -> _Sized:
    """Return how a layer is shown where the finest maps are `size` wide, at most `limit` side by side."""
    nowhere = Rect(0, 0, 0, 0)
    if layer.strip:
        most = max(int(height / (STRIP * room.unit)), 1)  # below each other
        across = min(-(-layer.count // most), max(limit, WIDE // THIN))
        down = min(-(-layer.count // across), most)
        step = min(height / down, LIST * room.unit)
        wide = max(round(WIDE * room.unit) // across, round(THIN * room.unit))
        shown = min(layer.count, across * down)
        words = layer.label if shown == layer.count else max(layer.label, layer.cut)
        return Column(0, nowhere, shown, (wide, step), across, 0), max(across * wide, words)
    size = max(round(size * (layer.shape[1] / room.finest) ** COARSE), min(size, round(LEAST * room.unit)))
    if layer.count == 1:  # as wide as its own name
        size = max(size, min(layer.label, height))
    tall = max(round(size * layer.shape[0] / layer.shape[1]), 1)
    down = max((height + room.gap) // (tall + room.gap), 1)
    across = min(-(-layer.count // down), limit)
    shown = min(layer.count, across * down)
    width = across * (size + room.gap) - room.gap
    words = layer.label if shown == layer.count else max(layer.label, layer.cut)
    return Column(0, nowhere, shown, (size, tall), across, room.gap), max(width, words)


def _filled(columns: list[_Sized], room: _Room, bands: int) -> list[list[_Sized]] | None:
    """Return columns line by line in so many bands, None where they do not fit."""
    lines: list[list[_Sized]] = [[]]
    used = 0
    for column in columns:
        step = column[1] + room.gutter
        if used and used + column[1] > room.width:
            lines.append([])
            used = 0
        lines[-1].append(column)
        used += step
        if used - room.gutter > room.width:
            return None
    return lines if len(lines) <= bands else None


def _placed(lines: list[list[_Sized]], layers: list[int], area: Rect, room: _Room) -> list[Column]:
    """Return the columns at their places, the room that is left shared out between them."""
    placed: list[Column] = []
    height = (area.height - (len(lines) - 1) * room.gutter) // len(lines)
    for row, line in enumerate(lines):
        widths = [width for _, width in line]
        free = max(area.width - sum(widths), 0)
        between = min(free / max(len(line) - 1, 1), 40 * room.unit)
        x, y = float(area.x), area.y + row * (height + room.gutter)
        for column, width in line:
            place = Rect(round(x), y, width, height)
            placed.append(replace(column, layer=layers[len(placed)], area=place))
            x += width + between
    return placed
