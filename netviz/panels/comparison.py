"""Every weight and bias: where it started and where it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """Numbers then and now, in one order; `groups` are (name, first index) of each layer."""

    names: tuple[str, ...]
    initial: Array  # (n,)
    now: Array  # (n,)
    groups: tuple[tuple[str, int], ...]


class Comparison(Panel):
    """A line from then (ring) to now (disc) for each number."""

    def __init__(self, title: str, source: Callable[[Timeline], Change]) -> None:
        self.title = title
        self._source = source
        self._axes: Axes | None = None

    def value(self, view: View) -> str:
        """Return what the signs mean."""
        return "ring: at the start   disc: now"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a stem for each number, layer by layer."""
        data, theme, px = self._source(view.timeline), canvas.theme, canvas.px
        both = np.concatenate((data.initial, data.now))
        y = Linear.around(float(both.min()), float(both.max()), zero=True)
        count = len(data.names)
        axes = self._axes = Axes(canvas, area, Linear(-0.7, count - 0.3), y)
        self._draw_frame(axes, data)
        before, after = (axes.points(np.arange(count), values) for values in (data.initial, data.now))
        radius = px(4) if count < 60 else px(2)
        for start, end, now in zip(before.tolist(), after.tolist(), data.now.tolist(), strict=True):
            color = theme.positive if now > 0 else theme.negative
            canvas.line(start, end, theme.tint(color, 0.5), 1.5)
            canvas.circle(start, radius, theme.panel)
            canvas.circle(start, radius, theme.secondary, 1)
            canvas.circle(end, radius, color)

    @staticmethod
    def _draw_frame(axes: Axes, data: Change) -> None:
        """Draw value lines, and under the axis the layers, or the numbers' names where they fit."""
        canvas, box, theme, px = axes.canvas, axes.inner, axes.canvas.theme, axes.canvas.px
        for value, text in axes.y.ticks(max(2, box.height // px(36))):
            _, y = axes.point(0, value)
            canvas.rule(
                (box.left, round(y)), (box.right - 1, round(y)), theme.hairline if value == 0 else theme.grid
            )
            canvas.text(text, (box.left - px(6), y), theme.secondary, Face.SMALL, "midright")
        canvas.text("value", axes.area.topleft, theme.faint, Face.SMALL)
        ends = [first for _, first in data.groups[1:]] + [len(data.names)]
        for (name, first), end in zip(data.groups, ends, strict=True):
            x, _ = axes.point(first - 0.5, 0)
            if first:
                canvas.rule((round(x), box.top), (round(x), box.bottom + px(14)), theme.hairline)
            middle, _ = axes.point((first + end - 1) / 2, 0)
            width = (end - first) / max(len(data.names), 1) * box.width
            text = canvas.lettering.fit(name, Face.SMALL, round(width))
            canvas.text(text, (middle, box.bottom + px(4)), theme.secondary, Face.SMALL, "midtop")

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact numbers of the stem under the mouse."""
        axes = self._axes
        if axes is None or not axes.inner.collidepoint(at):
            return None
        data = self._source(view.timeline)
        i = min(max(round(axes.data(at)[0]), 0), len(data.names) - 1)
        then, now = float(data.initial[i]), float(data.now[i])
        return Hint(
            (data.names[i], f"start  {exact(then)}", f"now    {exact(now)}", f"change {exact(now - then)}")
        )
