"""Which wishes of a hand are one edit, and which begin another."""

from __future__ import annotations

import numpy as np
import pytest

from netviz.engine.wishes import (
    OWN,
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.labs import play_history
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from networks.inputs import INPUTS
from networks.tasks import Points, Task


def lab():
    return PlaygroundLab(1, setup=Setup(points=20), epochs=1000)


def test_a_hand_that_goes_on_after_undo_makes_an_edit_of_its_own():
    one = lab()
    first = one.trainer.values
    one.ask(SetParameters((4,), (1.0,)))
    one.ask(SetParameters((4,), (2.0,)))
    one.ask(Undo())
    one.ask(SetParameters((4,), (3.0,), joins=True))
    one.ask(SetParameters((4,), (4.0,), joins=True))
    assert len(one.history) == 2
    one.ask(Undo())
    assert one.trainer.values[4] == 1.0
    one.ask(Redo())
    assert one.trainer.values[4] == 4.0
    one.ask(Undo())
    one.ask(Undo())
    assert (one.trainer.values == first).all()


def test_a_movement_that_begins_with_the_value_there_is_joins_no_older_one():
    one = lab()
    one.ask(SetOption("dropout", 0.3))
    one.ask(SetOption("dropout", 0.3))
    one.ask(SetOption("dropout", 0.5, joins=True))
    one.ask(Undo())
    assert one.setup.dropout == 0.3


def test_a_wish_for_what_is_there_already_is_obeyed():
    one = lab()
    one.ask(SetOption("batch_size", -3))
    assert one.notice
    one.ask(SetOption("batch_size", one.setup.batch_size))
    assert not one.notice


def seen(one, *, values):
    """Return all that an edit can have changed; the weights only where nothing was trained since."""
    moment = one.snapshot().extra
    parts = [moment.free, moment.alive, moment.train.inputs, moment.train.targets, moment.test.inputs]
    parts += [moment.values] if values else []
    return one.setup, moment.own, moment.train.names, moment.challenge, [part.tolist() for part in parts]


def some_wish(rng, one):
    """Return a wish, of another shape as often as not, that may freeze, mute, set, add, move or remove."""
    count = one.trainer.values.size
    places = tuple(rng.integers(0, count, rng.integers(1, count)).tolist())
    hidden = tuple(rng.integers(1, 5, rng.integers(0, 4)).tolist())
    x, y, on = *rng.uniform(-1, 1, 2).tolist(), bool(rng.random() < 0.7)
    shapes = (
        SetOption("hidden", hidden),
        SetOption("hidden", (*one.setup.hidden[:2], 3)),
        AddLayer(int(rng.integers(3))),
        RemoveLayer(int(rng.integers(3))),
        SetOption("inputs", tuple(rng.permutation(INPUTS)[: rng.integers(1, 4)].tolist())),
        SetOption("loss", ("auto", "mse", "cross_entropy")[rng.integers(3)]),
        SetOption("problem", ("moons", "blobs-3", "xor", "line", OWN)[rng.integers(5)]),
        Together("two", (SetOption("hidden", hidden), Mute((0,), on))),
        Challenge(on),
    )
    others = (
        Freeze(places, on), Freeze(places, True), Mute(places, on), Mute(places, True),
        SetParameters(places, tuple(rng.normal(size=len(places)).tolist())),
        AddPoint(x, y, 1.0), MovePoint(int(rng.integers(0, 12)), x, y), RemovePoint(0),
        SetOption("activation", ("relu",)), SetOption("noise", 0.2),
    )  # fmt: skip
    chosen = shapes if rng.random() < 0.5 else others
    return chosen[rng.integers(len(chosen))]


def own_lab():
    """Return a lab with twenty points of the user's own, in two classes with names."""
    inputs = np.random.default_rng(2).normal(size=(20, 2))
    own = Points(inputs, np.arange(20) % 2.0, Task.BINARY, 2, ("left", "right"))
    return PlaygroundLab(1, setup=Setup(), epochs=1000, own=own, source="own.csv")


@pytest.mark.parametrize("make", [lab, own_lab])
@pytest.mark.parametrize("trained", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_all_edits_are_taken_back_and_made_again_exactly_whatever_was_held_and_reshaped(seed, trained, make):
    rng, one = np.random.default_rng(seed), make()
    course = [seen(one, values=not trained)]
    while len(course) <= 80:
        count = len(one.history)
        one.ask(some_wish(rng, one))
        if len(one.history) > count:
            course.append(seen(one, values=not trained))
            assert one.train(int(trained)).shape[1] == 4
    for before in course[-2::-1]:
        one.ask(Undo())
        one.train(int(trained))
        assert seen(one, values=not trained) == before
    assert not one.history.undo_says
    for after in course[1:]:
        one.ask(Redo())
        one.train(int(trained))
        assert seen(one, values=not trained) == after
    assert not one.history.redo_says


def test_edits_of_many_points_are_kept_as_far_as_they_fit_and_the_last_one_always(monkeypatch):
    from netviz.labs import play_history

    own = Points(np.zeros((1000, 2)), np.arange(1000.0) % 2, Task.BINARY, 2)
    one = PlaygroundLab(1, setup=Setup(train_share=1.0), epochs=10, own=own, source="own.csv")
    monkeypatch.setattr(play_history, "MOST_BYTES", 5 * 24 * 1100)
    for i in range(50):
        one.ask(AddPoint(0.01 * i, 0.0, 1.0))
    assert len(one.history) == 5
    for _ in range(6):
        one.ask(Undo())
    assert len(one.train_points) == 1045
    monkeypatch.setattr(play_history, "MOST_BYTES", 10)
    one.ask(AddPoint(0.0, 0.0, 1.0))
    one.ask(Undo())
    assert len(one.train_points) == 1045


def test_what_an_edit_holds_is_measured_once_however_many_follow(monkeypatch):
    measured = []
    size = play_history._size
    monkeypatch.setattr(play_history, "_size", lambda thing: measured.append(1) or size(thing))
    history = play_history.History()
    for i in range(50):
        history.add(play_history.Edit(f"edit {i}", {"a": i}, {"a": i + 1}), i)
    at_first = len(measured)
    history.add(play_history.Edit("one more", {"a": 50}, {"a": 51}), 50)
    assert len(measured) - at_first == at_first / 50
