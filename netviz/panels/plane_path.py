"""The straight way from one input to another over the plane, and how far along it one stands.

Where inputs are places along x₁ alone, it is the part of the network's curve above them.
"""

from __future__ import annotations

import math

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Point, Rect
from netviz.drawing.lettering import Face
from netviz.panels.by_mouse import PIN_NAMES
from netviz.panels.dashes import even_dashes
from netviz.panels.plane_ends import write_end
from netviz.panels.walk_data import Array, Path

DASH, GAP = 4, 4  # design units of the line
WIDE = 4  # design units of the part of a curve, of which all is half as wide


def draw_way(axes: Axes, path: Path) -> None:
    """Draw a thin broken line from A to B, which points may cover."""
    canvas = axes.canvas
    px, theme = canvas.px, canvas.theme
    start, end = _pixel(axes, *path.start), _pixel(axes, *path.end)
    for a, b in even_dashes(start, end, px(DASH), px(GAP)):
        canvas.line(a, b, theme.panel, 3)
        canvas.line(a, b, theme.focus, 1.5)


def draw_stand(axes: Axes, path: Path, share: float, pins: int, room: Rect, taken: list[Rect]) -> None:
    """Mark where one stands, `share` of the way on, and name, by `write_end`, ends that no pin marks."""
    canvas = axes.canvas
    px, theme = canvas.px, canvas.theme
    at = axes.point(*path.at(share))
    canvas.circle(at, px(5), theme.panel)
    canvas.circle(at, px(3.5), theme.focus)
    for name, place in list(zip(PIN_NAMES, (path.start, path.end), strict=True))[pins:]:
        write_end(canvas, name, axes.point(*place), (px(13), px(10)), room, taken)


def draw_way_along(axes: Axes, path: Path, xs: Array, ys: Array) -> None:
    """Draw the curve `ys` at rising `xs` wider between A and B."""
    canvas, theme = axes.canvas, axes.canvas.theme
    low, high = sorted((path.start[0], path.end[0]))
    ends = np.array((low, high))
    places = np.concatenate((ends[:1], xs[(xs > low) & (xs < high)], ends[1:]))
    values = np.interp(places, xs, ys)
    with canvas.clipped(axes.inner):
        axes.curve(places, values, theme.focus, WIDE)


def draw_stand_along(axes: Axes, path: Path, share: float, xs: Array, ys: Array, pins: int) -> None:
    """Mark A, B and where one stands on the curve `ys` at rising `xs`, and name ends that no pin marks."""
    canvas = axes.canvas
    px, theme, box = canvas.px, canvas.theme, axes.inner

    def spot(x: float) -> Point | None:
        y = float(np.interp(x, xs, ys))
        place = axes.point(x, y) if math.isfinite(y) else None
        return place if place is not None and box.inflate(px(4), px(4)).collidepoint(place) else None

    for k, (x, _) in enumerate((path.start, path.end)):
        if (place := spot(x)) is None:
            continue
        canvas.circle(place, px(6), theme.panel)
        canvas.circle(place, px(5), theme.focus)
        canvas.circle(place, px(3), theme.panel)
        if k >= pins:
            canvas.label(
                PIN_NAMES[k], (place[0], max(place[1] - px(16), box.top + px(8))), theme.focus, Face.TINY
            )
    if (place := spot(path.at(share)[0])) is not None:
        canvas.circle(place, px(6), theme.panel)
        canvas.circle(place, px(4.5), theme.focus)


def _pixel(axes: Axes, x: float, y: float) -> Point:
    across, down = axes.point(x, y)
    return round(across), round(down)
