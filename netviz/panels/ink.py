"""Paper to draw on with a round soft pen."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Place = tuple[float, float]  # across and down, 0 … 1 of the paper
SIDE = 224  # cells of the paper: eight to each pixel of an MNIST image
RIM = 2.0  # cells over which the pen's edge fades


class Ink:
    """How dark each cell of the paper is: `cells` (rows, columns), 0 paper … 1 ink."""

    def __init__(self) -> None:
        self.cells: Array = np.zeros((SIDE, SIDE))

    def __repr__(self) -> str:
        return f"Ink({self.cells.mean():.1%} covered)"

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn."""
        return not self.cells.any()

    def clear(self) -> None:
        """Take a fresh sheet; an older one that was handed out stays as it is."""
        self.cells = np.zeros((SIDE, SIDE))

    def stroke(self, start: Place, end: Place, radius: float) -> None:
        """Draw a straight line with a round pen, `radius` a share of the paper's side.

        A cell is full within the radius of the line, and fades over the rim outside it. So a stroke is whole
        however far the mouse went between two events, and a place drawn over twice keeps its edge.
        """
        x0, y0, x1, y1 = (value * SIDE for value in (*start, *end))
        reach = radius * SIDE + RIM / 2
        left, right = (math.floor(min(x0, x1) - reach), math.ceil(max(x0, x1) + reach))
        top, bottom = (math.floor(min(y0, y1) - reach), math.ceil(max(y0, y1) + reach))
        left, top, right, bottom = max(left, 0), max(top, 0), min(right, SIDE), min(bottom, SIDE)
        if left >= right or top >= bottom:
            return
        x = np.arange(left, right) + 0.5 - x0
        y = (np.arange(top, bottom) + 0.5 - y0)[:, np.newaxis]
        along_x, along_y = x1 - x0, y1 - y0
        square = along_x**2 + along_y**2
        along = np.clip((x * along_x + y * along_y) / square, 0, 1) if square else 0.0
        distance = np.hypot(x - along * along_x, y - along * along_y)
        fresh = np.clip((reach - distance) / RIM, 0, 1)
        part = self.cells[top:bottom, left:right]
        np.maximum(part, fresh, out=part)
