"""What panels draw with: shapes and text on a surface, in a theme, at an interface scale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.colormap import ColorTable
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import Color, Theme

Rect = pygame.Rect
Point = tuple[float, float]

_ANCHORS = {
    "topleft": (0.0, 0.0), "midtop": (0.5, 0.0), "topright": (1.0, 0.0),
    "midleft": (0.0, 0.5), "center": (0.5, 0.5), "midright": (1.0, 0.5),
    "bottomleft": (0.0, 1.0), "midbottom": (0.5, 1.0), "bottomright": (1.0, 1.0),
}  # fmt: skip


class Canvas:
    """A surface with a theme and lettering. Positions are pixels; `px` turns design units into them."""

    def __init__(
        self, surface: pygame.Surface, theme: Theme, lettering: Lettering, scale: float = 1.0
    ) -> None:
        self.surface = surface
        self.theme = theme
        self.lettering = lettering
        self.scale = scale
        self._discs: dict[int, pygame.Surface] = {}

    def __repr__(self) -> str:
        return f"Canvas({self.surface.get_size()}, {self.theme.name}, ×{self.scale:g})"

    def px(self, units: float) -> int:
        """Return design units (pixels at scale 1) as pixels."""
        return round(units * self.scale)

    @contextmanager
    def clipped(self, area: Rect) -> Iterator[None]:
        """Draw nothing outside `area` meanwhile."""
        before = self.surface.get_clip()
        self.surface.set_clip(area.clip(before))
        try:
            yield
        finally:
            self.surface.set_clip(before)

    # text

    def text(
        self,
        text: str,
        at: Point,
        color: Color | None = None,
        face: Face = Face.TEXT,
        anchor: str = "topleft",
    ) -> Rect:
        """Write one line with `anchor` of its box at `at`; return the box."""
        image = self.lettering.render(text, face, color or self.theme.text)
        across, down = _ANCHORS[anchor]
        width, height = image.get_size()
        return self.surface.blit(image, (round(at[0] - across * width), round(at[1] - down * height)))

    def label(self, text: str, at: Point, color: Color | None = None, face: Face = Face.TINY) -> Rect:
        """Write a centred line on a plate of the panel's colour, readable over anything."""
        image = self.lettering.render(text, face, color or self.theme.text)
        box = image.get_rect(center=(round(at[0]), round(at[1])))
        plate = box.inflate(self.px(6), 0)
        pygame.draw.rect(self.surface, self.theme.panel, plate, border_radius=self.px(3))
        self.surface.blit(image, box)
        return plate

    def text_width(self, text: str, face: Face = Face.TEXT) -> int:
        """Return the width of a text in pixels."""
        return self.lettering.width(text, face)

    def line_height(self, face: Face = Face.TEXT) -> int:
        """Return the height of a line of text in pixels."""
        return self.lettering.height(face)

    # shapes

    def rect(self, area: Rect, color: Color, width: float = 0, radius: float = 0) -> None:
        """Fill a rectangle, or draw its edge `width` units wide."""
        thick = max(1, self.px(width)) if width else 0
        pygame.draw.rect(self.surface, color, area, thick, border_radius=self.px(radius))

    def line(self, start: Point, end: Point, color: Color, width: float = 1) -> None:
        """Draw a smooth straight line."""
        pygame.draw.aaline(self.surface, color, start, end, max(1, self.px(width)))

    def rule(self, start: Point, end: Point, color: Color) -> None:
        """Draw a crisp horizontal or vertical hairline."""
        pygame.draw.line(self.surface, color, start, end, max(1, self.px(1)))

    def polyline(self, points: ArrayLike, color: Color, width: float = 1, *, closed: bool = False) -> None:
        """Draw a smooth line through points (n, 2)."""
        places = np.asarray(points, dtype=np.float64)
        if len(places) < 2:
            return
        thick = max(1, self.px(width))
        if thick == 1:
            pygame.draw.aalines(self.surface, color, closed, places.tolist())
            return
        # Smooth lines are one pixel wide; side by side, half a pixel or less apart, they make a wider one.
        along = np.gradient(places, axis=0)
        across = (
            np.stack((-along[:, 1], along[:, 0]), axis=-1) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
        )
        for offset in np.linspace(-(thick - 1) / 2, (thick - 1) / 2, 2 * thick - 1):
            pygame.draw.aalines(self.surface, color, closed, (places + offset * across).tolist())

    def polygon(self, points: Sequence[Point], color: Color, width: int = 0) -> None:
        """Fill a polygon, or draw its edge."""
        pygame.draw.polygon(self.surface, color, points, width)

    def circle(self, at: Point, radius: float, color: Color, width: float = 0) -> None:
        """Fill a smooth circle (`radius` in pixels), or draw its edge `width` units wide."""
        thick = max(1, self.px(width)) if width else 0
        pygame.draw.aacircle(self.surface, color, (round(at[0]), round(at[1])), round(radius), thick)

    def mark(self, at: Point, klass: int, *, chosen: bool = False, size: float = 5) -> None:
        """Draw a sample: class 0 a disc, class 1 a diamond, so that colour is never alone; ringed if chosen."""
        theme = self.theme
        x, y = round(at[0]), round(at[1])
        r = self.px(size)
        if chosen:
            self.circle((x, y), r + self.px(8), theme.focus, 2)
        for grown, color in (
            (4, theme.panel),
            (2, theme.text),
            (0, theme.positive if klass else theme.negative),
        ):
            reach = r + self.px(grown)
            if klass:
                reach += self.px(1)
                corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
                pygame.draw.polygon(self.surface, color, corners)
            else:
                self.circle((x, y), reach, color)

    # fields of numbers

    def heat(
        self, values: NDArray[np.float64], area: Rect, table: ColorTable, low: float, high: float
    ) -> None:
        """Fill `area` with values (columns, rows), the first row at the top, smoothly scaled."""
        small = _pixels(values, table, low, high).convert(32, 0)  # without alpha, which would cost time
        self.surface.blit(pygame.transform.smoothscale(small, area.size), area)

    def disc(
        self, values: NDArray[np.float64], at: Point, radius: int, table: ColorTable, low: float, high: float
    ) -> None:
        """Draw values (columns, rows), the first row at the top, as a round picture."""
        image = pygame.transform.smoothscale(_pixels(values, table, low, high), (2 * radius, 2 * radius))
        image.blit(self._mask(radius), (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
        self.surface.blit(image, (round(at[0]) - radius, round(at[1]) - radius))

    def _mask(self, radius: int) -> pygame.Surface:
        mask = self._discs.get(radius)
        if mask is None:
            mask = pygame.Surface((2 * radius, 2 * radius), pygame.SRCALPHA)
            large = pygame.Surface((8 * radius, 8 * radius), pygame.SRCALPHA)
            large.fill((255, 255, 255, 0))
            pygame.draw.circle(large, (255, 255, 255, 255), (4 * radius, 4 * radius), 4 * radius)
            mask = self._discs[radius] = pygame.transform.smoothscale(large, (2 * radius, 2 * radius))
        return mask


def _pixels(values: NDArray[np.float64], table: ColorTable, low: float, high: float) -> pygame.Surface:
    """Return values (columns, rows) as a surface of one pixel each, opaque, with an alpha channel."""
    pixels = np.ascontiguousarray(table.packed[table.indices(values, low, high)].T)
    return pygame.image.frombuffer(pixels.tobytes(), values.shape, "BGRA")
