"""The network under the hand: what it tells, what it asks for, and how keys go through it."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.actions import Action
from netviz.drawing import widgets
from netviz.drawing.canvas import Canvas
from netviz.drawing.numbers import exact
from netviz.drawing.theme import DARK
from netviz.drawing.widgets import draw_hint
from netviz.engine.wishes import AddLayer, Freeze, Mute, RemoveLayer, SetOption, SetParameters
from netviz.panels import play_editor
from netviz.panels.play_hints import spot_hint
from netviz.panels.play_network import Spot
from netviz.panels.play_shape import Press
from netviz.panels.play_words import costs
from tests.panels.pictures import SIZES, draw
from tests.panels.play_scenes import held, network, play
from tests.panels.test_hover import number_after
from tests.panels.texts import noted_texts
from tests.test_stage_panels import draw as draw_stage
from tests.test_stage_panels import staged

SIZE = SIZES["Your network"]


class Hand:
    """A panel, drawn, with the view that its choices make; what it asks for is collected."""

    def __init__(self, shown, **how):
        self.shown = shown
        self.panel, self.view = play(shown, **how)
        self.panel._source = lambda _: self.shown
        self.asked = []
        self.look()

    def look(self, size=None):
        draw(self.panel, self.view, size=size)

    def take(self, choices):
        assert choices is not None
        self.asked += choices.asks
        self.view = replace(self.view, choices=replace(choices, asks=()))
        self.look()

    def click(self, at):
        self.take(self.panel.press(at, self.view))
        self.take(self.panel.release(self.view))
        return self.asked[-1] if self.asked else None

    def button(self, kind, index):
        return self.click(self.panel.layout.presses[Press(kind, index)].center)

    def control(self, name):
        return self.click(getattr(self.panel.editor, name).part.center)

    def key(self, word, text=""):
        chosen = self.panel.typed(word, text, self.view)
        if chosen is not None:
            self.take(chosen)
        return chosen is not None

    def type(self, text):
        return [self.key("write", sign) for sign in text]

    def place(self, spot):
        """Return a pixel on a spot, of an edge one where it is nearest."""
        layout = self.panel.layout
        if spot.source is None:
            return layout.neurons[spot.layer][spot.neuron].center
        if spot.is_bias(self.shown):
            box = layout.neurons[spot.layer][spot.neuron]
            return box.left, box.bottom - 1
        wires = layout.wires(self.panel.picture.reach)
        i = wires.find(spot)
        ways = (wires.starts[i] + s * (wires.ends[i] - wires.starts[i]) for s in np.linspace(0.1, 0.9, 33))
        return next(
            tuple(at) for at in ways if layout.spot_at(at, self.shown, self.panel.picture.reach) == spot
        )


def spots(shown):
    for k, layer in enumerate(shown.layers):
        for neuron in range(layer.weights.shape[1]):
            yield Spot(k, neuron)
            for source in range(layer.weights.shape[0]):
                yield Spot(k, neuron, source)


@pytest.mark.parametrize("probe", [None, (0.3, -0.4)])
def test_every_neuron_weight_and_bias_is_found_under_the_mouse_and_told_exactly(probe):
    shown = network((3, 2))
    hand = Hand(shown, probe=probe)
    for spot in spots(shown):
        at, layer = hand.place(spot), shown.layers[spot.layer]
        hint = hand.panel.hover(at, hand.view)
        hand.take(hand.panel.press(at, hand.view))
        assert hand.panel.chosen == spot
        if spot.source is None:
            assert np.array_equal(hint.picture.values, layer.maps[spot.neuron])
            assert layer.neurons[spot.neuron] in hint.lines[0]
        else:
            sign = "b" if spot.is_bias(shown) else "w"
            assert number_after(sign, hint.lines[1:2]) == pytest.approx(spot.value(shown), rel=1e-9)
            assert exact(layer.gradients[spot.source, spot.neuron]) in hint.lines[2]


def test_a_probed_neuron_tells_its_whole_sum():
    shown = network((3, 2))
    hand = Hand(shown, probe=(0.3, -0.4))
    passed = shown.at(0.3, -0.4)
    for spot in (Spot(0, 1), Spot(1, 0), Spot(2, 0)):
        lines = hand.panel.hover(hand.place(spot), hand.view).lines
        column = shown.layers[spot.layer].weights[:, spot.neuron]
        inputs = passed.into(spot.layer)
        told = [float(line.rsplit(maxsplit=1)[1].replace("−", "-")) for line in lines[1:]]
        terms = column[:-1] * inputs
        expected = [*terms, terms.sum(), column[-1], passed.z[spot.layer][spot.neuron]]
        assert told == pytest.approx([*expected, passed.a[spot.layer][spot.neuron]], rel=1e-4)


def test_a_muted_weight_carries_nothing_of_the_probe():
    spot = Spot(0, 0, 1)
    hand = Hand(held(network((2,)), muted=[spot]), probe=(0.3, -0.4))
    lines = hand.panel.hover(hand.place(spot), hand.view).lines
    assert "w·x   = 0 · −0.4 = 0" in lines
    assert f"w     = {exact(spot.value(hand.shown))}" in lines and spot.value(hand.shown)


def test_a_sum_of_many_terms_tells_the_largest_and_how_many_others():
    shown = network((8, 32, 3))
    hand = Hand(shown, probe=(0.3, -0.4))
    lines = hand.panel.hover(hand.place(Spot(2, 0)), hand.view).lines
    assert "and 23 smaller" in " ".join(lines)
    assert len(lines) < 18


@pytest.mark.parametrize("place, wish", [
    (("more", 0), [SetOption("hidden", (4, 2))]),
    (("fewer", 1), [SetOption("hidden", (3, 1))]),
    (("remove", 0), [RemoveLayer(0)]),
    (("add", 0), [AddLayer(0)]),
    (("add", 2), [AddLayer(2)]),
    (("activation", 0), [SetOption("activation", ("relu", "relu"))]),
    (("activation", 1), [SetOption("activation", ("tanh", "leaky_relu"))]),
    (("input", 4), [SetOption("inputs", ("x1", "x2", "x1*x2"))]),
    (("input", 1), [SetOption("inputs", ("x1",))]),
])  # fmt: skip
def test_the_shape_is_changed_on_the_graph(place, wish):
    hand = Hand(network((3, 2), words=("tanh", "relu")))
    hand.button(*place)
    assert hand.asked == wish
    assert hand.panel.pressed_control == 0


def answer(hand, shown, count):
    """Have the hand see a network after so many answers of the lab in all."""
    hand.shown = shown
    hand.view.timeline.add(replace(hand.view.timeline.latest, answered=count))
    hand.look()


def test_buttons_pressed_before_an_answer_go_on_from_what_was_asked_for():
    hand = Hand(network((3, 2)))
    assert hand.button("more", 0) == SetOption("hidden", (4, 2))
    assert hand.button("more", 0) == SetOption("hidden", (5, 2))
    assert hand.button("fewer", 1) == SetOption("hidden", (5, 1))
    asked = len(hand.asked)
    hand.button("fewer", 1)  # there is one neuron to come, so none less
    assert len(hand.asked) == asked
    assert hand.button("input", 4) == SetOption("inputs", ("x1", "x2", "x1*x2"))
    assert hand.button("input", 2) == SetOption("inputs", ("x1", "x2", "x1^2", "x1*x2"))
    assert hand.button("activation", 0) == SetOption("activation", ("relu", "tanh"))
    assert hand.button("activation", 1) == SetOption("activation", ("relu", "relu"))
    answer(hand, network((4, 2)), 1)
    assert hand.button("more", 0) == SetOption("hidden", (6, 1))


def test_once_the_lab_has_answered_or_refused_buttons_go_on_from_what_it_has():
    hand = Hand(network((3, 2)))
    hand.button("more", 0)
    hand.button("more", 0)
    answer(hand, network((3, 2)), 2)
    assert hand.button("more", 1) == SetOption("hidden", (3, 3))
    answer(hand, network((3, 3)), 3)
    assert hand.button("fewer", 0) == SetOption("hidden", (2, 3))


def test_buttons_pressed_in_one_frame_are_one_wish_with_one_answer():
    hand = Hand(network((3, 2)))
    at = hand.panel.layout.presses[Press("more", 0)].center
    for _ in range(3):  # with no picture between
        asked = hand.panel.press(at, hand.view).asks
        hand.panel.release(hand.view)
    assert asked == (SetOption("hidden", (6, 2)),)
    answer(hand, network((3, 2)), 1)  # refused
    assert hand.button("more", 1) == SetOption("hidden", (3, 3))


@pytest.mark.parametrize("kind, wish, after", [
    ("add", AddLayer(0), (3, 3, 2)), ("remove", RemoveLayer(0), (2,)),
])  # fmt: skip
def test_while_a_layer_is_to_come_or_go_no_other_is_changed(kind, wish, after):
    hand = Hand(network((3, 2)))
    assert hand.button(kind, 0) == wish
    for place in (("more", 1), ("fewer", 0), ("activation", 0)):
        hand.button(*place)
    assert hand.asked == [wish]
    assert hand.button("input", 4) == SetOption("inputs", ("x1", "x2", "x1*x2"))
    answer(hand, network(after), 1)
    assert hand.button("more", 0) == SetOption("hidden", (after[0] + 1, *after[1:]))


@pytest.mark.parametrize("shown, place, says", [
    (network((1,)), ("fewer", 0), "one neuron at least"),
    (network((32,)), ("more", 0), "32 neurons at most"),
    (network((1,) * 6), ("add", 3), "6 hidden layers at most"),
    (network((2,), ("x2",)), ("input", 1), "one input at least"),
])  # fmt: skip
def test_what_cannot_be_asks_for_nothing_and_says_why(shown, place, says):
    hand = Hand(shown)
    hand.button(*place)
    assert hand.asked == []
    assert says in " ".join(
        hand.panel.hover(hand.panel.layout.presses[Press(*place)].center, hand.view).lines
    )


def test_a_first_hidden_layer_can_be_added_and_the_last_taken_away():
    hand = Hand(network(()))
    assert hand.button("add", 0) == AddLayer(0)
    hand = Hand(network((3,)))
    assert hand.button("remove", 0) == RemoveLayer(0)


@pytest.mark.parametrize("kind", ["add", "remove"])
def test_what_is_chosen_is_let_go_of_where_its_layer_gets_another_number(kind):
    for layer, stays in enumerate((True, False, False)):
        hand = Hand(network((3, 2)))
        hand.click(hand.place(Spot(layer, 0)))
        hand.button(kind, 1)
        assert hand.panel.chosen == (Spot(layer, 0) if stays else None)


def test_a_weight_is_dragged_up_and_down_in_one_movement():
    hand, spot = Hand(network((3,))), Spot(0, 1, 0)
    x, y = hand.place(spot)
    value, place = spot.value(hand.shown), spot.freezes(hand.shown)
    hand.take(hand.panel.press((x, y), hand.view))
    for up in (1, 10, 20, 20, -30):
        hand.take(hand.panel.drag((x, y - up), hand.view))
    hand.take(hand.panel.release(hand.view))
    steps = [(wish.places, wish.joins) for wish in hand.asked]
    assert steps == [(place, False), (place, True), (place, True)]
    changes = [wish.values[0] - value for wish in hand.asked]
    assert changes == pytest.approx([0.1, 0.2, -0.3])


def test_the_number_at_the_foot_can_be_dragged_too():
    hand, spot = Hand(network((3,)), chosen=Spot(1, 0, 3)), Spot(1, 0, 3)
    x, y = hand.panel.editor.field.box.center
    hand.take(hand.panel.press((x, y), hand.view))
    hand.take(hand.panel.drag((x, y - 50), hand.view))
    hand.take(hand.panel.release(hand.view))
    assert hand.asked == [SetParameters(spot.freezes(hand.shown), (round(spot.value(hand.shown) + 0.5, 10),))]
    assert not hand.panel.editor.field.busy


def test_the_wheel_turns_what_is_chosen_and_its_turns_belong_together_for_a_while():
    hand, spot = Hand(network((3,))), Spot(0, 1, 2)
    at = hand.place(spot)
    assert hand.panel.wheel(at, 1, hand.view) is None  # nothing is chosen yet
    hand.click(at)
    for pause in (0.1, 0.1, 2.0):
        hand.take(hand.panel.wheel(at, 1, hand.view))
        assert hand.panel.lively
        hand.panel.tick(pause, hand.view)
    hand.take(hand.panel.wheel(hand.panel.layout.foot.center, -2, hand.view))
    assert [wish.joins for wish in hand.asked] == [False, True, True, False]
    hand.panel.tick(2.0, hand.view)
    assert not hand.panel.lively


@pytest.mark.parametrize("spot", [Spot(0, 1, 0), Spot(0, 1, 2)])
def test_a_number_is_typed_for_the_weight_or_bias_that_is_chosen(spot):
    hand = Hand(network((3,)))
    hand.click(hand.place(spot))
    hand.panel.focus(0)
    assert all(hand.type("-1.5e-3"))
    hand.key("enter")
    assert hand.asked == [SetParameters(spot.freezes(hand.shown), (-0.0015,))]
    assert hand.panel.editor.field.value == -0.0015  # shown at once


def test_a_number_left_unfinished_is_taken_or_given_up():
    hand = Hand(network((3,)), chosen=Spot(0, 1, 0))
    hand.panel.focus(0)
    hand.type("2")
    assert hand.key("escape")
    assert not hand.key("escape")  # which then leaves the panel
    hand.type("3")
    hand.key("leave")
    assert [wish.values for wish in hand.asked] == [(3.0,)]
    hand.type("1e999")
    hand.key("enter")
    assert hand.panel.editor.field.trouble
    assert len(hand.asked) == 1


@pytest.mark.parametrize("typed, values", [("3.5", [(3.5,)]), ("1e999", []), ("", [])])
@pytest.mark.parametrize("other", [Spot(0, 1, 1), Spot(1, 0), Press("more", 0), Press("add", 0), None])
def test_a_number_typed_is_taken_by_a_click_elsewhere_on_the_graph(other, typed, values):
    hand, spot = Hand(network((3,))), Spot(0, 0, 0)
    hand.click(hand.place(spot))
    hand.panel.focus(0)
    hand.key("enter")
    hand.key("backspace")
    hand.type(typed)
    if other is None:  # beside all of it: then the keyboard goes elsewhere
        hand.panel.press((2, 2), hand.view)
        hand.key("leave")
    elif isinstance(other, Press):
        hand.button(other.kind, other.index)
    else:
        hand.click(hand.place(other))
        assert hand.panel.chosen == other
    taken = [wish for wish in hand.asked if isinstance(wish, SetParameters)]
    assert [wish.values for wish in taken] == values
    assert all(wish.places == spot.freezes(hand.shown) for wish in taken)
    assert hand.asked[: len(taken)] == taken  # before whatever the click asks for
    assert not hand.panel.editor.field.busy
    if isinstance(other, Spot) and other.source is not None:
        assert hand.panel.editor.field.value == other.value(hand.shown)


def test_a_comparison_is_of_the_weight_that_is_chosen():
    hand = Hand(network((3,)), chosen=Spot(0, 1, 0))
    hand.panel.focus(0)
    hand.type("t")
    assert hand.panel.editor._checked(0) is not None
    hand.click(hand.place(Spot(0, 0, 1)))
    assert hand.panel.editor._checked(0) is None


def test_what_was_asked_for_is_shown_until_the_lab_has_it_or_refuses():
    hand, spot = Hand(network((3,)), chosen=Spot(0, 1, 0)), Spot(0, 1, 0)
    hand.panel.focus(0)
    hand.type("2")
    hand.key("enter")
    hand.look()
    assert hand.panel.editor.field.value == 2.0
    hand.panel.tick(1.0, hand.view)
    hand.look()
    assert hand.panel.editor.field.value == spot.value(hand.shown)


@pytest.mark.parametrize("by_key", [True, False])
def test_a_weight_is_frozen_and_muted_and_back(by_key):
    spot, plain = Spot(1, 0, 2), network((3,))
    place = spot.freezes(plain)
    for shown, on in ((plain, True), (held(plain, [spot], [spot]), False)):
        hand = Hand(shown, chosen=spot)
        hand.panel.focus(0)
        if by_key:
            hand.type("fm")
        else:
            hand.control("freeze")
            hand.control("mute")
        assert hand.asked == [Freeze(place, on), Mute(place, on)]


def test_a_neuron_is_frozen_by_what_comes_in_and_muted_by_what_goes_out():
    plain = network((3, 2))
    hand = Hand(plain, chosen=Spot(0, 1))
    hand.panel.focus(0)
    hand.type("fm")
    first, second = plain.layers[0].places, plain.layers[1].places
    assert hand.asked == [Freeze(tuple(first[:, 1]), True), Mute(tuple(second[1]), True)]
    after = held(plain, [Spot(0, 1)], [Spot(0, 1)])
    assert Spot(0, 1).frozen(after) and Spot(0, 1).muted(after)
    assert not Spot(0, 0).frozen(after) and not Spot(0, 0).muted(after)
    assert "muted" in " ".join(Hand(after).panel.hover(Hand(after).place(Spot(0, 1)), hand.view).lines)


def test_an_output_cannot_be_muted():
    hand = Hand(network((3,)), chosen=Spot(1, 0))
    hand.panel.focus(0)
    hand.type("m")
    hand.control("mute")
    assert hand.asked == []


def test_a_gradient_is_compared_there_and_then():
    compared = []
    plain = network((3,))
    shown = replace(plain, compare=lambda place: compared.append(place) or plain.compare(place))
    hand = Hand(shown, chosen=Spot(0, 1, 0))
    before = draw(hand.panel, hand.view)
    hand.panel.focus(0)
    hand.type("t")
    hand.control("trust")
    assert compared == list(Spot(0, 1, 0).freezes(plain)) * 2
    assert not np.array_equal(draw(hand.panel, hand.view), before)
    hand.click(hand.place(Spot(0, 1)))
    hand.control("trust")
    assert len(compared) == 2  # of a whole neuron there is no single gradient


def test_a_comparison_is_made_anew_for_a_network_changed_at_its_step_and_else_keeps_its_step(monkeypatch):
    told = []
    monkeypatch.setattr(
        play_editor, "compared", lambda at, check, step: told.append((at, check, step)) or ("",)
    )
    hand = Hand(network((3,)), chosen=Spot(0, 1, 0))
    hand.panel.focus(0)
    hand.type("t")
    step, place = hand.view.timeline.snapshot.step, Spot(0, 1, 0).freezes(hand.shown)[0]
    assert told[-1] == (step, hand.shown.compare(place), step)
    before = hand.shown
    hand.shown = network((3,), seed=5)  # an edit, while the run rests
    hand.look()
    assert told[-1] == (step, hand.shown.compare(place), step)
    assert hand.shown.compare(place) != before.compare(place)
    hand.view.timeline.add(replace(hand.view.timeline.latest, snapshot=moved(hand.view.timeline.snapshot)))
    kept, hand.shown = hand.shown, network((3,), seed=7)  # a step further
    hand.look()
    assert told[-1] == (step, kept.compare(place), step + 1)


def moved(snapshot):
    return replace(snapshot, step=snapshot.step + 1)


def test_a_gradient_with_penalties_is_called_what_it_is():
    plain = network((3,))
    weight, bias = Spot(0, 1, 0), Spot(0, 1, 2)
    both = replace(plain, penalties=("λ₂ w", "λ₁ sign w"))
    for shown, spot, says in (
        (plain, weight, "∂L/∂w = "), (both, weight, "∂L/∂w + λ₂ w + λ₁ sign w = "), (both, bias, "∂L/∂b = "),
    ):  # fmt: skip
        assert costs(shown, spot)[0].startswith(says)
        assert any(says in line for line in spot_hint(shown, spot, None, None).lines)
        hand = Hand(shown, chosen=spot)
        assert ("penalties" in hand.panel.editor.trust.help) == (shown is both and spot is weight)


@pytest.mark.parametrize("spot", [Spot(0, 1), Spot(0, 1, 0), Spot(1, 0, 2)], ids=repr)
@pytest.mark.parametrize("muted", [False, True])
def test_what_muting_costs_is_told_beside_what_is_chosen(spot, muted):
    plain, asked = network((3,)), []
    places = spot.mutes(plain)
    shown = held(plain, muted=[spot]) if muted else plain
    shown = replace(
        shown,
        loss=0.25,
        loss_without=lambda places: asked.append(("without", places)) or 0.625,
        loss_with=lambda places: asked.append(("with", places)) or 0.125,
    )
    with noted_texts() as texts:
        Hand(shown, chosen=spot)
    says = "muted: loss 0.250, with it 0.125" if muted else "loss 0.250, without it 0.625 (+0.38)"
    assert any(text.endswith(says) for text in texts)
    assert asked == [("with" if muted else "without", places)]


def test_the_loss_without_what_is_chosen_is_computed_once_a_snapshot():
    asked, plain = [], network((3,))
    shown = replace(plain, loss_without=lambda places: asked.append(places) or 0.5)
    hand = Hand(shown, chosen=Spot(0, 1))
    hand.look()
    assert asked == [tuple(plain.layers[1].places[1])]
    hand.shown = replace(shown)
    hand.look()
    assert len(asked) == 2


def test_arrows_reach_every_weight_bias_neuron_and_button():
    shown = network((2, 3), ("x1", "x1*x2"))
    hand = Hand(shown)
    hand.panel.focus(0)
    assert hand.panel.chosen == Spot(0, 0)
    seen, tried = set(), set()
    stops = [(hand.panel.chosen, False)]
    while stops:
        stop, outgoing = stops.pop()
        for word in ("left", "right", "up", "down"):
            if (stop, outgoing, word) in tried:
                continue
            tried.add((stop, outgoing, word))
            press = isinstance(stop, Press)
            hand.panel._cursor = stop if press else None
            hand.panel._chosen = hand.panel._chosen if press else stop
            hand.panel._outgoing = outgoing
            assert hand.key(word)
            found = hand.panel._cursor or hand.panel.chosen
            seen.add(found)
            stops.append((found, hand.panel._outgoing))
    assert seen >= set(spots(shown))
    assert seen >= set(hand.panel.layout.presses)


def test_the_count_in_the_title_is_told_layer_by_layer():
    panel, view = play(network((8, 3)))
    told = panel.value_hint(view).lines
    assert told == (
        "55 parameters: weights + biases",
        "hidden 1: 2 · 8 + 8",
        "hidden 2: 8 · 3 + 3",
        "output: 3 · 1 + 1",
    )
    assert 2 * 8 + 8 + 8 * 3 + 3 + 3 * 1 + 1 == 55


def test_arrows_go_among_buttons_as_they_stand():
    hand = Hand(network((8, 3)), chosen=Spot(0, 0))
    hand.panel.focus(0)

    def went(start, *words):
        hand.panel._cursor, seen = start, []
        for word in words:
            hand.key(word)
            seen.append(hand.panel._cursor or hand.panel.chosen)
        return seen

    line = [Press(kind, layer) for layer in (0, 1) for kind in ("fewer", "more", "activation")]
    assert hand.panel.layout.rows.flat
    assert went(line[0], *["right"] * 5) == line[1:]
    assert went(line[-1], *["left"] * 5) == line[-2::-1]
    assert went(line[0], "left") == [Press("add", 0)]
    assert went(line[-1], "right") == [Press("add", 2)]
    assert went(Press("more", 1), "down") == [Spot(1, 0)]
    hand.look(size=(300, 420))
    assert not hand.panel.layout.rows.flat
    assert went(Press("more", 1), "down", "down") == [Press("activation", 1), Spot(1, 0)]


def test_the_keyboard_stops_where_the_mouse_would_be_told_the_same():
    shown = network((2, 3), ("x1", "x1*x2"))
    hand = Hand(shown)
    for stop in (*spots(shown), *hand.panel.layout.presses):
        press = isinstance(stop, Press)
        hand.panel._cursor, hand.panel._chosen = (stop, None) if press else (None, stop)
        assert hand.panel.picture.at(hand.panel.stop()) == stop


@pytest.mark.parametrize("spot", [Spot(0, 1), Spot(0, 1, 0)])
def test_what_is_chosen_is_green_and_names_its_keys_only_while_it_has_the_keyboard(spot, monkeypatch):
    panel, view = play(chosen=spot)
    written, text = [], Canvas.text
    monkeypatch.setattr(
        Canvas, "text", lambda self, words, *a: written.append(words) or text(self, words, *a)
    )

    def seen(control):
        panel.focus(control)
        written.clear()
        picture = draw(panel, view)[: panel.layout.foot.top]
        green = (picture == DARK.focus).all(axis=-1).sum()
        return green > 40, any("keys: " in words for words in written)

    assert seen(0) == (True, True)
    assert seen(None) == (False, False)
    assert seen(0) == (True, True)


def test_enter_presses_the_button_that_the_arrows_are_on():
    hand = Hand(network((3,)))
    hand.panel.focus(0)
    hand.key("up")
    assert hand.panel._cursor == Press("activation", 0)
    hand.key("enter")
    assert hand.asked == [SetOption("activation", ("relu",))]
    hand.key("down")
    assert hand.panel.chosen == Spot(0, 0)
    assert not hand.panel._cursor


def test_neurons_that_are_not_drawn_are_counted_and_come_in_sight():
    hand = Hand(network((20,)))
    layout = hand.panel.layout
    assert list(layout.neurons[0]) == list(range(7))
    rest = layout.rest[0].center
    assert hand.panel.hover(rest, hand.view).lines[0].startswith("13 more")
    hand.button("rest", 0)
    assert list(hand.panel.layout.neurons[0]) == list(range(7, 14))
    hand.take(hand.panel.wheel(rest, -1, hand.view))
    assert list(hand.panel.layout.neurons[0]) == list(range(8, 15))
    hand.panel.focus(0)
    for _ in range(25):
        hand.key("down")
    assert hand.panel.chosen == Spot(0, 19)
    assert 19 in hand.panel.layout.neurons[0]


def test_what_is_chosen_is_let_go_when_it_is_gone_or_by_a_click_beside():
    hand = Hand(network((3,)), chosen=Spot(0, 2))
    hand.shown = network((2,))
    hand.look()
    assert hand.panel.chosen is None
    hand.click(hand.place(Spot(0, 0)))
    box = hand.panel.layout.body
    hand.click((box.right - 3, box.bottom - 3))
    assert hand.panel.chosen is None
    assert hand.panel.press((box.right - 3, box.bottom - 3), hand.view) is None


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, 0.0])
def test_numbers_that_are_not_finite_are_shown_as_what_they_are(value):
    shown = network((3,))
    weights = shown.layers[0].weights.copy()
    weights[:, 1] = value
    layers = (replace(shown.layers[0], weights=weights, maps=np.full_like(shown.layers[0].maps, value)),
              *shown.layers[1:])  # fmt: skip
    hand = Hand(replace(shown, layers=layers), chosen=Spot(0, 1, 0), probe=(0.1, 0.2))
    assert exact(value) in " ".join(hand.panel.hover(hand.place(Spot(0, 1, 0)), hand.view).lines)
    hand.panel.hover(hand.place(Spot(0, 1)), hand.view)


@pytest.mark.parametrize("size", [(380, 320), (300, 240), (1200, 800)])
@pytest.mark.parametrize("shown", [network((8,) * 6, outputs=5), network(())])
def test_nothing_is_drawn_over_another_at_any_size(size, shown):
    hand = Hand(shown)
    hand.look(size)
    layout = hand.panel.layout
    boxes = [box for column in layout.neurons for box in column.values()] + layout.features
    assert all(layout.area.contains(box) for box in boxes)
    if size[0] >= 380:
        kinds = ("fewer", "more", "activation")
        buttons = [box for press, box in layout.presses.items() if press.kind in kinds]
        for kept in (boxes, buttons):
            assert all(not box.colliderect(other) for i, box in enumerate(kept) for other in kept[:i])


def test_a_stage_gives_it_mouse_wheel_and_keys_and_passes_its_wishes_on():
    shown = network((3,))
    panel, _ = play(shown)
    stage, timeline = staged((panel,))
    spot, at = Spot(0, 1), panel.layout.neurons[0][1].center
    assert stage.press(at) is None
    stage.release()
    assert panel.chosen == spot and stage.controlled
    assert stage.typed("left")
    assert stage.typed("down")
    for sign in "0.5":
        assert stage.typed("write", sign)
    assert stage.typed("enter")
    draw_stage(stage, timeline)
    stage.wheel(panel.layout.foot.center, 1)
    place = Spot(0, 1, 1).freezes(shown)
    assert stage.take_asks() == [SetParameters(place, (0.5,)), SetParameters(place, (0.55,))]
    assert not stage.typed("escape")
    stage.act(Action.BACK)
    assert not stage.controlled
    assert panel.chosen == Spot(0, 1, 1)
    stage.act(Action.NEXT_PAGE)  # Tab
    assert stage.controlled


def test_a_hint_is_drawn_with_its_picture_which_is_larger_than_the_map(canvas_of, monkeypatch):
    areas, plain = [], widgets.draw_picture
    monkeypatch.setattr(widgets, "draw_picture", lambda *told: areas.append(told[2]) or plain(*told))
    hand = Hand(network((3,)), probe=(0.2, 0.1))
    canvas = canvas_of((560, 420))
    hint = hand.panel.hover(hand.place(Spot(0, 1)), hand.view)
    draw_hint(canvas, hint, (10, 10))
    with_picture = canvas.surface.copy()
    draw_hint(canvas, replace(hint, picture=None), (10, 10))
    assert pygame.image.tobytes(with_picture, "RGB") != pygame.image.tobytes(canvas.surface, "RGB")
    assert areas[0].width > 1.5 * hand.panel.layout.neurons[0][1].width


def test_whatever_is_pressed_and_typed_while_the_shape_changes_it_goes_on():
    rng = np.random.default_rng(7)
    shapes = [network(hidden, inputs) for hidden in ((), (3,), (12, 2)) for inputs in (("x2",), ("x1", "x2"))]
    hand = Hand(shapes[0])
    keys = ("enter", "escape", "backspace", "left", "right", "up", "down", "home", "leave")
    for turn in range(600):
        at = (int(rng.integers(SIZE[0])), int(rng.integers(SIZE[1])))
        panel, view = hand.panel, hand.view
        match int(rng.integers(8)):
            case 0 | 1:
                chosen = panel.press(at, view)
            case 2:
                chosen = panel.drag(at, view)
            case 3:
                chosen = panel.release(view)
            case 4:
                chosen = panel.wheel(at, float(rng.choice([-1, 1])), view)
            case 5:
                panel.focus(0 if rng.random() < 0.8 else None)
                panel.passed(at if rng.random() < 0.8 else None, view)
                chosen = None
            case 6:
                chosen = panel.typed(str(rng.choice(keys)), "", view)
            case _:
                chosen = panel.typed("write", str(rng.choice(list("fmt0123.-e x"))), view)
        panel.hover(at, view)
        panel.tick(0.05, view)
        if rng.random() < 0.1:
            hand.shown = shapes[int(rng.integers(len(shapes)))]
        for wish in chosen.asks if chosen is not None else ():
            assert isinstance(wish, SetOption | SetParameters | Freeze | Mute | AddLayer | RemoveLayer)
        if turn % 3 == 0:
            hand.look()
