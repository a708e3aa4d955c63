"""z and a of every neuron for two inputs, side by side; a also as two marks on its own range."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed_within
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.panels.discs import draw_disc
from netviz.panels.neuron_rows import NeuronRows, Place, column_head, signs_of
from netviz.panels.panel import View
from netviz.panels.words import class_words

Array = NDArray[np.float64]
NAME, FIGURE, WIDE, MARKS = 46, 50, 60, 70  # design units: of a name, of a figure, of one with room, of marks


@dataclass(frozen=True, eq=False)
class Responses:
    """Of each layer z and a (2, neurons), for inputs A and B, and between which numbers a is shown.

    `means` say what the outputs stand for; `p` (2, outputs), where they are other numbers than a, is
    `p_formula`.
    """

    names: tuple[tuple[str, ...], ...]
    z: tuple[Array, ...]
    a: tuple[Array, ...]
    ranges: tuple[tuple[float, float], ...]
    formulas: tuple[str, ...]  # of each layer, such as "a = tanh z"
    inputs: tuple[str, str]  # A and B in words
    means: tuple[str, ...] = ()
    p: Array | None = None
    p_formula: str = ""


class NeuronTable(NeuronRows):
    """A click on a row chooses its neuron for the panels beside."""

    def __init__(self, source: Callable[[View], Responses]) -> None:
        super().__init__()
        self.title = "All neurons"
        self._source = source
        self._data: Responses | None = None
        self._rights: list[int] = []
        self._classes: tuple[str, ...] = ()  # what the outputs stand for, as it is written in their rows
        self._decimals, self._signs = 2, 6  # of a figure, at most

    def value(self, view: View) -> str:
        """Return what A and B are."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it, or where there is no room, only that there are two."""
        return "A {}  B {}".format(*self._source(view).inputs), "A and B"

    def names(self, view: View) -> tuple[tuple[str, ...], ...]:
        """Return the names of all neurons."""
        self._data = self._source(view)
        return self._data.names

    def draw_head(self, canvas: Canvas, area: Rect) -> None:
        """Write what stands in the columns."""
        px, y = canvas.px, area.centery - canvas.px(2)
        lead = self._choose_classes(canvas, area.width - px(4 * FIGURE + MARKS))
        wide = area.width >= lead + px(4 * WIDE + MARKS)
        step, self._decimals = px(WIDE if wide else FIGURE), 3 if wide else 2
        self._signs = signs_of(canvas, step)
        heads: tuple[str, ...] = ("z A", "z B", "a A", "a B")
        told = self._data is not None and self._data.p is not None and self._outputs_seen
        if told and area.width >= lead + px(6 * WIDE + MARKS):
            heads += ("p A", "p B")
        self._rights = [area.x + lead + (k + 1) * step for k in range(len(heads))]
        for right, text in zip(self._rights, heads, strict=True):
            column_head(canvas, text, right, y)
        left = self._rights[-1] + px(22)
        if area.right - left >= px(100):
            self._draw_mark(canvas, (left, y), 0)
            canvas.text("a of A", (left + px(10), y), canvas.theme.faint, Face.SMALL, "midleft")
            left += px(60)
            self._draw_mark(canvas, (left, y), 1)
            canvas.text("of B", (left + px(10), y), canvas.theme.faint, Face.SMALL, "midleft")

    @property
    def _outputs_seen(self) -> bool:
        return any(layer == len(self._names) - 1 for layer, _ in self._rows)

    def _choose_classes(self, canvas: Canvas, most: int) -> int:
        """Choose words for the outputs' classes; return how wide names are with them, at most `most`.

        What only outputs have takes no room from the picture of a while none of them is in sight.
        """
        px, data, self._classes = canvas.px, self._data, ()
        if data is None or len(data.means) < 2 or not self._outputs_seen:
            return px(NAME)
        before = max(canvas.text_width(name) for name in data.names[-1]) + px(22)
        self._classes = class_words(canvas, data.means, most - before)
        return max(px(NAME), before + max(canvas.text_width(word, Face.SMALL) for word in self._classes))

    def draw_row(self, canvas: Canvas, row: Rect, place: Place) -> None:
        """Write the figures, and draw a on its range."""
        assert self._data is not None
        data, theme, px, (layer, neuron) = self._data, canvas.theme, canvas.px, place
        at = (row.x + px(10), row.centery)
        name = canvas.text(data.names[layer][neuron], at, theme.text, Face.TEXT, "midleft")
        if self._classes and layer == len(data.names) - 1:
            at = (name.right + px(6), row.centery)
            canvas.text(self._classes[neuron], at, theme.secondary, Face.SMALL, "midleft")
        figures = (*data.z[layer][:, neuron].tolist(), *data.a[layer][:, neuron].tolist())
        if data.p is not None and layer == len(data.names) - 1:
            figures += tuple(data.p[:, neuron].tolist())
        inks = (theme.secondary, theme.secondary, *[theme.text] * 4)
        columns = zip(figures, self._rights, inks, strict=False)
        said = (
            (fixed_within(value, self._decimals, self._signs), right, row.centery, ink)
            for value, right, ink in columns
        )
        canvas.figures(said, Face.MONO)
        line = Rect(self._rights[-1] + px(18), row.y, 0, row.height)
        line.width = row.right - px(12) - line.x
        if line.width >= px(36):
            self._draw_marks(canvas, line, figures[2:4], Linear(*data.ranges[layer]))

    def _draw_marks(self, canvas: Canvas, line: Rect, a: tuple[float, ...], scale: Linear) -> None:
        """Draw the range of a as a line, zero on it, and from A to B what lies between."""
        theme, px, y = canvas.theme, canvas.px, line.centery
        canvas.rule((line.x, y), (line.right - 1, y), theme.hairline)
        if scale.low < 0 < scale.high:
            zero = line.x + round(scale.place(0.0) * (line.width - 1))
            canvas.rule((zero, y - px(4)), (zero, y + px(4)), theme.hairline)
        if not np.isfinite(a).all():
            return
        places = [line.x + min(max(scale.place(value), 0.0), 1.0) * (line.width - 1) for value in a]
        color = theme.positive if places[1] > places[0] else theme.negative
        left, right = sorted(round(place) for place in places)
        canvas.rect(Rect(left, y - px(1), max(right - left, 1), max(px(3), 1)), theme.tint(color, 0.8))
        for k in (1, 0):
            self._draw_mark(canvas, (places[k], y), k)

    @staticmethod
    def _draw_mark(canvas: Canvas, at: Point, which: int) -> None:
        """Draw A as a disc, B as a ring."""
        draw_disc(canvas, at, 4, rim=5, hole=2 if which else 0)

    def row_hint(self, place: Place, at: Point) -> Hint:
        """Return z and a of both inputs, exactly, and their difference."""
        assert self._data is not None
        data, (layer, neuron) = self._data, place
        z, a = data.z[layer][:, neuron].tolist(), data.a[layer][:, neuron].tolist()
        rows = [f"{k}: z = {exact(z[i])}, a = {exact(a[i])}" for i, k in enumerate("AB")]
        between = [f"a of B − a of A = {exact(a[1] - a[0])}", data.formulas[layer]]
        name = data.names[layer][neuron]
        if layer == len(data.names) - 1 and data.means:
            name += f", {data.means[neuron]}"
            if data.p is not None:
                p = data.p[:, neuron].tolist()
                rows = [f"{row}, p = {exact(one)}" for row, one in zip(rows, p, strict=True)]
                between.append(data.p_formula)
        names = [f"{k} is {says}" for k, says in zip("AB", data.inputs, strict=True)]
        return Hint((name, *rows, *between, *names))
