"""What the stage draws on: a canvas over the surface, in a theme that may change."""

from __future__ import annotations

import pygame

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import DARK, LIGHT, THEMES


class Easel:
    """Holds one canvas, and what is kept on it, for as long as surface and theme stay the same."""

    def __init__(self, theme: str, scale: float) -> None:
        self.theme = THEMES[theme]
        self._lettering, self._scale = Lettering(scale), scale
        self._canvas: Canvas | None = None

    def __repr__(self) -> str:
        return f"Easel({self.theme.name}, ×{self._scale:g})"

    def switch_theme(self) -> None:
        """Draw dark what was light, or light what was dark."""
        self.theme = LIGHT if self.theme is DARK else DARK

    def canvas(self, surface: pygame.Surface) -> Canvas:
        """Return the canvas over a surface."""
        canvas = self._canvas
        if canvas is None or canvas.surface is not surface or canvas.theme is not self.theme:
            canvas = self._canvas = Canvas(surface, self.theme, self._lettering, self._scale)
        return canvas
