"""The colours of a layer's maps, and the strip below them that says which stands for which number."""

from __future__ import annotations

from functools import lru_cache

import pygame

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import ColorTable, diverging, ink, magnitudes
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import MINUS, exact
from netviz.drawing.theme import Theme
from netviz.panels.layer_maps import LayerMaps


def table_of(theme: Theme, layer: LayerMaps) -> ColorTable:
    """Return the colours of a layer: ink, from below zero to above, or from zero on."""
    if layer.ink:
        return ink(theme)
    return diverging(theme) if layer.signed else magnitudes(theme)


@lru_cache(maxsize=64)
def _strip(table: ColorTable, size: tuple[int, int]) -> pygame.Surface:
    """Return the colours of a table from the first to the last, side by side."""
    strip = pygame.Surface(size, 0, 32)
    for x in range(size[0]):
        strip.fill(table.colors[round(x * 255 / max(size[0] - 1, 1))], (x, 0, 1, size[1]))
    return strip


def draw_scale(canvas: Canvas, area: Rect, layer: LayerMaps) -> None:
    """Draw which colours stand for which numbers, and whether some lie beyond."""
    theme, px = canvas.theme, canvas.px
    bar = Rect(area.x, area.y, min(area.width, px(64)), px(4))
    canvas.surface.blit(_strip(table_of(theme, layer), bar.size), bar)
    most = exact(layer.limit, 3)
    lower, upper = (f"≤{MINUS}{most}", f"≥{most}") if layer.exceeded else (MINUS + most, most)
    lower = lower if layer.signed else "0"
    y, fits = bar.bottom + px(1), canvas.text_width(f"{lower} {upper}", Face.TINY) <= bar.width
    if layer.signed and not fits:
        shorter = (f"±{exact(layer.limit, digits)}" + "+" * layer.exceeded for digits in (3, 1))
        short = next((s for s in shorter if canvas.text_width(s, Face.TINY) <= area.width), "")
        canvas.text(short, (bar.centerx, y), theme.secondary, Face.TINY, "midtop")
        return
    if fits:
        canvas.text(lower, (bar.x, y), theme.secondary, Face.TINY)
    canvas.text(upper, (bar.right, y), theme.secondary, Face.TINY, "topright")
