"""What the validation set said at the ends of epochs: points on the axes of a training curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.theme import Color

Array = NDArray[np.float64]
# Design units: between two rules of epochs at least; from which on points are large, and are seen at all.
BETWEEN, ROOMY, SEEN = 24, 12, 7


@dataclass(frozen=True, eq=False)
class Validations:
    """What the validation set said at the end of `epochs`, after so many steps, all (n,); shares 0 … 1."""

    epochs: NDArray[np.int64]
    steps: NDArray[np.int64]
    loss: Array
    accuracy: Array


def apart(places: list[int], least: int) -> list[int]:
    """Return those of some rising places that are so far apart at least."""
    kept: list[int] = []
    for place in places:
        if not kept or place - kept[-1] >= least:
            kept.append(place)
    return kept


def draw_validations(axes: Axes, places: Array, color: Color) -> None:
    """Draw a line through places (n, 2), and points as large as they have room; the last is a large one."""
    canvas, px = axes.canvas, axes.canvas.px
    across = places[:, 0]
    gap = (across[-1] - across[0]) / max(len(across) - 1, 1)
    roomy = len(across) == 1 or gap >= px(ROOMY)
    with canvas.clipped(axes.inner.inflate(px(10), px(10))):
        canvas.polyline(places, color)
        for x, y in places[:-1].tolist() if gap >= px(SEEN) and not roomy else ():
            canvas.circle((x, y), px(2), color)
        for x, y in (places if roomy else places[-1:]).tolist():
            canvas.circle((x, y), px(4), canvas.theme.panel)
            canvas.circle((x, y), px(3), color)
