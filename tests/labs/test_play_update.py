"""The update page's numbers are those of the very next update, and of plain NumPy."""

import re

import numpy as np
import pygame
import pytest

from netviz.actions import Action, actions_by_key
from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Freeze, Mute, SetOption
from netviz.labs import play_pages, play_update
from netviz.labs.play_names import neuron_names
from netviz.labs.play_setup import Setup
from netviz.labs.play_step import NextStep
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.stage import Stage
from networks import OPTIMIZERS
from networks.penalties import Penalties


def lab_of(epochs=3, **settings):
    lab = PlaygroundLab(4, setup=Setup(**{"points": 40, "hidden": (4, 3), **settings}), epochs=1000)
    lab.train(epochs)
    return lab


def update_of(lab):
    timeline = Timeline()
    timeline.add(Session(lab, 1000, 1).current())
    return play_update.update_data(Look(), timeline)


def changes(data, lab):
    """Return the update's changes as flat parameters (P,)."""
    flat = np.empty(lab.trainer.network.parameters.size)
    for layer in data.layers:
        flat[layer.places] = layer.changes
    return flat


WAYS = [
    {},
    {"optimizer": "momentum"},
    {"optimizer": "adam"},
    {"l1": 0.01, "l2": 0.02},
    {"optimizer": "adam", "l2": 0.1, "schedule": "cosine"},
    {"problem": "blobs-3"},
    {"problem": "surface", "schedule": "warmup"},
    {"loss": "hinge"},
    {"hidden": ()},
]


@pytest.mark.parametrize("settings", WAYS)
def test_the_changes_are_those_that_training_makes_next(settings):
    lab = lab_of(**{"batch_size": 1000, **settings})
    data, before = update_of(lab), lab.trainer.network.parameters.copy()
    lab.train(1)
    assert np.allclose(changes(data, lab), lab.trainer.network.parameters - before, rtol=1e-9, atol=1e-15)


def test_of_a_small_batch_they_are_those_of_the_first_of_the_epoch(monkeypatch):
    lab = lab_of(batch_size=7, optimizer="momentum")
    data = update_of(lab)
    made, optimizer = [], lab.trainer.optimizer
    step = type(optimizer).step
    monkeypatch.setattr(
        type(optimizer), "step", lambda *told: (step(*told), made.append(optimizer.update.copy()))
    )
    lab.train(1)
    assert len(data.samples) == 7
    assert np.allclose(changes(data, lab), made[0], rtol=1e-9)


NUMBER = r"−?[\d.]+(e−\d+)?"


@pytest.mark.parametrize(
    "problem, whole, fewer, place",
    [
        ("line", f"x₁ {NUMBER}, y {NUMBER}", None, f"x₁ {NUMBER}"),
        ("surface", rf"\({NUMBER}, {NUMBER}\) y {NUMBER}", None, rf"\({NUMBER}, {NUMBER}\)"),
        (
            "moons",
            rf"\({NUMBER}, {NUMBER}\) class [01]",
            rf"\({NUMBER}, {NUMBER}\) [01]",
            rf"\({NUMBER}, {NUMBER}\)",
        ),
    ],
    ids=["line", "surface", "moons"],
)
def test_a_sample_is_called_by_the_inputs_there_are_and_by_its_y_or_its_class(problem, whole, fewer, place):
    data = update_of(lab_of(problem=problem, batch_size=9))
    forms = [data.samples, *data.fewer]
    expected = [form for form in (whole, fewer, place) if form is not None]
    assert len(forms) == len(expected)
    for names, form in zip(forms, expected, strict=True):
        assert len(names) == 9 and all(re.fullmatch(form, name) for name in names), names


def test_what_is_held_by_hand_does_not_change():
    lab = lab_of()
    lab.ask(Freeze((0, 1), True))
    lab.ask(Mute((5,), True))
    data = update_of(lab)
    assert not changes(data, lab)[[0, 1, 5]].any()
    assert data.layers[0].held.sum() == 3
    assert "held by hand" in data.write(len(data.phases) - 1, 0, 0, 0, 0)


def test_the_numbers_are_those_of_plain_numpy():
    lab = lab_of(batch_size=6)
    data, network = update_of(lab), lab.trainer.network
    rows = lab.trainer.next_batch
    a = lab.train_points.inputs[rows]
    for weights, bias, layer in zip(network.weights, network.biases, data.layers, strict=True):
        z = a @ weights + bias
        assert np.allclose(layer.x, a) and np.allclose(layer.z, z)
        a = np.tanh(z) if layer is not data.layers[-1] else 1 / (1 + np.exp(-z))
        assert np.allclose(layer.a, a)
    y = lab.train_points.targets[rows][:, None]
    delta = (a - y) / len(rows)
    for layer, after in zip(data.layers[::-1], (None, *data.layers[:0:-1]), strict=True):
        if after is not None:
            delta = (delta @ after.weights[:-1].T) * (1 - layer.a**2)
        assert np.allclose(layer.delta, delta)
        assert np.allclose(layer.gradients, np.concatenate((layer.x.T @ delta, delta.sum(axis=0)[None])))
    losses = -np.log(np.where(y, a, 1 - a))
    assert np.allclose(data.losses, losses[:, 0]) and np.isclose(data.loss, losses.mean())
    assert np.array_equal(data.targets, y)


@pytest.mark.parametrize("settings", WAYS)
def test_every_gradient_agrees_with_a_central_difference(settings):
    data = update_of(lab_of(batch_size=9, **settings))
    for layer in data.layers:
        for place, gradient in zip(layer.places.ravel().tolist(), layer.gradients.ravel(), strict=True):
            check = data.compare(place)
            assert np.isclose(check.gradient, gradient, rtol=1e-9, atol=1e-15)
            assert check.agrees or check.kinks


def test_outputs_are_told_with_the_names_of_the_file_and_softmax_is_written_out():
    lab = lab_of(problem="blobs-3", batch_size=5)
    data, last = update_of(lab), len(update_of(lab).layers) - 1
    assert (data.answer, data.softmax, data.classes) == ("p", "z", ("0", "1", "2"))
    text = data.write(last + 1, last, 0, 2, 1).splitlines()[0]
    assert text.startswith("p₂ = e^") and float(text.split(" = ")[-1]) == pytest.approx(
        data.prediction[1, 2], rel=1e-3
    )
    other = update_of(lab_of(problem="blobs-3", loss="mse"))
    assert (other.answer, other.softmax) == ("a", "")
    assert other.parts.mean(axis=1) == pytest.approx(other.losses)
    assert update_of(lab_of()).classes == ()


def value_of(text):
    """Return what a piece of arithmetic comes to."""
    text = text.replace("−", "-").replace("·", "*").replace("²", "**2").replace("√", "SQRT")
    text = re.sub(r"SQRT([\d.e-]+)", r"(\1)**0.5", text)
    return eval(text)


@pytest.mark.parametrize("settings", WAYS[1:5])
def test_the_step_of_an_optimizer_adds_up_in_numbers(settings):
    lab = lab_of(batch_size=10, **settings)
    data = update_of(lab)
    text = data.write(len(data.phases) - 1, 0, 1, 2, 0)
    for line in text.splitlines():
        _, *sides = line.split(" = ")
        sides = [side for side in sides if not re.search("[mv] /", side)]
        if len(sides) > 1:
            values = [value_of(side) for side in sides]
            assert np.allclose(values, values[-1], rtol=0.03, atol=1e-7), line
    final = float(text.split(" = ")[-1].replace("−", "-"))
    assert np.isclose(final, data.layers[0].weights[1, 2] + data.layers[0].changes[1, 2], rtol=1e-4)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_step_whose_parts_nearly_cancel_adds_up_in_numbers(optimizer):
    rule, g = OPTIMIZERS[optimizer](0.1), -0.001503 + 0.001
    held = {"velocity": 0.1133 * g, "first moment": -0.1133 * g, "second moment": 1e-4, "steps": 7.0}
    rule.prepare(np.zeros(1))
    before = {name: np.full(array.shape, held[name]) for name, array in rule.state.items()}
    rule.load({"update": np.zeros(1), **before})
    rule.step(np.array([0.2]), np.array([g]))
    step = NextStep(
        rule, before, Penalties(l1=0.001), np.array([0.2]), np.array([-0.001503]), np.array([g]), rule.update,
        np.zeros(1, bool),
    )  # fmt: skip
    lines = [line.split(" = ") for line in step.in_numbers(0, is_bias=False).splitlines()]
    sums = [sides for _, *sides in lines if len(sides) == 2 and not re.search("[mv] /", sides[0])]
    assert len(sums) >= 3
    for said, comes_to in sums:
        assert value_of(said) == pytest.approx(value_of(comes_to), rel=0.006), said


@pytest.mark.parametrize("settings", WAYS)
def test_every_phase_can_be_written_for_every_weight(settings):
    data = update_of(lab_of(batch_size=3, **settings))
    for number, phase in enumerate(data.phases):
        for k, layer in enumerate(data.layers):
            if phase.layer in (None, k):
                rows, columns = layer.weights.shape
                for source in range(rows):
                    for neuron in range(columns):
                        assert data.write(number, k, source, neuron, 2)


def test_dropout_is_said_to_be_left_out():
    assert "dropout of 30 %" in update_of(lab_of(dropout=0.3)).notes[0]
    assert not update_of(lab_of()).notes


@pytest.mark.parametrize("settings", [{"problem": "blobs-3"}, {"hidden": (2,)}, {"inputs": ("x2", "x1^2")}])
def test_neurons_are_called_as_on_the_other_pages(settings):
    lab = lab_of(**settings)
    data, names = update_of(lab), neuron_names(lab.fitted)
    assert (data.inputs, *(layer.neurons for layer in data.layers)) == names
    if "problem" in settings:
        assert names[1][:2] == ("h1₁", "h1₂") and names[-1] == ("ŷ₀", "ŷ₁", "ŷ₂")


def test_the_fonts_have_every_sign_of_the_formulas():
    import pygame

    from netviz.drawing import lettering
    from netviz.drawing.lettering import Face

    pygame.font.init()
    font = pygame.font.Font(lettering._FOLDER / Face.TEXT.file, 13)
    for settings in WAYS:
        for phase in update_of(lab_of(**settings)).phases:
            signs = (phase.formula + phase.title + phase.short).replace("\u0302", "")
            assert None not in font.metrics(signs), phase.formula


@pytest.fixture
def stage(monkeypatch):
    """Return a stage that shows the page of a playground, its timeline, its surface and its walk."""
    pygame.font.init()
    monkeypatch.setattr(play_pages, "pages", lambda: (play_update.page(Look()),))
    lab = lab_of(batch_size=8)
    timeline, surface = Timeline(), pygame.Surface((960, 600), 0, 32)
    session = Session(lab, 1000, 1)
    timeline.add(session.current())
    stage = Stage(lab, page="update")
    stage.draw(surface, timeline, 0.0)

    def go_on(count=1, *wishes):
        for wish in wishes:
            timeline.add(session.apply(Ask(wish)))
        for _ in range(count):
            timeline.add(session.advance())
            stage.drift(0.1)
            stage.draw(surface, timeline, 0.0)

    return stage, go_on, stage.page.panels[0].walk


def test_keys_reach_the_page_while_it_trains(stage):
    stage, go_on, walk = stage
    for action, key in ((Action.PASS_STEP, "."), (Action.PASS_BACK, ","), (Action.NUMBERS, "v")):
        assert actions_by_key("playground")[key] is action
    stage.act(Action.PASS_STEP)
    assert walk.phase == 1
    stage.act(Action.NEXT_SAMPLE)
    stage.act(Action.NUMBERS)
    go_on(3)
    assert (walk.phase, walk.sample, walk.checking) == (1, 1, True)
    stage.act(Action.PLAY)
    go_on(25)
    assert walk.phase == 2


def test_by_tab_the_graph_has_the_arrow_keys_and_enter(stage):
    stage, go_on, walk = stage
    stage.act(Action.NEXT_PAGE)
    assert stage.controlled
    assert stage.typed("down") and stage.typed("right") and stage.typed("enter")
    go_on()
    assert walk.chosen == (0, 1, 1) and walk.checking
    stage.act(Action.BACK)
    assert not stage.controlled


def test_the_page_follows_a_change_of_shape(stage):
    stage, go_on, walk = stage
    walk.choose(0, 1, 3)
    go_on(1, SetOption("hidden", (2,)))
    assert walk.chosen == (0, 1, 1)
    go_on(2, SetOption("hidden", (3, 2, 2)), SetOption("batch_size", 1))
    for _ in range(12):
        stage.act(Action.PASS_STEP)
        go_on()
