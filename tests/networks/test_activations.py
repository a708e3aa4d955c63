"""Activations: their values in the tails, their slopes."""

import numpy as np
import pytest

from networks import ACTIVATIONS
from networks.activations import RANGES, STEEPEST


def test_sigmoid_is_exact_in_both_tails():
    sigmoid = ACTIVATIONS["sigmoid"]
    z = np.array([-700.0, -40.0, -20.0, 0.0, 20.0, 36.0, 700.0])
    expected = [np.exp(-700), np.exp(-40), 1 / (1 + np.exp(20.0)), 0.5, 1 - np.exp(-20), 1 - np.exp(-36), 1.0]
    np.testing.assert_allclose(sigmoid(z), expected, rtol=1e-15)
    assert sigmoid(z)[0] > 0
    assert (sigmoid([-1e4, -np.inf, np.inf, 1e308]) == [0, 0, 1, 1]).all()


def test_sigmoid_of_minus_z_is_one_minus_sigmoid_of_z():
    z = np.linspace(-30, 30, 1001)
    sigmoid = ACTIVATIONS["sigmoid"]
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), atol=2e-16)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_slope_is_the_central_difference(name):
    f, z, h = ACTIVATIONS[name], np.linspace(-5, 5, 100), 1e-6
    np.testing.assert_allclose(f.slope(z), (f(z + h) - f(z - h)) / (2 * h), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_extreme_pre_activations_give_no_warning_and_nan_is_passed_on(name):
    f, z = ACTIVATIONS[name], np.array([-1e308, -1e4, 1e4, 1e308])
    assert np.isfinite(f(z)).all()
    assert np.isfinite(f.slope(z)).all()
    assert np.isnan(f(np.nan))


def test_the_rectifiers_and_their_kink():
    z = [-2.0, 0.0, 3.0]
    assert ACTIVATIONS["relu"](z).tolist() == [0, 0, 3]
    assert ACTIVATIONS["relu"].slope(z).tolist() == [0, 0, 1]
    assert ACTIVATIONS["leaky_relu"](z).tolist() == [-0.02, 0, 3]
    assert ACTIVATIONS["leaky_relu"].slope(z).tolist() == [0.01, 0.01, 1]


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_ranges_and_steepest_slopes_are_those_of_the_bounded_ones(name):
    z = np.linspace(-40, 40, 8001)
    a, slopes = ACTIVATIONS[name](z), ACTIVATIONS[name].slope(z)
    assert (name in RANGES) == (name in STEEPEST) == bool(np.abs(a).max() <= 1)
    if name in RANGES:
        assert (a.min(), a.max()) == pytest.approx(RANGES[name], abs=1e-15)
        assert slopes.max() == STEEPEST[name]
