"""Several wishes as one edit, and the challenge: training off, the loss as the score."""

import math

import numpy as np
import pytest

from netviz.engine.commands import Ask, Restart, Resume, StepOne, StepRefresh, TogglePause
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.wishes import (
    AddLayer,
    AddPoint,
    Challenge,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.labs import play_challenge
from netviz.labs.play_by_hand import by_hand
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from networks.gates import xor_by_hand
from networks.tasks import Points, Task


def lab(**setup):
    return PlaygroundLab(1, setup=Setup(**{"hidden": (3,), "points": 40, **setup}), epochs=100)


def state(lab):
    """Return all that an edit could have changed."""
    moment = lab.snapshot().extra
    points = moment.train.inputs.tolist(), moment.test.inputs.tolist()
    return moment.setup, points, moment.values.tolist(), moment.alive.tolist(), moment.challenge


SEVERAL = Together(
    "much", (SetOption("hidden", (2, 2)), Mute((0,), True), SetOption("noise", 0.2), RemovePoint(3))
)


def test_several_wishes_are_one_edit():
    one = lab()
    one.train(2)
    before = state(one)
    one.ask(SEVERAL)
    after = state(one)
    moment = one.snapshot().extra
    assert moment.setup.hidden == (2, 2)
    assert not moment.alive[0]
    assert len(moment.train) == 19
    assert (moment.undo, moment.edits.made) == ("much", 1)
    one.ask(Undo())
    assert state(one) == before
    one.ask(Redo())
    assert state(one) == after


def test_where_one_of_several_wishes_is_refused_none_is_obeyed():
    one = lab()
    before = state(one)
    one.ask(Together("much", (*SEVERAL.wishes, SetOption("noise", 7.0))))
    assert state(one) == before
    assert one.notice.startswith("not done: noise must be")
    assert one.snapshot().extra.edits.made == 0


def test_a_challenge_begins_with_small_weights_on_xor_and_can_be_taken_back():
    one = lab(problem="moons", activation=("tanh",), loss="mse")
    one.ask(Mute((1,), True))
    before = state(one)
    one.ask(Challenge(True))
    moment, snapshot = one.snapshot().extra, one.snapshot()
    assert moment.challenge
    assert one.about(snapshot).startswith("2-2-1  bce")
    assert np.abs(snapshot.parameters).max() < play_challenge.LARGEST
    assert moment.alive.all()
    assert moment.train.targets.tolist() == [0, 1, 1, 0]
    one.ask(Undo())
    assert state(one) == before
    assert not one.resting


def test_another_attempt_has_other_weights_and_a_restart_trains_again():
    one = lab()
    one.ask(Challenge(True))
    first = one.snapshot().parameters
    one.ask(Challenge(True))
    assert not np.array_equal(one.snapshot().parameters, first)
    one.reset(1)
    assert not one.resting
    assert len(one.train(2)) == 2


def test_training_leaves_the_weights_of_a_challenge_alone():
    one = lab()
    one.ask(Challenge(True))
    before = one.snapshot().parameters
    assert one.train(50).shape == (0, 4)
    assert np.array_equal(one.snapshot().parameters, before)
    one.ask(Challenge(False))
    one.train(1)
    assert not np.array_equal(one.snapshot().parameters, before)


def test_the_score_is_bce_over_the_four_corners_and_the_best_is_kept():
    one = lab()
    one.ask(Challenge(True))
    assert one.snapshot().extra.best == math.inf
    good = xor_by_hand(one.fitted.architecture, 8.0)
    one.ask(SetParameters(tuple(range(9)), tuple(good.tolist())))
    network = one.trainer.network
    p = network.forward(np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])).output[:, 0]
    expected = -np.log([1 - p[0], p[1], p[2], 1 - p[3]]).mean()
    assert play_challenge.score(network) == pytest.approx(expected, rel=1e-12)
    assert play_challenge.solved(network)
    best = one.snapshot().extra.best
    assert best == pytest.approx(expected, rel=1e-12)
    one.ask(RemovePoint(0))  # which makes it no easier
    assert play_challenge.score(network) == pytest.approx(expected, rel=1e-12)
    for wish in (SetParameters((0,), (0.0,)), Challenge(True), Challenge(False)):
        one.ask(wish)
        assert one.snapshot().extra.best == best
    one.reset(2)
    assert one.snapshot().extra.best == best


def test_what_was_made_otherwise_than_by_hand_is_no_score():
    one = lab()
    one.ask(Challenge(True))
    good = tuple(xor_by_hand(one.fitted.architecture).tolist())
    one.ask(Together("shown", (Challenge(False), SetParameters(tuple(range(9)), good))))
    assert not one.resting
    assert one.snapshot().extra.best == math.inf


@pytest.mark.parametrize(
    "wish",
    [SetOption("hidden", (3,)), SetOption("problem", "circles"), AddLayer(1), RemoveLayer(0)],
    ids=repr,
)
def test_problem_and_network_of_a_challenge_stay_until_it_ends_and_other_settings_are_free(wish):
    one = lab(problem="moons")
    before = state(one)
    one.ask(Challenge(True))
    one.ask(SetOption("learning_rate", 0.5))
    assert one.snapshot().extra.setup.learning_rate == 0.5
    during = state(one)
    one.ask(wish)
    assert one.notice == f"not done: {play_challenge.HELD}"
    assert state(one) == during
    one.ask(Challenge(False))
    assert state(one) == before
    one.ask(wish)
    assert one.notice == ""


def test_a_session_rests_while_a_challenge_is_on_and_says_why():
    one = lab()
    session = Session(one, 100, 10)
    session.advance()
    refresh = session.apply(Ask(Challenge(True)))
    assert (refresh.state, refresh.note) == (State.PAUSED, play_challenge.RULES)
    for command in (Resume(), TogglePause(), StepOne(), StepRefresh()):
        session.apply(command)
        assert not session.running
        assert session.advance() is None
    assert session.current().note == play_challenge.RULES
    good = xor_by_hand(one.fitted.architecture, 8.0)
    refresh = session.apply(Ask(SetParameters(tuple(range(9)), tuple(good.tolist()))))
    assert (refresh.state, refresh.note) == (State.PAUSED, play_challenge.DONE)
    assert session.apply(Ask(Undo())).note == play_challenge.RULES
    refresh = session.apply(Ask(Challenge(False)))
    assert (refresh.state, refresh.note) == (State.PAUSED, "")
    session.apply(Resume())
    assert session.advance().snapshot.step == 20
    session.apply(Ask(Challenge(True)))
    assert session.apply(Restart(3)).state is State.RUNNING


def own_lab():
    own = Points(np.random.default_rng(4).normal(size=(30, 2)), np.arange(30.0) % 2, Task.BINARY, 2)
    one = PlaygroundLab(1, setup=Setup(hidden=(3,), learning_rate=0.3), epochs=100, own=own, source="own.csv")
    one.train(3)
    one.ask(AddPoint(0.25, 0.25, 1.0))
    one.ask(Mute((2,), True))
    return one


@pytest.mark.parametrize("again", [False, True])
def test_the_end_of_a_challenge_brings_back_points_settings_and_network(again):
    one = own_lab()
    before = state(one)
    for _ in range(1 + again):
        one.ask(Challenge(True))
    one.ask(SetParameters((0,), (3.0,)))
    one.ask(SetOption("learning_rate", 0.7))
    during = state(one)
    one.ask(Challenge(False))
    assert state(one) == before
    assert one.snapshot().extra.own
    one.ask(Undo())
    assert state(one) == during
    assert one.resting
    one.ask(Redo())
    assert state(one) == before
    one.ask(Undo())
    one.ask(Challenge(False))
    assert state(one) == before
    for _ in range(4 + again):
        one.ask(Undo())
    assert state(one) == before


def test_a_restart_in_a_challenge_has_the_files_points_and_the_settings_of_before():
    one, fresh = own_lab(), own_lab()
    one.ask(Challenge(True))
    one.reset(5)
    fresh.reset(5)
    assert state(one) == state(fresh)
    assert one.snapshot().extra.own
    assert len(one.train_points) == 15
    one.ask(Challenge(False))
    assert state(one) == state(fresh)


def test_after_what_is_refused_in_a_challenge_a_restart_has_the_settings_of_before_it():
    one, fresh = lab(problem="moons", hidden=(8,)), lab(problem="moons", hidden=(8,))
    one.ask(Challenge(True))
    one.ask(by_hand(one.snapshot().extra))
    one.ask(SetOption("hidden", (4,)))
    one.reset(1)
    assert state(one) == state(fresh)
