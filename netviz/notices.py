"""Sentences over the page: a note that stays while its cause does, and a message that passes."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face

NOTE = 34  # height of a note in design units, with the space below it


def draw_note(canvas: Canvas, top: int, note: str, *, trouble: bool) -> None:
    """Draw a note across the canvas below `top`; in little room smaller, or only its first part."""
    px, theme = canvas.px, canvas.theme
    color = theme.error if trouble else theme.warning
    box = Rect(px(12), top + px(2), canvas.surface.get_width() - px(24), px(NOTE - 4))
    canvas.rect(box, theme.tint(color, 0.16), radius=6)
    room = box.width - px(24)
    first = note.partition("; ")[0]
    ways = ((note, Face.TEXT), (note, Face.SMALL), (first, Face.TEXT))
    text, face = next((way for way in ways if canvas.text_width(*way) <= room), (first, Face.SMALL))
    text = canvas.lettering.fit(text, face, room)
    canvas.text(text, (box.x + px(12), box.centery), color, face, "midleft")


def message_box(canvas: Canvas, message: str, free: Rect) -> Rect:
    """Return where a message goes: in the part of the header that is free, or at the foot if it must."""
    px, frame = canvas.px, canvas.surface.get_rect()
    text = _fitting(canvas, message)
    box = Rect(0, 0, canvas.text_width(text) + px(24), px(28))
    if box.width <= free.width:
        box.midright = free.midright
    else:
        box.midbottom = (frame.centerx, frame.bottom - px(16))
    return box


def draw_message(canvas: Canvas, message: str, free: Rect) -> None:
    """Draw a message in its box."""
    theme, text, box = canvas.theme, _fitting(canvas, message), message_box(canvas, message, free)
    canvas.rect(box, theme.raised, radius=6)
    canvas.rect(box, theme.focus, width=1, radius=6)
    canvas.text(text, box.center, theme.text, Face.TEXT, "center")


def _fitting(canvas: Canvas, message: str) -> str:
    return canvas.lettering.fit(message, Face.TEXT, canvas.surface.get_width() - canvas.px(64))
