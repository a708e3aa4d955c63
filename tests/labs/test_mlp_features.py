"""Feature space: the samples, the folded grid and the output neuron's own line or plane."""

import numpy as np
import pytest

from netviz.labs.mlp_features import Features
from netviz.labs.mlp_probe import Probe
from netviz.panels.feature_plane import line_in_box
from netviz.panels.feature_space import plane_in_box
from tests.runs import lab_of, moment, plain_forward, seen, setup_of

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
KINDS = [
    ("mse", "sigmoid", lambda z: 1 / (1 + np.exp(-z)), 0.5),
    ("mse", "tanh", np.tanh, 0.5),
    ("mse", "linear", lambda z: z, 0.5),
    ("bce", "tanh", lambda z: 1 / (1 + np.exp(-2 * z)), 0.5),
    ("hinge", "linear", lambda z: z, 0.0),
]


def features_of(lab):
    return Features(Probe(setup_of(lab)))


def output_neuron(lab, parameters):
    """Return the output neuron's weights and bias."""
    width = lab.architecture.sizes[-2]
    return parameters[-1 - width : -1], parameters[-1]


def hidden_of(lab, timeline, inputs=SQUARE):
    return plain_forward(lab, timeline.snapshot.parameters, inputs)[1][-2]


@pytest.mark.parametrize("loss, output, answer, threshold", KINDS)
@pytest.mark.parametrize("hidden", [(2,), (4, 2)])
def test_on_the_line_the_output_is_the_threshold(hidden, loss, output, answer, threshold):
    lab = lab_of(hidden, loss=loss, output_activation=output)
    parameters = np.random.default_rng(2).normal(0, 1.5, lab.architecture.parameter_count)
    timeline = moment(lab, parameters)
    data = features_of(lab).plane(timeline)
    w1, w2, c = data.line
    weights, bias = output_neuron(lab, parameters)
    for first in np.linspace(-1, 2, 7):
        on_the_line = np.array([first, (c - w1 * first) / w2])
        assert answer(on_the_line @ weights + bias) == pytest.approx(threshold, abs=1e-12)
    np.testing.assert_allclose(data.points, hidden_of(lab, timeline), rtol=1e-12)


@pytest.mark.parametrize("loss, output, answer, threshold", KINDS)
def test_the_background_of_the_plane_is_the_output_neurons_answer(loss, output, answer, threshold):
    lab = lab_of((2,), loss=loss, output_activation=output, activation="tanh")
    parameters = np.random.default_rng(5).normal(0, 1.5, lab.architecture.parameter_count)
    data = features_of(lab).plane(moment(lab, parameters))
    weights, bias = output_neuron(lab, parameters)
    columns, rows = data.background.shape
    across, down = np.linspace(-1, 1, columns), np.linspace(1, -1, rows)
    for i, j in [(0, 0), (3, rows - 1), (columns - 1, 5)]:
        there = np.array([across[i], down[j]])
        assert data.background[i, j] == pytest.approx(answer(there @ weights + bias), rel=1e-10)


@pytest.mark.parametrize("hidden", [(2,), (3,)])
def test_the_folded_grid_is_the_unit_square_passed_through_the_hidden_layers(hidden):
    lab, timeline = seen(hidden)
    features = features_of(lab)
    grid = (features.plane if hidden == (2,) else features.space)(timeline).grid
    lines, points, _ = grid.shape
    places, along = np.linspace(0, 1, lines // 2), np.linspace(0, 1, points)
    for i in (0, 1, lines // 2 - 1):
        upright = np.stack((np.full(points, places[i]), along), axis=-1)
        level = np.stack((along, np.full(points, places[i])), axis=-1)
        np.testing.assert_allclose(grid[i], hidden_of(lab, timeline, upright), rtol=1e-12)
        np.testing.assert_allclose(grid[lines // 2 + i], hidden_of(lab, timeline, level), rtol=1e-12)


def test_on_the_plane_of_three_features_the_output_is_the_threshold():
    lab, timeline = seen((3,))
    data = features_of(lab).space(timeline)
    weights, bias = output_neuron(lab, timeline.snapshot.parameters)
    assert data.plane[:3] == tuple(weights)
    corners = plane_in_box(data.plane, data.bounds)
    outputs = 1 / (1 + np.exp(-(corners @ weights + bias)))
    np.testing.assert_allclose(outputs, 0.5, atol=1e-12)
    np.testing.assert_allclose(data.points, hidden_of(lab, timeline), rtol=1e-12)


@pytest.mark.parametrize("hidden", [(4,), (8,), (8, 5)])
def test_the_projection_keeps_the_first_two_principal_components(hidden):
    lab, timeline = seen(hidden)
    data = features_of(lab).projection(timeline)
    side, points = data.grid.shape[0] // 2, data.grid.shape[1]
    places, along = np.linspace(0, 1, side), np.linspace(0, 1, points)
    square = [(p, t) for p in places for t in along] + [(t, p) for p in places for t in along]
    folded = hidden_of(lab, timeline, np.array(square))
    centred = folded - folded.mean(axis=0)
    variances, directions = np.linalg.eigh(np.cov(centred.T))  # another way than the lab's SVD
    variances, directions = variances[::-1], directions[:, ::-1]
    expected = centred @ directions[:, :2]
    found = data.grid.reshape(-1, 2)
    for k in range(2):  # a component has no sign of its own
        assert min(abs(found[:, k] - expected[:, k]).max(), abs(found[:, k] + expected[:, k]).max()) < 1e-9
        assert f"{variances[k] / variances.sum():.0%}" in data.labels[k]
    samples = (hidden_of(lab, timeline) - folded.mean(axis=0)) @ directions[:, :2]
    np.testing.assert_allclose(np.abs(data.points), np.abs(samples), atol=1e-9)
    assert data.line is None
    assert str(hidden[-1]) in data.note


def test_the_projection_does_not_flip_from_one_refresh_to_the_next():
    lab = lab_of((8,))
    parameters = np.random.default_rng(0).normal(0, 1.5, lab.architecture.parameter_count)
    features = features_of(lab)
    before = features.projection(moment(lab, parameters)).points
    after = features.projection(moment(lab, parameters * 1.001)).points
    np.testing.assert_allclose(before, after, atol=0.02)


def test_one_feature_is_shown_against_the_answer_it_decides():
    lab, timeline = seen((1,))
    data = features_of(lab).single(timeline)
    _, activations = plain_forward(lab, timeline.snapshot.parameters, SQUARE)
    np.testing.assert_allclose(data.points[:, 0], activations[0][:, 0], rtol=1e-12)
    np.testing.assert_allclose(data.points[:, 1], activations[1][:, 0], rtol=1e-12)
    assert data.line == (0.0, 1.0, 0.5)


@pytest.mark.parametrize("activation", ["relu", "leaky_relu", "linear"])
def test_features_without_a_range_of_their_own_lie_inside_the_axes(activation):
    lab, timeline = seen((2,), activation=activation, learning_rate=0.05)
    data = features_of(lab).plane(timeline)
    for k, (low, high) in enumerate(data.bounds):
        assert low <= data.grid[..., k].min() and data.grid[..., k].max() <= high
        assert low <= 0 <= high


def test_a_line_ends_at_the_sides_of_its_box():
    box = ((0.0, 1.0), (0.0, 2.0))
    assert sorted(map(tuple, line_in_box((1.0, 0.0, 0.25), box))) == [(0.25, 0.0), (0.25, 2.0)]
    assert sorted(map(tuple, line_in_box((1.0, 1.0, 1.0), box))) == [(0.0, 1.0), (1.0, 0.0)]
    assert line_in_box((1.0, 1.0, 9.0), box) is None
    assert line_in_box((0.0, 0.0, 0.0), box) is None


def test_both_ends_lie_on_the_line_and_on_the_sides_of_the_box():
    rng, grid = np.random.default_rng(0), np.stack(np.meshgrid(*[np.linspace(-1, 2, 31)] * 2), axis=-1)
    found = 0
    for w1, w2, c in rng.standard_normal((300, 3)).tolist():
        ends = line_in_box((w1, w2, c), ((-1.0, 2.0), (-1.0, 2.0)))
        values = grid @ (w1, w2) - c
        if ends is None:
            assert (values > 0).all() or (values < 0).all()
            continue
        found += 1
        np.testing.assert_allclose(ends @ (w1, w2) - c, 0, atol=1e-12)
        assert (np.isclose(ends, -1) | np.isclose(ends, 2)).any(axis=1).all()
        assert (ends >= -1).all() and (ends <= 2).all()
    assert found > 100


@pytest.mark.parametrize("size", [1e-300, 1e-9, 1.0, 1e300])
def test_a_line_does_not_depend_on_how_large_its_weights_are(size):
    ends = line_in_box((size, 0.0, 0.5 * size), ((0.0, 1.0), (0.0, 1.0)))
    np.testing.assert_allclose(np.sort(ends, axis=0), [[0.5, 0], [0.5, 1]])


@pytest.mark.parametrize(
    "line", [(0.0, 0.0, 1.0), (np.nan, 1.0, 0.0), (1.0, 1.0, np.nan), (1.0, 0.0, 5.0), (1e-300, 0.0, 1e200)]
)
def test_where_no_line_crosses_a_box_there_is_none(line):
    assert line_in_box(line, ((-1.0, 2.0), (-1.0, 2.0))) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_planes_corners_lie_on_it_in_the_box_and_in_order(seed):
    rng = np.random.default_rng(seed)
    bounds = ((0.0, 1.0), (-1.0, 1.0), (0.0, 5.0))
    inside = [rng.uniform(low, high) for low, high in bounds]
    normal = rng.normal(size=3)
    corners = plane_in_box((*normal, float(normal @ inside)), bounds)
    assert 3 <= len(corners) <= 6
    np.testing.assert_allclose(corners @ normal, normal @ inside, atol=1e-9)
    for k, (low, high) in enumerate(bounds):
        assert low - 1e-9 <= corners[:, k].min() and corners[:, k].max() <= high + 1e-9
    if len(corners) > 3:  # a convex outline turns one way only
        sides = np.roll(corners, -1, axis=0) - corners
        turns = np.cross(sides, np.roll(sides, -1, axis=0)) @ normal
        assert (turns >= -1e-9).all() or (turns <= 1e-9).all()
    assert len(plane_in_box((*normal, 1e6), bounds)) == 0
