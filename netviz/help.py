"""The overlay that shows every key."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from netviz.actions import GROUPS, Binding
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import draw_plate

Rows = Sequence[tuple[str, str]]  # keys, and what they do; a title has no keys
TOP, FOOT = 38, 12  # design units: above and below the rows
EDGE, GAP = 12, 20  # at the sides and behind keys, and between columns
LINE, SMALLEST = 20, 14  # height of a row: where there is room, and at the least


def draw_help(canvas: Canvas, lab: str) -> None:
    """Draw all keys of a lab."""
    draw_keys(canvas, columns_of(lab))


def draw_keys(canvas: Canvas, columns: tuple[Rows, Rows]) -> None:
    """Draw keys in two columns in the middle of the canvas, over what is there."""
    theme, px = canvas.theme, canvas.px
    frame = canvas.surface.get_rect()
    wide = frame.width - px(8)
    for key_face, face in ((Face.MONO, Face.TEXT), (Face.TINY, Face.SMALL)):  # smaller in a small window
        insets = [max(canvas.text_width(keys, key_face) for keys, _ in rows) for rows in columns]
        rooms = [max(canvas.text_width(text, face) for _, text in rows) for rows in columns]
        words, free = sum(insets) + sum(rooms), px(4 * EDGE + GAP)
        if words + free <= wide:
            break
    width = min(words + free, wide)
    edge, gap = (px(space) * max(width - words, 0) // free for space in (EDGE, GAP))  # closer where they must
    count = max(map(len, columns))
    line = min(px(LINE), max((frame.height - px(TOP + FOOT + 8)) // count, px(SMALLEST)))
    box = Rect(0, 0, width, count * line + px(TOP + FOOT))
    box.center = frame.center
    box.top = max(box.top, 0)
    _veil(canvas)
    draw_plate(canvas, box, "Keys", focused=True)
    canvas.text("h closes this", (box.right - px(EDGE), box.y + px(9)), theme.secondary, face, "topright")
    x = box.x + edge
    for rows, inset, room in zip(columns, insets, rooms, strict=True):
        for i, (keys, text) in enumerate(rows):
            y = box.y + px(TOP) + i * line + line // 2
            if keys:
                canvas.text(keys, (x, y), theme.text, key_face, "midleft")
                canvas.text(text, (x + inset + edge, y), theme.secondary, face, "midleft")
            elif text:
                canvas.text(text, (x, y), theme.focus, Face.TITLE, "midleft")
        x += inset + edge + room + gap


def columns_of(lab: str) -> tuple[Rows, Rows]:
    """Return the keys of a lab in two columns, parted between groups where they are most alike in height."""
    groups = [group for group in GROUPS if group.lab in ("", lab)]
    instead = {binding.shown for group in groups for binding in group.bindings if binding.instead}
    lists = [
        [("", group.title), *((b.shown, b.says) for b in group.bindings if is_shown(b, instead))]
        for group in groups
    ]
    parted = [(_joined(lists[:i]), _joined(lists[i:])) for i in range(1, len(lists))]
    return min(parted, key=lambda columns: max(map(len, columns)))


def is_shown(binding: Binding, instead: Collection[str]) -> bool:
    """Return whether a binding has a row of its own, where a lab has its own words for the keys `instead`."""
    return bool(binding.shown) and (binding.instead or binding.shown not in instead)


def _joined(lists: Sequence[Rows]) -> Rows:
    """Return the rows of several groups, with an empty one between two."""
    return [row for rows in lists for row in (("", ""), *rows)][1:]


def _veil(canvas: Canvas) -> None:
    """Let the page step back."""
    veil = canvas.surface.copy()
    veil.fill(canvas.theme.window)
    veil.set_alpha(170)
    canvas.surface.blit(veil, (0, 0))
