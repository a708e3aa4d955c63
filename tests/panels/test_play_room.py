"""The playground's panels use the room they have: nothing is cut, covered or written over something else."""

from itertools import pairwise

import numpy as np
import pygame
import pytest

from netviz import making
from netviz.cli import parse
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.controls import NumberField, Span
from netviz.drawing.lettering import Face
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint, Picture, draw_hint
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.panels.dashes import dashes, even_dashes
from netviz.panels.plane import Plane
from netviz.panels.plane_data import NeuronLine
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_legend import draw_help
from netviz.panels.play_network import Spot
from netviz.panels.play_shape import Press, explain
from netviz.panels.play_wires import widest_beside, width_of
from netviz.panels.score import Score, ScoreLine
from netviz.panels.ticks import thinned
from netviz.panels.words import little_room
from netviz.signals import Caught
from netviz.stage import Stage
from tests.panels import folded_scenes, plane_scenes
from tests.panels.class_confusion_scenes import confusion
from tests.panels.form_scenes import SECTIONS
from tests.panels.losses_scenes import losses
from tests.panels.pictures import draw
from tests.panels.test_form import VIEW, shown  # noqa: F401  (a fixture)
from tests.panels.texts import noted_texts

MOONS = "--moons --seed 1 --hidden-neurons 8,8"


@pytest.fixture
def written(monkeypatch):
    """Return all that is written from now on: with its box, or for labels with their plates."""
    texts, labels, text, label, written = [], [], Canvas.text, Canvas.label, Canvas.texts

    def noted(self, words, *told, **how):
        texts.append((words, text(self, words, *told, **how)))
        return texts[-1][1]

    def plated(self, words, *told, **how):
        labels.append((words, label(self, words, *told, **how)))
        return labels[-1][1]

    def several(self, many, face):
        texts.extend(
            (words, self.lettering.render(words, face, ink).get_rect(topleft=at)) for words, at, ink in many
        )
        written(self, many, face)

    monkeypatch.setattr(Canvas, "text", noted)
    monkeypatch.setattr(Canvas, "texts", several)
    monkeypatch.setattr(Canvas, "label", plated)
    return texts, labels


def staged(flags, size, page="overview", scale=1.0, epochs=30):
    """Return a stage that shows a run after some epochs."""
    pygame.font.init()
    lab = making.make(parse(flags.split()), Caught())
    session, timeline = Session(lab, lab.total, lab.pace), Timeline()
    while lab.step < epochs:
        timeline.add(session.advance())
    stage = Stage(lab, "dark", page, scale)
    stage.draw(pygame.Surface(size, 0, 32), timeline, 100.0)
    return stage


# values in title lines


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("flags", [MOONS, "--linear --seed 1", "--playground --problem blobs-5 --seed 1"])
def test_no_value_of_the_overview_is_cut(size, flags, written):
    staged(flags, size)
    cut = [words for words, _ in written[0] if " · " in words and words.endswith("…")]
    assert not cut


def test_values_in_fewer_words_say_less_of_the_same():
    for panel, view in (losses(60), confusion(3), plane_scenes.plane(plane_scenes.two_classes())):
        values = panel.values(view)
        assert values[0] == panel.value(view)
        assert [len(text) for text in values] == sorted((len(text) for text in values), reverse=True)
        assert len(values) > 2


# the graph


def test_maps_of_8_and_8_neurons_are_as_large_as_their_column_lets_them():
    stage = staged(MOONS, (1280, 800))
    graph = next(panel for panel in stage.page.panels if isinstance(panel, PlayGraph))
    layout = graph.layout
    assert layout.rows.flat and layout.side >= 28
    rows = list(layout.neurons[0].values())
    assert all(1 <= below.top - above.bottom <= 5 for above, below in pairwise(rows))


@pytest.mark.parametrize("size, scale", [((640, 400), 1.0), ((960, 600), 1.5), ((960, 600), 1.0)])
def test_the_foot_of_the_graph_covers_no_edge_while_nothing_is_in_hand(size, scale, written):
    stage = staged(MOONS, size, scale=scale)
    graph = next(panel for panel in stage.page.panels if isinstance(panel, PlayGraph))
    layout = graph.layout
    legend = [box for words, box in written[0] if words.startswith(("w > 0", "click a line"))]
    assert layout.area.contains(layout.body)
    assert not any(box.colliderect(layout.body) for box in legend)
    assert bool(legend) == (layout.lines > 1)


@pytest.mark.parametrize("layers", range(1, 7))
@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
def test_buttons_over_the_columns_are_apart_and_leave_the_number_air(size, layers, written):
    stage = staged(f"--moons --seed 1 --hidden-neurons {','.join(['32'] * layers)}", size, epochs=1)
    layout = next(panel for panel in stage.page.panels if isinstance(panel, PlayGraph)).layout
    groups = [
        layout.presses[Press("fewer", k)].union(layout.presses[Press("more", k)]) for k in range(layers)
    ]
    assert all(after.left - before.right >= 1 for before, after in pairwise(groups))
    for k, group in enumerate(groups):
        inner = [box for words, box in written[0] if words == "32" and group.contains(box)]
        assert inner
        fewer, more = (layout.presses[Press(kind, k)] for kind in ("fewer", "more"))
        assert all(fewer.right + 1 <= box.left and box.right + 1 <= more.left for box in inner)


# names of lines


def plane_of(count):
    """Return the plane with so many lines through about the same place."""
    rng = np.random.default_rng(4)
    lines = tuple(NeuronLine(f"h{k}", tuple(rng.normal(0, 1, 3) * (1, 1, 0.1))) for k in range(count))
    return plane_scenes.plane(plane_scenes.two_classes(neurons=lines))


def test_names_of_lines_are_clear_of_each_other_and_inside(written):
    panel, view = plane_of(12)
    draw(panel, view)
    names = [box for words, box in written[1] if words.startswith("h")]
    assert len(names) >= 8
    assert not any(box.colliderect(other) for i, box in enumerate(names) for other in names[:i])
    assert all(panel._axes.inner.contains(box) for box in names)


@pytest.mark.parametrize(
    "flags",
    ["--moons", "--spiral", "--playground --problem blobs-5", "--playground --problem surface -hn 8,8"],
)
@pytest.mark.parametrize("size", [(640, 400), (960, 600), (1280, 800)])
def test_no_point_hides_much_of_a_name_of_a_line(flags, size, written):
    panel = staged(f"{flags} --seed 1", size).page.panels[2]
    plane = next(one for one in panel._panels if isinstance(one, Plane))
    points, radius = plane._answer.points.inputs, 4
    spots = plane._axes.points(points[:, 0], points[:, 1])
    names = [box.inflate(-4, -2) for words, box in written[1] if words.startswith("h")]
    assert names or size == (640, 400)  # else the mouse tells
    for box in names:
        seen = np.ones(box.size, bool)
        grid = np.stack(np.meshgrid(range(box.width), range(box.height), indexing="ij"), -1) + box.topleft
        for spot in spots:
            seen &= np.hypot(*(grid - spot).transpose(2, 0, 1)) > radius
        assert seen.mean() > 0.8


def test_of_very_many_lines_none_is_named(written):
    draw(*plane_of(13))
    assert not [words for words, _ in written[1] if words.startswith("h")]


# hints


def noted_boxes(monkeypatch):
    """Return all rectangles drawn from now on."""
    boxes, rect = [], Canvas.rect

    def noted(self, area, *told, **how):
        boxes.append(area.copy())
        rect(self, area, *told, **how)

    monkeypatch.setattr(Canvas, "rect", noted)
    return boxes


@pytest.mark.parametrize("at", [(20, 20), (390, 20), (20, 290), (390, 290), (200, 150)])
def test_a_hint_never_covers_the_mouse_and_is_whole(at, canvas_of, monkeypatch):
    boxes = noted_boxes(monkeypatch)
    canvas = canvas_of((400, 300))
    draw_hint(canvas, Hint(("a title", "some figures = 0.123", "and more of them")), at)
    assert canvas.surface.get_rect().contains(boxes[0]) and not boxes[0].collidepoint(at)


@pytest.mark.parametrize("picture", [None, Picture(np.zeros((4, 4)), 0.0, 1.0, (0.0, 1.0), None)])
def test_a_line_of_a_hint_that_is_wider_than_the_window_goes_on_below(canvas_of, written, picture):
    canvas, told = canvas_of((400, 300)), "a sentence of so many words that " * 4 + "it ends"
    draw_hint(canvas, Hint(("short", told), picture), (20, 20))
    parts = [text for text, _ in written[0]]
    assert parts[0] == "short" and " ".join(parts[1:]) == told and len(parts) > 3
    assert all(canvas.surface.get_rect().contains(box) for _, box in written[0])


def test_the_hint_of_a_control_is_beside_it(shown, monkeypatch):  # noqa: F811
    form, _, redraw = shown(size=(300, 600))
    canvas = redraw()
    row = form.place("noise")
    hint = form.hover(row.center, VIEW)
    assert hint is not None and hint.clear is not None and hint.clear.contains(row.inflate(-4, -4))
    wide = pygame.Surface((1200, 700), 0, 32)
    boxes = noted_boxes(monkeypatch)
    draw_hint(Canvas(wide, canvas.theme, canvas.lettering), hint, row.center)
    assert boxes[0].left >= hint.clear.right


# small plots


@pytest.mark.parametrize("apart, kept", [(10, 9), (30, 5), (60, 3), (150, 1), (300, 0)])
def test_ticks_are_left_out_where_their_numbers_would_meet(apart, kept):
    scale = thinned(Linear(-4.0, 4.0), 200, apart)
    ticks = scale.ticks(8)
    assert len(ticks) == kept
    places = [200 * scale.place(value) for value, _ in ticks]
    assert all(b - a >= apart - 1e-9 for a, b in pairwise(places))
    assert not ticks or 0.0 in [value for value, _ in ticks]


def test_a_plot_without_room_says_how_to_enlarge_it(canvas_of, written):
    canvas = canvas_of()
    assert not little_room(canvas, Rect(0, 0, 200, 100)) and not written[0]
    assert little_room(canvas, Rect(0, 0, 110, 40))
    assert " ".join(words for words, _ in written[0]) == "double click or Enter: enlarge"
    for panel, view in (losses(60), confusion(3)):
        draw(panel, view, size=(130, 70))


# forms


def test_chips_that_wrap_are_spread_over_their_rows(shown):  # noqa: F811
    form, _, _ = shown(size=(300, 800))
    chips = [one.name for section in SECTIONS for one in section.fields if one.kind == "chip"]
    rows = {}
    for name in chips:
        rows.setdefault(form.place(name).y, []).append(name)
    if len(rows) > 1:
        sizes = [len(row) for row in rows.values()]
        assert max(sizes) - min(sizes) <= max(1, len(chips) // 4)


@pytest.mark.parametrize("value", [-0.0045261, 0.0096091, -0.12345, 3.0])
def test_a_number_at_rest_is_shown_whole_with_fewer_digits_if_need_be(value, canvas_of, written):
    field, canvas = NumberField("weight", value, Span()), canvas_of()
    field.draw(canvas, Rect(10, 20, 220, 24))
    words, box = next((words, box) for words, box in written[0] if words != "weight")
    assert field.box.contains(box)
    assert float(words.replace("−", "-")) == pytest.approx(value, rel=0.06)
    assert canvas.text_width(words, Face.MONO) <= field.box.width - 12


# the score


@pytest.mark.parametrize("height", [70, 90, 110, 130, 150])
def test_the_rules_are_told_in_whole_sentences(height, written):
    says = "Can you make it? Yes, by hand and with patience. Solved when it is below 0.1."
    score = Score(True, 0.31, 0.052, 0.1, 3, 4, False, says)
    panel, view = ScoreLine("Challenge", lambda _: score), plane_scenes.view()
    draw(panel, view, size=(260, height))
    told = " ".join(words for words, _ in written[0] if len(words.split()) > 3)
    assert told == "" or told.endswith("Solved when it is below 0.1.")


# dashes


@pytest.mark.parametrize("end", [(300.0, 40.0), (12.0, 30.0), (10.5, 20.5)])
def test_dashes_lie_on_their_line_in_order(end):
    start = (10.0, 20.0)
    for found, both_ends in ((even_dashes(start, end, 26, 8), True), (dashes(start, end, 14, 6), False)):
        flat = np.array(found).reshape(-1, 2)
        way = np.array(end) - start
        length = np.hypot(*way)
        along = (flat - start) @ way / length
        assert np.allclose(flat, start + along[:, None] * way / length)
        assert (np.diff(along) >= -1e-9).all() and along[0] == 0 and along[-1] <= length + 1e-9
        assert not both_ends or along[-1] == pytest.approx(length)


@pytest.mark.parametrize("flags", [MOONS, "--moons --seed 1 --hidden-neurons 32,1", "--linear --seed 1"])
def test_what_a_button_of_the_graph_does_is_told_whole_at_the_foot_of_the_smallest_window(flags, canvas_of):
    graph = next(panel for panel in staged(flags, (960, 600)).page.panels if isinstance(panel, PlayGraph))
    for press in graph.layout.presses:
        canvas = canvas_of((960, 600))
        with noted_texts() as texts:
            draw_help(canvas, graph.layout.foot, explain(graph.picture.network, press))
        assert len(texts) >= 2 and not any(text.endswith("…") for text in texts)


@pytest.mark.parametrize("flags", [MOONS, "--playground --problem blobs-5 --seed 1", "--linear --seed 1"])
@pytest.mark.parametrize("size, scale", [((960, 600), 1.0), ((1280, 800), 1.0), ((1920, 1080), 2.0)])
def test_the_hint_of_the_plane_leaves_open_what_the_probe_tells_beside_it(size, scale, flags, monkeypatch):
    stage = staged(flags, size, "probe", scale)
    boxes, (plane, beside) = noted_boxes(monkeypatch), (stage.places[0], stage.places[1])
    told = set()
    for x in range(plane.x, plane.right, 9):
        for y in range(plane.y + 60, plane.bottom, 31):
            hint = stage.page.panels[0].hover((x, y), stage._looking.view)
            if hint is not None:
                boxes.clear()
                canvas = stage._easel.canvas(pygame.Surface(size, 0, 32))
                draw_hint(canvas, hint, (x, y))
                told.add(hint.lines[0].partition(" ")[0])
                assert not boxes[0].colliderect(beside) and not boxes[0].collidepoint((x, y))
    assert "training" in told and len(told) > 2


def test_plots_without_room_for_axes_show_their_lines_or_their_figures(written):
    """In a window of 1280 x 800 at twice the scale panels have 271 x 170 pixels."""
    for flags, last in ((MOONS, "Confusion"), ("--linear --seed 1", "Residuals")):
        written[0].clear()
        stage = staged(flags, (1280, 800), scale=2.0)
        told = {words for words, _ in written[0]}
        assert {"train", "test"} <= told and not any("enlarge" in words for words in told)
        panel = next(panel for panel in stage.page.panels if panel.title == last)
        area = stage.places[list(stage.page.panels).index(panel)]
        inside = [words for words, box in written[0] if area.colliderect(box)]
        assert {"training", "test"} <= set(inside)
        assert all(area.contains(box) for _, box in written[0] if area.colliderect(box))
        assert sum(any(sign.isdigit() for sign in words) for words in inside) == 2
        if last == "Confusion":
            data = panel._panels[0]._source(stage._looking.view.timeline)
            shares = [f"{100 * counts.trace() / counts.sum():.1f} %" for _, counts in data.parts]
            assert [words.removesuffix(" right") for words in inside if "%" in words] == shares


def test_a_loss_without_axes_tells_the_figures_of_the_epoch_under_the_mouse():
    panel, view = losses(60)
    draw(panel, view, size=(150, 90))
    (plot,) = panel._plots
    box = plot.axes.inner
    assert box.height >= 24
    assert panel.hover(box.center, view).lines[0].startswith("loss, epoch ")
    assert panel.hover((box.left, box.centery), view).lines[0] == "loss, epoch 1"


@pytest.mark.parametrize("name", ["folded-of-two", "folded-of-three"])
def test_a_space_without_axes_keeps_its_points_inside_and_tells_them(name):
    panel, view = folded_scenes.FOLDED_SCENES[name]()
    draw(panel, view, size=(150, 90))
    _, places = panel._seen
    assert (places.min(axis=0) >= (4, 30)).all() and (places.max(axis=0) <= (146, 86)).all()
    at = tuple(places[len(places) // 2].tolist())
    assert "point, " in panel.hover(at, view).lines[0]


@pytest.mark.parametrize("side, widest", [(7, 1.5), (15, 3.0), (20, 4.0), (96, 4.0), (2, 1.0)])
def test_edges_are_slimmer_beside_small_maps(side, widest):
    assert widest_beside(side) == widest


def test_the_widest_edge_is_no_wider_than_half_a_map_in_the_smallest_window():
    for size, scale in (((1280, 800), 2.0), ((960, 600), 1.0), ((1920, 1080), 2.0)):
        stage = staged(MOONS, size, scale=scale)
        layout = next(panel for panel in stage.page.panels if isinstance(panel, PlayGraph)).layout
        assert scale * width_of(1.0, 1.0, layout.widest) <= layout.side / 2


def test_the_error_of_a_regression_is_told_whole_in_a_narrow_title(written):
    stage = staged("--linear --seed 1", (1280, 800), scale=2.0)
    error = stage.page.panels[2].values(stage._looking.view)[-1]
    assert " · " not in error and error in [words for words, _ in written[0]]


@pytest.mark.parametrize("size, scale", [((1280, 800), 2.0), ((1920, 1080), 2.0), ((960, 600), 1.0)])
def test_the_middle_of_a_map_is_its_neuron_and_its_corner_the_bias_however_small_it_is(size, scale):
    stage = staged(MOONS, size, scale=scale)
    picture = next(panel for panel in stage.page.panels if isinstance(panel, PlayGraph)).picture
    for layer, boxes in enumerate(picture.layout.neurons):
        for neuron, box in boxes.items():
            assert picture.at(box.center) == Spot(layer, neuron)
            assert picture.at((box.left, box.bottom - 1)).is_bias(picture.network)
