"""A layer's kernels as one picture, with labels, numbers and the scale of its colours."""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ENTRIES, ColorTable, diverging
from netviz.drawing.contrast import dark_on
from netviz.drawing.figures import Style, figures_of
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import number
from netviz.drawing.quick import quick_surface
from netviz.engine.arrays import Parameters
from netviz.panels.kernel_grid import Grid


class KernelSheets:
    """Draws several arrays of parameters in the same grid, and keeps the pictures."""

    def __init__(self) -> None:
        self._labels: tuple[object, pygame.Surface] | None = None
        self._pictures: dict[int, tuple[object, pygame.Surface]] = {}

    def draw(
        self,
        canvas: Canvas,
        grid: Grid,
        corner: Point,
        values: Parameters,
        limit: float,
        index: int,
        stamp: Hashable,
        *,
        numbers: bool,
    ) -> None:
        """Draw parameters (n,) from −limit to limit, with the grid's `corner` there.

        The picture is kept under its `index` while `stamp` is the same.
        """
        weights, biases = _windows(grid, values)
        table = diverging(canvas.theme)
        key = (stamp, grid, canvas.theme.name, limit)
        kept = self._pictures.get(index)
        if kept is None or kept[0] != key:
            ground = int(table.packed[ENTRIES // 2])
            picture = grid.compose(_colors(table, weights, limit), _colors(table, biases, limit), ground)
            image = quick_surface((picture.shape[1], picture.shape[0]))
            pixels = pygame.surfarray.pixels2d(image)
            pixels.T[...] = picture
            del pixels  # which locks the surface
            kept = self._pictures[index] = (key, image)
        canvas.surface.blit(kept[1], (corner[0], corner[1] + grid.room.above))
        canvas.surface.blit(self._labelled(canvas, grid), corner)
        if numbers:
            shown = np.concatenate((weights.ravel(), biases))
            _write(canvas, grid, corner, shown, limit)

    def _labelled(self, canvas: Canvas, grid: Grid) -> pygame.Surface:
        """Return the labels as a picture that is clear elsewhere."""
        key = (grid, canvas.theme.name, canvas.scale)
        if self._labels is None or self._labels[0] != key:
            width, height = grid.size
            sheet = pygame.Surface((width + 1, height), 0, 32)  # the last frame goes round its cell
            sheet.fill(canvas.theme.panel)
            _label(Canvas(sheet, canvas.theme, canvas.lettering, canvas.scale), grid)
            sheet.set_colorkey(canvas.theme.panel, pygame.RLEACCEL)
            self._labels = (key, sheet)
        return self._labels[1]


def _label(canvas: Canvas, grid: Grid) -> None:
    """Write the filters' numbers at their left, and those of the input channels above."""
    theme, px = canvas.theme, canvas.px
    k, (wide, high) = grid.shape.size, grid.cell
    filters = range(grid.first, grid.first + grid.filters)
    for filter in filters:
        for channel in range(grid.channel, grid.channel + grid.channels):
            _frame(canvas, grid.corner(filter, channel), (k * wide, k * high))
        _frame(canvas, grid.corner(filter, -1), (wide, high))
    tall = canvas.line_height(Face.TINY)
    every = max(1, -(-tall // grid.tile[1]))
    for i in range(0, grid.filters, 1 if grid.across > 1 else every):
        x, y = grid.corner(grid.first + i, grid.channel)
        at = (x - px(4), y + k * high / 2)
        canvas.text(str(grid.first + i + 1), at, theme.faint, Face.TINY, "midright")
    widest = canvas.text_width(str(grid.channel + grid.channels), Face.TINY) + px(4)
    every = max(1, -(-widest // grid.tile[0]))
    for across in range(min(grid.across, grid.filters)):
        for i in range(0, grid.channels, every):
            x, _ = grid.corner(grid.first + across, grid.channel + i)
            middle = x + k * wide / 2
            canvas.text(str(grid.channel + i + 1), (middle, 0), theme.faint, Face.TINY, "midtop")
        x, _ = grid.corner(grid.first + across, -1)
        canvas.text("b", (x + wide / 2, 0), theme.faint, Face.TINY, "midtop")


def _frame(canvas: Canvas, corner: tuple[int, int], size: tuple[int, int]) -> None:
    """Draw a hairline round a kernel, of which weights near zero would not show where it ends."""
    canvas.rect(Rect(corner, size).inflate(2, 2), canvas.theme.hairline, width=1)


def _write(canvas: Canvas, grid: Grid, corner: Point, shown: Parameters, limit: float) -> None:
    """Write every number into its cell."""
    table, theme = diverging(canvas.theme), canvas.theme
    strong = dark_on(table, theme)[table.indices(shown, -limit, limit)]
    centres = _centres(grid) + np.array(corner, dtype=np.int64)
    figures, colors = figures_of(canvas.lettering), (theme.text, theme.panel)
    style = Style.FINE if figures.width(Style.FINE) + canvas.px(4) <= grid.cell[0] else Style.LONG
    figures.write(canvas.surface, shown, centres, style, colors, strong)


def draw_scale(canvas: Canvas, area: Rect, limit: float) -> None:
    """Draw the colours of −limit … limit."""
    theme, px = canvas.theme, canvas.px
    high, low = number(limit), number(-limit)
    edge, y = canvas.text_width(high, Face.TINY) + px(6), area.y + px(10)
    bar = Rect(area.right - edge - px(96), area.y + px(6), px(96), px(8))
    if bar.left - canvas.text_width(low, Face.TINY) - px(12) < area.left:
        return
    ramp = np.repeat(np.linspace(-limit, limit, ENTRIES // 2)[:, None], 2, axis=1)
    where = Rect(bar.left - px(60), area.y, area.right - bar.left + px(60), area.height)

    def draw() -> None:
        canvas.heat(ramp, bar, diverging(theme), -limit, limit)
        canvas.rect(bar, theme.hairline, width=1)
        canvas.text(high, (bar.right + px(6), y), theme.secondary, Face.TINY, "midleft")
        canvas.text(low, (bar.left - px(6), y), theme.secondary, Face.TINY, "midright")
        canvas.rule((bar.centerx, bar.top - px(2)), (bar.centerx, bar.bottom + px(1)), theme.secondary)

    canvas.still(where, ("kernel scale", limit, theme.name), draw)


def _windows(grid: Grid, flat: Parameters) -> tuple[Parameters, Parameters]:
    """Return the weights and biases that the grid shows."""
    shape = grid.shape
    weights = flat[: shape.weights].reshape(shape.filters, shape.channels, shape.size, shape.size)
    filters = slice(grid.first, grid.first + grid.filters)
    return weights[filters, grid.channel : grid.channel + grid.channels], flat[shape.weights :][filters]


def _colors(table: ColorTable, values: Parameters, limit: float) -> NDArray[np.uint32]:
    return table.packed[table.indices(values, -limit, limit)]


@lru_cache(maxsize=8)
def _centres(grid: Grid) -> NDArray[np.int64]:
    """Return the middle (n, 2) of every cell shown: the weights in their order, then the biases."""
    shape = grid.shape
    filters = range(grid.first, grid.first + grid.filters)
    channels = range(grid.channel, grid.channel + grid.channels)
    offsets = [
        shape.offset(filter, channel, row, column)
        for filter in filters
        for channel in channels
        for row in range(shape.size)
        for column in range(shape.size)
    ] + [shape.weights + filter for filter in filters]
    places = [grid.place(offset) for offset in offsets]
    return np.array([place.center for place in places if place is not None])
