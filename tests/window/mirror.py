"""Where things are in the window, found by drawing the same frame in the test's own memory."""

import pygame

from netviz.panels.truth_table import TruthTable
from netviz.stage import Stage
from tests.runs import lab_of, watched


class Mirror:
    """The frame of a run with these hidden neurons, at a size; answers where to click."""

    def __init__(self, hidden, size):
        self.size = size
        self.stage = Stage(lab_of(hidden))
        _, timeline = watched(hidden, epochs=1, every=1)
        self.stage.draw(pygame.Surface(size, 0, 32), timeline, 0.0)

    def _points(self, top, bottom):
        return ((x, y) for y in range(top, bottom, 6) for x in range(4, self.size[0], 6))

    def button(self, action):
        """Return a point on the button or tab that does `action`."""
        return next(at for at in self._points(0, 100) if self.stage.press(at) is action)

    def sample(self, number):
        """Return a point on the row of a sample in the truth table."""
        self.stage.choices = self.stage.pages[0].choices
        table = next(panel for panel in self.stage.page.panels if isinstance(panel, TruthTable))
        for at in self._points(100, self.size[1]):
            choices = table.press(at, self.stage._looking.view)
            if choices is not None and choices.sample == number:
                return at[0] + 12, at[1] + 6
        raise AssertionError(f"no row for sample {number}")
