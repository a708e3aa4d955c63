"""The look of a link: whose it is and whether it adds or takes away, told by more than colour."""

from __future__ import annotations

import math
from functools import lru_cache

import pygame

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color, Theme
from netviz.panels.paths_data import RIVAL, WINNER

WIDEST = 6  # design units
DASH, SPACE = 18, 6


def color_of(theme: Theme, side: int) -> Color:
    """Return the winner's or the rival's colour."""
    return theme.series(2)[side]


def draw_link(canvas: Canvas, start: Point, end: Point, side: int, amount: float, share: float) -> None:
    """Draw a link as wide as `share` (0 … 1): the rival's dashed; one that takes away as two thin lines."""
    color = _tint(canvas.theme, side, round(0.45 + 0.55 * share, 2))
    width = max(WIDEST * share, 1)
    pieces = dashes(start, end, canvas.px(DASH), canvas.px(SPACE)) if side == RIVAL else [(start, end)]
    draw, surface, thick = pygame.draw.aaline, canvas.surface, max(canvas.px(width), 1)
    if amount > 0:
        for a, b in pieces:
            draw(surface, color, a, b, thick)
        return
    length = math.hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    half = max(canvas.px(width) / 2, 1.5) / length
    dx, dy = -(end[1] - start[1]) * half, (end[0] - start[0]) * half
    for a, b in pieces:
        draw(surface, color, (a[0] - dx, a[1] - dy), (b[0] - dx, b[1] - dy))
        draw(surface, color, (a[0] + dx, a[1] + dy), (b[0] + dx, b[1] + dy))


def dashes(start: Point, end: Point, dash: float, space: float) -> list[tuple[Point, Point]]:
    """Return the dashes of a line, the first at its start; the last ends with it."""
    x, y = start
    across, down = end[0] - x, end[1] - y
    length = max(math.hypot(across, down), 1.0)
    whole, rest = divmod(length, dash + space)
    across, down = across / length, down / length
    to_next = [k * (dash + space) for k in range(int(whole) + (rest > 0))]
    wide, high = dash * across, dash * down
    pieces = [
        ((px, py), (px + wide, py + high))
        for px, py in [(x + gone * across, y + gone * down) for gone in to_next]
    ]
    if 0 < rest < dash:
        pieces[-1] = (pieces[-1][0], end)
    return pieces


@lru_cache(maxsize=512)
def _tint(theme: Theme, side: int, share: float) -> Color:
    return theme.tint(color_of(theme, side), share)


def draw_key(canvas: Canvas, area: Rect, winner: int, rival: int) -> None:
    """Draw one line of samples with what they mean, as many as there is room for."""
    canvas.still(area, (winner, rival), lambda: _draw_key(canvas, area, winner, rival))


def _draw_key(canvas: Canvas, area: Rect, winner: int, rival: int) -> None:
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
