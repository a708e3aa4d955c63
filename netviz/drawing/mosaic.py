"""Pictures of numbers pixel for pixel: all those of a kind composed into one, by one look-up of a table."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ColorTable
from netviz.drawing.quick import quick_surface

Place = tuple[int, int, int]  # picture, row, column


class Mosaic:
    """Where `count` pictures (rows, columns) lie, each `size` (width, height) in pixels, `across` in a line.

    Without gaps the height may be a fraction: some pictures are then a pixel higher than others.
    Every pixel on the screen is that of one number: nothing is smoothed, and the way back is exact.
    """

    def __init__(
        self,
        corner: tuple[int, int],
        count: int,
        shape: tuple[int, int],
        size: tuple[int, float],
        across: int = 1,
        gap: int = 0,
        *,
        framed: bool = False,
    ) -> None:
        self.count, self.shape, self.size, self.across, self.gap = count, shape, size, across, gap
        width, height = size
        self.down = -(-count // across)
        self.area = Rect(*corner, across * (width + gap) - gap, int(self.down * (height + gap) - gap))
        self._surface: pygame.Surface | None = None
        self._stamp: Hashable = None
        self._wide, self._lines = self._sources()
        self._drawn, self._drawn_lines = self._with_frames() if framed else (self._wide, self._lines)

    def __repr__(self) -> str:
        return f"Mosaic({self.count} of {self.shape} in {self.area})"

    def _sources(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the places of the numbers in each different line of pixels, and which line is where.

        One past the last number stands for the ground.
        """
        (rows, columns), (width, height) = self.shape, self.size
        across, x = np.divmod(np.arange(self.area.width), width + self.gap)
        down, y = np.divmod(np.arange(self.area.height), height + self.gap)
        line = np.where(y < height, down * rows + y * rows // height, -1).astype(np.intp)
        different, lines = np.unique(line, return_inverse=True)
        of, row = np.divmod(different[:, None], rows)
        picture = of * self.across + across
        inside = (different >= 0)[:, None] & (x < width) & (picture < self.count)
        number = (picture * rows + row) * columns + x * columns // width
        return np.where(inside, number, self.count * rows * columns).astype(np.intp), lines.reshape(-1)

    def _with_frames(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the same with the outermost pixels of each picture two past the last number."""
        whole, ground = self._wide[self._lines], self.count * self.shape[0] * self.shape[1]
        for i in range(self.count):
            box = self.box(i).move(-self.area.x, -self.area.y)
            for edge in (box.top, box.bottom - 1):
                whole[edge, box.left : box.right] = ground + 1
            for edge in (box.left, box.right - 1):
                whole[box.top : box.bottom, edge] = ground + 1
        different, lines = np.unique(whole, axis=0, return_inverse=True)
        return different, lines.reshape(-1)

    def draw(
        self,
        canvas: Canvas,
        values: NDArray[Any],
        table: ColorTable,
        low: float,
        high: float,
        stamp: Hashable = None,
    ) -> None:
        """Draw values (at least count, rows, columns) by `table` from `low` to `high`.

        Frames, if any, are in the colour of grids. With a `stamp`, what was drawn last is drawn again while
        that is the same.
        """
        surface = self._surface
        if surface is None or stamp is None or stamp != self._stamp:
            if surface is None:
                surface = self._surface = quick_surface(self.area.size)
            numbers = values[: self.count].reshape(-1)
            colors = np.empty(len(numbers) + 2, np.uint32)
            table.packed.take(table.indices(numbers, low, high), out=colors[:-2], mode="clip")
            for place, (r, g, b) in ((-2, canvas.theme.panel), (-1, canvas.theme.grid)):
                colors[place] = r << 16 | g << 8 | b
            pixels = pygame.surfarray.pixels2d(surface)
            colors.take(self._drawn).take(self._drawn_lines, axis=0, out=pixels.T, mode="clip")
            del pixels  # which locks the surface
            self._stamp = stamp
        canvas.surface.blit(surface, self.area)

    def at(self, point: Point) -> Place | None:
        """Return the picture, row and column under a point."""
        if not self.area.collidepoint(point):
            return None
        line = self._lines[int(point[1]) - self.area.y]
        number = int(self._wide[line, int(point[0]) - self.area.x])
        rows, columns = self.shape
        picture, cell = divmod(number, rows * columns)
        return (picture, *divmod(cell, columns)) if picture < self.count else None

    def box(self, picture: int) -> Rect:
        """Return where a picture lies."""
        down, across = divmod(picture, self.across)
        width, height = self.size
        top, bottom = down * (height + self.gap), down * (height + self.gap) + height
        place = Rect(self.area.x + across * (width + self.gap), self.area.y + round(top), width, 0)
        place.height = round(bottom) - round(top)
        return place
