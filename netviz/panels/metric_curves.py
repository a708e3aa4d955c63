"""Loss and accuracy over the batches: of training, raw and smoothed, and of the validation set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import BOTTOM, Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, percent
from netviz.drawing.scales import Linear, Log, Scale
from netviz.drawing.widgets import Hint
from netviz.engine.series import Series
from netviz.panels.loss_curve import AVERAGED
from netviz.panels.panel import Panel, View
from netviz.panels.training_curve import TrainingCurve, curve_colors
from netviz.panels.validations import BETWEEN, Validations, apart, draw_validations
from netviz.panels.words import longest, say_no_curve

Array = NDArray[np.float64]
SHORTEST = 10  # batches that the axis has room for at least
EARLY = 0.02  # share of the run whose accuracy is left out where the axis begins
BETWEEN_AXES = 10  # design units below an axis whose ticks are those of the axis under it


@dataclass(frozen=True, eq=False)
class Quantity:
    """One of the two: its name, what its values are multiplied with for the eye, and how it comes about."""

    name: str
    factor: float
    unit: str
    formula: str


LOSS = Quantity("loss", 1.0, "", "loss = mean of −ln p of the label")
ACCURACY = Quantity("accuracy", 100.0, " %", "accuracy = share of images read as their label")


class MetricCurves(Panel):
    """Two axes over the same batches."""

    def __init__(self, validations: Callable[[View], Validations], unit: str = "batch") -> None:
        self.title = "Loss and accuracy"
        self._validations = validations
        self._unit = unit
        self._drawn: list[tuple[Axes, Quantity]] = []

    def value(self, view: View) -> str:
        """Return both figures of the last batch."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return both, or the loss alone, and nothing where even that would be cut."""
        loss, accuracy = (getattr(view.timeline.snapshot, name) for name in ("loss", "accuracy"))
        return f"{number(loss)} · {percent(accuracy)}", number(loss), number(loss, 2), ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw both, one above the other over the same ticks, or side by side, as there is room."""
        px, validations, step = canvas.px, self._validations(view), view.timeline.snapshot.step
        self._drawn = []
        if step and not (len(validations.steps) or len(view.timeline.loss.low)):
            _write_alone(canvas, area, view)
            return
        beside = area.width > 2.2 * area.height and area.width > px(480)
        if beside:
            halves = divide(area.width, (1, 1), px(8))
            parts = [Rect(area.x + start, area.y, size, area.height) for start, size in halves]
        else:
            over = (area.height - px(BOTTOM - BETWEEN_AXES)) // 2
            parts = [
                Rect(area.x, area.y, area.width, over),
                Rect(area.x, area.y + over, area.width, area.height - over),
            ]
        loss, accuracy = view.timeline.metrics[0], view.timeline.metrics[1]
        x = Linear.steps(max(step, SHORTEST))
        logarithmic = view.choices.log_loss
        low, high = loss.low, loss.high
        if logarithmic:
            seen = np.concatenate((low, high, validations.loss))
            y: Scale = Log.around(seen) if len(seen) else Log(0.1, 10.0)
        else:
            y = Linear.around(0.0, float(np.concatenate((high, validations.loss, [0.0])).max()) or 1.0)
        kind = "log" if logarithmic else "linear"
        words = f"loss, {'logarithmic' if logarithmic and area.width >= px(220) else kind}"
        upper = Axes(canvas, parts[0], x, y, bottom=BOTTOM if beside else BETWEEN_AXES)
        lower = Axes(canvas, parts[1], x, _accuracies(accuracy, validations))
        across, up = max(2, upper.inner.width // canvas.px(64)), max(2, upper.inner.height // canvas.px(24))
        upper.draw_frame(self._unit, words, ticks=(across, up))
        cut = _cut(lower.y.low, accuracy, validations)
        told = f"accuracy, %{cut}", "accuracy, %"
        lower.draw_frame(self._unit, told[longest(canvas, told, Face.SMALL, lower.area.width)])
        self._drawn = [(upper, LOSS), (lower, ACCURACY)]
        self._draw_quantity(upper, LOSS, loss, validations.steps, validations.loss)
        self._draw_quantity(lower, ACCURACY, accuracy, validations.steps, validations.accuracy)
        self._draw_legend(upper, canvas.text_width(words, Face.SMALL), trained=len(loss.low) > 0 or not step)

    def _draw_quantity(
        self, axes: Axes, quantity: Quantity, series: Series, at: NDArray[np.int64], held: Array
    ) -> None:
        """Draw a rule at the ends of epochs, what the training batches said, then the validation's points."""
        canvas, box = axes.canvas, axes.inner
        places = axes.points(at, held * quantity.factor)
        ends = tuple(apart(places[:, 0].round().astype(int).tolist(), canvas.px(BETWEEN)))

        def ground() -> None:
            for x in ends:
                canvas.rule((x, box.top), (x, box.bottom - 2), canvas.theme.hairline)

        TrainingCurve(axes, series, quantity.factor, curve_colors(canvas.theme)[0]).draw(ground, ends)
        if len(at):
            draw_validations(axes, places, curve_colors(canvas.theme)[1])

    @staticmethod
    def _draw_legend(axes: Axes, taken: int, *, trained: bool) -> None:
        """Write which is which, right of the axis' own words; of training only if its batches are known."""
        canvas, px = axes.canvas, axes.canvas.px
        training, validation = curve_colors(canvas.theme)
        x, y = axes.inner.right, axes.area.top
        words = (("validation", validation, True), ("training", training, False))
        needed = sum(canvas.text_width(word, Face.SMALL) + px(26) for word, _, _ in words)
        if taken + needed + px(16) > axes.area.width:
            words = (("val.", validation, True), ("train", training, False))
        for word, color, dotted in words[: None if trained else 1]:
            box = canvas.text(word, (x, y), color, Face.SMALL, "topright")
            if dotted:
                canvas.circle((box.left - px(7), box.centery), px(3), color)
            else:
                canvas.rect(Rect(box.left - px(14), box.centery - px(1), px(10), px(2)), color)
            x = box.left - px(24)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact figures of the batches under the mouse, or of the validation beside it."""
        for axes, quantity in self._drawn:
            if axes.inner.inflate(4, 8).collidepoint(at):
                return self._validation_at(axes, quantity, at, view) or self._batches_at(
                    axes, quantity, at, view
                )
            if axes.area.collidepoint(at) and at[1] < axes.inner.top:
                band = "pale: from the least to the greatest of the batches at each place"
                mean = f"line: mean over the {percent(AVERAGED, 0)} of the run before each place"
                points = "points: the whole validation set, at the end of each epoch"
                return Hint((quantity.name, band, mean, points, quantity.formula))
        return None

    def _validation_at(self, axes: Axes, quantity: Quantity, at: Point, view: View) -> Hint | None:
        seen = self._validations(view)
        if not len(seen.steps):
            return None
        values = seen.loss if quantity is LOSS else seen.accuracy
        places = axes.points(seen.steps, values * quantity.factor)
        i = int(np.argmin(np.hypot(*(places - at).T)))
        if np.hypot(*(places[i] - at)) > axes.canvas.px(8):
            return None
        told = f"{quantity.name} {exact(values[i] * quantity.factor)}{quantity.unit}"
        where = f"validation after epoch {seen.epochs[i]}, {self._unit} {count(float(seen.steps[i]))}"
        return Hint((where, told, quantity.formula))

    def _batches_at(self, axes: Axes, quantity: Quantity, at: Point, view: View) -> Hint | None:
        series = view.timeline.metrics[0 if quantity is LOSS else 1]
        steps = series.steps
        if not len(steps):
            return None
        i = int(np.argmin(np.abs(steps - axes.data(at)[0])))
        first = round(steps[0] - (min(series.stride, series.count) - 1) / 2) + i * series.stride
        last = min(first + series.stride, view.timeline.snapshot.step) - 1
        one = last <= first
        when = f"training, {self._unit} {count(first + 1)}" + ("" if one else f" to {count(last + 1)}")
        figures = (("mean", series.mean[i]), ("min ", series.low[i]), ("max ", series.high[i]))
        told = [
            f"{'' if one else word + ' '}{exact(value * quantity.factor)}{quantity.unit}"
            for word, value in (figures[:1] if one else figures)
        ]
        return Hint((when, *told, quantity.formula))


def _write_alone(canvas: Canvas, area: Rect, view: View) -> None:
    """Write both figures of a network that was loaded, of whose training nothing is known here, and why."""
    theme, px, snapshot = canvas.theme, canvas.px, view.timeline.snapshot
    y = area.y
    for quantity, value in ((LOSS, snapshot.loss), (ACCURACY, snapshot.accuracy)):
        text = f"{exact(value * quantity.factor, 6)}{quantity.unit}"
        for words, face, color in (
            (quantity.name, Face.SMALL, theme.secondary),
            (text, Face.MONO, theme.text),
            (quantity.formula.partition(" = ")[2], Face.SMALL, theme.faint),
        ):
            height = canvas.line_height(face)
            if y + height <= area.bottom:
                canvas.text(canvas.lettering.fit(words, face, area.width), (area.x, y), color, face)
            y += height
        y += px(10)
    say_no_curve(canvas, Rect(area.x, y, area.width, area.bottom - y), snapshot.step)


def _cut(foot: float, series: Series, validations: Validations) -> str:
    """Return what to say of an axis in percent that does not begin at 0: whether it leaves something out."""
    if foot <= 0:
        return ""
    below = any(100 * float(low.min()) < foot for low in (series.low, validations.accuracy) if len(low))
    return f", below {foot:g} left out" if below else f", from {foot:g} up"


def _accuracies(series: Series, validations: Validations) -> Scale:
    """Return an axis in percent up to 100, whose foot leaves out the very beginning and rare bad batches."""
    mean, held = series.mean, validations.accuracy.tolist()
    if not len(mean):
        return Linear(Linear.around(100 * min(held, default=0.0), 100.0).low, 100.0)
    late = np.sort(mean[int(len(mean) * EARLY) :])
    low = float(late[len(late) // 20])
    spread = float(series.low[int(len(mean) * 0.1) :].min()) if len(mean) > 20 else low
    least = min([low, max(spread, low - 0.05), *held])
    foot = Linear.around(100 * least, 100.0).low
    return Linear(max(foot, 0.0), 100.0)
