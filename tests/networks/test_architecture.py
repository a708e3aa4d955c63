"""Architectures: one activation for all hidden layers, or one for each."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture


def test_each_hidden_layer_can_have_an_activation_of_its_own():
    architecture = Architecture((2, 4, 3, 1), ("tanh", "relu"), "linear")
    assert [activation.name for activation in architecture.activations] == ["tanh", "relu", "linear"]
    network = MLP.create(architecture, np.random.default_rng(0), "normal")
    trace = network.forward([[0.3, -0.7], [1.0, 2.0]])
    for z, a, name in zip(trace.z, trace.activations, ("tanh", "relu", "linear"), strict=True):
        assert (a == ACTIVATIONS[name](z)).all()


def test_one_word_serves_every_hidden_layer():
    assert Architecture((2, 4, 3, 1), "tanh").hidden_activations == ("tanh", "tanh")
    assert Architecture((2, 1), "tanh").hidden_activations == ()
    assert Architecture((2, 1), ()).activations == (ACTIVATIONS["sigmoid"],)


def test_the_same_word_for_each_layer_is_the_same_architecture():
    each = Architecture((2, 4, 3, 1), ["tanh", "tanh"])
    assert each == Architecture((2, 4, 3, 1), "tanh")
    assert each.activation == "tanh"
    assert hash(Architecture((2, 4, 3, 1), ["tanh", "relu"])) == hash(
        Architecture((2, 4, 3, 1), ("tanh", "relu"))
    )


@pytest.mark.parametrize("names", [(), ("tanh",), ("tanh", "relu", "relu")])
def test_a_wrong_number_of_activations_is_refused(names):
    with pytest.raises(ValueError, match="needs 2 hidden activations"):
        Architecture((2, 4, 3, 1), names)


def test_an_unknown_activation_of_one_layer_is_named():
    with pytest.raises(ValueError, match="unknown activation 'swish'"):
        Architecture((2, 4, 3, 1), ("tanh", "swish"))


def test_the_gradient_passes_through_mixed_activations():
    architecture = Architecture((3, 5, 4, 2), ("sigmoid", "tanh"), "linear")
    network = MLP.create(architecture, np.random.default_rng(1), "normal")
    inputs = np.random.default_rng(2).standard_normal((6, 3))
    targets, loss, h = np.zeros((6, 2)), LOSSES["mse"], 1e-6
    shifts = h * np.eye(architecture.parameter_count)
    shifted = MLP(architecture, network.parameters + np.stack([shifts, -shifts]))
    trace = shifted.forward(inputs)
    above, below = loss.values(trace.output_layer, targets)
    gradient = network.backward(network.forward(inputs), targets, loss)
    np.testing.assert_allclose(gradient, (above - below) / (2 * h), rtol=1e-6, atol=1e-9)
