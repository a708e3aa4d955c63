"""Where marks lie over the input plane, so that names can keep off them."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Rect
from netviz.panels.plane_data import Array


class Marked:
    """Cells of `side` pixels over a box, of which those are marked that a mark reaches into.

    `places` (n, 2) in pixels are the marks' middles, `reach` how far each goes. How many cells of a rectangle
    are marked follows from four sums (Crow 1984, summed-area tables), however large it is.
    """

    def __init__(self, box: Rect, places: Array, reach: float, side: int) -> None:
        self._left, self._top, self._side = box.x, box.y, side
        columns, rows = -(-box.width // side), -(-box.height // side)
        marks = places[:, None, :] + reach * np.array([(0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)])
        cells = ((marks.reshape(-1, 2) - box.topleft) // side).astype(np.int64)
        x, y = cells[((cells >= 0) & (cells < (columns, rows))).all(axis=1)].T
        sums = np.zeros((columns + 1, rows + 1), np.int64)
        sums[x + 1, y + 1] = 1
        self._sums: list[list[int]] = sums.cumsum(axis=0).cumsum(axis=1).tolist()

    def __repr__(self) -> str:
        return f"Marked({self._sums[-1][-1]} cells of {self._side} pixels)"

    def share(self, area: Rect) -> float:
        """Return which share of the cells that an area inside the box touches is marked."""
        side, sums = self._side, self._sums
        left, top = (area.x - self._left) // side, (area.y - self._top) // side
        right = (area.right - 1 - self._left) // side + 1
        bottom = (area.bottom - 1 - self._top) // side + 1
        count = sums[right][bottom] - sums[left][bottom] - sums[right][top] + sums[left][top]
        return count / ((right - left) * (bottom - top))
