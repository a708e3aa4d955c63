"""A table with a row for every neuron, layer by layer; one is chosen by mouse or by keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import draw_scroll, plate, ring
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View

LEAST, MOST = 19, 30  # design units that a row is high
HEAD, BETWEEN = 20, 9  # of the head, and between layers
APART = 6  # between figures
FADE = 16  # of an edge beyond which rows go on
Place = tuple[int, int]


def roomy_height(counts: Sequence[int]) -> float:
    """Return the design units in which layers of so many neurons each have rows of a middling height."""
    return HEAD + BETWEEN * (len(counts) - 1) + sum(counts) * (LEAST + MOST) / 2


class NeuronRows(Panel):
    """What all such tables share. A subclass tells the names, and draws the head and each row.

    Keys, while it has them: up and down go from neuron to neuron, left and right from layer to layer, home
    and end to the first and last.
    """

    controls = 1

    def __init__(self) -> None:
        self._names: tuple[tuple[str, ...], ...] = ()
        self._rows: dict[Place, Rect] = {}  # in sight, as last drawn
        self._body = Rect(0, 0, 0, 0)
        self._height, self._scroll, self._notch = 0, 0, LEAST
        self._shown: Place | None = None  # the chosen one that was last brought in sight
        self._shown_in = (0, 0)  # how high the table and all rows were then
        self._focused = False
        self._mouse: Point | None = None

    # what a subclass is

    def names(self, view: View) -> tuple[tuple[str, ...], ...]:
        """Return the neurons' names, layer by layer; take note of what is to be drawn."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def draw_head(self, canvas: Canvas, area: Rect) -> None:
        """Draw what stands over the columns; which rows are in sight is known."""
        raise TypeError(f"{type(self).__name__} has no head")

    def draw_row(self, canvas: Canvas, row: Rect, place: Place) -> None:
        """Draw what is told of a neuron."""
        raise TypeError(f"{type(self).__name__} has no rows")

    def row_hint(self, place: Place, at: Point) -> Hint:
        """Return the exact figures of a row, under the mouse."""
        raise TypeError(f"{type(self).__name__} has no rows")

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the head, and the rows in sight."""
        px, theme = canvas.px, canvas.theme
        self._names = self.names(view)
        head = min(px(HEAD), area.height // 3)
        self._body = body = Rect(area.x, area.y + head, area.width, area.height - head)
        chosen = view.choices.neuron_in(self._counts)
        places = self._lay_out(body, px(LEAST), px(MOST), px(BETWEEN))
        heights = body.height, self._height
        if (chosen, heights) != (self._shown, self._shown_in) and chosen in places:
            row = places[chosen].inflate(0, 2 * px(FADE))  # clear of the edges that fade
            least, most = row.bottom - body.height, row.y
            self._scroll = (least + most) // 2 if most < least else min(max(self._scroll, least), most)
            self._shown, self._shown_in = chosen, heights
        self._scroll = min(max(self._scroll, 0), max(self._height - body.height, 0))
        moved = {place: row.move(body.x, body.y - self._scroll) for place, row in places.items()}
        self._rows = {place: row for place, row in moved.items() if row.colliderect(body)}
        self.draw_head(canvas, Rect(area.x, area.y, area.width, head))
        with canvas.clipped(body.inflate(px(8), 0)):
            for place, row in self._rows.items():
                self._draw_ground(canvas, row, place == chosen, first=place[1] == 0 < place[0])
                self.draw_row(canvas, row, place)
        draw_scroll(canvas, self._body, self._scroll, self._height, edge=FADE)
        if self._focused and chosen in self._rows:
            ring(canvas, self._rows[chosen].clip(body), theme.focus)

    @property
    def _counts(self) -> list[int]:
        return [len(names) for names in self._names]

    def _lay_out(self, body: Rect, least: int, most: int, between: int) -> dict[Place, Rect]:
        """Return where all rows are, from the first one's top."""
        room = body.height - between * (len(self._names) - 1)
        high = min(max(room // max(sum(self._counts), 1), least), most)
        self._notch = 2 * high
        y, places = 0, {}
        for layer, count in enumerate(self._counts):
            y += between if layer else 0
            for neuron in range(count):
                places[layer, neuron] = Rect(0, y, body.width, high)
                y += high
        self._height = y
        return places

    def _draw_ground(self, canvas: Canvas, row: Rect, chosen: bool, *, first: bool) -> None:
        px, theme = canvas.px, canvas.theme
        if first:
            y = row.y - px(BETWEEN) // 2 - 1
            canvas.rule((row.x, y), (row.right - 1, y), theme.hairline)
        hovered = self._mouse is not None and row.collidepoint(self._mouse)
        if chosen or hovered:
            plate(canvas, row, theme.raised if chosen else theme.tint(theme.text, 0.035), radius=4)
        if chosen:
            canvas.rect(Rect(row.x, row.y + px(3), px(3), row.height - px(6)), theme.focus, radius=1)

    # the mouse

    def _at(self, at: Point) -> Place | None:
        if not self._body.collidepoint(at):
            return None
        return next((place for place, row in self._rows.items() if row.collidepoint(at)), None)

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact figures of the row under the mouse."""
        place = self._at(at)
        return None if place is None else self.row_hint(place, at)

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the neuron under the mouse; the table has the keyboard then."""
        place = self._at(at)
        self.pressed_control = None if place is None else 0
        return None if place is None else replace(view.choices, neuron=place)

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Scroll, where there is more than fits."""
        if self._height <= self._body.height:
            return None
        self._scroll = min(max(self._scroll - round(by * self._notch), 0), self._height - self._body.height)
        return view.choices

    # the keyboard

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or give it back."""
        self._focused = control is not None

    def stop(self) -> Point | None:
        """Return where the row of the chosen neuron is."""
        row = None if self._shown is None else self._rows.get(self._shown)
        return None if row is None else row.clip(self._body).center

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Go to another neuron."""
        counts, choices = self._counts, view.choices
        if not counts:
            return None
        layer, neuron = choices.neuron_in(counts)
        match word:
            case "up" | "down":
                return choices.next_neuron(counts, -1 if word == "up" else 1)
            case "home" | "end":
                return choices.next_neuron(counts, -sum(counts) if word == "home" else sum(counts))
            case "left" | "right":
                layer = min(max(layer + (-1 if word == "left" else 1), 0), len(counts) - 1)
                return replace(choices, neuron=(layer, min(neuron, counts[layer] - 1)))
        return None


def signs_of(canvas: Canvas, step: int) -> int:
    """Return how many characters a figure may have where columns are `step` pixels from each other."""
    return (step - canvas.px(APART)) // canvas.text_width("0", Face.MONO)


def column_head(canvas: Canvas, text: str, right: int, y: int) -> None:
    """Write a column's name, flush with its figures."""
    canvas.text(text, (right, y), canvas.theme.faint, Face.SMALL, "midright")
