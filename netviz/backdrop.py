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
    """A picture of it, kept until something of it changes; a plate that changes is drawn again alone.

    After a whole frame with nothing over its panels, each of them can be seen until it is drawn anew, in
    frames that are left half done too: the backdrop then goes under one panel after the other.
    """

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._key: object = None
        self._ground: pygame.Surface | None = None
        self._plates: list[Plate] = []  # as they are on it
        self._seen: Canvas | None = None  # where every panel of the layout can be seen, old or new
        self._under = False  # whether it lies under the whole of this frame

    def begin(self, canvas: Canvas) -> bool:
        """Draw it for a new frame, unless the panels of the last are seen; return whether they are."""
        ground = self._up_to_date(canvas)
        self._under = self._seen is not canvas
        if self._under:
            self._seen = None
            canvas.surface.blit(ground, (0, 0))
        return not self._under

    def draw_above(self, canvas: Canvas) -> None:
        """Have it lie above the panels."""
        top = min(area.top for area in self._looking.places.values())
        self.draw(canvas, Rect(0, 0, canvas.surface.get_width(), top))

    def draw(self, canvas: Canvas, area: Rect) -> None:
        """Have it lie in `area`, as under the panel whose plate that is."""
        if self._ground is not None and not self._under:
            canvas.surface.blit(self._ground, area, area)

    def end(self, canvas: Canvas, *, covered: bool) -> None:
        """Take note that the frame is whole, and whether something covers its panels."""
        self._seen = None if covered else canvas

    def _up_to_date(self, canvas: Canvas) -> pygame.Surface:
        """Return the picture, with what has changed drawn on it."""
        looking = self._looking
        size = canvas.surface.get_size()
        panels = looking.page.panels
        plates = [Plate(panels[i].title, area, i == looking.focused) for i, area in looking.places.items()]
        key = (size, canvas.theme.name, looking.number, [tuple(plate.area) for plate in plates])
        if self._ground is None or self._key != key:
            canvas.forget_stills()
            self._seen = None
            self._key, self._plates = key, plates
            self._ground = quick_surface(size, canvas.surface)
            self._ground.fill(canvas.theme.window)
            self._draw_plates(canvas, self._ground, plates)
        elif plates != self._plates:
            changed = [new for new, old in zip(plates, self._plates, strict=True) if new != old]
            self._plates = plates
            self._draw_plates(canvas, self._ground, changed)
        return self._ground

    @staticmethod
    def _draw_plates(canvas: Canvas, ground: pygame.Surface, plates: Sequence[Plate]) -> None:
        """Draw plates, and let go of what is kept of their places."""
        under = Canvas(ground, canvas.theme, canvas.lettering, canvas.scale)
        for plate in plates:
            canvas.forget_stills(plate.area)
            ground.fill(canvas.theme.window, plate.area)
            draw_plate(under, plate.area, plate.title, focused=plate.focused)
