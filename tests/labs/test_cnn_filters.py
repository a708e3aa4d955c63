"""The page of kernels shows the very numbers of the run it watches."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.engine.timeline import Timeline
from netviz.labs import cnn_filters
from netviz.labs.cnn_filters import Filters
from netviz.labs.cnn_probe import Probe
from netviz.panels.kernel_data import views_of
from netviz.panels.panel import Choices, View
from networks.layers import Dense, Tanh
from tests.labs.watched_convnet import watched


def seen(layer=0, **options):
    setup, timeline = watched(**options)
    return setup, View(timeline, Choices(layer=layer)), Filters(Probe(setup))


@pytest.mark.parametrize("layer, name", [(0, "conv 1"), (1, "conv 2")])
def test_sheets_are_the_layers_parameters_at_the_start_and_now(layer, name):
    setup, view, filters = seen(layer)
    sheets = filters.sheets(view)
    assert sheets.layers == ("conv 1", "conv 2") and sheets.layer == layer
    assert sheets.steps == (0, 6)
    index = [part.name for part in setup.net.layers].index(name)
    shape = setup.net.layers[index].weight_shape
    assert (sheets.shape.filters, sheets.shape.channels, sheets.shape.size) == shape[:3]
    for flat, told in (
        (view.timeline.first.parameters, sheets.start),
        (view.timeline.snapshot.parameters, sheets.now),
    ):
        np.testing.assert_array_equal(
            told[: sheets.shape.weights].reshape(shape), setup.net.weights(index, flat)
        )
        np.testing.assert_array_equal(told[sheets.shape.weights :], setup.net.bias(index, flat))
    assert not np.array_equal(sheets.start, sheets.now)


@pytest.mark.parametrize("layer", [0, 1])
def test_the_story_of_every_cell_is_of_the_parameter_with_its_name(layer):
    setup, view, filters = seen(layer)
    shape = filters.sheets(view).shape
    snapshot, first = view.timeline.snapshot, view.timeline.first
    for offset in range(shape.weights + shape.filters):
        story = filters.story(view, offset)
        filter, channel, row, column = shape.cell(offset)
        cell = f"bias [{filter + 1}]"
        if channel >= 0:
            cell = f"weight [{filter + 1},{channel + 1},{row + 1},{column + 1}]"
        assert story.name == f"conv {layer + 1} {cell}"
        index = next(i for i in range(setup.net.parameter_count) if setup.net.names(i) == story.name)
        told = dict(story.figures)
        assert told["w now"] == snapshot.parameters[index]
        assert told["w at the start"] == first.parameters[index]
        assert told["change"] == float(snapshot.parameters[index]) - float(first.parameters[index])
        assert told["gradient ∂L/∂w"] == snapshot.gradients[index]
        assert told["Adam m"] == snapshot.extra.first[index]
        assert told["Adam v"] == snapshot.extra.second[index]
        assert told["last update Δw"] == snapshot.updates[index]
        np.testing.assert_array_equal(story.weights, view.timeline.parameters[:, index])
        np.testing.assert_array_equal(story.gradients, view.timeline.gradients[:, index])


def value_after(text, formula):
    line = next(line for line in formula if text in line)
    return float(line.split(text)[1].replace("−", "-").split(",")[0])


def test_the_formula_with_its_figures_gives_the_last_update_of_adam():
    _, view, filters = seen(1, steps=40)
    for offset in range(0, filters.sheets(view).shape.weights, 7):
        story = filters.story(view, offset)
        mean = value_after(") = ", [story.formula[1]])
        square = value_after(") = ", [story.formula[2]])
        rate, epsilon, step = (value_after(name, story.formula) for name in ("η = ", "ε = ", "t = "))
        assert step == 40
        expected = -rate * mean / (square**0.5 + epsilon)
        assert dict(story.figures)["last update Δw"] == pytest.approx(expected, rel=1e-4)


def test_plain_gradient_descent_is_told_as_what_it_is():
    _, view, filters = seen(optimizer="sgd")
    story = filters.story(view, 3)
    figures = dict(story.figures)
    assert not any("Adam" in name or "velocity" in name for name in figures)
    rate = value_after("η = ", story.formula)
    assert figures["last update Δw"] == pytest.approx(-rate * figures["gradient ∂L/∂w"], rel=1e-5)


def test_momentum_tells_its_velocity():
    _, view, filters = seen(optimizer="momentum")
    story = filters.story(view, 3)
    figures = dict(story.figures)
    assert figures["velocity"] == figures["last update Δw"]
    assert "μ = 0.9" in story.formula[1]


def test_before_the_first_batch_there_is_no_gradient_and_no_update():
    _, view, filters = seen(steps=0)
    story = filters.story(view, 0)
    assert story.formula == ("no update yet",)
    assert not any("gradient" in name or "update" in name for name, _ in story.figures)


def test_the_chosen_layer_counts_convolutions_only_and_goes_round():
    _, view, filters = seen(layer=5)
    assert filters.sheets(view).layer == 1


def test_the_side_panel_follows_the_cell_looked_at():
    setup, timeline = watched()
    page = cnn_filters.page(Probe(setup))
    kernels, story = page.panels
    view = View(timeline, Choices())
    assert story._source(view).name == "conv 1 weight [1,1,2,2]"
    moved = kernels.key("right", view)
    assert story._source(View(timeline, moved)).name == "conv 1 weight [1,1,2,3]"
    chosen = kernels.key("filter", View(timeline, moved))
    assert story._source(View(timeline, chosen)).name == "conv 1 weight [2,1,2,3]"
    assert (page.name, page.title) == ("filters", "Filters")


def test_without_convolutions_there_is_nothing_to_show():
    _, view, filters = seen(specs=(Dense(5), Tanh(), Dense(10)))
    assert filters.sheets(view) is None and filters.pointed(view) is None


def test_a_run_that_began_with_a_loaded_network_does_not_call_that_the_start():
    setup, timeline = watched(steps=4)
    loaded = Timeline()
    loaded.add(timeline.latest)
    filters, view = Filters(Probe(setup)), View(loaded, Choices())
    names = [name for name, _ in filters.story(view, 0).figures]
    assert names[:2] == ["w now", "gradient ∂L/∂w"]  # nothing has been seen to change
    heads = [head for head, _, _ in views_of(filters.sheets(view), 1.0)]
    assert heads == ["loaded, batch 4", "now, batch 4", "change"]
    latest = timeline.latest
    loaded.add(replace(latest, snapshot=replace(latest.snapshot, step=6)))
    assert dict(filters.story(view, 0).figures)["w when loaded"] == latest.snapshot.parameters[0]
