"""In the whole playground, small and full, every word can be read: none lies on another or is cut."""

from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pygame
import pytest

from netviz import making
from netviz.cli import parse
from netviz.drawing.canvas import Canvas
from netviz.drawing.controls.chooser import Chooser
from netviz.drawing.lettering import Face
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetParameters
from netviz.panels.form import Field, Section
from netviz.panels.gate_lines import GateLines
from netviz.panels.panel import View
from netviz.panels.plane_data import NeuronLine
from netviz.panels.play_graph import PlayGraph
from netviz.panels.play_layout import NUMBERS
from netviz.panels.play_words import compared
from netviz.panels.standing import StandingLine
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.words import told_apart
from netviz.signals import Caught
from netviz.stage import Stage
from tests.panels import gates_scenes, plane_scenes
from tests.panels.class_confusion_scenes import confusion
from tests.panels.form_scenes import SECTIONS
from tests.panels.losses_scenes import losses
from tests.panels.pictures import draw
from tests.panels.test_form import shown  # noqa: F401  (a fixture)
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)

UNUSED = ("x₁²", "x₂²", "x₁·x₂", "sin πx₁", "sin πx₂")


class Run:
    """A run on a stage."""

    def __init__(self, flags, size, page="overview", epochs=3, scale=1.0):
        pygame.font.init()
        self.lab = making.make(parse(flags.split()), Caught())
        self.session, self.timeline = Session(self.lab, self.lab.total, self.lab.pace), Timeline()
        self.timeline.add(self.session.current())
        while self.lab.step < epochs:
            self.timeline.add(self.session.advance())
        self.surface = pygame.Surface(size, 0, 32)
        self.stage = Stage(self.lab, "dark", page, scale)
        self.draw()

    def draw(self):
        self.stage.draw(self.surface, self.timeline, 100.0)

    def panel(self, kind):
        return next(panel for panel in self.stage.page.panels if isinstance(panel, kind))


def over_each_other(boxes, least=4):
    return [
        (one, other)
        for (one, a), (other, b) in combinations(boxes, 2)
        if a.clip(b).width > 1 and a.clip(b).height > least
    ]


@pytest.mark.parametrize(
    "size, hidden",
    [((960, 600), "0"), *(((1280, 800), hidden) for hidden in ("8", "4", "2", "0"))],
)
def test_numbers_beside_neurons_are_apart_and_whole(size, hidden, written, monkeypatch):  # noqa: F811
    def one_by_one(canvas, texts, face):
        for words, at, color in texts:
            canvas.text(words, at, color, face)

    monkeypatch.setattr(Canvas, "texts", one_by_one)
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size)
    run.stage.choices = replace(run.stage.choices, probe=(0.5, -0.2))
    written[0].clear()
    run.draw()
    graph = run.panel(PlayGraph)
    numbers = [(words, box) for words, box in written[0] if words.startswith(("z ", "a "))]
    assert numbers
    assert all(
        sum(words.startswith(sign) for words, _ in numbers) == int(hidden) + 1 for sign in ("z ", "a ")
    )
    assert not over_each_other(numbers, least=1)
    assert all(box.right <= graph.layout.area.right for _, box in numbers)
    assert all(box.width > 40 for _, box in numbers)  # nothing of them is cut


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_numbers_beside_neurons_are_whole_and_off_what_is_beside_them_where_they_explode(size, written):  # noqa: F811
    flags = "--playground --problem surface --learning-rate 10 --activation relu --seed 1"
    run = Run(flags, size, epochs=8)  # the next diverges
    run.stage.choices = replace(run.stage.choices, probe=(0.3, 0.2))
    written[0].clear()
    run.draw()
    layout = run.panel(PlayGraph).layout
    numbers = [(words, box) for words, box in written[0] if words.startswith(("z ", "a "))]
    maps = [box for column in layout.neurons for box in column.values()]
    assert len(numbers) == 2 * len(maps) and any("e" in words for words, _ in numbers)
    assert all(box.right <= layout.area.right and box.collidelist(maps) < 0 for _, box in numbers)
    for _, box in numbers:
        assert min(box.right - one.right for one in maps if one.right <= box.left) <= NUMBERS  # before edges


@pytest.mark.parametrize("problem, outputs", [("moons", ("ŷ",)), ("blobs-3", ("ŷ₀", "ŷ₁", "ŷ₂"))])
def test_numbers_on_edges_leave_those_beside_neurons_alone_and_outputs_keep_their_names(
    problem,
    outputs,
    written,  # noqa: F811
):
    run = Run(f"--playground --problem {problem} --hidden-neurons 4,3 --seed 1", (1920, 1080), epochs=40)
    run.stage.choices = replace(run.stage.choices, probe=(0.5, -0.2))
    for noted in written:
        noted.clear()
    run.draw()
    area = run.panel(PlayGraph).layout.body
    terms = [(words, plate) for words, plate in written[1] if area.contains(plate)]
    numbers = [(words, box) for words, box in written[0] if words.startswith(("z ", "a "))]
    names = [(words, box) for words, box in written[0] if words in outputs and area.contains(box)]
    assert len(terms) >= 2 * 4 + 4 * 3 and len(numbers) == 2 * (4 + 3 + len(outputs))
    assert not any(plate.colliderect(box) for _, plate in terms for _, box in numbers)
    assert sorted(words for words, _ in names) == list(outputs)
    assert not any(name.clip(box).height > 2 for _, name in names for _, box in numbers)


@pytest.mark.parametrize("size", [(960, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("hidden", ["3,2", "8,8", "4"])
def test_numbers_on_the_edges_of_a_chosen_neuron_are_off_what_these_join(size, hidden, written):  # noqa: F811
    run = Run(f"--moons --hidden-neurons {hidden} --seed 1", size, epochs=120)
    layout = run.panel(PlayGraph).layout
    for neuron in list(layout.neurons[0].values())[::3]:
        run.stage.press(neuron.center)
        run.stage.release()
        run.stage.choices = replace(run.stage.choices, probe=(0.0, 0.0))
        written[1].clear()
        run.draw()
        layout = run.panel(PlayGraph).layout
        terms = [plate for _, plate in written[1] if layout.body.contains(plate)]
        assert len(terms) >= 3
        for box in (*layout.features, *(box for column in layout.neurons for box in column.values())):
            assert not any(plate.clip(box).width > 3 for plate in terms)  # its edge, without digits


def test_names_of_lines_lie_over_the_boundary_too(written):  # noqa: F811
    names = tuple(NeuronLine(f"h{k}", (1.0, -1.0, 0.05 * k)) for k in range(-2, 3))
    beside = plane_scenes.over_plane(lambda x, y: x - y)
    answer = replace(plane_scenes.two_classes(0, neurons=names), scores=beside, level=0.0)
    panel, view = plane_scenes.plane(answer)
    picture = draw(panel, view, size=(700, 700)).astype(int)
    plates = [plate for _, plate in written[1]]
    assert len(plates) == 5
    for plate in plates:
        edge = picture[plate.top + 4 : plate.bottom - 4, [plate.left, plate.right - 1]]
        assert np.ptp(edge.reshape(-1, 3), axis=0).max() == 0


def test_names_of_lines_with_gates_are_on_plates_of_their_own(written):  # noqa: F811
    close = [
        replace(gates_scenes.LINES[0], neuron=k, name=f"h{k}", off=0.4, weights=(0.3, 1.0 + 0.1 * k, -0.5))
        for k in range(4)
    ]
    panel, view = gates_scenes.plane(tuple(close), neuron=(0, 2))
    assert isinstance(panel, GateLines)
    draw(panel, view)
    plates = [(words, box.inflate(4, 2)) for words, box in written[1] if words.startswith("h")]
    assert len(plates) == 4
    assert not over_each_other(plates, least=0)
    inner = panel._axes.inner
    far = sorted(min(box.centerx - inner.left, inner.right - box.centerx) for _, box in plates)
    assert far[2] < 70  # both ends of lines are used before names go far from them


@pytest.mark.parametrize("height", [140, 200, 210, 240, 320])
def test_names_of_training_and_test_are_a_line_apart(height, written):  # noqa: F811
    panel, view = losses(60)
    draw(panel, view, size=(300, height))
    places = [box.centery for words, box in written[0] if words in ("train", "test")]
    assert len(places) in (2, 4)
    assert all(abs(b - a) >= 12 for a, b in pairwise(places[:2]))
    assert all(abs(b - a) >= 12 for a, b in pairwise(places[2:]))


@pytest.mark.parametrize("width", range(220, 520, 20))
def test_both_matrices_say_the_same_and_their_cells_are_alike(width, written):  # noqa: F811
    panel, view = confusion(3)
    draw(panel, view, size=(width, 240))
    heads = [words.split(" points, ")[-1] for words, _ in written[0] if words.endswith("as →")]
    assert len(heads) in (0, 1, 2)
    assert len(set(heads)) <= 1
    assert len({box.size for box, *_ in panel._cells}) == 1


def test_names_that_begin_alike_are_told_apart_where_they_are_cut(canvas_of):
    canvas = canvas_of()
    names = ("Iris setosa", "Iris versicolor", "Iris virginica")
    for room in (30, 45, 60, 200):
        told = told_apart(canvas, names, Face.SMALL, room)
        assert len(set(told)) == 3
        assert all(canvas.text_width(text, Face.SMALL) <= room for text in told)
    assert told == list(names)
    assert told_apart(canvas, ("no", "yes"), Face.SMALL, 60) == ["no", "yes"]
    assert told_apart(canvas, (), Face.SMALL, 60) == []


def test_some_names_that_begin_alike_are_told_apart_from_each_other(canvas_of):
    canvas = canvas_of()
    for room in (26, 30):
        told = told_apart(canvas, ("Iris setosa", "oak", "Iris versicolor", "7"), Face.SMALL, room)
        assert len(set(told)) == 4 and told[0].startswith("…s") and told[2].startswith("…v")
        assert (told[1], told[3]) == ("oak", "7")


@pytest.mark.parametrize("high", [0.97, 1.236, 12.5, 0.0123, 1.2e7])
@pytest.mark.parametrize("size", [(290, 280), (420, 340)])
def test_figures_of_the_scale_are_whole_and_written_in_the_same_way(high, size, written):  # noqa: F811
    answer = replace(plane_scenes.surface(), low=-high, high=high, threshold=0.0)
    panel, view = plane_scenes.plane(answer)
    draw(panel, view, size=size)
    bar = panel._tools._bar
    low, zero, most = [one for one in written[0] if one[1].left > bar.right and one[1].bottom > bar.top][-3:]
    assert (low[0], zero[0]) == (f"−{most[0]}", "0")
    assert low[1].right <= size[0] - 6


def test_the_number_of_a_weight_lies_on_no_box(written):  # noqa: F811
    every = "--inputs x1,x2,x1^2,x2^2,x1*x2"
    for hidden in ("4,4,4,4,4,4", "3"):
        run = Run(f"--moons --hidden-neurons {hidden} {every} --seed 1", (960, 600), "update", 1)
        graph = run.panel(UpdateGraph)
        written[1].clear()
        run.draw()
        boxes = [box for column in graph._layout.columns for box in column.values()]
        assert not any(plate.colliderect(box) for _, plate in written[1] for box in boxes)


def test_a_single_section_under_buttons_has_the_whole_width(shown):  # noqa: F811
    head = Section("", (Field("undo", "Undo", "button"), Field("redo", "Redo", "button")))
    form, _, _ = shown((head, SECTIONS[0]), size=(640, 400))
    assert form.place("noise").width > 400
    assert form.place("undo").bottom < form.place("problem").top
    form, _, _ = shown((head, *SECTIONS[:2]), size=(640, 400))
    assert form.place("noise").width < 320


def test_a_choice_with_little_room_is_written_smaller_before_it_is_cut(canvas_of, written):  # noqa: F811
    canvas = canvas_of()
    choices = ("blobs-3", "xor", "moons", "circles")
    choice = Chooser("problem", "blobs-3", choices, shown=("Three blobs", "XOR", "Moons", "Circles"))
    choice.draw(canvas, pygame.Rect(20, 20, 206, 24), focused=False, hovered=False, lead=86)
    assert "Three blobs" in [words for words, _ in written[0]]


def test_a_verdict_is_told_to_its_end_where_the_program_is_drawn_larger(written):  # noqa: F811
    run = Run("--moons --optimizer sgd --learning-rate 10 --seed 1", (1280, 800), epochs=400, scale=1.5)
    line = next(panel for panel in run.stage.page.panels if isinstance(panel, StandingLine))
    told = line._source(View(run.timeline, run.stage.choices))
    place = run.stage.places[run.stage.page.panels.index(line)]
    own = [words for words, box in written[0] if words and place.contains(box)]
    assert told.sentence in " ".join(own[1:])
    assert not any(words.endswith("…") for words in own)


class Found:
    """A comparison that agrees."""

    gradient, estimate, h, error, kinks, agrees = -3.951e-4, -3.951e-4, 1e-5, 4e-10, 0, True


def test_a_comparison_tells_its_verdict_in_however_few_words():
    told = compared(60, Found(), 60)
    assert [len(text) for text in told] == sorted((len(text) for text in told), reverse=True)
    assert all("the same" in text for text in told)


@pytest.mark.parametrize("size", [(960, 600), (1280, 800)])
def test_the_shape_is_in_the_header_where_all_else_of_the_network_has_no_room(size, written):  # noqa: F811
    Run("--playground --problem blobs-3 --seed 1", size)
    words = [words for words, _ in written[0]]
    assert any(text.startswith("2-8-8-3") for text in words)
    assert not any("cross_entropy" in text for text in words)


@pytest.mark.parametrize("size", [(640, 400), (800, 500), (960, 600)])
def test_words_of_a_small_overview_are_whole(size, written):  # noqa: F811
    run = Run("--moons --seed 1", size, epochs=60)
    line = next(panel for panel in run.stage.page.panels if isinstance(panel, StandingLine))
    place = run.stage.places[run.stage.page.panels.index(line)]
    own = [box for words, box in written[0] if words and place.colliderect(box)]
    assert own
    assert all(box.top >= place.top and box.bottom <= place.bottom for box in own)
    inputs = [(words, box) for words, box in written[0] if words in UNUSED and box.left < place.left + 120]
    assert not over_each_other(inputs, least=3)


@pytest.mark.parametrize("size", [(640, 1000), (960, 600), (1280, 800)])
def test_what_lines_and_marks_mean_is_told_whole(size, written):  # noqa: F811
    run = Run("--moons --seed 1", size)
    legend = [box for words, box in written[0] if words in ("w > 0", "w < 0", "bias")]
    assert len(legend) == 3
    assert all(run.panel(PlayGraph).layout.area.contains(box) for box in legend)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("size", [(640, 400), (960, 600)])
def test_names_of_lines_with_gates_lie_on_no_corner(size, seed, written):  # noqa: F811
    Run(f"--moons --hidden-neurons 4 --seed {seed}", size, "gates", 40)
    corners = [one for one in written[1] if not one[0].startswith("h")]
    names = [one for one in written[1] if one[0].startswith("h")]
    assert corners and len(names) >= 3
    assert not any(a.colliderect(b) for _, a in corners for _, b in names)


# numbers that are all but none


WILD = (1e-300, 1e8, 1e154, 1e200, 1e300, 1.7e308)


@pytest.mark.parametrize("activation", ["linear", "relu"])
@pytest.mark.parametrize("problem", ["moons", "surface", "line"])
@pytest.mark.parametrize("hidden", ["0", "3,2"])
def test_every_page_is_drawn_however_large_or_small_weights_are_made(activation, problem, hidden):
    flags = f"--playground --problem {problem} --activation {activation} --hidden-neurons {hidden} --seed 1"
    run = Run(flags, (960, 600), epochs=1)
    count = len(run.lab.trainer.values)
    for value in WILD:
        for places in ((0,), (count - 1,), tuple(range(count))):
            signed = tuple(value * (-1) ** (k // 2) for k in range(len(places)))
            run.lab.ask(SetParameters(places, signed))
            run.timeline.add(run.session.current())
            for page in range(4):
                run.stage._looking.show(page)
                run.draw()
                assert run.surface.get_at((500, 300)) != (0, 0, 0, 255)


@pytest.mark.parametrize(
    "scale, width", [(1.0, 207), (1.5, 190), (1.5, 216), (1.5, 270), (2.0, 254), (2.0, 414)]
)
def test_a_slider_has_a_track_on_which_a_knob_can_be_moved(shown, scale, width):  # noqa: F811
    names = ("learning rate", "over epochs", "first weights", "trained on")
    sliders = tuple(Field(name, name, "slider", 0.1, 0.0, 1.0) for name in names)
    form, _, _ = shown((Section("", sliders),), (width, 1400), scale)
    controls = [form.control(name) for name in names]
    room = min((width - 8) / scale, 110) - 71  # of a column, without the number and the gap before it
    assert all(one.box.x - one.part.x >= scale * room for one in controls)


@pytest.mark.parametrize("scale, width", [(1.0, 207), (1.5, 190), (1.5, 270), (2.0, 254), (2.0, 414)])
def test_labels_and_chosen_words_are_whole_in_columns_of_any_page(shown, written, scale, width):  # noqa: F811
    names = ("learning rate", "over epochs", "first weights", "trained on")
    sliders = tuple(Field(name, name, "slider", 0.1, 0.0, 1.0) for name in names)
    words = ("Two Gaussians", "warmup cosine", "cross entropy", "mse")
    choosers = tuple(Field(word, "schedule", "choice", word, choices=words) for word in words)
    form, _, _ = shown((Section("", (*sliders, *choosers)),), (width, 1400), scale)
    told = [text for text, _ in written[0]]
    assert all(name in told for name in names)
    assert all(word in told for word in words)
    widths = [box.width for text, box in written[0] if text in words]
    assert all(wide <= form.place(words[0]).width for wide in widths)


def test_a_label_is_over_its_choice_only_where_the_words_have_no_room_beside_it(shown):  # noqa: F811
    few = Field("few", "schedule", "choice", "a", choices=("a", "b"))
    many = Field("many", "schedule", "choice", "warmup cosine and more", choices=("warmup cosine and more",))
    form, lab, draw = shown((Section("", (few, many)),), (200, 400))
    assert form.place("few").left > form.place("many").left
    lab.sections = (Section("", (few, replace(many, value="a", choices=("a", "b")))),)
    draw()
    assert form.place("few").left == form.place("many").left  # laid out anew for other words
