"""One box on the graph of an update: a neuron, with its number in the present phase."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Face
from netviz.drawing.theme import blend
from netviz.panels.update_layout import LOW, SHORT
from netviz.panels.update_words import brief

APART = 2  # design units between a name and its number
CLOSE = 70  # design units of width, with which a box of one line has its name at any rate
LARGE = 124  # design units of width, from which numbers are larger
NEARER = 0.65  # how much nearer to that of text the colour of names is on the strongest ground


def draw_box(
    canvas: Canvas,
    box: Rect,
    name: str,
    value: float | None,
    below: str | None,
    *,
    lit: bool,
    most: float,
) -> None:
    """Draw one box: name and number, and a line `below` if any; coloured by its share of the `most`."""
    theme, px = canvas.theme, canvas.px
    share = 0.0 if value is None or not np.isfinite(value) else min(abs(value) / max(most, 1e-300), 1.0)
    tone = theme.secondary if not value else theme.negative if value < 0 else theme.positive
    fill = theme.tint(tone, (0.1 + 0.28 * share) if lit else 0.06 * share)
    if value is None:
        fill = theme.panel
    plate(canvas, box, theme.panel)
    plate(canvas, box, fill, theme.tint(tone, 0.8) if lit and value is not None else theme.hairline)
    large, low = box.width >= px(LARGE), box.height < px(LOW)
    close = low and box.width >= px(CLOSE)
    face, edge = Face.MONO if large else Face.TINY, px(10 if large else 3 if close else 5)
    upper, lower = box.y + box.height * 0.32, box.y + box.height * 0.7
    bright = theme.text if lit else theme.secondary
    quiet = blend(theme.secondary, theme.text, NEARER * share) if lit else theme.secondary
    digits = (3, 2, 1) if close else (3, 2)  # a name is worth more than the last ones
    texts = ("",) if value is None else tuple(brief(value, k) for k in digits)
    around = canvas.text_width(name, Face.SMALL) + px(APART) + 2 * edge
    widths = [canvas.text_width(text, face) for text in texts]
    stacked = not low and box.width < px(SHORT)  # all of a column alike, however short its numbers
    fits = [] if stacked else [k for k, wide in enumerate(widths) if around + wide <= box.width]
    fits += [k for k, wide in enumerate(widths) if wide <= box.width - px(4)]
    chosen = (fits or [-1])[0]
    text, beside = texts[chosen], not stacked and around + widths[chosen] <= box.width
    if below is not None and canvas.text_width(below, face) > box.width - edge:
        below = None
    if value is not None and not beside and not low:
        below = None  # a name is worth more
    y = box.centery if below is None else upper
    if value is None:
        canvas.text(name, (box.centerx, y), theme.faint, Face.SMALL, "center")
    elif beside:
        canvas.text(name, (box.x + edge, y), quiet, Face.SMALL, "midleft")
        canvas.figures([(text, box.right - edge, round(y), bright)], face)
    elif not low:  # the name has a line of its own
        canvas.text(name, (box.centerx, upper), quiet, Face.SMALL, "center")
        canvas.text(text, (box.centerx, lower), bright, face, "center")
    else:
        canvas.text(text, (box.centerx, y), bright, face, "center")
    if below is not None:
        canvas.figures([(below, box.right - edge, round(lower), quiet if lit else theme.faint)], face)
