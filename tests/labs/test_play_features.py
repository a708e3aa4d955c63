"""What the feature panel shows of the playground, against plain NumPy."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetOption, SetParameters
from netviz.labs.play_features import ALONG, LINES, components, source
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.panel import Choices, View


def shown(hidden=(8, 3), epochs=20, wishes=(), **choices):
    """Return a lab after some epochs, what the panel shows of it, and the view."""
    lab = PlaygroundLab(3, setup=Setup(problem="moons", points=60, hidden=hidden), epochs=1000)
    lab.train(epochs)
    for wish in wishes:
        lab.ask(wish)
    timeline = Timeline()
    timeline.add(Session(lab, 1000, 1).current())
    view = View(timeline, Choices(**choices))
    return lab, source(Look())(view), view


def activations(lab, places):
    """Return what each layer makes of places (n, 2), by hand."""
    found, a = [], np.asarray(places)
    flat, at = lab.trainer.network.parameters, 0
    sizes = lab.fitted.architecture.sizes
    for layer, (count, size) in enumerate(pairwise(sizes)):
        block = flat[at : at + (count + 1) * size].reshape(count + 1, size)
        z = a @ block[:-1] + block[-1]
        a = 1 / (1 + np.exp(-z)) if layer == len(sizes) - 2 else np.tanh(z)
        at += (count + 1) * size
        found.append(a)
    return found


def all_points(lab):
    return np.concatenate((lab.train_points.inputs, lab.test_points.inputs))


@pytest.mark.parametrize("layer, fold, neurons", [(0, "2D", 2), (0, "3D", 3), (1, "2D", 2), (1, "3D", 3)])
def test_neurons_are_shown_as_they_answer_the_points(layer, fold, neurons):
    lab, data, _ = shown(space=layer, fold=fold)
    assert (data.layer, data.way) == (layer, fold)
    expected = activations(lab, all_points(lab))[layer][:, :neurons]
    np.testing.assert_allclose(data.places, expected, atol=1e-12)
    assert data.labels == tuple(f"h{layer + 1}{sign}" for sign in "₁₂₃"[:neurons])
    assert data.points.train == len(lab.train_points)


def test_the_net_is_straight_lines_of_the_plane_as_the_layer_maps_them():
    lab, data, view = shown(space=1, fold="3D")
    low, high = Look().extent(view.timeline)
    at, along = np.linspace(low, high, LINES), np.linspace(low, high, ALONG)
    upright = np.array([[(x, y) for y in along] for x in at])
    level = np.array([[(x, y) for x in along] for y in at])
    plane = np.concatenate((upright, level)).reshape(-1, 2)
    expected = activations(lab, plane)[1]
    np.testing.assert_allclose(data.net.reshape(-1, 3), expected, atol=1e-12)
    assert data.net.shape == (2 * LINES, ALONG, 3)


def test_unless_one_is_chosen_the_last_hidden_layer_is_shown_and_every_layer_can_be():
    assert shown()[1].layer == 1
    for layer, name in enumerate(("h1", "h2", "output")):
        data = shown(space=layer)[1]
        assert data.layers[data.layer] == name
    assert shown(space=9)[1].layer == 1  # a layer that is no longer there
    assert shown(hidden=(), wishes=())[1].layers == ("output",)


@pytest.mark.parametrize("count", [2, 3])
def test_components_are_those_of_a_singular_value_decomposition(count):
    rng = np.random.default_rng(5)
    net = rng.normal(size=(300, 8)) @ np.diag([5, 3, 2, 1, 0.5, 0.2, 0.1, 0.0]) + rng.normal(size=8)
    values = rng.normal(size=(40, 8))
    places, lines, shares = components(values, net, count)
    _, sizes, directions = np.linalg.svd(net - net.mean(axis=0), full_matrices=False)
    axes = directions[:count].T
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(count)])
    np.testing.assert_allclose(lines, (net - net.mean(axis=0)) @ axes, atol=1e-9)
    np.testing.assert_allclose(places, (values - net.mean(axis=0)) @ axes, atol=1e-9)
    np.testing.assert_allclose(shares, (sizes**2 / (sizes**2).sum())[:count], rtol=1e-9)


def test_many_neurons_are_shown_by_their_components_and_the_shares_are_told():
    _, data, _ = shown(hidden=(8,))
    assert data.way == "PC 2D"
    assert data.note == "8D → 2D"
    assert all(
        label.startswith(f"PC {i + 1}, ") and label.endswith("%") for i, label in enumerate(data.labels)
    )


def test_one_neuron_is_shown_over_x1():
    lab, data, _ = shown(hidden=(1,))
    points = all_points(lab)
    np.testing.assert_allclose(data.places[:, 0], points[:, 0])
    np.testing.assert_allclose(data.places[:, 1], activations(lab, points)[0][:, 0], atol=1e-12)
    assert data.labels == ("x₁", "h₁")


@pytest.mark.parametrize("hidden", [(1,), (2,), (3,), (8, 8)])
@pytest.mark.parametrize("activation", ["tanh", "relu", "linear"])
def test_bounds_hold_all_points_and_the_whole_net(hidden, activation):
    for fold in ("2D", "3D", "PC 2D", "PC 3D"):
        _, data, _ = shown(hidden, wishes=[SetOption("activation", (activation,) * len(hidden))], fold=fold)
        low, high = np.array(data.bounds).T
        assert ((data.net >= low - 1e-9) & (data.net <= high + 1e-9)).all()
        assert len(data.bounds) == len(data.labels) == data.places.shape[1]


@pytest.mark.parametrize("value", [1e308, -1e308, np.inf, np.nan])
@pytest.mark.parametrize("fold", ["2D", "3D", "PC 2D", "PC 3D"])
def test_a_network_that_is_out_of_range_is_shown_all_the_same(value, fold):
    linear = SetOption("activation", ("linear", "linear"))
    _, data, _ = shown((4, 4), wishes=[linear, SetParameters((0, 12), (value, value))], fold=fold)
    assert np.isfinite(data.places).all()
    assert np.isfinite(data.net).all()
    assert np.isfinite(data.bounds).all()


@pytest.mark.parametrize("weight", [5e-324, 1e-323, 1e-310])
@pytest.mark.parametrize("fold", ["2D", "PC 2D"])
def test_a_network_of_the_least_numbers_there_are_has_bounds_around_it(weight, fold):
    relu = SetOption("activation", ("relu",))
    _, data, _ = shown((4,), wishes=[relu, SetParameters(tuple(range(12)), (weight, *[0.0] * 11))], fold=fold)
    low, high = np.array(data.bounds).T
    assert np.isfinite(data.bounds).all() and (low < high).all()
    assert ((data.net >= low) & (data.net <= high)).all()


@pytest.mark.parametrize("size, cut", [(1e90, False), (1e150, True)])
def test_it_is_told_where_values_are_too_large_to_be_shown_as_they_are(size, cut):
    wishes = (SetOption("activation", ("linear",)), SetParameters((0,), (size,)))
    _, data, _ = shown((3,), wishes=wishes, space=0, fold="2D")
    assert data.note == ("cut at 1e100" if cut else "")
    _, data, _ = shown((8,), wishes=wishes, space=0, fold="PC 2D")
    assert data.note == ("8D → 2D, cut at 1e100" if cut else "8D → 2D")


def test_axes_stand_still_while_a_network_changes_little():
    bounds = [shown((8, 8), epochs=20 + k)[1].bounds for k in range(8)]
    assert len(set(bounds)) <= 3


def test_looking_changes_nothing_that_is_trained():
    lab, _, view = shown()
    before = lab.checkpoint()
    source(Look())(View(view.timeline, Choices(fold="PC 3D")))
    seen = lab.train(5)
    lab.restore(before)
    assert np.array_equal(lab.train(5), seen)
