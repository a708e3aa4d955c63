"""The losses of the last epochs, and the least mean of ten."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.engine.wishes import AddPoint, Freeze, Redo, SetOption, SetParameters, Undo
from netviz.labs.play_recent import Recent
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab


def test_the_least_is_of_means_over_ten_epochs():
    rng = np.random.default_rng(0)
    losses, tests = rng.random(257), rng.random(257)
    recent = Recent().after(257, losses, tests)
    means = tests[:250].reshape(-1, 10).mean(axis=1)
    best = int(means.argmin())
    assert recent.least.test == pytest.approx(means[best])
    assert recent.least.training == pytest.approx(losses[10 * best : 10 * best + 10].mean())
    assert recent.least.epoch == 10 * best + 5  # their middle
    assert np.array_equal(recent.losses, losses[-100:]) and np.array_equal(recent.tests, tests[-100:])


def test_it_does_not_depend_on_how_many_epochs_are_told_at_once():
    rng = np.random.default_rng(1)
    losses, tests = rng.random(60), rng.random(60)
    one, other = Recent(), Recent().after(60, losses, tests)
    for epoch in range(60):
        one = one.after(epoch + 1, losses[epoch : epoch + 1], tests[epoch : epoch + 1])
    assert one.least == other.least and one.block == other.block
    assert np.array_equal(one.losses, other.losses) and np.array_equal(one.tests, other.tests)


def lab(**settings):
    one = PlaygroundLab(1, setup=Setup(**{"points": 60, "hidden": (3,), **settings}), epochs=100_000)
    one.train(30)
    return one


@pytest.mark.parametrize(
    "wish",
    [
        SetOption("learning_rate", 0.01),
        SetOption("optimizer", "adam"),
        Freeze((0,), True),
    ],
)
def test_what_leaves_data_loss_and_weights_alone_leaves_the_least(wish):
    one = lab()
    least = one.snapshot().extra.recent.least
    one.ask(wish)
    recent = one.snapshot().extra.recent
    assert recent.least is least and not len(recent.losses) and not len(recent.tests)
    one.ask(Undo())
    one.ask(Redo())
    assert one.snapshot().extra.recent.least is least


@pytest.mark.parametrize(
    "wish",
    [
        SetOption("points", 80),
        SetOption("hidden", (4,)),
        SetOption("activation", ("relu",)),
        SetOption("loss", "mse"),
        SetOption("inputs", ("x1", "x1*x2")),
        AddPoint(0.1, 0.2, 1.0),
        SetParameters((0,), (2.0,)),
    ],
)
def test_where_losses_can_no_longer_be_compared_the_least_is_forgotten(wish):
    one = lab()
    one.ask(wish)
    assert one.snapshot().extra.recent.least is None


def test_a_checkpoint_has_it():
    one = lab()
    here = one.checkpoint()
    one.train(25)
    later = one.snapshot().extra.recent
    one.restore(here)
    one.train(25)
    again = one.snapshot().extra.recent
    assert (
        again.least == later.least and again.block == later.block and np.array_equal(again.tests, later.tests)
    )


@pytest.mark.parametrize("name", ["l1", "l2", "dropout"])
def test_the_least_is_marked_as_one_of_before_once_penalties_or_dropout_are_others(name):
    one = lab()
    least = one.snapshot().extra.recent.least
    one.ask(SetOption(name, 0.1))
    assert one.snapshot().extra.recent.least == replace(least, before=True) != least
    one.ask(SetOption("learning_rate", 0.2))
    assert one.snapshot().extra.recent.least.before
    one.ask(SetOption(name, 0.0))
    one.train(2000)  # a lesser one is found
    assert not one.snapshot().extra.recent.least.before
