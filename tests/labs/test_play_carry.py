"""What the hand holds of a network stays held when its shape changes, and comes back exactly by undo."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.engine.wishes import Freeze, Mute, Redo, SetOption, Undo
from netviz.labs.play_carry import InHand, carried
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from networks import Architecture

X = ("x1", "x2")


def lab(hidden=(3, 2), **settings):
    return PlaygroundLab(1, setup=Setup(points=20, hidden=hidden, **settings), epochs=1000)


def place(one, name):
    return one.fitted.architecture.names().index(name)


def held(one):
    """Return the names of the parameters that are frozen, and of those that are muted."""
    names, trainer = one.fitted.architecture.names(), one.trainer
    parts = (trainer.free, trainer.alive)
    return tuple({name for name, on in zip(names, part, strict=True) if not on} for part in parts)


def state(one):
    trainer = one.trainer
    return [part.tolist() for part in (trainer.values, trainer.free, trainer.alive)]


FROZEN, MUTED = ("W1[2,3]", "b1[1]", "W2[3,2]", "W3[1,1]"), ("W1[1,2]", "b2[2]", "W2[1,1]")


@pytest.mark.parametrize(
    "name, value, frozen, muted",
    [
        ("hidden", (4, 2), {*FROZEN}, {*MUTED}),
        ("hidden", (3, 5), {*FROZEN}, {*MUTED}),
        ("hidden", (2, 2), {"b1[1]", "W3[1,1]"}, {*MUTED}),
        ("hidden", (3, 1), {"W1[2,3]", "b1[1]", "W3[1,1]"}, {"W1[1,2]", "W2[1,1]"}),
        ("hidden", (3, 2, 2), {"W1[2,3]", "b1[1]", "W2[3,2]"}, {*MUTED}),
        ("hidden", (3,), {"W1[2,3]", "b1[1]"}, {"W1[1,2]"}),
        ("hidden", (), set(), set()),
        ("inputs", ("x2", "x1^2"), {"W1[1,3]", "b1[1]", "W2[3,2]", "W3[1,1]"}, {"b2[2]", "W2[1,1]"}),
        ("problem", "blobs-4", {*FROZEN}, {*MUTED}),
    ],
)
def test_weights_that_stay_stay_frozen_and_muted(name, value, frozen, muted):
    one = lab()
    one.train(2)
    one.ask(Freeze(tuple(place(one, word) for word in FROZEN), True))
    one.ask(Mute(tuple(place(one, word) for word in MUTED), True))
    before, kept = state(one), {word: one.trainer.values[place(one, word)] for word in MUTED}
    one.ask(SetOption(name, value))
    assert held(one) == (frozen, muted)
    assert all(one.trainer.values[place(one, word)] == kept[word] for word in muted)
    after, values = state(one), one.trainer.values
    one.train(3)
    spots = [place(one, word) for word in frozen | muted]
    assert (one.trainer.values[spots] == values[spots]).all()
    assert not one.trainer.network.parameters[[place(one, word) for word in muted]].any()
    trained = state(one)
    one.ask(Undo())
    assert state(one) == before
    one.ask(Redo())
    assert state(one) == trained  # made again at once, it costs nothing of what was trained since
    one.ask(Undo())
    one.train(1)
    one.ask(Redo())
    assert state(one) == after


def test_a_neuron_that_is_frozen_or_muted_as_a_whole_stays_so_towards_new_ones():
    one = lab()
    names = one.fitted.architecture.names()
    frozen = tuple(i for i, word in enumerate(names) if word.startswith(("W2", "b2")) and "1]" in word)
    muted = tuple(place(one, word) for word in ("W2[2,1]", "W2[2,2]"))
    one.ask(Freeze(frozen, True))
    one.ask(Mute(muted, True))
    answers = one.trainer.network.forward(np.eye(2)).activations[1][:, 0].copy()
    one.ask(SetOption("hidden", (4, 3)))
    assert held(one) == (
        {"W2[1,1]", "W2[2,1]", "W2[3,1]", "W2[4,1]", "b2[1]"},
        {"W2[2,1]", "W2[2,2]", "W2[2,3]"},
    )
    assert (one.trainer.network.forward(np.eye(2)).activations[1][:, 0] == answers).all()
    one.ask(SetOption("hidden", (4,)))
    assert held(one) == (set(), {"W2[2,1]"})


sizes = st.lists(st.integers(1, 4), max_size=3)


@settings(deadline=None, max_examples=200)
@given(sizes, sizes, st.integers(1, 3), st.integers(1, 3), st.integers(0, 2**32 - 1))
def test_what_is_held_is_what_is_kept(before, after, outs, more, seed):
    rng = np.random.default_rng(seed)
    old, new = Architecture((2, *before, outs)), Architecture((2, *after, more))
    count = old.parameter_count
    kept = InHand(rng.normal(size=count), rng.random(count) < 0.7, rng.random(count) < 0.7)
    fresh = rng.normal(size=new.parameter_count)
    found = carried(old, kept, new, fresh, (X, X))
    plain = carried(old, InHand(kept.values, *np.ones((2, count), bool)), new, fresh, (X, X))
    assert (found.values == plain.values).all()  # whatever is held, the same weights stay
    assert plain.free.all() and plain.alive.all()
    names, stay = old.names(), 0
    for i, word in enumerate(new.names()):
        if word in names and found.values[i] == kept.values[names.index(word)]:
            stay += 1
            assert found.free[i] == kept.free[names.index(word)]
            assert found.alive[i] == kept.alive[names.index(word)]
    same = len(before) == len(after)
    layers = len(after) + 1 if same else min(len(before), len(after))
    widths = [
        (min(a, b) + 1) * min(c, d)
        for a, b, c, d in zip(
            old.sizes[:layers], new.sizes[:layers], old.sizes[1:], new.sizes[1:], strict=False
        )
    ]
    assert stay == sum(widths)
