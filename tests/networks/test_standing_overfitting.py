"""Learning by heart is told where training and test part, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from networks.standing import Figures, Kind, Least, judge


def figures(losses, tests, least=None, **told):
    told = {"gradient_norms": np.array([0.1, 0.1]), "chance": 0.693, "whole": False, **told}
    tests = None if tests is None else np.asarray(tests, float)
    return Figures(
        np.asarray(losses, float),
        update_ratio=1e-2,
        learning_rate=0.01,
        test_losses=tests,
        least=least,
        **told,
    )


FALLING, RISING = np.linspace(0.2, 0.05, 100), np.linspace(0.4, 0.7, 100)
LEAST = Least(65, 0.3, 0.25)


def test_a_test_loss_that_rises_while_the_training_loss_falls_is_overfitting():
    verdict = judge(figures(FALLING, RISING, LEAST))
    assert verdict.kind is Kind.OVERFITTING
    late, tests = FALLING[50:].mean(), RISING[50:].mean()
    for figure in (late, 0.3, tests, tests - late):
        assert f"{figure:.3g}" in verdict.sentence
    assert "since epoch 65" in verdict.sentence and "stop near epoch 65" in verdict.what_to_try
    for way in ("More points", "L2", "dropout", "fewer neurons"):
        assert way in verdict.what_to_try


def test_a_least_of_other_penalties_is_told_to_be_one_and_no_epoch_to_stop_at():
    verdict = judge(figures(FALLING, RISING, replace(LEAST, before=True)))
    assert verdict.kind is Kind.OVERFITTING
    assert "from 0.3 (epoch 65, other penalties or dropout) to" in verdict.sentence
    assert "stop" not in verdict.what_to_try and verdict.what_to_try.endswith(", or fewer neurons.")


def test_what_is_in_force_already_is_to_be_more_and_without_neurons_inputs_are_to_be_fewer():
    told = judge(figures(FALLING, RISING, LEAST, penalties=("L2",), dropout=0.2)).what_to_try
    assert "more L2" in told and "more dropout" in told
    told = judge(figures(FALLING, RISING, LEAST, gradient_norms=np.array([0.1]))).what_to_try
    assert "fewer inputs" in told and "dropout" not in told and "neurons" not in told


def test_it_comes_before_a_low_loss_and_after_what_destroys_everything():
    low = np.linspace(1e-3, 1e-5, 100)
    assert judge(figures(low, RISING, LEAST)).kind is Kind.OVERFITTING
    assert judge(figures(low, np.full(100, 0.3), LEAST)).kind is Kind.CONVERGED
    assert judge(figures([*FALLING[:-1], np.inf], RISING, LEAST)).kind is Kind.EXPLODING
    to_and_fro = 0.15 + 0.05 * (-1.0) ** np.arange(100)
    assert judge(figures(to_and_fro, RISING, LEAST)).kind is Kind.OSCILLATING


@pytest.mark.parametrize(
    ("losses", "tests", "least"),
    [
        (FALLING[:30], RISING[:30], LEAST),  # few epochs
        (FALLING, None, LEAST),  # no test points
        (FALLING, RISING, None),  # no ten epochs yet
        (FALLING, FALLING + 0.01, Least(250, 0.06, 0.05)),  # both fall
        (FALLING, np.full(100, 0.3), LEAST),  # a gap that does not grow
        (FALLING, np.full(100, 0.31), LEAST),  # a rise hardly worth a word
        (RISING, RISING, LEAST),  # both rise, and are equal
        (np.full(100, 0.25), RISING, LEAST),  # training has not gone on
        (FALLING, RISING[::-1], LEAST),  # the test loss is on its way back
        (FALLING, [*RISING[:-1], np.inf], LEAST),
    ],
)
def test_elsewhere_it_is_not_spoken_of(losses, tests, least):
    assert judge(figures(losses, tests, least)).kind is not Kind.OVERFITTING


def test_noise_of_the_test_loss_is_no_rise_though_its_least_mean_lies_low():
    rng = np.random.default_rng(5)
    for _ in range(200):
        tests = 0.4 + 0.1 * rng.standard_normal(1000)
        blocks = tests.reshape(-1, 10).mean(axis=1)
        least = Least(10 * int(blocks.argmin()) + 5, float(blocks.min()), 0.3)
        assert judge(figures(FALLING, tests[-100:], least)).kind is not Kind.OVERFITTING
