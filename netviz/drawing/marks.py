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
RIM, LINE = 1.0, 0.7  # design units of the rim round a mark, and of that inside a hollow one


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key for what is drawn
class Looks:
    """How points look: `shapes` (n,) from 0 to 4, `colors` (n,) places in `palette`; `hollow`, `ringed` (n,).

    What is inside hollow ones is of the panel's colour, as their rims are if no `rim` is given. Where they
    are `joined`, the rims of those without a ring are below all marks: so many in a row make a thick line,
    of which otherwise each would wipe out the one before.
    """

    shapes: NDArray[np.int64]
    colors: NDArray[np.int64]
    palette: Sequence[Color]
    hollow: NDArray[np.bool_]
    ringed: NDArray[np.bool_]
    rim: Color | None = None
    joined: bool = False

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
    middles = np.rint(np.asarray(places, dtype=np.float64)).astype(np.int64)
    ringed = looks.ringed
    if looks.order is not None:
        middles, ringed = middles[looks.order], ringed[looks.order]
    reaches = [_reach(radius, canvas.scale, ringed=kind) for kind in (False, True)]
    corners = (middles - np.where(ringed, reaches[1], reaches[0])[:, None]).tolist()
    known = {code: _coded(canvas, code, looks, radius) for code in set(looks.codes)}
    marks = list(zip(map(known.__getitem__, looks.codes), corners, strict=True))
    if not looks.joined:
        return marks
    rim = looks.rim or canvas.theme.panel
    rims = {code: _rim(canvas.scale, code // 4 % SHAPES, radius, rim) for code in known if not code % 2}
    return [(rims[code], at) for code, at in zip(looks.codes, corners, strict=True) if code in rims] + marks


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
    reach = _reach(radius, canvas.scale, ringed=ringed)
    theme = canvas.theme
    image = _mark(theme, canvas.scale, shape, color, radius, hollow, ringed, rim or theme.panel)
    corner = (round(at[0]) - reach, round(at[1]) - reach)
    canvas.surface.blit(image, corner, special_flags=pygame.BLEND_PREMULTIPLIED)


def radius_for(count: int, side: float) -> float:
    """Return the size in design units of marks of which so many share a square `side` design units wide."""
    most = 6.5 if count <= 8 else 5.5
    return round(2 * min(max(0.25 * side / math.sqrt(max(count, 1)), 2.5), most)) / 2


def _reach(radius: float, scale: float, *, ringed: bool) -> int:
    """Return the pixels from a mark's middle to the edge of its picture: room for its rim, or for a ring."""
    return math.ceil((radius * 1.3 + (4.5 if ringed else 2.5)) * scale)


def _coded(canvas: Canvas, code: int, looks: Looks, radius: float) -> pygame.Surface:
    rest, ringed = divmod(code, 2)
    rest, hollow = divmod(rest, 2)
    place, shape = divmod(rest, SHAPES)
    rim = looks.rim or canvas.theme.panel
    color, bare = looks.palette[place], looks.joined and not ringed
    return _mark(canvas.theme, canvas.scale, shape, color, radius, bool(hollow), bool(ringed), rim, bare)


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
    bare: bool = False,
) -> pygame.Surface:
    """Return a mark, its colours multiplied by its coverage, as `BLEND_PREMULTIPLIED` wants it.

    A `bare` one is without its rim.
    """
    side = 2 * _reach(radius, scale, ringed=ringed) + 1
    large = pygame.Surface((side * FINE, side * FINE), pygame.SRCALPHA)
    unit, middle = scale * FINE, side * FINE / 2
    if ringed:
        outer = radius + 3.6
        for width, shade in ((2.7, theme.panel), (1.3, theme.text)):
            r = (outer + (width - 1.3) / 2) * unit
            pygame.draw.circle(large, shade, (middle, middle), r, round(width * unit))
    layers = [] if bare else [(radius + RIM, rim)]
    layers.append((radius, color))
    if hollow:
        inner = radius - max(1.3, 0.3 * radius)
        layers += [(inner, rim), (inner - LINE, theme.panel)]
    for size, shade in layers:
        _fill(large, shape, size * unit, middle, shade)
    return pygame.transform.smoothscale(large, (side, side))


@lru_cache(maxsize=256)
def _rim(scale: float, shape: int, radius: float, color: Color) -> pygame.Surface:
    """Return what is below a bare mark."""
    side = 2 * _reach(radius, scale, ringed=False) + 1
    large = pygame.Surface((side * FINE, side * FINE), pygame.SRCALPHA)
    _fill(large, shape, (radius + RIM) * scale * FINE, side * FINE / 2, color)
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
