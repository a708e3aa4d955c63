"""Words for little room: the longest of some that say the same."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count


def longest(canvas: Canvas, texts: Sequence[str], face: Face, room: int) -> int:
    """Return which of the texts, the longest first, is the first that fits; the last where none does."""
    fits = (i for i, text in enumerate(texts) if canvas.text_width(text, face) <= room)
    return next(fits, len(texts) - 1)


def beside_title(canvas: Canvas, area: Rect, title: str) -> int:
    """Return the room for a panel's value, right of its title; `area` is the panel's content."""
    return area.width - canvas.px(16) - canvas.text_width(title, Face.TITLE)


def say_no_curve(canvas: Canvas, area: Rect, step: int) -> None:
    """Say why there is no curve: a moment alone is a point."""
    words = f"No curve: of the run, only batch {count(step)} is known here."
    line = canvas.line_height(Face.SMALL)
    for i, part in enumerate(canvas.lettering.wrap(words, Face.SMALL, area.width)):
        if (i + 1) * line <= area.height:
            canvas.text(part, (area.x, area.y + i * line), canvas.theme.secondary, Face.SMALL)
