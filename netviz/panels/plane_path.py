"""The straight way from one input to another over the plane, and how far along it one stands."""

from __future__ import annotations

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Point
from netviz.drawing.lettering import Face
from netviz.panels.dashes import even_dashes
from netviz.panels.walk_data import Path

DASH, GAP = 4, 4  # design units of the line
NAMES = "AB"


def draw_way(axes: Axes, path: Path) -> None:
    """Draw a thin broken line from A to B, which points may cover."""
    canvas = axes.canvas
    px, theme = canvas.px, canvas.theme
    start, end = _pixel(axes, *path.start), _pixel(axes, *path.end)
    for a, b in even_dashes(start, end, px(DASH), px(GAP)):
        canvas.line(a, b, theme.panel, 3)
        canvas.line(a, b, theme.focus, 1.5)


def draw_stand(axes: Axes, path: Path, share: float, pins: int) -> None:
    """Mark where one stands, `share` of the way on, and name those ends that no pin marks."""
    canvas = axes.canvas
    px, theme = canvas.px, canvas.theme
    at = axes.point(*path.at(share))
    canvas.circle(at, px(5), theme.panel)
    canvas.circle(at, px(3.5), theme.focus)
    for name, place in list(zip(NAMES, (path.start, path.end), strict=True))[pins:]:
        x, y = axes.point(*place)
        canvas.label(name, (x + px(13), y - px(10)), theme.focus, Face.TINY)


def _pixel(axes: Axes, x: float, y: float) -> Point:
    across, down = axes.point(x, y)
    return round(across), round(down)
