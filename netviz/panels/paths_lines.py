"""The look of a link: whose it is and whether it adds or takes away, told by more than colour."""

from __future__ import annotations

import math

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color, Theme
from netviz.panels.paths_data import RIVAL, WINNER

WIDEST = 6  # design units
DASH, SPACE = 14, 6


def color_of(theme: Theme, side: int) -> Color:
    """Return the winner's or the rival's colour."""
    return theme.series(2)[side]


def draw_link(canvas: Canvas, start: Point, end: Point, side: int, amount: float, share: float) -> None:
    """Draw a link as wide as `share` (0 … 1): the rival's dashed; one that takes away as two thin lines."""
    color = canvas.theme.tint(color_of(canvas.theme, side), 0.45 + 0.55 * share)
    width = max(WIDEST * share, 1)
    pieces = dashes(start, end, canvas.px(DASH), canvas.px(SPACE)) if side == RIVAL else [(start, end)]
    if amount > 0:
        for a, b in pieces:
            canvas.line(a, b, color, width)
        return
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    half = max(canvas.px(width) / 2, 1.5) / length
    dx, dy = -(end[1] - start[1]) * half, (end[0] - start[0]) * half
    for a, b in pieces:
        for sign in (-1, 1):
            moved = [(x + sign * dx, y + sign * dy) for x, y in (a, b)]
            canvas.line(moved[0], moved[1], color)


def dashes(start: Point, end: Point, dash: float, space: float) -> list[tuple[Point, Point]]:
    """Return the dashes of a line, the first at its start."""
    (x0, y0), (x1, y1) = start, end
    length = max(math.hypot(x1 - x0, y1 - y0), 1.0)
    count = max(math.ceil(length / (dash + space)), 1)
    pieces = []
    for k in range(count):
        a, b = k * (dash + space) / length, min((k * (dash + space) + dash) / length, 1.0)
        pieces.append(((x0 + a * (x1 - x0), y0 + a * (y1 - y0)), (x0 + b * (x1 - x0), y0 + b * (y1 - y0))))
    return pieces


def draw_key(canvas: Canvas, area: Rect, winner: int, rival: int) -> None:
    """Draw one line of samples with what they mean, as many as there is room for."""
    theme, px = canvas.theme, canvas.px
    samples = (
        (WINNER, 1.0, f"to {winner}, the winner"),
        (RIVAL, 1.0, f"to {rival}, the rival"),
        (WINNER, -1.0, "takes away"),
        (RIVAL, -1.0, "takes away"),
    )
    x, y = area.x, area.centery
    for side, amount, says in samples:
        width = px(36) + canvas.text_width(says, Face.SMALL)
        if x + width > area.right:
            return
        draw_link(canvas, (x, y), (x + px(30), y), side, amount, 0.6)
        canvas.text(says, (x + px(36), y), theme.secondary, Face.SMALL, "midleft")
        x += width + px(18)
    says = "width: activation × weight, to the greatest of each gap"
    if x + canvas.text_width(says, Face.SMALL) <= area.right:
        canvas.text(says, (x, y), theme.faint, Face.SMALL, "midleft")
