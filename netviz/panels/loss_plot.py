"""One plot of training and test: both lines, the gap between them, and where the network stands now."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import number
from netviz.drawing.scales import Log
from netviz.drawing.theme import Color
from netviz.engine.series import Series
from netviz.panels.curves import spread
from netviz.panels.loss_curve import joined
from netviz.panels.training_curve import curve_colors

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Plot:
    """Axes, the columns of a timeline's metrics drawn in them, and what those are multiplied with.

    `now` are the figures (columns,) after epoch `step`, already multiplied.
    """

    axes: Axes
    columns: tuple[int, ...]
    name: str
    factor: float
    unit: str
    step: int
    now: tuple[float, ...]

    @property
    def dots(self) -> list[Point]:
        """Return where these figures stand, those that have a place on the axis."""
        shown = (
            value
            for value in self.now
            if np.isfinite(value) and (value > 0 or not isinstance(self.axes.y, Log))
        )
        return [self.axes.point(float(self.step), value) for value in shown]

    def near(self, at: Point) -> bool:
        """Return whether a place is on one of the dots."""
        reach = self.axes.canvas.px(4)
        return any(math.dist(at, dot) <= reach for dot in self.dots)


def draw_plot(plot: Plot, metrics: tuple[Series, ...]) -> None:
    """Draw the gap, both lines and, where the network stands now, dots with names and values."""
    axes, canvas, colors = plot.axes, plot.axes.canvas, curve_colors(plot.axes.canvas.theme)
    lines = []
    for k in plot.columns:
        series = metrics[k]
        every = max(1, 2 * len(series) // max(axes.inner.width, 1))
        lines.append(joined((series.steps, series.low, series.high, series.mean), every))
    steps = lines[0][0] + 1
    if len(steps):
        _draw_lines(plot, steps, lines, colors)
    for place, color in zip(plot.dots, colors, strict=False):
        canvas.circle(place, canvas.px(3), color)
    _name_ends(plot, colors)


def _draw_lines(
    plot: Plot, steps: Array, lines: Sequence[tuple[Array, ...]], colors: tuple[Color, Color]
) -> None:
    axes, canvas = plot.axes, plot.axes.canvas
    values = np.array([parts for _, *parts in lines])  # (lines, 3, n): low, high, mean
    if plot.factor != 1:
        values *= plot.factor
    up = axes.y.fraction(values)
    whole = axes.placed(axes.x.fraction(steps), up)  # (lines, 3, n, 2)
    means, places = values[:, 2], whole[:, 2]
    with canvas.clipped(axes.inner.inflate(0, canvas.px(4))):
        if len(places) == 2:
            for k in (0, 1):
                _fill_up_to(canvas, places[k], places[1 - k], canvas.theme.tint(colors[1 - k], 0.16))
        if (values[:, 0] != values[:, 1]).any():  # bins of more than one epoch
            for k, color in zip(range(len(lines)), colors, strict=False):
                axes.fill_band(up[k, :2], whole[k, :2], canvas.theme.tint(color, 0.3))
        for mean, place, color in zip(means, places, colors, strict=False):
            width = 2 if axes.inner.height > canvas.px(90) else 1
            if np.isfinite(mean).all() and (mean.min() > 0 or not isinstance(axes.y, Log)):
                canvas.polyline(place, color, width)
            else:
                axes.curve(steps, mean, color, width)


def _fill_up_to(canvas: Canvas, places: Array, other: Array, color: Color) -> None:
    """Fill from one line of pixels (n, 2) up to another, where that is higher by enough to be seen."""
    seen = np.flatnonzero(places[:, 1] - other[:, 1] > 1)
    if len(seen):
        part = slice(max(seen[0] - 1, 0), seen[-1] + 2)
        top = np.minimum(places[part], other[part])  # both have the same x
        if len(top) > 1:
            canvas.polygon(np.concatenate((places[part], top[::-1])).tolist(), color)


def _name_ends(plot: Plot, colors: tuple[Color, Color]) -> None:
    """Write beside each dot which line it belongs to, and its value where there is room for both."""
    axes, canvas = plot.axes, plot.axes.canvas
    box, line = axes.inner, canvas.line_height(Face.TINY) - canvas.px(2)
    values = [f"{value:.1f}" if plot.factor == 100 else number(value, 2) for value in plot.now]
    tall = box.height >= 5 * line
    heights = [
        min(max(axes.point(plot.step, value)[1], box.top), box.bottom) if np.isfinite(value) else box.top
        for value in plot.now
    ]
    gap = 2 * line if tall else line
    above = max(gap * len(heights) - box.height, 0)  # a low plot's names reach over it
    for k, y in spread(heights, gap, box.top - above + gap / 2, box.bottom - gap / 2):
        left = box.right + canvas.px(5)
        name = ("train", "test")[k]
        canvas.text(name, (left, y - line / 2 if tall else y), colors[k], Face.TINY, "midleft")
        if tall:
            canvas.text(values[k], (left, y + line / 2), colors[k], Face.TINY, "midleft")
