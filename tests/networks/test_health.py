"""What is measured on a network."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture
from networks.health import (
    chance_loss,
    dead_shares,
    dead_units,
    delta_norms,
    gradient_norms,
    saturated_shares,
    twin_share,
    update_ratio,
)

INPUTS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


def test_a_unit_at_its_kink_lets_no_gradient_through_and_is_dead_but_one_of_another_kind_is_not():
    z = np.array([[0.0, 0.0, -1.0], [0.0, 1.0, -2.0]])
    assert dead_units(ACTIVATIONS["relu"], z).tolist() == [True, False, True]
    assert (ACTIVATIONS["relu"].slope(z[:, 0]) == 0).all()
    assert not dead_units(ACTIVATIONS["leaky_relu"], z).any()


def test_gradient_norms_are_those_of_the_layers():
    architecture = Architecture((1, 1, 1))
    assert (gradient_norms(architecture, np.array([3.0, 4, 0, 2])) == [5, 2]).all()


def test_delta_norms_do_not_cancel():
    network, loss = MLP(Architecture((2, 1)), np.zeros(3)), LOSSES["bce"]
    trace = network.forward(INPUTS)
    gradient = network.backward(trace, np.array([[0.0], [1], [1], [0]]), loss)
    assert (gradient == 0).all()
    assert delta_norms(trace) == pytest.approx([0.25])  # √(4 · (½/4)²)


def test_the_update_ratio_compares_lengths():
    assert update_ratio(np.array([0.3, 0.4]), np.array([3.0, 4])) == pytest.approx(0.1)
    assert update_ratio(np.zeros(2), np.zeros(2)) == 0
    assert update_ratio(np.ones(2), np.zeros(2)) == np.inf


def test_units_are_dead_or_saturated_for_every_sample_or_not_at_all():
    relu = MLP(Architecture((2, 2, 1), "relu"), np.zeros(9))
    relu.packed[0][:] = [[1, 1], [1, 1], [-1.5, -5]]
    assert (dead_shares(relu.forward(INPUTS)) == [0.5]).all()
    assert (saturated_shares(relu.forward(INPUTS)) == [0]).all()
    tanh = MLP(Architecture((2, 2, 1), "tanh"), np.zeros(9))
    tanh.packed[0][:] = [[10, 1], [10, 1], [-5, -9]]
    assert (saturated_shares(tanh.forward(INPUTS)) == [1.0]).all()
    tanh.biases[0][0] = 0
    assert (saturated_shares(tanh.forward(INPUTS)) == [0.5]).all()
    assert (dead_shares(tanh.forward(INPUTS)) == [0]).all()


def test_without_hidden_layers_there_are_no_shares():
    trace = MLP(Architecture((2, 1)), np.zeros(3)).forward(INPUTS)
    assert dead_shares(trace).shape == saturated_shares(trace).shape == (0,)


def test_twins_share_every_weight():
    network = MLP.create(Architecture((2, 4, 1)), np.random.default_rng(0))
    assert twin_share(network) == 0
    network.packed[0][:, 1] = network.packed[0][:, 0]
    assert twin_share(network) == 0  # they still differ in what they give
    network.weights[1][1] = network.weights[1][0]
    assert twin_share(network) == 0.5
    assert twin_share(MLP(Architecture((2, 1)), np.zeros(3))) == 0


@pytest.mark.parametrize("loss", [name for name in LOSSES if name != "cross_entropy"])
def test_no_constant_answer_has_less_than_the_chance_loss(loss):
    loss = LOSSES[loss]
    targets = loss.encode(np.array([[0.0], [1], [1], [0], [1]]))
    architecture = Architecture((2, 1), output_activation="linear")
    constants = np.zeros((4001, 3))
    constants[:, 2] = np.linspace(-2, 2, 4001)
    trace = MLP(architecture, constants).forward(np.zeros((5, 2)))
    values = loss.values(trace.output_layer, targets)
    assert chance_loss(loss, targets) == pytest.approx(values.min(), rel=1e-6)


@pytest.mark.parametrize("loss", LOSSES)
def test_values_have_a_chance_loss_with_mse_only(loss):
    values = np.array([[-0.4], [0.3], [1.0]])
    assert np.isnan(chance_loss(LOSSES[loss], values)) == (loss != "mse")


def test_one_output_tells_no_classes_with_cross_entropy():
    assert np.isnan(chance_loss(LOSSES["cross_entropy"], np.array([[0.0], [1.0]])))


def test_three_classes_have_the_entropy_of_their_shares():
    targets = np.eye(3)[[0, 0, 1, 2]]
    expected = 0.5 * np.log(2) + 2 * 0.25 * np.log(4)
    assert chance_loss(LOSSES["cross_entropy"], targets) == pytest.approx(expected)
