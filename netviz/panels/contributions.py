"""What a neuron adds up: each input's share in its sum, for one input of the network or for two."""

from __future__ import annotations

from collections.abc import Callable

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import chevron, plate, ring
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.neuron_sum import Sum, told
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.sum_table import SumTable
from netviz.panels.words import without_details

CHOOSER, LOW_CHOOSER = 26, 22  # design units: of the neuron's name between its arrows, and where height is
LOW = 130  # less than this


class Contributions(Panel):
    """A table. Arrows left and right, or those drawn, go from neuron to neuron; up and down scroll."""

    controls = 1

    def __init__(self, source: Callable[[View], Sum]) -> None:
        self.title = "What a neuron adds up"
        self._source = source
        self._table = SumTable()
        self._arrows: tuple[Rect, Rect] | None = None
        self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return whose inputs are shown."""
        return self._source(view).says

    def values(self, view: View) -> tuple[str, ...]:
        """Return it, or where there is no room, only how many pins there are."""
        return without_details(self.value(view))

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the neuron's name, a row for each term, and the sum below."""
        data = self._source(view)
        chooser = canvas.px(CHOOSER if area.height >= canvas.px(LOW) else LOW_CHOOSER)
        self._draw_chooser(canvas, Rect(area.x, area.y, area.width, chooser), data)
        self._table.draw(canvas, Rect(area.x, area.y + chooser, area.width, area.height - chooser), data)

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
        formula = f"z = Σ w·x + b,  {data.formula}"
        ways = [f"{data.layer},  {formula}", formula]
        if data.means:
            formulas = f"{formula},  {data.p_formula}" if data.p_formula else formula
            ways = [f"{data.layer}, {data.means},  {formulas}", f"{data.means},  {formulas}"]
            ways += [f"{data.means},  {formula}", f"{data.means},  {data.formula}", data.means]
        says = next((way for way in ways if canvas.text_width(way, Face.SMALL) <= room), ways[-1])
        says = canvas.lettering.fit(says, Face.SMALL, room)
        canvas.text(says, (right.right + px(10), left.centery), theme.secondary, Face.SMALL, "midleft")

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
                return Hint((says, "← →, after Tab; or click one in the table of all neurons"))
        line = self._table.at(at)
        return None if line is None else Hint(told(line, self._source(view)))

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
        return view.choices if self._table.scroll(-round(by * 2)) else None

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or give it back."""
        self._focused = control is not None

    def stop(self) -> Point | None:
        """Return where z is, which the rows above it add up to."""
        return self._table.total

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Go from neuron to neuron, or scroll."""
        counts = self._source(view).counts
        match word:
            case "left" | "right":
                return view.choices.next_neuron(counts, -1 if word == "left" else 1)
            case "home" | "end":
                return view.choices.next_neuron(counts, sum(counts) * (-1 if word == "home" else 1))
            case "up" | "down":
                return view.choices if self._table.scroll(-1 if word == "up" else 1) else None
        return None
