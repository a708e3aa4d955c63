"""Gates: their names, the nearest one, and XOR made by hand."""

import numpy as np
import pytest

from networks import LOSSES, MLP, Architecture
from networks.gates import CORNERS, NAMES, TABLE, extremes, nearest, xor_by_hand

TRUTH = {
    "FALSE": lambda x1, x2: False,
    "TRUE": lambda x1, x2: True,
    "AND": lambda x1, x2: x1 and x2,
    "OR": lambda x1, x2: x1 or x2,
    "NAND": lambda x1, x2: not (x1 and x2),
    "NOR": lambda x1, x2: not (x1 or x2),
    "XOR": lambda x1, x2: x1 != x2,
    "XNOR": lambda x1, x2: x1 == x2,
    "x₁": lambda x1, x2: x1,
    "x₂": lambda x1, x2: x2,
    "NOT x₁": lambda x1, x2: not x1,
    "NOT x₂": lambda x1, x2: not x2,
    "x₁ AND NOT x₂": lambda x1, x2: x1 and not x2,
    "x₂ AND NOT x₁": lambda x1, x2: x2 and not x1,
    "x₁ OR NOT x₂": lambda x1, x2: x1 or not x2,
    "x₂ OR NOT x₁": lambda x1, x2: x2 or not x1,
}
XOR = np.array([[0.0], [1], [1], [0]])


def test_the_sixteen_names_say_what_their_gates_do():
    assert sorted(NAMES) == sorted(TRUTH)
    for name, row in zip(NAMES, TABLE, strict=True):
        assert [TRUTH[name](*corner) for corner in CORNERS.astype(bool).tolist()] == row.astype(bool).tolist()


def test_every_gate_is_nearest_to_itself():
    names, distance = nearest(2 * TABLE - 1, -1, 1)
    assert names.tolist() == list(NAMES)
    assert (distance == 0).all()


def test_a_neuron_is_as_far_from_its_gate_as_its_worst_corner():
    name, distance = nearest([0.1, 0.9, 0.7, 0.8], 0, 1)
    assert (str(name), float(distance)) == ("OR", pytest.approx(0.3))


def test_any_leading_axes_are_kept_and_each_neuron_has_its_own_range():
    names, distance = nearest(np.zeros((5, 3, 4)), np.zeros(3), np.array([1.0, 2, 3]))
    assert names.shape == distance.shape == (5, 3)


def test_units_without_a_range_are_measured_between_their_least_and_greatest():
    relu = np.array([[0.0, 3, 3, 3], [0, 0, 0, 2], [0, 0, 0, 0]])
    names, distance = nearest(relu, *extremes("relu", relu))
    assert names.tolist() == ["OR", "AND", "FALSE"]
    assert (distance == 0).all()
    low, high = extremes("tanh", relu)
    assert (low == -1).all() and (high == 1).all()


@pytest.mark.parametrize("sizes", [(2, 2, 1), (2, 3, 1), (2, 8, 8, 1), (2, 2, 1, 3, 1)])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh"])
@pytest.mark.parametrize(
    ("output", "loss"), [("sigmoid", "bce"), ("sigmoid", "mse"), ("tanh", "hinge"), ("linear", "mse")]
)
def test_xor_by_hand_solves_xor(sizes, hidden, output, loss):
    architecture, loss = Architecture(sizes, hidden, output), LOSSES[loss]
    network = MLP(architecture, xor_by_hand(architecture, low=loss.low, high=loss.high))
    trace, targets = network.forward(CORNERS), loss.encode(XOR)
    assert loss.accuracy(trace.output_layer, targets) == 1
    assert loss.values(trace.output_layer, targets) < 1e-3
    names, distance = nearest(trace.activations[0][:, :2].T, *extremes(hidden, trace.activations[0][:, :2].T))
    assert names.tolist() == ["OR", "NAND"]
    assert (distance < 1e-4).all()


def test_gates_of_tanh_are_as_sure_as_those_of_sigmoid():
    said = {}
    for kind in ("sigmoid", "tanh"):
        architecture = Architecture((2, 2, 1), kind, kind)
        trace = MLP(architecture, xor_by_hand(architecture, 10.0)).forward(CORNERS)
        said[kind] = trace.activations
    for of_sigmoid, of_tanh in zip(said["sigmoid"], said["tanh"], strict=True):
        np.testing.assert_allclose((1 + of_tanh) / 2, of_sigmoid, atol=1e-9)


def test_neurons_that_xor_does_not_need_have_weights_of_zero():
    network = MLP(Architecture((2, 4, 1)), xor_by_hand(Architecture((2, 4, 1))))
    assert (network.packed[0][:, 2:] == 0).all()
    assert (network.packed[1][2:4] == 0).all()


@pytest.mark.parametrize(
    "architecture",
    [
        Architecture((3, 2, 1)),
        Architecture((2, 1, 1)),
        Architecture((2, 1)),
        Architecture((2, 2, 2)),
        Architecture((2, 2, 1), "relu"),
        Architecture((2, 2, 1), "tanh", "relu"),
    ],
)
def test_networks_that_cannot_hold_it_are_refused(architecture):
    with pytest.raises(ValueError, match="by hand"):
        xor_by_hand(architecture)
