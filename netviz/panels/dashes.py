"""Where the dashes of a dashed line are, found once for each line: lines stay where they are for long."""

from __future__ import annotations

import math
from functools import lru_cache

from netviz.drawing.canvas import Point

Dashes = tuple[tuple[Point, Point], ...]
KEPT = 8192  # lines: more than the edges of any graph drawn


@lru_cache(maxsize=KEPT)
def even_dashes(start: Point, end: Point, dash: int, gap: int) -> Dashes:
    """Return both ends of dashes with about `gap` pixels between, so that there is one at each end."""
    (x, y), (x1, y1) = start, end
    length = max(math.hypot(x1 - x, y1 - y), 1.0)
    count = max(round((length - dash) / (dash + gap)), 1)
    stride = (length - dash) / count if length > dash else length
    across, down = (x1 - x) / length, (y1 - y) / length
    reaches = ((k * stride, min(k * stride + dash, length)) for k in range(count + 1))
    return tuple(((x + a * across, y + a * down), (x + b * across, y + b * down)) for a, b in reaches)


@lru_cache(maxsize=KEPT)
def dashes(start: Point, end: Point, dash: int, gap: int) -> Dashes:
    """Return both ends of dashes with gaps of `gap` pixels between, from the start on."""
    (x, y), (x1, y1) = start, end
    length = max(math.hypot(x1 - x, y1 - y), 1.0)
    stride = dash + gap
    reaches = (
        (k * stride / length, min((k * stride + dash) / length, 1.0)) for k in range(int(length / stride) + 1)
    )
    return tuple(
        ((x + a * (x1 - x), y + a * (y1 - y)), (x + b * (x1 - x), y + b * (y1 - y))) for a, b in reaches
    )
