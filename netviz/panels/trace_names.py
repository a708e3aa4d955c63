"""Where the names of lines go, so that they lie on no line and on no other name."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Rect

Array = NDArray[np.float64]
PLACES = 12  # of a line that are tried, the highest first
WORTH = 0.6  # of its peak that a line is high at them
# steps from such a place to that of the name, in parts of its size
ROUND = ((0.0, -1.0), (0.8, -0.8), (1.0, 0.0), (-0.8, -0.8), (-1.0, 0.0), (0.8, 0.8), (-0.8, 0.8))


class Lines:
    """The pixels that some lines cover: `places` (moments, lines, 2), the moments ascending in x."""

    def __init__(self, places: Array, box: Rect) -> None:
        self._box = box
        columns = np.arange(box.left, box.right + 2)
        xs = places[:, 0, 0]
        ys = np.stack([np.interp(columns, xs, line) for line in places[:, :, 1].T])
        beyond = (columns < xs[0] - 1) | (columns > xs[-1] + 1)
        ys[:, beyond] = np.nan
        self._low = np.fmin(ys[:, :-1], ys[:, 1:])  # (lines, columns): a step is covered from end to end
        self._high = np.fmax(ys[:, :-1], ys[:, 1:])

    def __repr__(self) -> str:
        return f"Lines({len(self._low)})"

    def meet(self, place: Rect) -> bool:
        """Return whether any line runs through a place."""
        left = max(place.left - self._box.left, 0)
        right = max(place.right - self._box.left, left)
        low, high = self._low[:, left:right], self._high[:, left:right]
        return bool(((low <= place.bottom) & (high >= place.top)).any())


def place_beside(
    line: Array, lines: Lines, size: tuple[int, int], box: Rect, taken: Sequence[Rect]
) -> Rect | None:
    """Return a free place of this size beside `line` (moments, 2), in pixels; None if there is none.

    The place is inside the box, and beside the line where it is high.
    """
    top = float(line[:, 1].min())
    high = np.flatnonzero(box.bottom - line[:, 1] >= WORTH * (box.bottom - top))
    for row in high[np.argsort(line[high, 1], kind="stable")][:PLACES].tolist():
        x, y = line[row].tolist()
        for across, down in ROUND:
            place = Rect((0, 0), size)
            place.center = round(x + across * sum(size) / 2), round(y + down * size[1])
            if box.contains(place) and place.collidelist(list(taken)) < 0 and not lines.meet(place):
                return place
    return None
