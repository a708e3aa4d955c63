"""What panels say about the place under the mouse: the very numbers they were given."""

import numpy as np
import pytest

from netviz.drawing.numbers import exact
from netviz.panels.loss_surface import _round_up
from netviz.panels.standing import StandingLine
from tests.panels import scenes
from tests.panels.pictures import SIZE, draw


def everywhere(step=3):
    return ((x, y) for y in range(0, SIZE[1], step) for x in range(0, SIZE[0], step))


def hints(panel, view, step=3):
    """Return every different hint of a panel's picture."""
    draw(panel, view)
    found = (panel.hover(at, view) for at in everywhere(step))
    return {hint.lines for hint in found if hint is not None}


def choices(panel, view, step=2):
    """Return what clicks anywhere on a panel's picture choose."""
    draw(panel, view)
    found = (panel.press(at, view) for at in everywhere(step))
    return [chosen for chosen in found if chosen is not None]


def words(lines):
    return " ".join(lines)


def number_after(name, lines):
    """Return the number that stands after `name` = in a hint."""
    line = next(line for line in lines if line.startswith(name))
    return float(line.removeprefix(name).replace("=", "").replace("−", "-").split()[0])


@pytest.mark.parametrize("name", sorted(scenes.SCENES.keys() - {"form-being-typed-in"}))  # which was drawn
def test_before_it_is_drawn_a_panel_answers_nothing(name):
    panel, view = scenes.SCENES[name]()
    if name != "loss-surface":  # its numbers do not depend on where the mouse is
        assert panel.hover((200, 150), view) is None
    assert panel.press((200, 150), view) is None


@pytest.mark.parametrize("name", scenes.SCENES)
def test_the_live_value_in_the_title_is_text(name):
    panel, view = scenes.SCENES[name]()
    assert isinstance(panel.value(view), str)
    assert panel.title or isinstance(panel, StandingLine)  # a slim one, whose text says what it is


def test_the_boundary_tells_the_exact_output_of_the_place_it_names():
    panel, view = scenes.boundary()
    told = hints(panel, view, step=11)
    assert len(told) > 200
    field = panel._source(view.timeline)
    for lines in told:
        x, y = (float(part.split("=")[1].replace("−", "-")) for part in lines[1].split(","))
        value = number_after("ŷ", lines)
        assert value == pytest.approx(field.at(x, y), abs=3e-3)  # the place is told to three decimals
        assert f"class {int(value > 0.5)}" in words(lines)
        assert -1.2 <= x <= 2.2 and -1.2 <= y <= 2.2  # a few pixels round the picture count too


def test_the_graph_tells_every_neuron_and_every_weight_exactly():
    panel, view = scenes.graph(2)
    graph, told = panel._source(view.timeline), hints(panel, view, step=4)
    text = {lines[0]: lines for lines in told}
    for layer in graph.layers[1:]:
        for i, name in enumerate(layer.neurons):
            lines = text[f"{name} for {graph.samples[1]}"]
            assert f"z = {exact(layer.z[1, i])}" in lines
            assert f"a = {exact(layer.a[1, i])}" in lines
            assert f"b = {exact(layer.biases[i])}" in lines
    for before, layer in zip(graph.layers[:-1], graph.layers[1:], strict=True):
        for i, start in enumerate(before.neurons):
            for j, end in enumerate(layer.neurons):
                lines = text[f"weight {start} → {end}"]
                assert exact(layer.weights[i, j]) in lines[1]
                assert exact(layer.gradients[i, j]) in lines[2]


def test_a_wide_layer_shows_its_ends_and_how_many_there_are():
    panel, view = scenes.graph(20)
    told = {lines[0] for lines in hints(panel, view, step=6)}
    named = {text.split()[0] for text in told if text.startswith("h")}
    assert named == {f"h{i}" for i in (1, 2, 3, 4, 5, 17, 18, 19, 20)}


def test_the_loss_tells_least_mean_and_most_of_the_epochs_it_names():
    panel, view = scenes.loss()
    losses = scenes.falling()
    told = {lines for lines in hints(panel, view, step=5) if lines[0].startswith("epoch")}
    assert len(told) > 50
    for lines in told:
        ends = lines[0].replace("epoch ", "").replace("\u202f", "").replace("\u00a0", "")
        first, last = (int(end.replace(" ", "")) for end in ends.split(" to "))
        part = losses[first : last + 1]
        assert number_after("min", lines) == pytest.approx(part.min(), rel=1e-9)
        assert number_after("max", lines) == pytest.approx(part.max(), rel=1e-9)
        assert number_after("mean", lines) == pytest.approx(part.mean(), rel=1e-9)


def test_each_row_of_the_truth_table_tells_its_output_and_can_be_chosen():
    panel, view = scenes.truth_table()
    told = {lines[0]: lines for lines in hints(panel, view)}
    outputs, targets = (0.07, 0.91, 0.4, 0.62), (0, 1, 1, 0)
    for name, output, target in zip(scenes.NAMES, outputs, targets, strict=True):
        lines = told[f"x = {name}"]
        assert number_after("ŷ", lines) == output
        assert number_after("ŷ − y", lines) == pytest.approx(output - target)
    assert {chosen.sample for chosen in choices(panel, view)} == {0, 1, 2, 3}


@pytest.mark.parametrize("output, right", [(0.5, False), (np.nextafter(0.5, 1), True), (np.nan, False)])
def test_an_answer_is_right_only_beyond_the_threshold(output, right):
    panel, view = scenes.truth_table((0.0, output, 1.0, 0.0))
    draw(panel, view)
    assert panel.value(view) == f"{3 + right} of 4 right"


@pytest.mark.parametrize(
    "scene", [scenes.boundary, scenes.feature_plane, scenes.projection, scenes.feature_space]
)
def test_a_click_on_a_mark_chooses_its_sample_and_a_click_beside_none(scene):
    panel, view = scene()
    chosen = choices(panel, view)
    assert {c.sample for c in chosen} == {0, 1, 2, 3}
    assert len(chosen) < 0.1 * len(list(everywhere(2)))


def test_the_feature_plane_tells_a_sample_its_features_and_the_line():
    panel, view = scenes.feature_plane()
    data = panel._source(view.timeline)
    told = {lines[0]: lines for lines in hints(panel, view)}
    for name, point in zip(scenes.NAMES, data.points, strict=True):
        lines = told[f"sample {name}"]
        assert number_after("h₁", lines) == point[0]
        assert number_after("h₂", lines) == point[1]
        assert "1 h₁" in words(lines) and "− 2 h₂ = −0.4" in words(lines)


def test_the_feature_space_tells_a_sample_its_features_and_the_plane():
    panel, view = scenes.feature_space()
    data = panel._source(view.timeline)
    told = {lines[0]: lines for lines in hints(panel, view)}
    for name, point in zip(scenes.NAMES, data.points, strict=True):
        lines = told[f"sample {name}"]
        assert [number_after(f"h{i}", lines) for i in "₁₂₃"] == list(point)
        assert all(text in words(lines) for text in ("1 h₁", "− 1.5 h₂", "+ 0.8 h₃", "= 0.1"))


@pytest.mark.parametrize("value, top", [(0.1712, 0.18), (0.17, 0.17), (9.93, 10.0), (41.2, 42.0), (0.0, 1.0)])
def test_heights_go_up_to_a_number_of_two_digits_that_rarely_changes(value, top):
    assert _round_up(value) == pytest.approx(top)
    assert _round_up(value) >= value


def test_the_loss_surface_tells_where_the_run_is_and_takes_the_next_weight():
    panel, view = scenes.loss_surface()
    told = hints(panel, view)
    here = next(lines for lines in told if "W1[1,1] = 0.5" in lines)
    assert "W1[1,2] = −1" in here
    assert "loss = 0.25" in here
    chosen = {(c.x_weight, c.y_weight) for c in choices(panel, view)}
    assert chosen == {(2, 1), (0, 2)}


def test_a_curve_tells_its_name_value_and_epoch():
    panel, view = scenes.curves()
    data, told = panel._source(view.timeline), hints(panel, view, step=4)
    assert {lines[0] for lines in told} == set(data.names)
    for lines in told:
        row = int(np.flatnonzero(data.steps == int(lines[2].removeprefix("at epoch ").replace(" ", "")))[0])
        assert lines[1] == exact(data.values[row, data.names.index(lines[0])])


def test_a_bar_tells_its_count_and_the_exact_mean_and_variance():
    panel, view = scenes.histogram()
    samples, told = panel._source(view.timeline), hints(panel, view)
    for sample in samples:
        of_layer = [lines for lines in told if lines[0].startswith(sample.name)]
        assert sum(int(lines[0].split(": ")[1].split()[0]) for lines in of_layer) == sample.values.size
        for lines in of_layer:
            assert number_after("mean", lines) == pytest.approx(sample.values.mean(), rel=1e-9)
            assert number_after("variance", lines) == pytest.approx(sample.values.var(), rel=1e-9)


def test_a_stem_tells_start_now_and_change_of_its_weight():
    panel, view = scenes.comparison()
    data, told = panel._source(view.timeline), {lines[0]: lines for lines in hints(panel, view)}
    assert set(told) == set(data.names)
    for name, start, now in zip(data.names, data.initial, data.now, strict=True):
        lines = told[name]
        assert number_after("start", lines) == start
        assert number_after("now", lines) == now
        assert number_after("change", lines) == pytest.approx(now - start)


def test_findings_put_trouble_first_count_it_and_tell_exact_figures():
    panel, view = scenes.findings()
    assert panel.value(view).startswith("2 of 3")
    draw(panel, view)
    lines = [hint.lines for y in range(SIZE[1]) if (hint := panel.hover((60, y), view)) is not None]
    heads = list(dict.fromkeys(told[0] for told in lines))
    assert heads == ["h₂: saturated", "h₃: constant", "h₁: active"]
    assert {told[1] for told in lines} == {"slope 0.0021234567", "range 0.0011111111", "slope 0.2101234567"}
