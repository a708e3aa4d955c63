"""The overlay that shows every key."""

from __future__ import annotations

from netviz.actions import GROUPS
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import draw_plate


def draw_help(canvas: Canvas, lab: str) -> None:
    """Draw all keys of a lab in the middle of the canvas, in two columns where it is wide enough."""
    theme, px = canvas.theme, canvas.px
    frame = canvas.surface.get_rect()
    wide = frame.width >= px(820)
    line = px(20)
    groups = [group for group in GROUPS if group.lab in ("", lab)]
    lists = [(group.title, [(b.shown, b.says) for b in group.bindings if b.shown]) for group in groups]
    columns = [lists[0::2], lists[1::2]] if wide else [lists]
    tallest = max(sum(len(rows) * line + px(30) for _, rows in column) for column in columns)
    width = min(px(380) * len(columns) + px(24), frame.width - px(16))
    if tallest + px(48) > frame.height:  # a low window: closer lines
        line = max(px(15), (frame.height - px(56)) // (tallest // line + 1))
        tallest = max(sum(len(rows) * line + px(26) for _, rows in column) for column in columns)
    box = Rect(0, 0, width, min(tallest + px(44), frame.height - px(8)))
    box.center = frame.center
    draw_plate(canvas, box, "Keys", focused=True)
    canvas.text("h closes this", (box.right - px(12), box.y + px(9)), theme.faint, Face.TEXT, "topright")
    for i, column in enumerate(columns):
        x, y = box.x + px(16) + i * (width - px(24)) // len(columns), box.y + px(38)
        for title, rows in column:
            canvas.text(title, (x, y), theme.focus, Face.TITLE)
            y += px(20)
            for keys, says in rows:
                canvas.text(keys, (x, y), theme.text, Face.MONO)
                canvas.text(says, (x + px(112), y), theme.secondary, Face.TEXT)
                y += line
            y += px(8)
