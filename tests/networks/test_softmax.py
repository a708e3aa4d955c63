"""Softmax with cross-entropy: the one loss that joins the outputs."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, ONE_OUTPUT_LOSSES
from networks.output_layer import OutputLayer

LOSS, LINEAR = LOSSES["cross_entropy"], ACTIVATIONS["linear"]
Z = np.random.default_rng(0).standard_normal((6, 4)) * 3
Y = np.eye(4)[[0, 3, 2, 1, 1, 0]]


def gradient(z, y, output=LINEAR):
    out, scratch = np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        LOSS.gradient(OutputLayer.of(output, z), y, out, scratch)
    return out


def test_the_prediction_is_a_probability_for_each_class():
    p = LOSS.prediction(OutputLayer.of(LINEAR, Z))
    np.testing.assert_allclose(p, np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), rtol=1e-13)
    np.testing.assert_allclose(p.sum(axis=1), 1.0, rtol=1e-14)


def test_the_loss_is_the_mean_over_the_batch_of_minus_the_log_of_the_targets_probability():
    p = LOSS.prediction(OutputLayer.of(LINEAR, Z))
    assert LOSS.values(OutputLayer.of(LINEAR, Z), Y) == pytest.approx(-np.log(p[Y == 1]).mean(), rel=1e-13)


def test_the_gradient_divided_by_batch_and_outputs_is_that_of_the_loss():
    h, found = 1e-6, gradient(Z, Y) / Z.size
    for place in np.ndindex(Z.shape):
        above, below = Z.copy(), Z.copy()
        above[place] += h
        below[place] -= h
        change = LOSS.values(OutputLayer.of(LINEAR, above), Y) - LOSS.values(OutputLayer.of(LINEAR, below), Y)
        assert found[place] == pytest.approx(change / (2 * h), rel=1e-6, abs=1e-9)


def test_two_classes_are_those_of_bce_with_the_difference_of_the_outputs():
    z = Z[:, :2]
    one = z[:, 1:] - z[:, :1]
    y = np.array([[0.0], [1.0], [1.0], [0.0], [1.0], [0.0]])
    sigmoid = ACTIVATIONS["sigmoid"]
    expected = LOSSES["bce"].values(OutputLayer.of(sigmoid, one), y)
    assert LOSS.values(OutputLayer.of(LINEAR, z), np.hstack([1 - y, y])) == pytest.approx(expected, rel=1e-13)


def test_it_stays_finite_and_exact_for_extreme_outputs():
    z = np.array([[1e5, -1e5, 0.0], [1e5, -1e5, 0.0]])
    y = np.eye(3)[[0, 1]]
    assert LOSS.values(OutputLayer.of(LINEAR, z), y) == pytest.approx(1e5)
    assert gradient(z, y).tolist() == [[0, 0, 0], [3, -3, 0]]
    assert LOSS.prediction(OutputLayer.of(LINEAR, z)).tolist() == [[1, 0, 0]] * 2


def test_it_keeps_its_digits_where_the_prediction_is_all_but_certain():
    z = np.array([[50.0, 0.0, 0.0]])
    assert LOSS.values(OutputLayer.of(LINEAR, z), np.eye(3)[:1]) == pytest.approx(2 * np.exp(-50), rel=1e-12)


def test_accuracy_is_the_share_of_samples_whose_most_probable_class_is_the_target():
    z = np.array([[2.0, 1.0, 0.0], [0.0, 3.0, 1.0], [0.0, 3.0, 1.0], [5.0, 6.0, 7.0]])
    assert LOSS.accuracy(OutputLayer.of(LINEAR, z), np.eye(3)[[0, 1, 2, 2]]) == 0.75


def test_leading_axes_are_kept():
    z = np.random.default_rng(1).standard_normal((3, 5, 6, 4))
    values, accuracies = (
        LOSS.values(OutputLayer.of(LINEAR, z), Y),
        LOSS.accuracy(OutputLayer.of(LINEAR, z), Y),
    )
    assert values.shape == accuracies.shape == (3, 5)
    assert values[2, 1] == pytest.approx(LOSS.values(OutputLayer.of(LINEAR, z[2, 1]), Y))


def test_numbers_that_are_none_do_not_warn_and_count_as_wrong():
    z = np.array([[np.nan, 0.0], [np.inf, np.inf], [1e308, -1e308]])
    y = np.eye(2)[[0, 0, 1]]
    assert not np.isfinite(LOSS.values(OutputLayer.of(LINEAR, z), y))
    assert LOSS.accuracy(OutputLayer.of(LINEAR, z[:1]), y[:1]) == 0.0


def test_it_is_not_among_the_losses_of_one_output():
    assert set(LOSSES) - set(ONE_OUTPUT_LOSSES) == {"cross_entropy"}
