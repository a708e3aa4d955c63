"""Ten thousand keys, clicks, drags, turns of the wheel and wishes, seeded: the playground goes on.

The window's own loop is driven, event by event, on a surface in memory; the session trains in between.
"""

import pickle
import random
import shlex
from itertools import count
from types import SimpleNamespace

import numpy as np
import pygame
import pytest

from netviz import cli, doing, feed, frames, making, passing
from netviz import window as windows
from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.slices import SLICE_SECONDS
from netviz.engine.snapshot import State
from netviz.engine.wishes import (
    OWN,
    AddPoint,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from netviz.options import PlayOptions
from netviz.settings.playground import PRESETS, SETTINGS
from netviz.settings.setting import Choice, Number, Several
from netviz.stage import Stage
from networks.tasks import Points, Task

INPUTS = 2500  # of each run
SIZES = ((640, 400), (960, 600), (800, 500))
STAY = 40  # inputs that are made where training has diverged, at most
DRAWN, CHECKED = 3, 20  # inputs from one frame to the next, and from one look at the state to the next
TYPED = " 0123456789.-+=e<>[],?abcfhijlmnoprtuvwxyzBDRPA"  # q would leave for good
NAMED = ("return", "escape", "backspace", "delete", "left", "right", "up", "down", "home", "end", "tab", "f1")
REACHES = (1.2, 1.2, 1.2, 1.2, 6.0, 1e3)  # of points: within what is shown, or far out
NUMBERS = (0.0, 1.0, -1.0, 0.5, 30.0, 1e-300, 1e9, -1e150, 1e308, float("inf"), float("nan"))


class Clock:
    """Time that passes by itself only as much as the run says."""

    def __init__(self):
        self.now = 0.0

    def perf_counter(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


class Direct:
    """Stands where the process that trains would: obeys at once, and hands out copies as it does.

    With `late`, so many refreshes are on their way, as they are between two processes.
    """

    def __init__(self, session, late=0):
        self.session, self.waiting, self.late = session, [], late

    def send(self, command):
        if (refresh := self.session.apply(command)) is not None:
            self.waiting.append(refresh)

    def take(self, timeout):
        """Return the next refresh, if one slice of training leads to one."""
        while len(self.waiting) <= self.late and (refresh := self.session.advance(lambda: True)) is not None:
            self.waiting.append(refresh)
        return pickle.loads(pickle.dumps(self.waiting.pop(0))) if self.waiting else None


def own_points():
    """Return forty points of a file, in three classes with names."""
    rng = np.random.default_rng(5)
    classes = np.arange(40) % 3
    inputs = rng.normal(0, 0.4, (40, 2)) + np.array([[-1, 0], [1, 0], [0, 2]])[classes]
    return Points(
        inputs, classes.astype(float), Task.CLASSES, 3, ("left", "right", "the one above the others")
    )


class Hands:
    """What a child and a cat do to the window together."""

    def __init__(self, seed, preset, clock, events, monkeypatch, late=0):
        self.rng, self.clock, self.events = random.Random(seed), clock, events
        self.stays = self.undos = 0  # inputs until what has diverged is undone, and by how many undos at most
        setup = Setup(**{**PRESETS.get(preset, {}), "points": 60})
        own = {} if preset in PRESETS else {"own": own_points(), "source": "my own.csv"}
        self.lab = PlaygroundLab(seed, setup=setup, epochs=100_000, **own)
        ticks = count(step=SLICE_SECONDS)  # so that every slice is one epoch, on any machine
        self.worker = Direct(Session(self.lab, 100_000, 1, ticks.__next__), late)
        self.stage = Stage(self.lab)
        surface = pygame.Surface(SIZES[0], 0, 32)
        shown = PlaygroundLab(seed, setup=setup, epochs=100_000, **own)
        options = PlayOptions(seed=seed, fps=0)
        self.window = windows.Window(
            surface, self.stage, self.worker, shown, options, SimpleNamespace(number=0)
        )
        self.asked = 99  # panels still to be drawn before something is pressed
        monkeypatch.setattr(frames, "hand_at_work", self.presses)
        self.window._frames.draw()

    def event(self, kind, **content):
        self.events.append(pygame.event.Event(kind, **content))

    def place(self):
        width, height = self.window._frames.surface.get_size()
        return self.rng.randrange(width), self.rng.randrange(height)

    def input(self):
        """Make one input of some kind."""
        kinds = {self.key: 34, self.click: 22, self.drag: 14, self.move: 8, self.wheel: 6, self.other: 4}
        kinds |= {self.wish: 18, self.resize: 0.3}
        self.rng.choices(list(kinds), list(kinds.values()))[0]()
        self.clock.now += self.rng.choice((0.01, 0.05, 0.4))
        self.window._react()
        self.window._open = True  # A and the title leave, and the next window goes on

    def frame(self):
        """Train on a little and draw what there is, as the window does between two looks at the keyboard."""
        self.window._feed.take(0)
        while len(self.worker.waiting) > self.worker.late:
            self.window._feed.take(0)
        self.window._frames.touched = (
            False  # as if what was done were in a frame before: this one may be left
        )
        self.asked = self.rng.randrange(10)
        self.window.draw()

    def presses(self):
        """Return whether something has been pressed by the time that the next panel is to be drawn."""
        self.asked -= 1
        return self.asked < 0

    def key(self):
        if self.rng.random() < 0.6:
            typed = self.rng.choice(TYPED)
            key, mod = ord(typed.lower()), 0
        else:
            name, typed = self.rng.choice(NAMED), ""
            key, mod = KEYS[name], self.rng.choice((0, 0, pygame.KMOD_LSHIFT))
        self.event(pygame.KEYDOWN, key=key, unicode=typed, mod=mod, scancode=0)
        self.event(pygame.KEYUP, key=key, mod=mod, unicode=typed, scancode=0)

    def move(self):
        self.event(pygame.MOUSEMOTION, pos=self.place(), rel=(0, 0), buttons=(0, 0, 0))

    def click(self):
        at = self.place()
        for _ in range(self.rng.choice((1, 1, 1, 2))):
            self.event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)
            self.event(pygame.MOUSEBUTTONUP, button=1, pos=at)

    def drag(self):
        x, y = self.place()
        self.event(pygame.MOUSEBUTTONDOWN, button=1, pos=(x, y))
        for _ in range(self.rng.randrange(1, 5)):
            across, down = self.rng.randrange(-90, 91), self.rng.randrange(-60, 61)
            x, y = x + across, y + down
            self.event(pygame.MOUSEMOTION, pos=(x, y), rel=(across, down), buttons=(1, 0, 0))
        if self.rng.random() < 0.9:  # else it is let go outside, where nobody hears it
            self.event(pygame.MOUSEBUTTONUP, button=1, pos=(x, y))

    def wheel(self):
        self.move()
        self.event(pygame.MOUSEWHEEL, precise_y=self.rng.choice((-2.0, -1.0, 0.3, 1.0, 5.0)))

    def other(self):
        self.event(pygame.MOUSEBUTTONDOWN, button=3, pos=self.place())

    def resize(self):
        self.window._frames.surface = pygame.Surface(self.rng.choice(SIZES), 0, 32)

    # wishes, as controls and panels send them

    def wish(self):
        self.worker.send(Ask(self.some_wish()))

    def some_wish(self, together=True):
        rng, parameters = self.rng, len(self.lab.trainer.values)
        places = tuple(rng.randrange(-2, parameters + 1) for _ in range(rng.choice((1, 1, 3))))
        points = len(self.lab.train_points) + len(self.lab.test_points)
        reach, joins = rng.choice(REACHES), rng.random() < 0.2
        at = rng.uniform(-reach, reach), rng.uniform(-reach, reach)
        value = rng.gauss(0, 3) if rng.random() < 0.7 else rng.choice(NUMBERS)
        index, target = rng.randrange(-2, points + 2), rng.choice((0.0, 1.0, 2.0, -0.4, float("nan")))
        made = {
            "option": 8, "values": 5, "freeze": 2, "mute": 2, "add": 2, "move": 3, "remove": 2, "undo": 3,
            "redo": 2, "together": 1 if together else 0,
        }  # fmt: skip
        match rng.choices(list(made), list(made.values()))[0]:
            case "option":
                return self.some_option()
            case "values":
                return SetParameters(places, (value,) * len(places), joins)
            case "freeze":
                return Freeze(places, rng.random() < 0.5)
            case "mute":
                return Mute(places, rng.random() < 0.5)
            case "add":
                return AddPoint(*at, target)
            case "move":
                return MovePoint(index, *at, joins, rng.choice((None, None, target)))
            case "remove":
                return RemovePoint(index)
            case "undo":
                return Undo()
            case "redo":
                return Redo()
        return Together("many at once", tuple(self.some_wish(False) for _ in range(rng.randrange(4))))

    def some_option(self):
        rng, setting = self.rng, self.rng.choice(list(SETTINGS.values()))
        match setting:
            case _ if rng.random() < 0.05:
                value = rng.choice(("nonsense", None, -1, float("nan"), (), ("x1", "x1")))
            case Number():
                value = setting.low + (setting.high - setting.low) * rng.random() ** 4
                value = round(value) if setting.whole else value
                value = min(value, 120) if setting.name == "points" else value
            case Choice():
                value = rng.choice((*setting.words, OWN))
            case Several() if setting.name == "inputs":
                value = tuple(word for word in setting.words if rng.random() < 0.5)
            case Several():
                value = tuple(rng.choice(setting.words) for _ in range(rng.randrange(4)))
            case _:
                value = tuple(rng.randrange(1, 7) for _ in range(rng.randrange(4)))
        return SetOption(setting.name, value, rng.random() < 0.2)

    # what must hold

    def check(self):
        """Assert that what is trained, what is known of it and what is shown fit together."""
        lab, session = self.lab, self.worker.session
        size = lab.fitted.architecture.parameter_count
        trainer, moment = lab.trainer, lab.snapshot().extra
        assert trainer.values.shape == trainer.free.shape == trainer.alive.shape == (size,)
        assert trainer.network.parameters.shape == trainer.last_update.shape == (size,)
        assert lab.fitted.architecture.sizes[0] == len(lab.setup.inputs)
        assert lab.fitted.architecture.sizes[1:-1] == tuple(lab.setup.hidden)
        inputs, targets = trainer.data
        assert len(inputs) == len(targets) == len(lab.train_points) >= 1
        assert sorted(trainer._order.tolist()) == list(range(len(inputs)))
        for name, setting in SETTINGS.items():
            assert setting.check(getattr(lab.setup, name)) == getattr(lab.setup, name)
        for points in (moment.train, moment.test):
            assert np.isfinite(points.inputs).all()
            assert not points.classes or set(points.targets.tolist()) <= set(range(points.classes))
        assert (trainer.network.parameters[~trainer.alive] == 0).all()
        making.check(cli.parse(shlex.split(lab.command(session.current())[0])[2:]))
        assert lab.fitted.shape == (tuple(lab.setup.inputs), lab.fitted.architecture.sizes)
        assert (moment.own, moment.file) == (lab._own is not None, lab.file_name)
        refresh = session.current()
        if refresh.state is not State.DIVERGED:
            assert np.isfinite(refresh.snapshot.parameters).all()
            assert np.isfinite(refresh.snapshot.loss)
        assert self.window._open

    def come_back(self):
        """Where something is no longer finite, by an edit or by training: an undo leads out of it.

        Some stay there for a while, and what they edit meanwhile has to be undone, too.
        """
        session = self.worker.session
        if session.current().state is not State.DIVERGED:
            self.stays = 0
            return False
        if not self.stays:
            self.stays = self.undos = self.rng.choice((1, STAY))
        self.stays -= 1
        if self.stays:
            return False
        for _ in range(self.undos):
            self.worker.send(Ask(Undo()))
            if session.current().state is not State.DIVERGED:
                return True
        raise AssertionError("no undo leads back")


KEYS = {
    "return": pygame.K_RETURN, "escape": pygame.K_ESCAPE, "backspace": pygame.K_BACKSPACE,
    "delete": pygame.K_DELETE, "left": pygame.K_LEFT, "right": pygame.K_RIGHT, "up": pygame.K_UP,
    "down": pygame.K_DOWN, "home": pygame.K_HOME, "end": pygame.K_END, "tab": pygame.K_TAB, "f1": pygame.K_F1,
}  # fmt: skip


@pytest.fixture
def hands(monkeypatch, tmp_path):
    """Return a maker of hands on a window without a display, whose files go to a folder of their own."""
    clock, events = Clock(), []

    def arrived():
        taken, events[:] = list(events), []
        return taken

    seeds = random.Random(9)
    monkeypatch.chdir(tmp_path)
    for module in (windows, frames, feed, passing):
        monkeypatch.setattr(module, "time", clock)
    monkeypatch.setattr(doing, "draw_seed", lambda: seeds.randrange(2**32))
    monkeypatch.setattr(doing, "say", lambda text: None)
    monkeypatch.setattr(pygame.event, "get", arrived)
    monkeypatch.setattr(pygame.display, "get_active", lambda: True)
    monkeypatch.setattr(pygame.display, "flip", lambda: None)
    monkeypatch.setattr(pygame.display, "get_surface", lambda: None)
    return lambda seed, preset, late=0: Hands(seed, preset, clock, events, monkeypatch, late)


@pytest.mark.parametrize(
    "seed, preset, late",
    [(1, "moons", 0), (2, "circles", 0), (3, "spiral", 0), (4, "linear", 0), (5, "own", 0), (7, "moons", 2)],
)
def test_whatever_is_pressed_dragged_typed_and_asked_it_goes_on(hands, seed, preset, late):
    one, back = hands(seed, preset, late), 0
    for i in range(1, INPUTS + 1):
        one.input()
        back += one.come_back()
        if i % DRAWN == 0:
            one.frame()
        if i % CHECKED == 0:
            one.check()
    one.check()
    assert back > 0
    assert one.lab.train(1).shape[1] == 4


def test_what_could_not_be_done_is_told_also_on_a_page_without_a_verdict(hands):
    one = hands(1, "moons")

    def told(wish):
        one.stage.message = ""
        one.worker.send(Ask(wish))
        one.frame()
        return one.stage.message

    refused = SetOption("batch_size", -3)
    assert one.stage.tells_notices
    assert told(refused) == ""
    assert told(SetOption("batch_size", 3)) == ""
    one.stage._looking.show(1)
    one.frame()
    assert not one.stage.tells_notices
    assert told(refused) == "not done: batch size must be a whole number from 1 to 2000, not -3"
    assert told(SetOption("batch_size", 4)) == ""
    assert told(refused).startswith("not done: ")


@pytest.mark.parametrize("page", [0, 1])
def test_what_could_not_be_done_is_told_also_if_something_else_was_done_within_the_same_frame(hands, page):
    one = hands(1, "moons")
    one.stage._looking.show(page)
    one.frame()
    one.worker.send(Ask(SetOption("batch_size", -3)))
    one.worker.send(Ask(SetOption("batch_size", 3)))
    one.frame()
    assert one.stage.tells_notices == (page == 0)
    assert one.stage.message == "not done: batch size must be a whole number from 1 to 2000, not -3"


def test_the_window_says_of_which_picture_a_wish_is(hands):
    one, sent = hands(1, "moons", 2), []
    one.worker.send(Ask(RemovePoint(3)))
    shown = one.window._timeline.snapshot.numbering
    assert one.lab.numbering == shown + 1
    one.worker.send = sent.append
    one.stage.ask(RemovePoint(4))
    one.window._react()
    assert sent == [Ask(RemovePoint(4), shown)]
