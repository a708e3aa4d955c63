"""What stands still behind the panels: window colour, plates, titles."""

from __future__ import annotations

import pygame

from netviz.drawing.canvas import Canvas
from netviz.drawing.quick import quick_surface
from netviz.drawing.widgets import draw_plate
from netviz.looking import Looking


class Backdrop:
    """A picture of it, kept until something of it changes."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._key: object = None
        self._ground: pygame.Surface | None = None

    def draw(self, canvas: Canvas) -> None:
        """Draw it over the whole surface."""
        looking = self._looking
        size = canvas.surface.get_size()
        places = tuple((looking.page.panels[i].title, tuple(area)) for i, area in looking.places.items())
        key = (size, canvas.theme.name, looking.number, looking.focused, places)
        if self._ground is None or self._key != key:
            canvas.forget_stills()
            self._key, self._ground = key, self._drawn(canvas)
        canvas.surface.blit(self._ground, (0, 0))

    def _drawn(self, canvas: Canvas) -> pygame.Surface:
        looking = self._looking
        ground = quick_surface(canvas.surface.get_size(), canvas.surface)
        ground.fill(canvas.theme.window)
        under = Canvas(ground, canvas.theme, canvas.lettering, canvas.scale)
        for i, area in looking.places.items():
            draw_plate(under, area, looking.page.panels[i].title, focused=i == looking.focused)
        return ground
