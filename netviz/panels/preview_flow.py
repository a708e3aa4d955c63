"""A small network from left to right: what each neuron makes of the input plane, and the weights between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import diverging
from netviz.panels.dashes import dashes
from netviz.panels.plane_data import Array

LARGEST, GAP = 72, 6  # design units: side of a neuron's picture at most, and between two of them
SHARE = 0.55  # of a column's width that its pictures may have; the rest is for the weights
DASHED = 24  # up to so many weights, negative ones are dashed; beyond, they are too close
WIDE = 0.5  # share of the largest weight of a layer from which its line is wide


@dataclass(frozen=True, eq=False)
class Column:
    """The neurons of a layer: `maps` (neurons, columns, rows), first row at the top, from `low` to `high`.

    `weights` (neurons, next neurons) lead to the next layer.
    """

    maps: Array
    low: float
    high: float
    weights: Array


def draw_flow(canvas: Canvas, area: Rect, target: Rect, columns: Sequence[Column]) -> None:
    """Draw the columns in `area`, with lines to each other and to the answer in `target`, right of it."""
    gap = canvas.px(GAP)
    most = max(len(column.maps) for column in columns)
    wide = round(area.width / len(columns) * SHARE)
    side = min((area.height - gap * (most - 1)) // most, canvas.px(LARGEST), wide)
    if side < 3:
        return
    pitch = (area.width - side) / max(len(columns) - 0.5, 1)
    boxes = [
        _boxes(area, round(area.x + pitch * i), len(column.maps), side, gap)
        for i, column in enumerate(columns)
    ]
    dashed = sum(column.weights.size for column in columns) <= DASHED
    for i, column in enumerate(columns):
        ends = [box.midleft for box in boxes[i + 1]] if i + 1 < len(columns) else [target.midleft]
        _draw_weights(canvas, [box.midright for box in boxes[i]], ends, column.weights, dashed=dashed)
    table = diverging(canvas.theme)
    for column, places in zip(columns, boxes, strict=True):
        for values, box in zip(column.maps, places, strict=True):
            canvas.heat(values, box, table, column.low, column.high)
            canvas.rect(box, canvas.theme.hairline, width=1)


def _boxes(area: Rect, x: int, count: int, side: int, gap: int) -> list[Rect]:
    """Return the places of a layer's pictures, in the middle of the height."""
    spread = min((area.height - count * side) // max(count - 1, 1), max(gap, side // 2))
    top = area.centery - (count * side + (count - 1) * spread) // 2
    return [Rect(x, top + i * (side + spread), side, side) for i in range(count)]


def _draw_weights(
    canvas: Canvas,
    starts: Sequence[tuple[int, int]],
    ends: Sequence[tuple[int, int]],
    weights: Array,
    *,
    dashed: bool,
) -> None:
    """Draw a layer's weights (neurons, next neurons), the large ones over the small."""
    theme = canvas.theme
    sizes = np.abs(np.nan_to_num(weights))
    shares = sizes / (sizes.max() or 1.0)
    for place in np.argsort(sizes, axis=None).tolist():
        i, j = divmod(place, weights.shape[1])
        share, negative = float(shares[i, j]), bool(weights[i, j] < 0)
        color = theme.tint(theme.negative if negative else theme.positive, 0.15 + 0.75 * share)
        width = 2 if share > WIDE else 1
        start, end = starts[i], ends[min(j, len(ends) - 1)]
        parts = dashes(start, end, canvas.px(6), canvas.px(4)) if dashed and negative else ((start, end),)
        for one, other in parts:
            canvas.line(one, other, color, width)
