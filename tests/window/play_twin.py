"""The playground twice: in the real window, and as a stage in the test's own memory that is told the same."""

import shlex

import numpy as np
import pygame

from netviz import cli, making
from netviz.actions import Action, actions_by_key
from netviz.engine.commands import Ask
from netviz.engine.script import read
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Redo, Undo
from netviz.panels.either import Either
from netviz.panels.form import Form
from netviz.panels.panel import KEYS
from netviz.panels.plane import Plane
from netviz.settings.playground import SETTINGS
from netviz.stage import Stage
from tests.window.desktop import until
from tests.window.twin import top

# Of a window that has such a twin, once its run is over:
FLAGS = ("--problem", "moons", "--points", "60", "--seed", "5", "-e", "30", "-ner", "5")
XDOTOOL = {
    "Return": "enter", "Escape": "escape", "BackSpace": "backspace", "Tab": "tab", "Left": "left",
    "Right": "right", "Up": "up", "Down": "down", "Home": "home", "End": "end", "period": ".", "minus": "-",
    "Delete": "delete", "shift+Left": "shift+left",
}  # fmt: skip


def copied(app):
    """Press `c`; return the flags of the command that comes to the terminal then."""

    def lines():
        return [line for line in app.output().splitlines() if line.startswith("python main.py ")]

    before = len(lines())
    app.key("c")
    return shlex.split(until(lambda: lines()[before:], "a command")[-1])[3:]


def edits(app):
    """Return the wishes that the lab has obeyed so far as the command tells them, each with its epoch."""
    words = copied(app)
    return read(words[words.index("--edits") + 1], SETTINGS) if "--edits" in words else ()


class PlayTwin:
    """Sends keys and the mouse to an App whose run of `FLAGS` is over, and to a stage that saw that run."""

    def __init__(self, app):
        self.lab = making.make(cli.parse(["--playground", *FLAGS]), None)
        self.session, self.timeline = Session(self.lab, self.lab.total, 5), Timeline()
        self.timeline.add(self.session.current())
        while (refresh := self.session.advance()) is not None:
            self.timeline.add(refresh)
        self.app, self.stage = app, Stage(self.lab)
        self.actions = actions_by_key("playground")
        self.draw()

    def draw(self):
        """Have the lab obey; return the frame in memory (height, width, 3)."""
        for wish in self.stage.take_asks():
            self.timeline.add(self.session.apply(Ask(wish)))
        surface = pygame.Surface(self.app.size, 0, 32)
        for _ in range(2):
            self.stage.draw(surface, self.timeline, 0.0)
        return pygame.surfarray.array3d(surface).swapaxes(0, 1)

    # hands

    def key(self, *names):
        """Press keys, by xdotool's names, on both."""
        self.app.key(*names)
        for name in names:
            word = XDOTOOL.get(name, name)
            typed = (word, "") if word in KEYS else ("write", word)
            if not (self.stage.controlled and word != "tab" and self.stage.typed(*typed)):
                match self.actions[word]:
                    case Action.UNDO | Action.REDO as action:  # which the window hands to the lab
                        self.stage.ask(Undo() if action is Action.UNDO else Redo())
                    case action:
                        self.stage.act(action)
            self.draw()

    def click(self, at, button=1):
        """Click a point of both, then take the mouse away."""
        self.app.desktop.tool(
            "mousemove", *map(int, at), "sleep", "0.05", "click", button, "mousemove", 1395, 895
        )
        self.stage.mouse = at
        self.draw()
        if button == 1:
            if (action := self.stage.press(at)) is not None:
                self.stage.act(action)
            self.stage.release()
        else:
            self.stage.other_press(at)
        self.stage.mouse = None
        self.draw()

    def drag(self, path):
        """Press the mouse at the first point, move it over the others and let go, on both."""
        path = [tuple(map(int, at)) for at in path]
        moves = [word for at in path[1:] for word in ("mousemove", *at, "sleep", "0.05")]
        start = ("mousemove", *path[0], "sleep", "0.05", "mousedown", 1, "sleep", "0.05")
        self.app.desktop.tool(*start, *moves, "mouseup", 1, "mousemove", 1395, 895)
        self.stage.mouse = path[0]
        self.draw()
        self.stage.press(path[0])
        for at in path[1:]:
            self.stage.mouse = at
            self.stage.drag(at, 0, 0)
            self.draw()
        self.stage.release()
        self.stage.mouse = None
        self.draw()

    def wheel(self, at, notches):
        """Turn the wheel over a point of both, up or with a negative number down; then take the mouse off."""
        way = ("click", "--repeat", abs(notches), "--delay", 10, 4 if notches > 0 else 5)
        self.app.desktop.tool("mousemove", *map(int, at), "sleep", "0.05", *way, "mousemove", 1395, 895)
        self.stage.mouse = at
        self.draw()
        for _ in range(abs(notches)):
            self.stage.wheel(at, 1.0 if notches > 0 else -1.0)
            self.draw()
        self.stage.mouse = None
        self.draw()

    def rest(self, at):
        """Leave the mouse on a point of both, or with None nowhere on them."""
        self.app.desktop.tool("mousemove", *(map(int, at) if at else (1395, 895)))
        self.stage.mouse = at
        self.draw()

    # eyes

    def agrees(self):
        """Wait until the window shows below its header what the twin shows; return it."""
        mine = self.draw()[top() :]
        try:
            until(
                lambda: np.array_equal(self.app.screen()[top() :], mine), "what the twin shows", patience=10
            )
        except AssertionError:
            for name, picture in (("window", self.app.screen()), ("twin", self.draw())):
                surface = pygame.surfarray.make_surface(picture.swapaxes(0, 1))
                pygame.image.save(surface, self.app.folder / f"{name}.png")
            raise AssertionError(f"see window.png and twin.png in {self.app.folder}") from None
        return mine

    # where things are

    def panel(self, kind):
        """Return the panel of this kind on the page shown."""
        return next(panel for panel in self.stage.page.panels if isinstance(panel, kind))

    def tab(self, number):
        """Return a point on the tab of a page, counted from 1."""
        return self.stage._header._buttons[number - 1][0].area.center

    @property
    def form(self):
        return self.panel(Form)

    @property
    def plane(self):
        place = self.panel(Either).panel
        assert isinstance(place, Plane)
        return place

    def at(self, x, y):
        """Return the pixel of a place of the plane."""
        return tuple(round(one) for one in self.plane._axes.point(x, y))

    def empty_place(self, left=-1.0, right=1.0):
        """Return a place (x₁, x₂) of the plane, with x₁ so far, that is far from all points."""
        points = np.concatenate((self.lab.train_points.inputs, self.lab.test_points.inputs))
        grid = np.stack(np.meshgrid(np.linspace(left, right, 21), np.linspace(-1, 1, 21)), -1).reshape(-1, 2)
        far = np.min(np.linalg.norm(grid[:, None] - points[None], axis=-1), axis=1)
        return tuple(grid[int(far.argmax())].tolist())
