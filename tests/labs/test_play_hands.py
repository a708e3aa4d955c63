"""Mouse and keyboard of the playground by turns, and several presses before a frame shows the first."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.actions import Action
from netviz.engine.commands import Ask, Pause, Resume
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddLayer, AddPoint, Redo, RemoveLayer, SetOption, SetParameters, Undo
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from netviz.panels.either import Either
from netviz.panels.form import Form
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_shape import Press
from netviz.stage import Stage


class User:
    """A paused playground on a stage; what is asked of it is obeyed and drawn."""

    def __init__(self, page="overview", **settings):
        settings = {"problem": "moons", "points": 20, **settings}
        self.lab = PlaygroundLab(1, setup=Setup(**settings), epochs=10**6)
        self.session, self.timeline = Session(self.lab, 10**6, 1), Timeline()
        self.timeline.add(self.session.current())
        self.stage, self.surface = Stage(self.lab, page=page), pygame.Surface((1280, 800), 0, 32)
        self.train(2)
        self.timeline.add(self.session.apply(Pause()))
        self.draw()

    def draw(self):
        self.stage.draw(self.surface, self.timeline, 0.0)

    def train(self, epochs):
        for _ in range(epochs):
            self.timeline.add(self.session.advance())

    def obeyed(self):
        """Have the lab obey; return the wishes."""
        asks = self.stage.take_asks()
        for wish in asks:
            self.timeline.add(self.session.apply(Ask(wish, self.timeline.snapshot.numbering)))
        self.draw()
        return asks

    def ask(self, *wishes):
        for wish in wishes:
            self.stage.ask(wish)
        return self.obeyed()

    def key(self, *words):
        for word in words:
            assert self.stage.typed(*(("write", word) if len(word) == 1 else (word, "")))
            asked = self.obeyed()
        return asked

    def click(self, at):
        self.stage.mouse = at
        self.stage.press(at)
        self.stage.release()

    def panel(self, kind):
        return next(panel for panel in self.stage.page.panels if isinstance(panel, kind))

    def give_keyboard(self, panel, control=0):
        self.stage._looking.focus_control((panel, control))
        self.draw()

    @property
    def plane(self):
        return self.panel(Either).panel

    @property
    def corner(self):
        """A place of the plane without a point."""
        at = self.plane._axes.inner.x + 15, self.plane._axes.inner.y + 15
        assert self.plane._point_at(at) is None
        return at


def test_a_click_on_the_plane_that_has_the_keyboard_adds_a_point():
    user = User()
    user.give_keyboard(user.panel(Either))
    user.click(user.corner)
    [wish] = user.obeyed()
    assert isinstance(wish, AddPoint)


@pytest.mark.parametrize("goes", [lambda user: user.key("delete"), lambda user: user.ask(Undo())])
def test_a_point_is_grabbed_where_it_is_whatever_became_of_the_one_before(goes):
    user = User()
    user.give_keyboard(user.panel(Either))
    user.key(".", "enter", "right", "right")
    goes(user)
    user.key(".", "enter")
    assert user.plane._grabbed is not None
    assert np.array_equal(user.plane._moved_spots(), user.plane._spots)


def test_the_input_at_the_cursor_is_no_longer_looked_at_once_a_click_elsewhere_takes_the_keyboard():
    user = User(hidden=(3,))
    user.give_keyboard(user.panel(Either))
    user.key("right")
    assert user.stage.choices.probe is not None
    user.click(user.panel(PlayGraph).layout.neurons[0][0].center)
    user.draw()
    assert user.stage.choices.probe is None
    assert user.panel(PlayGraph)._chosen is not None


def test_presses_within_one_frame_all_count():
    user = User()
    before, rows = user.stage.choices, dict(user.plane._tools._rows)
    for name in ("steps", "lines"):
        user.click(rows[name].center)
    after = user.stage.choices
    assert (after.bands, after.neuron_lines) == (not before.bands, not before.neuron_lines)
    user.give_keyboard(user.panel(Either))
    assert user.stage.choices.adds == 1
    user.stage.typed("write", "0")
    user.click(user.corner)
    [wish] = user.obeyed()
    assert wish.target == 0


def test_what_is_typed_is_asked_for_before_what_the_click_asks_for_that_takes_the_keyboard():
    user = User(hidden=(3,))
    form, graph = user.panel(Form), user.panel(PlayGraph)
    user.give_keyboard(form, form.names.index("learning_rate"))
    for sign in "0.5":
        user.stage.typed("write", sign)
    user.click(graph.layout.presses[Press("more", 0)].center)
    assert user.obeyed() == [SetOption("learning_rate", 0.5), SetOption("hidden", (4,))]


def test_curve_and_plane_hand_the_keyboard_to_each_other_and_back():
    user = User()
    user.ask(SetOption("problem", "line"))
    place = user.panel(Either)
    curve = place.panel
    user.give_keyboard(place)
    user.ask(Undo())
    plane = place.panel
    assert plane is not curve and plane._focused and not curve._focused
    user.stage.act(Action.BACK)
    user.ask(Redo())
    assert not user.stage.controlled and not curve._focused and not plane._focused


def test_what_is_typed_is_taken_and_nothing_else_done_by_a_key_that_takes_it():
    user = User(hidden=(3,))
    user.give_keyboard(user.panel(Either))
    user.key(".", "enter", "right")
    grabbed = user.plane._grabbed
    user.stage.take_typed()
    user.draw()
    assert user.plane._grabbed == grabbed is not None
    graph = user.panel(PlayGraph)
    user.give_keyboard(graph)
    user.key("up", "up", "up")
    cursor = graph._cursor
    user.stage.take_typed()
    assert graph._cursor == cursor is not None


def test_a_pin_that_is_held_is_not_removed():
    user = User()
    user.stage.choices = replace(user.stage.choices, pins=((-1.2, 1.2), (1.2, 1.2)))
    user.draw()
    user.stage.mouse = at = user.plane._axes.point(-1.2, 1.2)
    user.stage.press(at)
    user.stage.other_press(at)
    user.stage.drag((at[0] + 30, at[1] + 30), 30, 30)
    moved, other = user.stage.choices.pins
    assert other == (1.2, 1.2) and moved != (-1.2, 1.2)
    user.stage.release()
    user.stage.other_press(user.plane._axes.point(*moved))
    assert user.stage.choices.pins == ((1.2, 1.2),)


@pytest.mark.parametrize("first", [AddLayer(2), SetOption("hidden", (8, 8, 4)), SetParameters((0,), (0.5,))])
def test_an_edit_taken_back_and_made_again_at_once_loses_nothing_of_what_was_trained_since(first):
    user = User(hidden=(8, 8), optimizer="momentum", learning_rate=0.05)
    user.ask(first)
    user.lab.train(30)
    user.timeline.add(user.session.current())
    before = user.timeline.snapshot
    for made in ((Undo(), Redo()), (Undo(), Undo(), Redo(), Redo())):
        user.ask(*made)
        after = user.timeline.snapshot
        assert np.array_equal(before.parameters, after.parameters)
        assert np.array_equal(before.extra.next_batch, after.extra.next_batch)
        for name, array in before.extra.optimizer.items():
            assert np.array_equal(array, after.extra.optimizer[name]), name


def test_a_run_that_diverged_stays_so_when_a_wish_is_refused():
    user = User(problem="surface", points=60, activation=("relu",), learning_rate=100.0)
    user.session.apply(Resume())
    while (refresh := user.session.advance()) is not None:
        user.timeline.add(refresh)
    note = user.timeline.latest.note
    assert user.timeline.latest.state is State.DIVERGED
    user.ask(RemoveLayer(9))
    assert user.timeline.snapshot.extra.notice
    assert (user.timeline.latest.state, user.timeline.latest.note) == (State.DIVERGED, note)
