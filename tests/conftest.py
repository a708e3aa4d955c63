"""What several folders of tests share; made-up runs are in `tests/runs.py`."""

import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import THEMES


@pytest.fixture
def canvas_of():
    """Return a maker of canvases on fresh surfaces in memory; no display is opened."""
    import pygame

    def make(size=(400, 300), theme="dark", scale=1.0):
        surface = pygame.Surface(size, 0, 32)
        surface.fill(THEMES[theme].panel)
        return Canvas(surface, THEMES[theme], Lettering(scale), scale)

    return make
