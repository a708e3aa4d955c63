"""Neurons and layers made to be in trouble are named, and healthy ones are not."""

import numpy as np
import pytest

from netviz.labs import mlp_findings
from netviz.labs.mlp_history import History
from netviz.labs.mlp_probe import Probe
from networks import MLP
from networks.health import EXPLODING, SATURATED, VANISHING, dead_shares
from tests.runs import lab_of, moment, seen, setup_of


def network(activation, weights, biases):
    """Return a lab and the parameters of a 2-n-1 network with this hidden layer."""
    lab = lab_of((len(biases),), activation=activation)
    parameters = np.full(lab.architecture.parameter_count, 0.1)
    made = MLP(lab.architecture, parameters)
    made.weights[0][:] = weights
    made.biases[0][:] = biases
    return lab, parameters


def verdicts(activation, weights, biases):
    lab, parameters = network(activation, weights, biases)
    report = mlp_findings.neurons(Probe(setup_of(lab)), moment(lab, parameters))
    assert report.rules
    for finding in report.findings:
        assert finding.troubled == (finding.verdict != "active")
    return {finding.subject: finding.verdict for finding in report.findings}


def rules_of(lab, parameters):
    return mlp_findings.neurons(Probe(setup_of(lab)), moment(lab, parameters)).rules


def test_a_relu_below_zero_for_every_sample_is_dead():
    assert verdicts("relu", [[1.0, -1.0], [1.0, -1.0]], [0.5, -0.1]) == {"h₁": "active", "h₂": "dead"}
    lab, parameters = network("relu", [[-1.0], [-1.0]], [-3.0])
    assert any("dead" in rule for rule in rules_of(lab, parameters))


def test_a_leaky_relu_below_zero_lets_the_gradient_through_and_is_not_dead():
    weights, biases = [[-1.0, -0.1], [-1.0, -0.1]], [-3.0, -0.1]
    assert verdicts("leaky_relu", weights, biases) == {"h₁": "active", "h₂": "constant"}
    lab, parameters = network("leaky_relu", weights, biases)
    assert not any("dead" in rule for rule in rules_of(lab, parameters))
    network_itself = MLP(lab.architecture, parameters)
    trace = network_itself.forward(lab.dataset.inputs)
    assert (dead_shares(trace) == [0]).all()
    assert network_itself.backward(trace, lab.loss.encode(lab.dataset.targets), lab.loss)[:6].all()


def test_a_relu_alive_for_one_sample_only_is_not_dead():
    assert verdicts("relu", [[1.0], [1.0]], [-1.5]) == {"h₁": "active"}


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_neuron_at_both_ends_of_its_range_is_saturated(activation):
    assert verdicts(activation, [[60.0, 1.0], [60.0, 1.0]], [-30.0, 0.0]) == {
        "h₁": "saturated",
        "h₂": "active",
    }


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "linear", "relu"])
def test_a_neuron_that_hardly_varies_is_constant(activation):
    assert verdicts(activation, [[0.001, 1.0], [-0.002, 0.5]], [0.4, 0.4])["h₁"] == "constant"


def test_neurons_of_every_hidden_layer_are_judged():
    lab, timeline = seen((8, 4))
    report = mlp_findings.neurons(Probe(setup_of(lab)), timeline)
    assert len(report.findings) == 12


def layer_verdicts(scales, hidden=(4, 4)):
    """Judge layers whose gradients all have one size each."""
    lab = lab_of(hidden)
    gradients = np.zeros(lab.architecture.parameter_count)
    for place, scale in zip(lab.architecture.slices, scales, strict=True):
        size = place.stop - place.start
        gradients[place] = scale / np.sqrt(size)  # so that the layer's norm is `scale`
    timeline = moment(lab, np.ones(len(gradients)), gradients=gradients)
    probe = Probe(setup_of(lab))
    report = mlp_findings.gradients(probe, History(probe), timeline)
    assert any("vanishing" in rule for rule in report.rules)
    assert any("exploding" in rule for rule in report.rules)
    return [finding.verdict for finding in report.findings]


@pytest.mark.parametrize(
    "scales, expected",
    [
        ((0.1, 0.2, 0.3), ["healthy", "healthy", "healthy"]),
        ((0.9e-3, 0.5, 1.0), ["vanishing", "healthy", "healthy"]),
        ((1.1e-3, 0.5, 1.0), ["healthy", "healthy", "healthy"]),
        ((1e-9, 1e-9, 1e-9), ["vanishing", "vanishing", "vanishing"]),
        ((1.0, 99.0, 101.0), ["healthy", "healthy", "exploding"]),
        ((0.01, 1.0, 1e6), ["vanishing", "vanishing", "exploding"]),
        ((0.0, 0.0, 0.0), ["vanishing", "vanishing", "vanishing"]),
    ],
)
def test_layers_are_judged_by_the_thresholds_told(scales, expected):
    assert layer_verdicts(scales) == expected


def test_the_thresholds_told_are_those_used():
    lab, timeline = seen((3,))
    probe = Probe(setup_of(lab))
    rules = " ".join(mlp_findings.gradients(probe, History(probe), timeline).rules)
    assert mlp_findings.TINY == 1e-8 and "1e−8" in rules
    for threshold in (VANISHING, EXPLODING):
        assert f"{threshold:g}" in rules
    rules = " ".join(mlp_findings.neurons(probe, timeline).rules)
    assert f"{mlp_findings.CONSTANT:g}" in rules and f"{100 * SATURATED:.0f} %" in rules
