"""Where the curves of a walk go: layer below layer, all of one size."""

from __future__ import annotations

import math
from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect

LEAD = 40  # design units of the layers' names, left of the curves
LEAST = (34, 24)  # of the smallest curve, width and height


def lay_out(canvas: Canvas, area: Rect, counts: Sequence[int]) -> list[list[Rect]]:
    """Return for each layer, of so many neurons, places of curves, as many as there is room for.

    All curves are of one size, as large as fits; a layer of many takes several rows.
    """
    px, gap = canvas.px, canvas.px(4)
    lead = px(LEAD)
    wide, high = area.width - lead, area.height
    most = max(min(max(counts), (wide + gap) // (px(LEAST[0]) + gap)), 1)
    best: tuple[float, int, int] = (0.0, most, 1)
    for columns in range(1, most + 1):
        lines = sum(math.ceil(count / columns) for count in counts)
        width, height = (wide + gap) / columns - gap, (high + gap) / lines - gap
        if height >= px(LEAST[1]):
            best = max(best, (min(width, 2.2 * height) * min(height, 1.2 * width), columns, lines))
    _, columns, lines = best
    width_of = (wide + gap) // columns - gap
    if best[0]:
        height_of = (high + gap) // lines - gap
    else:  # not all fit: one row a layer, of as many as there is room for
        lines = len(counts)
        height_of = max((high + gap) // lines - gap, 4)
        counts = [min(count, columns) for count in counts]
    placed, y = [], area.y + max(area.height - lines * (height_of + gap) + gap, 0) // 2
    for count in counts:
        boxes = [
            Rect(
                area.x + lead + (k % columns) * (width_of + gap),
                y + (k // columns) * (height_of + gap),
                width_of,
                height_of,
            )
            for k in range(count)
        ]
        placed.append(boxes)
        y += math.ceil(count / columns) * (height_of + gap)
    return placed
