"""What controls are drawn from: rounded plates, knobs and the ring of focus, smooth and drawn once."""

from __future__ import annotations

from functools import lru_cache

import pygame

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.theme import Color, Theme

FINER = 4  # times that shapes are drawn larger, to be scaled down smoothly


def plate(
    canvas: Canvas,
    area: Rect,
    fill: Color | None,
    edge: Color | None = None,
    *,
    radius: float = 5,
    width: float = 1,
) -> None:
    """Draw a rounded rectangle, filled or with an edge of `width` units, or both."""
    if area.width > 0 and area.height > 0:
        thick = max(1, canvas.px(width)) if edge else 0
        sprite = _rounded(area.width, area.height, canvas.px(radius), thick, fill, edge)
        canvas.surface.blit(sprite, area)


def disc(canvas: Canvas, at: Point, radius: float, fill: Color, edge: Color, width: float = 2) -> None:
    """Draw a round knob, `radius` units to its rim, with an edge inside the rim."""
    reach = max(2, canvas.px(radius))
    area = Rect(round(at[0]) - reach, round(at[1]) - reach, 2 * reach, 2 * reach)
    plate(canvas, area, fill, edge, radius=radius + 1, width=width)


def ring(canvas: Canvas, area: Rect, color: Color) -> None:
    """Draw the ring that says: this control has the keyboard."""
    around = area.inflate(2 * canvas.px(2), 2 * canvas.px(1))
    plate(canvas, around, None, color, radius=7, width=2)


def edge_of(theme: Theme, *, hovered: bool = False) -> Color:
    """Return the colour of a control's edge at rest, and under the mouse."""
    return theme.secondary if hovered else theme.tint(theme.text, 0.26)


def chevron(canvas: Canvas, at: Point, way: int, color: Color) -> None:
    """Draw ‹ (`way` −1) or ›."""
    x, y, r = round(at[0]), round(at[1]), canvas.px(4)
    points = [(x - way * r // 2, y - r), (x + way * r // 2, y), (x - way * r // 2, y + r)]
    canvas.polyline(points, color, width=1.5)


@lru_cache(maxsize=1024)
def _rounded(
    width: int, height: int, radius: int, thick: int, fill: Color | None, edge: Color | None
) -> pygame.Surface:
    outer = edge or fill
    assert outer is not None
    large = pygame.Surface((FINER * width, FINER * height), pygame.SRCALPHA)
    large.fill((*outer, 0))
    whole = large.get_rect()
    pygame.draw.rect(large, (*outer, 255), whole, border_radius=FINER * radius)
    if edge is not None:
        inner = whole.inflate(-2 * FINER * thick, -2 * FINER * thick)
        within = (*fill, 255) if fill is not None else (*edge, 0)
        pygame.draw.rect(large, within, inner, border_radius=max(FINER * (radius - thick), 0))
    return pygame.transform.smoothscale(large, (width, height))


def fade(canvas: Canvas, area: Rect, *, up: bool) -> None:
    """Let what was drawn in `area` fade into the panel, towards its upper or its lower end."""
    canvas.surface.blit(_faded(area.width, area.height, canvas.theme.panel, up), area)


def draw_scroll(
    canvas: Canvas, seen: Rect, top: int, height: int, *, edge: int = 14, apart: int = 3, least: int = 20
) -> None:
    """Show that only part of what is `height` pixels high is `seen`, from `top` on; nothing if all of it is.

    Ends where it goes on fade over `edge` design units; a bar `apart` to the right says where, `least` high.
    """
    px, further = canvas.px, height - seen.height
    if further <= 0:
        return
    high = min(px(edge), seen.height)
    for up, goes_on in ((True, top > 0), (False, top < further)):
        if goes_on:
            fade(canvas, Rect(seen.x, seen.y if up else seen.bottom - high, seen.width, high), up=up)
    bar = max(round(seen.height * seen.height / height), px(least))
    y = seen.y + round((seen.height - bar) * top / further)
    plate(canvas, Rect(seen.right + px(apart), y, px(3), bar), canvas.theme.faint, radius=1.5)


@lru_cache(maxsize=32)
def _faded(width: int, height: int, color: Color, up: bool) -> pygame.Surface:
    surface = pygame.Surface((width, height), pygame.SRCALPHA)
    for y in range(height):
        share = (height - y if up else y + 1) / height
        surface.fill((*color, round(255 * share)), Rect(0, y, width, 1))
    return surface
