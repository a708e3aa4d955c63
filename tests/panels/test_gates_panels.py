"""The panels of gates: lines, truth tables and the score."""

import math
from dataclasses import replace

import numpy as np
import pytest

from netviz.drawing.numbers import exact
from netviz.engine.wishes import SetParameters
from netviz.panels.form import Field, Form, Section
from netviz.panels.gate_table import FAR, NEAR
from tests.panels import gates_scenes as scenes
from tests.panels.pictures import draw
from tests.panels.test_hover import hints


@pytest.mark.parametrize("line", [0, 1, 2])
def test_a_line_is_where_its_weights_say_and_a_click_on_it_chooses_its_neuron(line):
    panel, view = scenes.plane(neuron=(1, 0))
    draw(panel, view)
    w1, w2, b = scenes.LINES[line].weights
    told = 0
    for x in np.linspace(-0.9, 1.9, 40):
        y = -(w1 * x + b) / w2
        at = panel._axes.point(x, y)
        hint = panel.hover(at, view)
        if -0.9 < y < 1.9 and hint and hint.lines[0].startswith(scenes.LINES[line].name):
            assert hint.lines[1].startswith("z = ")
            assert exact(abs(w1), 5) in hint.lines[1]
            assert panel.press(at, view).neuron == (0, line)
            told += 1
    assert told >= 3


def test_the_arrow_points_to_where_z_is_positive():
    panel, view = scenes.plane((scenes.LINES[0],), neuron=(1, 0), function=lambda x, y: 0.5 + 0 * x)
    picture = draw(panel, view).astype(int)
    other, view = scenes.plane(
        (replace(scenes.LINES[0], weights=(-6.0, -6.0, 3.0)),),
        neuron=(1, 0),
        function=lambda x, y: 0.5 + 0 * x,
    )
    turned = draw(other, view).astype(int)
    x, y = (round(k) for k in panel._axes.point(0.36, 0.36))
    assert picture[y, x].sum() > turned[y, x].sum() + 150
    x, y = (round(k) for k in panel._axes.point(0.14, 0.14))
    assert turned[y, x].sum() > picture[y, x].sum() + 150


def test_a_corner_tells_its_class_and_answer():
    panel, view = scenes.plane(wrong=(2,))
    draw(panel, view)
    assert panel.value(view) == "3 of 4 corners right"
    answers = panel._source(view.timeline).corners
    for k, (x, y) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1))):
        title, answer = panel.hover(panel._axes.point(x, y), view).lines
        assert title == f"corner ({x}, {y}): class {(0, 1, 1, 0)[k]}" + ", answered wrongly" * (k == 2)
        assert answer == f"ŷ = {exact(answers[k].answer)}"


def test_without_a_gate_as_the_problem_corners_have_answers_only():
    panel, view = scenes.plane(targets=None)
    draw(panel, view)
    assert panel.value(view) == ""
    assert panel.hover(panel._axes.point(0, 1), view).lines[0] == "corner (0, 1)"


def test_a_curve_is_told_as_one_and_lines_that_miss_the_plane_are_left_out():
    panel, view = scenes.plane()
    told = {lines[0]: lines for lines in hints(panel, view)}
    assert told["h₄: z = 0 on this curve"][2] == "a curve, as it sees more than x₁ and x₂"
    away = replace(scenes.LINES[0], weights=(1.0, 1.0, 50.0))
    panel, view = scenes.plane((away,))
    draw(panel, view)
    assert panel._drawn == []


def test_the_table_tells_every_activation_and_how_far_the_gate_is():
    panel, view = scenes.table()
    told = hints(panel, view)
    assert len(told) == 5
    for layer in scenes.ROWS:
        for one in layer:
            (lines,) = (lines for lines in told if lines[0].split()[0] == one.name)
            assert lines[0].endswith(f" {one.gate}")
            for k, corner in enumerate(("00", "01", "10", "11")):
                assert lines[1 + k] == f"a at {corner} = {exact(one.activations[k])}"
            assert f"off by {exact(one.off)}" in lines[5]
    assert {lines[0] for lines in told} >= {
        "h₁ is OR", "h₃ is nearest to x₁", "h₄ is near to no gate, least far x₁ AND NOT x₂"
    }  # fmt: skip
    assert panel.value(view) == "3 of 5 are gates"


def test_a_row_is_chosen_by_click_and_by_key():
    panel, view = scenes.table()
    draw(panel, view)
    assert panel.press(panel._rows[1, 0].center, view).neuron == (1, 0)
    panel.focus(0)
    assert panel.typed("down", "", view).neuron == (0, 3)
    assert panel.typed("right", "", view).neuron == (1, 0)


def test_the_score_tells_its_losses_exactly():
    panel, view = scenes.score(loss=0.3123456789, best=0.0512345678)
    (lines,) = hints(panel, view)
    assert lines == ("loss = 0.3123456789", "best by hand = 0.0512345678", "solved below 0.1")
    assert panel.value(view) == "on"


@pytest.mark.parametrize(
    "how, says",
    [({"on": False}, "off"), ({"solved": True}, "solved"), ({"on": False, "solved": True}, "off")],
)
def test_the_score_says_whether_the_challenge_is_on_or_solved(how, says):
    panel, view = scenes.score(**how)
    assert panel.value(view) == says


def test_without_a_score_nothing_is_told():
    panel, view = scenes.score(loss=None, best=math.inf)
    assert hints(panel, view) == set()


def test_what_a_slider_asks_for_while_it_is_held_is_one_movement():
    sections = (
        Section(
            "",
            (Field("w", "w", "slider", 0.0, -20.0, 20.0, wish=lambda value: SetParameters((3,), (value,))),),
        ),
    )
    panel, (_, view) = Form("Weights", lambda _: sections), scenes.score()
    draw(panel, view)
    box = panel.place("w")
    asked = []
    for press in range(2):
        chosen = [panel.press((box.x + 60, box.centery), view)]
        chosen += [panel.drag((box.x + x, box.centery), view) for x in (80 + press, 100 + press)]
        panel.release(view)
        asked += [[wish.joins for one in chosen for wish in one.asks]]
    assert asked == [[False, True, True]] * 2


def test_what_is_counted_as_a_gate_is_told_with_its_limits():
    panel, view = scenes.table()
    told = " ".join(panel.value_hint(view).lines)
    assert f"off by {NEAR:g} at most" in told and f"? it is off by more than {FAR:g}" in told
