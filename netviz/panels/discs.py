"""Small discs with a rim, drawn once: many of them mark places."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pygame

from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.theme import Color


def draw_disc(canvas: Canvas, at: Point, radius: float, rim: float, hole: float = 0) -> None:
    """Draw a disc in the colour of text, and to `rim` units one in that of the panel below it."""
    draw_discs(canvas, (at,), radius, rim, hole)


def draw_discs(canvas: Canvas, places: Iterable[Point], radius: float, rim: float, hole: float = 0) -> None:
    """Draw such a disc at each of some places."""
    theme, px = canvas.theme, canvas.px
    reach = px(rim)
    disc = _disc(theme.panel, theme.text, reach, px(radius), px(hole))
    canvas.surface.fblits([(disc, (round(x) - reach, round(y) - reach)) for x, y in places])


@lru_cache(maxsize=64)
def _disc(ground: Color, ink: Color, rim: int, radius: int, hole: int) -> pygame.Surface:
    surface = pygame.Surface((2 * rim + 1, 2 * rim + 1), pygame.SRCALPHA)
    for reach, color in ((rim, ground), (radius, ink), (hole, ground)):
        if reach:
            pygame.draw.aacircle(surface, color, (rim, rim), reach)
    return surface
