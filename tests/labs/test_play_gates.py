"""What the gates page tells and asks, against plain NumPy and through the lab."""

import itertools
from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.actions import Action
from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import DARK
from netviz.engine.commands import Ask, Pause
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddPoint, Challenge, MovePoint, Mute, SetOption, SetParameters, Undo
from netviz.labs import play_gates
from netviz.labs.csv_scale import Scale
from netviz.labs.play_by_hand import by_hand, sections
from netviz.labs.play_gates import Gates
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.boundary import level_lines
from netviz.panels.gate_lines import GateLines
from netviz.panels.panel import Choices, View
from netviz.stage import Stage
from networks.problems import PROBLEMS
from networks.tasks import Points, Task
from tests.labs.test_play_challenge import state
from tests.panels.pictures import draw, inked
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)
from tests.panels.texts import noted_texts

CORNERS = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])


def begun(own=None, **setup):
    """Return a session, its timeline and its lab."""
    lab = PlaygroundLab(2, setup=Setup(**{"points": 40, **setup}), epochs=100, own=own)
    session, timeline = Session(lab, 100, 5), Timeline()
    timeline.add(session.current())
    return session, timeline, lab


def asked(session, timeline, *wishes):
    for wish in wishes:
        timeline.add(session.apply(Ask(wish)))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


# what is told


def test_the_score_counts_the_corners_of_xor_also_where_other_points_are_trained_on():
    own = Points(np.random.default_rng(1).uniform(0, 1, (20, 2)), np.arange(20.0) % 2, Task.BINARY, 2)
    xor = {"problem": "xor", "hidden": (2,), "activation": ("sigmoid",)}
    session, timeline, lab = begun(own=own, **xor)
    assert timeline.snapshot.extra.own
    for values in ((0.0,) * 8 + (1.0,), by_hand(timeline.snapshot.extra).wishes[-1].values):
        asked(session, timeline, SetParameters(tuple(range(9)), values))
        score = Gates(Look()).score(timeline)
        right = (lab.trainer.network.forward(CORNERS).output[:, 0] > 0.5) == np.array([0, 1, 1, 0])
        assert score.right == right.sum() in (2, 4)
        assert score.solved == (score.right == 4)


@pytest.mark.parametrize("task, classes", [(Task.CLASSES, 3), (Task.REGRESSION, 0)])
def test_there_is_no_score_where_the_network_does_not_tell_two_classes(task, classes):
    own = Points(np.random.default_rng(1).uniform(0, 1, (21, 2)), np.arange(21.0) % 3, task, classes)
    _, timeline, _ = begun(own=own, problem="xor", hidden=(2,), activation=("sigmoid",))
    assert Gates(Look()).score(timeline).loss is None


def test_rows_are_the_activations_at_the_corners_by_plain_numpy():
    _, timeline, lab = begun(problem="xor", hidden=(2,), activation=("sigmoid",))
    rows = Gates(Look()).rows(timeline)
    flat = lab.snapshot().parameters
    hidden = sigmoid(CORNERS @ flat[:6].reshape(3, 2)[:2] + flat[4:6])
    output = sigmoid(hidden @ flat[6:8] + flat[8])
    for k in range(2):
        assert rows[0][k].activations == pytest.approx(hidden[:, k], rel=1e-12)
    assert rows[1][0].activations == pytest.approx(output, rel=1e-12)
    assert [row.name for layer in rows for row in layer] == ["h₁", "h₂", "ŷ"]


def test_lines_are_the_weights_whatever_the_order_of_the_inputs():
    session, timeline, _ = begun(problem="xor", hidden=(2,), inputs=("x2", "x1"))
    asked(session, timeline, SetParameters((0, 1, 2, 3, 4, 5), (1.0, 0.0, 2.0, 0.0, 3.0, 4.0)))
    (line,) = Gates(Look()).plane(timeline).lines  # the other neuron is the same everywhere
    assert line.weights == (2.0, 1.0, 3.0)
    assert line.neuron == 0
    for place, weights in ((1, (0.0, 5.0, 4.0)), (3, (5.0, 0.0, 4.0))):  # upright or level is a line too
        asked(session, timeline, SetParameters((1, 3), (0.0, 0.0)), SetParameters((place,), (5.0,)))
        assert [one.weights for one in Gates(Look()).plane(timeline).lines] == [(2.0, 1.0, 3.0), weights]


def test_with_other_inputs_a_neuron_has_a_curve():
    _, timeline, _ = begun(inputs=("x1", "x1*x2"), hidden=(3,))
    lines = Gates(Look()).plane(timeline).lines
    assert all(line.weights is None and line.scores.shape[0] == line.scores.shape[1] for line in lines)


@pytest.mark.parametrize("problem", ["xor", "and", "or", "nand"])
def test_corners_have_the_targets_of_their_gate(problem):
    _, timeline, lab = begun(problem=problem, hidden=(2,))
    corners = Gates(Look()).plane(timeline).corners
    points = PROBLEMS[problem].draw(np.random.default_rng(0), 4, 0.0)
    assert [corner.target for corner in corners] == points.targets.tolist()
    accuracy = lab.snapshot().accuracy
    assert sum(corner.right for corner in corners) == 4 * accuracy


@pytest.mark.parametrize("problem", ["moons", "blobs-3"])
def test_other_problems_have_no_targets_at_the_corners(problem):
    _, timeline, _ = begun(problem=problem)
    assert {corner.target for corner in Gates(Look()).plane(timeline).corners} == {None}


@pytest.mark.parametrize("setup", [{"problem": "blobs-3"}, {"problem": "blobs-5", "hidden": ()}])
def test_of_several_classes_plane_corners_and_table_tell_probabilities(setup):
    _, timeline, lab = begun(**setup)
    gates, look = Gates(Look()), Look()
    plane, rows = gates.plane(timeline), gates.rows(timeline)[-1]
    chances = look.answers(timeline, look.at(timeline, CORNERS))
    assert chances.sum(axis=1) == pytest.approx(1)
    for i, row in enumerate(rows):
        assert row.activations == pytest.approx(chances[:, i], rel=1e-12)
        assert (row.low, row.high, row.symbol) == (0.0, 1.0, "ŷ")
    for k, corner in enumerate(plane.corners):
        assert corner.klass == chances[k].argmax()
        assert corner.answer == pytest.approx(chances[k].max(), rel=1e-12)
        assert corner.output == rows[corner.klass].name
    assert plane.answer.classes == lab.snapshot().extra.train.classes


@pytest.mark.parametrize(
    "setup, low",
    [({}, 0), ({"loss": "hinge"}, -1), ({"loss": "mse", "output_activation": "tanh"}, 0),
     ({"loss": "bce", "output_activation": "tanh"}, 0)],
)  # fmt: skip
def test_of_an_output_the_table_tells_what_the_plane_does(setup, low):
    _, timeline, _ = begun(problem="xor", **setup)
    gates = Gates(Look())
    (row,) = gates.rows(timeline)[-1]
    assert row.activations.tolist() == [corner.answer for corner in gates.plane(timeline).corners]
    assert (row.low, row.high) == (low, 1)


@pytest.mark.parametrize(
    "setup, bounded",
    [
        ({"hidden": (3, 2), "activation": ("relu", "tanh")}, (False, True, True)),
        ({"hidden": (2, 2), "activation": ("linear", "sigmoid")}, (False, True, True)),
        ({"problem": "surface", "hidden": (2,)}, (True, False)),
    ],
)
def test_which_layers_have_bounds(setup, bounded):
    _, timeline, _ = begun(**setup)
    assert Gates(Look()).bounded(timeline) == bounded


# XOR by hand


SETUPS = [
    {"problem": "moons", "hidden": (8, 8)},
    {"problem": "xor", "hidden": (2,), "activation": ("sigmoid",)},
    {"problem": "xor", "hidden": (3, 1), "activation": ("tanh", "sigmoid"), "loss": "hinge"},
    {"problem": "xor", "hidden": (4,), "activation": ("relu",), "inputs": ("x1^2", "x2")},
    {"problem": "blobs-5", "hidden": ()},
    {"problem": "surface", "hidden": (1, 6), "loss": "mse"},
    {"problem": "moons", "hidden": (4,), "loss": "cross_entropy"},
    {"problem": "xor", "hidden": (2,), "loss": "mse", "output_activation": "linear"},
    {"problem": "xor", "hidden": (2,), "loss": "bce", "output_activation": "relu"},
]


@pytest.mark.parametrize("setup", SETUPS, ids=str)
def test_the_wish_makes_xor_of_gates_in_one_edit(setup):
    session, timeline, lab = begun(**setup)
    asked(session, timeline, Mute((0, 1), True))
    before = state(lab)
    asked(session, timeline, by_hand(timeline.snapshot.extra))
    moment = timeline.snapshot.extra
    assert moment.notice == ""
    gates = Gates(Look())
    plane, rows = gates.plane(timeline), gates.rows(timeline)
    assert [(corner.target, corner.right) for corner in plane.corners] == [
        (0, True), (1, True), (1, True), (0, True)
    ]  # fmt: skip
    assert (rows[0][0].gate, rows[0][1].gate, rows[-1][0].gate) == ("OR", "NAND", "XOR")
    assert max(rows[0][0].off, rows[0][1].off, rows[-1][0].off) < 0.02
    assert moment.alive.all()
    assert moment.train_accuracy == 1.0
    assert moment.edits.made == 2
    asked(session, timeline, Undo())
    assert state(lab) == before


def test_a_network_that_can_is_kept_as_it_is():
    session, timeline, _ = begun(problem="xor", hidden=(3, 2), activation=("tanh", "sigmoid"), loss="mse")
    setup = timeline.snapshot.extra.setup
    asked(session, timeline, by_hand(timeline.snapshot.extra))
    assert timeline.snapshot.extra.setup == setup


def test_points_changed_by_hand_and_those_of_a_file_give_way_to_the_four():
    own = Points(np.zeros((3, 2)), np.array([0.0, 1.0, 1.0]), Task.BINARY, 2)
    for session, timeline, _ in (begun(own, problem="xor"), begun(problem="xor"), begun(own)):
        asked(session, timeline, AddPoint(0.5, 0.5, 1.0))
        asked(session, timeline, by_hand(timeline.snapshot.extra))
        assert np.array_equal(timeline.snapshot.extra.train.inputs, CORNERS)
        assert not timeline.snapshot.extra.own


def test_points_of_another_class_at_the_corners_give_way_to_those_of_xor():
    session, timeline, lab = begun(problem="xor", hidden=(2,), activation=("sigmoid",))
    asked(session, timeline, MovePoint(3, 1.0, 1.0, target=1.0))
    train = timeline.snapshot.extra.train
    assert np.array_equal(train.inputs, CORNERS) and train.targets.tolist() == [0, 1, 1, 1]
    before = state(lab)
    asked(session, timeline, by_hand(timeline.snapshot.extra))
    moment = timeline.snapshot.extra
    assert moment.train.targets.tolist() == [0, 1, 1, 0] and moment.train_accuracy == 1.0
    asked(session, timeline, Undo())
    assert state(lab) == before


@pytest.mark.parametrize("hidden, says", [
    ((2,), "h₁ and h₂ are OR and NAND, ŷ is their AND."),
    ((8, 8), "h1₁ and h1₂ are OR and NAND, h2₁ is their AND, passed on to ŷ."),
    ((1,), "h₁ and h₂ are OR and NAND, ŷ is their AND."),
    ((), "h₁ and h₂ are OR and NAND, ŷ is their AND."),
])  # fmt: skip
def test_the_button_tells_which_neurons_become_the_gates_and_that_points_give_way(hidden, says):
    session, timeline, _ = begun(hidden=hidden)
    button = fields(Look(), timeline)["xor by hand"]
    assert button.help.startswith(f"{says} One edit: XOR's four points, ")
    asked(session, timeline, button.asks(True))
    rows = {row.name: row.gate for layer in Gates(Look()).rows(timeline) for row in layer}
    first, second, third = [name for name in says.replace(".", "").split(" ") if name in rows][:3]
    assert (rows[first], rows[second], rows[third]) == ("OR", "NAND", "XOR")


def test_in_a_challenge_it_cannot_be_set_and_its_end_brings_everything_back():
    session, timeline, lab = begun(hidden=(8,))
    before, look = state(lab), Look()
    button = fields(look, timeline)["xor by hand"]
    assert button.enabled
    assert "in place of yours" in button.help
    asked(session, timeline, Challenge(True))
    button, end = (fields(look, timeline)[name] for name in ("xor by hand", "challenge"))
    assert not button.enabled
    assert "solve" in button.reason
    assert end.help.startswith("Brings your points, settings and network back")
    asked(session, timeline, end.asks(True))
    assert state(lab) == before


# sliders and the challenge


def fields(look, timeline, **choices):
    made = sections(look, View(timeline, Choices(**choices)))
    return {field.name: field for section in made for field in section.fields}


def test_a_small_network_has_a_slider_for_every_parameter_by_its_place():
    session, timeline, lab = begun(problem="xor", hidden=(2,))
    look = Look()
    sliders = [field for field in fields(look, timeline).values() if field.kind == "slider"]
    assert len(sliders) == 9
    names = {field.label for field in sliders}
    assert {"x₁ → h₁", "bias of h₂", "h₂ → ŷ", "bias of ŷ"} <= names
    for k, field in enumerate(sliders):
        asked(session, timeline, field.asks(float(k)))
    flat = lab.snapshot().parameters
    assert flat[:6].reshape(3, 2).T.ravel().tolist() == [0, 1, 2, 3, 4, 5]
    assert flat[6:].tolist() == [6, 7, 8]


def test_of_a_large_network_the_chosen_neuron_has_sliders():
    _, timeline, _ = begun(hidden=(8, 8))
    labels = [f.label for f in fields(Look(), timeline, neuron=(1, 3)).values() if f.kind == "slider"]
    assert labels == [*(f"h1{k} → h2₄" for k in "₁₂₃₄₅₆₇₈"), "bias of h2₄"]


def test_sliders_reach_as_far_as_the_largest_weight_and_stand_still_where_muted():
    session, timeline, _ = begun(problem="xor", hidden=(2,))
    asked(session, timeline, SetParameters((4,), (-35.0,)), Mute((3,), True))
    made = fields(Look(), timeline)
    assert made["parameter 4"].low == -40.0
    assert not made["parameter 3"].enabled and made["parameter 3"].reason


def test_the_buttons_begin_and_end_a_challenge_and_the_score_follows_the_sliders():
    session, timeline, _ = begun(problem="moons")
    look = Look()
    gates = Gates(look)
    assert gates.score(timeline).loss is None
    asked(session, timeline, fields(look, timeline)["challenge"].asks(True))
    assert gates.score(timeline).on and not gates.score(timeline).solved
    values = by_hand(replace(timeline.snapshot.extra, challenge=False)).wishes[-1].values
    for place, value in enumerate(values):
        asked(session, timeline, fields(look, timeline)[f"parameter {place}"].asks(value))
    score = gates.score(timeline)
    assert score.solved and score.right == 4
    assert score.loss == score.best < 0.01
    asked(session, timeline, fields(look, timeline)["again"].asks(True))
    assert gates.score(timeline).loss > 0.5
    assert gates.score(timeline).best == score.best
    asked(session, timeline, fields(look, timeline)["challenge"].asks(True))
    assert not gates.score(timeline).on
    asked(session, timeline, fields(look, timeline)["undo"].asks(True))
    assert gates.score(timeline).on


# the page


@pytest.mark.parametrize(
    "setup", [*SETUPS, {"hidden": (32,) * 6}, {"problem": "line", "inputs": ("x1",)}], ids=str
)
def test_every_panel_draws_for_every_kind_of_network(setup):
    session, timeline, _ = begun(**setup)
    timeline.add(session.advance())
    for panel in play_gates.page(Look()).panels:
        view = View(timeline, Choices(neuron=(1, 1)))
        draw(panel, view)
        assert isinstance(panel.value(view), str)


def test_the_page_follows_another_shape():
    session, timeline, _ = begun(hidden=(8,))
    panels = play_gates.page(Look()).panels
    for hidden in ((8,), (2, 3), ()):
        asked(session, timeline, SetOption("hidden", hidden))
        view = View(timeline, Choices(neuron=(0, 7)))
        for panel in panels:
            assert inked(panel, view, (440, 320)) > 0.02
        rows = Gates(Look()).rows(timeline)
        assert [len(layer) for layer in rows] == [*hidden, 1]


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize(
    "problem, hidden, neuron",
    [("xor", (2,), (0, 0)), ("xor", (4,), (0, 1)), ("moons", (8, 8), (0, 3)), ("moons", (8, 8), (1, 3))],
)
def test_the_form_is_no_higher_than_its_sliders_need_and_has_them_all_in_a_large_window(
    problem, hidden, neuron, size
):
    _, timeline, lab = begun(problem=problem, hidden=hidden, activation=("tanh",))
    stage, surface = Stage(lab, page="gates"), pygame.Surface(size, 0, 32)
    stage.choices = replace(stage.choices, neuron=neuron)
    stage.draw(surface, timeline, 0.0)
    form, place = stage.page.panels[3], stage.places[3]
    seen, needed = form._scroll.seen.height, form._placed.height
    table = stage.page.panels[1]
    enough = table._body.height >= table._height and next(iter(table._rows.values())).height >= 22
    assert seen <= needed + 20 + 42 * enough  # but for its help no empty room that the table could have
    if size[0] > 1900:
        assert seen >= needed
    areas = [stage.places[i] for i in (2, 3, 1)]
    assert all(below.top - above.bottom == 12 for above, below in itertools.pairwise(areas))
    assert areas[-1].bottom == stage.places[0].bottom and place.height > 60


def test_help_at_the_foot_takes_no_slider_s_room_where_the_table_has_enough():
    _, timeline, lab = begun(problem="xor", hidden=(2,), activation=("sigmoid",))
    timeline.add(Session(lab, 10, 1).apply(Ask(Challenge(True))))
    stage, surface = Stage(lab, page="gates"), pygame.Surface((1280, 800), 0, 32)
    stage.draw(surface, timeline, 0.0)
    form, place, helped = stage.page.panels[3], stage.places[3], set()
    for _ in range(40):
        stage.act(Action.NEXT_PAGE)  # Tab
        stage.draw(surface, timeline, 0.0)
        if form._focus is not None:
            assert form._foot(Canvas(surface, DARK, Lettering()), place.width)
            assert form._scroll.seen.height >= form._placed.height, form._focus
            helped.add(form._focus)
    assert helped >= {f"parameter {k}" for k in range(9)} and stage.places[3] == place


def test_where_no_neuron_is_compared_with_a_gate_the_sliders_have_the_room():
    _, timeline, lab = begun(problem="plane", hidden=(4,))
    stage = Stage(lab, page="gates")
    stage.draw(pygame.Surface((1280, 800), 0, 32), timeline, 0.0)
    form = stage.page.panels[3]
    assert form._scroll.seen.height >= form._placed.height > 250


@pytest.mark.parametrize("problem, scale", [("xor", 1.0), ("moons", 1.0), ("xor", 2.0)])
def test_in_the_smallest_window_the_score_is_whole_or_left_out(problem, scale, written):  # noqa: F811
    hidden = {"hidden": (2,), "activation": ("sigmoid",)}
    _, timeline, lab = begun(problem=problem, **hidden)
    stage = Stage(lab, page="gates", scale=scale)
    stage.draw(pygame.Surface((round(640 * scale), round(400 * scale)), 0, 32), timeline, 0.0)
    place = stage.places[2]
    own = [(words, box) for words, box in written[0] if words and place.colliderect(box)]
    assert all(place.contains(box) for _, box in own)
    assert ("loss" in [words for words, _ in own]) == (problem == "xor")


def test_a_challenge_is_solved_by_keyboard_alone():
    class OnePage(PlaygroundLab):
        def pages(self):
            return (play_gates.page(Look()),)

    lab = OnePage(1, setup=Setup(problem="moons", hidden=(4,)), epochs=100)
    session, timeline, stage = Session(lab, 100, 5), Timeline(), Stage(lab, page="gates")
    surface = pygame.Surface((960, 600), 0, 32)
    timeline.add(session.current())

    def show():
        asked(session, timeline, *stage.take_asks())
        stage.draw(surface, timeline, 0.0)

    def go_to(name):
        form = stage.page.panels[3]
        for _ in range(40):
            if form._focus == name:
                return
            stage.act(Action.NEXT_PAGE)
        raise AssertionError(f"Tab does not come to {name}")

    show()
    go_to("challenge")
    stage.typed("enter")
    show()
    assert session.lab.resting
    show()
    values = by_hand(replace(timeline.snapshot.extra, challenge=False)).wishes[-1].values
    for place, value in enumerate(values):
        go_to(f"parameter {place}")
        for sign in f"{value:g}":
            assert stage.typed("write", sign)
        assert stage.typed("enter")
        show()
    score = stage.page.panels[2]._source(timeline)
    assert score.on and score.solved and score.best == score.loss
    assert timeline.snapshot.extra.edits.made == 10


@pytest.mark.parametrize("what", ["values", "standardised"])
def test_where_the_corners_mean_nothing_the_page_says_so_and_compares_no_neuron(what, monkeypatch):
    if what == "values":
        session, timeline, lab = begun(problem="surface")
    else:
        own = Points(np.random.default_rng(0).normal(size=(20, 2)), np.arange(20.0) % 2, Task.BINARY, 2)
        lab = PlaygroundLab(2, setup=Setup(), epochs=9, own=own, source="a.csv", scales=(Scale(),) * 3)
        session, timeline = Session(lab, 9, 1), Timeline()
        timeline.add(session.current())
    lab.ask(SetParameters(tuple(range(24)), (8.0,) * 16 + (-4.0,) * 8))  # each one would be OR
    timeline.add(session.current())
    gates, seen = Gates(Look()), View(timeline)
    assert gates.reason(timeline)
    assert all(row.off < 0.25 for row in gates.rows(timeline)[0])
    assert gates.plane(timeline).corners == ()
    page = play_gates.page(Look())
    texts, plain = [], Canvas.text
    monkeypatch.setattr(
        Canvas, "text", lambda self, text, *a, **k: (texts.append(text), plain(self, text, *a, **k))[1]
    )
    label = Canvas.label
    monkeypatch.setattr(
        Canvas, "label", lambda self, text, *a, **k: (texts.append(text), label(self, text, *a, **k))[1]
    )
    for panel in page.panels:
        draw(panel, seen)
    assert not any(gate in " ".join(texts) for gate in ("AND", "≈", "nearest gate", "00"))
    assert " ".join(texts).count("no neuron") == 1
    asked(session, timeline, SetOption("problem", "xor"))
    assert not gates.reason(timeline)
    assert len(gates.plane(timeline).corners) == 4


@pytest.mark.parametrize(
    "problem, title, x2",
    [("xor", "Lines and corners", True), ("surface", "Lines", True), ("line", "Lines", False)],
)
def test_the_plane_is_called_after_what_it_has_and_one_input_has_no_axis_of_another(problem, title, x2):
    _, timeline, _ = begun(problem=problem)
    panel, seen = play_gates.page(Look()).panels[0], View(timeline)
    panel.suit(seen)
    assert panel.title == title
    with noted_texts() as texts:
        draw(panel, seen)
    assert "x₁" in texts and ("x₂" in texts) == x2
    assert texts.count("−1") == (2 if x2 else 1)  # of both axes' ticks, or one


def test_of_xor_set_by_hand_only_undo_brings_the_weights_back():
    session, timeline, lab = begun(problem="moons", hidden=(8,))
    before = state(lab)
    asked(session, timeline, by_hand(timeline.snapshot.extra), SetOption("problem", "moons"))
    setup, points, values, *_ = state(lab)
    assert (setup.problem, points) == ("moons", before[1])
    assert values != before[2]
    asked(session, timeline, Undo(), Undo())
    assert state(lab) == before


@pytest.mark.parametrize("hidden", [(3,), ()])
def test_at_rest_a_large_plane_of_gates_has_answer_and_curves_at_more_points(hidden):
    session, timeline, _ = begun(inputs=("x1", "x2", "x1*x2"), hidden=hidden)
    gates = Gates(Look())
    running = gates.plane(timeline)
    assert running.fit(900) is running
    timeline.add(session.apply(Pause()))
    plane = gates.plane(timeline)
    assert plane.fit(150) is plane
    fine = plane.fit(900)
    assert fine.answer.dense and fine.answer.values.shape == (121, 121)
    assert fine.corners is plane.corners and len(fine.lines) == len(plane.lines) > 0
    for one, other in zip(fine.lines, plane.lines, strict=True):
        assert (one.neuron, one.name, one.gate, one.off) == (
            other.neuron,
            other.name,
            other.gate,
            other.off,
        )
        np.testing.assert_allclose(one.scores[::3, ::3], other.scores, rtol=1e-9, atol=1e-12)


def test_where_several_classes_meet_at_rest_the_ground_of_gates_is_bare_all_along():
    session, timeline, _ = begun(problem="blobs-3", hidden=(4,))
    steep = 20 * timeline.snapshot.parameters
    asked(session, timeline, SetParameters(tuple(range(len(steep))), tuple(steep.tolist())))
    timeline.add(session.apply(Pause()))
    panel, gates = GateLines(Gates(Look()).plane), Gates(Look())
    picture = draw(panel, View(timeline), size=(700, 600)).astype(int)
    fine = gates.plane(timeline).fit(600).answer
    box, places = panel._axes.inner.inflate(-4, -4), panel._axes.points
    lines = [line for k in range(3) for line in level_lines(margin(fine.scores, k), 0.0, fine.extent)]
    spots = np.concatenate([places(*line.T) for line in lines]).round().astype(int)
    off = [abs(picture[y, x] - DARK.panel).max() for x, y in spots if box.collidepoint(x, y)]
    assert len(off) > 100 and np.mean(np.array(off) < 40) > 0.9


def margin(scores, k):
    """Return by how much a class is ahead of the best other."""
    return scores[k] - np.delete(scores, k, axis=0).max(axis=0)
