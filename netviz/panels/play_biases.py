"""The mark of a bias: a small plate at the neuron's corner, with its sign on it."""

from __future__ import annotations

import math
from functools import lru_cache

import pygame

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import Color, Theme
from netviz.panels.play_wires import lock

SIZES = (8, 12)  # design units of the mark for the smallest and the largest bias
LEVELS = 8  # of size and colour

Placed = tuple[pygame.Surface, tuple[int, int]]


def placed_bias(
    canvas: Canvas, at: Point, share: float, *, frozen: bool, alive: bool, reach: float = SIZES[1]
) -> Placed:
    """Return the mark of a bias, −1 … 1 beside the largest, and its corner, to be blitted.

    The larger the bias is, the stronger and wider the mark, up to `reach` units. A muted one has a cross
    instead of its sign, a frozen one a dark edge; its lock is drawn by `lock_bias`.
    """
    level = round(LEVELS * max(min(share, 1.0), -1.0)) if not math.isnan(share) else 0
    sign = (share > 0) - (share < 0)
    most = min(SIZES[1], reach)
    least = min(SIZES[0], most)
    size = canvas.px(least + (most - least) * abs(level) / LEVELS) | 1
    look = canvas.theme, canvas.lettering, canvas.scale
    mark = _mark(*look, size, level, sign, bool(share), frozen, alive)
    x, y = round(at[0]), round(at[1])
    half = mark.get_width() // 2
    return mark, (x - half, y - half)


def lock_bias(canvas: Canvas, at: Point, placed: Placed) -> None:
    """Draw the lock of a frozen bias beside its mark."""
    x, y, size = round(at[0]), round(at[1]), placed[0].get_width() - 2 * max(round(canvas.scale), 1)
    lock(canvas, (x - size // 2 - canvas.px(7), y + size // 2 + 1 - canvas.px(2)))


@lru_cache(maxsize=1024)
def _mark(
    theme: Theme,
    lettering: Lettering,
    scale: float,
    size: int,
    level: int,
    sign: int,
    worth: bool,
    frozen: bool,
    alive: bool,
) -> pygame.Surface:
    """Return the mark, `size` pixels and its edge large; there are many of few kinds."""
    edge = max(round(scale), 1)
    surface = pygame.Surface((size + 2 * edge, size + 2 * edge), pygame.SRCALPHA)
    canvas = Canvas(surface, theme, lettering, scale)
    px, box = canvas.px, Rect(edge, edge, size, size)
    fill, ink = _colors(theme, level or sign, not worth, alive)
    rim = theme.text if frozen else theme.panel if alive else theme.secondary
    plate(canvas, box.inflate(2 * edge, 2 * edge), rim, radius=3)
    plate(canvas, box, fill, radius=2)
    r, thick = max(px(2), 2), max(1, px(1.2))
    x, y = box.center
    if not alive:
        for way in (1, -1):
            canvas.line((x - r, y - way * r), (x + r, y + way * r), ink, 1.2)
    elif worth:
        canvas.rect(Rect(x - r, y - thick // 2, 2 * r + 1, thick), ink)
        if sign > 0:
            canvas.rect(Rect(x - thick // 2, y - r, thick, 2 * r + 1), ink)
    return surface


@lru_cache(maxsize=128)
def _colors(theme: Theme, level: int, zero: bool, alive: bool) -> tuple[Color, Color]:
    """Return the colours of plate and sign."""
    if not alive:
        return theme.panel, theme.text
    color = theme.positive if level > 0 else theme.negative
    fill = theme.raised if zero else theme.tint(color, 0.35 + 0.65 * abs(level) / LEVELS)
    return fill, ink_on(theme, fill)
