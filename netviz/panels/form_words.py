"""What a form says beside its rows: help at the foot, and why what is typed cannot be taken."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Face

LINES = 3  # of help, at most


def foot_of(canvas: Canvas, text: str, width: int) -> list[str]:
    """Return help in lines; what does not fit is cut at the end of the last."""
    lines = canvas.lettering.wrap(text, Face.SMALL, width)
    return lines if len(lines) <= LINES else [*lines[: LINES - 1], " ".join(lines[LINES - 1 :])]


def foot_height(canvas: Canvas, lines: Sequence[str]) -> int:
    """Return how high the foot is, in pixels; nothing without lines."""
    return canvas.line_height(Face.SMALL) * len(lines) + canvas.px(10) if lines else 0


def draw_foot(canvas: Canvas, area: Rect, lines: Sequence[str]) -> None:
    """Draw help below a line that parts it from the rows."""
    px, theme = canvas.px, canvas.theme
    canvas.rule((area.x, area.y + px(3)), (area.right - 1, area.y + px(3)), theme.hairline)
    y = area.y + px(8)
    for line in lines:
        text = canvas.lettering.fit(line, Face.SMALL, area.width)
        canvas.text(text, (area.x, y), theme.secondary, Face.SMALL)
        y += canvas.line_height(Face.SMALL)


def draw_trouble(canvas: Canvas, trouble: str, part: Rect, bottom: int) -> None:
    """Draw below a control, or above it if that is beyond `bottom`, why what is typed there is not taken."""
    px, theme = canvas.px, canvas.theme
    box = Rect(0, 0, canvas.text_width(trouble, Face.SMALL) + px(14), px(20))
    box.topright = (part.right, part.bottom + px(3))
    if box.bottom > bottom:
        box.bottom = part.y - px(3)
    plate(canvas, box, theme.panel, theme.error, radius=4)
    canvas.text(trouble, box.center, theme.error, Face.SMALL, "center")
