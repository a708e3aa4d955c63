"""What a preview is, a lab at work in a small picture before anybody has chosen it; and planes in it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from netviz.drawing.axes import RIGHT, TOP, Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.marks import Looks, draw_points
from netviz.drawing.scales import Linear
from netviz.panels.plane_data import Answer, Array
from netviz.panels.plane_ground import draw_boundaries, draw_ground

ROOM = 0.17  # a point's size as a share of the way to the next, if all were even
LEAST, MOST = 1.25, 6.0  # design units


class Picture(Protocol):
    """What a preview shows at one moment."""

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Draw it into `area`; its ground is the panel's."""


class Preview(Protocol):
    """A small network at work."""

    def tick(self) -> bool:
        """Go on by a little, some milliseconds at most; return whether there is something new to be seen."""

    def picture(self) -> Picture:
        """Return the present moment."""

    def values(self) -> Sequence[str]:
        """Return how it stands, in figures: with many words first, then with fewer."""


@dataclass(frozen=True, eq=False)
class PlanePicture:
    """The plane with the answer."""

    answer: Answer

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Draw it as a square in the middle of `area`."""
        draw_small_plane(canvas, square_in(area), self.answer)


@dataclass(frozen=True, eq=False)
class CurvePicture:
    """A curve, and the points that it is to meet; see `draw_small_curve`."""

    xs: Array
    ys: Array
    points: tuple[Array, Array]
    reach: float

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Draw it as a square in the middle of `area`."""
        draw_small_curve(canvas, square_in(area), self.xs, self.ys, self.points, self.reach)


def draw_small_plane(canvas: Canvas, box: Rect, answer: Answer) -> None:
    """Draw the answer over the input plane, the line on which it decides, and the training points."""
    axes = bare_axes(canvas, box, answer.extent)
    points, theme = answer.points, canvas.theme
    with canvas.clipped(box):
        draw_ground(canvas, box, answer, bands=False)
        draw_boundaries(axes, answer)
        inputs, kinds = points.inputs[: points.train], points.targets[: points.train].astype(np.int64)
        none = np.zeros(len(kinds), np.bool_)
        looks = Looks(kinds, kinds, theme.classes, none, none)
        draw_points(canvas, axes.points(*inputs.T), looks, small_radius(canvas, box, len(kinds)))
    canvas.rect(box, theme.hairline, width=1)


def draw_small_curve(
    canvas: Canvas, box: Rect, xs: Array, ys: Array, points: tuple[Array, Array], reach: float
) -> None:
    """Draw a curve (n,) over x₁ and the points (m,), (m,) that it is to meet, within ±`reach` of 0."""
    theme, axes = canvas.theme, bare_axes(canvas, box, (float(xs[0]), float(xs[-1])), reach)
    places = axes.points(*points)
    count = len(places)
    zeros, none = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    middle = round(axes.point(0.0, 0.0)[1])
    with canvas.clipped(box):
        canvas.rule((box.left, middle), (box.right - 1, middle), theme.grid)
        ends = axes.points(points[0], np.interp(points[0], xs, ys))[:, 1]
        for (x, y), end in zip(places.tolist(), ends.tolist(), strict=True):
            color = theme.positive if end < y else theme.negative
            canvas.rule((round(x), round(y)), (round(x), round(end)), theme.tint(color, 0.7))
        looks = Looks(zeros, zeros, (theme.secondary,), none, none)
        draw_points(canvas, places, looks, small_radius(canvas, box, count))
        axes.curve(xs, ys, theme.panel, 4)
        axes.curve(xs, ys, theme.focus, 2)
    canvas.rect(box, theme.hairline, width=1)


def bare_axes(canvas: Canvas, box: Rect, extent: tuple[float, float], reach: float | None = None) -> Axes:
    """Return axes that fill `box`, without room for labels; the second is ±`reach` if that is given."""
    px, y = canvas.px, extent if reach is None else (-reach, reach)
    area = Rect(box.x, box.y - px(TOP), box.width + px(RIGHT), 0)
    axes = Axes(canvas, area, Linear(*extent), Linear(*y), left=0)
    axes.inner = box.copy()
    return axes


def small_radius(canvas: Canvas, box: Rect, count: int) -> float:
    """Return the size in design units of so many points on a small plane."""
    side = min(box.size) / canvas.scale
    return round(4 * min(max(ROOM * side / math.sqrt(max(count, 1)), LEAST), MOST)) / 4


def square_in(area: Rect) -> Rect:
    """Return the largest square in the middle of `area`."""
    side = max(min(area.size), 1)
    box = Rect(0, 0, side, side)
    box.center = area.center
    return box
