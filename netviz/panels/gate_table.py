"""A truth table of every neuron: its activation at the four corners, and the logic gate it is nearest to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.contrast import dark_on
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed, fixed_within
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.neuron_rows import NeuronRows, Place, column_head
from netviz.panels.panel import View
from netviz.panels.words import longest

Array = NDArray[np.float64]
NAME, CELL, WIDE, OFF = 44, 44, 104, 44  # design units: of a name, of a cell, of the widest, of the distance
GATE, FURTHEST = 202, 260  # from the cells to the figures: at least before cells are wide, and at most
NEAR, FAR = 0.1, 0.4  # of a gate: it is one, it could almost as well be another
CORNERS = ("00", "01", "10", "11")


@dataclass(frozen=True, eq=False)
class GateRow:
    """A neuron's `activations` (4,) at the corners 00, 01, 10, 11 and the nearest gate.

    Of an output they are what is read as the answer, and `symbol` is ŷ. `low` and `high` stand for 0 and 1;
    `off` is the largest distance from the gate, in units of high − low.
    """

    name: str
    activations: Array
    gate: str
    off: float
    low: float
    high: float
    symbol: str = "a"


class GateTable(NeuronRows):
    """Cells are coloured from what stands for 0 to what stands for 1; where nothing bounds them, by sign."""

    def __init__(
        self,
        source: Callable[[Timeline], tuple[tuple[GateRow, ...], ...]],
        reason: Callable[[Timeline], str] = lambda _: "",
        bounded: Callable[[Timeline], tuple[bool, ...]] = lambda _: (),
    ) -> None:
        """Make one of neurons, of why corners mean nothing at a moment, "" where they do, and of `bounded`:
        of which layers the activations have two ends, all where nothing is told.
        """
        super().__init__()
        self._reason = reason
        self.title = "Nearest gates"
        self._source = source
        self._layers: tuple[tuple[GateRow, ...], ...] = ()
        self._bounded, self._has_ends = bounded, tuple[bool, ...]()
        self._cell, self._gate_at, self._off_at = CELL, 0, 0

    def value(self, view: View) -> str:
        """Return how many neurons are gates."""
        if self._reason(view.timeline):
            return ""
        rows = [row for layer in self._source(view.timeline) for row in layer]
        return f"{sum(row.off <= NEAR for row in rows)} of {len(rows)} are gates"

    def value_hint(self, view: View) -> Hint | None:
        """Return what is called a gate, and what is not sure to be one."""
        if self._reason(view.timeline):
            return None
        return Hint(
            (
                self.value(view),
                f"a neuron is called a gate where it is off by {NEAR:g} at most,",
                "at its worst corner, of the way from 0 to 1",
                f"with ? it is off by more than {FAR:g}: it could be another",
            )
        )

    def names(self, view: View) -> tuple[tuple[str, ...], ...]:
        """Return the names of all neurons."""
        self._layers, self._has_ends = self._source(view.timeline), self._bounded(view.timeline)
        return tuple(tuple(row.name for row in layer) for layer in self._layers)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the table, or say why there is none."""
        reason = self._reason(view.timeline)
        if not reason:
            super().draw(canvas, area, view)
            return
        self._rows = {}
        high, top = canvas.px(18), area.y + canvas.px(4)
        brief = f"{reason.partition(':')[0]}."
        wrapped = [canvas.lettering.wrap(text, Face.TEXT, area.width) for text in (reason, brief)]
        lines = wrapped[0] if top + high * len(wrapped[0]) <= area.bottom + canvas.px(4) else wrapped[1]
        for i, line in enumerate(lines):
            canvas.text(line, (area.x, top + i * high), canvas.theme.secondary, Face.TEXT)

    def draw_head(self, canvas: Canvas, area: Rect) -> None:
        """Write the corners and what else stands in the columns."""
        px, y = canvas.px, area.centery - canvas.px(2)
        self._cell = min(max((area.width - px(NAME + GATE)) // 4, px(CELL)), px(WIDE))
        theme, left = canvas.theme, area.x + px(NAME)
        for k, corner in enumerate(CORNERS):
            middle = left + k * self._cell + self._cell // 2
            canvas.text(corner, (middle, y), theme.faint, Face.TINY, "center")
        self._gate_at, self._off_at = (
            left + 4 * self._cell + px(12),
            min(area.right - px(8), left + 4 * self._cell + px(FURTHEST)),
        )
        heads = "nearest gate", "gate", ""
        head = heads[longest(canvas, heads, Face.SMALL, self._off_at - px(OFF) - self._gate_at)]
        canvas.text(head, (self._gate_at, y), theme.faint, Face.SMALL, "midleft")
        column_head(canvas, "off by", self._off_at, y)

    def draw_row(self, canvas: Canvas, row: Rect, place: Place) -> None:
        """Draw the cells, the gate's name and how near it is."""
        data, theme, px = self._layers[place[0]][place[1]], canvas.theme, canvas.px
        canvas.text(data.name, (row.x + px(10), row.centery), theme.text, Face.TEXT, "midleft")
        table = diverging(theme)
        colors = table.indices(data.activations, *self._scale(place))
        signs = (self._cell - px(4)) // canvas.text_width("0", Face.TINY)
        for k, (value, color) in enumerate(zip(data.activations.tolist(), colors.tolist(), strict=True)):
            cell = Rect(
                row.x + px(NAME) + k * self._cell, row.y + px(1), self._cell - px(2), row.height - px(2)
            )
            canvas.rect(cell, table.colors[color], radius=2)
            ink = theme.panel if dark_on(table, theme)[color] else theme.text
            canvas.text(fixed_within(value, 2, signs), cell.center, ink, Face.TINY, "center")
        strong = theme.text if data.off <= NEAR else theme.secondary
        room = self._off_at - px(OFF) - self._gate_at
        name = data.gate if data.off <= FAR else f"{data.gate}?"
        face = Face.TEXT if canvas.text_width(name, Face.TEXT) <= room else Face.SMALL
        name = canvas.lettering.fit(name, face, room)
        canvas.text(name, (self._gate_at, row.centery), strong, face, "midleft")
        canvas.text(fixed(data.off, 2), (self._off_at, row.centery), strong, Face.MONO, "midright")

    def _signed(self, place: Place) -> bool:
        """Return whether a row's colours are of the sign: its activations have no ends."""
        return place[0] < len(self._has_ends) and not self._has_ends[place[0]]

    def _scale(self, place: Place) -> tuple[float, float]:
        """Return the ends of a row's colours."""
        data = self._layers[place[0]][place[1]]
        if not self._signed(place):
            return data.low, data.high
        reach = float(np.nan_to_num(np.abs(data.activations)).max()) or 1.0
        return -reach, reach

    def row_hint(self, place: Place, at: Point) -> Hint:
        """Return the activations exactly, and what the distance is."""
        data = self._layers[place[0]][place[1]]
        rows = [
            f"{data.symbol} at {k} = {exact(a)}"
            for k, a in zip(CORNERS, data.activations.tolist(), strict=True)
        ]
        says = (
            "is"
            if data.off <= NEAR
            else "is nearest to"
            if data.off <= FAR
            else "is near to no gate, least far"
        )
        return Hint(
            (
                f"{data.name} {says} {data.gate}",
                *rows,
                f"off by {exact(data.off)}: its worst corner,",
                f"where {exact(data.low, 4)} stands for 0, {exact(data.high, 4)} for 1",
                "blue is below 0, orange above"
                if self._signed(place)
                else "blue is near what stands for 0, orange near 1",
            ),
            clear=self._rows[place],
        )
