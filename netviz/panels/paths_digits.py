"""The digits at the end of the paths: logit and probability of each."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed, percent
from netviz.drawing.theme import Color
from netviz.panels.paths_data import RIVAL, WINNER, Paths
from netviz.panels.paths_layout import Layout
from netviz.panels.paths_lines import color_of


def draw_digits(canvas: Canvas, layout: Layout, paths: Paths) -> None:
    """Write each digit with logit, bar and probability; winner, rival and the true one are marked."""
    theme, px = canvas.theme, canvas.px
    sides = {paths.winner: WINNER, paths.rival: RIVAL}
    left, right = layout.rows[0].left, layout.rows[0].right
    head = layout.area.y + px(2)
    if paths.label is not None:
        canvas.circle((left + px(12), head + px(7)), px(3), theme.focus)
        canvas.text("true", (left + px(20), head), theme.faint, Face.SMALL)
    for text, x in (("logit", left + px(76)), ("p", right - px(6))):
        if not (layout.tight and text == "logit"):
            canvas.text(text, (x, head), theme.faint, Face.SMALL, "topright")
    figures: list[tuple[str, int, int, Color]] = []
    for digit, row in enumerate(layout.rows):
        side = sides.get(digit)
        color = theme.secondary if side is None else color_of(theme, side)
        if side is not None:
            canvas.rect(row, theme.tint(color, 0.16), radius=4)
            canvas.rect(Rect(row.x, row.y, px(3), row.height), color)
        ink_of = theme.text if side is not None else theme.secondary
        y = row.centery
        canvas.text(str(digit), (row.x + px(9), y), ink_of, Face.TITLE, "midleft")
        if digit == paths.label:
            canvas.circle((row.x + px(24 if layout.tight else 28), y), px(3), theme.focus)
        if not layout.tight:
            figures.append((fixed(float(paths.logits[digit])).strip(), left + px(76), y, ink_of))
        share = float(paths.probabilities[digit])
        written = percent(share, 0).replace(" ", "") if layout.tight else percent(share)
        figures.append((written, right - px(6), y, ink_of))
        bar = Rect(left + px(84), y - px(3), 0, px(6))
        room = right - px(66) - bar.x
        if room > px(12) and canvas.text_width(written, Face.TINY) <= px(56):
            bar.width = room
            canvas.rect(bar, theme.grid, radius=2)
            bar.width = round(room * share) if np.isfinite(share) else 0
            if bar.width:
                canvas.rect(bar, color, radius=2)
    canvas.figures(figures)
