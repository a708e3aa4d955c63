"""What panels draw with: shapes and text on a surface, in a theme, at an interface scale."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pygame
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.colormap import ColorTable
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.quick import stretch
from netviz.drawing.sprites import Sprites
from netviz.drawing.stills import Stills
from netviz.drawing.theme import Color, Theme

Rect = pygame.Rect
Point = tuple[float, float]

# Pixels. SDL fills wider rectangles past the processor's cache, here ten times as slowly as polygons.
NARROW = 16
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
        self._stills = Stills()
        self._sprites = Sprites(theme, scale)

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

    def still(self, area: Rect, key: Hashable, draw: Callable[[], None], *, settling: bool = False) -> None:
        """Draw what rarely changes: as before by `draw`, or from a copy of `area` while `key` is the same.

        Nothing but the ground may have been drawn there before. What is still `settling`, and may change
        with every frame for a while, is copied only when it is drawn the same for the second time.
        """
        self._stills.draw(self.surface, area, key, draw, settling=settling)

    def forget_stills(self, area: Rect | None = None) -> None:
        """Let go of what `still` kept, of all or of an area, when that is laid out anew."""
        self._stills.forget(area)

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

    def texts(self, texts: Iterable[tuple[str, tuple[int, int], Color]], face: Face) -> None:
        """Write many short texts, each with its upper left corner."""
        render = self.lettering.render
        self.surface.fblits([(render(text, face, color), corner) for text, corner, color in texts])

    def figures(self, figures: Iterable[tuple[str, int, int, Color]], face: Face = Face.TINY) -> None:
        """Write figures that are new with every refresh, each given with its right end and its middle."""
        signs = self.lettering.signs
        self.surface.fblits([sign for text, x, y, ink in figures for sign in signs(text, face, ink, x, y)])

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
        if not width and not radius and area.width > NARROW and area.height > 0:
            left, top, right, bottom = area.left, area.top, area.right - 1, area.bottom - 1
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            pygame.draw.polygon(self.surface, color, corners)
            return
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
            self._draw_thin(places, color, closed)
            return
        # Smooth lines are one pixel wide; side by side they make a wider one.
        across = _normals(places)
        for i in range(thick):
            self._draw_thin(places + (i - (thick - 1) / 2) * across, color, closed)

    def _draw_thin(self, places: NDArray[np.float64], color: Color, closed: bool) -> None:
        if len(places) == 2:
            self.segments([places], color)
        else:
            pygame.draw.aalines(self.surface, color, closed, places.tolist())

    def segments(self, lines: Sequence[NDArray[np.float64]], color: Color) -> None:
        """Draw several thin smooth straight lines, (2, 2) each, as `polyline` does."""
        draw, surface = pygame.draw.aaline, self.surface
        for start, end in np.array(lines).tolist():
            draw(surface, color, start, end)  # twice, as `aalines` does; but that has the last pixel once
            draw(surface, color, start, end)  # or twice

    def polylines(self, lines: NDArray[np.float64], color: Color) -> None:
        """Draw several thin smooth lines, each through as many points, (lines, points, 2)."""
        for line in lines.tolist():
            pygame.draw.aalines(self.surface, color, False, line)

    def polygon(self, points: Sequence[Point], color: Color, width: int = 0) -> None:
        """Fill a polygon, or draw its edge."""
        pygame.draw.polygon(self.surface, color, points, width)

    def polygons(self, polygons: Iterable[tuple[Sequence[Point], Color]]) -> None:
        """Fill polygons, each over those before."""
        fill, surface = pygame.draw.polygon, self.surface
        for points, color in polygons:
            fill(surface, color, points)

    def circle(self, at: Point, radius: float, color: Color, width: float = 0) -> None:
        """Fill a smooth circle (`radius` in pixels), or draw its edge `width` units wide."""
        thick = max(1, self.px(width)) if width else 0
        pygame.draw.aacircle(self.surface, color, (round(at[0]), round(at[1])), round(radius), thick)

    def mark(self, at: Point, klass: int, *, chosen: bool = False) -> None:
        """Draw a sample, ringed if chosen: class 0 a disc, class 1 a diamond, so that colour is not alone."""
        sprite = self._sprites.mark(klass, chosen=chosen)
        half = sprite.get_width() // 2
        self.surface.blit(sprite, (round(at[0]) - half, round(at[1]) - half))

    # fields of numbers

    def heat(
        self, values: NDArray[np.float64], area: Rect, table: ColorTable, low: float, high: float
    ) -> None:
        """Fill `area` with values (columns, rows), the first row at the top, smoothly scaled."""
        pixels = table.packed.take(table.indices(values, low, high).T)
        small = pygame.image.frombuffer(pixels.tobytes(), values.shape, "BGRA")
        small = small.convert(32, 0)  # without alpha, which would cost time
        stretch(small, self.surface, area)

    def discs(
        self,
        values: NDArray[np.float64],
        places: Sequence[Point],
        radius: int,
        table: ColorTable,
        low: float,
        high: float,
    ) -> None:
        """Draw values (pictures, columns, rows), the first row at the top, as ringed round pictures."""
        mask, ring = self._sprites.disc(radius), self._sprites.ring(radius)
        pixels = np.ascontiguousarray(table.packed[table.indices(values, low, high)].transpose(0, 2, 1))
        for picture, (x, y) in zip(pixels, places, strict=True):
            small = pygame.image.frombuffer(picture.tobytes(), values.shape[1:], "BGRA")
            image = pygame.transform.smoothscale(small, (2 * radius, 2 * radius))
            image.blit(mask, (0, 0), special_flags=pygame.BLEND_RGBA_MULT)
            corner = (round(x) - radius, round(y) - radius)
            self.surface.blit(image, corner)
            self.surface.blit(ring, corner)


def _normals(places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return at each point (n, 2) of a line the direction of length 1 across it."""
    along = np.empty_like(places)
    along[0], along[-1] = places[1] - places[0], places[-1] - places[-2]
    np.subtract(places[2:], places[:-2], out=along[1:-1])
    length = np.sqrt(np.einsum("ij,ij->i", along, along))
    along /= np.maximum(length, 1e-9)[:, None]
    return along[:, ::-1] * (-1.0, 1.0)
