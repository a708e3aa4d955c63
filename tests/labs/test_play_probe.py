"""What the probe page tells of a network, against plain NumPy."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs import play_pages, play_probe
from netviz.labs.play_names import layer_names, neuron_names, outputs_of
from netviz.labs.play_probe import Probed, ends_of
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.panel import Choices, View
from netviz.panels.walk import Walk
from networks.tasks import Points, Task
from tests.panels.pictures import draw
from tests.panels.texts import noted_texts

EXTENT = (-1.5, 1.5)
BENDS = {
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "linear": lambda z: z,
}


def seen(choices=Choices(), **setup):  # noqa: B008, it is frozen
    """Return the page's sources, a view of a run of 20 epochs, and its lab."""
    lab = PlaygroundLab(3, setup=Setup(**{"hidden": (4, 3), "points": 60, **setup}), epochs=100)
    session, timeline = Session(lab, 100, 20), Timeline()
    timeline.add(session.current())
    timeline.add(session.advance())
    return Probed(Look()), View(timeline, choices), lab


def passed(lab, inputs, words):
    """Return the inputs of each layer, z and a, by plain NumPy."""
    sizes, flat, at = lab.fitted.architecture.sizes, lab.snapshot().parameters, 0
    a, before, zs, all_a = np.asarray(inputs), [], [], []
    for rows, columns, word in zip(sizes[:-1], sizes[1:], words, strict=True):
        block = flat[at : at + (rows + 1) * columns].reshape(rows + 1, columns)
        at += block.size
        before.append(a)
        zs.append(a @ block[:-1] + block[-1])
        a = BENDS[word](zs[-1])
        all_a.append(a)
    return before, zs, all_a


PINS = ((0.3, -0.4), (-0.8, 0.9))


@pytest.mark.parametrize("neuron", [(0, 0), (1, 2), (2, 0)])
def test_a_sum_is_that_of_the_network(neuron):
    source, view, lab = seen(
        Choices(pins=PINS, neuron=neuron), activation=("tanh", "relu"), inputs=("x2", "x1*x2", "x1")
    )
    data, (layer, k) = source.sum(view), neuron
    given = [(y, x * y, x) for x, y in PINS]
    before, z, a = passed(lab, given, ("tanh", "relu", "sigmoid"))
    assert data.values == pytest.approx(before[layer], rel=1e-12)
    assert data.z == pytest.approx(z[layer][:, k], rel=1e-12)
    assert data.a == pytest.approx(a[layer][:, k], rel=1e-12)
    assert data.sums + data.bias == pytest.approx(data.z, rel=1e-10)
    assert data.columns == ("A", "B")
    assert data.counts == (4, 3, 1)
    assert data.neuron == (("h1₁", "h2₃", "ŷ")[layer])
    assert data.inputs == (("x₂", "x₁·x₂", "x₁"), ("h1₁", "h1₂", "h1₃", "h1₄"), ("h2₁", "h2₂", "h2₃"))[layer]


def test_without_pins_the_sum_is_that_of_the_input_under_the_mouse():
    source, view, lab = seen(Choices(probe=(0.25, 0.5), neuron=(1, 0)))
    data = source.sum(view)
    _, z, _ = passed(lab, [(0.25, 0.5)], ("tanh", "tanh", "sigmoid"))
    assert data.z == pytest.approx(z[1][:, 0], rel=1e-12)
    assert data.columns == ()
    assert data.says == "(0.25, 0.50)"


def test_responses_are_those_of_the_network():
    source, view, lab = seen(Choices(pins=PINS), activation=("relu",))
    data = source.responses(view)
    _, z, a = passed(lab, PINS, ("relu", "relu", "sigmoid"))
    for layer in range(3):
        assert data.z[layer] == pytest.approx(z[layer], rel=1e-12)
        assert data.a[layer] == pytest.approx(a[layer], rel=1e-12)
        low, high = data.ranges[layer]
        assert low <= a[layer].min() and a[layer].max() <= high


@pytest.mark.parametrize("share", [0.0, 0.37, 1.0])
def test_a_walk_passes_evenly_spaced_inputs_through_the_network(share):
    source, view, lab = seen(Choices(pins=PINS, walk=share))
    path = source.path(view)
    a_to_b = np.array(PINS[0]) + np.linspace(0, 1, play_probe.PLACES)[:, None] * np.subtract(PINS[1], PINS[0])
    _, _, along = passed(lab, a_to_b, ("tanh", "tanh", "sigmoid"))
    _, _, here = passed(lab, [path.at(share)], ("tanh", "tanh", "sigmoid"))
    for layer in range(3):
        assert path.layers[layer].values == pytest.approx(along[layer], rel=1e-10)
        assert path.layers[layer].here == pytest.approx(here[layer][0], rel=1e-10)


def test_where_there_is_no_x2_none_is_told():
    source, view, _ = seen(Choices(pins=((-0.5, 0.0), (0.25, 0.0)), walk=0.5), problem="line")
    assert source.responses(view).inputs == ("x₁ −0.50", "x₁ 0.25")
    panel = Walk(source.path)
    with noted_texts() as texts:
        draw(panel, view)
    assert "x₁ −0.12" in texts
    told = [*panel.hover(panel._foot.center, view).lines, *panel.hover(panel._boxes[0, 0].center, view).lines]
    assert any("x₁ = −0.125" in line for line in told)
    assert not any("x₂" in line or "(" in line for line in told)
    source, view, _ = seen(Choices(probe=(0.5, 0.0)), problem="line")
    assert source.sum(view).says == "x₁ 0.50"


# which inputs


def points(targets, task=Task.BINARY, classes=2):
    count = len(targets)
    return Points(np.arange(2.0 * count).reshape(count, 2), np.array(targets, float), task, classes)


@pytest.mark.parametrize(
    "given, places, says",
    [
        (points((1, 1, 0, 1)), ((4, 5), (0, 1)), "no pins: A class 0, B class 1"),
        (points((2, 2, 4), Task.CLASSES, 5), ((0, 1), (4, 5)), "no pins: A class 2, B class 4"),
        (points((0.2, -3, 7), Task.REGRESSION, 0), ((2, 3), (4, 5)), "no pins: A least y, B greatest y"),
        (points((1, 1)), ((0, 1), (0, 0)), "no pins: A the first point, B the middle"),
        (points((0.5,), Task.REGRESSION, 0), ((0, 1), (0, 0)), "no pins: A the first point, B the middle"),
    ],
)
def test_without_pins_typical_training_points_are_compared(given, places, says):
    ends = ends_of(Choices(probe=(9.0, 9.0)), given, EXTENT)
    assert (ends.places, ends.says) == (places, says)


def test_one_pin_is_compared_with_the_mouse_and_else_with_the_farther_typical_point():
    given, pin = points((0, 1)), (0.1, 1.0)
    ends = ends_of(Choices(pins=(pin,), probe=(9.0, 8.0)), given, EXTENT)
    assert (ends.places, ends.says) == ((pin, (9.0, 8.0)), "one pin: A; B the mouse")
    ends = ends_of(Choices(pins=(pin,)), given, EXTENT)
    assert (ends.places, ends.says) == ((pin, (2.0, 3.0)), "one pin: A; B class 1")
    assert ends_of(Choices(pins=PINS, probe=(9.0, 8.0)), given, EXTENT).places == PINS


# the page


def probe_panels():
    look = Look()
    return play_probe.page(look, partial(play_pages.plane, look)).panels


@pytest.mark.parametrize(
    "setup",
    [
        {},
        {"hidden": ()},
        {"hidden": (32,) * 6},
        {"problem": "line", "inputs": ("x1",), "hidden": (3,)},
        {"problem": "blobs-5", "inputs": ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")},
        {"problem": "xor", "activation": ("leaky_relu",)},
    ],
)
def test_every_panel_draws_for_every_kind_of_network(setup):
    _, view, _ = seen(**setup)
    for panel in probe_panels():
        for choices in (view.choices, Choices(pins=PINS[:1]), Choices(pins=PINS, neuron=(5, 31))):
            now = replace(view, choices=choices)
            draw(panel, now)
            assert isinstance(panel.value(now), str)


def test_looking_changes_nothing():
    _, view, lab = seen(Choices(pins=PINS))
    before = lab.snapshot().parameters
    for panel in probe_panels():
        draw(panel, view)
    assert np.array_equal(view.timeline.snapshot.parameters, before)
    assert np.array_equal(lab.snapshot().parameters, before)


def test_names_tell_inputs_layers_and_classes():
    _, _, lab = seen(problem="blobs-3", hidden=(2,), inputs=("x1", "x2^2"))
    assert neuron_names(lab.fitted) == (("x₁", "x₂²"), ("h₁", "h₂"), ("ŷ₀", "ŷ₁", "ŷ₂"))
    assert layer_names(lab.fitted) == ("hidden layer", "output")


@pytest.mark.parametrize(
    "problem, title", [("line", "Regression"), ("surface", "Input plane"), ("moons", "Input plane")]
)
def test_inputs_are_looked_at_on_the_panel_that_the_overview_has(problem, title):
    """Values along x₁ are a curve there, and were points on one line of a plane here."""
    _, view, _ = seen(problem=problem, inputs=("x1",) if problem == "line" else ("x1", "x2"))
    panel = probe_panels()[0]
    panel.suit(view)
    draw(panel, view)
    assert panel.title == title


# what outputs stand for


@pytest.mark.parametrize("neuron", [0, 2])
def test_an_output_of_several_tells_its_class_and_its_p(neuron):
    source, view, lab = seen(Choices(pins=PINS, neuron=(2, neuron), walk=0.3), problem="blobs-3")
    _, z, _ = passed(lab, PINS, ("tanh", "tanh", "linear"))
    p = np.exp(z[-1]) / np.exp(z[-1]).sum(axis=1, keepdims=True)
    data, table, path = source.sum(view), source.responses(view), source.path(view)
    assert data.means == f"for class {neuron}" and data.p == pytest.approx(p[:, neuron], rel=1e-10)
    assert table.means == ("for class 0", "for class 1", "for class 2")
    assert table.p == pytest.approx(p, rel=1e-10)
    assert data.p_formula == table.p_formula == "p = softmax(z)"
    out = path.layers[-1]
    assert out.means == table.means and out.p[[0, -2]] == pytest.approx(p, rel=1e-10)
    assert out.p[-1].sum() == pytest.approx(1) and path.layers[0].p is None and not path.layers[0].means
    hidden = source.sum(replace(view, choices=replace(view.choices, neuron=(1, 0))))
    assert hidden.means == "" and hidden.p is None


@pytest.mark.parametrize(
    "setup, means, formula",
    [
        ({}, "class 1 where a > 0.5, else class 0", ""),
        ({"loss": "hinge"}, "class 1 where a > 0, else class 0", ""),
        ({"loss": "bce", "output_activation": "linear"}, "class 1 where p > 0.5, else class 0", "p = σ(z)"),
        ({"problem": "surface"}, "", ""),
    ],
)
def test_a_single_output_tells_on_which_side_each_class_is(setup, means, formula):
    source, view, _ = seen(Choices(pins=PINS, neuron=(2, 0)), **setup)
    data = source.sum(view)
    assert (data.means, data.p_formula) == (means, formula) and (data.p is None) == (not formula)
    if data.p is not None:
        assert data.p == pytest.approx(1 / (1 + np.exp(-data.z)))


def test_the_classes_are_called_as_in_the_file():
    points = Points(np.zeros((3, 2)), np.arange(3.0), Task.CLASSES, 3, ("Anna", "Ben", "Cleo"))
    lab = seen(problem="blobs-3")[2]
    assert outputs_of(lab.fitted, points) == ("for class Anna", "for class Ben", "for class Cleo")


def test_the_plane_of_the_page_marks_the_way_that_is_walked():
    _, view, _ = seen(Choices(walk=0.3))
    panels = probe_panels()
    plane, walk = panels[0]._panels[0], panels[3]
    path = plane._path(view)
    assert path is walk._source(view) and path.at(0.0) == path.start
