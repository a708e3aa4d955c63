"""Parts of the screen that rarely change, kept as pictures."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import pygame

from netviz.drawing.quick import quick_copy

KEPT = 64  # pictures


class Stills:
    """Copies of parts of one surface, each with the key under which it was drawn."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int, int, int, int], tuple[Hashable, pygame.Surface | None]] = {}

    def __repr__(self) -> str:
        return f"Stills({len(self._kept)} kept)"

    def draw(
        self,
        surface: pygame.Surface,
        area: pygame.Rect,
        key: Hashable,
        draw: Callable[[], None],
        *,
        settling: bool,
    ) -> None:
        """Draw as `Canvas.still` says."""
        place = (area.x, area.y, area.width, area.height)
        kept = self._kept.get(place)
        known = kept is not None and kept[0] == key
        if kept is not None and known and kept[1] is not None:
            surface.blit(kept[1], area)
            return
        draw()
        if settling and not known:
            self._kept[place] = (key, None)
            return
        seen = area.clip(surface.get_clip())
        if seen == area:  # all of it is on the surface, so a copy is whole
            if len(self._kept) >= KEPT:
                self._kept.clear()
            self._kept[place] = (key, quick_copy(surface, area))

    def forget(self, area: pygame.Rect | None = None) -> None:
        """Let go of all, or of what is in an area."""
        if area is None:
            self._kept.clear()
        else:
            self._kept = {place: kept for place, kept in self._kept.items() if not area.colliderect(place)}
