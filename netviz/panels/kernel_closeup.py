"""One kernel, large: its weights and all that moves them, with numbers."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.contrast import dark_on
from netviz.drawing.figures import Style, figures_of
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exponent_of, power
from netviz.engine.arrays import Parameters
from netviz.panels.words import longest

HIGH, GAP = 64, 14  # of a cell, at most, and between two arrays; design units


class Closeup:
    """Draws square arrays side by side, each in its own colours and power of ten."""

    def __init__(self) -> None:
        self._places: list[Rect] = []
        self._size = 1

    @staticmethod
    def wide_enough(canvas: Canvas, width: int, size: int, count: int) -> bool:
        """Return whether numbers fit into cells of so many arrays (size, size) side by side."""
        parts = divide(width, [1] * count, canvas.px(GAP))
        return _style(canvas, min(part for _, part in parts) // size) is not None

    @staticmethod
    def least(canvas: Canvas, size: int, *, titled: bool) -> int:
        """Return how high an area has room for arrays (size, size), with a title or their names alone."""
        return size * figures_of(canvas.lettering).height + _head(canvas, titled=titled)

    def draw(
        self,
        canvas: Canvas,
        area: Rect,
        title: str,
        arrays: list[tuple[str, Parameters]],
        chosen: tuple[int, int] | None,
    ) -> None:
        """Draw arrays (size, size) with their names, if the area has room; outline the cell `chosen`.

        The title is left out where there would be no room for numbers with it.
        """
        px, line = canvas.px, canvas.line_height(Face.SMALL)
        self._places, self._size = [], len(arrays[0][1])
        figures = figures_of(canvas.lettering)
        parts = divide(area.width, [1] * len(arrays), px(GAP))
        titled = area.height >= self.least(canvas, self._size, titled=True)
        head = _head(canvas, titled=titled)
        high = min((area.height - head) // self._size, px(HIGH))
        broad = max(5 * high // 4, figures.width(Style.FINE) + px(4))
        wide = min(min(width for _, width in parts) // self._size, broad)
        style = _style(canvas, wide)
        if high < figures.height or style is None:
            return
        if titled:
            canvas.text(title, area.topleft, canvas.theme.secondary, Face.SMALL)
        for (start, width), (name, values) in zip(parts, arrays, strict=True):
            place = Rect(area.x + start, area.y + head - px(2), wide * self._size, high * self._size)
            exponent = exponent_of(values)
            name = _with_power(canvas, name, power(exponent), width)
            canvas.text(name, (place.x, place.y - px(2) - line), canvas.theme.text, Face.SMALL)
            self._draw_one(canvas, place, values * np.float64(10) ** -exponent, style)
            if chosen is not None:
                row, column = chosen
                cell = Rect(place.x + column * wide, place.y + row * high, wide, high)
                canvas.rect(cell, canvas.theme.text, width=1)
            self._places.append(place)

    def _draw_one(self, canvas: Canvas, place: Rect, values: NDArray[np.float64], style: Style) -> None:
        theme, table, size = canvas.theme, diverging(canvas.theme), self._size
        wide, high = place.width // size, place.height // size
        most = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
        indices = table.indices(values, -most, most)
        cells = pygame.image.frombuffer(table.packed[indices].tobytes(), (size, size), "BGRA").convert(32, 0)
        canvas.surface.blit(pygame.transform.scale(cells, place.size), place)
        rows, columns = np.indices((size, size))
        centres = np.stack((place.x + columns * wide + wide // 2, place.y + rows * high + high // 2), axis=-1)
        canvas.rect(place, theme.hairline, width=1)
        figures = figures_of(canvas.lettering)
        inks = (theme.text, theme.panel)
        figures.write(canvas.surface, values, centres, style, inks, dark_on(table, theme)[indices])

    def at(self, point: Point) -> tuple[int, int] | None:
        """Return row and column of the cell under a point."""
        for place in self._places:
            if place.collidepoint(point):
                row = (int(point[1]) - place.y) * self._size // place.height
                return row, (int(point[0]) - place.x) * self._size // place.width
        return None


def _head(canvas: Canvas, *, titled: bool) -> int:
    """Return the height of the title, of the names, and of what is around them."""
    return (2 if titled else 1) * canvas.line_height(Face.SMALL) + canvas.px(4)


def _with_power(canvas: Canvas, name: str, power: str, width: int) -> str:
    """Return a name and, whole, the power without which the numbers below it mean nothing."""
    room = width - canvas.text_width(power, Face.SMALL)
    names = (name, name.split()[-1])  # in words and a sign: "gradient ∂L/∂w", or the sign alone
    return canvas.lettering.fit(names[longest(canvas, names, Face.SMALL, room)], Face.SMALL, room) + power


def _style(canvas: Canvas, wide: int) -> Style | None:
    """Return the most digits that fit into a cell so wide, None if not even few do."""
    figures = figures_of(canvas.lettering)
    rooms = ((Style.FINE, 4), (Style.LONG, 2), (Style.SHORT, 2))
    fits = (style for style, room in rooms if figures.width(style) + canvas.px(room) <= wide)
    return next(fits, None)
