"""What the playground's graph is told, beside plain NumPy on the same parameters."""

from __future__ import annotations

import numpy as np
import pytest

from netviz.drawing.colormap import diverging
from netviz.drawing.theme import THEMES
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Freeze, Mute
from netviz.labs import play_plane
from netviz.labs.play_network import Networks
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import SIDE, Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.play_network import Spot
from netviz.settings.playground import SETTINGS


@pytest.fixture
def shown():
    lab = PlaygroundLab(3, setup=Setup(hidden=(3, 2), inputs=("x1", "x1*x2"), points=40), epochs=100)
    lab.ask(Freeze((0, 1), True))
    lab.ask(Mute((2,), True))
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).advance())
    return lab, timeline, Networks(Look()).network(timeline)


def test_inputs_are_all_there_and_the_used_ones_have_their_row(shown):
    _, _, network = shown
    assert [(f.name, f.row) for f in network.features if f.row is not None] == [("x1", 0), ("x1*x2", 1)]
    assert len(network.features) == 7
    low, high = network.extent
    np.testing.assert_allclose(network.features[0].map[:, 0], np.linspace(low, high, SIDE))
    np.testing.assert_allclose(network.features[1].map[0], np.linspace(high, low, SIDE))


def test_the_table_of_settings_says_what_the_shape_may_be(shown):
    _, _, network = shown
    words, sizes = SETTINGS["activation"].words, SETTINGS["hidden"]
    assert network.activations == words
    assert (network.most_layers, network.most_neurons) == (sizes.layers, sizes.most)


def test_weights_are_the_kept_values_and_masks_lie_beside_them(shown):
    _, timeline, network = shown
    flat, places, free, alive = (
        np.concatenate([getattr(layer, part).ravel() for layer in network.layers])
        for part in ("weights", "places", "free", "alive")
    )
    assert (flat == timeline.snapshot.extra.values).all()
    assert places.tolist() == list(range(len(flat)))
    assert (~free).nonzero()[0].tolist() == [0, 1]
    assert (~alive).nonzero()[0].tolist() == [2]
    assert network.hidden == (3, 2)


def test_an_input_is_passed_as_numpy_does(shown):
    _, _, network = shown
    x1, x2 = 0.3, -0.7
    a = np.array([x1, x1 * x2])
    passed = network.at(x1, x2)
    np.testing.assert_allclose(passed.inputs, a)
    for i, layer in enumerate(network.layers):
        z = np.append(a, 1.0) @ layer.counting()
        a = np.tanh(z) if i < 2 else 1 / (1 + np.exp(-z))
        np.testing.assert_allclose(passed.z[i], z)
        np.testing.assert_allclose(passed.a[i], a)


def test_maps_are_the_neurons_over_the_plane(shown):
    _, _, network = shown
    low, high = network.extent
    across, down = np.linspace(low, high, SIDE), np.linspace(high, low, SIDE)
    passed = network.at(across[7], down[30])
    for layer, a in zip(network.layers, passed.a, strict=True):
        np.testing.assert_allclose(layer.maps[:, 7, 30], a)


def test_what_muting_costs_is_the_loss_that_the_lab_then_has(shown):
    lab, timeline, network = shown
    told = network.loss_without((4, 5))
    lab.ask(Mute((4, 5), True))
    assert lab.snapshot().loss == pytest.approx(told, rel=1e-12)
    again = network.loss_with((2,))
    lab.ask(Mute((4, 5), False))
    lab.ask(Mute((2,), False))
    assert lab.snapshot().loss == pytest.approx(again, rel=1e-12)
    assert network.loss == timeline.snapshot.loss


def test_a_gradient_agrees_with_its_difference(shown):
    _, _, network = shown
    for place in (3, 9, 12):
        assert network.compare(place).agrees


@pytest.mark.parametrize(("l1", "l2"), [(0.0, 0.1), (0.03, 0.0), (0.03, 0.1)])
def test_the_gradient_that_is_shown_is_the_one_that_is_checked(l1, l2):
    lab = PlaygroundLab(3, setup=Setup(hidden=(3, 2), points=40, l1=l1, l2=l2), epochs=100)
    lab.ask(Mute((2,), True))
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).advance())
    network = Networks(Look()).network(timeline)
    symbols = ("λ₂ w",) * (l2 > 0) + ("λ₁ sign w",) * (l1 > 0)
    for k, layer in enumerate(network.layers):
        for (source, neuron), place in np.ndenumerate(layer.places):
            check, spot = network.compare(int(place)), Spot(k, neuron, source)
            assert check.gradient == pytest.approx(layer.gradients[source, neuron], rel=1e-12)
            assert check.agrees
            bias = source == len(layer.weights) - 1
            assert spot.slope(network) == ("∂L/∂b" if bias else " + ".join(("∂L/∂w", *symbols)))


@pytest.mark.parametrize(
    "problem, loss, output",
    [
        ("surface", "auto", "sigmoid"),
        ("surface", "auto", "auto"),
        ("moons", "mse", "tanh"),
        ("moons", "mse", "linear"),
        ("moons", "auto", "auto"),
        ("moons", "hinge", "tanh"),
    ],
)
def test_an_output_that_is_the_answer_has_the_colours_of_the_input_plane(problem, loss, output):
    lab = PlaygroundLab(
        3, setup=Setup(problem=problem, loss=loss, output_activation=output, points=40), epochs=100
    )
    timeline, look = Timeline(), Look()
    timeline.add(Session(lab, 100, 1).advance())
    layer, answer = Networks(look).network(timeline).layers[-1], play_plane.answer(look, timeline)
    np.testing.assert_array_equal(layer.maps[0], answer.values)
    ends = answer.threshold - answer.reach, answer.threshold + answer.reach
    assert (layer.low, layer.high) == ends
    for theme in THEMES.values():
        at_zero = diverging(theme).indices([answer.threshold], layer.low, layer.high)
        assert diverging(theme).colors[int(at_zero[0])] == pytest.approx(theme.panel, abs=3)


def test_an_output_of_which_the_answer_is_made_has_a_scale_of_its_own():
    lab = PlaygroundLab(3, setup=Setup(loss="bce", output_activation="linear", points=40), epochs=100)
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).advance())
    layer = Networks(Look()).network(timeline).layers[-1]
    assert layer.high == -layer.low == np.abs(layer.maps).max()
