"""Which neurons of the graph are shown, what they are called there, and how many more there are."""

from itertools import combinations, pairwise

import pytest

from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_network import Spot
from netviz.panels.play_shape import Press
from tests.panels.play_scenes import network
from tests.panels.test_play_clear import Run
from tests.panels.test_play_graph import Hand
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)

ROOM = {(960, 600): 16, (1280, 800): 26, (1920, 1080): 32}


def on(graph, written):  # noqa: F811
    """Return what is written on the graph, under its heads and over its foot."""
    return [(words, box) for words, box in written[0] if words and graph.layout.body.contains(box)]


def enlarged(hidden, size):
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size)
    graph = run.panel(PlayGraph)
    run.stage._looking.enlarged = run.stage.page.panels.index(graph)
    run.draw()
    return run, graph


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("hidden", ["16,16", "32", "20"])
def test_enlarged_as_many_neurons_are_shown_as_have_room(size, hidden):
    _, graph = enlarged(hidden, size)
    layout = graph.layout
    for k, count in enumerate(int(part) for part in hidden.split(",")):
        boxes = list(layout.neurons[k].values())
        assert len(boxes) == (count if count <= ROOM[size] else ROOM[size] - 1)
        assert (k in layout.rest) == (count > ROOM[size])
        assert all(above.bottom < below.top for above, below in pairwise(boxes))
        assert layout.body.top <= boxes[0].top and boxes[-1].bottom <= layout.body.bottom
        assert all(box.width >= 16 for box in boxes)


@pytest.mark.parametrize("size", ROOM)
@pytest.mark.parametrize("hidden", ["4", "8", "4,3", "8,8", "16,16"])
def test_neurons_have_their_names_beside_them_and_edges_begin_after_these(size, hidden, written):  # noqa: F811
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size)
    graph = run.panel(PlayGraph)
    layout, names = graph.layout, on(graph, written)
    told = dict(names)
    layers = graph._source(run.timeline).layers
    for k, layer in enumerate(layers[:-1]):
        for neuron, box in layout.neurons[k].items():
            name = told[layer.neurons[neuron]]
            assert box.right < name.left and abs(name.centery - box.centery) <= 2
            wires = layout.wires(graph.picture.reach)
            begin = min(x for x, of in zip(wires.starts[:, 0], wires.layers, strict=True) if of == k + 1)
            assert name.right <= begin
            assert graph.picture.at(name.center) == Spot(k, neuron)
    assert not any(a.inflate(0, -4).colliderect(b) for (_, a), (_, b) in combinations(names, 2))


@pytest.mark.parametrize("hidden, shown", [("32,32", 18), ("16,16,16,16,16,16", 8), ("32,8", 32)])
def test_where_edges_are_too_many_for_a_frame_fewer_neurons_are_shown(hidden, shown):
    _, graph = enlarged(hidden, (1920, 1080))
    layout = graph.layout
    counts = [len(boxes) for boxes in layout.neurons]
    assert counts[0] == shown
    assert len(layout.wires(0).starts) <= 400


def test_where_edges_have_no_room_beside_names_there_are_none(written):  # noqa: F811
    run = Run("--moons --hidden-neurons 4,4,4,4,4,4 --seed 1", (960, 600))
    graph = run.panel(PlayGraph)
    assert graph.picture.reach == 0
    assert not any(words.startswith("h1") for words, _ in on(graph, written))


@pytest.mark.parametrize("size", [(320, 300), (480, 300), (900, 300)])
def test_where_more_are_than_shown_it_says_which_are(size, written):  # noqa: F811
    hand = Hand(network((20,)))
    hand.look(size)
    said = [words for words, _ in written[0] if " of 20" in words]
    assert said and said[-1].startswith("1–7 of 20")
    rest = hand.panel.layout.presses[Press("rest", 0)]
    assert hand.panel.hover((rest.left + 2, rest.centery), hand.view).lines == (
        "13 more neurons in hidden 1: 1 to 7 are shown",
        "click, or turn the wheel here: the next ones",
    )
    hand.panel.picture.scroll(0, 3)
    hand.look(size)
    assert [words for words, _ in written[0] if " of 20" in words][-1].startswith("4–10 of 20")
