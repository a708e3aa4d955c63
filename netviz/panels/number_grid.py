"""A grid of cells with heat, and with numbers where they fit: a map, a kernel, a gradient."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing import colormap
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ColorTable, diverging
from netviz.drawing.contrast import dark_on
from netviz.drawing.figures import Style, figures_of
from netviz.drawing.quick import quick_surface
from netviz.drawing.theme import Color, Theme, blend

Values = NDArray[np.floating]
Mask = NDArray[np.bool_]

ROOM, CLOSE = 4, 3  # design units between the numbers of neighbours; between those of few digits
FAINT = 0.22  # share that is left of the colour of a cell not yet reached


@dataclass(frozen=True)
class Grid:
    """Where cells lie: rows and columns of whole pixels from a corner."""

    x: int
    y: int
    rows: int
    columns: int
    width: int  # of a cell
    height: int

    @property
    def area(self) -> Rect:
        """All cells together."""
        return Rect(self.x, self.y, self.columns * self.width, self.rows * self.height)

    def span(self, row: int, column: int, rows: int = 1, columns: int = 1) -> Rect:
        """Return the rectangle of some cells, also of such as lie outside."""
        left, top = self.x + column * self.width, self.y + row * self.height
        return Rect(left, top, columns * self.width, rows * self.height)

    def at(self, point: Point) -> tuple[int, int] | None:
        """Return row and column under a point, None outside."""
        if not self.area.collidepoint(point):
            return None
        return int(point[1] - self.y) // self.height, int(point[0] - self.x) // self.width

    def nearest(self, point: Point) -> tuple[int, int]:
        """Return row and column nearest to a point."""
        row, column = int(point[1] - self.y) // self.height, int(point[0] - self.x) // self.width
        return min(max(row, 0), self.rows - 1), min(max(column, 0), self.columns - 1)

    def style(self, canvas: Canvas, *, unsigned: bool = False) -> Style | None:
        """Return the most digits that fit into a cell, None if not even few do, `unsigned` perhaps."""
        figures = figures_of(canvas.lettering)
        if self.height < figures.height - canvas.px(1):
            return None
        for style in (Style.FINE, Style.LONG):
            if figures.width(style) + canvas.px(ROOM) <= self.width:
                return style
        return Style.SHORT if needed(canvas, unsigned=unsigned) <= self.width else None


def needed(canvas: Canvas, *, unsigned: bool = False) -> int:
    """Return how many pixels wide a cell must be for a number."""
    return figures_of(canvas.lettering).width(Style.SHORT, unsigned=unsigned) + canvas.px(CLOSE)


def fitted(canvas: Canvas, area: Rect, values: Values, most: int) -> Grid:
    """Return cells for `values` in the corner of an area: square, or wider where that lets numbers in.

    No cell is larger than `most` pixels.
    """
    rows, columns = values.shape
    room = area.width // columns
    side = max(min(room, area.height // rows, most), 1)
    wanted = needed(canvas)
    high_enough = side >= figures_of(canvas.lettering).height
    wider = high_enough and side < wanted <= min(room, round(1.4 * side))
    return Grid(area.x, area.y, rows, columns, wanted if wider else side, side)


@dataclass(frozen=True)
class Heat:
    """Which colour a value has: `low` … `high` over a table. `faint` is for cells not yet reached."""

    table: ColorTable
    faint: ColorTable
    low: float
    high: float


def signed(theme: Theme, *values: Values) -> Heat:
    """Return heat for signed numbers, the largest of all of them at the ends, zero the panel's colour."""
    largest = max((float(np.abs(v).max(initial=0.0)) for v in values), default=0.0)
    largest = largest if 0 < largest < math.inf else 1.0
    return Heat(diverging(theme), _paler(theme, "diverging"), -largest, largest)


def ink(theme: Theme, blank: float, full: float) -> Heat:
    """Return heat for pixels: blank paper the panel's colour, full ink that of text."""
    return Heat(colormap.ink(theme), _paler(theme, "ink"), blank, full)


@lru_cache
def _paler(theme: Theme, name: str) -> ColorTable:
    table = diverging(theme) if name == "diverging" else colormap.ink(theme)
    return ColorTable([theme.tint(color, FAINT) for color in table.colors])


def draw_grid(
    canvas: Canvas,
    grid: Grid,
    values: Values,
    heat: Heat,
    *,
    exponent: int = 0,
    reached: Mask | None = None,
    outside: Mask | None = None,
    numbers: bool = True,
    unsigned: bool = False,
) -> None:
    """Draw `values` (rows, columns). Cells not `reached` are faint and bare; those `outside` are padding.

    Numbers that are never negative, `unsigned`, need less room.
    """
    if min(grid.width, grid.height) < 1:  # there is no room for it
        return
    theme = canvas.theme
    places = heat.table.indices(values, heat.low, heat.high)
    packed = heat.table.packed[places]
    if reached is not None:
        packed = np.where(reached, packed, heat.faint.packed[places])
    if outside is not None:
        packed = np.where(outside, _pack(theme.window), packed)
    _fill(canvas, grid, packed)
    canvas.rect(grid.area.inflate(2, 2), theme.hairline, width=1)
    style = grid.style(canvas, unsigned=unsigned) if numbers else None
    if style is None:
        return
    inverse = dark_on(heat.table, theme)[places]
    written = reached
    if outside is not None and outside.any():
        _write(canvas, grid, values, outside, style, theme.faint, np.zeros_like(inverse))
        written = ~outside if reached is None else reached & ~outside
    scaled = values * np.float64(10) ** -exponent if exponent else values
    _write(canvas, grid, scaled, written, style, theme.text, inverse)


def _write(
    canvas: Canvas, grid: Grid, values: Values, which: Mask | None, style: Style, color: Color, inverse: Mask
) -> None:
    """Write the numbers of the cells `which`, or of all."""
    figures, centres = figures_of(canvas.lettering), _centres(grid)
    if which is not None:
        values, centres, inverse = values[which], centres[which], inverse[which]
    figures.write(canvas.surface, values, centres, style, (color, canvas.theme.panel), inverse)


@lru_cache(maxsize=64)
def _centres(grid: Grid) -> NDArray[np.int64]:
    """Return the pixel in the middle of each cell, (rows, columns, 2)."""
    rows, columns = np.indices((grid.rows, grid.columns))
    xs, ys = grid.x + columns * grid.width + grid.width // 2, grid.y + rows * grid.height + grid.height // 2
    return np.stack((xs, ys), axis=-1)


def _fill(canvas: Canvas, grid: Grid, packed: NDArray[np.uint32]) -> None:
    """Fill every cell with its colour; between cells large enough a hairline is left."""
    lined = min(grid.width, grid.height) >= canvas.px(6)
    lines = packed.take(_cell_at(grid.columns, grid.width), axis=1)
    if lined:
        lines[:, grid.width - 1 :: grid.width] = _pack(canvas.theme.grid)
    surface = _sheet(grid.area.size, grid.height if lined else 0, canvas.theme.grid)
    pixels = pygame.surfarray.pixels2d(surface).T.reshape(grid.rows, grid.height, -1)
    pixels[:, : grid.height - lined] = lines[:, None]
    del pixels  # which locks the surface
    canvas.surface.blit(surface, grid.area)


@lru_cache(maxsize=64)
def _cell_at(cells: int, size: int) -> NDArray[np.intp]:
    """Return which cell each pixel of a line belongs to."""
    return np.repeat(np.arange(cells), size)


@lru_cache(maxsize=32)
def _sheet(size: tuple[int, int], pace: int, line: Color) -> pygame.Surface:
    """Return a surface in the colour of the lines, to fill but for those, `pace` pixels apart, and copy.

    A new one each time would cost more than its colours do.
    """
    surface = quick_surface(size)
    surface.fill(line)
    return surface


@lru_cache(maxsize=16)
def _pack(color: Color) -> np.uint32:
    r, g, b = color
    return np.uint32(0xFF000000 | (r << 16) | (g << 8) | b)


def frame(canvas: Canvas, area: Rect, *, strong: bool = True) -> None:
    """Mark cells: a frame in the colour of focus, or one in that of text where that is taken."""
    theme = canvas.theme
    around = area.inflate(canvas.px(2) + 1, canvas.px(2) + 1)
    canvas.rect(around, theme.focus if strong else blend(theme.panel, theme.text, 0.85), width=2)
