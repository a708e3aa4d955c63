"""The Hessian against central differences of the gradient, for everything that can be combined."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture
from networks.hessian import eigenvalues, hessian

KINKED = {"relu", "leaky_relu"}
MARGIN = 1e-3  # how far every kink stays away
STEP = 1e-5
HIDDEN = {0: (), 1: (4,), 2: (4, 3)}


def architecture_of(loss, hidden, output, depth):
    outputs = 3 if loss == "cross_entropy" else 2
    return Architecture((2, *HIDDEN[depth], outputs), hidden, output)


def problem(architecture, loss, seed=0):
    """Return a network, inputs and targets away from every kink."""
    for attempt in range(1000):
        rng = np.random.default_rng(1000 * seed + attempt)
        network = MLP(architecture, rng.standard_normal(architecture.parameter_count))
        inputs = rng.standard_normal((6, architecture.sizes[0]))
        classes = architecture.sizes[-1]
        if loss.name == "cross_entropy":
            targets = np.eye(classes)[rng.integers(0, classes, 6)]
        else:
            targets = loss.encode(rng.integers(0, 2, (6, classes)))
        trace = network.forward(inputs)
        nearest = [np.inf]
        for z, activation in zip(trace.z, architecture.activations, strict=True):
            if activation.name in KINKED:
                nearest.append(np.abs(z).min())
        if loss.name == "hinge":
            nearest.append(np.abs(1 - targets * trace.output).min())
        gradient = network.backward(trace, targets, loss)
        if min(nearest) > MARGIN and np.abs(gradient).max() > 1e-2:
            return network, inputs, targets
    raise AssertionError("no smooth problem in 1000 attempts")


def differences_of_gradients(network, inputs, targets, loss):
    """Return (g(θ + h) − g(θ − h)) / 2h for each parameter: 2P networks at once."""
    shifts = STEP * np.eye(network.parameters.size)
    shifted = MLP(network.architecture, network.parameters + np.stack([shifts, -shifts]))
    above, below = shifted.backward(shifted.forward(inputs), targets, loss)
    return (above - below) / (2 * STEP)


@pytest.mark.parametrize("depth", HIDDEN)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_the_hessian_agrees_with_central_differences_of_the_gradient(hidden, output, loss, depth):
    architecture = architecture_of(loss, hidden, output, depth)
    network, inputs, targets = problem(architecture, LOSSES[loss])
    found = hessian(network, inputs, targets, LOSSES[loss])
    expected = differences_of_gradients(network, inputs, targets, LOSSES[loss])
    assert found.shape == (architecture.parameter_count,) * 2
    assert (found == found.T).all()
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7 * max(1, np.abs(expected).max()))


def test_it_sees_a_hidden_layer_of_every_kind_at_once():
    architecture = Architecture((2, 3, 3, 3, 1), ("tanh", "relu", "sigmoid"))
    network, inputs, targets = problem(architecture, LOSSES["bce"])
    expected = differences_of_gradients(network, inputs, targets, LOSSES["bce"])
    np.testing.assert_allclose(hessian(network, inputs, targets, LOSSES["bce"]), expected, atol=1e-8)


def test_least_squares_has_the_hessian_of_the_textbook():
    rng = np.random.default_rng(4)
    inputs, targets = rng.standard_normal((20, 2)), rng.standard_normal((20, 1))
    x = np.column_stack([inputs, np.ones(20)])
    network = MLP(Architecture((2, 1), output_activation="linear"), rng.standard_normal(3))
    np.testing.assert_allclose(hessian(network, inputs, targets, LOSSES["mse"]), x.T @ x / 20, rtol=1e-12)


def test_nothing_but_the_result_is_changed():
    network, inputs, targets = problem(Architecture((2, 4, 1), "tanh"), LOSSES["bce"])
    before = network.parameters.copy(), inputs.copy(), targets.copy()
    hessian(network, inputs, targets, LOSSES["bce"])
    for old, new in zip(before, (network.parameters, inputs, targets), strict=True):
        assert (old == new).all()


def test_eigenvalues_ascend_and_add_up_to_the_trace():
    network, inputs, targets = problem(Architecture((2, 4, 1), "tanh"), LOSSES["bce"])
    matrix = hessian(network, inputs, targets, LOSSES["bce"])
    found = eigenvalues(matrix)
    assert (np.diff(found) >= 0).all()
    assert found.sum() == pytest.approx(np.trace(matrix))


def test_frozen_parameters_have_no_part_in_the_eigenvalues():
    matrix = np.diag([3.0, -1.0, 2.0])
    assert (eigenvalues(matrix, np.array([True, False, True])) == [2, 3]).all()


def test_numbers_that_are_not_finite_give_eigenvalues_that_are_no_numbers():
    architecture = Architecture((2, 3, 1), "tanh")
    network = MLP(architecture, np.full(architecture.parameter_count, np.inf))
    matrix = hessian(network, np.ones((4, 2)), np.ones((4, 1)), LOSSES["mse"])
    assert np.isnan(eigenvalues(matrix)).all()


def test_many_networks_at_once_are_refused():
    network = MLP(Architecture((2, 1)), np.zeros((5, 3)))
    with pytest.raises(ValueError, match="one network"):
        hessian(network, np.ones((4, 2)), np.ones((4, 1)), LOSSES["mse"])
