"""The rows of a form on a sheet of their own, of which only those that have changed are drawn again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pygame

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls import Control
from netviz.drawing.lettering import Face
from netviz.panels.form_layout import Placed

MARGIN, ABOVE = 4, 2  # design units around the rows, beside and above, for the ring of focus


class Sheet:
    """As high as the whole form; what is in sight is copied from it. Controls have their places on it."""

    def __init__(self, canvas: Canvas, placed: Placed, width: int) -> None:
        size = width + 2 * canvas.px(MARGIN), max(placed.height, 1)
        self.surface = pygame.Surface(size, 0, canvas.surface)
        self._canvas = Canvas(self.surface, canvas.theme, canvas.lettering, canvas.scale)
        self._placed = placed
        self._drawn: dict[str, Hashable] = {}  # of each row, what it was drawn from
        self.surface.fill(canvas.theme.panel)
        for text, place in placed.titles:
            self._draw_title(text, place.move(canvas.px(MARGIN), 0))

    def __repr__(self) -> str:
        return f"Sheet({self.surface.get_size()})"

    def draw(self, controls: Mapping[str, Control], focused: str | None, hovered: str | None) -> None:
        """Draw the rows that look otherwise than they were drawn."""
        across = self._canvas.px(MARGIN)
        for name, place in self._placed.rows.items():
            control = controls[name]
            key = (id(control), control.state(), name == focused, name == hovered)
            if self._drawn.get(name) == key:
                continue
            self._drawn[name] = key
            row = place.move(across, 0)
            around = row.inflate(2 * self._canvas.px(3), 2 * self._canvas.px(ABOVE))
            self.surface.fill(self._canvas.theme.panel, around)
            control.draw(
                self._canvas, row, focused=name == focused, hovered=name == hovered, lead=self._placed.lead
            )

    def _draw_title(self, text: str, place: Rect) -> None:
        canvas = self._canvas
        px, theme = canvas.px, canvas.theme
        box = canvas.text(text, (place.x, place.centery), theme.text, Face.TITLE, "midleft")
        y = box.centery + px(1)
        canvas.rule((box.right + px(8), y), (place.right - 1, y), theme.hairline)
