"""How the optimizer steps: the learning rate over the run, and for each layer its step and its memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, scientific
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import FloatArray, IntArray
from netviz.panels.panel import Panel, View
from netviz.panels.words import longest, more_layers, no_room_for

ROW, TALLEST = 22, 40  # height of a layer's line
LOW = 18  # height of the schedule where there is little room


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


@dataclass(frozen=True)
class _Table:
    """How the table is laid out: heights, the face of its names, and how many columns have room."""

    head: int
    row: int
    face: Face
    columns: int


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
        data, px, line = self._source(view), canvas.px, canvas.line_height(Face.SMALL)
        face, fits = _columns(canvas, area.width, data)
        head, note = line + px(4), line if fits < len(data.measures) else 0
        row = (area.height - px(74) - head - note) // max(len(data.layers), 1)
        row = min(max(row, px(ROW)), px(TALLEST))
        table, room = head + row * len(data.layers) + note, area.height - px(8)
        above, low = max(min(room - table, px(180)), px(56)), line + px(4 + LOW)
        least = head + row + line  # of a layer, and words that there are more
        brief = room - above < table and (room - low >= table or room - above < least)
        if brief:  # without the words below the curve
            above = max(low, min(room - table, px(56)))
        top, self._curve = area.y, Rect(0, 0, 0, 0)
        if room - above >= min(least, table):
            self._draw_schedule(canvas, Rect(area.x, area.y, area.width, above), data, view, brief)
            top += above + px(8)
        below = Rect(area.x, top, area.width, area.bottom - top)
        self._draw_table(canvas, below, data, _Table(head, row, face, fits))

    def _draw_schedule(self, canvas: Canvas, area: Rect, data: Stepping, view: View, brief: bool) -> None:
        theme, px, line = canvas.theme, canvas.px, canvas.line_height(Face.SMALL)
        schedule, words = data.schedule, line + px(4)
        height = area.height - words * (1 if brief else 2)
        curve = self._curve = Rect(area.x, area.y + words, area.width, height)
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
            if brief:
                return
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

    def _draw_table(self, canvas: Canvas, area: Rect, data: Stepping, table: _Table) -> None:
        """Draw a line for each layer, as many as fit, its numbers right-aligned with a bar below each.

        Below them, say what else there is.
        """
        theme, px, head, row = canvas.theme, canvas.px, table.head, table.row
        names, line = _room_for_names(canvas, area.width, data, table.face), canvas.line_height(Face.SMALL)
        left = area.x + names + px(8)
        measures = data.measures[: table.columns]
        complete = len(data.layers) * row <= area.height - head and len(measures) == len(data.measures)
        fitting = (area.height - head - (0 if complete else line)) // row
        shown = min(max(fitting, 1), len(data.layers))
        wide = (area.right - left) // len(measures)
        digits = 2 if wide >= canvas.text_width("8.88e-8", Face.TINY) + px(16) else 1
        layout = (tuple(area), head, row, shown, left, wide, len(measures))
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
                fitted = canvas.lettering.fit(name, table.face, names)
                canvas.text(fitted, at, theme.text, table.face, "midleft")
            y = area.y + head + shown * row
            if not complete and y + line <= area.bottom:
                endings = _more(len(data.layers) - shown, data.measures[len(measures) :])
                words = endings[longest(canvas, endings, Face.SMALL, area.width)]
                canvas.text(words, (area.x, y), theme.secondary, Face.SMALL)

            for cell, _, _ in self._cells:
                canvas.rect(Rect(cell.right - full, cell.y + below, full, thick), theme.grid)

        end = head + (shown - 1) * row + below + thick  # of one row in too little room, beyond the area's
        whole = Rect(area.x, area.y, area.width, max(area.height, end))
        canvas.still(whole, (data.layers, tuple(m.name for m in measures), layout, theme.name), ground)
        self._draw_values(canvas, measures, digits, above, Rect(0, below, full, thick))

    def _draw_values(
        self, canvas: Canvas, measures: Sequence[Measure], digits: int, above: int, bar: Rect
    ) -> None:
        """Write each cell's number, its middle `above` pixels down, and draw its share of the `bar`."""
        theme = canvas.theme
        columns = [measure.values.tolist() for measure in measures]
        most = [max(filter(math.isfinite, column), default=0.0) for column in columns]
        figures = []
        for cell, i, k in self._cells:
            value = columns[k][i]
            figures.append((scientific(value, digits, even=True), cell.right, cell.y + above, theme.text))
            share = value / most[k] if most[k] > 0 and math.isfinite(value) else 0.0
            if length := round(share * bar.width):
                canvas.rect(Rect(cell.right - length, cell.y + bar.y, length, bar.height), theme.secondary)
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


def _columns(canvas: Canvas, width: int, data: Stepping) -> tuple[Face, int]:
    """Return the face of the layers' names with which the most columns fit, and how many these are."""
    figures, found = canvas.text_width("8.8e-8", Face.TINY), []
    for face, gap in ((Face.TEXT, 8), (Face.SMALL, 6)):
        left = _room_for_names(canvas, width, data, face) + canvas.px(8)
        fitting = (width - left) // (figures + canvas.px(gap))
        found.append((face, min(max(fitting, 1), len(data.measures))))
    return max(found, key=lambda way: way[1])


def _room_for_names(canvas: Canvas, width: int, data: Stepping, face: Face) -> int:
    return min(max(canvas.text_width(name, face) for name in data.layers), width // 3)


def _more(layers: int, measures: Sequence[Measure]) -> tuple[str, ...]:
    """Say what there is no room for, in more and in fewer words."""
    parts = [more_layers(layers)] if layers else []
    return no_room_for(", ".join((*parts, *(measure.head for measure in measures))))
