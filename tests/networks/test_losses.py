"""Losses: their equations, their extremes, what they call right."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, ONE_OUTPUT_LOSSES
from networks.output_layer import OutputLayer

Z = np.linspace(-3, 3, 12).reshape(6, 2)
CLASSES = np.arange(12).reshape(6, 2) % 2


def test_mse_is_half_the_mean_square():
    a = ACTIVATIONS["sigmoid"](Z)
    value = LOSSES["mse"].values(OutputLayer(ACTIVATIONS["sigmoid"], Z, a), CLASSES)
    assert value == pytest.approx(0.5 * ((a - CLASSES) ** 2).sum() / 12)


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear", "leaky_relu", "relu"])
def test_bce_is_the_cross_entropy_of_the_prediction(output):
    bce, f = LOSSES["bce"], ACTIVATIONS[output]
    p = bce.prediction(OutputLayer.of(f, Z))
    expected = -np.where(CLASSES == 1, np.log(p), np.log(1 - p)).mean()
    assert bce.values(OutputLayer.of(f, Z), CLASSES) == pytest.approx(expected, rel=1e-12)


def test_bce_of_tanh_reads_the_output_as_half_of_one_plus_a():
    f = ACTIVATIONS["tanh"]
    np.testing.assert_allclose(LOSSES["bce"].prediction(OutputLayer.of(f, Z)), (1 + f(Z)) / 2, rtol=1e-12)


def test_hinge_is_zero_beyond_the_margin():
    hinge, f = LOSSES["hinge"], ACTIVATIONS["linear"]
    y = hinge.encode([[1.0], [0.0], [1.0], [0.0]])
    assert y.ravel().tolist() == [1, -1, 1, -1]
    a = np.array([[2.0], [-1.0], [0.25], [3.0]])
    assert hinge.values(OutputLayer.of(f, a), y) == pytest.approx((0 + 0 + 0.75 + 4) / 4)


def test_at_its_kinks_a_loss_or_an_activation_has_no_slope():
    hinge, f = LOSSES["hinge"], ACTIVATIONS["linear"]
    z, y = np.array([[1.0], [-1.0]]), np.array([[1.0], [-1.0]])  # y a = 1
    gradient, scratch = np.empty_like(z), np.empty_like(z)
    hinge.gradient(OutputLayer.of(f, z), y, gradient, scratch)
    assert gradient.tolist() == [[0.0], [0.0]]
    assert ACTIVATIONS["relu"].slope([0.0, -0.0]).tolist() == [0.0, 0.0]


@pytest.mark.parametrize("output", ACTIVATIONS)
def test_bce_stays_finite_and_exact_for_extreme_pre_activations(output):
    bce, f = LOSSES["bce"], ACTIVATIONS[output]
    z = np.array([[-1e5], [1e5], [-1e5], [1e5]])
    y = np.array([[0.0], [1.0], [1.0], [0.0]])
    a, gradient, scratch = f(z), np.empty_like(z), np.empty_like(z)
    with np.errstate(all="ignore"):
        bce.gradient(OutputLayer(f, z, a), y, gradient, scratch)
    assert np.isfinite(gradient).all()
    assert np.isfinite(bce.values(OutputLayer(f, z, a), y))
    if output == "sigmoid":
        assert bce.values(OutputLayer(f, z, a), y) == pytest.approx(0.5e5)
        assert gradient.ravel().tolist() == [0, 0, -1, 1]


def test_bce_keeps_its_digits_where_the_prediction_is_all_but_certain():
    certain = OutputLayer.of(ACTIVATIONS["sigmoid"], np.array([[50.0]]))
    assert LOSSES["bce"].values(certain, np.ones((1, 1))) == pytest.approx(np.exp(-50), rel=1e-12)


@pytest.mark.parametrize("name", ONE_OUTPUT_LOSSES)
def test_values_keep_leading_axes(name):
    loss, f = LOSSES[name], ACTIVATIONS["tanh"]
    z = np.random.default_rng(0).standard_normal((3, 5, 4, 1))
    y = loss.encode([[0], [1], [1], [0]])
    values, accuracies = loss.values(OutputLayer.of(f, z), y), loss.accuracy(OutputLayer.of(f, z), y)
    assert values.shape == accuracies.shape == (3, 5)
    assert values[2, 1] == pytest.approx(loss.values(OutputLayer.of(f, z[2, 1]), y))


@pytest.mark.parametrize("name", ONE_OUTPUT_LOSSES)
def test_accuracy_counts_predictions_on_the_right_side_of_the_threshold(name):
    loss, f = LOSSES[name], ACTIVATIONS["linear"]
    z = np.array([[5.0], [5.0], [-5.0], [5.0]])
    assert loss.accuracy(OutputLayer.of(f, z), loss.encode([[1], [1], [0], [0]])) == 0.75


@pytest.mark.parametrize("name", ONE_OUTPUT_LOSSES)
def test_targets_are_encoded_as_low_and_high(name):
    loss = LOSSES[name]
    assert loss.encode([[0], [1]]).ravel().tolist() == [loss.low, loss.high]
    assert set(loss.outputs) <= set(ACTIVATIONS)


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("name", LOSSES)
def test_outputs_are_those_with_which_next_to_no_loss_is_left_for_any_target(name, output):
    loss, f = LOSSES[name], ACTIVATIONS[output]
    z = np.concatenate([-np.logspace(5, -3, 500), np.logspace(-3, 5, 500)])[:, None, None]
    targets = [loss.encode([[target]]) for target in (0.0, 1.0)]
    if name == "cross_entropy":  # two outputs, of which one may rise and the other fall
        z, targets = np.concatenate([z, -z], axis=-1), [np.array([[0.0, 1.0]]), np.array([[1.0, 0.0]])]
    left = max(loss.values(OutputLayer.of(f, z), y).min() for y in targets)
    assert (left < 0.01) == (output in loss.outputs)


@pytest.mark.parametrize("name", ONE_OUTPUT_LOSSES)
def test_overflowing_losses_do_not_warn(name):
    loss, f, z = LOSSES[name], ACTIVATIONS["linear"], np.array([[1e300], [-np.inf], [np.nan]])
    y = loss.encode([[0], [1], [1]])
    assert not np.isfinite(
        loss.values(OutputLayer.of(f, z), y)
    )  # and no warning, which would be an error here
    assert loss.accuracy(OutputLayer.of(f, z), y) == 0.0


@pytest.mark.parametrize("output", ["sigmoid", "tanh", "linear"])
def test_a_prediction_of_the_largest_numbers_is_certain_and_does_not_warn(output):
    layer = OutputLayer.of(ACTIVATIONS[output], np.array([[1e308], [-1e308]]))
    bce = LOSSES["bce"]
    assert bce.prediction(layer).tolist() == [[1.0], [0.0]]
    assert bce.accuracy(layer, np.array([[1.0], [0.0]])) == 1.0


def test_mse_meets_any_value_with_a_linear_output():
    mse, f, values = LOSSES["mse"], ACTIVATIONS["linear"], np.array([[-7.5], [0.25], [300.0]])
    assert (mse.encode(values) == values).all()
    assert mse.values(OutputLayer.of(f, values), mse.encode(values)) == 0


@pytest.mark.parametrize(
    ("loss", "output"),
    [(loss.name, output) for loss in ONE_OUTPUT_LOSSES.values() for output in loss.outputs],
)
def test_at_the_level_the_prediction_is_the_threshold(loss, output):
    loss, activation = LOSSES[loss], ACTIVATIONS[output]
    z = np.array([[loss.level(activation)]])
    assert loss.prediction(OutputLayer.of(activation, z)) == pytest.approx(loss.threshold, abs=1e-15)


@pytest.mark.parametrize("output", sorted(ACTIVATIONS))
@pytest.mark.parametrize("loss", sorted(ONE_OUTPUT_LOSSES))
def test_class_1_is_said_above_the_level_and_there_alone(loss, output):
    loss, activation = LOSSES[loss], ACTIVATIONS[output]
    level, near = loss.level(activation), np.array([-1e-6, 1e-6])
    z = np.concatenate((np.linspace(-9, 9, 40), level + near if np.isfinite(level) else near))[:, None]
    says_one = loss.prediction(OutputLayer.of(activation, z)) > loss.threshold
    assert (says_one == (z > level)).all()
