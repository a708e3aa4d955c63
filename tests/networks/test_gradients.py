"""Backpropagation against central differences, in float64, for everything that can be combined."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture

KINKED = {"relu", "leaky_relu"}
HIDDEN = {1: (5,), 2: (5, 4), 3: (5, 4, 3)}
MARGIN = 1e-3  # how far every kink stays away from the points checked
STEP = 1e-5  # how far the central difference reaches: far less than the margin allows


def distance_from_kinks(network, trace, targets, loss):
    """Return how near the forward pass comes to a point without a derivative."""
    nearest = np.inf
    for z, activation in zip(trace.z, network.architecture.activations, strict=True):
        if activation.name in KINKED:
            nearest = min(nearest, np.abs(z).min())
    if loss.name == "hinge":
        nearest = min(nearest, np.abs(1 - targets * trace.output).min())
    return nearest


def smooth_problem(architecture, loss):
    """Return a network, inputs and targets away from every kink, with a gradient that is not negligible."""
    for seed in range(1000):
        rng = np.random.default_rng(seed)
        network = MLP(architecture, rng.standard_normal(architecture.parameter_count))
        inputs = rng.standard_normal((6, architecture.sizes[0]))
        targets = loss.encode(rng.integers(0, 2, (6, architecture.sizes[-1])))
        if loss.name == "cross_entropy":
            targets = np.eye(architecture.sizes[-1])[rng.integers(0, architecture.sizes[-1], 6)]
        trace = network.forward(inputs)
        gradient = network.backward(trace, targets, loss)
        if distance_from_kinks(network, trace, targets, loss) > MARGIN and np.abs(gradient).max() > 1e-2:
            return network, inputs, targets
    raise AssertionError("no smooth problem in 1000 seeds")


def loss_of(network, inputs, targets, loss):
    trace = network.forward(inputs)
    return loss.values(trace.output_layer, targets)


def central_differences(network, inputs, targets, loss):
    """Return (L(θ + h) − L(θ − h)) / 2h for each parameter: 2P networks in one forward pass."""
    shifts = STEP * np.eye(network.parameters.size)
    shifted = MLP(network.architecture, network.parameters + np.stack([shifts, -shifts]))
    above, below = loss_of(shifted, inputs, targets, loss)
    return (above - below) / (2 * STEP)


@pytest.mark.parametrize("depth", HIDDEN)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_backward_agrees_with_central_differences(hidden, output, loss, depth):
    architecture, loss = Architecture((3, *HIDDEN[depth], 2), hidden, output), LOSSES[loss]
    network, inputs, targets = smooth_problem(architecture, loss)
    trace = network.forward(inputs)
    assert distance_from_kinks(network, trace, targets, loss) > MARGIN
    gradient = network.backward(trace, targets, loss)
    expected = central_differences(network, inputs, targets, loss)
    assert gradient.dtype == np.float64
    assert np.abs(gradient - expected).max() < 1e-6 * np.abs(expected).max()


def test_a_network_without_hidden_layers_passes_the_check_too():
    loss = LOSSES["bce"]
    network, inputs, targets = smooth_problem(Architecture((3, 2)), loss)
    gradient = network.backward(network.forward(inputs), targets, loss)
    np.testing.assert_allclose(gradient, central_differences(network, inputs, targets, loss), rtol=1e-6)


def test_the_deltas_are_the_gradient_with_respect_to_the_biases_of_one_sample():
    loss = LOSSES["mse"]
    network, inputs, targets = smooth_problem(Architecture((3, 4, 2)), loss)
    trace = network.forward(inputs)
    gradient = network.backward(trace, targets, loss)
    blocks = network.architecture.unpack(gradient)
    for delta, block in zip(trace.deltas, blocks, strict=True):
        np.testing.assert_allclose(delta.sum(axis=-2), block[-1], rtol=1e-12)


def test_batches_along_leading_axes_have_a_gradient_each():
    loss = LOSSES["bce"]
    network, inputs, targets = smooth_problem(Architecture((3, 5, 4, 2), "tanh"), loss)
    many = np.stack([inputs, inputs[::-1], 2 * inputs])
    gradients = network.backward(network.forward(many), targets, loss)
    assert gradients.shape == (3, network.parameters.size)
    for batch, gradient in zip(many, gradients, strict=True):
        alone = network.backward(network.forward(batch), targets, loss)
        np.testing.assert_allclose(gradient, alone, rtol=1e-10, atol=1e-15)


def test_a_probe_between_forward_and_backward_changes_nothing():
    loss = LOSSES["mse"]
    network, inputs, targets = smooth_problem(Architecture((3, 5, 4, 2), "tanh"), loss)
    undisturbed = network.backward(network.forward(inputs), targets, loss)

    trace = network.forward(inputs)
    before = [array.copy() for array in (*trace.inputs, *trace.z, *trace.activations, network.parameters)]
    probe = network.forward(np.random.default_rng(5).standard_normal((6, 3)))
    network.backward(probe, 1 - targets, loss)
    network.forward(np.zeros((100, 3)))
    after = [*trace.inputs, *trace.z, *trace.activations, network.parameters]

    assert all((a == b).all() for a, b in zip(before, after, strict=True))
    assert (network.backward(trace, targets, loss) == undisturbed).all()


def test_backward_writes_into_the_array_it_is_given():
    loss = LOSSES["mse"]
    network, inputs, targets = smooth_problem(Architecture((3, 5, 2)), loss)
    trace = network.forward(inputs)
    first, second = np.empty((2, network.parameters.size))
    assert network.backward(trace, targets, loss, out=first) is first
    network.backward(trace, targets, loss, out=second)
    expected = network.backward(trace, targets, loss)
    assert (first == expected).all() and (second == expected).all()
    assert not np.shares_memory(expected, network.backward(trace, targets, loss))
