"""Sentences over the page: a note that stays while its cause does, and a message that passes."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face

LEAST = 160  # design units of width that lines of a message have at least
NOTE = 34  # height of a note in design units, with the space below it
TINT = 0.16  # of its colour on its ground


def draw_note(canvas: Canvas, top: int, note: str, *, trouble: bool) -> None:
    """Draw a note across the canvas below `top`; in little room smaller, or only its first part."""
    px, theme = canvas.px, canvas.theme
    color = theme.error if trouble else theme.warning
    box = Rect(px(12), top + px(2), canvas.surface.get_width() - px(24), px(NOTE - 4))
    canvas.rect(box, theme.tint(color, TINT), radius=6)
    room = box.width - px(24)
    first = note.partition("; ")[0]
    ways = ((note, Face.TEXT), (note, Face.SMALL), (first, Face.TEXT))
    text, face = next((way for way in ways if canvas.text_width(*way) <= room), (first, Face.SMALL))
    text = canvas.lettering.fit(text, face, room)
    canvas.text(text, (box.x + px(12), box.centery), color, face, "midleft")


def message_box(canvas: Canvas, message: str, free: Rect) -> Rect:
    """Return where a message goes: the part of the header that is free, or the foot, see `draw_message`."""
    return _laid_out(canvas, message, free)[0]


def draw_message(canvas: Canvas, message: str, free: Rect) -> None:
    """Draw a message in the part of the header that is free: on a line, or smaller on two.

    At the foot, over panels, it is drawn only where it is whole there alone.
    """
    theme = canvas.theme
    box, lines, face = _laid_out(canvas, message, free)
    canvas.rect(box, theme.raised, radius=6)
    canvas.rect(box, theme.focus, width=1, radius=6)
    for k, line in enumerate(lines):
        middle = box.centery + round((k + 0.5 - len(lines) / 2) * canvas.line_height(face))
        canvas.text(line, (box.centerx, middle), theme.text, face, "center")


def _laid_out(canvas: Canvas, message: str, free: Rect) -> tuple[Rect, list[str], Face]:
    """Return the box of a message, its lines and their face."""
    px, frame, face = canvas.px, canvas.surface.get_rect(), Face.TEXT
    lines, room, at_foot = [message], free.width - px(24), False
    if canvas.text_width(message, face) > room:
        lines, face = _two_lines(canvas, message, room), Face.SMALL
    if not lines or (lines[-1].endswith("…") and canvas.text_width(message) <= frame.width - px(64)):
        lines, face = [canvas.lettering.fit(message, Face.TEXT, frame.width - px(64))], Face.TEXT
        at_foot = True
    width = max(canvas.text_width(line, face) for line in lines) + px(24)
    box = Rect(0, 0, width, max(px(28), len(lines) * canvas.line_height(face) + px(4)))
    if at_foot:
        box.midbottom = (frame.centerx, frame.bottom - px(16))
    else:
        box.midright = free.midright
    return box, lines, face


def _two_lines(canvas: Canvas, message: str, room: int) -> list[str]:
    """Return a message in two small lines, the second cut where it has to be; nothing in too little room."""
    if room < canvas.px(LEAST):
        return []
    first, *others = canvas.lettering.wrap(message, Face.SMALL, room)
    first = canvas.lettering.fit(first, Face.SMALL, room)
    return [first, canvas.lettering.fit(" ".join(others), Face.SMALL, room)] if others else [first]
