"""Panels in the room that the smallest window leaves them: no word lies over another or leaves the panel."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.plates import draw_on_plate
from tests.panels import features_scenes, filters_scenes, overview_scenes, scenes
from tests.panels.pictures import draw, said
from tests.panels.texts import noted_texts

SCENES = {
    "answer": (overview_scenes.answer, {}, ((202, 130), (304, 144), (618, 300), (936, 500))),
    "answer, wrong": (overview_scenes.answer, {"label": 8}, ((202, 130), (304, 144), (618, 300))),
    "answer, drawn": (overview_scenes.answer, {"label": None}, ((202, 130), (304, 144))),
    "matrix": (overview_scenes.confusion, {}, ((202, 142), (310, 240), (618, 300))),
    "matrix, a cell": (overview_scenes.confusion, {"cell": (8, 3)}, ((202, 142), (310, 240))),
    "curves": (overview_scenes.curves, {}, ((202, 142), (310, 240), (618, 300), (936, 300))),
    "optimizer": (overview_scenes.optimizer, {}, ((192, 142), (290, 240), (618, 300))),
    "confusions": (features_scenes.confusions, {}, ((202, 158), (618, 300))),
    "gallery": (features_scenes.gallery, {}, ((402, 300), (618, 300))),
    "gallery of a cell": (features_scenes.gallery, {"count": 5, "cell": (9, 4)}, ((402, 300),)),
    "space": (features_scenes.cloud_space, {}, ((304, 300), (618, 300))),
    "gradient flow": (filters_scenes.flow, {}, ((172, 132), (304, 200), (618, 300))),
    "story": (filters_scenes.weight_story, {}, ((164, 300), (618, 300), (936, 500))),
}
ROOMS = [(name, size) for name, (_, _, sizes) in SCENES.items() for size in sizes]


@pytest.mark.parametrize("name, size", ROOMS, ids=str)
def test_words_keep_to_themselves(name, size, monkeypatch):
    written, write = [], Canvas.text

    def noted(canvas, text, *how, **more):
        box = write(canvas, text, *how, **more)
        if text.strip() and canvas.surface.get_size() == size:
            written.append((text, Rect(box).inflate(0, -6)))  # lines may stand close
        return box

    monkeypatch.setattr(Canvas, "text", noted)
    make, how, _ = SCENES[name]
    draw(*make(**how), size=size)
    inside = Rect(4, 4, size[0] - 8, size[1] - 8)
    assert written
    assert [text for text, box in written if not inside.contains(box)] == []
    assert [(a[0], b[0]) for a, b in combinations(written, 2) if a[1].colliderect(b[1])] == []


def test_an_answer_with_room_for_few_digits_keeps_the_likeliest_and_the_label():
    panel, view = overview_scenes.answer(label=0)
    draw(panel, view, size=(202, 130))
    told = set()
    for x in range(0, 202, 4):
        for y in range(0, 130, 4):
            hint = panel.hover((x, y), view)
            if hint and hint.lines[0].startswith("digit"):
                told.add(int(hint.lines[0].split()[1].rstrip(":")))
    assert {0, 7} <= told
    assert 3 <= len(told) < 10
    assert f"{10 - len(told)} more" in said(panel, view, (202, 130))
    others = [f"{digit}" for digit in range(10) if digit not in told]
    hint = panel._others[1].hint()
    assert hint.lines[0] == f"less probable: {', '.join(others)}"
    assert panel.hover(panel._others[0].center, view) == hint


def test_the_loss_is_written_whole_or_not_at_all(canvas_of):
    panel, view = overview_scenes.curves()
    told = panel.values(view)
    assert told[-1] == "" and sorted(map(len, told), reverse=True) == list(map(len, told))
    area, seen = Rect(0, 0, 0, 130), set()
    for area.width in range(60, 400, 7):
        canvas = canvas_of(area.size)
        with noted_texts() as texts:
            draw_on_plate(canvas, panel, area, view)
        assert not any(text.endswith("…") and told[0].startswith(text[:-1]) for text in texts)
        seen |= set(texts) & set(told)
    assert seen == set(told) - {""}


@pytest.mark.parametrize("name", ["validation 7", "validation 1 234", "training 56 790", "test 9 877"])
@pytest.mark.parametrize("size", [(202, 130), (212, 154), (240, 190), (440, 320)])
def test_the_number_of_an_image_is_written_in_whatever_room(name, size):
    panel, view = overview_scenes.answer()
    told = replace(panel._source(view), name=name)
    panel._source = lambda _: told
    digits = name.partition(" ")[2]
    assert [word for word in said(panel, view, size) if word.endswith(digits)]
    assert not panel._before.colliderect(panel._set) and not panel._after.colliderect(panel._set)


def test_a_value_has_fewer_words_where_there_is_little_room():
    for panel, view in (overview_scenes.answer(), features_scenes.confusions()):
        draw(panel, view, size=(202, 158))
        full, *briefer = map(len, panel.values(view))
        assert briefer and full > max(briefer)


def test_a_point_between_two_filters_is_no_cell():
    panel, view = filters_scenes.kernels(filters=8, channels=1, filter=4, channel=0)
    draw(panel, view)
    grid = panel._drawn[0]
    assert grid.across > 1
    x, y = grid.corner(1, 0)
    between = x - grid.room.left - grid.room.between // 2
    assert grid.at((between, y + grid.cell[1])) is None
    assert grid.at((between - grid.room.between, y + grid.cell[1] + 1)) == grid.shape.weights


@pytest.mark.parametrize("size, scale", [((383, 250), 1.0), ((688, 430), 2.0)])
def test_a_neuron_tells_a_z_and_b_in_the_smallest_window_and_at_twice_the_scale(size, scale, canvas_of):
    panel, view = scenes.SCENES["network-graph"]()
    canvas = canvas_of(size, scale=scale)
    with noted_texts() as texts:
        panel.draw(canvas, canvas.surface.get_rect(), view)
    graph = panel._source(view.timeline)
    neurons = sum(len(layer.neurons) for layer in graph.layers[1:])
    assert [sum(text.startswith(name) for text in texts) for name in ("a ", "z ", "b ")] == [neurons] * 3
    edges = (
        end[0] - panel._radius - (start[0] + panel._reach)
        for before, after in pairwise(panel._places)
        for start in before.values()
        for end in after.values()
    )
    assert min(edges) >= canvas.px(24)
