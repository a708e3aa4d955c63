"""Words for little room: the longest of some that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face

LEAST = (80, 56)  # design units across and down that a plot needs


def longest(canvas: Canvas, texts: Sequence[str], face: Face, room: int) -> int:
    """Return which of the texts, the longest first, is the first that fits; the last where none does."""
    fits = (i for i, text in enumerate(texts) if canvas.text_width(text, face) <= room)
    return next(fits, len(texts) - 1)


def beside_title(canvas: Canvas, area: Rect, title: str) -> int:
    """Return the room for a panel's value, right of its title; `area` is the panel's content."""
    return area.width - canvas.px(16) - canvas.text_width(title, Face.TITLE)


def little_room(canvas: Canvas, area: Rect) -> bool:
    """Return whether a plot has no room at all, and say so in its place."""
    px = canvas.px
    if area.height >= px(LEAST[1]) and area.width >= px(LEAST[0]):
        return False
    lines = canvas.lettering.wrap("double click or Enter: enlarge", Face.SMALL, max(area.width, 1))
    line = canvas.line_height(Face.SMALL)
    for k, text in enumerate(lines[: max(area.height // line, 1)]):
        canvas.text(text, (area.x, area.y + k * line), canvas.theme.faint, Face.SMALL)
    return True
