"""The playground taken in hand in the real window, by keyboard alone and by mouse."""

import math
from itertools import pairwise

import pytest

from netviz.engine.snapshot import State
from netviz.panels.either import Either
from netviz.panels.folded import FoldedSpace
from netviz.panels.form import Form
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_shape import Press
from netviz.panels.play_walk import walk
from netviz.panels.play_wiring import Spot
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.walk import Walk
from tests.panels.texts import noted_texts
from tests.window.desktop import until

pytestmark = pytest.mark.window


def come_to(twin, kind):
    """Press Tab until a panel of this kind has the keyboard; return it."""
    for _ in range(60):
        twin.key("Tab")
        panel = twin.stage._looking.control.place[0]
        if isinstance(panel, kind):
            return panel
    raise AssertionError(f"Tab does not lead to {kind}")


def go_to(twin, graph, goal):
    """Press the arrows that lead over the network to a part of it or to a button."""
    start = graph._cursor or graph.chosen, graph._outgoing
    ways, waiting = {start: ()}, [start]
    while waiting:
        stop = waiting.pop(0)
        if stop[0] == goal:
            twin.key(*ways[stop])
            assert (graph._cursor or graph.chosen) == goal
            return
        for word in ("left", "right", "up", "down"):
            after = walk(graph.picture.network, graph.layout, stop[0], word, stop[1])
            if after not in ways:
                ways[after] = (*ways[stop], word.capitalize())
                waiting.append(after)
    raise AssertionError(f"no arrows lead to {goal}")


def test_the_network_is_reshaped_set_frozen_and_muted_by_keys_and_all_of_it_undone(twin):
    lab, graph = twin.lab, come_to(twin, PlayGraph)
    for press, shape in (
        (Press("more", 0), (9, 8)), (Press("fewer", 1), (9, 7)), (Press("add", 1), (9, 9, 7)),
        (Press("remove", 1), (9, 7)),
    ):  # fmt: skip
        go_to(twin, graph, press)
        twin.key("Return")
        assert lab.setup.hidden == shape
    go_to(twin, graph, Press("activation", 0))
    twin.key("Return")
    assert lab.setup.activation != ("tanh",)
    twin.agrees()
    weight = Spot(0, 1, 0)
    (place,) = weight.freezes(graph.picture.network)
    go_to(twin, graph, weight)
    twin.key("minus", "1", "period", "5", "Return")
    assert lab.trainer.values[place] == -1.5
    twin.key("f", "m")
    assert not lab.trainer.free[place] and not lab.trainer.alive[place]
    twin.agrees()
    twin.key("t")  # the trust check: a gradient beside a difference
    twin.agrees()
    go_to(twin, graph, Spot(0, 2))
    twin.key("m")
    assert (~lab.trainer.alive).sum() == 1 + 7
    twin.agrees()
    twin.key("Escape", *"u" * len(lab.history))
    assert (lab.setup.hidden, lab.setup.activation) == ((8, 8), ("tanh",))
    assert lab.trainer.alive.all() and lab.trainer.free.all()
    twin.agrees()
    twin.key("U", "U")
    assert lab.setup.hidden == (9, 7)
    twin.agrees()
    assert twin.app.quit()["options"]["hidden"] == [9, 7]


def test_a_weight_that_makes_the_loss_infinite_is_shown_taken_back_and_trained_on_from(twin):
    graph, values = come_to(twin, PlayGraph), twin.lab.trainer.values
    go_to(twin, graph, Spot(2, 0, 3))
    before = twin.agrees()
    twin.key(*"1e308", "Return")
    latest = twin.timeline.latest
    assert (latest.state, latest.snapshot.loss) == (State.DIVERGED, math.inf)
    assert latest.note == "Out of range: loss is not finite after this edit; undo takes it back."
    with noted_texts() as texts:
        shown = twin.agrees()
    assert latest.note in texts and (shown != before).any()
    twin.key("Escape", "u")
    assert (twin.lab.trainer.values == values).all() and twin.timeline.latest.state is State.PAUSED
    twin.agrees()
    twin.app.key("n")
    until(lambda: twin.app.epoch() == 31, "training goes on")
    summary = twin.app.quit()
    assert math.isfinite(summary["loss"]) and summary["stopped"] == "user"


def test_points_are_added_moved_and_removed_and_inputs_pinned_by_keys(twin):
    lab = twin.lab
    count = len(lab.train_points)
    come_to(twin, Either)
    twin.key("1", "Up", "Up", "Left", "Return")
    assert len(lab.train_points) == count + 1
    assert lab.train_points.targets[-1] == 1
    x, y = lab.train_points.inputs[-1]
    twin.key("Return", "Right", "Right", "Up", "Return")  # grabbed, moved and dropped
    moved = lab.train_points.inputs[-1]
    assert moved[0] > x and moved[1] > y
    twin.agrees()
    twin.key("p", "Down", "Down", "Down", "p")
    assert len(twin.stage._looking.choices.pins) == 2
    twin.agrees()
    twin.key("Up", "Up", "Up", "Delete")  # the pin, then the point under it
    twin.key("Delete")
    twin.agrees()
    assert len(lab.train_points) == count
    assert twin.app.quit()["points"]["training"] == count


def test_an_input_is_given_to_the_network_and_left_out_by_keys(twin):
    graph = come_to(twin, PlayGraph)
    for index, inputs in ((4, ("x1", "x2", "x1*x2")), (1, ("x1", "x1*x2")), (4, ("x1",))):
        go_to(twin, graph, Press("input", index))
        twin.key("Return")
        assert twin.lab.setup.inputs == inputs
        twin.agrees()
    go_to(twin, graph, Press("input", 0))
    twin.key("Return")  # the last one stays
    assert twin.lab.setup.inputs == ("x1",)
    twin.agrees()
    assert twin.app.quit()["options"]["inputs"] == ["x1"]


def test_layers_and_ways_to_look_at_feature_space_are_gone_through_by_keys(twin):
    twin.key("shift+Left")  # else what has three dimensions turns by itself, in the window alone
    seen = [twin.agrees()]
    space = come_to(twin, FoldedSpace)
    for key, layer in (("Left", 0), ("End", 2), ("Return", 0), ("Right", 1)):
        twin.key(key)
        assert twin.stage.choices.space == layer
        seen.append(twin.agrees())
    twin.key("Tab")
    assert twin.stage._looking.control.place == (space, 1)
    for key, way in (("Home", "2D"), ("Right", "3D"), ("Left", "2D"), ("End", "PC 3D"), ("Left", "PC 2D")):
        twin.key(key)
        assert twin.stage.choices.fold == way
        seen.append(twin.agrees())
    assert all((one != other).any() for one, other in pairwise(seen))
    twin.app.quit()


def test_the_path_between_two_pins_is_walked_by_keys(twin):
    come_to(twin, Either)
    twin.key("p", "Right", "Right", "Right", "Right", "Up", "Up", "p", "Escape", "2")
    before = twin.agrees()
    come_to(twin, Walk)
    twin.key("Home", "Right", "Right")
    assert twin.stage._looking.choices.walk == pytest.approx(0.02)
    assert (twin.agrees() != before).any()
    twin.key("End")
    twin.agrees()
    assert twin.stage._looking.choices.walk == 1.0
    twin.app.quit()


def test_an_update_goes_by_phase_by_phase_and_its_gradient_is_checked_by_keys(twin):
    twin.key("4")
    seen = [twin.agrees()]
    graph = next(panel for panel in twin.stage.page.panels if isinstance(panel, UpdateGraph))
    for phase in range(1, 9):
        twin.key("period")
        assert graph.walk.phase == phase
        seen.append(twin.agrees())
    assert all((one != other).any() for one, other in pairwise(seen))
    twin.key("v")
    assert graph.walk.checking
    twin.agrees()
    twin.app.quit()


def test_xor_is_set_by_hand_and_a_challenge_begun_worked_at_and_ended_by_keys(twin):
    before = twin.lab.setup
    twin.key("3")

    def field(name):
        for _ in range(60):
            twin.key("Tab")
            panel, control = twin.stage._looking.control.place
            if isinstance(panel, Form) and panel.names[control] == name:
                return
        raise AssertionError(f"Tab does not lead to {name}")

    field("xor by hand")
    twin.key("Return")
    assert twin.lab.snapshot().accuracy == 1.0 and twin.lab.setup.problem == "xor"
    twin.agrees()
    field("undo")
    twin.key("Return")
    assert twin.lab.setup == before
    field("challenge")
    twin.key("Return")
    assert twin.lab.challenge
    twin.agrees()
    values = twin.lab.trainer.values
    twin.key("Tab", "Tab", "Tab", "Tab", "Right", "Right")  # past the buttons, on a slider
    assert (twin.lab.trainer.values != values).sum() == 1
    twin.agrees()
    field("challenge")
    twin.key("Return")
    assert not twin.lab.challenge and twin.lab.setup == before
    twin.agrees()
    twin.app.quit()


def test_the_network_is_reshaped_set_frozen_muted_and_checked_by_mouse(twin):
    lab = twin.lab
    graph = next(panel for panel in twin.stage.page.panels if isinstance(panel, PlayGraph))
    for press, shape in (
        (Press("more", 0), (9, 8)), (Press("fewer", 1), (9, 7)), (Press("add", 1), (9, 9, 7)),
        (Press("remove", 1), (9, 7)),
    ):  # fmt: skip
        twin.click(graph.layout.presses[press].center)
        assert lab.setup.hidden == shape
    twin.click(graph.layout.presses[Press("activation", 1)].center)
    assert lab.setup.activation == ("tanh", "relu")
    twin.click(graph.layout.presses[Press("input", 4)].center)
    assert lab.setup.inputs == ("x1", "x2", "x1*x2")
    twin.agrees()
    bias = Spot(0, 1, 3)
    (place,) = bias.freezes(graph.picture.network)
    value, box = lab.trainer.values[place], graph.layout.neurons[0][1]
    corner = box.left, box.bottom - 1
    twin.drag([corner, (corner[0], corner[1] - 20), (corner[0], corner[1] - 40)])
    assert graph.chosen == bias
    assert lab.trainer.values[place] == pytest.approx(value + 0.4)
    twin.agrees()
    twin.click(graph.editor.freeze.part.center)
    twin.click(graph.editor.mute.part.center)
    assert not lab.trainer.free[place] and not lab.trainer.alive[place]
    twin.click(graph.editor.trust.part.center)
    twin.agrees()
    twin.app.quit()
