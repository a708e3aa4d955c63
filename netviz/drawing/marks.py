"""Points as small marks, thousands at once: a shape for each class, filled or hollow, ringed or not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.theme import Color, Theme

FINE = 4  # marks are drawn so many times as large, and scaled down
SHAPES = 5


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key for what is drawn
class Looks:
    """How points look: `shapes` (n,) from 0 to 4, `colors` (n,) places in `palette`; `hollow`, `ringed` (n,).

    Their rim, and what is inside hollow ones, is of the panel's colour if no `rim` is given.
    """

    shapes: NDArray[np.int64]
    colors: NDArray[np.int64]
    palette: Sequence[Color]
    hollow: NDArray[np.bool_]
    ringed: NDArray[np.bool_]
    rim: Color | None = None

    @cached_property
    def order(self) -> NDArray[np.intp] | None:
        """In which order they are drawn, if not their own: the ringed ones last."""
        return np.argsort(self.ringed, kind="stable") if self.ringed.any() else None

    @cached_property
    def codes(self) -> list[int]:
        """A number for each point, in the order of drawing: the same for those that look the same."""
        codes = ((self.colors * SHAPES + self.shapes) * 2 + self.hollow) * 2 + self.ringed
        listed: list[int] = (codes if self.order is None else codes[self.order]).tolist()
        return listed


Placed = tuple[pygame.Surface, tuple[int, int]]


def draw_points(canvas: Canvas, places: ArrayLike, looks: Looks, radius: float) -> None:
    """Draw points at pixels (n, 2), `radius` design units large; ringed ones over the others."""
    draw_placed(canvas, placed(canvas, places, looks, radius))


def placed(canvas: Canvas, places: ArrayLike, looks: Looks, radius: float) -> list[Placed]:
    """Return what `draw_points` draws, for `draw_placed`, as long as nothing of it changes."""
    corners = np.rint(np.asarray(places, dtype=np.float64)).astype(np.int64) - _reach(radius, canvas.scale)
    if looks.order is not None:
        corners = corners[looks.order]
    known = {code: _coded(canvas, code, looks, radius) for code in set(looks.codes)}
    return list(zip(map(known.__getitem__, looks.codes), corners.tolist(), strict=True))


def draw_placed(canvas: Canvas, marks: Sequence[Placed]) -> None:
    """Draw points whose pictures and places are known."""
    canvas.surface.fblits(marks, pygame.BLEND_PREMULTIPLIED)


def draw_mark(
    canvas: Canvas,
    at: Point,
    shape: int,
    color: Color,
    radius: float,
    *,
    hollow: bool = False,
    ringed: bool = False,
    rim: Color | None = None,
) -> None:
    """Draw a single mark around a pixel."""
    reach = _reach(radius, canvas.scale)
    theme = canvas.theme
    image = _mark(theme, canvas.scale, shape, color, radius, hollow, ringed, rim or theme.panel)
    corner = (round(at[0]) - reach, round(at[1]) - reach)
    canvas.surface.blit(image, corner, special_flags=pygame.BLEND_PREMULTIPLIED)


def radius_for(count: int, side: float) -> float:
    """Return the size in design units of marks of which so many share a square `side` design units wide."""
    most = 6.5 if count <= 8 else 5.5
    return round(2 * min(max(0.25 * side / math.sqrt(max(count, 1)), 2.5), most)) / 2


def _reach(radius: float, scale: float) -> int:
    """Return the pixels from a mark's middle to the edge of its picture: room for outline and ring."""
    return math.ceil((radius * 1.3 + 4.5) * scale)


def _coded(canvas: Canvas, code: int, looks: Looks, radius: float) -> pygame.Surface:
    rest, ringed = divmod(code, 2)
    rest, hollow = divmod(rest, 2)
    place, shape = divmod(rest, SHAPES)
    rim = looks.rim or canvas.theme.panel
    return _mark(
        canvas.theme, canvas.scale, shape, looks.palette[place], radius, bool(hollow), bool(ringed), rim
    )


@lru_cache(maxsize=2048)
def _mark(
    theme: Theme,
    scale: float,
    shape: int,
    color: Color,
    radius: float,
    hollow: bool,
    ringed: bool,
    rim: Color,
) -> pygame.Surface:
    """Return a mark, its colours multiplied by its coverage, as `BLEND_PREMULTIPLIED` wants it."""
    side = 2 * _reach(radius, scale) + 1
    large = pygame.Surface((side * FINE, side * FINE), pygame.SRCALPHA)
    unit, middle = scale * FINE, side * FINE / 2
    if ringed:
        outer = radius + 3.6
        for width, shade in ((2.7, theme.panel), (1.3, theme.text)):
            r = (outer + (width - 1.3) / 2) * unit
            pygame.draw.circle(large, shade, (middle, middle), r, round(width * unit))
    layers = [(radius + 1.0, rim), (radius, color)]
    if hollow:
        layers.append((radius - max(1.3, 0.3 * radius), rim))
    for size, shade in layers:
        _fill(large, shape, size * unit, middle, shade)
    return pygame.transform.smoothscale(large, (side, side))


def _fill(surface: pygame.Surface, shape: int, size: float, middle: float, color: Color) -> None:
    """Fill a shape of about the same area as a disc of radius `size`."""
    if shape % SHAPES == 0:
        pygame.draw.circle(surface, color, (middle, middle), size)
        return
    corners = [(middle + size * x, middle + size * y) for x, y in _CORNERS[shape % SHAPES]]
    pygame.draw.polygon(surface, color, corners)


_ARM = 0.42
_CORNERS: dict[int, list[Point]] = {
    1: [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)],
    2: [(0, -1.3), (1.25, 0.85), (-1.25, 0.85)],
    3: [(-0.92, -0.92), (0.92, -0.92), (0.92, 0.92), (-0.92, 0.92)],
    4: [
        (-_ARM, -1.2), (_ARM, -1.2), (_ARM, -_ARM), (1.2, -_ARM), (1.2, _ARM), (_ARM, _ARM),
        (_ARM, 1.2), (-_ARM, 1.2), (-_ARM, _ARM), (-1.2, _ARM), (-1.2, -_ARM), (-_ARM, -_ARM),
    ],
}  # fmt: skip
