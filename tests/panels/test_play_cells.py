"""While an input is looked at, the playground's graph tells z, a and what edges carry, in little room too."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.colormap import diverging
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK
from netviz.engine.wishes import Freeze, Mute, SetParameters
from netviz.panels import play_neurons
from netviz.panels.play_cells import SIGNS, brief, cells
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_network import Spot
from tests.panels.test_play_clear import Run, over_each_other
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)

AT = (0.5, -0.2)


@pytest.fixture
def figures(monkeypatch):
    """Return the figures that are written from now on, with their right ends and middles."""
    found, drawn = [], Canvas.figures

    def noted(canvas, figures, face=Face.TINY):
        figures = list(figures)
        found.extend(figures)
        drawn(canvas, figures, face)

    monkeypatch.setattr(Canvas, "figures", noted)
    return found


def probing(hidden, size, flags="--moons"):
    """Return a run that looks at an input, its graph, and the input's way through."""
    run = Run(f"{flags} --hidden-neurons {hidden} --seed 1", size)
    rest = run.panel(PlayGraph).layout
    run.stage.choices = replace(run.stage.choices, probe=AT)
    run.draw()
    graph = run.panel(PlayGraph)
    return run, graph, rest, graph.picture.passed(AT)


@pytest.mark.parametrize(
    "size, hidden",
    [
        *(((960, 600), hidden) for hidden in ("1", "2", "3", "4", "6", "8", "2,2", "3,2", "4,4", "4,3,2")),
        *(((1280, 800), hidden) for hidden in ("2,2", "4,4", "4,3,2", "6,6,6")),
    ],
)
def test_every_neuron_has_its_z_and_a(size, hidden, figures):
    run, graph, rest, passed = probing(hidden, size)
    layout, canvas = graph.layout, Canvas(run.surface, None, Lettering(), 1.0)
    assert layout.xs == rest.xs and layout.presses == rest.presses  # nothing else moves
    for k, boxes in enumerate(layout.neurons):
        assert all(not a.colliderect(b) for a, b in combinations(boxes.values(), 2))
        for neuron, box in boxes.items():
            inside = [one for one in figures if box.collidepoint(one[1] - 1, one[2])]
            told = [words.strip() for words, *_ in inside if words not in ("z", "a")]
            assert told == [brief(float(side[k][neuron])).strip() for side in (passed.z, passed.a)]
            for words, right, _, _ in inside:
                assert box.left < right - canvas.text_width(words.strip(), Face.TINY) and right <= box.right


@pytest.mark.parametrize(
    "size, hidden, layers",
    [
        ((960, 600), "1", {0, 1}),
        ((960, 600), "2", {1}),
        ((960, 600), "4", {1}),
        ((960, 600), "2,2", {2}),
        ((1280, 800), "2", {0}),
        ((1280, 800), "4", {0, 1}),
        ((1280, 800), "2,2", {0, 1, 2}),
        ((1920, 1080), "3,2", {0, 1, 2}),
        ((1280, 800), "3,2", {0, 1, 2}),
    ],
)
def test_every_edge_of_a_layer_has_what_it_carries_where_there_is_room(size, hidden, layers, written):  # noqa: F811
    _, graph, _, passed = probing(hidden, size)
    labels = [one for one in written[1] if graph.layout.body.contains(one[1])]
    layout = graph.layout
    terms = [
        brief(float(layer.counting()[source, neuron] * passed.into(k)[source])).strip()
        for k, layer in enumerate(graph.picture.network.layers)
        for source in range(len(layer.weights) - 1)
        for neuron in range(len(layer.neurons))
        if k in layers
    ]
    assert sorted(words for words, _ in labels) == sorted(terms)
    assert not over_each_other(labels, least=1)
    boxes = [box for column in layout.neurons for box in column.values()]
    assert not any(plate.colliderect(box) for _, plate in labels for box in boxes)


def test_the_edge_of_a_muted_weight_carries_nothing(written):  # noqa: F811
    run, graph, *_ = probing("2", (1280, 800))
    weights = graph.picture.network.layers[0].weights
    run.lab.ask(Mute(Spot(0, 1, 0).mutes(graph.picture.network), True))
    run.timeline.add(run.session.current())
    written[1].clear()
    run.draw()
    labels = [words for words, box in written[1] if graph.layout.body.contains(box)]
    carried = weights[:2] * np.array(AT)[:, None]
    assert abs(carried[0, 1]) > 0.1
    carried[0, 1] = 0.0
    assert sorted(labels) == sorted(brief(float(term)).strip() for term in carried.ravel())


def test_many_layers_leave_no_room_and_keep_their_maps():
    _, graph, rest, _ = probing("4,4,4,4", (960, 600))
    assert graph.layout.cells is None
    assert graph.layout.neurons == rest.neurons


def test_maps_are_back_where_they_were_when_no_input_is_looked_at():
    run, graph, rest, _ = probing("4,4", (960, 600))
    assert graph.layout.neurons != rest.neurons
    run.stage.choices = replace(run.stage.choices, probe=None)
    run.draw()
    assert graph.layout is rest


def test_a_cell_has_the_colour_of_its_map_at_the_input():
    run, graph, _, passed = probing("3", (960, 600))
    layer, box = graph.picture.network.layers[0], graph.layout.neurons[0][1]
    share = (float(passed.a[0][1]) - layer.low) / (layer.high - layer.low)
    expected = diverging(DARK).colors[int(np.clip(share, 0, 1) * 255 + 0.5)]
    assert tuple(run.surface.get_at((box.left + 3, box.top + 2)))[:3] == expected


@pytest.mark.parametrize("value", [0.0, -0.004, 0.25, -9.99, -12.345, 123.4, -999.9, 1234.0, -56789.0, 1e12])
def test_a_number_in_a_cell_fits_and_is_nearly_what_it_is(value):
    text = brief(value)
    assert len(text) <= SIGNS
    assert float(text.replace("−", "-")) == pytest.approx(value, rel=0.15, abs=0.005)


def test_cells_are_refused_where_edges_would_vanish(canvas_of):
    canvas = canvas_of()
    assert cells(canvas, 60.0, (40.0, 40.0)) is None
    assert cells(canvas, 100.0, (8.0, 40.0)) is None
    column, out = cells(canvas, 130.0, (16.0, 40.0))
    assert (column.lines, column.both, column.letters) == (1, True, False)
    assert (out.lines, out.both, out.letters) == (2, True, True)


def test_wild_numbers_are_drawn_in_cells():
    run, graph, *_ = probing("3", (960, 600))
    for value in (1e300, 1e-300, 1.7e308):
        run.lab.ask(SetParameters((0, 1, 2, 3), (value, -value, value, value)))
        run.timeline.add(run.session.current())
        run.draw()
        assert graph.layout.cells is not None


@pytest.mark.parametrize("hidden, says", [("3", "z, then a"), ("8,8", "a, or z and a"), ("4,4,4,4", None)])
def test_the_foot_says_what_cells_hold(hidden, says, written):  # noqa: F811
    probing(hidden, (960, 600))
    foot = [words for words, _ in written[0] if "w·x of x" in words or "w·x, of x" in words][-1]
    assert not foot.endswith("…")
    assert foot.startswith(f"neurons: {says}," if says else "lines: w·x of x")
    assert says or foot.endswith("; for z and a: P, then page Probe")


def test_what_is_frozen_and_muted_is_marked_beside_the_numbers_of_a_cell(monkeypatch):
    marked = []
    for name in ("lock", "cross"):
        monkeypatch.setattr(play_neurons, name, lambda canvas, at, name=name: marked.append((name, at)))
    run, graph, *_ = probing("4", (960, 600))
    network = graph.picture.network
    run.lab.ask(Freeze(Spot(0, 1).freezes(network), True))
    run.lab.ask(Mute(Spot(0, 2).mutes(network), True))
    run.timeline.add(run.session.current())
    run.draw()
    assert {name for name, _ in marked} == {"lock", "cross"}
    boxes = graph.layout.neurons[0].values()
    assert not any(box.inflate(8, 0).collidepoint(at) for box in boxes for _, at in marked)
