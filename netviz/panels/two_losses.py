"""Loss on the training and on the test points over the epochs, and the accuracy where there is one."""

from __future__ import annotations

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
from netviz.drawing.widgets import Hint
from netviz.engine.series import Series
from netviz.engine.timeline import Timeline
from netviz.panels.loss_plot import Plot, draw_plot
from netviz.panels.panel import Panel, View
from netviz.panels.ticks import Ends
from netviz.panels.words import bare_room, little_room

Array = NDArray[np.float64]
LOSS, TEST_LOSS, ACCURACY, TEST_ACCURACY = range(4)  # columns of a timeline's metrics
LOWER = 0.62  # share of the height of losses that accuracies have
LEAST = 150  # design units of height that losses and accuracies have room in
SHORTEST = 10  # epochs that the axis has room for at least
PEAK = 1e3  # a loss of more, and so many times the present or the first one, is past and cut
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


class TwoLosses(Panel):
    """Train and test on one axis, the space between them filled: the gap is what to look at."""

    def __init__(self, source: Callable[[Timeline], Course], unit: str = "epoch") -> None:
        self.title = "Training and test"
        self._source = source
        self._unit = unit
        self._plots: list[Plot] = []

    def value(self, view: View) -> str:
        """Return both losses of the network as it stands, and the accuracy."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too: both losses, then only the gap between them, test less training."""
        course = self._source(view.timeline)
        now = course.now
        test = f"test {number(now[TEST_LOSS], 3)}" if course.test else ""
        losses = number(now[LOSS], 3) + (f" · {test}" if test else "")
        told = [losses]
        if course.test:
            told.append(f"{number(now[LOSS], 2)} · test {number(now[TEST_LOSS], 2)}")
            gap = now[TEST_LOSS] - now[LOSS]
            told += [f"gap {number(gap, 2)}", f"gap {number(gap, 1)}", ""]  # not half of a figure
        if course.accuracy:
            shown = now[TEST_ACCURACY if course.test else ACCURACY]
            of_test = " of test" if course.test else ""
            told.insert(0, f"{losses} · {percent(shown)}{of_test} right")
        return tuple(told)

    def value_hint(self, view: View) -> Hint | None:
        """Return the losses of the network as it stands, exactly."""
        course = self._source(view.timeline)
        title = f"loss, of the network now, after {self._unit} {count(view.timeline.snapshot.step)}"
        names = ("training", "test    ") if course.test else ("training",)
        rows = [f"{name} {exact(value)}" for name, value in zip(names, course.now, strict=False)]
        if course.test:
            rows.append(f"gap      {exact(course.now[TEST_LOSS] - course.now[LOSS])}")
        return Hint((title, *rows, course.equation))

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the losses, and below them the accuracies; in little room the losses without axes."""
        course, metrics, px = self._source(view.timeline), view.timeline.metrics, canvas.px
        self._plots = []
        both = course.accuracy and area.height >= px(LEAST)
        bare = bare_room(canvas, area)
        if len(metrics) < 4 or (not bare and little_room(canvas, area)):
            return
        parts = [(0, area.height)]
        if both:
            parts = divide(area.height, (1, LOWER), 0)
        rows = [Rect(area.x, area.y + start, area.width - px(ROOM), size) for start, size in parts]
        step = view.timeline.snapshot.step
        begin = _first(metrics[LOSS]) if len(metrics[LOSS]) else step  # later than 0 after a change of shape
        x = Linear.steps(max(step, begin + SHORTEST), begin)
        losses = (LOSS, TEST_LOSS) if course.test else (LOSS,)
        now = course.now
        last = [now[k] for k in losses]
        logarithmic = view.choices.log_loss and not all(value < 0 for value in last)
        y, cut = _loss_scale([metrics[k] for k in losses], last, logarithmic)
        if bare:
            axes = Axes.bare(canvas, rows[0].inflate(0, -px(8)), x, y)
            canvas.rule(axes.inner.bottomleft, axes.inner.bottomright, canvas.theme.hairline)
            self._plots.append(Plot(axes, losses, "loss", 1.0, "", step, tuple(last)))
            draw_plot(self._plots[0], metrics)
            return
        axes = Axes(canvas, rows[0], x, y)
        zeros = logarithmic and any((metrics[k].low <= 0).any() for k in losses)
        below = zeros and any((metrics[k].low < 0).any() for k in losses)
        left_out = f", {'≤ ' if below else ''}0 left out" if zeros else ""
        words = f"loss, {'logarithmic' if logarithmic else 'linear'}{left_out}{', peak cut' if cut else ''}"
        axes.draw_frame("" if both else self._unit, words, outside=not both)
        self._plots.append(Plot(axes, losses, "loss", 1.0, "", step, tuple(last)))
        if both:
            accuracies = (ACCURACY, TEST_ACCURACY) if course.test else (ACCURACY,)
            last = [now[k] for k in accuracies]
            percents = _accuracy_scale([metrics[k] for k in accuracies], last)
            lower = Axes(canvas, rows[1], x, percents)
            if lower.inner.height < 3 * canvas.line_height(Face.SMALL):
                lower.y = Ends(percents, 0.0)
            lower.draw_frame(self._unit, "accuracy, %", outside=True)
            shown = tuple(100 * value for value in last)
            self._plots.append(Plot(lower, accuracies, "accuracy", 100.0, " %", step, shown))
        for plot in self._plots:
            draw_plot(plot, metrics)

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
            i = int(np.argmin(np.abs(series.steps + 1 - plot.axes.data(at)[0])))  # as drawn: when they end
            first = _first(series) + i * series.stride
            last = min(first + series.stride, view.timeline.snapshot.step) - 1
            when = f"{self._unit} {count(first + 1)}"
            when += f" to {count(last + 1)}, mean" if last > first else ""
            values = [float(metrics[k].mean[i]) * plot.factor for k in plot.columns]
            equation = self._source(view.timeline).equation
            formula = equation if plot.name == "loss" else "accuracy = share answered rightly"
            return Hint((f"{plot.name}, {when}", *_rows(plot, values), formula))
        return None


def _first(series: Series) -> int:
    """Return the first step that a series tells of, counted from 0."""
    return round(float(series.steps[0]) - (min(series.stride, series.count) - 1) / 2)


def _rows(plot: Plot, values: Sequence[float]) -> list[str]:
    """Return the exact figures, and the gap where there are two."""
    names = ("training", "test    ") if len(values) == 2 else ("training",)
    rows = [f"{name} {exact(value)}{plot.unit}" for name, value in zip(names, values, strict=True)]
    if len(values) == 2:
        rows.append(f"gap      {exact(values[1] - values[0])}{plot.unit}")
    return rows


def _loss_scale(series: list[Series], now: list[float], logarithmic: bool) -> tuple[Scale, bool]:
    """Return an axis for losses, and whether it leaves out a peak: that of a divergence taken back."""
    values = np.concatenate([now, *(one.high for one in series)])
    if logarithmic or not np.isfinite(values).all():
        values = np.concatenate([values, *(one.low for one in series)])
    values = values[np.isfinite(values)]
    level = np.abs(np.concatenate([[1.0], now, *(one.low[:1] for one in series)])).max()
    kept = values[~(values > PEAK * level)]
    cut, values = len(kept) < len(values), kept
    if logarithmic:
        return Log.around(values) if len(values) else Log(0.1, 10.0), cut
    return Linear.around(0.0, float(values.max(initial=0.0)) or 1.0), cut


def _accuracy_scale(series: list[Series], now: list[float]) -> Linear:
    """Return an axis in percent up to 100."""
    values = np.concatenate([now, *(one.low for one in series)])
    values = values[np.isfinite(values)]
    least = 100 * float(values.min(initial=1.0))
    return Linear(min(max(Linear.around(least, 100.0, 3).low, 0.0), 90.0), 100.0)
