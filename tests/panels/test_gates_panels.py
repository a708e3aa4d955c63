"""The panels of gates: lines, truth tables and the score."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.numbers import exact
from netviz.drawing.theme import DARK
from netviz.engine.wishes import SetParameters
from netviz.labs import play_gates
from netviz.panels import gate_legend, gate_lines, gate_marks
from netviz.panels.form import Field, Form, Section
from netviz.panels.gate_plane import Corner, GateLine
from netviz.panels.gate_table import FAR, NAME, NEAR
from tests.panels import gates_scenes as scenes
from tests.panels.pictures import draw, said
from tests.panels.test_hover import hints
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)


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
    along = np.linspace(-0.2, 0.7, 120)

    def brightest(shown, off):
        """Return the ink of what lies beside the line, at a distance above it."""
        places = (panel._axes.point(x + off, 0.5 - x + off) for x in along)
        return max(shown[round(y), round(x)].sum() for x, y in places)

    assert brightest(picture, 0.1) > brightest(turned, 0.1) + 150
    assert brightest(turned, -0.1) > brightest(picture, -0.1) + 150


@pytest.mark.parametrize(
    "line",
    [
        replace(scenes.LINES[0], weights=(2.0, 1.0, 2.4)),  # which passes a corner of the plane alone
        replace(scenes.LINES[0], weights=(1.0, 0.0, -1.98)),
        GateLine(0, "h₁", "OR", 0.3, None, scenes.over_plane(lambda x, y: (x + 0.4) ** 2 + y**2 - 0.16)),
    ],
)
def test_an_arrow_begins_on_its_line_and_a_name_is_near_it(line):
    panel, view = scenes.plane((line,), neuron=(1, 0))
    draw(panel, view)
    ((_, places),) = panel._drawn
    feet = list(gate_marks._feet(panel._axes, gate_marks.Path(places)))
    assert len(feet) >= 1
    assert max(distance_to(places, foot) for foot in feet) < 1.0
    name = gate_marks._beside(panel._axes, line, gate_marks.Path(places), (30, 14))
    assert all(distance_to(places, box.center) < 30 for box in name)


def distance_to(places, at):
    """Return how far a pixel is from a line (n, 2)."""
    shares = np.linspace(0, 1, 200)[:, None]
    spots = np.concatenate([a + shares * (b - a) for a, b in itertools.pairwise(places)])
    return np.hypot(*(spots - at).T).min()


def test_the_arrow_of_a_curve_points_to_where_its_scores_are_positive():
    for sign in (1, -1):
        scores = scenes.over_plane(lambda x, y, sign=sign: sign * (x**2 + y**2 - 0.5))
        line = GateLine(0, "h₁", "OR", 0.3, None, scores)
        panel, view = scenes.plane((line,))
        draw(panel, view)
        for angle in np.linspace(0, 6.2, 9):
            outward = np.array((math.cos(angle), math.sin(angle)))
            x, y = panel._axes.point(*(0.707 * outward))
            across, down = gate_marks._uphill(panel._axes, line, x, y)
            assert sign * np.array((across, -down)) @ outward > 0.98


@pytest.mark.parametrize(
    "weights, way",
    [((math.inf, 0.0), (1, 0)), ((0.0, -math.inf), (0, -1)), ((3e-320, 0.0), (1, 0)), ((1e308, 0.0), (1, 0)),
     ((-1.7e308, 1.7e308), (-0.70710678, 0.70710678)), ((math.inf, -math.inf), (0.70710678, -0.70710678)),
     ((math.nan, 1.0), (0, 0)), ((0.0, 0.0), (0, 0))],
)  # fmt: skip
def test_a_line_of_any_weights_has_its_direction_or_none(weights, way):
    line = GateLine(0, "h₁", "", math.nan, (*weights, -0.5))
    right, down = gate_marks._uphill(None, line, 0.0, 0.0)
    assert (right, -down) == pytest.approx(way)
    panel, view = scenes.plane((line,), neuron=(0, 0))
    draw(panel, view)


def test_a_curve_has_no_corners_in_a_large_plane():
    def bent(cells):
        return scenes.over_plane(lambda x, y: y - 0.7 * np.sin(3 * x), cells)

    coarse = bent(41)
    assert gate_marks.rounder(coarse) == pytest.approx(bent(81), abs=2e-4)
    panel, view = scenes.plane((GateLine(0, "h₁", "OR", 0.3, None, coarse),))
    draw(panel, view, size=(940, 960))
    ((_, places),) = panel._drawn
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(places, axis=0).T)))
    assert np.abs(turns).max() < math.radians(16)


def test_of_many_lines_only_the_chosen_one_has_an_arrow_and_is_strong():
    angles = np.linspace(0, 3, 20)
    lines = tuple(
        GateLine(i, f"h{i}", "OR", 0.3, (math.cos(a), math.sin(a), 0.1)) for i, a in enumerate(angles)
    )
    panel, view = scenes.plane(lines, neuron=(0, 4), function=lambda x, y: 0.5 + 0 * x)
    light = draw(panel, view).sum(axis=-1).astype(int)
    few, view = scenes.plane(lines[:12], neuron=(0, 4), function=lambda x, y: 0.5 + 0 * x)
    strong = draw(few, view).sum(axis=-1).astype(int)
    ink = sum(DARK.text) - 40
    assert (strong > ink).sum() > 4 * (light > ink).sum()


def fan(count):
    """Return so many lines through the middle of the corners."""
    angles = np.linspace(0.2, 3.2, count)
    weights = [(math.cos(a), math.sin(a), -0.5 * (math.cos(a) + math.sin(a))) for a in angles]
    return tuple(GateLine(i, f"h{i}", "OR", 0.3, w) for i, w in enumerate(weights))


def marked(panel, view, monkeypatch):
    """Return of which neurons an arrow and a name are drawn."""
    arrows, names = [], []
    for name, found in (("draw_arrow", arrows), ("write_name", names)):
        real = getattr(gate_marks, name)
        monkeypatch.setattr(
            gate_lines, name, lambda *one, r=real, f=found: f.append(one[1].neuron) or r(*one)
        )
    draw(panel, view)
    assert arrows == names
    return sorted(arrows)


def test_after_the_shape_has_changed_the_nearest_neuron_there_is_has_its_line_lit():
    def picture(neuron):
        return draw(*scenes.plane(fan(5), targets=None, neuron=neuron))

    assert (picture((0, 9)) == picture((0, 4))).all()
    assert (picture((0, 9)) != picture((1, 0))).any()
    assert (picture((3, 0)) == picture((1, 0))).all()  # the output, which has none


@pytest.mark.parametrize("count, bare", [(3, False), (4, False), (5, True), (12, True)])
def test_of_more_than_four_lines_the_chosen_one_alone_has_arrow_and_name(count, bare, monkeypatch):
    panel, view = scenes.plane(fan(count), targets=None, neuron=(0, 1))
    assert marked(panel, view, monkeypatch) == ([1] if bare else list(range(count)))
    assert panel.value(view) == (f"{count} lines: a click chooses one" if bare else "")


def test_of_many_lines_the_one_under_the_mouse_has_arrow_and_name_too(monkeypatch):
    panel, view = scenes.plane(fan(9), neuron=(0, 1))
    draw(panel, view)
    line, places = panel._drawn[4]
    panel.passed(tuple(0.8 * places[0] + 0.2 * places[-1]), view)
    assert marked(panel, view, monkeypatch) == sorted((1, line.neuron))
    panel.passed(None, view)
    assert marked(panel, view, monkeypatch) == [1]


def test_lines_that_miss_the_plane_do_not_bare_the_others(monkeypatch):
    away = [replace(line, weights=(1.0, 1.0, 50.0), neuron=9 + k) for k, line in enumerate(fan(6))]
    panel, view = scenes.plane((*fan(3), *away), targets=None, neuron=(1, 0))
    assert marked(panel, view, monkeypatch) == [0, 1, 2]


@pytest.mark.parametrize("size", [(250, 240), (330, 340), (700, 720)])
@pytest.mark.parametrize("names", [(), ("Adelie", "Chinstrap", "Gentoo", "a very long name of a class", "e")])
@pytest.mark.parametrize("classes", [2, 3, 5])
def test_classes_are_told_above_the_plane_each_with_its_mark(classes, names, size, monkeypatch, written):  # noqa: F811
    panel, view = scenes.plane(targets=None)
    data, marks = panel._source(view.timeline), []
    points = replace(data.answer.points, names=names[:classes])
    data = replace(data, answer=replace(data.answer, classes=classes, points=points), lines=(), corners=())
    monkeypatch.setattr(gate_lines, "draw_ground", lambda *_, **__: None)
    monkeypatch.setattr(
        gate_legend, "draw_mark", lambda _, at, shape, ink, __: marks.append((at, shape, ink))
    )
    panel._source = lambda _: data
    draw(panel, view, size=size)
    above = [one for one in written[0] if one[1].bottom <= panel._axes.inner.top]
    told = sorted((one for one in above if one[1].x > panel._axes.inner.x), key=lambda one: one[1].x)
    assert len(told) == len(marks) == classes
    assert sorted(shape for _, shape, _ in marks) == list(range(classes))
    assert len({ink for *_, ink in marks}) == classes
    if size[0] < 300 and names[4:] and classes == 5:
        assert {words for words, _ in told} == {""}  # there is room for the marks alone
        return
    assert len({words for words, _ in told}) == classes
    for (words, box), (at, shape, _) in zip(told, sorted(marks), strict=True):
        assert box.x - 16 <= at[0] < box.x
        whole = names[shape : shape + 1] or (f"class {shape}", str(shape))
        assert words in whole or (words[-1] == "…" and (size[0] < 700 or len(whole[0]) > 20))
    for (_, box), (_, other) in itertools.pairwise(told):
        assert box.right < other.left
    assert told[-1][1].right <= panel._axes.inner.right


@pytest.mark.parametrize("size", [(480, 480), (700, 720)])
def test_what_an_arrow_means_is_told_beside_long_names_which_are_cut_for_it(size, monkeypatch, written):  # noqa: F811
    monkeypatch.setattr(gate_lines, "draw_ground", lambda *_, **__: None)
    panel, view = scenes.plane(targets=None)
    data = panel._source(view.timeline)
    names = ("Escherichia coli", "Saccharomyces", "not determined yet", "x", "Überlange Klasse")
    points = replace(data.answer.points, names=names)
    data = replace(data, answer=replace(data.answer, classes=5, points=points), corners=())
    assert data.lines
    panel._source = lambda _: data
    draw(panel, view, size=size)
    above = {words: box for words, box in written[0] if box.bottom <= panel._axes.inner.top}
    arrow = above.pop("z > 0")
    assert arrow.x >= panel._axes.inner.x
    told = [words for words, box in above.items() if box.x > arrow.right]
    assert len(told) == 5
    for words, name in zip(sorted(told), sorted(names), strict=True):
        assert words == name or (words.endswith("…") and len(words) >= 3 and name.startswith(words[:-1]))


def test_values_have_the_scale_of_their_colours_above_the_plane(written):  # noqa: F811
    panel, view = scenes.plane(targets=None)
    data = panel._source(view.timeline)
    answer = replace(data.answer, classes=0, low=-2.5, threshold=0.0, high=1.25)
    panel._source = lambda _: replace(data, answer=answer, corners=())
    picture = draw(panel, view)
    words = {text: box for text, box in written[0] if box.bottom <= panel._axes.inner.top}
    low, high = words["−2.50"], words["1.25"]
    assert {"z > 0", "ŷ"} <= set(words)
    bar = picture[low.centery, low.right + 8 : high.left - 8].astype(int)
    assert bar[0, 2] > bar[0, 0] + 60 and bar[-1, 0] > bar[-1, 2] + 20  # from blue to orange


@pytest.mark.parametrize("answer", [-1.6e143, 12345.0, 0.5])
def test_an_answer_at_a_corner_is_short_however_large_it_is(answer, written):  # noqa: F811
    panel, view = scenes.plane(targets=None)
    data = panel._source(view.timeline)
    panel._source = lambda _: replace(data, corners=tuple(Corner(answer) for _ in range(4)), lines=())
    draw(panel, view, size=(240, 240))
    told = [box for words, box in written[1]]
    assert len(told) == 4
    assert not any(a.colliderect(b) for a, b in itertools.combinations(told, 2))


def test_a_corner_of_several_classes_tells_which_it_is_taken_for(monkeypatch):
    panel, view = scenes.plane(targets=None)
    data = panel._source(view.timeline)
    data = replace(data, corners=(Corner(0.75, klass=2, output="ŷ₂"), *data.corners[1:]))
    panel._source = lambda _: data
    marks = []
    monkeypatch.setattr(
        gate_lines, "draw_mark", lambda _, at, shape, ink, *__, **how: marks.append((shape, ink, how))
    )
    draw(panel, view)
    lines = panel.hover(panel._axes.point(0, 0), view).lines
    assert lines == ("corner (0, 0), taken for class 2", "ŷ₂ = 0.75")
    assert marks[0] == (2, DARK.text, {"hollow": True, "ringed": False})  # seen on a ground of its class, too


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
    assert (
        told["h₄: z = 0 on this curve, above 0 where its arrow points"][2]
        == "a curve, as it sees more than x₁ and x₂"
    )
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


def test_what_is_told_of_a_row_keeps_clear_of_it():
    panel, view = scenes.table()
    draw(panel, view)
    for row in panel._rows.values():
        hint = panel.hover(row.center, view)
        assert hint.clear.contains(row)


@pytest.mark.parametrize("bounded", [True, False])
def test_cells_of_what_has_no_bounds_are_coloured_by_sign_and_alike_on_both_sides_of_zero(bounded):
    values = (-0.57, -2.86, 0.18, 0.0)
    rows = ((scenes.row("h₁", values, "x₁", 0.3, -2.86),),)
    panel, view = scenes.table(rows=rows)
    panel._bounded = lambda _: (bounded,)
    picture = draw(panel, view).astype(int)
    row = panel._rows[0, 0]
    cells = [picture[row.y + 4, row.x + 44 + k * panel._cell + 3] for k in range(len(values))]
    warm = [int(cell[0] - cell[2]) for cell in cells]  # red over blue
    lines = panel.hover(row.center, view).lines
    if bounded:
        assert warm[0] > 0  # nearer to the greatest, which stands for 1
        assert lines[-1] == "blue is near what stands for 0, orange near 1"
    else:
        assert warm[1] < warm[0] < warm[3] < warm[2]
        assert lines[-1] == "blue is below 0, orange above"


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


@pytest.mark.parametrize("loss", [1e-9, 0.0, 700.0])
def test_a_loss_beyond_the_line_stands_at_its_end(loss, monkeypatch):
    circles = []
    monkeypatch.setattr(Canvas, "circle", lambda self, at, *_: circles.append(at))
    panel, view = scenes.score(loss=loss, best=math.inf)
    draw(panel, view)
    line = panel._line
    assert circles and {x for x, _ in circles} == {line.x if loss < 1 else line.right - 1}


@pytest.mark.parametrize("width", [230, 330, 440])
def test_below_which_loss_it_is_solved_is_told_at_any_height(width, written):  # noqa: F811
    panel, view = scenes.score()
    for height in range(62, 130, 2):
        written[0].clear()
        draw(panel, view, size=(width, height))
        if panel._line.height:
            told = [words for words, _ in written[0]]
            assert ("0.1" in told) != ("< 0.1" in told), height
            assert all(box.right <= width - 4 for _, box in written[0])


@pytest.mark.parametrize("height", [320, 110, 100, 94, 84])
def test_where_the_loss_is_on_its_line_is_seen_in_little_room_too(height):
    panel, view = scenes.score(loss=0.3, best=0.05)
    draw(panel, view, size=(440, height))
    assert panel._line.height >= 8
    assert panel._line.bottom <= height - 10
    assert panel.hover(panel._line.center, view).lines[0] == "loss = 0.3"


@pytest.mark.parametrize("height", range(60, 130, 7))
def test_what_fits_of_the_rules_begins_as_a_sentence_does(height):
    panel, view = scenes.score(loss=None, on=False)
    data = replace(panel._source(view.timeline), says=play_gates.OFF)
    panel._source = lambda _: data
    words = said(panel, view, (300, height))
    assert all(text[0].isupper() for text in words[1:2])
    assert not words[1:] or words[-1].endswith(".")


def test_enlarged_the_rules_are_in_larger_letters_and_in_lines_that_can_be_read(written):  # noqa: F811
    panel, view = scenes.score()
    data = replace(panel._source(view.timeline), loss=None)
    data = replace(data, says=f"The loss is the score: how small can it become by hand? {data.says}")
    panel._source = lambda _: data
    seen = []
    for size in ((900, 90), (1800, 900)):
        written[0].clear()
        draw(panel, view, size=size)
        seen.append([box for words, box in written[0] if words and words in data.says])
    assert seen[1][0].height > seen[0][0].height and len(seen[1]) > len(seen[0])
    assert max(box.width for box in seen[1]) <= 640


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


@pytest.mark.parametrize("width", [300, 440, 600, 900])
def test_activations_keep_to_their_cells_however_large_they_are(width, written):  # noqa: F811
    values = (-1.6e143, 2.5e7, 0.18, -12345.0)
    panel, view = scenes.table(rows=((scenes.row("h₁", values, "x₁", 0.3, -2.86),),))
    draw(panel, view, size=(width, 200))
    row = panel._rows[0, 0]
    told = [box for words, box in written[0] if row.collidepoint(box.center)][1:5]
    for k, box in enumerate(told):
        left = row.x + NAME + k * panel._cell
        assert left <= box.left and box.right <= left + panel._cell - 2
    wide = panel._cell
    assert 44 <= wide <= 104 and (wide > 100) == (width == 900)


@pytest.mark.parametrize("size", [(220, 90), (220, 120), (600, 300)])
def test_why_there_is_no_table_is_told_in_whole_sentences(size, written):  # noqa: F811
    panel, view = scenes.table()
    panel._reason = lambda _: (
        "Gates are of classes: here values are to be met, so no neuron is compared with one."
    )
    draw(panel, view, size=size)
    told = written[0][1:]
    assert " ".join(words for words, _ in told)[-1] == "."
    assert all(box.bottom <= size[1] - 4 for _, box in told)


@pytest.mark.parametrize("width", [408, 420, 440, 600])
def test_a_gate_with_little_room_is_written_smaller_before_it_is_cut(width, written):  # noqa: F811
    panel, view = scenes.table()
    draw(panel, view, size=(width, 320))
    words = [words for words, _ in written[0]]
    assert "x₁ AND NOT x₂?" in words and "NAND" in words
