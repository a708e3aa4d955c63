"""A small network beside the plane that it answers for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Rect
from netviz.panels.plane_data import Answer
from netviz.panels.preview import draw_small_plane
from netviz.panels.preview_flow import Column, draw_flow


@dataclass(frozen=True, eq=False)
class NetworkPicture:
    """The neurons, column by column, and right of them the plane with the answer."""

    columns: Sequence[Column]
    answer: Answer

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Draw it into `area`."""
        space = canvas.px(28)
        side = max(min(area.height, round(area.width * 0.54)), 1)
        box = Rect(0, 0, side, side)
        box.midright = area.midright
        left = Rect(area.x, area.y, area.width - side - space, area.height)
        if left.height > side:
            left.height, left.y = side, box.y
        draw_flow(canvas, left, box, self.columns)
        draw_small_plane(canvas, box, self.answer)
