"""How the optimizer steps: the learning rate over the run, and for each layer its step and its memory."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, scientific
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import FloatArray, IntArray
from netviz.panels.panel import Panel, View
from netviz.panels.words import longest

ROW, TALLEST = 22, 40  # height of a layer's line


@dataclass(frozen=True, eq=False)
class Measure:
    """The norm of something for each layer: its sign, and how it comes about."""

    name: str
    formula: str
    values: FloatArray  # (layers,)

    @property
    def head(self) -> str:
        """Return what stands over the column: without the norm's bars, which look like a table's rules."""
        return self.name.replace("|", "")


@dataclass(frozen=True, eq=False)
class Schedule:
    """Learning rates (n,) at steps (n,) of the whole run."""

    steps: IntArray
    rates: FloatArray
    total: int


@dataclass(frozen=True, eq=False)
class Stepping:
    """The optimizer at one moment. `formula` is its rule."""

    name: str
    formula: str
    rate: float
    schedule: Schedule
    layers: tuple[str, ...]
    measures: tuple[Measure, ...]


class OptimizerState(Panel):
    """Learning rate and its schedule; a line for each layer with parameters."""

    def __init__(self, source: Callable[[View], Stepping], unit: str = "batch") -> None:
        self.title = "Optimizer"
        self._source = source
        self._unit = unit
        self._curve = Rect(0, 0, 0, 0)
        self._cells: list[tuple[Rect, int, int]] = []  # where, which layer, which measure
        self._layout: object = None  # what those follow from

    def value(self, view: View) -> str:
        """Return the learning rate of the last step, and whose it is."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return both, or the rate alone."""
        data = self._source(view)
        rate = f"η = {number(data.rate)}"
        return f"{data.name} · {rate}", rate

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the schedule over a table of the layers."""
        data, px = self._source(view), canvas.px
        head = canvas.line_height(Face.SMALL) + px(4)
        row = (area.height - px(74) - head) // max(len(data.layers), 1)
        row = min(max(row, px(ROW)), px(TALLEST))
        table = head + row * len(data.layers)
        above = max(min(area.height - table - px(8), px(180)), px(56))
        self._draw_schedule(canvas, Rect(area.x, area.y, area.width, above), data, view)
        top = area.y + above + px(8)
        self._draw_table(canvas, Rect(area.x, top, area.width, area.bottom - top), data, head, row)

    def _draw_schedule(self, canvas: Canvas, area: Rect, data: Stepping, view: View) -> None:
        theme, px, line = canvas.theme, canvas.px, canvas.line_height(Face.SMALL)
        schedule = data.schedule
        curve = self._curve = Rect(area.x, area.y + line + px(4), area.width, area.height - 2 * line - px(8))
        most = float(schedule.rates.max()) or 1.0
        total = max(schedule.total, 1)

        def place(step: float, rate: float) -> Point:
            across, up = min(step / total, 1.0), min(rate / most, 1.0)
            return curve.x + across * (curve.width - 1), curve.bottom - 1 - up * (curve.height - 1)

        def ground() -> None:
            canvas.text("learning rate η", area.topleft, theme.faint, Face.SMALL)
            canvas.text(f"at most {number(most)}", area.topright, theme.faint, Face.SMALL, "topright")
            canvas.rule(curve.topleft, (curve.right - 1, curve.top), theme.grid)
            canvas.rule((curve.x, curve.bottom - 1), (curve.right - 1, curve.bottom - 1), theme.hairline)
            steps, rates = schedule.steps.tolist(), schedule.rates.tolist()
            places = [place(step, rate) for step, rate in zip(steps, rates, strict=True)]
            canvas.polygon(
                [(curve.x, curve.bottom - 1), *places, (places[-1][0], curve.bottom - 1)],
                theme.tint(theme.focus, 0.1),
            )
            canvas.polyline(places, theme.tint(theme.focus, 0.6))
            y = curve.bottom + px(3)
            canvas.text("0", (curve.x, y), theme.faint, Face.SMALL)
            canvas.text(f"{self._unit} {count(total)}", (curve.right, y), theme.faint, Face.SMALL, "topright")

        edged = area.inflate(px(2), 0)  # the curve is drawn a little beyond its ends
        canvas.still(edged, (schedule, canvas.theme.name), ground)
        now = view.timeline.snapshot.step
        x, y = place(max(now - 1, 0), data.rate)
        canvas.rule((round(x), curve.top), (round(x), curve.bottom - 1), theme.secondary)
        canvas.circle((x, y), px(4), theme.panel)
        canvas.circle((x, y), px(3), theme.focus)

    def _draw_table(self, canvas: Canvas, area: Rect, data: Stepping, head: int, row: int) -> None:
        """Draw a line for each layer, as many as fit, its numbers right-aligned with a bar below each."""
        theme, px = canvas.theme, canvas.px
        fitting = max((area.height - head) // row, 1)
        shown = len(data.layers) if len(data.layers) <= fitting else max(fitting - 1, 1)
        names = min(max(canvas.text_width(name, Face.TEXT) for name in data.layers), area.width // 3)
        left = area.x + names + px(8)
        least = canvas.text_width("8.8e-8", Face.TINY) + px(8)
        measures = data.measures[: max((area.right - left) // least, 1)]
        wide = (area.right - left) // len(measures)
        digits = 2 if wide >= canvas.text_width("8.88e-8", Face.TINY) + px(16) else 1
        layout = (area.topleft, head, row, shown, left, wide, len(measures))
        if layout != self._layout:
            self._layout = layout
            self._cells = [
                (Rect(left + k * wide, area.y + head + i * row, wide, row), i, k)
                for k in range(len(measures))
                for i in range(shown)
            ]
        above = (row - px(6)) // 2  # from the top of a row to the middle of its figures
        below, full, thick = above + px(8), wide - px(8), px(3)  # of a bar

        def ground() -> None:
            heads = [measure.head for measure in measures]
            room = left + wide - canvas.text_width(heads[0], Face.SMALL) - px(8) - area.x
            says = ("layer, norms of", "norms of", "")
            title = says[longest(canvas, says, Face.SMALL, room)]
            canvas.text(title, area.topleft, theme.faint, Face.SMALL)
            for k, name in enumerate(heads):
                at = (left + (k + 1) * wide, area.y)
                canvas.text(name, at, theme.secondary, Face.SMALL, "topright")
            canvas.rule((area.x, area.y + head - px(3)), (area.right - 1, area.y + head - px(3)), theme.grid)
            for i, name in enumerate(data.layers[:shown]):
                at = (area.x, area.y + head + i * row + above)
                fitted = canvas.lettering.fit(name, Face.TEXT, names)
                canvas.text(fitted, at, theme.text, Face.TEXT, "midleft")
            if shown < len(data.layers):
                more = f"and {len(data.layers) - shown} more layers"
                endings = (f"{more}: enlarge this panel", more)
                words = endings[longest(canvas, endings, Face.SMALL, area.width)]
                y = area.y + head + shown * row
                if y + canvas.line_height(Face.SMALL) <= area.bottom:
                    canvas.text(words, (area.x, y), theme.secondary, Face.SMALL)

            for cell, _, _ in self._cells:
                canvas.rect(Rect(cell.right - full, cell.y + below, full, thick), theme.grid)

        end = head + (shown - 1) * row + below + thick  # of one row in too little room, beyond the area's
        whole = Rect(area.x, area.y, area.width, max(area.height, end))
        canvas.still(whole, (data.layers, tuple(m.name for m in measures), layout, theme.name), ground)
        columns = [measure.values.tolist() for measure in measures]
        most = [max(filter(math.isfinite, column), default=0.0) for column in columns]
        figures = []
        for cell, i, k in self._cells:
            value = columns[k][i]
            figures.append((scientific(value, digits, even=True), cell.right, cell.y + above, theme.text))
            share = value / most[k] if most[k] > 0 and math.isfinite(value) else 0.0
            if length := round(share * full):
                canvas.rect(Rect(cell.right - length, cell.y + below, length, thick), theme.secondary)
        canvas.figures(figures)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact number under the mouse and its formula."""
        data = self._source(view)
        if self._curve.inflate(0, 8).collidepoint(at):
            schedule = data.schedule
            share = (at[0] - self._curve.x) / max(self._curve.width - 1, 1)
            i = int(np.argmin(np.abs(schedule.steps - share * schedule.total)))
            there = (
                f"at {self._unit} {count(float(schedule.steps[i]) + 1)}: {exact(float(schedule.rates[i]))}"
            )
            return Hint(("learning rate η", f"now {exact(data.rate)}", there, data.formula))
        for cell, i, k in self._cells:
            if cell.collidepoint(at) and i < len(data.layers):
                measure = data.measures[k]
                title = f"{data.layers[i]}, {measure.name}"
                bar = "bar: share of the largest in this column"
                return Hint((title, exact(float(measure.values[i])), measure.formula, bar))
        return None
