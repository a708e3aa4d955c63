"""Loss on the training and on the test points over the epochs, and the accuracy where there is one."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, percent
from netviz.drawing.scales import Linear, Log, Scale
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.series import Series
from netviz.engine.timeline import Timeline
from netviz.panels.curves import spread
from netviz.panels.loss_curve import joined
from netviz.panels.panel import Panel, View
from netviz.panels.words import little_room

Array = NDArray[np.float64]
LOSS, TEST_LOSS, ACCURACY, TEST_ACCURACY = range(4)  # columns of a timeline's metrics
LOWER = 0.62  # share of the height of losses that accuracies have
LEAST = 150  # design units of height that losses and accuracies have room in
SHORTEST = 10  # epochs that the axis has room for at least
ROOM = 46  # design units right of the axes, for the names and values of the lines


@dataclass(frozen=True)
class Course:
    """What there is to show: the loss's equation, whether points test, whether answers are right or wrong.

    `now` are loss, test loss, accuracy and test accuracy of the network as it stands, which an edit may have
    changed since the last epoch.
    """

    equation: str
    now: tuple[float, float, float, float]
    test: bool = True
    accuracy: bool = True


@dataclass(frozen=True, eq=False)
class _Plot:
    """One of the two axes: the columns of its lines, its name, and what its values are multiplied with.

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


class TwoLosses(Panel):
    """Train and test on one axis, the space between them filled: the gap is what to look at."""

    def __init__(self, source: Callable[[Timeline], Course], unit: str = "epoch") -> None:
        self.title = "Training and test"
        self._source = source
        self._unit = unit
        self._plots: list[_Plot] = []

    def value(self, view: View) -> str:
        """Return both losses of the network as it stands, and the accuracy."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too: both losses, then that of the test alone."""
        course = self._source(view.timeline)
        now = course.now
        test = f"test {number(now[TEST_LOSS], 3)}" if course.test else ""
        losses = number(now[LOSS], 3) + (f" · {test}" if test else "")
        told = [losses, *([test, f"test {number(now[TEST_LOSS], 2)}"] if test else [])]
        if course.accuracy:
            shown = now[TEST_ACCURACY if course.test else ACCURACY]
            of_test = " of test" if course.test else ""
            told.insert(0, f"{losses} · {percent(shown)}{of_test} right")
        return tuple(told)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the losses, and below them the accuracies."""
        course, metrics, px = self._source(view.timeline), view.timeline.metrics, canvas.px
        self._plots = []
        both = course.accuracy and area.height >= px(LEAST)
        if len(metrics) < 4 or little_room(canvas, area):
            return
        parts = [(0, area.height)]
        if both:
            parts = divide(area.height, (1, LOWER), 0)
        rows = [Rect(area.x, area.y + start, area.width - px(ROOM), size) for start, size in parts]
        x = Linear.steps(max(view.timeline.snapshot.step, SHORTEST))
        logarithmic = view.choices.log_loss
        losses = (LOSS, TEST_LOSS) if course.test else (LOSS,)
        step, now = view.timeline.snapshot.step, course.now
        last = [now[k] for k in losses]
        axes = Axes(canvas, rows[0], x, _loss_scale([metrics[k] for k in losses], last, logarithmic))
        least = min((float(metrics[k].low.min(initial=np.inf)) for k in losses), default=1.0)
        left_out = ", 0 left out" if logarithmic and least <= 0 else ""
        words = f"loss, {'logarithmic' if logarithmic else 'linear'}{left_out}"
        axes.draw_frame("" if both else self._unit, words, outside=not both)
        self._plots.append(_Plot(axes, losses, "loss", 1.0, "", step, tuple(last)))
        if both:
            accuracies = (ACCURACY, TEST_ACCURACY) if course.test else (ACCURACY,)
            last = [now[k] for k in accuracies]
            lower = Axes(canvas, rows[1], x, _accuracy_scale([metrics[k] for k in accuracies], last))
            lower.draw_frame(self._unit, "accuracy, %", outside=True)
            shown = tuple(100 * value for value in last)
            self._plots.append(_Plot(lower, accuracies, "accuracy", 100.0, " %", step, shown))
        for plot in self._plots:
            _draw_plot(plot, metrics)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact figures of the epochs under the mouse, and the gap."""
        metrics = view.timeline.metrics
        for plot in self._plots:
            if plot.near(at):
                title = f"{plot.name}, of the network now, after {self._unit} {count(plot.step)}"
                return Hint((title, *_rows(plot, plot.now)))
            if not plot.axes.inner.inflate(4, 4).collidepoint(at) or not len(metrics[0]):
                continue
            series = metrics[plot.columns[0]]
            i = int(np.argmin(np.abs(series.steps - plot.axes.data(at)[0])))
            first = round(series.steps[0] - (min(series.stride, series.count) - 1) / 2) + i * series.stride
            last = min(first + series.stride, view.timeline.snapshot.step) - 1
            when = f"{self._unit} {count(first + 1)}"
            when += f" to {count(last + 1)}, mean" if last > first else ""
            values = [float(metrics[k].mean[i]) * plot.factor for k in plot.columns]
            equation = self._source(view.timeline).equation
            formula = equation if plot.name == "loss" else "accuracy = share answered rightly"
            return Hint((f"{plot.name}, {when}", *_rows(plot, values), formula))
        return None


def _rows(plot: _Plot, values: Sequence[float]) -> list[str]:
    """Return the exact figures, and the gap where there are two."""
    names = ("training", "test    ") if len(values) == 2 else ("training",)
    rows = [f"{name} {exact(value)}{plot.unit}" for name, value in zip(names, values, strict=True)]
    if len(values) == 2:
        rows.append(f"gap      {exact(values[1] - values[0])}{plot.unit}")
    return rows


def colors_of(canvas: Canvas) -> tuple[Color, Color]:
    """Return the colours of training and test, as those of training and validation elsewhere."""
    return canvas.theme.focus, canvas.theme.series(2)[1]


def _draw_plot(plot: _Plot, metrics: tuple[Series, ...]) -> None:
    """Draw the gap, both lines and, where the network stands now, dots with names and values."""
    axes, canvas, colors = plot.axes, plot.axes.canvas, colors_of(plot.axes.canvas)
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
    plot: _Plot, steps: Array, lines: Sequence[tuple[Array, ...]], colors: tuple[Color, Color]
) -> None:
    axes, canvas = plot.axes, plot.axes.canvas
    means = [mean * plot.factor for *_, mean in lines]
    places = [axes.points(steps, mean) for mean in means]
    with canvas.clipped(axes.inner.inflate(0, canvas.px(4))):
        if len(places) == 2:
            for k in (0, 1):
                _fill_up_to(canvas, places[k], places[1 - k], canvas.theme.tint(colors[1 - k], 0.16))
        for (_, low, high, _), color in zip(lines, colors, strict=False):
            if (low != high).any():  # bins of more than one epoch
                axes.band(steps, low * plot.factor, high * plot.factor, canvas.theme.tint(color, 0.3))
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
        top = np.column_stack((places[part, 0], np.minimum(places[part, 1], other[part, 1])))
        if len(top) > 1:
            canvas.polygon(np.concatenate((places[part], top[::-1])).tolist(), color)


def _name_ends(plot: _Plot, colors: tuple[Color, Color]) -> None:
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
    for k, y in spread(heights, gap, box.top + gap / 2, box.bottom - gap / 2):
        left = box.right + canvas.px(5)
        name = ("train", "test")[k]
        canvas.text(name, (left, y - line / 2 if tall else y), colors[k], Face.TINY, "midleft")
        if tall:
            canvas.text(values[k], (left, y + line / 2), colors[k], Face.TINY, "midleft")


def _loss_scale(series: list[Series], now: list[float], logarithmic: bool) -> Scale:
    values = np.concatenate([now, *(part for one in series for part in (one.low, one.high))])
    values = values[np.isfinite(values)]
    if logarithmic:
        return Log.around(values) if len(values) else Log(0.1, 10.0)
    return Linear.around(0.0, float(values.max(initial=0.0)) or 1.0)


def _accuracy_scale(series: list[Series], now: list[float]) -> Linear:
    """Return an axis in percent up to 100."""
    values = np.concatenate([now, *(one.low for one in series)])
    values = values[np.isfinite(values)]
    least = 100 * float(values.min(initial=1.0))
    return Linear(min(max(Linear.around(least, 100.0, 3).low, 0.0), 90.0), 100.0)
