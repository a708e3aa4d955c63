"""One gradient compared with a central difference."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture
from networks.difference import Difference, central_difference
from networks.penalties import Penalties

INPUTS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
TARGETS = np.array([[0.0], [1], [1], [0]])


def network_of(activation="tanh", output="sigmoid", seed=0):
    architecture = Architecture((2, 3, 3, 1), activation, output)
    rng = np.random.default_rng(seed)
    return MLP(architecture, rng.standard_normal(architecture.parameter_count))


@pytest.mark.parametrize("loss", [loss for loss in LOSSES if loss != "cross_entropy"])
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_it_agrees_with_backpropagation_at_every_parameter(activation, loss):
    network, loss = network_of(activation, "tanh"), LOSSES[loss]
    targets = loss.encode(TARGETS)
    for place in range(network.parameters.size):
        found = central_difference(network, INPUTS, targets, loss, place)
        assert found.agrees or found.kinks, found
        assert found.estimate == (found.plus - found.minus) / found.span
        assert found.value == network.parameters[place]


def test_the_losses_are_those_of_the_shifted_networks():
    network, loss = network_of(), LOSSES["bce"]
    found = central_difference(network, INPUTS, TARGETS, loss, 5, h=0.25)
    shifted = network.parameters.copy()
    shifted[5] += 0.25
    trace = MLP(network.architecture, shifted).forward(INPUTS)
    assert found.plus == loss.values(trace.output_layer, TARGETS)
    assert found.gradient == network.backward(network.forward(INPUTS), TARGETS, loss)[5]
    assert not found.agrees and found.error > 1e-6  # h is far too large for that


def test_the_network_stays_as_it_is():
    network = network_of()
    before = network.parameters.copy()
    central_difference(network, INPUTS, TARGETS, LOSSES["mse"], 2)
    assert (network.parameters == before).all()


def test_a_wrong_gradient_is_not_agreed_with(monkeypatch):
    network = network_of()
    right = network.backward
    monkeypatch.setattr(network, "backward", lambda *args: 1.01 * right(*args))
    found = central_difference(network, INPUTS, TARGETS, LOSSES["mse"], 2)
    assert found.tells and not found.agrees


@pytest.mark.parametrize(
    ("gradient", "gap", "tells", "agrees"),
    [
        (20.0, 0.5, True, True),  # far above the noise, within which they are the same
        (20.0, 5.0, True, False),
        (5.0, 0.5, False, False),  # of its own size any two would seem alike
        (5.0, 3.0, True, False),
        (5.0, 1e-7, True, True),
    ],
)
def test_what_is_not_far_above_the_noise_is_told_only_if_it_agrees_or_differs_anyway(
    gradient, gap, tells, agrees
):
    error = gap / (gradient + gap)
    one = Difference(0, 1.0, 1e-5, 0.0, 0.0, 2e-5, gradient + gap, gradient, error, noise=1.0, kinks=0)
    assert (one.tells, one.agrees) == (tells, agrees)


@pytest.mark.parametrize("factor", [1, -3, 2])
def test_of_a_gradient_that_is_lost_in_rounding_nothing_is_told(monkeypatch, factor):
    network = MLP(Architecture((1, 1)), [25.0, 0.0])  # σ(25) is 1 but for 1e−11
    right = network.backward
    monkeypatch.setattr(network, "backward", lambda *args: factor * right(*args))
    found = central_difference(network, [[1.0]], np.array([[0.0]]), LOSSES["mse"], 0)
    assert 0 < abs(found.gradient) < found.noise
    assert not (found.agrees or found.tells)


@pytest.mark.parametrize("value", [1e3, 1e5, 1e7])
def test_a_large_parameter_is_compared_over_the_distance_that_rounding_leaves(value):
    network = MLP(Architecture((1, 1), output_activation="linear"), [value, 0.3])
    found = central_difference(network, [[1.0], [0.5]], np.array([[2.0], [1.0]]), LOSSES["mse"], 0)
    assert found.span == (value + found.h) - (value - found.h) != 2 * found.h
    rounding = np.finfo(float).eps * max(found.plus, found.minus) / found.span  # of the losses, no more
    assert abs(found.estimate - found.gradient) <= 2 * rounding


def test_beside_a_parameter_in_which_h_is_lost_nothing_is_told():
    network = MLP(Architecture((1, 1), output_activation="linear"), [1e12, 0.3])
    found = central_difference(network, [[1.0]], np.array([[2.0]]), LOSSES["mse"], 0)
    assert found.span == 0 and np.isnan(found.estimate)
    assert not (found.agrees or found.tells)


def test_a_kink_between_the_two_points_is_counted():
    architecture = Architecture((1, 1, 1), "relu", "linear")
    network = MLP(architecture, [0.0, 0.0, 1.0, 0.0])  # z = 0 at the hidden neuron, whatever the input
    found = central_difference(network, [[1.0], [2.0]], np.array([[1.0], [1.0]]), LOSSES["mse"], 0)
    assert found.kinks == 2
    assert not found.agrees


@pytest.mark.parametrize("penalties", [Penalties(l2=0.1), Penalties(l1=0.05), Penalties(0.05, 0.1)])
def test_penalties_are_in_both_losses_and_in_the_gradient(penalties):
    network, loss = network_of(), LOSSES["bce"]
    plain = network.backward(network.forward(INPUTS), TARGETS, loss)
    free = [place for block in network.architecture.unpack(np.arange(plain.size)) for place in block[-1]]
    for place, w in enumerate(network.parameters):
        found = central_difference(network, INPUTS, TARGETS, loss, place, penalties=penalties)
        pull = 0.0 if place in free else penalties.l2 * w + penalties.l1 * np.sign(w)
        assert found.gradient == pytest.approx(plain[place] + pull, rel=1e-12)
        assert found.agrees


def test_a_weight_about_zero_lies_at_the_kink_of_l1_and_a_bias_does_not():
    network = MLP(Architecture((1, 1), output_activation="linear"), [1e-6, 1e-6])
    target = np.array([[1.0]])
    weight, bias = (
        central_difference(network, [[1.0]], target, LOSSES["mse"], place, penalties=Penalties(l1=0.1))
        for place in (0, 1)
    )
    assert (weight.kinks, weight.agrees) == (1, False)
    assert (bias.kinks, bias.agrees) == (0, True)


def test_a_gradient_of_nothing_but_rounding_agrees():
    architecture = Architecture((2, 2, 1), "relu")
    network = MLP(architecture, [0, 0, 0, 0, -1, -1, 0.3, 0.2, 0.1])  # no hidden neuron is ever active
    found = central_difference(network, INPUTS, TARGETS, LOSSES["bce"], 0)
    assert (found.gradient, found.agrees) == (0, True)


def test_what_cannot_be_compared_is_refused():
    network = network_of()
    with pytest.raises(IndexError, match="no parameter 25"):
        central_difference(network, INPUTS, TARGETS, LOSSES["mse"], 25)
    with pytest.raises(ValueError, match="positive"):
        central_difference(network, INPUTS, TARGETS, LOSSES["mse"], 0, h=0)
    with pytest.raises(ValueError, match="one network"):
        central_difference(MLP.stack([network] * 2), INPUTS, TARGETS, LOSSES["mse"], 0)


def test_a_loss_that_is_not_finite_is_shown_as_it_is():
    network = network_of("linear", "linear")
    network.parameters[:] = 1e200
    found = central_difference(network, INPUTS, TARGETS, LOSSES["mse"], 0)
    assert not np.isfinite(found.plus) and not found.agrees
