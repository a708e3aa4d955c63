"""The column beside the input plane: what a click adds, how the answer is shown, and what colours mean."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ENTRIES
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import exact, number
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices
from netviz.panels.plane_data import Answer
from netviz.panels.plane_ground import class_color, table_of
from netviz.panels.plane_words import PINNING
from netviz.panels.words import longest, told_apart

WIDTH, NARROW, SECOND = 64, 52, 48  # design units: of a column, and of a second one at the least
ROW, GAP, SCALE = 22, 8, 56  # of a row, between groups, and the least height of the colour scale
LOW = 14  # of a row where the height has no room for a heading
LEAST = 11  # of a row at the least
AFTER = 21  # design units from where a row begins to its word
OVER = 6  # that figures of the scale may reach into the margin


def target_of(answer: Answer, choices: Choices) -> float:
    """Return the class, or the value, that a point added now has."""
    if answer.classes:
        return float(min(max(int(choices.adds), 0), answer.classes - 1))
    return min(max(choices.adds, answer.low), answer.high)


def chosen_by(digit: int, answer: Answer) -> float | None:
    """Return the target that a digit stands for: a class, or 0 … 9 from the least value to the greatest.

    None where there is no such class.
    """
    if answer.classes:
        keys = _keys(answer)
        return float(keys.index(str(digit))) if str(digit) in keys else None
    return answer.low + (answer.high - answer.low) * digit / 9


def _keys(answer: Answer) -> list[str]:
    """Return the digit that chooses each class: its name, where every name is one, or else its number."""
    names = answer.points.names
    digits = names and all(len(name) == 1 and name in "0123456789" for name in names)
    return list(names) if digits else [str(k) for k in range(answer.classes)]


def wanted_width(canvas: Canvas, answer: Answer) -> int:
    """Return how wide the tools are with the classes' names whole; nothing without names."""
    names = [canvas.text_width(name, Face.SMALL) for name in answer.points.names]
    return max(names) + canvas.px(AFTER + 4) if names else 0


def least_height(canvas: Canvas, answer: Answer) -> int:
    """Return how high the tools are with their heading where their rows are low."""
    rows = max(answer.classes, 1) + 2 + bool(answer.neurons)
    return canvas.line_height(Face.SMALL) + canvas.px(2) + rows * canvas.px(LOW) + canvas.px(GAP)


class Tools:
    """Rows to press; each is a place and what it does."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, Rect]] = []
        self._bar = Rect(0, 0, 0, 0)
        self._right = 0  # where the tools end

    def __repr__(self) -> str:
        return f"Tools({[name for name, _ in self._rows]})"

    def draw(
        self, canvas: Canvas, area: Rect, answer: Answer, choices: Choices, spare: int = 0, foot: int = 0
    ) -> None:
        """Draw the column into `area`, or two where it is too low and so much is `spare` at its right.

        The scale ends where the plane does, at `foot`, where it has room above that.
        """
        names = [str(k) for k in range(answer.classes)] or ["value"]
        names += ["pin", "", "steps", *(["lines"] if answer.neurons else [])]
        px, head = canvas.px, canvas.line_height(Face.SMALL) + canvas.px(2)
        bare = sum(px(GAP) if not name else px(ROW) for name in names) + head
        room = px(SCALE + 3 * GAP) if answer.classes <= 2 else 0
        row, second = px(ROW), False
        if bare + room > area.height:
            row = max(min(row, (area.height - head - px(GAP)) // (len(names) - 1)), px(LOW))
        if head + px(GAP) + row * (len(names) - 1) > area.height:
            second = spare >= px(SECOND)
            if second:
                row = max(min(px(ROW), (area.height - head) // names.index("")), px(LEAST))
            else:  # the rows say more than their heading
                head, row = 0, max((area.height - px(GAP)) // (len(names) - 1), px(LEAST))
        if head:
            canvas.text("add", area.topleft, canvas.theme.faint, Face.SMALL)
        column, y, self._rows = Rect(area.x, area.y + head, area.width, row), area.y + head, []
        for name in names:
            if name:
                self._rows.append((name, Rect(column.x, y, column.width, row)))
                y += row
            elif second:
                column = Rect(area.right, column.y, min(area.width, spare), row)
                y = column.y
            else:
                y += px(GAP)
        on = tuple((name, _is_on(name, answer, choices)) for name, _ in self._rows)
        names_of = answer.points.names
        state = (on, row, second, target_of(answer, choices), answer.threshold, answer.reach, names_of)

        def rows() -> None:
            for name, place in self._rows:
                self._draw_row(canvas, name, place, answer, choices)

        places = [place for _, place in self._rows]
        canvas.still(places[0].unionall(places[1:]), state, rows)
        self._right = area.right + px(OVER)
        top = y + px(GAP) + canvas.line_height(Face.SMALL)
        end = foot if foot and foot - top >= px(SCALE - 12) else area.bottom - px(2)
        self._bar = Rect(area.x + px(4), top, px(10), max(end - top, 0))
        if answer.classes <= 2 and self._bar.height >= px(SCALE - 12):
            key = (answer.low, answer.threshold, answer.high, answer.classes)
            above = canvas.line_height(Face.SMALL) + px(3)
            place = Rect(area.x, top - above, area.width + px(OVER), self._bar.height + above + px(4))
            canvas.still(place, key, lambda: self._draw_scale(canvas, answer))
            if not answer.classes:
                self._draw_value(canvas, answer, choices)
        else:
            self._bar.height = 0

    @staticmethod
    def _draw_row(canvas: Canvas, name: str, row: Rect, answer: Answer, choices: Choices) -> None:
        theme, px, y = canvas.theme, canvas.px, row.centery
        icon = (row.x + px(10), y)
        on = _is_on(name, answer, choices)
        if on and name not in ("steps", "lines"):
            canvas.rect(row, theme.raised, radius=5)
            canvas.rect(Rect(row.x, row.y + px(3), px(2), row.height - px(6)), theme.focus, radius=1)
        ink = theme.text if on else theme.secondary
        if name.isdigit():
            draw_mark(canvas, icon, int(name), theme.classes[int(name)], 4.5)
            names, room, word = (
                answer.points.names,
                row.width - px(AFTER + 1),
                answer.points.class_of(int(name)),
            )
            if canvas.text_width(word, Face.SMALL) > room or (names and not names[int(name)].isdigit()):
                word = told_apart(canvas, names, Face.SMALL, room)[int(name)] if names else name
        elif name == "value":
            value = target_of(answer, choices)
            draw_mark(canvas, icon, 0, class_color(theme, answer, value), 4.5, rim=theme.secondary)
            word = number(value, 2)
        elif name == "pin":
            canvas.circle(icon, px(5), theme.focus, 1.5)
            word = "pin"
        else:
            box = Rect(0, 0, px(10), px(10))
            box.center = round(icon[0]), y
            canvas.rect(box, theme.secondary, width=1, radius=2)
            if on:
                canvas.rect(box.inflate(-px(4), -px(4)), theme.focus, radius=1)
            word = name
        canvas.text(word, (row.x + px(AFTER), y), ink, Face.SMALL, "midleft")

    def _draw_scale(self, canvas: Canvas, answer: Answer) -> None:
        theme, px, bar = canvas.theme, canvas.px, self._bar
        low, high = answer.threshold - answer.reach, answer.threshold + answer.reach
        ramp = np.linspace((answer.high,) * 2, (answer.low,) * 2, ENTRIES // 4, axis=-1)
        canvas.heat(ramp, bar, table_of(theme, answer), low, high)
        scale = Linear(answer.low, answer.high)
        canvas.text(answer.output, (bar.x, bar.top - px(3)), theme.faint, Face.SMALL, "bottomleft")
        values, room = (answer.low, answer.threshold, answer.high), self._right - bar.right - px(7)
        most = exact if answer.classes else number
        texts = tuple(
            zip(*((most(v, 4), number(v, 3), number(v, 2), number(v, 1)) for v in values), strict=True)
        )
        widest = [max(told, key=lambda text: canvas.text_width(text, Face.TINY)) for told in texts]
        shown = texts[longest(canvas, widest, Face.TINY, room)]  # all of them in the same way
        for value, text in zip(values, shown, strict=True):
            y = bar.bottom - 1 - scale.place(value) * (bar.height - 1)
            strong = answer.classes == 2 and value == answer.threshold
            if strong:
                canvas.rule((bar.left - px(2), round(y)), (bar.right + px(1), round(y)), theme.text)
            at = (bar.right + px(7), min(max(y, bar.top + px(5)), bar.bottom - px(5)))
            color = theme.text if strong else theme.secondary
            canvas.text(text, at, color, Face.TINY, "midleft")

    def _draw_value(self, canvas: Canvas, answer: Answer, choices: Choices) -> None:
        """Mark on the scale the value of a point added now."""
        theme, px, bar = canvas.theme, canvas.px, self._bar
        share = Linear(answer.low, answer.high).place(target_of(answer, choices))
        y = round(bar.bottom - 1 - share * (bar.height - 1))
        frame = Rect(bar.x - px(2), y - px(3), bar.width + px(4), px(7))
        canvas.rect(frame, theme.panel, width=3, radius=2)
        canvas.rect(frame, theme.focus, width=2, radius=2)

    def press(self, at: Point, answer: Answer, choices: Choices) -> Choices | None:
        """Obey a row, or take a value from the scale."""
        for name, row in self._rows:
            if row.collidepoint(at):
                return pressed(name, choices)
        if self._on_bar(at, answer):
            share = (self._bar.bottom - 1 - at[1]) / max(self._bar.height - 1, 1)
            value = answer.low + (answer.high - answer.low) * min(max(share, 0.0), 1.0)
            return replace(choices, adds=value, pinning=False)
        return None

    def hover(self, at: Point, answer: Answer, choices: Choices) -> Hint | None:
        """Return what a row does."""
        for name, row in self._rows:
            if row.collidepoint(at):
                if name.isdigit():
                    return Hint(_adding(answer, int(name)))
                return Hint(_SAYS[name])
        if self._on_bar(at, answer):
            value = number(target_of(answer, choices))
            return Hint((f"a click adds a point of value {value}", "press here, or 0 … 9 after Tab"))
        return None

    def _on_bar(self, at: Point, answer: Answer) -> bool:
        """Return whether a pixel is on the scale, where one of values is drawn."""
        drawn = not answer.classes and self._bar.height > 0
        return drawn and self._bar.inflate(16, 8).collidepoint(at)


def _adding(answer: Answer, klass: int) -> tuple[str, ...]:
    """Return what pressing a class's row means, and the class's name where that is cut elsewhere."""
    points = answer.points
    is_cut = bool(points.whole) and points.whole[klass] != points.names[klass]
    says = f"a click adds a point of {points.class_of(klass)}"
    return (says, *((points.whole[klass],) if is_cut else ()), f"key {_keys(answer)[klass]}, after Tab")


def pressed(name: str, choices: Choices) -> Choices:
    """Return choices after a press on a row."""
    match name:
        case "pin":
            return replace(choices, pinning=not choices.pinning)
        case "value":
            return replace(choices, pinning=False)
        case "steps":
            return replace(choices, bands=not choices.bands)
        case "lines":
            return replace(choices, neuron_lines=not choices.neuron_lines)
    return replace(choices, adds=float(name), pinning=False)


def _is_on(name: str, answer: Answer, choices: Choices) -> bool:
    match name:
        case "pin":
            return choices.pinning
        case "steps":
            return choices.bands
        case "lines":
            return choices.neuron_lines
    return not choices.pinning and (name == "value" or int(target_of(answer, choices)) == int(name))


_SAYS = {
    "value": ("a click adds a point of this value", "take another on the scale, or 0 … 9 after Tab"),
    "pin": PINNING,
    "steps": ("the answer in steps", "b, after Tab"),
    "lines": ("where each hidden neuron's z is 0", "w, after Tab"),
}
