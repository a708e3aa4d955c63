"""All filters of a convolution as small pictures in a line; a click chooses one."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.mosaic import Mosaic
from netviz.panels.number_grid import frame
from netviz.panels.pass_data import PassData

GAP, LARGEST = 5, 24  # design units: between two pictures, and the side of the largest


class FilterStrip:
    """The kernels of all filters for the chosen channel, where there is room for all of them."""

    def __init__(self) -> None:
        self._mosaic: Mosaic | None = None
        self._laid: tuple[object, ...] = ()

    def draw(self, canvas: Canvas, area: Rect, data: PassData) -> None:
        """Draw the pictures in the middle of `area`, or nothing if they do not fit."""
        count, k, gap = data.filters, data.size, canvas.px(GAP)
        side = min((area.width + gap) // count - gap, area.height - 4, canvas.px(LARGEST)) // k * k
        if side < max(k, canvas.px(12)):
            self._mosaic, self._laid = None, ()
            return
        x = area.x + (area.width - count * (side + gap) + gap) // 2
        laid = (x, area.y + (area.height - side) // 2, count, k, side, gap)
        if self._mosaic is None or laid != self._laid:
            self._mosaic = Mosaic(laid[:2], count, (k, k), (side, side), count, gap)
            self._laid = laid
        kernels = data.kernels[:, data.channel]
        sizes = np.abs(kernels)
        largest = float(sizes.max(where=np.isfinite(sizes), initial=0.0)) or 1.0
        self._mosaic.draw(canvas, kernels, diverging(canvas.theme), -largest, largest)
        for i in range(count):
            canvas.rect(self._mosaic.box(i).inflate(2, 2), canvas.theme.hairline, width=1)
        frame(canvas, self._mosaic.box(data.filter))

    def at(self, point: Point) -> int | None:
        """Return the filter under a point."""
        place = self._mosaic.at(point) if self._mosaic is not None else None
        return None if place is None else place[0]
