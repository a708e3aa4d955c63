"""What the window shows before there is anything to train on: how far a download is."""

from __future__ import annotations

import pygame

from netviz.actions import Action
from netviz.display import open_window
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK, LIGHT, THEMES
from netviz.keyboard import action_of
from netviz.options import Options


class DownloadScreen:
    """The window of a lab whose data are on their way."""

    def __init__(self, options: Options, name: str) -> None:
        self._surface = open_window(options.size, name, options.scale)
        self._theme, self._scale = THEMES[options.theme], options.scale
        self._lettering = Lettering(options.scale)

    def draw(self, done: int, whole: int) -> bool:
        """Draw `done` of `whole` bytes and look at the keyboard; return False when the user leaves."""
        for event in pygame.event.get():
            if event.type == pygame.QUIT:
                return False
            if event.type == pygame.KEYDOWN:
                match action_of(event.key, event.unicode, event.mod, event.scancode):
                    case Action.QUIT:
                        return False
                    case Action.THEME:
                        self._theme = LIGHT if self._theme is DARK else DARK
        self._surface = pygame.display.get_surface() or self._surface
        canvas = Canvas(self._surface, self._theme, self._lettering, self._scale)
        draw_download(canvas, done, whole)
        pygame.display.flip()
        return True


def draw_download(canvas: Canvas, done: int, whole: int) -> None:
    """Draw a bar with its figures in the middle of the canvas."""
    theme, px = canvas.theme, canvas.px
    canvas.surface.fill(theme.window)
    box = Rect(0, 0, min(px(480), canvas.surface.get_width() - px(48)), px(132))
    box.center = canvas.surface.get_rect().center
    canvas.rect(box, theme.panel, radius=6)
    canvas.rect(box, theme.hairline, width=1, radius=6)
    inner = box.inflate(-px(48), -px(40))
    canvas.text("Downloading MNIST", inner.topleft, theme.text, Face.TITLE)
    figures = f"{done / 1e6:.1f} of {whole / 1e6:.1f} MB" if whole else f"{done / 1e6:.1f} MB"
    canvas.text(figures, inner.topright, theme.secondary, Face.MONO, "topright")
    bar = Rect(inner.x, inner.y + px(32), inner.width, px(8))
    canvas.rect(bar, theme.grid, radius=4)
    if whole and done:
        there = Rect(bar.x, bar.y, round(bar.width * min(done / whole, 1)), bar.height)
        canvas.rect(there, theme.focus, radius=4)
    says = "Once, into your cache; --offline does without it. q leaves."
    says = canvas.lettering.fit(says, Face.TEXT, inner.width)
    canvas.text(says, (inner.x, bar.bottom + px(20)), theme.secondary)
