"""A layer's space: words that fit and are worked by mouse and keyboard, points that tell where they are."""

import numpy as np
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Lettering
from netviz.drawing.numbers import exact
from netviz.drawing.space import Camera, Space
from netviz.drawing.theme import DARK
from netviz.panels import folded
from netviz.panels.folded_words import LayerTabs
from tests.panels.folded_scenes import space
from tests.panels.pictures import cut_off, draw, inked
from tests.panels.test_hover import choices, hints
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)

MANY = ("h1", "h2", "h3", "h4", "h5", "h6", "output")
WAYS = ("2D", "3D", "PC 2D", "PC 3D")


@pytest.mark.parametrize("neurons", [1, 2, 3, 8])
def test_every_point_in_sight_tells_its_place_exactly(neurons):
    panel, seen = space(neurons=neurons, points=40)
    made, told = panel._source(seen), hints(panel, seen, step=2)
    names = [label.split(",")[0] for label in made.labels]
    expected = set()
    for i in range(40):
        kind = "test" if i >= made.points.train else "training"
        wrong = ", answered wrongly" if made.points.wrong[i] else ""
        head = f"{kind} point, class {made.points.targets[i]:.0f}{wrong}"
        place = ", ".join(exact(float(x)) for x in made.points.inputs[i])
        rows = (f"{name} {exact(float(v))}" for name, v in zip(names, made.places[i], strict=True))
        expected.add((head, f"x ({place})", *rows))
    points = {lines for lines in told if "point" in lines[0]}
    assert points <= expected
    assert len(points) > 30  # others may lie under their neighbours


def test_test_points_are_drawn_otherwise_than_those_trained_on(monkeypatch):
    for neurons in (2, 3):
        panel, seen = space(neurons=neurons, points=40)
        train, hollow = panel._source(seen).points.train, []
        assert 0 < train < 40
        monkeypatch.setattr(
            folded, "draw_points", lambda _, places, looks, *__, h=hollow: h.append(looks.hollow)
        )
        draw(panel, seen)
        (found,) = hollow
        assert found.sum() == 40 - train
        if neurons == 2:  # in space the nearest come last
            assert found.tolist() == [i >= train for i in range(40)]


def test_clicks_choose_every_layer_and_every_way():
    panel, seen = space(neurons=8)
    chosen = choices(panel, seen)
    assert {one.space for one in chosen if one.space is not None} == {0, 1, 2}
    assert {one.fold for one in chosen if one.fold} == set(WAYS)


def test_the_keyboard_goes_round_the_words_of_its_group():
    panel, seen = space(neurons=8)
    draw(panel, seen)
    assert panel.controls == 2
    panel.focus(0)
    assert panel.typed("left", "", seen).space == 0
    assert panel.typed("right", "", seen).space == 2
    assert panel.typed("end", "", seen).space == 2
    panel.focus(1)
    assert panel.typed("down", "", seen).fold == "PC 3D"
    assert panel.typed("home", "", seen).fold == "2D"
    assert panel.typed("enter", "", seen).fold == "PC 3D"
    assert panel.typed("write", "a", seen) is None
    panel.focus(None)
    assert panel.typed("left", "", seen) is None


@pytest.mark.parametrize("size", [(400, 300), (330, 160)])
@pytest.mark.parametrize("group", [0, 1])
def test_the_words_that_have_the_keyboard_tell_what_they_show_as_under_the_mouse(group, size):
    panel, view = space(neurons=8, focused=group)
    draw(panel, view, size=size)
    assert panel._words.at(panel.stop()) == (group, 0)
    assert panel.hover(panel.stop(), view) is not None
    panel.focus(None)
    assert panel.stop() is None


def test_a_press_gives_its_group_the_keyboard():
    panel, seen = space(neurons=8)
    draw(panel, seen)
    for group in (0, 1):
        at = panel._words._tabs[group]._places[0].center
        assert panel.press(at, seen) is not None
        assert panel.pressed_control == group
    assert panel.press((5, 5), seen) is None
    assert panel.pressed_control is None


def test_what_leaves_no_choice_is_no_control():
    panel, seen = space(neurons=2)
    draw(panel, seen)
    assert panel.controls == 1
    panel, seen = space(neurons=1, layers=("output",), layer=0)
    draw(panel, seen)
    assert panel.controls == 0
    panel.focus(0)
    assert panel.typed("right", "", seen) is None


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("layers", [2, 3, 7])
def test_all_words_fit_in_a_narrow_panel(layers, scale):
    import pygame

    surface = pygame.Surface((600, 300), 0, 32)
    canvas, words = Canvas(surface, DARK, Lettering(scale), scale), LayerTabs()
    area = Rect(canvas.px(12), canvas.px(36), canvas.px(196), canvas.px(180))  # of a panel of 220
    room = words.draw(canvas, area, (MANY[-layers:], WAYS), (0, 2))
    places = [place for tabs in words._tabs for place in tabs._places]
    assert all(area.left <= place.left and place.right <= area.right for place in places)
    assert all(place.bottom <= room.top for place in places)
    assert all(one.collidelist([other for other in places if other is not one]) < 0 for one in places)


def test_where_it_is_low_one_row_does_with_short_words_and_in_no_room_there_are_none(canvas_of):
    words, canvas = LayerTabs(), canvas_of((400, 300))
    groups = (MANY[-2:], WAYS)
    assert words.draw(canvas, Rect(12, 36, 196, 200), (("h1", *groups[0]), WAYS), (0, 2)).top > 76
    assert words.draw(canvas, Rect(12, 36, 196, 120), (("h1", *groups[0][1:]), WAYS), (0, 2)).top < 66
    assert words.at(words._tabs[1]._places[3].center) == (1, 3)
    assert words.draw(canvas, Rect(12, 36, 196, 60), groups, (0, 2)) == Rect(12, 36, 196, 60)
    assert len(words) == 0
    assert words.at((20, 40)) is None


def test_where_there_is_room_all_words_are_on_one_row(canvas_of):
    words = LayerTabs()
    words.draw(canvas_of((400, 300)), Rect(12, 36, 330, 170), (MANY[-3:], WAYS), (0, 2))
    assert len({place.top for tabs in words._tabs for place in tabs._places}) == 1


@pytest.mark.parametrize("layers", [2, 3, 7])
@pytest.mark.parametrize("area", [Rect(12, 36, 198, 106), Rect(12, 36, 222, 87)])  # at 960 x 600, 540
def test_where_it_is_low_and_wide_words_are_whole_at_the_left_and_a_plot_has_all_the_height(
    area, layers, canvas_of
):
    words = LayerTabs()
    room = words.draw(canvas_of((400, 300)), area, (MANY[-layers:], WAYS), (0, 2))
    places = [place for tabs in words._tabs for place in tabs._places]
    assert (room.y, room.height, room.right) == (area.y, area.height, area.right)
    assert room.width >= 100
    assert all(area.contains(place) and place.right < room.left for place in places)
    assert all(one.collidelist([other for other in places if other is not one]) < 0 for one in places)
    canvas = canvas_of((400, 300))
    space = Space(canvas, room, Camera(), ((0, 1),) * 3)
    corners = space.project([[i >> 2, i >> 1 & 1, i & 1] for i in range(8)])[0]
    assert np.ptp(corners[:, 1]) > 0.6 * area.height
    assert room.contains(Rect(*corners.min(axis=0), *np.ptp(corners, axis=0)))


def test_words_are_pressed_where_they_are_after_they_went_elsewhere_and_came_back(canvas_of):
    words, canvas, area = LayerTabs(), canvas_of((400, 300)), Rect(12, 36, 198, 106)
    seen = []
    for ways in (WAYS, WAYS[:1], WAYS):
        words.draw(canvas, area, (MANY[-3:], ways), (0, 0))
        seen.append([list(tabs._places) for tabs in words._tabs])
    assert seen[2] == seen[0] and seen[1][0] != seen[0][0]


@pytest.mark.parametrize("size", [(220, 160), (160, 120), (440, 320), (900, 600)])
@pytest.mark.parametrize("neurons", [1, 3, 8])
def test_it_is_drawn_at_any_size(size, neurons):
    for points in (0, 1, 500):
        assert inked(*space(neurons=neurons, points=points), size) > 0.02
        assert not cut_off(*space(neurons=neurons, points=points), size)


def test_a_space_of_three_dimensions_turns():
    panel, seen = space(neurons=3)
    before = draw(panel, seen)
    assert panel.turns
    panel.turn(0.4, 0.1)
    assert not np.array_equal(draw(panel, seen), before)
    flat, view = space(neurons=2)
    draw(flat, view)
    assert not flat.turns


def along_x(neurons, size, written):  # noqa: F811
    """Return numbers and names under a plot, each with its box; none is on another or cut off."""
    written[0].clear()
    draw(*space(neurons=neurons, points=40), size=size)
    lowest = max(box.top for words, box in written[0])
    under = [(words, box) for words, box in written[0] if box.top == lowest]
    assert not any(a.colliderect(b) for i, (_, a) in enumerate(under) for _, b in under[:i])
    assert all(box.left >= 0 and box.right <= size[0] for _, box in under)
    return under


def figures(under):
    return [words for words, _ in under if words[0] in "−0123456789"]


@pytest.mark.parametrize("size", [(240, 200), (300, 240), (440, 320), (900, 600)])
@pytest.mark.parametrize("neurons", [1, 2])
def test_a_short_name_of_an_axis_takes_the_place_of_no_number(size, neurons, written):  # noqa: F811
    under = along_x(neurons, size, written)
    numbers = figures(under)
    assert numbers[-1].removesuffix(".0") == "1" and numbers[0].removesuffix(".0") == "−1"
    assert under[-1][0] == ("x₁", "h₁")[neurons - 1]


@pytest.mark.parametrize("width", range(120, 400, 10))
def test_an_axis_has_two_numbers_at_least_and_its_name_somewhere(width, written):  # noqa: F811
    under = along_x(8, (width, 220), written)
    assert len(figures(under)) >= 2
    everywhere = " ".join(words for words, _ in written[0])
    assert "PC 1" in everywhere and "PC 2" in everywhere


def test_a_large_plot_has_more_numbers(written):  # noqa: F811
    few, many = (len(figures(along_x(8, size, written))) for size in ((500, 320), (1800, 900)))
    assert many > 2 * few - 2 >= 6
