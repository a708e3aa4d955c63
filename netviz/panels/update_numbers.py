"""The arithmetic of a phase: its formula, the same in numbers, each term, and a gradient put to the test."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import chevron, edge_of, plate
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.update_data import Check, UpdateData
from netviz.panels.update_terms import Terms, terms_of
from netviz.panels.update_walk import Walk

STEP, LINE, ROW, GAP = 26, 17, 18, 8  # design units: steppers, lines of equations, rows of the table, between
BETWEEN = ",  "  # two equations of a formula
COLUMN, BAR = 76, 56  # design units of a column of numbers at most, and of the longest bar
Act = Callable[[], None]


class UpdateNumbers(Panel):
    """Written out for the chosen sample, neuron and weight. A button puts its gradient to the test."""

    keeps_clicks = True

    def __init__(self, source: Callable[[View], UpdateData], walk: Walk) -> None:
        self.title = "In numbers"
        self._source, self.walk = source, walk
        self._presses: list[tuple[Rect, Act, tuple[str, ...]]] = []
        self._told: list[tuple[Rect, tuple[str, ...]]] = []
        self._checked: tuple[UpdateData, int, Check] | None = None

    def value(self, view: View) -> str:
        """Return which weight is looked at."""
        layer, source, neuron = self.walk.chosen
        data = self._source(view)
        self.walk.fit(data)
        return data.name(layer, source, neuron)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw from the top: what is chosen, the formula, the numbers; from the foot: the test, the notes."""
        data, px, walk = self._source(view), canvas.px, self.walk
        walk.fit(data)
        self._presses, self._told = [], []
        self._draw_steppers(canvas, Rect(area.x, area.y, area.width, px(STEP)), data)
        y = area.y + px(STEP + GAP)
        for line in self._formula(canvas, data.phases[walk.phase].formula, area.width):
            canvas.text(line, (area.x, y), canvas.theme.secondary, Face.TEXT)
            y += px(LINE)
        y += px(GAP // 2)
        text = data.write(walk.phase, *walk.chosen, walk.sample)
        y = self._draw_equations(canvas, Rect(area.x, y, area.width, area.bottom - y), text) + px(GAP)
        foot = self._draw_notes(canvas, area, data)
        foot = self._draw_check(canvas, Rect(area.x, y, area.width, foot - y), data) - px(GAP)
        room = Rect(area.x, y, area.width, foot - y)
        self._draw_terms(canvas, room, terms_of(data, walk.phase, walk.chosen, walk.sample))

    # from the top

    @staticmethod
    def _formula(canvas: Canvas, formula: str, width: int) -> list[str]:
        """Return a formula in lines, broken between its equations where that is enough."""
        lines: list[str] = []
        for part in formula.split(BETWEEN):
            if lines and canvas.text_width(lines[-1] + BETWEEN + part, Face.TEXT) <= width:
                lines[-1] += BETWEEN + part
            else:
                lines += canvas.lettering.wrap(part, Face.TEXT, width)
        return lines

    def _draw_steppers(self, canvas: Canvas, area: Rect, data: UpdateData) -> None:
        """Draw what is chosen, each with an arrow on both sides."""
        walk, px, theme = self.walk, canvas.px, canvas.theme
        layer, source, neuron = walk.chosen
        own = data.layers[layer]
        source_name = (*data.sources(layer), "bias")[source]
        count = f"{walk.sample + 1}/{len(data.samples)}"
        steppers: tuple[tuple[str, str, Callable[[int], None], str], ...] = (
            ("sample", count, walk.next_sample, "↑ ↓"),
            ("neuron", own.neurons[neuron], partial(walk.move, 0), "Shift + ↑ ↓"),
            ("weight", source_name, self._next_source, "Shift + ← →"),
        )
        third = (area.width - 2 * px(GAP)) / 3
        for k, (name, text, act, keys) in enumerate(steppers):
            box = Rect(round(area.x + k * (third + px(GAP))), area.y, round(third), area.height)
            plate(canvas, box, None, edge_of(theme))
            label = canvas.text_width(name, Face.SMALL) + canvas.text_width(text, Face.TITLE) + px(56)
            x = box.centerx
            if label <= box.width:
                at = (box.x + px(20), box.centery)
                left = canvas.text(name, at, theme.faint, Face.SMALL, "midleft").right
                x = (left + box.right - px(20)) // 2
            shown = canvas.lettering.fit(text, Face.TITLE, box.width - px(40))
            canvas.text(shown, (x, box.centery), theme.text, Face.TITLE, "center")
            for way, side in ((-1, Rect(box.x, box.y, px(20), box.height)),
                              (1, Rect(box.right - px(20), box.y, px(20), box.height))):  # fmt: skip
                chevron(canvas, side.center, way, theme.secondary)
                word = "next" if way > 0 else "previous"
                self._presses.append((side, partial(_call, act, way), (f"{word} {name}: {keys}",)))
            self._told.append((box, (f"{name} {text}", f"change it: {keys}")))

    def _next_source(self, by: int) -> None:
        self.walk.move(by, 0)

    def _draw_equations(self, canvas: Canvas, area: Rect, text: str) -> int:
        """Write equations on a plate, the last number of each in the colour of text; return where it ends."""
        theme, px = canvas.theme, canvas.px
        lines: list[tuple[str, str]] = []
        room = area.width - px(20)
        fits = all(canvas.text_width(line, Face.MONO) <= room for line in text.splitlines())
        face = Face.MONO if fits else Face.TINY
        for equation in text.splitlines():
            parts = canvas.lettering.wrap(equation, face, room)
            for k, part in enumerate(parts):
                body, _, result = part.rpartition(" = ") if k == len(parts) - 1 else (part, "", "")
                lines.append((body + " = " if result and body else body, result) if result else (part, ""))
        height = px(LINE) * len(lines) + px(10)
        canvas.rect(Rect(area.x, area.y, area.width, height), theme.raised, radius=4)
        y = area.y + px(5) + px(LINE) // 2
        for body, result in lines:
            left = canvas.text(body, (area.x + px(10), y), theme.secondary, face, "midleft").right
            if result:
                canvas.text(result, (left, y), theme.text, face, "midleft")
            y += px(LINE)
        return area.y + height

    # from the foot

    def _draw_notes(self, canvas: Canvas, area: Rect, data: UpdateData) -> int:
        """Write what the numbers leave out; return where that begins."""
        height = canvas.line_height(Face.SMALL)
        lines = [line for note in data.notes for line in canvas.lettering.wrap(note, Face.SMALL, area.width)]
        y = area.bottom - height * len(lines)
        for k, line in enumerate(lines):
            canvas.text(line, (area.x, y + k * height), canvas.theme.warning, Face.SMALL)
        return y - canvas.px(GAP) if lines else area.bottom

    def _draw_check(self, canvas: Canvas, area: Rect, data: UpdateData) -> int:
        """Draw the button, or what the comparison came to; return where it begins."""
        px, theme, walk = canvas.px, canvas.theme, self.walk
        words = "check this gradient by two losses"
        if not walk.checking:
            box = Rect(area.x, area.bottom - px(STEP), area.width, px(STEP))
            plate(canvas, box, theme.tint(theme.text, 0.07), edge_of(theme))
            shown = canvas.lettering.fit(f"{words[0].upper()}{words[1:]}", Face.TEXT, box.width - px(50))
            canvas.text(shown, (box.x + px(12), box.centery), theme.text, Face.TEXT, "midleft")
            canvas.text("v", (box.right - px(12), box.centery), theme.faint, Face.MONO, "midright")
            self._presses.append((box, self._toggle, (f"{words}: v",)))
            return box.top
        check = self._check(data)
        lines, verdict, color = _compared(data, walk.chosen, check, canvas)
        height = px(LINE) * len(lines) + px(ROW + 12)
        box = Rect(area.x, area.bottom - height, area.width, height)
        plate(canvas, box, theme.tint(color, 0.08), color)
        y = box.y + px(6) + px(ROW) // 2
        _mark(canvas, (box.x + px(14), y), color, check.agrees)
        said = canvas.lettering.fit(verdict, Face.TITLE, box.width - px(50))
        canvas.text(said, (box.x + px(26), y), theme.text, Face.TITLE, "midleft")
        close = Rect(box.right - px(26), box.y, px(26), px(26))
        canvas.text("×", close.center, theme.secondary, Face.TITLE, "center")
        self._presses.append((close, self._toggle, ("no more: v",)))
        y += px(ROW)
        for name, text in lines:
            canvas.text(name, (box.x + px(10), y), theme.secondary, Face.TINY, "midleft")
            canvas.text(text, (box.right - px(10), y), theme.text, Face.TINY, "midright")
            y += px(LINE)
        self._told.append((box, _exactly(data, walk.chosen, check)))
        return box.top

    def _toggle(self) -> None:
        self.walk.checking = not self.walk.checking

    def _check(self, data: UpdateData) -> Check:
        """Compare the chosen gradient; kept until another is chosen or the network has changed."""
        layer, source, neuron = self.walk.chosen
        place = int(data.layers[layer].places[source, neuron])
        if self._checked is None or self._checked[0] is not data or self._checked[1] != place:
            self._checked = (data, place, data.compare(place))
        return self._checked[2]

    # the terms

    def _draw_terms(self, canvas: Canvas, area: Rect, terms: Terms) -> None:
        """Draw the table, as many rows as there is room for with the chosen one among them."""
        px, theme, row = canvas.px, canvas.theme, canvas.px(ROW)
        fits = area.height // row - 2  # but for the head and the foot
        count = len(terms.rows)
        if fits < min(count, 2):
            return
        shown = count if count <= fits else fits - 1
        begin = min(max(terms.chosen - shown // 2, 0), count - shown)
        columns = len(terms.head) - 1
        bars = min(px(BAR), area.width // 6)
        column = min(px(COLUMN), round((area.width - bars) * 0.66 / columns))
        ends = [area.right - bars - px(6) - (columns - 1 - k) * column for k in range(columns)]
        name_room = ends[0] - column + px(8) - area.x
        y = area.y + row // 2
        canvas.text(terms.head[0], (area.x + px(4), y), theme.faint, Face.SMALL, "midleft")
        for end, word in zip(ends, terms.head[1:], strict=True):
            canvas.text(word, (end, y), theme.faint, Face.SMALL, "midright")
        most = max((abs(values[-1]) for _, values in terms.rows), default=0.0)
        for k in range(begin, begin + shown):
            name, values = terms.rows[k]
            y += row
            box = Rect(area.x, y - row // 2, area.width, row)
            self._draw_row(canvas, box, terms, k, ends, name_room, most)
            says = tuple(f"{head} = {exact(v)}" for head, v in zip(terms.head[1:], values, strict=True))
            self._told.append((box, (name, *says)))
            if terms.chooses:
                self._presses.append((box, partial(self._choose, terms.chooses, k), (name, *says)))
        if shown < count:
            y += row
            text = f"and {count - shown} more"
            canvas.text(text, (area.x + px(4), y), theme.faint, Face.SMALL, "midleft")
        y += row
        canvas.rule((area.x, y - row // 2), (area.right - 1, y - row // 2), theme.hairline)
        canvas.text(number(terms.total), (ends[-1], y), theme.text, Face.TINY, "midright")
        canvas.text(terms.foot, (ends[-1] - column, y), theme.secondary, Face.SMALL, "midright")

    def _draw_row(
        self, canvas: Canvas, box: Rect, terms: Terms, k: int, ends: list[int], name_room: int, most: float
    ) -> None:
        """Draw one row, and after its last number a bar as long as that is large."""
        px, theme = canvas.px, canvas.theme
        name, values = terms.rows[k]
        chosen = k == terms.chosen
        if chosen:
            canvas.rect(box, theme.raised, radius=3)
            canvas.rect(Rect(box.x, box.y + px(2), px(2), box.height - px(4)), theme.focus)
        share = abs(values[-1]) / most if 0 < most < math.inf and math.isfinite(values[-1]) else 0.0
        bar = theme.tint(theme.negative if values[-1] < 0 else theme.positive, 0.75)
        wide = max(round(share * (box.right - ends[-1] - px(8))), 1)
        canvas.rect(Rect(ends[-1] + px(6), box.y + px(4), wide, box.height - px(8)), bar, radius=2)
        label = canvas.lettering.fit(name, Face.TINY, name_room)
        color = theme.text if chosen else theme.secondary
        canvas.text(label, (box.x + px(6), box.centery), color, Face.TINY, "midleft")
        for end, value in zip(ends, values, strict=True):
            canvas.text(number(value), (end, box.centery), color, Face.TINY, "midright")

    def _choose(self, what: str, k: int) -> None:
        layer, _, neuron = self.walk.chosen
        if what == "sample":
            self.walk.sample = k
        else:
            self.walk.choose(layer, k, neuron)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what a button does, or exact numbers."""
        for area, _, says in reversed(self._presses):
            if area.collidepoint(at):
                return Hint(says)
        for area, says in self._told:
            if area.collidepoint(at):
                return Hint(says)
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Do what is under the mouse."""
        for area, act, _ in reversed(self._presses):
            if area.collidepoint(at):
                act()
                return view.choices
        return None


def _call(act: Callable[[int], None], by: int) -> None:
    act(by)


def _mark(canvas: Canvas, at: Point, color: Color, good: bool) -> None:
    """Draw a tick, or a triangle."""
    (x, y), px = at, canvas.px
    if good:
        canvas.polyline([(x - px(5), y), (x - px(1), y + px(4)), (x + px(5), y - px(5))], color, 2)
    else:
        canvas.polygon([(x, y - px(5)), (x + px(5), y + px(4)), (x - px(5), y + px(4))], color)


def _compared(
    data: UpdateData, chosen: tuple[int, int, int], check: Check, canvas: Canvas
) -> tuple[list[tuple[str, str]], str, Color]:
    """Return lines of a comparison, what it says in words, and the colour of that."""
    theme = canvas.theme
    what = data.name(*chosen)
    letter = "b" if what.startswith("bias") else "w"
    lines = [
        (f"{letter}, h", f"{number(check.value, 5)}, {number(check.h, 3)}"),
        (f"L({letter} + h)", exact(check.plus, 12)),
        (f"L({letter} − h)", exact(check.minus, 12)),
        ("their difference / 2h", exact(check.estimate, 9)),
        (f"backprop ∂L/∂{letter}", exact(check.gradient, 9)),
        ("relative error", number(check.error, 2)),
    ]
    if check.agrees:
        return lines, f"They agree: {what}", theme.focus
    if check.kinks:
        return lines, "A corner lies between: they may differ", theme.warning
    return lines, f"They do not agree: {what}", theme.error


def _exactly(data: UpdateData, chosen: tuple[int, int, int], check: Check) -> tuple[str, ...]:
    said = "agree, but for rounding" if check.agrees else "do not agree"
    corners = (f"{check.kinks} corners of activations lie between θ − h and θ + h",) if check.kinks else ()
    return (
        f"{data.name(*chosen)}: two losses and backpropagation {said}",
        f"estimate {exact(check.estimate, 16)}",
        f"backprop {exact(check.gradient, 16)}",
        f"error    {exact(check.error)}, relative to the larger",
        *corners,
        "the loss of this mini-batch, without penalties and dropout",
    )
