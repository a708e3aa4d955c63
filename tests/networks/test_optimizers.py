"""Optimizers against their equations, written out with plain temporaries."""

import numpy as np
import pytest

from networks import OPTIMIZERS

RATE = 0.1


def gradients_of(theta):
    """Return the gradient of some smooth function."""
    return np.cos(theta) + 0.3 * theta


def sgd(theta, steps):
    for _ in range(steps):
        theta = theta - RATE * gradients_of(theta)
    return theta


def momentum(theta, steps):
    v = 0
    for _ in range(steps):
        v = 0.9 * v - RATE * gradients_of(theta)
        theta = theta + v
    return theta


def adam(theta, steps):
    m = v = 0
    for t in range(1, steps + 1):
        g = gradients_of(theta)
        m = 0.9 * m + 0.1 * g
        v = 0.999 * v + 0.001 * g**2
        theta = theta - RATE * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return theta


WRITTEN_OUT = {"sgd": sgd, "momentum": momentum, "adam": adam}


def prepared(name, theta):
    optimizer = OPTIMIZERS[name](RATE)
    optimizer.prepare(theta)
    return optimizer


@pytest.fixture
def theta():
    return np.random.default_rng(0).standard_normal((3, 7))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_steps_follow_the_equations(name, theta):
    expected = WRITTEN_OUT[name](theta.copy(), 50)
    optimizer = prepared(name, theta)
    for _ in range(50):
        optimizer.step(theta, gradients_of(theta))
    np.testing.assert_allclose(theta, expected, rtol=1e-12)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_update_is_what_the_last_step_added(name, theta):
    optimizer = prepared(name, theta)
    assert (optimizer.update == 0).all()
    for _ in range(3):
        before = theta.copy()
        optimizer.step(theta, gradients_of(theta))
        assert (before + optimizer.update == theta).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_saved_state_is_a_copy_and_leads_to_the_same_bits(name, theta):
    optimizer = prepared(name, theta)
    for _ in range(5):
        optimizer.step(theta, gradients_of(theta))
    saved, at_save = optimizer.save(), theta.copy()
    for _ in range(5):
        optimizer.step(theta, gradients_of(theta))
    expected, expected_update = theta.copy(), optimizer.update.copy()
    optimizer.load(saved)
    theta[...] = at_save
    for _ in range(5):
        optimizer.step(theta, gradients_of(theta))
    assert (theta == expected).all() and (optimizer.update == expected_update).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("rate", [0, -1, np.nan, np.inf])
def test_a_senseless_learning_rate_is_refused(name, rate):
    with pytest.raises(ValueError, match="learning rate"):
        OPTIMIZERS[name](rate)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_float32_parameters_are_updated_in_float32(name):
    theta = np.random.default_rng(1).standard_normal(50).astype(np.float32)
    expected = WRITTEN_OUT[name](theta.astype(np.float64), 20)
    optimizer = prepared(name, theta)
    for _ in range(20):
        optimizer.step(theta, gradients_of(theta))
    assert {theta.dtype, optimizer.update.dtype} == {np.dtype(np.float32)}
    np.testing.assert_allclose(theta, expected, rtol=1e-3, atol=1e-5)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_a_long_update_is_the_same_as_many_short_ones(name, order):
    whole = np.asarray(np.random.default_rng(2).standard_normal((7, 9001)), order=order)
    rows = [row.copy() for row in whole]
    optimizer, optimizers = prepared(name, whole), [prepared(name, row) for row in rows]
    for _ in range(3):
        optimizer.step(whole, gradients_of(whole))
        for single, row in zip(optimizers, rows, strict=True):
            single.step(row, gradients_of(row))
    assert (whole == np.stack(rows)).all()


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_the_learning_rate_can_be_set_between_steps(name, theta):
    one, other = prepared(name, theta), prepared(name, theta)
    one.learning_rate = 2 * RATE
    changed, kept = theta.copy(), theta.copy()
    one.step(changed, gradients_of(theta))
    other.step(kept, gradients_of(theta))
    np.testing.assert_allclose(changed - theta, 2 * (kept - theta), rtol=1e-9)
    with pytest.raises(ValueError, match="learning rate"):
        one.learning_rate = -RATE
    assert one.learning_rate == 2 * RATE
