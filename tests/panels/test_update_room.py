"""The page of an update keeps its numbers apart and whole where there is little room."""

import re
from itertools import pairwise

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.contrast import contrast, luminance
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.numbers import number
from netviz.drawing.theme import THEMES
from netviz.drawing.widgets import hint_box
from netviz.panels import update_boxes, update_graph
from netviz.panels.update_box import draw_box
from netviz.panels.update_column import in_column
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.update_numbers import UpdateNumbers, _in_lines, _shortened
from netviz.panels.update_table import draw_terms
from netviz.panels.update_terms import Terms
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
    words = [words for words, _ in written[0]]
    assert {"sample", "mean"} <= set(words) and any(re.fullmatch(r"and \d more", text) for text in words)


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


def test_numbers_beside_free_room_are_two_signs_apart(figures):
    run = Run("--moons --hidden-neurons 3 --seed 1", (960, 600), "update", 40)
    panel, seen = run.panel(UpdateNumbers), 0
    for phase in range(7):
        panel.walk.go(phase)
        figures.clear()
        run.draw()
        for row in (place for place, says in panel._told if any(" = " in line for line in says[1:])):
            own = sorted((box for _, box in figures if row.collidepoint(box.center)), key=lambda box: box.x)
            seen += len(own)
            assert all(after.left >= before.right + 14 for before, after in pairwise(own)), phase
    assert seen > 100


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
@pytest.mark.parametrize("value", [0.5, -0.5, 0.25, -0.02])
@pytest.mark.parametrize("size", [(110, 48), (60, 48), (90, 24)])
def test_name_and_numbers_in_a_lit_box_stand_out_from_its_colour(theme, value, size, canvas_of, monkeypatch):
    canvas, inks = canvas_of((200, 80), theme), []
    monkeypatch.setattr(Canvas, "figures", lambda _, figures, __: inks.extend(one[3] for one in figures))
    monkeypatch.setattr(Canvas, "text", lambda _, __, ___, ink, *more: inks.append(ink))
    box = Rect((10, 10), size)
    draw_box(canvas, box, "h₁", value, "z −0.222", lit=True, most=0.5)
    fill = canvas.surface.get_at((box.centerx, box.bottom - 6))[:3]
    assert len(inks) >= 2
    assert all(contrast(luminance(ink), luminance(fill)) >= 4.5 for ink in inks)


SIX = "--moons --hidden-neurons 4,4,4,4,4,4 --seed 1"
ROOMS = [
    ("--spiral --hidden-neurons 32,32,32 --seed 1", (960, 600), 1.0),
    (SIX, (960, 600), 1.0),
    (SIX, (960, 600), 1.5),
    (SIX, (1280, 800), 2.0),
    ("--spiral --hidden-neurons 32,32,32,32,32,32 --seed 1", (960, 600), 1.0),
    ("--playground --problem blobs-5 --hidden-neurons 5,3 --seed 1", (1280, 800), 2.0),
    ("--moons --hidden-neurons 8,8 --seed 1", (640, 400), 1.0),
]


@pytest.mark.parametrize("flags, size, scale", ROOMS)
def test_of_every_network_every_number_has_its_name_and_keeps_to_its_box(
    flags,
    size,
    scale,
    monkeypatch,
    written,  # noqa: F811
    figures,
):
    named = []

    def noted(canvas, box, name, value, below, **how):
        begun = len(written[0]), len(figures)
        draw_box(canvas, box, name, value, below, **how)
        own = [*written[0][begun[0] :], *figures[begun[1] :]]
        named.append((name in [words for words, _ in own], [place for words, place in own if words], box))

    monkeypatch.setattr(update_boxes, "draw_box", noted)
    run = Run(flags, size, "update", 5, scale)
    graph = run.panel(UpdateGraph)
    for phase in range(len(graph.walk._phases)):
        graph.walk.go(phase)
        named.clear()
        run.draw()
        assert len(named) > 8
        assert [one for one in named if not one[0]] == []
        for _, words, box in named:
            assert all(box.left <= place.left and place.right <= box.right for place in words)
        layout, (layer, source, neuron) = graph._layout, graph.walk.chosen
        assert neuron in layout.columns[layer + 1]
        assert source in layout.columns[layer] or source == len(
            graph._source(run.stage._looking.view).sources(layer)
        )
        assert sum(more for more, _ in layout.aside) + sum(map(bool, layout.columns)) == len(layout.columns)
        boxes = [box for column in layout.columns for box in column.values()]
        assert all(layout.area.contains(box) for box in boxes)
        assert not any(side.colliderect(box) for _, side in layout.aside for box in boxes)


@pytest.mark.parametrize(
    "size, scale", [((640, 400), 1.0), ((960, 600), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.0)]
)
def test_all_phases_of_a_deep_network_have_their_place_and_the_present_one_its_title(size, scale, written):  # noqa: F811
    run = Run(SIX, size, "update", 1, scale)
    graph = run.panel(UpdateGraph)
    for phase in range(17):
        graph.walk.go(phase)
        written[0].clear()
        run.draw()
        area = graph._layout.area
        tabs = [button.area for button, _ in graph._controls._buttons[5:]]
        assert len(tabs) == 17 and tabs[0].left >= area.left - 4 and tabs[-1].right <= area.right + 4
        assert not any(one.colliderect(other) for one, other in pairwise(tabs))
        says = [button.says.split("  ")[1].rstrip(":") for button, _ in graph._controls._buttons[5:]][phase]
        assert {says, says.replace("hidden ", "")} & {words for words, _ in written[0]}


@pytest.mark.parametrize(
    "size, scale", [((640, 400), 1.0), ((960, 600), 1.0), ((1280, 800), 2.0), ((1920, 1080), 1.0)]
)
@pytest.mark.parametrize("flags", ["--moons --hidden-neurons 3 --seed 1", "--spiral --seed 1", SIX])
def test_what_is_told_of_a_weight_covers_neither_of_its_layers_nor_what_is_between(flags, size, scale):
    run = Run(flags, size, "update", 5, scale)
    graph, canvas = run.panel(UpdateGraph), Canvas(run.surface, THEMES["dark"], Lettering(scale), scale)
    for layer, edges in enumerate(graph._layout.edges):
        for (x, y), (x1, y1) in edges.places[:3]:
            at = round(0.5 * (x + x1)), round(0.5 * (y + y1))
            hint = graph.hover(at, run.stage._looking.view)
            box = hint_box(canvas, hint, at)
            assert " → " in hint.lines[0]
            assert not box.colliderect(graph._layout.between(layer + 1))
            assert box.left - at[0] < size[0] / 2


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("checking", [True, False])
def test_exact_numbers_are_told_beside_the_table_and_the_comparison(size, checking):
    run = Run("--playground --problem blobs-3 --seed 1", size, "update", 5)
    panel, canvas = run.panel(UpdateNumbers), Canvas(run.surface, THEMES["dark"], Lettering(), 1.0)
    panel.walk.checking = checking
    run.draw()
    rows = [place for place, says in panel._told if any(" = " in line for line in says[1:])]
    for place in (*rows, *([panel._check.told[0]] if checking else ())):
        at = place.centerx, place.bottom - 3
        box = hint_box(canvas, panel.hover(at, run.stage._looking.view), at)
        assert box.right <= place.left


@pytest.mark.parametrize("size", [(640, 400), (960, 600), (1920, 1080)])
def test_the_frame_of_the_keyboard_is_clear_of_the_line_under_the_graph(size, written, monkeypatch):  # noqa: F811
    rings = []
    monkeypatch.setattr(update_graph, "ring", lambda _, around, __: rings.append(around))
    run = Run("--moons --seed 1", size, "update", 5)
    graph = run.panel(UpdateGraph)
    graph.focus(0)
    written[0].clear()
    run.draw()
    line = next(box for words, box in written[0] if words.startswith("next update"))
    assert line.top >= rings[-1].bottom and rings[-1].contains(graph._layout.area)


def test_the_edge_under_the_mouse_is_lit():
    run = Run("--moons --hidden-neurons 3 --seed 1", (960, 600), "update", 5)
    graph = run.panel(UpdateGraph)
    (x, y), (x1, y1) = graph._layout.edges[0].places[2]
    at = round(0.7 * x + 0.3 * x1), round(0.7 * y + 0.3 * y1)
    before = sum(run.surface.get_at(at)[:3])
    run.stage.mouse = at
    run.draw()
    assert sum(run.surface.get_at(at)[:3]) > max(before, 500)
    run.stage.mouse = None
    run.draw()
    assert sum(run.surface.get_at(at)[:3]) == before


@pytest.mark.parametrize(
    "value, ink", [(0.0, "secondary"), (-0.0, "secondary"), (0.1, "positive"), (-0.1, "negative")]
)
def test_zero_has_the_colour_of_neither_sign(value, ink, canvas_of):
    canvas = canvas_of((200, 80))
    box = Rect(10, 10, 110, 48)
    draw_box(canvas, box, "h₁", value, None, lit=True, most=0.1)
    edge = canvas.surface.get_at((box.left, box.centery))[:3]
    wanted = canvas.theme.tint(getattr(canvas.theme, ink), 0.8)
    assert np.abs(np.subtract(edge, wanted)).max() <= 2


def test_a_term_of_zero_has_no_bar(canvas_of):
    canvas = canvas_of((300, 120))
    rows = (("a", (1.0, 0.0)), ("b", (1.0, 0.5)), ("c", (1.0, -1e-9)))
    placed = draw_terms(canvas, Rect(0, 0, 300, 120), Terms(("from", "x", "x w"), rows, "Σ", 0.5), 20)
    ground = canvas.surface.get_at((299, 5))[:3]
    inked = [
        any(canvas.surface.get_at((x, box.centery))[:3] != ground for x in range(box.right - 56, box.right))
        for box, *_ in placed
    ]
    assert inked == [False, True, True]


def test_every_weight_of_the_chosen_neuron_has_its_number_where_fewer_digits_fit(written):  # noqa: F811
    run = Run("--playground --problem blobs-3 --seed 1", (960, 600), "update", 60)
    run.panel(UpdateGraph).walk.go(2)
    written[1].clear()
    run.draw()
    numbers = [words for words, _ in written[1] if not words.startswith("+")]
    assert len(numbers) == 8


@pytest.mark.parametrize("hidden", ["4,4,4,4,4,4", "32,32,32,32,32,32", "8,8,8,8", "8,8", "3"])
@pytest.mark.parametrize("size", [(640, 400), (960, 600), (1280, 800)])
def test_all_weights_of_the_chosen_neuron_have_their_numbers_or_it_alone(hidden, size, written):  # noqa: F811
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size, "update", 3)
    graph = run.panel(UpdateGraph)
    for phase in range(hidden.count(",") + 2):
        graph.walk.go(phase)
        written[1].clear()
        run.draw()
        numbers = [words for words, _ in written[1] if not words.startswith("+")]
        assert len(numbers) in (0, 1, len(graph._layout.columns[phase]))
        layer, _, neuron = graph.walk.chosen
        weights = graph._source(run.stage._looking.view).layers[layer].weights[:-1, neuron]
        assert set(numbers) <= {number(float(w), digits) for w in weights for digits in (3, 2)}


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
@pytest.mark.parametrize("problem", ["moons", "blobs-5"])
def test_what_is_chosen_is_named_where_there_is_room_for_it(problem, size, written):  # noqa: F811
    run = Run(f"--playground --problem {problem} --seed 1", size, "update", 1)
    panel = run.panel(UpdateNumbers)
    for phase in range(9):
        panel.walk.go(phase)
        written[0].clear()
        run.draw()
        words = [words for words, _ in written[0]]
        assert {"sample", "neuron", "weight", "1/10"} <= set(words)


@pytest.mark.parametrize("signs", range(12, 40))
def test_what_an_equation_comes_to_stands_behind_its_sign(signs):
    lines = _in_lines("z = 0.25 · (−1.5) + 0.75 · 2 + 0.5 = −1.625", signs)
    assert lines[-1].endswith("= −1.625")
    assert " ".join(lines) == "z = 0.25 · (−1.5) + 0.75 · 2 + 0.5 = −1.625"


@pytest.mark.parametrize("flags", [SIX, "--moons --seed 1"])
@pytest.mark.parametrize("size, scale", [((960, 600), 1.5), ((1280, 800), 2.0)])
def test_in_a_small_window_terms_go_before_the_equation_that_says_them(flags, size, scale, written):  # noqa: F811
    run = Run(flags, size, "update", 5, scale)
    panel = run.panel(UpdateNumbers)
    for phase in range(2):
        panel.walk.go(phase)
        written[0].clear()
        run.draw()
        begun = {words[:3] for words, _ in written[0] if re.match(r"[za] = [^xz]*[\d…]", words)}
        assert {"z =", "a ="} <= begun  # of every equation what it comes to
        assert sum(any(" = " in line for line in says[1:]) for _, says in panel._told) >= 3


@pytest.mark.parametrize(
    "value, told", [(1.0, "1"), (-1.0, "−1"), (0.0, "0"), (0.9999, "1.00"), (123.0, "123")]
)
def test_a_target_is_told_without_decimals_but_a_number_near_it_is_not(value, told):
    assert brief(value) == told


def test_samples_of_a_batch_are_called_by_as_much_as_there_is_room_for(canvas_of, written):  # noqa: F811
    canvas = canvas_of((700, 300))
    places = ("(−0.072, −0.89)", "(0.5, 1)", "(1.1, 0.2)")
    classes = ("Escherichia coli", "x", "not determined")
    pairs = list(zip(places, classes, strict=True))
    forms = [tuple(f"{p} class {c}" for p, c in pairs), tuple(f"{p} {c}" for p, c in pairs), places]
    rows = tuple((name, (0.5, -0.25)) for name in forms[0])
    terms = Terms(("sample", "z", "a"), rows, "mean", 0.1, 0, "sample", fewer=tuple(forms[1:]))
    seen = []
    for width in range(660, 150, -10):
        written[0].clear()
        placed = draw_terms(canvas, Rect(10, 10, width, 200), terms, 20)
        texts = [words for words, box in written[0] if any(row.contains(box) for row, *_ in placed)]
        names = tuple(texts)
        assert [says[0] for *_, says in placed] == list(forms[0])  # the mouse tells them whole
        if names in forms:
            seen.append(forms.index(names))
        elif names == ("1", "2", "3"):
            seen.append(4)
        else:
            assert all(name.startswith(place) for name, place in zip(names, places, strict=True))
            assert all(
                whole.startswith(name.rstrip("…")) for name, whole in zip(names, forms[1], strict=True)
            )
            assert any(name.endswith("…") for name in names)
            seen.append(1.5)
    assert sorted(seen) == seen and set(seen) == {0, 1, 1.5, 2, 4}


@pytest.mark.parametrize(
    "values, signs, told",
    [
        ((0.00135, 1.9444e-4, 4.0e-4, -0.00168), 8, ("1.35e−3", "1.94e−4", "4.00e−4", "−1.68e−3")),
        ((0.00135, 1.9444e-4, 4.0e-4, -0.00168), 7, ("1.4e−3", "1.9e−4", "4.0e−4", "−1.7e−3")),
        ((0.97123, 4.0e-4, -0.05712), 8, ("0.971", "0.000400", "−0.0571")),
        ((-1.1761, -4.0567e-4), 8, ("−1.18", "−0.00041")),
        ((1.5, 2.0e-12), 8, ("1.50", "2.00e−12"),),
        ((0.00135, -0.00168), 8, ("0.00135", "−0.00168")),
        ((1.0, 0.0, 0.25), 8, ("1", "0", "0.250")),
        ((np.nan, 0.0, 2e-5), 8, ("NaN", "0", "2.00e−5")),
    ],
)  # fmt: skip
def test_a_column_has_one_notation_and_three_digits_where_they_fit(values, signs, told):
    assert tuple(in_column(values, signs)) == told
    assert max(map(len, told)) <= signs


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("phase", [0, 5, 6, 8])
def test_a_weight_has_the_same_digits_on_its_wire_and_in_the_table(phase, size, written, figures):  # noqa: F811
    run = Run("--playground --problem blobs-3 -hn 5,4 --seed 1", size, page="update", epochs=60)
    graph, labels = run.panel(UpdateGraph), written[1]
    graph.walk.go(phase)
    labels.clear()
    figures.clear()
    run.draw()
    table = [words for words, _ in figures]
    told = [words for words, _ in labels]
    assert told
    whole = [words for words in told if words in table]
    narrow = size[0] < 1000
    assert len(whole) >= len(told) - (2 if narrow else 0), (told, table)


@pytest.mark.parametrize("size, least", [((1920, 1080), 50), ((1280, 800), 40)])
def test_between_columns_of_six_layers_wires_have_room_and_in_boxes_name_and_number(size, least):
    run = Run("--moons --hidden-neurons 4,4,4,4,4,4 --seed 1", size, "update", 1)
    layout = run.panel(UpdateGraph)._layout
    boxes = [next(iter(column.values())) for column in layout.columns]
    gaps = [after.left - before.right for before, after in pairwise(boxes)]
    assert min(gaps) >= least
    assert size[0] < 1900 or min(box.width for box in boxes) >= 85


def test_in_a_wide_table_figures_are_near_to_their_names_and_bars_have_the_rest(canvas_of, written, figures):  # noqa: F811
    canvas = canvas_of((1900, 400))
    rows = tuple((f"(0.{k}, −0.5) class 1", (0.5 * k, -0.25 * k)) for k in range(1, 6))
    terms = Terms(("sample", "z", "a"), rows, "mean", 0.1, 0, "sample")
    for width in (920, 1800):
        written[0].clear()
        figures.clear()
        placed = draw_terms(canvas, Rect(10, 10, width, 300), terms, 20)
        assert len(placed) == 5
        names = [box for words, box in written[0] if words.startswith("(")]
        assert len(names) == 5
        assert max(box.right for _, box in figures) - max(name.right for name in names) < 450
