"""One update taken apart: phases by key and button, what is chosen by mouse and keys, gradients compared."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.numbers import exact
from netviz.engine.snapshot import State
from netviz.panels import update_boxes
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.update_numbers import UpdateNumbers
from netviz.panels.update_shown import shown
from netviz.panels.update_terms import batch_of, terms_of
from netviz.panels.update_walk import Walk
from tests.panels.pictures import draw
from tests.panels.test_hover import hints
from tests.panels.update_scenes import KINDS, PHASES, graph, numbers, shown_of, softmax_update, update


@pytest.fixture
def written(monkeypatch):
    texts, text = [], Canvas.text

    def noted(self, words, *told, **how):
        texts.append(words)
        return text(self, words, *told, **how)

    monkeypatch.setattr(Canvas, "text", noted)
    return texts


def box(panel, column, neuron):
    return panel._layout.columns[column][neuron].center


def edge(panel, layer, source, neuron, share=0.5):
    edges = panel._layout.edges[layer]
    i = np.flatnonzero((edges.sources == source) & (edges.neurons == neuron))[0]
    return tuple(edges.starts[i] + share * (edges.ends[i] - edges.starts[i]))


# going through the phases


def test_keys_go_through_the_phases_round_and_round():
    panel, view = graph()
    seen = []
    for _ in range(len(PHASES)):
        seen.append(panel.walk.phase)
        assert panel.key("step", view) == view.choices
    assert seen == list(range(len(PHASES))) and panel.walk.phase == 0
    panel.key("back", view)
    assert panel.walk.phase == len(PHASES) - 1


def test_played_the_phases_go_by_at_the_chosen_speed_and_a_step_stops_them():
    panel, view = graph()
    assert not panel.lively
    panel.key("play", view)
    assert panel.lively
    panel.tick(1.9, view)
    assert panel.walk.phase == 0
    panel.tick(0.2, view)
    assert panel.walk.phase == 1
    panel.key("faster", view)
    panel.tick(1.0, view)
    assert panel.walk.phase == 2
    panel.key("step", view)
    assert not panel.lively


def test_buttons_do_what_the_keys_do():
    panel, view = graph()
    draw(panel, view)
    buttons = {button.sign: button.area.center for button, _ in panel._controls._buttons}
    panel.press(buttons["step"], view)
    assert panel.walk.phase == 1
    panel.press(buttons["play"], view)
    assert panel.walk.playing
    panel.press(buttons["∂W"], view)
    assert panel.walk.phase == 5 and not panel.walk.playing
    assert panel.hover(buttons["∂W"], view).lines[0].startswith("6  gradients:  ∂L/∂W")


def test_with_room_phases_are_named_in_full(written):
    panel, view = graph()
    draw(panel, view, size=(900, 500))
    assert set(KINDS) <= set(written)


# choosing


def test_a_click_on_a_neuron_or_an_edge_chooses_it():
    panel, view = graph()
    draw(panel, view)
    assert panel.press(box(panel, 1, 2), view) == view.choices
    assert panel.walk.chosen == (0, 0, 2) and panel.pressed_control == 0
    panel.press(edge(panel, 0, 1, 0, 0.8), view)
    assert panel.walk.chosen == (0, 1, 0)
    assert panel.press((1, 1), view) is None


def test_a_click_in_another_layer_goes_to_the_phase_of_that_layer():
    panel, view = graph(0)
    draw(panel, view)
    panel.press(box(panel, 2, 0), view)
    assert panel.walk.phase == 1
    panel, view = graph(4)
    draw(panel, view)
    panel.press(box(panel, 2, 0), view)
    assert PHASES[panel.walk.phase].kind == "output delta"
    panel.press(box(panel, 1, 1), view)
    assert PHASES[panel.walk.phase].kind == "hidden delta" and panel.walk.chosen[2] == 1


def test_arrow_keys_choose_weights_and_neurons():
    panel, view = graph()
    panel.key("down", view)
    assert panel.walk.chosen == (0, 0, 1)
    panel.key("right", view)
    assert panel.walk.chosen == (0, 1, 1)
    panel.key("right", view)
    assert panel.walk.chosen == (0, 2, 1)  # the bias
    panel.key("right", view)
    panel.key("up", view)
    assert panel.walk.chosen == (0, 0, 0)
    panel.focus(0)
    assert panel.typed("down", "", view) == view.choices
    assert panel.walk.chosen == (0, 0, 1)
    assert panel.typed("write", "x", view) is None


def test_keys_choose_samples_and_layers():
    panel, view = graph(5)
    panel.key("next sample", view)
    assert panel.walk.sample == 1
    panel.key("previous sample", view)
    panel.key("previous sample", view)
    assert panel.walk.sample == 4
    panel.key("layer", view)
    assert panel.walk.layer == 1 and panel.walk.phase == 5


def test_each_layer_remembers_what_was_chosen_in_it():
    panel, view = graph()
    panel.key("down", view)
    panel.key("step", view)
    assert panel.walk.layer == 1
    panel.key("back", view)
    assert panel.walk.chosen == (0, 0, 1)


def test_an_update_of_a_smaller_network_keeps_what_exists():
    walk = Walk()
    walk.fit(update(hidden=8, samples=9))
    walk.choose(0, 1, 7)
    walk.sample = 8
    walk.fit(update(hidden=2, samples=3))
    assert walk.chosen == (0, 1, 1) and walk.sample == 2
    walk.fit(replace(update(), phases=PHASES[:2]))
    assert walk.phase < 2


# what is shown


def test_forward_shows_nothing_that_is_not_computed_yet():
    data = update()
    assert shown(data, 0, 1, 0).values is None
    assert np.array_equal(shown(data, 0, 0, 2).values, data.layers[0].a[2])
    assert np.array_equal(shown(data, 1, 1, 2).values, data.layers[1].a[2])


def test_on_the_way_back_each_delta_comes_when_it_is_computed():
    data = update()
    assert shown(data, 3, 0, 1).sign == "a" and shown(data, 3, 1, 1).sign == "δ"
    back = shown(data, 4, 0, 1)
    assert back.sign == "δ" and back.lit and not back.used
    assert shown(data, 4, 1, 1).used  # its weights carry δ back


def test_gradients_and_update_are_on_the_edges():
    data = update()
    assert np.array_equal(shown(data, 5, 0, 0).wires, data.layers[0].gradients)
    assert np.array_equal(shown(data, 6, 1, 0).wires, data.layers[1].changes)


def test_the_edges_of_the_chosen_neuron_bear_their_numbers(written):
    panel, view = graph(0)
    draw(panel, view, size=(700, 500))
    assert written.count("x₁") == 1
    labels, label = [], Canvas.label
    Canvas.label = lambda self, text, *told: (labels.append(text), label(self, text, *told))[1]
    try:
        draw(panel, view, size=(700, 500))
    finally:
        Canvas.label = label
    weights = panel._source(view).layers[0].weights
    assert len(labels) == 2 and labels[0].replace("−", "-") == f"{weights[0, 0]:.3g}"


def test_hover_tells_exact_numbers():
    panel, view = graph()
    draw(panel, view)
    data = panel._source(view)
    lines = panel.hover(box(panel, 1, 1), view).lines
    assert lines[0].startswith("h2 for (") and any(line.startswith("δ     = ") for line in lines)
    lines = panel.hover(edge(panel, 0, 0, 0, 0.7), view).lines
    assert lines[0] == "x₁ → h1"
    assert f"{data.layers[0].weights[0, 0]:.8g}".replace("-", "−") in lines[1]
    assert panel.hover(box(panel, 0, 0), view).lines[0].startswith("x₁ of (")


def test_the_weight_that_keys_have_chosen_is_told_where_it_is_and_a_bias_by_its_neuron():
    panel, view = graph(phase=5)
    data = panel._source(view)
    for layer, own in enumerate(data.layers):
        for source in range(len(own.weights)):
            for neuron, name in enumerate(own.neurons):
                panel.walk.choose(layer, source, neuron)
                draw(panel, view)
                lines = panel.hover(panel.stop(), view).lines
                bias = source == len(own.weights) - 1
                assert lines[0] == (
                    f"{name} for {data.samples[0]}" if bias else data.name(layer, source, neuron)
                )


def test_what_is_told_of_a_box_keeps_clear_of_it():
    panel, view = graph()
    draw(panel, view)
    for column in panel._layout.columns:
        for place in column.values():
            assert panel.hover(place.center, view).clear == place


def test_of_a_large_layer_the_neurons_around_the_chosen_one_are_drawn():
    panel, view = graph(hidden=30)
    panel.walk.choose(0, 0, 20)
    draw(panel, view)
    column = panel._layout.columns[1]
    assert 20 in column and len(column) < 30 and sum(panel._layout.hidden[1]) == 30 - len(column)


# the terms


@pytest.mark.parametrize("phase", [0, 4, 5])
def test_terms_add_up_to_their_total(phase):
    data = update()
    terms = terms_of(data, phase, (0, 1, 2), 3)
    assert np.isclose(sum(values[-1] for _, values in terms.rows), terms.total)


def test_the_losses_of_the_samples_have_their_mean():
    terms = terms_of(update(), 2, (1, 0, 0), 0)
    assert np.isclose(np.mean([values[-1] for _, values in terms.rows]), terms.total)


def test_a_bias_has_ones_for_inputs():
    terms = terms_of(update(), 5, (0, 2, 0), 0)
    assert {values[0] for _, values in terms.rows} == {1.0}


def test_a_click_on_a_term_chooses_its_sample_or_its_weight():
    panel, view = numbers(5)
    draw(panel, view, size=(440, 600))
    area = next(area for area, _, says in panel._presses if says[0] == panel._source(view).samples[3])
    panel.press(area.center, view)
    assert panel.walk.sample == 3
    panel.walk.go(0)
    draw(panel, view, size=(440, 600))
    area = next(area for area, _, says in panel._presses if says[0] == "bias")
    panel.press(area.center, view)
    assert panel.walk.chosen == (0, 2, 0)


def test_steppers_change_sample_neuron_and_weight():
    panel, view = numbers(0)
    draw(panel, view)
    for word, chosen in (
        ("next neuron", (0, 0, 1)),
        ("next weight", (0, 1, 1)),
        ("previous weight", (0, 0, 1)),
    ):
        area = next(area for area, _, says in panel._presses if says[0].startswith(word))
        assert panel.hover(area.center, view).lines[0].startswith(word)
        panel.press(area.center, view)
        assert panel.walk.chosen == chosen
    area = next(area for area, _, says in panel._presses if says[0].startswith("next sample"))
    panel.press(area.center, view)
    assert panel.walk.sample == 1
    assert panel.press((2, 2), view) is None


# the gradient put to the test


def test_a_click_on_a_gradient_compares_it_there_and_then():
    panel, view = graph(5)
    draw(panel, view)
    panel.press(edge(panel, 0, 1, 1, 0.75), view)
    assert panel.walk.checking and panel.walk.chosen == (0, 1, 1)
    panel.walk.checking = False
    panel.press(box(panel, 1, 2), view)
    assert panel.walk.checking and panel.walk.chosen == (0, 2, 2)  # its bias


def test_a_key_and_a_button_compare_the_chosen_gradient(written):
    panel, view = graph(0)
    panel.key("numbers", view)
    assert panel.walk.checking
    panel.typed("enter", "", view)
    assert not panel.walk.checking
    beside, view = numbers(0)
    draw(beside, view)
    area = next(area for area, _, says in beside._presses if says[0].endswith(": v"))
    beside.press(area.center, view)
    del written[:]
    draw(beside, view)
    assert "They agree: x₁ → h1" in written and "0.61234567" in written and "0.61234321" in written
    assert beside.hover(area.center, view) is not None


def test_two_losses_are_shown_with_the_digits_from_which_their_difference_follows(written):
    plus, minus = 0.012345678912345678, 0.012345605529649678
    estimate = (plus - minus) / 2e-5
    panel, view = numbers(5, checking=True)
    plain = panel._source(view)
    check = SimpleNamespace(
        **{**vars(plain.compare(0)), "plus": plus, "minus": minus, "estimate": estimate, "gradient": estimate}
    )
    data = replace(plain, compare=lambda _: check)
    panel._source = lambda _: data
    for width, digits in ((440, 9), (150, 7)):
        del written[:]
        draw(panel, view, size=(width, 600))
        start = written.index("L(w + h)")
        above, _, below, _, shown = written[start + 1 : start + 6]
        by_hand = (float(above) - float(below)) / 2e-5
        assert exact(by_hand, digits) == shown == exact(estimate, digits)


@pytest.mark.parametrize(
    "settings, says",
    [
        ({"agrees": False}, "They do not agree"),
        ({"agrees": False, "kinks": 2}, "A corner lies between"),
        ({"agrees": False, "kinks": 2, "tells": False}, "Too small to tell: lost in rounding"),
    ],
)
def test_what_does_not_agree_is_told(written, settings, says):
    draw(*numbers(5, checking=True, **settings), size=(440, 600))
    assert any(text.startswith(says) for text in written)


@pytest.mark.parametrize("kinks, says", [
    (1, "1 corner, where a slope jumps, lies between θ − h and θ + h"),
    (2, "2 corners, where slopes jump, lie between θ − h and θ + h"),
])  # fmt: skip
def test_corners_are_counted_whether_of_an_activation_or_of_the_loss(kinks, says):
    panel, view = numbers(5, checking=True, agrees=False, kinks=kinks)
    draw(panel, view, size=(440, 600))
    told = [lines for lines in hints(panel, view) if any("two losses and" in line for line in lines)]
    assert told and all(says in lines for lines in told)


def test_a_comparison_is_made_once_for_a_gradient_and_a_moment():
    panel, view = numbers(5, checking=True)
    data, asked = panel._source(view), []
    data = replace(data, compare=lambda place: asked.append(place) or update().compare(place))
    panel._source = lambda _: data
    for _ in range(3):
        draw(panel, view)
    assert asked == [0]
    panel.walk.move(1, 0)
    draw(panel, view)
    assert len(asked) == 2


def test_what_is_left_out_is_told(written):
    draw(*numbers(notes=("Left out: dropout of 20 %.",)))
    assert "Left out: dropout of 20 %." in written


@pytest.mark.parametrize("make", [graph, numbers])
def test_numbers_that_are_not_finite_are_drawn(make, written):
    panel, view = make(5)
    data = panel._source(view)
    first = data.layers[0]
    first.gradients[0, 0], first.weights[0, 0], first.delta[0, 0] = np.nan, np.inf, -np.inf
    for phase in range(len(PHASES)):
        panel.walk.go(phase)
        written += [line for lines in hints(panel, view) for line in lines]
    assert any("NaN" in line for line in written) and any("∞" in line for line in written)


@pytest.mark.parametrize(
    "state, says",
    [
        (State.RUNNING, "next update after epoch 1 200; moving on with every refresh"),
        (State.PAUSED, "next update after epoch 1 200; paused: it stands still"),
        (State.FINISHED, "next update after epoch 1 200; the run is over"),
        (State.DIVERGED, "next update after epoch 1 200; training has halted"),
    ],
)
def test_the_page_says_where_in_the_run_its_update_stands_and_whether_it_moves_on(state, says, written):
    panel, seen = graph()
    latest = seen.timeline.latest
    seen.timeline._latest = replace(latest, state=state, snapshot=replace(latest.snapshot, step=1200))
    draw(panel, seen)
    assert says in written


def test_the_loss_in_the_title_is_said_to_be_the_batchs():
    panel, view = graph()
    for text in panel.values(view):
        assert "batch" in text


# the batch


@pytest.mark.parametrize("phase", range(len(PHASES)))
def test_below_the_terms_of_one_sample_are_the_same_numbers_of_all(phase):
    data = update(hidden=3, samples=5)
    kind, layer = data.phases[phase].kind, data.phases[phase].layer or 0
    chosen = (layer, 0, 0)
    batch, own = batch_of(data, phase, chosen, 2), data.layers[layer]
    if kind in ("loss", "output delta", "gradients"):  # these are of all samples anyway
        assert batch is None and terms_of(data, phase, chosen, 2).chooses == "sample"
        return
    assert [name for name, _ in batch.rows] == list(data.samples) and batch.chosen == 2
    assert batch.chooses == "sample" and batch.title
    column = [row[-1] for _, row in batch.rows]
    expected = {
        "forward": own.a[:, 0],
        "hidden delta": own.delta[:, 0],
        "update": own.x[:, 0] * own.delta[:, 0],
    }
    assert column == pytest.approx(expected[kind].tolist())
    total = {"forward": np.mean, "hidden delta": np.sum, "update": np.sum}[kind](column)
    assert batch.total == pytest.approx(total)


@pytest.mark.parametrize("source, foot", [(0, "∂L/∂w = Σ"), (1, "∂L/∂w = Σ"), (2, "∂L/∂b = Σ")])
def test_the_batch_tells_whether_it_comes_to_the_gradient_of_a_weight_or_of_a_bias(source, foot):
    data, phase = update(hidden=3, samples=5), len(PHASES) - 1
    batch = batch_of(data, phase, (0, source, 1), 2)
    assert batch.foot == foot
    assert batch.total == pytest.approx(data.layers[0].gradients[source, 1])


def test_a_click_on_a_row_of_the_batch_chooses_its_sample(written):
    panel, view = numbers(phase=0)
    draw(panel, view, size=(420, 640))
    data = panel._source(view)
    assert any(words.startswith(f"the batch: all {len(data.samples)} samples") for words in written)
    rows = [box for box, act, says in panel._presses if says[0] == data.samples[3]]
    assert len(rows) == 1 and panel.walk.sample != 3
    panel.press(rows[0].center, view)
    assert panel.walk.sample == 3


def test_a_batch_of_one_is_told_of_in_the_singular(written):
    data = update(samples=1)
    for phase, says in ((0, "through h1"), (len(PHASES) - 1, "its part in x₁ → h1")):
        panel = UpdateNumbers(lambda _: data, Walk())
        panel.walk.fit(data)
        panel.walk.go(phase)
        draw(panel, numbers()[1], size=(420, 640))
        assert f"the batch: one sample, {says}" in written


# several outputs


def test_the_loss_of_a_sample_is_made_up_output_by_output_and_of_all_told_with_p_of_the_true_class():
    data = softmax_update()
    terms, batch = terms_of(data, 2, (1, 0, 1), 3), batch_of(data, 2, (1, 0, 1), 3)
    assert terms.head == ("output", "z", "e^z", "p", "−y ln p") and terms.chosen == 1
    assert [name for name, _ in terms.rows] == ["ŷ₀ Anna", "ŷ₁ Ben", "ŷ₂"]  # no name, but its number
    for k, (_, (z, power, p, part)) in enumerate(terms.rows):
        assert (z, p) == (data.layers[1].z[3, k], data.prediction[3, k]) and power == np.exp(z)
        assert part == pytest.approx(-np.log(p) if k == 0 else 0)
    assert sum(values[-1] for _, values in terms.rows) == pytest.approx(terms.total) == data.losses[3]
    for (_, (p, loss)), true in zip(batch.rows, (0, 1, 2, 0, 1), strict=True):
        assert loss == pytest.approx(-np.log(p)) and p in data.prediction[:, true]
    assert batch.chosen == 3 and batch.total == data.loss and "true class" in batch.title


def test_the_losses_of_outputs_that_are_no_softmax_have_that_of_the_sample_for_mean():
    data = replace(softmax_update(), softmax="", answer="a")
    data = replace(data, losses=data.parts.mean(axis=1))
    terms = terms_of(data, 2, (1, 0, 2), 1)
    assert terms.head == ("output", "y", "a", "loss") and terms.foot == "mean"
    assert np.mean([values[-1] for _, values in terms.rows]) == pytest.approx(terms.total)
    assert [values[0] for _, values in terms.rows] == [0, 1, 0]
    batch = batch_of(data, 2, (1, 0, 2), 1)
    assert [values for _, values in batch.rows] == [(loss,) for loss in data.losses]


def test_a_click_on_an_output_in_the_table_chooses_it():
    panel, seen = shown_of(UpdateNumbers, 2, softmax_update())
    draw(panel, seen, size=(420, 640))
    (row,) = (box for box, _, says in panel._presses if says[0] == "ŷ₁ Ben")
    panel.press(row.center, seen)
    assert panel.walk.chosen == (1, 0, 1) and PHASES[panel.walk.phase].kind == "loss"


@pytest.mark.parametrize("phase", [1, 2])
def test_a_box_of_the_output_tells_its_class_and_its_p(phase):
    data = softmax_update()
    panel, seen = shown_of(UpdateGraph, phase, data)
    draw(panel, seen)
    lines = panel.hover(box(panel, 2, 1), seen).lines
    assert lines[0].startswith("ŷ₁, class Ben, for (")
    assert f"p     = {exact(data.prediction[0, 1])}" in lines and "y     = 0" in lines
    assert not any(line.startswith("p ") for line in panel.hover(box(panel, 1, 1), seen).lines)


@pytest.mark.parametrize(
    "phase, says", [(1, "output: a"), (2, "output: p"), (3, "output: δ"), (5, "output: ∂b")]
)
def test_over_the_boxes_stands_what_they_hold(phase, says, written):
    panel, seen = graph(phase)
    draw(panel, seen, size=(700, 500))
    assert says in written


# colour


@pytest.mark.parametrize("phase, relative", [("loss", False), ("δ of the output", True)])
def test_a_weak_answer_has_a_weak_colour_and_a_small_delta_that_of_its_share(phase, relative, monkeypatch):
    panel, view = graph()
    drawn = []
    monkeypatch.setattr(update_boxes, "draw_box", lambda *told, most, **how: drawn.append((told[3], most)))
    panel.walk.phase = KINDS.index(phase)
    draw(panel, view)
    value, most = drawn[-1]  # of the output
    assert most == (abs(value) if relative else 1.0) and 0 < abs(value) < 1
