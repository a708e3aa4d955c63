"""One neuron's sum, term by term: what each input brings for one input of the network, or for two."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import chevron, fade, plate, ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed
from netviz.drawing.widgets import Hint
from netviz.panels.neuron_rows import column_head
from netviz.panels.panel import Choices, Panel, View

Array = NDArray[np.float64]
LEAST, MOST = 18, 32  # design units that a row is high
CHOOSER, HEAD, GAP = 26, 20, 9
NAME, FIGURE, WIDE = 50, 49, 62  # design units: of names, of figures, of figures with room
BARS, WIDEST = 64, 360  # of bars, least and most


@dataclass(frozen=True, eq=False)
class Sum:
    """z = Σ w·x + b of one neuron and a, for one input of the network or two.

    `weights` (k,) and `values` (columns, k), what the neuron is given; `z` and `a` (columns,). `counts` are
    the neurons of each layer, to go through them; `columns` A and B, or nothing for a single one.
    """

    neuron: str
    layer: str
    inputs: tuple[str, ...]
    weights: Array
    values: Array
    bias: float
    z: Array
    a: Array
    formula: str  # such as "a = tanh z"
    columns: tuple[str, ...]
    says: str  # which inputs of the network these are
    counts: tuple[int, ...]

    @property
    def terms(self) -> Array:
        """w·x, (columns, k)."""
        return np.multiply(self.values, self.weights)

    @property
    def sums(self) -> Array:
        """Σ w·x, (columns,)."""
        return np.asarray(self.terms.sum(axis=1))


@dataclass(frozen=True)
class Line:
    """A row of the table: under each head its figure, None where there is none; `bars` of each column."""

    name: str
    figures: tuple[float | None, ...]
    bars: tuple[float, ...]


class Contributions(Panel):
    """A table. Arrows left and right, or those drawn, go from neuron to neuron; up and down scroll."""

    controls = 1

    def __init__(self, source: Callable[[View], Sum]) -> None:
        self.title = "What a neuron adds up"
        self._source = source
        self._rows: list[tuple[Rect, Line]] = []
        self._arrows: tuple[Rect, Rect] | None = None
        self._scroll, self._further, self._row = 0, 0, LEAST
        self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return whose inputs are shown."""
        return self._source(view).says

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the neuron's name, a row for each term, and the sum below."""
        data, px = self._source(view), canvas.px
        self._draw_chooser(canvas, Rect(area.x, area.y, area.width, px(CHOOSER)), data)
        terms, ends = lines_of(data)
        most = max((abs(bar) for one in (*terms, *ends) for bar in one.bars if np.isfinite(bar)), default=1.0)
        table = Rect(area.x, area.y + px(CHOOSER), area.width, area.height - px(CHOOSER))
        rights, bars, decimals = self._columns(canvas, table, data)
        room = table.height - px(HEAD + GAP)
        high = min(max(room // (len(terms) + len(ends)), px(LEAST)), px(MOST))
        self._row = high
        body = Rect(table.x, table.y + px(HEAD), table.width, min(room - high * len(ends), high * len(terms)))
        body.height = max(body.height, 0)
        self._further = max(high * len(terms) - body.height, 0)
        self._scroll = min(max(self._scroll, 0), self._further)
        if bars is not None:
            self._draw_zero(canvas, Rect(bars.x, body.y, bars.width, body.height + px(GAP) + 3 * high))
        self._rows = []
        with canvas.clipped(body):
            for k, line in enumerate(terms):
                row = Rect(body.x, body.y + k * high - self._scroll, body.width, high)
                if row.colliderect(body):
                    self._rows.append((row.clip(body), line))
                    self._draw_row(canvas, row, line, rights, bars, most, decimals)
        self._draw_more(canvas, body)
        y = body.bottom + px(GAP) // 2
        canvas.rule((table.x, y), (table.right - 1, y), canvas.theme.hairline)
        for k, line in enumerate(ends):
            row = Rect(table.x, body.bottom + px(GAP) + k * high, table.width, high)
            self._rows.append((row, line))
            self._draw_row(canvas, row, line, rights, bars, most, decimals, strong=True)

    def _draw_chooser(self, canvas: Canvas, area: Rect, data: Sum) -> None:
        """Draw the neuron's name between two arrows, and how its a comes about."""
        px, theme = canvas.px, canvas.theme
        size = px(20)
        name = canvas.text_width(data.neuron, Face.TITLE)
        wide = max(name, px(34)) + px(12)
        left, right = (Rect(area.x + x, area.y, size, size) for x in (0, size + wide))
        self._arrows = left, right
        for way, box in ((-1, left), (1, right)):
            hovered = self._mouse is not None and box.collidepoint(self._mouse)
            plate(canvas, box, theme.tint(theme.text, 0.13 if hovered else 0.06), radius=4)
            chevron(canvas, box.center, way, theme.text if hovered else theme.secondary)
        middle = (left.right + wide // 2, left.centery)
        canvas.text(data.neuron, middle, theme.text, Face.TITLE, "center")
        if self._focused:
            ring(canvas, left.union(right), theme.focus)
        room = area.right - right.right - px(10)
        says = f"{data.layer},  z = Σ w·x + b,  {data.formula}"
        says = says if canvas.text_width(says, Face.SMALL) <= room else f"z = Σ w·x + b,  {data.formula}"
        says = canvas.lettering.fit(says, Face.SMALL, room)
        canvas.text(says, (right.right + px(10), left.centery), theme.secondary, Face.SMALL, "midleft")

    def _columns(self, canvas: Canvas, table: Rect, data: Sum) -> tuple[list[int], Rect | None, int]:
        """Write the heads; return where figures end, the place of bars if there is any, and the decimals."""
        px, heads = canvas.px, heads_of(data)
        y = table.y + px(HEAD) // 2 - px(2)
        wide = table.width >= px(NAME + WIDE * len(heads) + 2 * BARS)
        names = max((canvas.text_width(name) for name in data.inputs), default=0) + px(10)
        lead, step = max(px(NAME), names), px(WIDE if wide else FIGURE)
        rights = [table.x + lead + (k + 1) * step for k in range(len(heads))]
        for right, head in zip(rights, heads, strict=True):
            column_head(canvas, head, right, y)
        bars = Rect(rights[-1] + px(16), table.y, table.right - rights[-1] - px(18), table.height)
        bars.width = min(bars.width, px(WIDEST))
        if bars.width < px(40):
            return rights, None, 2
        if len(data.columns) == 2 and bars.width >= px(80):
            text = "A above B" if bars.width >= px(70) else ""
            canvas.text(text, (bars.centerx, y), canvas.theme.faint, Face.SMALL, "center")
        return rights, bars, 3 if wide else 2

    @staticmethod
    def _draw_zero(canvas: Canvas, bars: Rect) -> None:
        x = bars.x + bars.width // 2
        canvas.rule((x, bars.y), (x, bars.bottom - 1), canvas.theme.hairline)

    @staticmethod
    def _draw_row(
        canvas: Canvas,
        row: Rect,
        line: Line,
        rights: list[int],
        bars: Rect | None,
        most: float,
        decimals: int,
        *,
        strong: bool = False,
    ) -> None:
        theme, px, y = canvas.theme, canvas.px, row.centery
        canvas.text(line.name, (row.x, y), theme.text if strong else theme.secondary, Face.TEXT, "midleft")
        for right, figure in zip(rights, line.figures, strict=True):
            if figure is not None:
                canvas.text(fixed(figure, decimals), (right, y), theme.text, Face.MONO, "midright")
        if bars is None or not line.bars:
            return
        thick = px(9) if len(line.bars) == 1 else max(px(5), 2)
        top = y - (thick * len(line.bars) + (len(line.bars) - 1) * px(1)) // 2
        middle = bars.x + bars.width // 2
        for k, bar in enumerate(line.bars):
            if not np.isfinite(bar):
                continue
            length = round(abs(bar) / (most or 1.0) * (bars.width // 2))
            box = Rect(middle if bar > 0 else middle - length, top + k * (thick + px(1)), length, thick)
            if length:
                canvas.rect(box, theme.positive if bar > 0 else theme.negative, radius=1)

    def _draw_more(self, canvas: Canvas, body: Rect) -> None:
        """Let the terms fade out at an edge where there are more of them."""
        for up, goes_on in ((True, self._scroll > 0), (False, self._scroll < self._further)):
            if goes_on:
                high = min(canvas.px(14), body.height)
                fade(canvas, Rect(body.x, body.y if up else body.bottom - high, body.width, high), up=up)

    # the mouse and the keyboard

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return a row's product or sum, exactly."""
        if self._arrows is None:
            return None
        for box, says in zip(self._arrows, ("the neuron before", "the next neuron"), strict=True):
            if box.collidepoint(at):
                return Hint((says, "← →, after Tab; or click one below or in the graph"))
        for row, line in self._rows:
            if row.collidepoint(at):
                return Hint(_told(line, self._source(view)))
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Go to the neuron before, or the next."""
        self.pressed_control = None
        for box, step in zip(self._arrows or (), (-1, 1), strict=False):
            if box.collidepoint(at):
                self.pressed_control = 0
                return view.choices.next_neuron(self._source(view).counts, step)
        return None

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Scroll through the terms, where not all are in sight."""
        return self._scrolled(-round(by * 2), view)

    def _scrolled(self, rows: int, view: View) -> Choices | None:
        if not self._further:
            return None
        self._scroll = min(max(self._scroll + rows * self._row, 0), self._further)
        return view.choices

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or give it back."""
        self._focused = control is not None

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Go from neuron to neuron, or scroll."""
        counts = self._source(view).counts
        match word:
            case "left" | "right":
                return view.choices.next_neuron(counts, -1 if word == "left" else 1)
            case "home" | "end":
                return view.choices.next_neuron(counts, sum(counts) * (-1 if word == "home" else 1))
            case "up" | "down":
                return self._scrolled(-1 if word == "up" else 1, view)
        return None


def heads_of(data: Sum) -> tuple[str, ...]:
    """Return what stands over the figures."""
    if len(data.columns) == 2:
        return ("w", "x A", "w·x A", "x B", "w·x B", "B − A")
    return ("w", "x", "w·x")


def lines_of(data: Sum) -> tuple[list[Line], list[Line]]:
    """Return a row for each term, and those of Σ, b, z and a."""

    def row(
        name: str, w: float | None, pairs: list[tuple[float | None, float]], *, bars: bool = True
    ) -> Line:
        figures = [w, *(figure for pair in pairs for figure in pair)]
        if len(pairs) == 2:
            figures.append(pairs[1][1] - pairs[0][1])
        return Line(name, tuple(figures), tuple(pair[1] for pair in pairs) if bars else ())

    given, terms = data.values, data.terms
    rows = [
        row(name, float(w), list(zip(given[:, k].tolist(), terms[:, k].tolist(), strict=True)))
        for k, (name, w) in enumerate(zip(data.inputs, data.weights, strict=True))
    ]

    def end(name: str, values: Array, *, bars: bool = True) -> Line:
        return row(name, None, [(None, value) for value in values.tolist()], bars=bars)

    biases = np.full(len(data.z), data.bias)
    ends = [end("Σ w·x", data.sums), end("+ b", biases), end("= z", data.z), end("a", data.a, bars=False)]
    return rows, ends


def _told(line: Line, data: Sum) -> tuple[str, ...]:
    """Return a row in words, exactly."""
    names = data.columns if len(data.columns) == 2 else ("",)
    if line.name in data.inputs:
        k = data.inputs.index(line.name)
        w, rows = exact(float(data.weights[k])), []
        for i, name in enumerate(names):
            x, term = exact(float(data.values[i, k])), exact(float(data.terms[i, k]))
            rows.append(f"{name}{': ' if name else ''}w·x = {w} · {x} = {term}")
        title = f"{line.name} → {data.neuron}"
    else:
        values = {"Σ w·x": data.sums, "= z": data.z, "a": data.a}.get(line.name)
        title = {"Σ w·x": "the sum of all terms", "+ b": "the bias", "= z": "z = Σ w·x + b"}.get(
            line.name, data.formula
        )
        if values is None:
            return (f"{title} of {data.neuron}", f"b = {exact(data.bias)}")
        rows = [
            f"{name or line.name.strip('= ')} = {exact(v)}" for name, v in zip(names, values, strict=True)
        ]
        title = f"{title}, of {data.neuron}"
    if len(names) == 2 and line.figures[-1] is not None:
        rows.append(f"B − A = {exact(line.figures[-1])}")
    return (title, *rows)
