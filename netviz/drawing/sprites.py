"""Small pictures that are drawn once and then put wherever they are wanted."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from netviz.drawing.theme import Theme

MARK = 15  # design units from the middle of a mark to its edge


class Sprites:
    """The small pictures of one theme at one scale, each made when first asked for."""

    def __init__(self, theme: Theme, scale: float) -> None:
        self._theme, self._scale = theme, scale
        self._kept: dict[tuple[object, ...], pygame.Surface] = {}

    def __repr__(self) -> str:
        return f"Sprites({self._theme.name}, ×{self._scale:g}, {len(self._kept)} kept)"

    def mark(self, klass: int, *, chosen: bool) -> pygame.Surface:
        """Return a sample's mark: class 0 a disc, class 1 a diamond, ringed if chosen."""

        def draw(surface: pygame.Surface, centre: tuple[int, int]) -> None:
            if chosen:
                ring, width = self._px(13), max(self._px(2), 1)
                pygame.draw.aacircle(surface, self._theme.focus, centre, ring, width)
            self._draw_mark(surface, centre, klass)

        return self._made(("mark", klass, chosen), self._px(MARK), draw)

    def ring(self, radius: int) -> pygame.Surface:
        """Return a thin circle."""

        def draw(surface: pygame.Surface, centre: tuple[int, int]) -> None:
            pygame.draw.aacircle(surface, self._theme.secondary, centre, radius, max(self._px(1), 1))

        return self._made(("ring", radius), radius, draw)

    def disc(self, radius: int) -> pygame.Surface:
        """Return a white disc with a soft rim on nothing; a picture multiplied by it becomes round."""

        def draw(surface: pygame.Surface, _: tuple[int, int]) -> None:
            size = 8 * radius
            large = pygame.Surface((size, size), pygame.SRCALPHA)
            large.fill((255, 255, 255, 0))
            pygame.draw.circle(large, (255, 255, 255, 255), (size // 2, size // 2), size // 2)
            surface.blit(pygame.transform.smoothscale(large, (2 * radius, 2 * radius)), (0, 0))

        return self._made(("disc", radius), radius, draw)

    def _made(
        self, key: tuple[object, ...], reach: int, draw: Callable[[pygame.Surface, tuple[int, int]], None]
    ) -> pygame.Surface:
        """Return a square picture `reach` pixels to each side of its middle, drawn by `draw` if it is new."""
        sprite = self._kept.get(key)
        if sprite is None:
            sprite = pygame.Surface((2 * reach + 1, 2 * reach + 1), pygame.SRCALPHA)
            draw(sprite, (reach, reach))
            self._kept[key] = sprite
        return sprite

    def _draw_mark(self, surface: pygame.Surface, centre: tuple[int, int], klass: int) -> None:
        theme, (x, y) = self._theme, centre
        inner = theme.positive if klass == 1 else theme.negative
        for radius, color in ((9, theme.panel), (7, theme.text), (5, inner)):
            r = self._px(radius)
            if klass == 1:
                r += self._px(1)
                pygame.draw.polygon(surface, color, [(x, y - r), (x + r, y), (x, y + r), (x - r, y)])
            else:
                pygame.draw.aacircle(surface, color, centre, r)

    def _px(self, units: float) -> int:
        return round(units * self._scale)
