"""What the colours over the plane of gates mean, and what its arrows point to: a line above the plane."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import ENTRIES
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import number
from netviz.drawing.theme import Color
from netviz.panels.plane_data import Answer
from netviz.panels.plane_ground import table_of
from netviz.panels.words import longest, told_apart

MARK, AFTER, BETWEEN = 4, 8, 14  # design units: of a mark, from its middle to its name, between two
BAR, THICK = 64, 8  # of the colour scale
ARROW = 16  # of an arrow in words
SHORT = 30  # of a name, beside the arrow
ABOVE = "z > 0"


def draw_legend(canvas: Canvas, room: Rect, answer: Answer, arrow: Color | None) -> None:
    """Write into `room`, flush right, what stands for each class or value, and before it what an arrow means.

    `arrow` is the colour of the arrows, None where there are none. Names of classes are cut to leave it room,
    but not to less than `SHORT`.
    """
    names, points = _names(canvas, answer, room.width, arrow is not None), answer.points.names
    ends = (answer.low, answer.high, answer.output) if not answer.classes else ()
    key = (tuple(room), answer.classes, points, names, ends, arrow)
    canvas.still(room, key, partial(_draw, canvas, room, answer, names, arrow))


def _names(canvas: Canvas, answer: Answer, room: int, arrow: bool) -> tuple[str, ...]:
    """Return what classes are called, as there is room for it, beside an `arrow` if there is one."""
    if not answer.classes:
        return ()
    names = answer.points.names or tuple(f"class {k}" for k in range(answer.classes))
    free = room - answer.classes * canvas.px(MARK + AFTER + BETWEEN)
    if arrow and free - (own := _arrow_width(canvas)) >= answer.classes * canvas.px(SHORT):
        free -= own
    widths = sorted(canvas.text_width(name, Face.SMALL) for name in names)
    if sum(widths) <= free:
        return names
    if not answer.points.names:
        return tuple(str(k) for k in range(answer.classes))
    for k, width in enumerate(widths):  # short names are whole, long ones share what these leave
        if width * (len(widths) - k) > free:
            return tuple(told_apart(canvas, names, Face.SMALL, max(free // (len(widths) - k), 0)))
        free -= width
    return names


def _draw(canvas: Canvas, room: Rect, answer: Answer, names: tuple[str, ...], arrow: Color | None) -> None:
    px, theme, y = canvas.px, canvas.theme, room.centery
    x = room.right
    if answer.classes:
        for k, name in reversed(list(enumerate(names))):
            x = canvas.text(name, (x, y), theme.secondary, Face.SMALL, "midright").left - px(AFTER)
            draw_mark(canvas, (x, y), k, theme.classes[k % len(theme.classes)], MARK)
            x -= px(MARK + BETWEEN)
    else:
        x = _draw_scale(canvas, room, answer)
    if arrow is None or x - _arrow_width(canvas) < room.x:
        return
    left = canvas.text(ABOVE, (x, y), theme.secondary, Face.SMALL, "midright").left - px(5)
    canvas.line((left - px(ARROW), y), (left - px(4), y), arrow, 2)
    canvas.polygon([(left, y), (left - px(6), y - px(4)), (left - px(6), y + px(4))], arrow)


def _arrow_width(canvas: Canvas) -> int:
    return canvas.px(ARROW + 5) + canvas.text_width(ABOVE, Face.SMALL)


def _draw_scale(canvas: Canvas, room: Rect, answer: Answer) -> int:
    """Draw the colours of values between the least and the greatest; return where that begins."""
    px, theme, y = canvas.px, canvas.theme, room.centery
    low, high = answer.threshold - answer.reach, answer.threshold + answer.reach
    texts = [tuple(number(value, digits) for digits in (3, 2, 1)) for value in (answer.low, answer.high)]
    most = max(room.width - px(BAR + 12) - canvas.text_width(answer.output, Face.SMALL) - px(8), 0) // 2
    pairs = zip(*texts, strict=True)
    widest = [max(pair, key=lambda text: canvas.text_width(text, Face.TINY)) for pair in pairs]
    digits = longest(canvas, widest, Face.TINY, most)
    x = canvas.text(texts[1][digits], (room.right, y), theme.secondary, Face.TINY, "midright").left - px(6)
    bar = Rect(x - px(BAR), y - px(THICK) // 2, px(BAR), px(THICK))
    ramp = np.linspace((answer.low,) * 2, (answer.high,) * 2, ENTRIES // 4)
    canvas.heat(ramp, bar, table_of(theme, answer), low, high)
    x = canvas.text(texts[0][digits], (bar.x - px(6), y), theme.secondary, Face.TINY, "midright").left
    x = canvas.text(answer.output, (x - px(8), y), theme.faint, Face.SMALL, "midright").left
    return x - px(BETWEEN)
