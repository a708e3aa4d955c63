"""Advice is taken on real runs, and helps; verdicts are compared with figures computed another way."""

import re

import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption
from netviz.labs.play_setup import Setup
from netviz.labs.play_standing import Standings
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.panel import View

RATE = re.compile(r"rate(?: from here)?, such as (\d+(?:\.\d+)?(?:e−\d+)?)")
SPIRAL = {"problem": "spiral", "noise": 0.05, "points": 200, "hidden": (8, 8)}
HEART = {
    "problem": "moons", "points": 60, "noise": 0.35, "hidden": (16, 16),
    "optimizer": "adam", "learning_rate": 0.01,
}  # fmt: skip


class Run:
    """A playground without a window, and what is told of it."""

    def __init__(self, epochs, seed=1, **settings):
        self.lab = PlaygroundLab(seed, setup=Setup(**{"problem": "moons", **settings}), epochs=100_000)
        self.session, self.timeline = Session(self.lab, 100_000, epochs), Timeline()
        self.timeline.add(self.session.current())
        self.train()

    def train(self):
        self.timeline.add(self.session.advance())

    @property
    def moment(self):
        return self.timeline.snapshot.extra

    @property
    def loss(self):
        return self.moment.losses[-20:].mean()

    def told(self):
        return Standings(Look())(View(self.timeline))


def advised(told):
    found = RATE.search(told.advice)
    assert found, told.advice
    return float(found[1].replace("−", "-"))


@pytest.mark.parametrize(
    ("kind", "epochs", "settings"),
    [
        ("learning rate too high", 60, {"learning_rate": 10.0}),
        ("learning rate too high", 60, {**SPIRAL, "learning_rate": 10.0, "optimizer": "adam"}),
        (
            "learning rate too high",
            60,
            {**SPIRAL, "learning_rate": 10.0, "optimizer": "momentum", "batch_size": 100},
        ),
        ("oscillating", 200, {"learning_rate": 10.0, "batch_size": 150}),
        ("saturated units", 60, {"learning_rate": 1.0, "optimizer": "adam"}),
        (
            "learning rate too low",
            60,
            {**SPIRAL, "learning_rate": 0.001, "optimizer": "sgd", "batch_size": 100},
        ),
        (
            "learning rate too low",
            60,
            {**SPIRAL, "learning_rate": 1e-4, "optimizer": "momentum", "batch_size": 100},
        ),
        ("learning rate too low", 60, {**SPIRAL, "learning_rate": 1e-4}),
        ("learning rate too low", 60, {**SPIRAL, "learning_rate": 1e-5, "optimizer": "adam"}),
        ("converging", 60, {"learning_rate": 1e-4}),
    ],
)
def test_with_the_rate_that_is_advised_another_run_ends_lower(kind, epochs, settings):
    first = Run(epochs, **settings)
    told = first.told()
    assert told.kind == kind
    second = Run(epochs, **{**settings, "learning_rate": advised(told)})
    assert second.loss < 0.99 * first.loss


def test_where_noise_holds_the_loss_up_adam_is_given_smaller_steps_and_goes_on_better():
    kinds = []
    for seed in (1, 2, 3, 4):
        run = Run(130, seed, **{**SPIRAL, "points": 500, "optimizer": "adam", "learning_rate": 0.1})
        told, before = run.told(), run.loss
        kinds.append(told.kind)
        if told.kind == "converging":  # where it still falls nothing is advised
            assert not told.advice
            continue
        assert advised(told) < 0.1
        run.lab.ask(SetOption("learning_rate", advised(told)))
        run.train()
        assert run.loss < before
    assert kinds.count("plateau") >= 2


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_points_much_noise_and_many_neurons_are_overfitting_and_what_is_advised_helps(seed):
    run = Run(300, seed, **HEART)
    told = run.told()
    assert told.kind == "overfitting" and told.troubled
    # The least mean of ten epochs, and the means of the last fifty, from the losses of every epoch.
    again = PlaygroundLab(seed, setup=Setup(**HEART), epochs=1000)
    losses, tests = again.train(300).T[:2]
    means = tests.reshape(-1, 10).mean(axis=1)
    epoch, gap = 10 * means.argmin() + 5, tests[-50:].mean() - losses[-50:].mean()
    assert f"since epoch {epoch} or so" in told.sentence
    for figure in (means.min(), tests[-50:].mean(), gap):
        assert f"{figure:.3g}" in told.sentence
    now = run.moment.test_loss
    assert Run(epoch, seed, **HEART).moment.test_loss < now
    for better in ({"l2": 0.03}, {"points": 600}, {"hidden": (3,)}, {"dropout": 0.3}):
        assert Run(300, seed, **{**HEART, **better}).moment.test_loss < now


@pytest.mark.parametrize(
    ("epochs", "settings"),
    [
        (30, HEART),  # few epochs
        (300, {**HEART, "train_share": 1.0}),  # no test points
        (300, {**HEART, "train_share": 0.95}),  # three of them
        (300, {**HEART, "noise": 0.05, "points": 300}),  # nothing to learn by heart
        (200, {"problem": "gaussians"}),
        (200, {"problem": "xor"}),
        (200, {"problem": "spiral", "learning_rate": 3.0}),  # noise in both losses
    ],
)
def test_where_test_points_do_not_suffer_overfitting_is_not_told(epochs, settings):
    assert Run(epochs, **settings).told().kind != "overfitting"


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
@pytest.mark.parametrize("problem", ["line", "plane"])
def test_values_that_only_noise_keeps_apart_are_converged(problem, optimizer):
    rate = {"sgd": 0.05, "momentum": 0.005, "adam": 0.005}[optimizer]
    run = Run(200, problem=problem, optimizer=optimizer, learning_rate=rate, hidden=(8, 8))
    assert run.told().kind == "converged"
    assert run.moment.train_loss == pytest.approx(0.1**2 / 2, rel=0.4)  # half the variance of the noise


def test_after_l2_is_set_the_test_loss_falls_and_overfitting_is_told_no_longer():
    run = Run(300, **HEART)
    assert run.told().kind == "overfitting"
    run.lab.ask(SetOption("l2", 0.03))
    for _ in range(2):
        run.train()
    assert run.told().kind != "overfitting"
