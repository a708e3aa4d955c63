"""The playground worked by mouse: wheel, pins, the path, edges of an update, feature space, inputs."""

import numpy as np
import pytest

from netviz.panels.folded import FoldedSpace
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_shape import Press
from netviz.panels.play_wiring import Spot
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.walk import Walk

pytestmark = pytest.mark.window


def on_an_edge(ends, hit):
    """Return a pixel between two ends that `hit` says is on nothing else."""
    start, end = map(np.array, ends)
    spots = (tuple(map(int, np.rint(start + share * (end - start)))) for share in np.linspace(0.1, 0.9, 41))
    return next(at for at in spots if hit(at))


def test_the_wheel_turns_the_weight_that_is_chosen_over_it_and_at_the_foot(twin):
    graph, weight = twin.panel(PlayGraph), Spot(1, 2, 3)
    (place,) = weight.freezes(graph.picture.network)
    wires = graph.layout.wires(graph.picture.reach)
    ends = wires.places[wires.find(weight)]
    at = on_an_edge(ends, lambda at: graph.picture.at(at) == weight)
    before, value = twin.agrees(), twin.lab.trainer.values[place]
    twin.wheel(at, 2)  # nothing is chosen yet
    assert (twin.agrees() == before).all()
    twin.click(at)
    assert graph.chosen == weight
    twin.agrees()
    twin.wheel(at, 2)
    assert twin.lab.trainer.values[place] == pytest.approx(value + 0.1)
    twin.agrees()
    twin.wheel(graph.editor.field.part.center, -5)
    assert twin.lab.trainer.values[place] == pytest.approx(value - 0.15)
    twin.agrees()
    summary = twin.app.quit()
    assert summary["layers"][1]["weights"][3][2] == twin.lab.trainer.values[place]


def test_an_input_that_the_mouse_rests_on_goes_through_the_network(twin):
    before, place = twin.agrees(), twin.empty_place()
    twin.rest(twin.at(*place))
    assert twin.stage.choices.probe == pytest.approx(place, abs=0.02)
    graph = twin.stage.places[twin.stage.page.panels.index(twin.panel(PlayGraph))]
    seen = twin.agrees()
    twin.rest(None)
    assert (twin.agrees() == before).all()
    assert (seen != before)[graph.top : graph.bottom, graph.left : graph.right].any()
    twin.app.quit()


def test_two_inputs_are_pinned_one_dragged_one_removed_and_the_path_between_them_walked(twin):
    twin.click(twin.tab(2))
    twin.agrees()
    rows = dict(twin.plane._tools._rows)
    twin.click(rows["pin"].center)
    places = twin.empty_place(right=-0.3), twin.empty_place(left=0.3)
    for place in places:
        twin.click(twin.at(*place))
    pins = twin.stage.choices.pins
    assert np.allclose(pins, places, atol=0.02)
    twin.agrees()
    track = twin.panel(Walk)._slider.area
    twin.drag([track.center, (track.x + track.width // 3, track.centery), (track.right, track.centery)])
    assert twin.stage.choices.walk == 1.0
    at_b = twin.agrees()
    twin.drag([(track.right - 8, track.centery), (track.x + 40, track.centery), (track.x, track.centery)])
    assert twin.stage.choices.walk == 0.0
    assert (twin.agrees() != at_b).any()
    here = twin.at(*pins[1])
    twin.drag([here, (here[0] + 10, here[1] + 8), (here[0] + 20, here[1] + 30)])
    moved = twin.stage.choices.pins[1]
    assert twin.stage.choices.pins[0] == pins[0]
    assert moved[0] > pins[1][0] and moved[1] < pins[1][1]
    twin.agrees()
    twin.click(twin.at(*pins[0]), button=3)
    assert twin.stage.choices.pins == (moved,)
    twin.agrees()
    assert twin.app.quit()["points"]["training"] == len(twin.lab.train_points)


def test_a_click_on_an_edge_of_an_update_compares_its_gradient(twin):
    twin.click(twin.tab(4))
    twin.agrees()
    graph = twin.panel(UpdateGraph)
    buttons = {button.sign: button.area for button, _ in graph._controls._buttons}
    twin.click(buttons["∂W"].center)
    before = twin.agrees()
    assert not graph.walk.checking
    boxes = graph._layout.columns
    ends = boxes[1][4].midright, boxes[2][1].midleft
    twin.click(on_an_edge(ends, lambda at: graph._layout.at(at) == (2, 4, 1)))
    assert graph.walk.chosen == (1, 4, 1) and graph.walk.checking
    assert (twin.agrees() != before).any()
    twin.app.quit()


def test_feature_space_is_looked_at_layer_by_layer_and_in_two_and_three_dimensions(twin):
    space = twin.panel(FoldedSpace)
    twin.key("shift+Left")  # else what has three dimensions turns by itself, in the window alone
    seen = [twin.agrees()]
    for group, word in ((0, 0), (1, 0), (1, 1), (1, 3), (1, 2), (0, 2)):
        twin.click(space._words._tabs[group]._places[word].center)
        seen.append(twin.agrees())
    assert twin.stage.choices.space == 2
    assert all((one != other).any() for i, one in enumerate(seen) for other in seen[:i])
    twin.app.quit()


def test_an_input_is_left_out_and_given_to_the_network_by_a_click(twin):
    graph = twin.panel(PlayGraph)
    for index, inputs in ((0, ("x2",)), (5, ("x2", "sin x1")), (0, ("x1", "x2", "sin x1"))):
        twin.click(graph.layout.presses[Press("input", index)].center)
        assert twin.lab.setup.inputs == inputs
        twin.agrees()
    assert twin.app.quit()["options"]["inputs"] == ["x1", "x2", "sin x1"]
