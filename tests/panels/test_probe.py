"""The panels that look into a network with two inputs: exact figures, the neuron chosen, the walk."""

import itertools
import re
from collections import defaultdict
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import exact, fixed
from netviz.panels.contributions import Contributions
from netviz.panels.neuron_sum import lines_of
from netviz.panels.neuron_table import NeuronTable
from netviz.panels.panel import Choices
from netviz.panels.walk import Walk
from tests.panels import probe_scenes as scenes
from tests.panels.pictures import draw
from tests.panels.test_hover import hints, number_after
from tests.panels.test_play_clear import Run
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)
from tests.panels.texts import noted_texts


def keys(panel, view, *words):
    """Press keys while the panel has the keyboard; return the last choices."""
    panel.focus(0)
    for word in words:
        chosen = panel.typed(word, "", view)
        view = view if chosen is None else replace(view, choices=chosen)
    return view.choices


# figures beside each other


def assert_apart(boxes, between=4):
    """Fail where two boxes of a row, which have one middle, are not so many pixels apart."""
    rows = [[box for box in boxes if box.centery == middle] for middle in {box.centery for box in boxes}]
    assert max(map(len, rows)) > 2
    for row in rows:
        for one, other in pairwise(sorted(row, key=lambda box: box.x)):
            assert one.right + between <= other.left


@pytest.mark.parametrize("size", [(420, 230), (620, 300), (330, 150)])
def test_figures_of_a_sum_stay_apart_however_large_they_are(size, written):  # noqa: F811
    data = replace(scenes.total(), weights=np.array((695.12, -1024.3, 3e80)), z=np.array((-1.2e80, 514.54)))
    panel, view = Contributions(lambda _: data), scenes.contributions()[1]
    draw(panel, view, size=size)
    assert_apart([box for text, box in written[0] if text[0] in "−0123456789"])


@pytest.mark.parametrize("width", [380, 620])
def test_figures_of_all_neurons_stay_apart_however_large_they_are(width, monkeypatch):
    boxes, figures = [], Canvas.figures

    def noted(canvas, told, face):
        told = list(told)
        for text, right, middle, _ in told:
            box = Rect(0, 0, canvas.text_width(text.strip(), face), 2)
            box.midright = right, middle
            boxes.append(box)
        figures(canvas, told, face)

    monkeypatch.setattr(Canvas, "figures", noted)
    panel, view = scenes.neurons()
    data = panel._source(view)
    large = replace(data, z=tuple(700.0 * z for z in data.z), a=tuple(-300.0 * a for a in data.a))
    draw(NeuronTable(lambda _: large), view, size=(width, 240))
    assert_apart(boxes)


# the neuron that is chosen


@pytest.mark.parametrize(
    "neuron, step, then",
    [((0, 0), 1, (0, 1)), ((0, 3), 1, (1, 0)), ((2, 0), 1, (2, 0)), ((1, 0), -1, (0, 3)),
     ((0, 0), -1, (0, 0)), ((9, 9), 0, (2, 0)), ((1, 9), -1, (1, 0)), ((0, 0), 99, (2, 0))],
)  # fmt: skip
def test_the_next_neuron_goes_through_all_layers_and_stays_inside(neuron, step, then):
    assert Choices(neuron=neuron).next_neuron((4, 2, 1), step).neuron == then


# contributions


def test_every_term_adds_up_to_z():
    data = scenes.total(inputs=5)
    terms, ends = lines_of(data)
    for i, column in enumerate((2, 4)):
        products = [line.figures[column] for line in terms]
        assert products == pytest.approx(data.values[i] * data.weights, rel=1e-14)
        assert ends[0].figures[column] == pytest.approx(sum(products), rel=1e-12)
        assert ends[2].figures[column] == pytest.approx(sum(products) + data.bias, rel=1e-12)
        assert np.tanh(ends[2].figures[column]) == pytest.approx(ends[3].figures[column], rel=1e-12)
    for line in (*terms, ends[0], *ends[2:]):
        assert line.figures[-1] == pytest.approx(line.figures[4] - line.figures[2], rel=1e-12)
    assert ends[1].figures[-1] == 0


@pytest.mark.parametrize("columns", [1, 2])
def test_a_term_is_told_exactly(columns):
    panel, view = scenes.contributions(columns=columns)
    told, data = hints(panel, view), scenes.total(columns=columns)
    for k, name in enumerate(data.inputs):
        (lines,) = (lines for lines in told if lines[0] == f"{name} → h2₁")
        for i in range(columns):
            x, product = data.values[i, k], data.values[i, k] * data.weights[k]
            assert lines[1 + i].endswith(f"w·x = {exact(data.weights[k])} · {exact(x)} = {exact(product)}")
        assert len(lines) == (2 if columns == 1 else 4)
    (bias,) = (lines for lines in told if lines[0] == "the bias of h2₁")
    assert bias[1] == "b = −0.4"
    assert any(line.startswith("z = Σ w·x + b") for line, *_ in told)


def test_arrows_drawn_and_pressed_go_to_other_neurons():
    panel, view = scenes.contributions()
    draw(panel, view)
    before, after = (panel.press(box.center, view) for box in panel._arrows)
    assert panel.pressed_control == 0
    assert (before.neuron, after.neuron) == ((0, 3), (1, 1))
    assert keys(panel, view, "left").neuron == (0, 3)
    assert keys(panel, view, "right", "right").neuron == (2, 0)
    assert keys(panel, view, "home").neuron == (0, 0)
    assert keys(panel, view, "end").neuron == (2, 0)
    assert panel.typed("enter", "", view) is None
    assert panel.press((200, 250), view) is None


def test_many_terms_are_scrolled_by_wheel_and_keys_and_the_sum_stays():
    panel, view = scenes.contributions(inputs=16)

    def seen():
        return {lines[0] for lines in hints(panel, view)}

    first = seen()
    assert "x₁ → h2₁" in first and "x16 → h2₁" not in first
    keys(panel, view, *["down"] * 20)
    last = seen()
    assert "x16 → h2₁" in last and "x₁ → h2₁" not in last
    assert "the bias of h2₁" in first & last
    assert panel.wheel((100, 100), 20, view) is view.choices
    assert "x₁ → h2₁" in seen()
    still, view_of_few = scenes.contributions()
    draw(still, view_of_few)
    assert still.wheel((100, 100), 1, view_of_few) is None


@pytest.mark.parametrize("size", [(420, 230), (330, 150)])
def test_the_sum_tells_z_exactly_to_the_keyboard(size):
    panel, view = scenes.contributions()
    assert panel.stop() is None
    panel.focus(0)
    draw(panel, view, size=size)
    lines, z = panel.hover(panel.stop(), view).lines, scenes.total().z
    assert lines[:3] == ("z = Σ w·x + b, of h2₁", f"A = {exact(z[0])}", f"B = {exact(z[1])}")


def test_the_arrows_tell_where_else_a_neuron_is_chosen_on_this_page():
    panel, view = scenes.contributions()
    told = [lines for lines in hints(panel, view) if lines[0] in ("the neuron before", "the next neuron")]
    assert {lines[1] for lines in told} == {"← →, after Tab; or click one in the table of all neurons"}


def test_of_a_low_table_terms_and_z_are_whole_and_a_word_tells_of_the_rest(written):  # noqa: F811
    for inputs, more in ((2, ""), (16, "and 15 more")):
        written[0].clear()
        panel, view = scenes.contributions(inputs=inputs)
        draw(panel, view, size=(330, 150))
        words = [text for text, _ in written[0]]
        assert {"x₁", "x₂", "= z", "B − A"} <= set(words)
        assert ("+ b" in words) == (not more) and (more or "+ b") in words
        low = [box for text, box in written[0] if box.bottom > 138]
        assert not low and len({box.height for text, box in written[0] if text in ("x₁", "= z")}) == 1
        assert all(box.width for text, box in written[0] if text)


def test_a_low_table_scrolls_from_the_first_term_to_the_bias():
    panel, view = scenes.contributions(inputs=16)

    def seen():
        draw(panel, view, size=(330, 150))
        return {line.name for _, line in panel._table._rows}

    assert seen() == {"x₁", "x₂", "= z"}
    keys(panel, view, "down")
    assert seen() == {"x₂", "x₁·x₂", "= z"}
    keys(panel, view, *["down"] * 20)
    assert seen() == {"x16", "+ b", "= z"}
    keys(panel, view, *["up"] * 20)
    assert seen() == {"x₁", "x₂", "= z"}


def test_sums_that_are_not_finite_are_drawn_and_told():
    panel, view = scenes.contributions(bias=float("nan"))
    assert any("NaN" in " ".join(lines) for lines in hints(panel, view))


@pytest.mark.parametrize("grow", [1.0, 1e2, 1e3, 1e5, 1e80, 1e148])
@pytest.mark.parametrize("size", [(330, 250), (420, 250), (466, 200), (900, 300)])
def test_figures_of_any_size_stay_apart(size, grow, written):  # noqa: F811
    panel, view = scenes.contributions(inputs=2, grow=grow)
    draw(panel, view, size=size)
    rows = defaultdict(list)
    for text, box in written[0]:
        if re.fullmatch(r"[ −]?\d[\d.e−]*", text):
            rows[box.centery].append((box.x, box.right - box.width * (len(text) - len(text.strip())), text))
    assert len(rows) >= 4
    for row in rows.values():
        for (_, right, before), (left, _, after) in pairwise(sorted(row)):
            assert left > right, (before, after)


def test_an_output_says_which_class_it_is_for_and_its_p_has_a_row(written):  # noqa: F811
    panel, view = scenes.contributions(of_output=True)
    data, told = scenes.output_total(), hints(panel, view)
    assert any("for class Ben" in words for words, _ in written[0])
    (lines,) = (lines for lines in told if lines[0] == "p = softmax(z), of ŷ₁, for class Ben")
    assert lines[1:3] == tuple(f"{name} = {exact(p)}" for name, p in zip("AB", data.p, strict=True))
    assert [line.name for line in lines_of(data)[1]] == ["Σ w·x", "+ b", "= z", "p"]  # a is z
    bent = replace(data, a=np.tanh(data.z))
    assert [line.name for line in lines_of(bent)[1]][3:] == ["a", "p"]
    draw(panel, view, size=(300, 250))
    assert any("for class Ben" in words for words, _ in written[0][-40:])


# all neurons


def test_the_row_of_an_output_tells_its_class_and_its_p(written):  # noqa: F811
    panel, view = scenes.neurons_of_classes()
    data = panel._source(view)
    for k, name in enumerate(["Anna", "Ben"]):
        (lines,) = (lines for lines in hints(panel, view) if lines[0] == f"ŷ{'₀₁'[k]}, for class {name}")
        for i, which in enumerate("AB"):
            assert lines[1 + i].startswith(f"{which}: z = ")
            assert lines[1 + i].endswith(f", p = {exact(data.p[i, k])}")
        assert "p = softmax(z)" in lines
    for width, shown in ((640, True), (400, False)):
        written[0].clear()
        draw(panel, view, size=(width, 320))
        assert ("p B" in [words for words, _ in written[0]]) == shown


def test_the_table_tells_z_and_a_of_both_inputs_exactly():
    panel, view = scenes.neurons()
    data, told = panel._source(view), hints(panel, view)
    assert len(told) == sum(scenes.COUNTS)
    for layer, names in enumerate(data.names):
        for neuron, name in enumerate(names):
            (lines,) = (lines for lines in told if lines[0] == name)
            for i, which in enumerate("AB"):
                z, a = data.z[layer][i, neuron], data.a[layer][i, neuron]
                assert lines[1 + i] == f"{which}: z = {exact(z)}, a = {exact(a)}"
            assert number_after("a of B − a of A", lines) == pytest.approx(
                data.a[layer][1, neuron] - data.a[layer][0, neuron], rel=1e-9
            )
            assert lines[-1] == "B is (−0.70, 0.40)"


def test_a_click_on_a_row_or_a_key_chooses_a_neuron():
    panel, view = scenes.neurons()
    draw(panel, view)
    for place, row in panel._rows.items():
        assert panel.press(row.center, view).neuron == place
        assert panel.pressed_control == 0
    assert panel.press((2, 2), view) is None
    assert keys(panel, view, "down").neuron == (2, 0)
    assert keys(panel, view, "up", "up").neuron == (0, 3)
    assert keys(panel, view, "left").neuron == (0, 1)
    assert keys(panel, view, "home").neuron == (0, 0)
    assert keys(panel, view, "end").neuron == (2, 0)
    assert panel.typed("enter", "", view) is None


def test_a_table_that_does_not_fit_scrolls_and_shows_the_neuron_that_is_chosen_elsewhere():
    panel, view = scenes.neurons((0, 0))
    draw(panel, view, size=(300, 130))
    assert (2, 0) not in panel._rows
    panel.wheel((100, 80), -9, view)
    draw(panel, view, size=(300, 130))
    assert (2, 0) in panel._rows and (0, 0) not in panel._rows
    view = replace(view, choices=replace(view.choices, neuron=(0, 1)))
    draw(panel, view, size=(300, 130))
    assert (0, 1) in panel._rows


@pytest.mark.parametrize("height", [122, 130, 150])
def test_the_row_of_a_neuron_chosen_elsewhere_lies_clear_of_the_edges_that_fade(height):
    panel, view = scenes.neurons((0, 0))
    order = [(layer, k) for layer, count in enumerate(scenes.COUNTS) for k in range(count)]
    for place in (*order, *order[::-1], (2, 0), (0, 0), (1, 1), (0, 2)):
        view = replace(view, choices=replace(view.choices, neuron=place))
        draw(panel, view, size=(300, height))
        row, body = panel._rows[place], panel._body
        further = panel._height - body.height
        assert further > 0
        assert row.top >= body.top + (16 if panel._scroll > 0 else 0), (place, row, body)
        assert row.bottom <= body.bottom - (16 if panel._scroll < further else 0), (place, row, body)


def test_a_row_stays_in_sight_where_the_table_becomes_lower_and_not_where_it_is_scrolled():
    panel, view = scenes.neurons((2, 0))
    draw(panel, view, size=(300, 400))
    draw(panel, view, size=(300, 130))
    assert panel._body.contains(panel._rows[2, 0])
    panel.wheel((100, 80), 9, view)
    draw(panel, view, size=(300, 130))
    assert (2, 0) not in panel._rows


# the walk


def test_the_slider_is_dragged_and_moved_by_keys():
    panel, view = scenes.walk(0.3)
    draw(panel, view)
    track = panel._slider._track
    at = (track.x + 0.6 * track.width, track.centery)
    chosen = panel.press(at, view)
    assert panel.pressed_control == 0
    assert chosen.walk == pytest.approx(0.6, abs=0.011)
    assert panel.drag((track.right + 50, 0), replace(view, choices=chosen)).walk == 1.0
    panel.release(view)
    assert panel.drag((track.x, 0), view) is None
    assert keys(panel, view, "right").walk == pytest.approx(0.31)
    assert keys(panel, view, "left", "left").walk == pytest.approx(0.28)
    assert keys(panel, view, "home").walk == 0
    assert keys(panel, view, "end").walk == 1
    assert panel.typed("write", "x", view) is None


def test_a_click_on_a_curve_chooses_its_neuron():
    panel, view = scenes.walk()
    draw(panel, view)
    assert set(panel._boxes) == {(k, i) for k, n in enumerate(scenes.COUNTS) for i in range(n)}
    for place, box in panel._boxes.items():
        assert panel.press(box.center, view).neuron == place


def test_a_curve_tells_the_activation_under_the_mouse_and_where_the_slider_stands():
    panel, view = scenes.walk(0.25)
    draw(panel, view)
    path = panel._source(view)
    for (layer, neuron), box in panel._boxes.items():
        lines = panel.hover((box.right - 1, box.centery), view).lines
        assert lines[0] == f"{scenes.NAMES[layer][neuron]}, 100 % of the way"
        assert lines[1] == f"a = {exact(path.layers[layer].values[-1, neuron])} at (−0.9, 0.7)"
        assert lines[2] == f"a = {exact(path.layers[layer].here[neuron])} where the slider stands"
    assert panel.hover(panel._foot.center, view).lines[0] == "25 % of the way from A to B"
    assert panel.hover(panel._foot.center, view).lines[1] == f"x₁ = {exact(0.45)}, x₂ = {exact(-0.425)}"


def test_the_curve_of_an_output_tells_its_class_and_its_p():
    panel, view = scenes.walk(0.25, layers=1)
    path, p = panel._source(view), np.linspace(0, 1, 42)[:, None]
    out = replace(path.layers[0], means=("for class Ben",), p=p)
    panel._source = lambda _: replace(path, layers=(out,))
    draw(panel, view)
    box = panel._boxes[0, 0]
    lines = panel.hover((box.right - 1, box.centery), view).lines
    assert lines[1] == "ŷ is for class Ben"
    assert lines[2].startswith(f"p = {exact(p[-2, 0])}, a = ") and lines[3].startswith("p = 1, a = ")


@pytest.mark.parametrize("size", [(202, 130), (440, 320), (936, 500), (1200, 900)])
def test_the_curves_of_any_network_stay_inside_and_apart(size):
    for panel, view in (scenes.walk(), scenes.many(), scenes.many(6, 3), scenes.many(1, 32)):
        draw(panel, view, size=size)
        boxes = list(panel._boxes.values())
        assert boxes
        for i, box in enumerate(boxes):
            assert box.right <= size[0] - 12 and box.bottom <= panel._foot.y + 2, (size, len(boxes))
            assert box.collidelist(boxes[:i]) == -1


@pytest.mark.parametrize("size", [(440, 320), (936, 500), (1200, 900)])
def test_curves_have_the_whole_height_however_few_they_are(size):
    for panel, view in (scenes.walk(layers=1), scenes.walk(layers=2), scenes.walk()):
        draw(panel, view, size=size)
        boxes = list(panel._boxes.values())
        room = panel._foot.y - min(box.y for box in boxes)
        assert max(box.bottom for box in boxes) - boxes[0].y >= room - 10
        assert boxes[0].y <= 40  # below the title


def test_low_curves_have_their_names_and_values_beside_them(written):  # noqa: F811
    panel, view = scenes.many(6, 3)
    for height, valued in ((300, True), (220, False)):
        written[0].clear()
        draw(panel, view, size=(440, height))
        assert panel._boxes[0, 0].height < 40
        for (layer, neuron), box in panel._boxes.items():
            inner = {words: at for words, at in written[0] if box.contains(at)}
            name = f"h{layer + 1}.{neuron}"
            value = fixed(panel._source(view).layers[layer].here[neuron]).strip()
            assert name in inner and (value in inner) == valued
            curve = panel._curves[layer]._inner.move(box.topleft)
            assert curve.left >= max(at.right for at in inner.values()) and box.contains(curve)
            ends = [panel.hover((x, box.centery), view).lines[0] for x in (curve.left, curve.right - 1)]
            assert ends == [f"{name}, {share} % of the way" for share in (0, 100)]


def test_a_walk_through_numbers_that_are_not_finite_is_drawn():
    panel, view = scenes.walk()
    path = panel._source(view)
    path.layers[0].values[5:9, 1] = np.nan
    path.layers[0].here[1] = np.inf
    draw(panel, view)
    assert fixed(np.inf) == "∞"


def test_where_not_all_curves_fit_that_of_the_chosen_neuron_is_among_those_shown():
    panel, view = scenes.many()
    for neuron in ((2, 1), (2, 17), (5, 31)):
        draw(panel, replace(view, choices=replace(view.choices, neuron=neuron)))
        assert neuron in panel._boxes
        assert panel.press(panel._boxes[neuron].center, view).neuron == neuron


def test_a_curve_tells_a_value_above_zero_only_where_one_below_zero_has_room_too():
    panel, view = scenes.walk()
    for layer in panel._source(view).layers:
        layer.here[:] = (0.42, -0.51, 0.55, -0.18)[: len(layer.here)]
    seen = set()
    for width in range(200, 500, 2):
        with noted_texts() as texts:
            draw(panel, view, size=(width, 260))
        seen.add(tuple(sorted({"0.42", "−0.51", "0.55", "−0.18"} & set(texts))))
    assert seen == {("0.42",), ("0.42", "0.55", "−0.18", "−0.51")}  # the output has a short name


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
def test_rows_of_outputs_tell_their_classes_by_name_and_figures_stay_off_them(tmp_path, size, written):  # noqa: F811
    names = ("setosa", "versicolor", "virginica")
    rows = [
        f"{k * 0.4 + i * 0.01},{i * 0.02 - k * 0.1},{name}" for k, name in enumerate(names) for i in range(9)
    ]
    path = tmp_path / "own.csv"
    path.write_text("\n".join(["x1,x2,label", *rows]), encoding="utf-8")
    run = Run(f"--playground --data {path} --seed 1", size, page="probe")
    table = run.panel(NeuronTable)
    table._scroll = table._height  # to the outputs
    written[0].clear()
    run.draw()
    row = {place: box for place, box in table._rows.items() if place[0] == len(table._names) - 1}
    for k, name in enumerate(names):
        found = [box for words, box in written[0] if words in (name, f"class {name}")]
        assert any(row[len(table._names) - 1, k].contains(box) for box in found), name
        assert all(
            box.right < table._rights[0] - 40 for box in found if row[len(table._names) - 1, k].contains(box)
        )
    if size == (1920, 1080):
        for (layer, k), box in run.panel(Walk)._boxes.items():
            at = [words for words, place in written[0] if words.startswith("ŷ") and box.contains(place)]
            assert layer < len(table._names) - 1 or (len(at) == 1 and at[0].endswith(names[k]))


def test_what_only_outputs_have_takes_no_room_from_the_picture_while_none_is_in_sight():
    panel, view = scenes.neurons_of_classes((0, 0))
    ends = []
    for height, seen in ((100, False), (400, True)):
        with noted_texts() as texts:
            draw(panel, view, size=(700, height))
        assert any(layer == len(panel._names) - 1 for layer, _ in panel._rows) == seen
        assert ("p A" in texts, "p B" in texts, len(panel._rights)) == (seen, seen, 6 if seen else 4)
        ends.append(panel._rights[-1])
    assert ends[0] <= ends[1] - 120


@pytest.mark.parametrize("width", [640, 1250, 1900])
def test_bars_of_a_sum_have_the_width_that_figures_leave(width, monkeypatch):
    bars, rect = [], Canvas.rect

    def noted(canvas, area, color, **how):
        if how.get("radius") == 1:
            bars.append(area.copy())
        rect(canvas, area, color, **how)

    monkeypatch.setattr(Canvas, "rect", noted)
    panel, view = scenes.contributions(inputs=4, sign=-1.0)
    draw(panel, view, size=(width, 400))
    most = max(abs(bar) for line in itertools.chain(*lines_of(panel._source(view))) for bar in line.bars)
    longest = max(bar.width for bar in bars)
    figures = panel._table._rows[0][0].x + 50 + 62 * 6
    assert most > 0 and 2 * longest >= 0.93 * (width - figures - 50)
