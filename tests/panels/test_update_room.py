"""The page of an update keeps its numbers apart and whole where there is little room."""

from itertools import pairwise

import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.contrast import contrast, luminance
from netviz.drawing.lettering import Face
from netviz.drawing.theme import THEMES
from netviz.panels import update_boxes
from netviz.panels.update_box import draw_box
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.update_numbers import UpdateNumbers, _shortened
from netviz.panels.update_words import brief
from tests.panels.test_play_clear import Run
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)


@pytest.fixture
def figures(monkeypatch):
    """Return the boxes of the figures that are written from now on."""
    found, drawn = [], Canvas.figures

    def noted(canvas, figures, face=Face.TINY):
        figures = list(figures)
        for words, right, middle, _ in figures:
            wide = canvas.text_width(words, face)
            found.append((words, Rect(right - wide, middle - 1, wide, 2)))
        drawn(canvas, figures, face)

    monkeypatch.setattr(Canvas, "figures", noted)
    return found


@pytest.mark.parametrize("size", [(640, 400), (800, 500), (960, 600), (1280, 800)])
def test_a_table_of_terms_has_room_for_its_mark_its_names_and_its_numbers(size, figures, written):  # noqa: F811
    run = Run("--moons --hidden-neurons 4,4 --seed 1", size, "update", 20)
    panel = run.panel(UpdateNumbers)
    tables = 0
    for phase in range(9):
        panel.walk.phase = phase
        written[0].clear()
        figures.clear()
        run.draw()
        for row in (place for place, says in panel._told if any(" = " in line for line in says[1:])):
            own = [one for one in (*written[0], *figures) if row.collidepoint(one[1].center) and one[0]]
            own.sort(key=lambda one: one[1].right)
            if len(own) < 3:  # the plate of a comparison
                continue
            tables += 1
            assert own[0][1].left >= row.left + 4, own
            assert all(after.left >= before.right + 2 for (_, before), (_, after) in pairwise(own)), own
            assert all(box.right <= row.right for _, box in own)
    assert tables > 4


def test_the_button_that_checks_a_gradient_says_so_in_whole_words(written):  # noqa: F811
    for size in ((640, 400), (960, 600), (1280, 800)):
        written[0].clear()
        Run("--moons --hidden-neurons 4,4 --seed 1", size, "update", 5)
        assert [words for words, _ in written[0] if words.startswith("Check")][-1][-1] != "…"


@pytest.mark.parametrize("size", [(640, 400), (960, 600), (1280, 800)])
def test_nothing_is_written_under_a_comparison_or_over_its_numbers(size, written):  # noqa: F811
    run = Run("--moons --hidden-neurons 4,4 --seed 1", size, "update", 20)
    panel = run.panel(UpdateNumbers)
    panel.walk.checking = True
    for phase in range(9):
        panel.walk.phase = phase
        written[0].clear()
        run.draw()
        plate = panel._check.told[0]
        boxes = [(words, box) for words, box in written[0] if words and box.left >= plate.left]
        own = [box for words, box in boxes if plate.contains(box)]
        assert len(own) >= 14
        assert not [words for words, box in boxes if box.colliderect(plate) and not plate.contains(box)]
        assert not any(box.colliderect(other) for i, box in enumerate(own) for other in own[:i])


def test_equations_are_shortened_to_their_names_and_last_numbers():
    whole = [["z = 1 · 2 +", "3 · 4 +", "5 =", "19"], ["a = tanh(19) = 1"]]
    lines = [_shortened([list(one) for one in whole], most, 20) for most in range(5, 0, -1)]
    assert [line for line, _ in lines[0]] == [*whole[0], *whole[1]]
    assert lines[1] == [
        ("z = 1 · 2 +", False),
        ("3 · 4 +", False),
        ("… = 19", True),
        ("a = tanh(19) = 1", True),
    ]
    assert lines[2] == [("z = 1 · 2 +", False), ("… = 19", True), ("a = tanh(19) = 1", True)]
    assert lines[3] == [("z = … = 19", True), ("a = tanh(19) = 1", True)]
    assert lines[4] == [("z = … = 19", True)]
    assert _shortened([["loss of sample 1 =", "−ln 0.98 =", "0.02"]], 1, 20) == [
        ("loss of sample 1 = 0.02", True)
    ]


def test_a_low_panel_has_a_low_table_rather_than_none(written):  # noqa: F811
    run = Run("--moons --hidden-neurons 3 --seed 1", (640, 400), "update", 20)
    panel = run.panel(UpdateNumbers)
    panel.walk.phase = 2
    written[0].clear()
    run.draw()
    assert {"sample", "and 9 more", "mean"} <= {words for words, _ in written[0]}


@pytest.mark.parametrize(
    "value, width, told",
    [
        (-0.0005485, 74, "−5.5e−4"),
        (0.00119, 74, "0.00119"),
        (0.00119, 70, "0.0012"),
        (-0.00114, 74, "−0.0011"),
    ],
)
def test_a_box_keeps_its_name_and_has_fewer_digits_where_there_is_little_room(
    value,
    width,
    told,
    canvas_of,
    written,  # noqa: F811
    figures,
):
    draw_box(canvas_of((200, 100)), Rect(10, 10, width, 42), "h₂", value, None, lit=True, most=1.0)
    name = next(box for words, box in written[0] if words == "h₂")
    words, number = figures[0]
    assert words.replace("-", "−") == told
    assert name.right + 2 <= number.left and number.right <= 10 + width


def test_in_a_large_window_boxes_and_columns_use_the_room(figures):
    run = Run("--moons --hidden-neurons 3 --seed 1", (1920, 1080), "update", 20)
    layout = run.panel(UpdateGraph)._layout
    boxes = list(layout.columns[1].values())
    assert boxes[-1].bottom - boxes[0].top > 0.55 * layout.area.height
    assert all(layout.area.contains(box) for column in layout.columns for box in column.values())
    numbers = run.panel(UpdateNumbers)
    rows = [place for place, says in numbers._told if any(" = " in line for line in says[1:])]
    for row in rows:  # the last numbers of both tables are one below the other, the bars beside them as long
        ends = sorted(box.right for _, box in figures if row.collidepoint(box.center))
        assert row.right - ends[-1] == 118 and ends[-1] - ends[-2] == 112


@pytest.mark.parametrize("theme", THEMES)
def test_numbers_in_a_lit_box_stand_out_from_its_colour(theme, canvas_of, monkeypatch):
    canvas, inks = canvas_of((200, 80), theme), []
    monkeypatch.setattr(Canvas, "figures", lambda _, figures, __: inks.extend(one[3] for one in figures))
    box = Rect(10, 10, 110, 48)
    draw_box(canvas, box, "h₁", 0.5, "z −0.222", lit=True, most=0.5)
    fill = canvas.surface.get_at((box.centerx, box.bottom - 6))[:3]
    assert len(inks) == 2
    assert all(contrast(luminance(ink), luminance(fill)) >= 3 for ink in inks)


@pytest.mark.parametrize("phase", range(11))
def test_of_a_large_network_every_number_has_its_name(phase, monkeypatch):
    named = []

    def noted(canvas, box, name, value, below, **how):
        with monkeypatch.context() as patch:
            text, written = Canvas.text, []
            patch.setattr(Canvas, "text", lambda *one, **more: written.append(one[1]) or text(*one, **more))
            draw_box(canvas, box, name, value, below, **how)
        named.append((name in written, name, value))

    monkeypatch.setattr(update_boxes, "draw_box", noted)
    run = Run("--spiral --hidden-neurons 32,32,32 --seed 1", (960, 600), "update", 5)
    run.panel(UpdateGraph).walk.phase = phase
    named.clear()
    run.draw()
    assert len(named) > 30
    assert [one for one in named if not one[0]] == []


@pytest.mark.parametrize(
    "value, told", [(1.0, "1"), (-1.0, "−1"), (0.0, "0"), (0.9999, "1.000"), (123.0, "123")]
)
def test_a_target_is_told_without_decimals_but_a_number_near_it_is_not(value, told):
    assert brief(value) == told
