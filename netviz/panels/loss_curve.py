"""The loss of every step so far: raw as a band from least to most, and its moving average."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, percent
from netviz.drawing.scales import Linear, Log, Scale
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Panel, View

Array = NDArray[np.float64]
AVERAGED = 0.05  # the moving average's window, as a share of the run so far


def moving_average(values: Array, window: int) -> Array:
    """Return the mean of each value and the `window − 1` before it (fewer at the start); shape (n,)."""
    if not len(values):
        return values.copy()
    window = max(min(window, len(values)), 1)
    start = np.cumsum(values[: window - 1]) / np.arange(1, window)
    return np.concatenate((start, np.correlate(values, np.full(window, 1 / window))))


def joined(columns: tuple[Array, Array, Array, Array], every: int) -> tuple[Array, Array, Array, Array]:
    """Return (steps, low, high, mean) with each `every` neighbours made one; a shorter rest is one too."""
    steps, low, high, mean = columns
    if every == 1:
        return columns
    starts = np.arange(0, len(steps), every)
    sizes = np.diff(np.append(starts, len(steps)))
    return (
        np.add.reduceat(steps, starts) / sizes,
        np.minimum.reduceat(low, starts),
        np.maximum.reduceat(high, starts),
        np.add.reduceat(mean, starts) / sizes,
    )


class LossCurve(Panel):
    """Loss over the epochs, logarithmic or linear."""

    def __init__(self, equation: str, unit: str = "epoch") -> None:
        self.title = "Loss"
        self._equation = equation
        self._unit = unit
        self._axes: Axes | None = None

    def value(self, view: View) -> str:
        """Return the loss of the network shown."""
        return number(view.timeline.snapshot.loss, 4)

    def value_hint(self, view: View) -> Hint | None:
        """Return it exactly."""
        snapshot = view.timeline.snapshot
        title = f"loss of the network shown, after {self._unit} {count(snapshot.step)}"
        return Hint((title, f"loss {exact(snapshot.loss)}", self._equation))

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw band, raw mean and moving average."""
        theme, loss = canvas.theme, view.timeline.loss
        steps, low, high, mean = loss.steps, loss.low, loss.high, loss.mean
        logarithmic = view.choices.log_loss
        y: Scale = (
            Log.around((low, high))
            if logarithmic and len(low)
            else Linear.around(0.0, float(high.max()) if len(high) else 1.0)
        )
        axes = self._axes = Axes(canvas, area, Linear.steps(view.timeline.snapshot.step), y)
        left_out = ", 0 left out" if logarithmic and len(low) and low.min() <= 0 else ""
        axes.draw_frame(self._unit, f"loss, {'logarithmic' if logarithmic else 'linear'}{left_out}")
        if len(steps) < 2:
            for x, value in axes.points(steps, mean).tolist():
                canvas.circle((x, value), canvas.px(3), theme.focus)
            return
        every = max(1, 2 * len(steps) // axes.inner.width)  # bins joined, so that a point has two pixels
        window = max(2, round(AVERAGED * len(steps)))
        average = moving_average(mean, window)[every - 1 :: every]
        stride = steps[1] - steps[0]
        thick = 2 if area.width > canvas.px(700) else 1
        steps, low, high, mean = joined((steps, low, high, mean), every)
        with canvas.clipped(axes.inner):
            axes.band(steps, low, high, theme.tint(theme.focus, 0.3))
            axes.curve(steps[: len(average)], average, theme.secondary)
            axes.curve(steps, mean, theme.focus, thick)
        if area.width < canvas.px(300):
            return
        legend = f"mean of {count(window * stride)} {self._unit}s"
        at = (axes.inner.right, axes.inner.top - canvas.px(18))
        box = canvas.text(legend, at, theme.secondary, Face.SMALL, "topright")
        canvas.text("raw", (box.left - canvas.px(12), box.top), theme.focus, Face.SMALL, "topright")

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact losses of the steps under the mouse."""
        axes, loss = self._axes, view.timeline.loss
        if axes is None or not len(loss.steps):
            return None
        if axes.area.collidepoint(at) and at[1] < axes.inner.top:
            mean = f"grey: mean over the {percent(AVERAGED, 0)} of the run before each place"
            return Hint((f"loss of every {self._unit}", mean, self._equation))
        if not axes.inner.collidepoint(at):
            return None
        steps = loss.steps
        i = int(np.argmin(np.abs(steps - axes.data(at)[0])))
        stride = int(steps[1] - steps[0]) if len(steps) > 1 else 1
        first = round(steps[0] - (stride - 1) / 2) + i * stride  # `steps` are the middles of the bins
        last = min(first + stride - 1, view.timeline.snapshot.step - 1)
        when = f"{self._unit} {count(first)}" + (f" to {count(last)}" if last > first else "")
        if loss.low[i] == loss.high[i]:
            return Hint((when, f"loss {exact(loss.mean[i])}", self._equation))
        rows = (f"mean {exact(loss.mean[i])}", f"min  {exact(loss.low[i])}", f"max  {exact(loss.high[i])}")
        return Hint((when, *rows, self._equation))
