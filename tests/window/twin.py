"""The digits lab twice: in the real window, and as a stage in the test's own memory that is told the same."""

import numpy as np
import pygame

from netviz.actions import actions_by_key
from netviz.drawing.theme import DARK
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.header import Header
from netviz.labs import digits_recipe
from netviz.labs.digits import DigitsLab
from netviz.panels.confusion import ConfusionMatrix
from netviz.panels.drawing_pad import DrawingPad
from netviz.panels.gallery import GalleryPanel
from netviz.stage import Stage
from tests.window.desktop import until

SEED, EPOCHS = 5, 2
# Of a window that has such a twin:
FLAGS = ("--offline", "--seed", str(SEED), "-e", str(EPOCHS), "-ner", "10")
XDOTOOL = {
    "period": ".", "comma": ",", "greater": ">", "less": "<", "BackSpace": "backspace",
    "Return": "return", "Escape": "escape", "bracketright": "]", "Up": "up", "Down": "down",
    **{f"shift+{name}": f"shift+{name.lower()}" for name in ("Left", "Right", "Up", "Down")},
}  # fmt: skip


def batches(epochs=EPOCHS):
    """Return how many batches such a run has."""
    return _lab(epochs).total


def _lab(epochs):
    return DigitsLab(digits_recipe.recipe(SEED, offline=True, epochs=epochs))


class Twin:
    """Sends keys and clicks to an App whose run of `FLAGS` is over, and to a stage that saw the same run."""

    def __init__(self, app, epochs=EPOCHS):
        lab = _lab(epochs)
        session, self.timeline = Session(lab, lab.total, 10), Timeline()
        self.timeline.add(session.current())
        while (refresh := session.advance()) is not None:
            self.timeline.add(refresh)
        self.app, self.stage, self.keys = app, Stage(lab), actions_by_key(lab.name)
        self.draw()

    @property
    def choices(self):
        return self.stage.choices

    def draw(self):
        """Return the frame in memory (height, width, 3), with all that takes many frames done."""
        surface = pygame.Surface(self.app.size, 0, 32)
        self.stage.draw(surface, self.timeline, 0.0)
        self.stage.settle(self.timeline)
        self.stage.draw(surface, self.timeline, 0.0)
        return pygame.surfarray.array3d(surface).swapaxes(0, 1)

    def key(self, *names):
        """Press keys, by xdotool's names, on both."""
        self.app.key(*names)
        for name in names:
            self.stage.act(self.keys[XDOTOOL.get(name, name)])
            self.draw()

    def click(self, at):
        """Click a point of both."""
        self.app.click(at)
        self.stage.mouse = at
        action = self.stage.press(at)
        if action is not None:
            self.stage.act(action)
        self.stage.release()
        self.stage.mouse = None
        self.draw()

    def drag(self, path):
        """Press the mouse at the first point, move it over the others and let go, on both."""
        moves = [word for at in path[1:] for word in ("mousemove", *map(int, at), "sleep", "0.03")]
        start = ("mousemove", *map(int, path[0]), "mousedown", 1, "sleep", "0.05")
        self.app.desktop.tool(*start, *moves, "mouseup", 1, "mousemove", 1395, 895)
        self.stage.press(path[0])
        for at in path[1:]:
            self.stage.drag(at, 0, 0)
        self.stage.release()
        self.draw()

    def agrees(self, *, above=0):
        """Wait until the window shows below its header what the twin shows; return it.

        `above`: pixels at the foot that do not count, where a message passes.
        """
        part = slice(top(), self.app.size[1] - above)
        mine = self.draw()[part]
        try:
            until(
                lambda: np.array_equal(self.app.screen()[part], mine),
                f"the page {self.stage.page.name} as its twin shows it",
                patience=10,
            )
        except AssertionError:
            for name, picture in (("window", self.app.screen()), ("twin", self.draw())):
                surface = pygame.surfarray.make_surface(picture.swapaxes(0, 1))
                pygame.image.save(surface, self.app.folder / f"{name}.png")
            raise AssertionError(f"see window.png and twin.png in {self.app.folder}") from None
        return mine

    # where things are

    def area(self, kind):
        """Return where the panel of this kind is on the page shown."""
        panels = self.stage.page.panels
        return next(area for i, area in self.stage.places.items() if isinstance(panels[i], kind))

    def panel(self, kind):
        return next(panel for panel in self.stage.page.panels if isinstance(panel, kind))

    def tab(self, number):
        """Return a point on a tab, counted from 1."""
        return self.stage._header._buttons[number - 1][0].area.center

    def cell(self, true, predicted):
        """Return a point on a cell of the confusion matrix."""
        return self.panel(ConfusionMatrix)._box(true, predicted).center

    def in_gallery(self, number):
        """Return a point on one of the images in the gallery."""
        return self.panel(GalleryPanel)._places[number].center

    def paper(self):
        """Return where the pad's paper is."""
        return self.panel(DrawingPad)._paper


def top():
    """Return the header's height in pixels."""
    surface = pygame.Surface((8, 8))
    from netviz.drawing.canvas import Canvas
    from netviz.drawing.lettering import Lettering

    return Header.height(Canvas(surface, DARK, Lettering()))
