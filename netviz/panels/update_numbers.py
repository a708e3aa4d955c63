"""The arithmetic of a phase: its formula, the same in numbers, each term, and a gradient put to the test."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import chevron, edge_of, plate
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.update_check import CheckPlate
from netviz.panels.update_data import UpdateData
from netviz.panels.update_table import ROW, draw_terms, row_for
from netviz.panels.update_terms import Terms, batch_of, terms_of
from netviz.panels.update_walk import Walk

STEP, LINE, GAP = 26, 17, 8  # design units: steppers, lines of equations, between
BESIDE = 46  # design units in a stepper beside its name and what is chosen
MOST = 7  # rows of a table that go before equations in full
LOW, FEW = 14, 4  # design units of a row where there is little room; the head, a term, how many more, the sum
BETWEEN = ",  "  # two equations of a formula
Act = Callable[[], None]


class UpdateNumbers(Panel):
    """Written out for the chosen sample, neuron and weight. A button puts its gradient to the test."""

    keeps_clicks = True

    def __init__(self, source: Callable[[View], UpdateData], walk: Walk) -> None:
        self.title = "In numbers"
        self._source, self.walk = source, walk
        self._presses: list[tuple[Rect, Act, tuple[str, ...]]] = []
        self._told: list[tuple[Rect, tuple[str, ...]]] = []
        self._check = CheckPlate()

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
        foot = self._draw_notes(canvas, area, data)
        below = Rect(area.x, y, area.width, foot - y)
        foot = self._check.draw(canvas, below, data, walk.chosen, walk.checking) - px(GAP)
        text = data.write(walk.phase, *walk.chosen, walk.sample)
        terms = terms_of(data, walk.phase, walk.chosen, walk.sample)
        free, least = foot - y, px(LINE) * len(text.splitlines()) + px(10)
        if free - least - px(GAP) >= px(LOW * FEW):  # the table says what equations say, and more
            free = max(free - px(GAP) - px(ROW) * min(len(terms.rows) + 2, MOST), least)
        room = Rect(area.x, y, area.width, free)
        y = self._draw_equations(canvas, room, text) + px(GAP)
        button, says = self._check.button
        self._presses.append((button, self._toggle, says))
        if self._check.told is not None:
            self._told.append(self._check.told)
        room = Rect(area.x, y, area.width, foot - y)
        self._draw_tables(canvas, room, data, terms)

    def _draw_tables(self, canvas: Canvas, room: Rect, data: UpdateData, terms: Terms) -> None:
        """Draw the terms, and below them, where there is room, the same for all samples of the batch."""
        walk, px = self.walk, canvas.px
        batch = batch_of(data, walk.phase, walk.chosen, walk.sample)
        lines = len(terms.rows) + 2
        both = lines + (0 if batch is None else len(batch.rows) + 3)
        row = row_for(canvas, room.height, both)
        if room.height < row * (few := min(lines, FEW)):
            row = max(room.height // few, px(LOW))  # a low table rather than none
        self._take(draw_terms(canvas, room, terms, row), terms)
        y = room.y + lines * row
        if batch is None or room.bottom - y < 6 * row:
            return
        count = len(batch.rows)
        text = f"the batch: {'one sample' if count == 1 else f'all {count} samples'}, {batch.title}"
        text = canvas.lettering.fit(text, Face.TEXT, room.width)
        canvas.text(text, (room.x, y + row // 2 + px(6)), canvas.theme.secondary, Face.TEXT, "midleft")
        y += row + px(6)
        self._take(draw_terms(canvas, Rect(room.x, y, room.width, room.bottom - y), batch, row), batch)

    def _take(self, placed: list[tuple[Rect, int, tuple[str, ...]]], terms: Terms) -> None:
        """Note what the rows of a table tell and choose."""
        for box, row, says in placed:
            self._told.append((box, says))
            if terms.chooses:
                self._presses.append((box, partial(self._choose, terms.chooses, row), says))

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
        spare = area.width - 2 * px(GAP)
        needs = [
            canvas.text_width(name, Face.SMALL) + canvas.text_width(text, Face.TITLE) + px(BESIDE)
            for name, text, *_ in steppers
        ]
        named = sum(needs) <= spare
        widths = [need + (spare - sum(needs)) / 3 for need in needs] if named else [spare / 3] * 3
        left = float(area.x)
        for (name, text, act, keys), width in zip(steppers, widths, strict=True):
            box = Rect(round(left), area.y, round(width), area.height)
            left += width + px(GAP)
            plate(canvas, box, None, edge_of(theme))
            x = box.centerx
            if named:
                at = (box.x + px(20), box.centery)
                end = canvas.text(name, at, theme.faint, Face.SMALL, "midleft").right
                x = (end + box.right - px(20)) // 2
            room = box.width - px(36)
            face = Face.TITLE if canvas.text_width(text, Face.TITLE) <= room else Face.SMALL
            shown = canvas.lettering.fit(text, face, room)
            canvas.text(shown, (x, box.centery), theme.text, face, "center")
            for way, side in ((-1, Rect(box.x, box.y, px(20), box.height)),
                              (1, Rect(box.right - px(20), box.y, px(20), box.height))):  # fmt: skip
                chevron(canvas, side.center, way, theme.secondary)
                word = "next" if way > 0 else "previous"
                self._presses.append((side, partial(_call, act, way), (f"{word} {name}: {keys}",)))
            self._told.append((box, (f"{name} {text}", f"change it: {keys}")))

    def _next_source(self, by: int) -> None:
        self.walk.move(by, 0)

    def _draw_equations(self, canvas: Canvas, area: Rect, text: str) -> int:
        """Write equations on a plate, the last number of each in the colour of text; return where it ends.

        What is too long has an ellipsis before the last number.
        """
        theme, px = canvas.theme, canvas.px
        room = area.width - px(20)
        fits = all(canvas.text_width(line, Face.MONO) <= room for line in text.splitlines())
        face = Face.MONO if fits else Face.TINY
        signs = max(room // canvas.text_width("0", face), 1)
        most = (area.height - px(10)) // px(LINE)
        if most < 1:
            return area.y
        lines = _shortened([_in_lines(equation, signs) for equation in text.splitlines()], most, signs)
        height = px(LINE) * len(lines) + px(10)
        canvas.rect(Rect(area.x, area.y, area.width, height), theme.raised, radius=4)
        y = area.y + px(5) + px(LINE) // 2
        for line, last in lines:
            body, result = _parted(line) if last else (line, "")
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

    def _toggle(self) -> None:
        self.walk.checking = not self.walk.checking

    def _choose(self, what: str, k: int) -> None:
        layer, source, neuron = self.walk.chosen
        if what == "sample":
            self.walk.sample = k
        elif what == "neuron":
            self.walk.choose(layer, source, k)
        else:
            self.walk.choose(layer, k, neuron)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what a button does, or exact numbers."""
        for area, _, says in reversed(self._presses):
            if area.collidepoint(at):
                return Hint(says, clear=area if len(says) > 1 else None)
        for area, says in self._told:
            if area.collidepoint(at):
                return Hint(says, clear=area)
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


def _parted(line: str) -> tuple[str, str]:
    """Return the last line of an equation up to its last number, and that number."""
    body, sign, result = line.rpartition("= ")
    return body + sign, result


def _shortened(equations: list[list[str]], most: int, signs: int) -> list[tuple[str, bool]]:
    """Return at most so many lines of equations, and of each whether its equation ends with it.

    Of an equation that is shortened the name and the last number stay. A line has so many `signs`.
    """
    equations = equations[:most]
    while sum(map(len, equations)) > most:
        longest = max(equations, key=len)
        name, result = longest[0].partition(" =")[0], _parted(longest[-1])[1]
        short = f"{name} = … = {result}"
        if len(longest) > 2:
            longest[-2:] = [f"… = {result}"]
        else:
            longest[:] = [short if len(short) <= signs else f"{name} = {result}"]
    return [(line, k == len(own) - 1) for own in equations for k, line in enumerate(own)]


def _in_lines(text: str, most: int) -> list[str]:
    """Return a text in lines of at most so many signs, broken between words: all signs are as wide.

    What it comes to stands behind its sign: a number on a line of its own could be anything.
    """
    lines: list[str] = []
    body, sign, result = text.rpartition("= ")
    whole = sign and " " not in result
    for word in (*body.split(), sign + result) if whole else text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines
