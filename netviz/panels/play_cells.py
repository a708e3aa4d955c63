"""Neurons while an input is looked at and maps leave no room for numbers: cells with z and a in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.contrast import ink_on
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed, within
from netviz.panels.play_network import Array, PlayLayer

SIGNS = 5  # of a number in a cell
LEFT, RIGHT = 8, 3  # design units beside the numbers: the mark of the bias is at the lower left
ROOM = {"letters": 42, "bare": 20, "pair": 26}  # design units that edges have at least, by what cells hold


@dataclass(frozen=True)
class Cell:
    """How large the cells of a column are, in pixels, and what they hold, each with its sign or bare.

    Two `lines` are z over a; one has `both`, z and then a, or a alone.
    """

    width: int
    height: int
    lines: int
    both: bool
    letters: bool


def cells(canvas: Canvas, gap: float, pitches: Sequence[float]) -> list[Cell] | None:
    """Return the cells of each column of neurons; None if there is no room for a number between edges.

    Columns are `gap` pixels apart; `pitches` are how far one neuron is below the other.
    """
    px, line = canvas.px, canvas.line_height(Face.TINY) - canvas.px(1)

    def width(signs: int) -> int:
        return canvas.text_width("0" * signs, Face.TINY) + px(LEFT + RIGHT)

    letters = gap - width(SIGNS + 2) >= px(ROOM["letters"])
    wide = width(SIGNS + 2 * letters)
    if gap - wide < px(ROOM["bare"]) or min(pitches) < line:
        return None
    pair = width(2 * SIGNS + 1)
    found = []
    for pitch in pitches:
        if pitch >= 2 * line + px(1):
            found.append(Cell(wide, 2 * line + px(4 if pitch >= 2 * line + px(6) else 1), 2, True, letters))
            continue
        both = gap - pair >= px(ROOM["pair"])
        found.append(Cell(pair if both else wide, line, 1, both, letters and not both))
    return found


def told(cells: Sequence[Cell] | None) -> str:
    """Return in words what cells hold; nothing if there are none."""
    if cells is None:
        return ""
    return "z, then a" if all(cell.both for cell in cells) else "a, or z and a"


def brief(value: float) -> str:
    """Return a number in as many signs as a cell has room for."""
    text = fixed(value)
    return text if len(text) <= SIGNS else within(value, SIGNS)


def draw_cells(
    canvas: Canvas,
    layer: PlayLayer,
    boxes: dict[int, Rect],
    cell: Cell,
    z: Array,
    a: Array,
    muted: Sequence[bool],
) -> None:
    """Draw each neuron in the colour that its map has at the input, with its z and a."""
    theme, px = canvas.theme, canvas.px
    table, line = diverging(theme), canvas.line_height(Face.TINY) - px(1)
    places, levels, sums = table.indices(a, layer.low, layer.high).tolist(), a.tolist(), z.tolist()
    figures = []
    for neuron, box in boxes.items():
        fill = table.colors[places[neuron]]
        if muted[neuron]:
            fill = theme.tint(fill, 0.3)
        canvas.rect(box, fill)
        canvas.rect(box, theme.secondary, width=1)
        ink = ink_on(theme, fill)
        right, y = box.right - px(RIGHT), box.centery - px(1)  # figures have nothing below their line
        numbers = [("z", sums[neuron])] * cell.both + [("a", levels[neuron])]
        for k, (name, number) in enumerate(numbers):
            middle = y + round((k - 0.5) * line) if cell.lines == 2 else y
            end = right if cell.lines == 2 or name == "a" else box.centerx
            figures.append((brief(number), end, middle, ink))
            if cell.letters:
                figures.append((name, box.left + px(LEFT) + canvas.text_width("z", Face.TINY), middle, ink))
    canvas.figures(figures)
