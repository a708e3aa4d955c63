"""What stands still behind the panels: window colour, plates, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.quick import quick_surface
from netviz.drawing.widgets import draw_plate
from netviz.looking import Looking


@dataclass(frozen=True)
class Plate:
    """What a panel's plate is drawn from."""

    title: str
    area: Rect
    focused: bool


class Backdrop:
    """A picture of it, kept until something of it changes; a plate that changes is drawn again alone."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._key: object = None
        self._ground: pygame.Surface | None = None
        self._plates: list[Plate] = []  # as they are on it

    def draw(self, canvas: Canvas) -> None:
        """Draw it over the whole surface."""
        looking = self._looking
        size = canvas.surface.get_size()
        panels = looking.page.panels
        plates = [Plate(panels[i].title, area, i == looking.focused) for i, area in looking.places.items()]
        key = (size, canvas.theme.name, looking.number, [tuple(plate.area) for plate in plates])
        if self._ground is None or self._key != key:
            canvas.forget_stills()
            self._key, self._plates = key, plates
            self._ground = quick_surface(size, canvas.surface)
            self._ground.fill(canvas.theme.window)
            self._draw_plates(canvas, self._ground, plates)
        elif plates != self._plates:
            changed = [new for new, old in zip(plates, self._plates, strict=True) if new != old]
            self._plates = plates
            self._draw_plates(canvas, self._ground, changed)
        canvas.surface.blit(self._ground, (0, 0))

    @staticmethod
    def _draw_plates(canvas: Canvas, ground: pygame.Surface, plates: Sequence[Plate]) -> None:
        """Draw plates, and let go of what is kept of their places."""
        under = Canvas(ground, canvas.theme, canvas.lettering, canvas.scale)
        for plate in plates:
            canvas.forget_stills(plate.area)
            ground.fill(canvas.theme.window, plate.area)
            draw_plate(under, plate.area, plate.title, focused=plate.focused)
