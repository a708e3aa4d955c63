"""What the overview shows of one moment equals a textbook forward pass made here."""

import numpy as np
import pytest

from netviz.labs.mlp_moment import Moment
from netviz.labs.mlp_probe import Probe, layer_names, neuron_names
from netviz.panels.boundary import contour_lines
from tests.runs import lab_of, moment, plain_forward, seen, setup_of, snapshot_of, watched

SHAPES = [(1,), (2,), (3,), (8,), (8, 4)]
SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
KINDS = [
    ("mse", "sigmoid", lambda z: 1 / (1 + np.exp(-z)), 0.5),
    ("mse", "tanh", np.tanh, 0.5),
    ("mse", "linear", lambda z: z, 0.5),
    ("bce", "sigmoid", lambda z: 1 / (1 + np.exp(-z)), 0.5),
    ("bce", "tanh", lambda z: 1 / (1 + np.exp(-2 * z)), 0.5),
    ("bce", "linear", lambda z: 1 / (1 + np.exp(-z)), 0.5),
    ("hinge", "tanh", np.tanh, 0.0),
    ("hinge", "linear", lambda z: z, 0.0),
]


def looked(lab):
    return Moment(Probe(setup_of(lab)))


def scattered(lab, seed=1, size=2.0):
    """Return random parameters: a network that decides something."""
    return np.random.default_rng(seed).normal(0, size, lab.architecture.parameter_count)


@pytest.mark.parametrize("hidden", SHAPES)
def test_every_pixel_of_the_boundary_is_the_networks_output_there(hidden):
    lab, timeline = seen(hidden)
    field = looked(lab).field(timeline)
    axis = np.linspace(-1, 2, len(field.values))
    across, up = np.meshgrid(axis, axis[::-1], indexing="ij")  # row 0 is the top: the greatest x₂
    points = np.stack((across.ravel(), up.ravel()), axis=-1)
    zs, outputs = plain_forward(lab, timeline.snapshot.parameters, points)
    np.testing.assert_allclose(field.values.ravel(), outputs[-1][:, 0], rtol=1e-12)
    np.testing.assert_allclose(field.scores.ravel(), zs[-1][:, 0], rtol=1e-10, atol=1e-12)
    assert field.extent == (-1.0, 2.0)
    assert field.classes == (0, 1, 1, 0)
    assert (field.points == SQUARE).all()


@pytest.mark.parametrize("loss, output, answer, threshold", KINDS)
def test_answers_and_hover_are_what_the_loss_calls_a_prediction(loss, output, answer, threshold):
    lab = lab_of((4,), loss=loss, output_activation=output, activation="tanh")
    timeline = moment(lab, scattered(lab))
    now = looked(lab)
    zs, _ = plain_forward(lab, timeline.snapshot.parameters, SQUARE)
    np.testing.assert_allclose(now.answers(timeline).outputs, answer(zs[-1][:, 0]), rtol=1e-12)
    assert now.answers(timeline).threshold == threshold
    for x, y in [(0.25, -0.7), (1.9, 1.3)]:
        zs, _ = plain_forward(lab, timeline.snapshot.parameters, [[x, y]])
        assert now.field(timeline).at(x, y) == pytest.approx(answer(zs[-1][0, 0]), rel=1e-12)


@pytest.mark.parametrize("loss, output, answer, threshold", KINDS)
def test_on_the_contour_the_network_is_undecided(loss, output, answer, threshold):
    lab = lab_of((5,), loss=loss, output_activation=output, activation="tanh")
    parameters = scattered(lab, seed=3, size=1.0)
    field = looked(lab).field(moment(lab, parameters))
    lines = contour_lines(field)
    assert lines
    pixel = 3 / len(field.values)
    for x, y in np.concatenate(lines):
        around = [(x + i * pixel / 2, y + j * pixel / 2) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        zs, _ = plain_forward(lab, parameters, around)
        values = answer(zs[-1][:, 0])
        # Within half a pixel the answer lies on both sides, or is as good as the threshold.
        assert values.min() - 0.02 <= threshold <= values.max() + 0.02


@pytest.mark.parametrize("hidden", SHAPES)
def test_the_graph_holds_every_number_of_the_network(hidden):
    lab, timeline = seen(hidden)
    graph = looked(lab).graph(timeline)
    parameters, gradients = timeline.snapshot.parameters, timeline.snapshot.gradients
    zs, activations = plain_forward(lab, parameters, SQUARE)
    assert [len(layer.neurons) for layer in graph.layers] == list(lab.architecture.sizes)
    at = 0
    for i, layer in enumerate(graph.layers[1:]):
        inputs, count = lab.architecture.sizes[i], lab.architecture.sizes[i + 1]
        np.testing.assert_allclose(layer.z, zs[i], rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(layer.a, activations[i], rtol=1e-12)
        size = inputs * count
        assert (layer.weights.ravel() == parameters[at : at + size]).all()
        assert (layer.gradients.ravel() == gradients[at : at + size]).all()
        assert (layer.biases == parameters[at + size : at + size + count]).all()
        at += size + count
    assert (graph.layers[0].a == SQUARE).all()
    assert graph.samples == ("(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)")


def test_activation_maps_show_the_input_plane_right_way_up():
    lab = lab_of((2,), activation="linear")
    parameters = np.zeros(lab.architecture.parameter_count)
    parameters[0] = 1.0  # the first hidden neuron passes x₁ on
    parameters[3] = 1.0  # the second passes x₂ on
    graph = looked(lab).graph(moment(lab, parameters))
    for maps in (graph.layers[0].maps, graph.layers[1].maps):
        first, second = maps
        assert (np.diff(first, axis=0) > 0).all()  # x₁ grows from left to right
        assert (np.diff(second, axis=1) < 0).all()  # x₂ falls from top to bottom
    assert graph.layers[1].low == -graph.layers[1].high


def test_a_new_moment_gives_new_answers_and_the_same_one_is_computed_once():
    lab, timeline = watched((3,), epochs=200)
    now = looked(lab)
    first = now.field(timeline)
    assert now.field(timeline) is first
    values = first.values.copy()
    _, later = watched((3,), epochs=300)
    assert now.field(later) is not first
    assert not np.allclose(now.field(later).values, values)


def test_looking_leaves_snapshot_and_training_alone():
    lab, timeline = watched((3,), epochs=200)
    before = timeline.snapshot.parameters.copy()
    now = looked(lab)
    now.graph(timeline), now.field(timeline), now.answers(timeline)
    assert (timeline.snapshot.parameters == before).all()
    assert (lab.snapshot().parameters == before).all()
    alone, _ = watched((3,), epochs=200)
    assert (lab.train(50) == alone.train(50)).all()
    assert (lab.snapshot().parameters == alone.snapshot().parameters).all()


def test_names_on_the_screen_count_from_one():
    shallow, deep = lab_of((3,)).architecture, lab_of((8, 4)).architecture
    assert neuron_names(shallow) == (("x₁", "x₂"), ("h₁", "h₂", "h₃"), ("ŷ",))
    assert neuron_names(deep)[2] == ("h2₁", "h2₂", "h2₃", "h2₄")
    assert layer_names(shallow) == ("hidden layer", "output layer")
    assert layer_names(deep) == ("hidden layer 1", "hidden layer 2", "output layer")


def test_a_large_network_is_looked_at_on_a_coarser_grid():
    small, large = lab_of((3,)), lab_of((256, 256))
    assert Probe(setup_of(small)).resolution > Probe(setup_of(large)).resolution >= 20
    assert snapshot_of(large, np.zeros(large.architecture.parameter_count)).parameters.size > 60_000
