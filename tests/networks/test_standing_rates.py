"""Which learning rate is advised, and that the advice helps."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.standing import Figures, Kind, judge
from networks.standing_rates import bound, higher, lower, restart, too_large

CREEPING = np.linspace(0.7, 0.6999, 100)


def figures(losses=CREEPING, rate=0.1, ratio=1e-4, **told):
    told = {"gradient_norms": np.array([0.2, 0.2]), "chance": 0.693, **told}
    return Figures(np.asarray(losses, float), update_ratio=ratio, learning_rate=rate, **told)


def descends(rate, beta, curvature, steps=4000):
    """Return whether descent with momentum comes closer to the bottom of a parabola."""
    t, velocity = 1.0, 0.0
    for _ in range(steps):
        velocity = beta * velocity - rate * curvature * t
        t += velocity
        if abs(t) > 1e6:
            return False
    return abs(t) < 1e-3


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_the_bound_is_where_descent_on_a_parabola_begins_to_fail(beta):
    curvature = 3.0
    limit = figures(beta=beta).limit / curvature
    assert limit == pytest.approx(2 * (1 + beta) / curvature)
    assert descends(0.99 * limit, beta, curvature)
    assert not descends(1.01 * limit, beta, curvature)


@pytest.mark.parametrize(
    "told", [{"optimizer": "adam"}, {"whole": False}, {"optimizer": "momentum", "whole": False}]
)
def test_for_mini_batches_and_adam_no_bound_is_named(told):
    one = figures(rate=10.0, eigenvalues=np.array([0.0, 4.0]), **told)
    assert one.sharpness is None and not bound(one) and not too_large(one)
    verdict = judge(one)
    assert "λmax" not in verdict.sentence + verdict.what_to_try + verdict.figures_text


def test_the_bound_of_momentum_is_named_as_such():
    one = figures(rate=2.0, optimizer="momentum", beta=0.9, eigenvalues=np.array([0.0, 2.0]))
    assert bound(one) == "2 (1 + β)/λmax = 1.9"
    assert too_large(one).endswith("above 2 (1 + β)/λmax = 1.9")
    assert not too_large(figures(rate=1.8, optimizer="momentum", beta=0.9, eigenvalues=np.array([0.0, 2.0])))
    assert "such as 0.05, below 2 (1 + β)/λmax = 1.9" in lower(one)  # (1 − β)/λmax


@pytest.mark.parametrize(
    ("optimizer", "rate", "advised"),
    [
        ("sgd", 30.0, "1"),
        ("sgd", 0.5, "0.05"),
        ("momentum", 10.0, "0.1"),
        ("adam", 1.0, "0.01"),
        ("adam", 0.03, "0.002"),
    ],
)
def test_without_a_bound_a_lower_rate_is_a_share_of_the_present_one_and_no_more_than_usual(
    optimizer, rate, advised
):
    assert f"such as {advised}." in lower(figures(rate=rate, optimizer=optimizer, whole=False))


def test_a_higher_rate_makes_the_steps_of_a_healthy_size_and_no_more():
    def advised(**told):
        return higher(figures(whole=False, rate=0.001, **told), "")[1]

    assert "such as 0.01." in advised(ratio=1e-4)
    assert "such as 0.002." in advised(ratio=9e-4)  # three times, rounded down
    assert "such as 0.1." in advised(ratio=1e-9)  # a hundred times at most
    assert "such as 0.05." in advised(ratio=1e-9, eigenvalues=np.array([0.0, 20.0]))  # nor above 1/λmax
    assert "such as 0.1." in advised(
        ratio=1e-9, eigenvalues=np.array([0.0, 20.0]), optimizer="adam", reach=1e-9
    )


SLOW = np.linspace(0.7, 0.68, 100)  # it falls, and slowly


@given(
    losses=st.sampled_from([CREEPING, SLOW]),
    optimizer=st.sampled_from([("sgd", 0.0), ("momentum", 0.9), ("adam", 0.0)]),
    rate=st.sampled_from([1e-6, 1e-4, 0.003, 0.09, 0.5, 1.0, 60.0, 100.0]),
    curvature=st.sampled_from([None, 0.0, 5e-324, 1e-17, 1e-3, 0.7, 1.0, 20.0, 1e6]),
    ratio=st.sampled_from([0.0, 1e-9, 1e-4, 9e-4]),
    decay=st.sampled_from([1.0, 0.5, 0.2]),
    whole=st.booleans(),
)
def test_a_rate_that_is_advised_lies_on_the_side_it_is_said_to_and_can_be_set(
    losses, optimizer, rate, curvature, ratio, decay, whole
):
    eigenvalues = None if curvature is None else np.array([-1e-3 * curvature, curvature])
    told = {"eigenvalues": eigenvalues, "optimizer": optimizer[0], "beta": optimizer[1]}
    verdict = judge(figures(losses, rate * decay, ratio, decay=decay, whole=whole, **told))
    found = re.search(
        r"(higher|lower) learning rate(?: from here)?, such as ([^,]+?)(?:,|\.$|\. )", verdict.what_to_try
    )
    if found is not None:
        advised = float(found[2].replace("−", "-"))
        assert advised > rate if found[1] == "higher" else advised < rate
        assert advised <= 100


def test_adam_is_told_by_how_far_it_reaches_and_not_by_its_last_step():
    idle = figures(ratio=1e-6, reach=0.1, optimizer="adam", whole=False)
    assert judge(idle).kind is not Kind.TOO_LOW
    short = figures(rate=1e-5, ratio=1e-6, reach=2e-5, optimizer="adam", whole=False)
    verdict = judge(short)
    assert verdict.kind is Kind.TOO_LOW and "at most 0.002 %" in verdict.sentence


def test_a_loss_that_noise_holds_up_is_not_given_larger_steps():
    noise = 0.5 + 0.02 * np.random.default_rng(2).standard_normal(100)
    verdict = judge(figures(noise, ratio=1e-4, whole=False))
    assert verdict.kind is Kind.PLATEAU
    assert "lower learning rate from here, such as 0.02, or larger batches" in verdict.what_to_try


def test_what_a_schedule_has_left_is_told_and_advice_is_for_the_rate_that_is_set():
    verdict = judge(figures(rate=1e-4, decay=0.001, whole=False))
    assert verdict.kind is Kind.TOO_LOW
    assert "the schedule has left 0.1 %" in verdict.sentence and "schedule" in verdict.what_to_try
    assert "such as 0.1." in lower(figures(rate=0.5, decay=0.5, whole=False))  # 0.05 of now is 0.1 as set


def test_units_without_gradient_need_a_new_start():
    assert "new start" in lower(figures(rate=10.0, saturated=np.array([0.2, 0.75])))
    assert "new start" not in lower(figures(rate=10.0, saturated=np.array([0.2, 0.25])))
    assert restart(figures(rate=5.0, optimizer="adam"), "x").endswith("lower learning rate, such as 0.01")
    assert restart(figures(rate=0.01, optimizer="adam"), "otherwise").endswith("otherwise")


def test_a_scattered_loss_above_the_best_constant_answer_is_too_high_a_rate_but_for_dropout():
    losses = 5 + np.random.default_rng(0).standard_normal(100)
    one = figures(losses, ratio=1e-3, rate=10.0, optimizer="adam", whole=False, saturated=np.array([1.0]))
    verdict = judge(one)
    assert verdict.kind is Kind.TOO_HIGH
    assert "best constant answer's, 0.693" in verdict.sentence
    assert judge(figures(losses, whole=False, dropout=0.5)).kind is Kind.PLATEAU
