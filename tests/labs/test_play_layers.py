"""A hidden layer comes or goes where the graph was pressed; what has nothing to do with it stays."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddLayer, Freeze, Mute, Redo, RemoveLayer, SetOption, Undo
from netviz.labs.play_carry import InHand, carried
from netviz.labs.play_network import Networks
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.panel import Choices, View
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_shape import Press
from networks import Architecture
from tests.panels.pictures import SIZES, draw

X = ("x1", "x2")


def lab(**setup):
    return PlaygroundLab(1, setup=Setup(**{"problem": "xor", "hidden": (6, 2), **setup}), epochs=1000)


def blocks(one):
    """Return for each layer, the output's last, its values, what is free and what is alive, (in + 1, out)."""
    trainer, unpack = one.trainer, one.fitted.architecture.unpack
    return list(zip(*map(unpack, (trainer.values, trainer.free, trainer.alive)), strict=True))


def alike(one, other):
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def state(one):
    return one.setup, [[part.tolist() for part in block] for block in blocks(one)]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.integers(1, 3), max_size=5), st.integers(0, 5), st.booleans(), st.integers(0, 2**32 - 1))
def test_only_what_is_next_to_the_layer_is_new(hidden, at, comes, seed):
    rng = np.random.default_rng(seed)
    at = min(at, len(hidden) - (not comes))
    if at < 0:
        return  # there is none to take away
    size = dict(enumerate(hidden)) | {"in": 2, "new": 2, "out": 1}
    was = ["in", *range(len(hidden)), "out"]
    now = [*was[: at + 1], *(["new"] if comes else []), *was[at + 1 + (not comes) :]]
    old, new = (
        Architecture(tuple(size[layer] for layer in way), ("tanh",) * (len(way) - 2), "sigmoid")
        for way in (was, now)
    )
    count = old.parameter_count
    kept = InHand(rng.normal(size=count), rng.random(count) < 0.7, rng.random(count) < 0.5)
    fresh = rng.normal(size=new.parameter_count)
    found = carried(old, kept, new, fresh, (X, X), at)
    before = dict(zip(pairwise(was), zip(*map(old.unpack, kept), strict=True), strict=True))
    after = dict(zip(pairwise(now), zip(*map(new.unpack, found), strict=True), strict=True))
    mute = {source: ~block[2][:-1].any(axis=1) for (source, _), block in before.items()}  # as a whole
    for (pair, block), first in zip(after.items(), new.unpack(fresh), strict=True):
        if pair in before:
            assert alike(block, before[pair])
            continue
        silent = mute[pair[0]] if pair[0] not in ("in", "new") else np.zeros(len(first) - 1, bool)
        assert np.array_equal(block[0], first)
        assert block[1].all() and block[2][-1].all()
        assert (block[2][:-1] == ~silent[:, None]).all()


@pytest.mark.parametrize("wish, hidden, words, stays", [
    (AddLayer(0), (6, 6, 2), ("relu", "relu", "tanh"), {1: 2, 2: 3}),
    (AddLayer(1), (6, 6, 2), ("relu", "relu", "tanh"), {0: 0, 2: 3}),
    (AddLayer(2), (6, 2, 2), ("relu", "tanh", "tanh"), {0: 0, 1: 1}),
    (RemoveLayer(0), (2,), ("tanh",), {2: 1}),
    (RemoveLayer(1), (6,), ("relu",), {0: 0}),
])  # fmt: skip
def test_what_is_between_other_layers_stays_and_stays_held_and_bent_also_after_undo(
    wish, hidden, words, stays
):
    one, twin = (lab(activation=("relu", "tanh"), optimizer="adam") for _ in range(2))
    for each in (one, twin):
        each.train(5)
        each.ask(Freeze(tuple(range(0, 35, 3)), True))
        each.ask(Mute((1, 20, 34), True))
    begin, here = state(one), one.checkpoint()
    before = blocks(one)
    one.ask(wish)
    assert not one.notice
    assert (one.setup.hidden, one.setup.activation) == (hidden, words)
    assert [kind.name for kind in one.fitted.architecture.activations[:-1]] == list(words)
    after, shaped = blocks(one), state(one)
    assert all(alike(before[old], after[new]) for old, new in stays.items())
    others = [block for k, block in enumerate(after) if k not in stays.values()]
    assert all(block[1].all() and block[2].all() for block in others)
    changed = one.snapshot()
    assert (changed.extra.changes.made, changed.extra.edits.made) == (1, 2)
    one.ask(Undo())
    assert state(one) == begin
    one.ask(Redo())
    assert state(one) == shaped
    one.train(3)
    one.restore(here)
    assert state(one) == begin
    for each in (one, twin):
        each.train(3)
    assert state(one) == state(twin)


def test_the_same_presses_give_the_same_weights():
    runs = []
    for _ in range(2):
        one = lab(dropout=0.2)
        for wish in (AddLayer(0), RemoveLayer(1), AddLayer(1), SetOption("hidden", (5, 3))):
            one.train(2)
            one.ask(wish)
        one.train(2)
        runs.append(state(one))
    assert runs[0] == runs[1]


@pytest.mark.parametrize("hidden, words, index, found", [
    ((), ("relu",), 0, ((4,), ("relu",))),
    ((3,), ("relu",), 0, ((3, 3), ("relu", "relu"))),
    ((3, 2), ("relu",), 2, ((3, 2, 2), ("relu", "relu", "relu"))),
    ((3, 2), ("relu", "tanh"), 1, ((3, 3, 2), ("relu", "relu", "tanh"))),
])  # fmt: skip
def test_an_added_layer_is_like_the_one_before_it_or_else_after(hidden, words, index, found):
    setup = Setup(hidden=hidden, activation=words).with_layer(index)
    assert (setup.hidden, setup.activation) == found


def test_the_last_layer_taken_away_leaves_its_activation_for_the_next():
    setup = Setup(hidden=(3,), activation=("relu",)).without_layer(0)
    assert (setup.hidden, setup.activation) == ((), ("relu",))


@pytest.mark.parametrize("wish, says", [
    (AddLayer(3), "not done: a hidden layer cannot be number 4 beside 2 others"),
    (AddLayer(-1), "not done: a hidden layer cannot be number 0 beside 2 others"),
    (RemoveLayer(2), "not done: there is no hidden layer 3"),
    (RemoveLayer(-1), "not done: there is no hidden layer 0"),
])  # fmt: skip
def test_a_place_that_is_not_there_is_told(wish, says):
    one = lab()
    before = state(one)
    one.ask(wish)
    assert one.notice == says
    assert state(one) == before


class Graph:
    """The graph of a lab in training, its buttons pressed as a mouse does."""

    def __init__(self, one):
        self.session, self.timeline = Session(one, 100, 1), Timeline()
        self.panel = PlayGraph(Networks(Look()).network)
        self.timeline.add(self.session.advance())
        self.look()

    @property
    def view(self):
        return View(self.timeline, Choices())

    def look(self):
        draw(self.panel, self.view, size=SIZES[self.panel.title])

    def press(self, kind, index):
        at = self.panel.layout.presses[Press(kind, index)].center
        for wish in self.panel.press(at, self.view).asks:
            self.timeline.add(self.session.apply(Ask(wish, self.timeline.snapshot.numbering)))
        self.look()


def test_the_buttons_of_the_graph_act_where_they_are():
    one = lab()
    graph = Graph(one)
    before = blocks(one)
    graph.press("add", 0)
    after = blocks(one)
    assert one.setup.hidden == (6, 6, 2)
    assert alike(after[2], before[1]) and alike(after[3], before[2])
    assert not any(alike(after[k], block) for k in (0, 1) for block in before)
    assert graph.timeline.snapshot.extra.undo == "hidden layer 1 added"
    graph.press("remove", 0)
    assert one.setup.hidden == (6, 2)
    assert all(alike(a, b) for a, b in zip(blocks(one)[1:], before[1:], strict=True))
    graph.press("remove", 0)
    assert one.setup.hidden == (2,)
    assert alike(blocks(one)[1], before[2])
    assert graph.timeline.snapshot.extra.undo == "hidden layer 1 taken away"
    line, _ = one.command(graph.timeline.latest)
    assert "--hidden-neurons 6,2 " in line and line.endswith('--edits "@1 layer 0; no-layer 0; no-layer 0"')


def test_a_layer_pressed_twice_on_one_picture_is_taken_away_once():
    one = lab(hidden=(4, 3, 2))
    session = Session(one, 100, 1)
    seen = session.current().snapshot.numbering
    for _ in range(2):
        session.apply(Ask(RemoveLayer(0), seen))
    assert one.setup.hidden == (3, 2)
    assert one.notice.startswith("not done: ")
