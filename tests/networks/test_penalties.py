"""Penalties: their value, and their gradient against central differences."""

import numpy as np
import pytest

from networks import LOSSES, MLP, OPTIMIZERS, Architecture
from networks.batch_training import BatchTrainer
from networks.penalties import Penalties

RNG = np.random.default_rng(0)
INPUTS, TARGETS = RNG.standard_normal((12, 2)), RNG.integers(0, 2, (12, 1)).astype(float)
ARCHITECTURE = Architecture((2, 4, 3, 1), "tanh")


def network():
    return MLP(ARCHITECTURE, np.random.default_rng(1).standard_normal(ARCHITECTURE.parameter_count))


def test_the_value_is_that_of_the_weights_without_the_biases():
    net = network()
    weights = np.concatenate([block.ravel() for block in net.weights])
    expected = 0.2 / 2 * (weights**2).sum() + 0.3 * np.abs(weights).sum()
    assert Penalties(0.3, 0.2).value(net) == pytest.approx(expected)
    assert Penalties(0.3, 0.2).value(MLP.stack([net] * 3)).shape == (3,)


@pytest.mark.parametrize("penalties", [Penalties(0.05, 0), Penalties(0, 0.1), Penalties(0.05, 0.1)])
def test_the_gradient_of_loss_and_penalties_agrees_with_central_differences(penalties):
    net, loss, h = network(), LOSSES["bce"], 1e-6
    run = BatchTrainer(net, (INPUTS, TARGETS), loss, OPTIMIZERS["sgd"](0.1), np.random.default_rng(0), 4)
    run.penalties = penalties
    shifts = h * np.eye(ARCHITECTURE.parameter_count)
    shifted = MLP(ARCHITECTURE, net.parameters + np.stack([shifts, -shifts]))
    trace = shifted.forward(INPUTS)
    sums = loss.values(trace.output_layer, TARGETS) + penalties.value(shifted)
    np.testing.assert_allclose(run.evaluate().gradients, (sums[0] - sums[1]) / (2 * h), rtol=1e-6, atol=1e-9)


def test_a_training_step_descends_loss_and_penalties():
    run = BatchTrainer(
        network(), (INPUTS, TARGETS), LOSSES["bce"], OPTIMIZERS["sgd"](0.1), np.random.default_rng(0), 12
    )
    run.penalties = Penalties(0.05, 0.1)
    gradients = run.evaluate().gradients
    run.train(1)
    np.testing.assert_allclose(run.last_update, -0.1 * gradients, rtol=1e-12)


def test_weights_without_a_use_decay_and_biases_stay():
    run = BatchTrainer(
        MLP(Architecture((1, 1), output_activation="linear"), [0.5, 2.0]),
        ([[0.0]], [[2.0]]),
        LOSSES["mse"],
        OPTIMIZERS["sgd"](0.1),
        np.random.default_rng(0),
        1,
    )
    run.penalties = Penalties(l2=0.1)
    run.train(100)
    np.testing.assert_allclose(run.values, [0.5 * 0.99**100, 2.0], rtol=1e-12)


@pytest.mark.parametrize("value", [-1.0, float("inf"), float("nan")])
def test_a_penalty_is_a_number_and_not_negative(value):
    with pytest.raises(ValueError, match="l1 must be"):
        Penalties(l1=value)
    with pytest.raises(ValueError, match="l2 must be"):
        Penalties(l2=value)
