"""The input plane under the hand: what is told, what is asked of the lab, what is chosen."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.actions import GROUPS, WORDS, actions_by_key
from netviz.drawing.marks import draw_points, radius_for
from netviz.drawing.numbers import exact, number
from netviz.drawing.theme import DARK
from netviz.engine.wishes import AddPoint, MovePoint, RemovePoint
from netviz.panels.plane import Plane, _looks
from netviz.panels.plane_data import Answer
from netviz.panels.plane_ends import ring_box
from netviz.panels.walk_data import Path
from tests.panels import plane_scenes as scenes
from tests.panels.pictures import cut_off, draw, inked
from tests.panels.test_hover import hints, number_after
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)
from tests.panels.texts import noted_texts


class Hand:
    """Uses a panel that has been drawn, and keeps the choices made and the wishes asked."""

    def __init__(self, panel, view):
        self.panel, self.view, self.asked = panel, view, []
        self.draw()

    @property
    def choices(self):
        return self.view.choices

    def draw(self):
        draw(self.panel, self.view)

    def take(self, choices):
        if choices is not None:
            self.asked += choices.asks
            self.view = replace(self.view, choices=replace(choices, asks=()))
        return choices

    def pixel(self, place):
        return self.panel._axes.point(*place)

    def press(self, at):
        return self.take(self.panel.press(at, self.view))

    def drag(self, at):
        return self.take(self.panel.drag(at, self.view))

    def release(self):
        return self.take(self.panel.release(self.view))

    def click(self, place):
        self.press(self.pixel(place))
        self.release()

    def other(self, place):
        return self.take(self.panel.other_press(self.pixel(place), self.view))

    def point_at(self, place):
        return self.take(self.panel.passed(None if place is None else self.pixel(place), self.view))

    def keys(self, *keys):
        """Press keys: words as they are, single characters typed."""
        return [
            self.take(self.panel.typed("write" if len(key) == 1 else key, key, self.view)) for key in keys
        ]


def hand(answer=None, **choices):
    return Hand(*scenes.plane(answer or scenes.two_classes(12), **choices))


EMPTY = (0.05, -1.15)  # no point is near


def near(place):
    return pytest.approx(place, abs=0.02)


# the mouse


@pytest.mark.parametrize("adds, target", [(0.0, 0.0), (1.0, 1.0), (7.0, 1.0)])
def test_a_click_on_empty_ground_adds_a_point_of_the_chosen_class_when_let_go(adds, target):
    mouse = hand(adds=adds)
    mouse.press(mouse.pixel(EMPTY))
    assert mouse.asked == []
    mouse.release()
    (wish,) = mouse.asked
    assert isinstance(wish, AddPoint)
    assert ((wish.x, wish.y), wish.target) == (near(EMPTY), target)


def test_a_new_point_can_be_drawn_to_its_place_or_off_the_plane_to_be_none():
    mouse = hand()
    mouse.press(mouse.pixel(EMPTY))
    mouse.drag(mouse.pixel((0.9, -1.1)))
    mouse.draw()
    mouse.release()
    assert (mouse.asked[0].x, mouse.asked[0].y) == near((0.9, -1.1))
    mouse.press(mouse.pixel(EMPTY))
    mouse.drag((2, 2))
    mouse.release()
    assert len(mouse.asked) == 1


def test_dragging_a_point_moves_it_in_one_movement_and_chooses_it():
    mouse = hand()
    start = mouse.pixel(mouse.panel._spot(4))
    mouse.press(start)
    assert mouse.choices.sample == 4
    mouse.drag((start[0] + 1, start[1]))
    assert mouse.asked == []
    for place in ((0.1, 0.2), (0.3, 0.4), (9.0, 0.5)):
        mouse.drag(mouse.pixel(place))
        mouse.draw()
    mouse.release()
    assert [type(wish) for wish in mouse.asked] == [MovePoint] * 3
    assert [(wish.index, wish.joins) for wish in mouse.asked] == [(4, False), (4, True), (4, True)]
    assert (mouse.asked[1].x, mouse.asked[1].y) == near((0.3, 0.4))
    assert mouse.asked[2].x == scenes.EXTENT[1]
    assert mouse.choices.probe == (mouse.asked[2].x, mouse.asked[2].y)


def test_a_click_on_a_point_moves_nothing():
    mouse = hand()
    mouse.click(mouse.panel._spot(3))
    assert mouse.asked == []
    assert mouse.choices.sample == 3


def test_the_other_button_removes_a_point_and_waits_for_the_next_picture():
    mouse = hand()
    place = mouse.panel._spot(7)
    mouse.other(place)
    mouse.other(place)
    assert mouse.asked == [RemovePoint(7)]
    assert mouse.other(EMPTY) is None
    mouse.view = replace(mouse.view, timeline=scenes.timeline())
    mouse.view.timeline.add(mouse.view.timeline.latest)
    mouse.draw()
    mouse.other(mouse.panel._spot(2))
    assert mouse.asked[1:] == [RemovePoint(2)]


def test_the_mouse_over_the_plane_is_the_probe_and_a_point_under_it_is_taken_exactly():
    mouse = hand()
    mouse.point_at(EMPTY)
    assert mouse.choices.probe == near(EMPTY)
    mouse.point_at(mouse.panel._spot(5))
    assert mouse.choices.probe == mouse.panel._spot(5)
    assert mouse.point_at(mouse.panel._spot(5)) is None  # the mouse has not moved
    mouse.point_at(None)
    assert mouse.choices.probe is None


def test_rows_of_tools_choose_the_class_the_pin_and_how_it_is_shown():
    mouse = hand(scenes.more_classes(3))
    rows = dict(mouse.panel._tools._rows)
    mouse.press(rows["2"].center)
    mouse.click(EMPTY)
    assert mouse.asked[-1].target == 2
    mouse.press(rows["steps"].center)
    mouse.press(rows["pin"].center)
    assert (mouse.choices.bands, mouse.choices.pinning) == (True, True)
    mouse.press(rows["0"].center)
    assert (mouse.choices.adds, mouse.choices.pinning) == (0, False)


def test_the_scale_of_a_surface_chooses_the_value_that_is_added():
    mouse = hand(scenes.surface(12))
    bar = mouse.panel._tools._bar
    mouse.press((bar.centerx, bar.top))
    mouse.click(EMPTY)
    mouse.press((bar.centerx, bar.centery))
    mouse.click(EMPTY)
    assert [wish.target for wish in mouse.asked] == pytest.approx([1.5, 0.0], abs=0.05)


def test_a_scale_that_there_is_no_room_for_takes_no_clicks():
    mouse = hand(scenes.surface(12))
    tools = mouse.panel._tools
    tall = tools._bar.copy()
    draw(mouse.panel, mouse.view, size=(324, 180))
    bar = tools._bar
    assert tall.height and not bar.height
    around = [(x, y) for x in range(bar.x - 8, bar.right + 8) for y in range(bar.y - 6, bar.y + 6)]
    assert not any(row.collidepoint(at) for _, row in tools._rows for at in around)
    answer = mouse.panel._answer
    assert not any(tools.press(at, answer, mouse.choices) for at in around)
    assert not any(tools.hover(at, answer, mouse.choices) for at in around)


def test_two_inputs_are_pinned_a_third_replaces_the_nearer_and_pins_are_dragged_and_removed():
    mouse = hand(pinning=True)
    for place in ((-0.6, -1.1), (0.9, -1.15)):
        mouse.click(place)
    assert mouse.choices.pins == (near((-0.6, -1.1)), near((0.9, -1.15)))
    mouse.click(EMPTY)
    assert mouse.choices.pins == (near(EMPTY), near((0.9, -1.15)))
    mouse.press(mouse.pixel(mouse.choices.pins[1]))
    mouse.drag(mouse.pixel((1.0, 1.1)))
    mouse.release()
    assert mouse.choices.pins[1] == near((1.0, 1.1))
    mouse.other(EMPTY)
    assert mouse.choices.pins == (near((1.0, 1.1)),)
    assert mouse.asked == []


def test_a_pin_on_a_point_is_exactly_the_point():
    mouse = hand(pinning=True)
    mouse.click(mouse.panel._spot(2))
    assert mouse.choices.pins == (mouse.panel._spot(2),)


# the keyboard


def test_keys_move_a_cursor_that_is_the_probe_and_add_what_a_digit_chose():
    keys = hand()
    keys.panel.focus(0)
    keys.keys("0", "down", "down", "left")
    assert keys.choices.probe == (-0.06, -0.12)
    keys.draw()
    keys.keys("enter")
    assert keys.asked == [AddPoint(-0.06, -0.12, 0.0)]


@pytest.mark.parametrize(
    "names, digit, chosen, key",
    [((), "1", 1.0, "1"), (("3", "7", "1"), "7", 1.0, "7"), (("3", "7", "1"), "1", 2.0, "7"),
     (("1", "10", "2"), "1", 1.0, "1"), (("oak", "elm", "ash"), "1", 1.0, "1"), ((), "9", 0.0, "1")],
)  # fmt: skip
def test_a_digit_chooses_the_class_that_is_called_so_where_all_are_called_by_digits(
    names, digit, chosen, key
):
    one = Hand(*scenes.plane(scenes.named(scenes.more_classes(3), names)))
    one.panel.focus(0)
    one.take(replace(one.choices, adds=0.0))
    one.keys(digit)
    assert one.choices.adds == chosen
    told = {lines[0]: lines for lines in hints(one.panel, one.view)}
    assert told[f"a click adds a point of class {names[1] if names else 1}"][1] == f"key {key}, after Tab"


def test_keys_go_to_a_point_grab_it_move_it_and_drop_it():
    keys = hand(sample=0)
    keys.panel.focus(0)
    keys.keys(".", ".", ",", "enter")
    x, y = keys.panel._spot(1)
    keys.keys("right", "right", "enter", "right")
    assert [(wish.index, wish.joins) for wish in keys.asked] == [(1, False), (1, True)]
    assert (keys.asked[1].x, keys.asked[1].y) == (
        pytest.approx(x + 0.12, abs=2e-3),
        pytest.approx(y, abs=2e-3),
    )


def test_the_input_at_the_cursor_is_looked_at_from_the_first_key_to_the_last_as_the_title_says():
    keys = hand(sample=0)

    def told(place):
        assert keys.choices.probe == place
        assert keys.panel.value(keys.view).startswith(f"({number(place[0])}, {number(place[1])})")

    keys.panel.focus(0)
    keys.keys("come")
    told((0.0, 0.0))
    point = keys.panel._spot(1)
    keys.panel._cursor = point[0] + 0.01, point[1]  # not on it, but near
    keys.keys("enter")
    told(point)
    keys.keys("up", "escape")
    told(point)
    keys.point_at(EMPTY)
    assert keys.choices.probe == near(EMPTY)
    told(keys.choices.probe)
    keys.keys("right")
    told(keys.panel._cursor)
    keys.point_at(None)
    told(keys.panel._cursor)
    keys.keys("leave")
    keys.panel.focus(None)
    assert keys.choices.probe is None


def test_the_mouse_is_what_is_looked_at_again_when_the_keyboard_leaves():
    keys = hand()
    keys.point_at(EMPTY)
    keys.panel.focus(0)
    keys.keys("come", "up")
    assert keys.choices.probe == (0.0, 0.06)
    keys.keys("leave")
    assert keys.choices.probe == near(EMPTY)


def test_escape_puts_a_grabbed_point_back_and_else_is_not_the_planes():
    keys = hand(sample=0)
    keys.panel.focus(0)
    keys.keys(".", "enter", "up", "escape")
    x, y = keys.panel._spot(1)
    assert keys.asked[-1] == MovePoint(1, x, y, True)
    assert keys.keys("escape", "q", " ", "home") == [None] * 4


def test_keys_remove_and_pin_and_choose_what_is_shown():
    keys = hand(scenes.two_classes(12, scenes.NEURONS), sample=0)
    keys.panel.focus(0)
    keys.keys(".", "p", "b", "w")
    assert keys.choices.pins == (keys.panel._spot(1),)
    assert (keys.choices.bands, keys.choices.neuron_lines) == (True, False)
    keys.keys("p")
    assert keys.choices.pins == ()
    keys.keys("delete", "delete")
    assert keys.asked == [RemovePoint(1)]


def test_p_pins_what_is_under_the_mouse_where_that_moved_last():
    keys = hand()
    keys.point_at(EMPTY)
    keys.take(keys.panel.key("pin", keys.view))
    assert keys.choices.pins == (near(EMPTY),)
    keys.panel.focus(0)
    keys.keys("up", "p")
    assert keys.choices.pins == (near(EMPTY), (0.0, 0.06))


def test_a_hand_without_points_does_what_it_can():
    keys = hand(scenes.two_classes(0))
    keys.panel.focus(0)
    keys.keys(".", "delete", "backspace", "enter")
    assert [type(wish) for wish in keys.asked] == [AddPoint]
    keys.point_at(EMPTY)
    assert keys.panel.hover(keys.pixel(EMPTY), keys.view) is not None


# what is told


def test_each_point_tells_its_place_its_class_and_the_exact_answer():
    answer = scenes.two_classes(12)
    mouse = hand(answer)
    for i, (x, y) in enumerate(answer.points.inputs.tolist()):
        lines = mouse.panel.hover(mouse.pixel((x, y)), mouse.view).lines
        kind = "training" if i < answer.points.train else "test"
        assert lines[0].startswith(f"{kind} point {i + 1} of class {answer.points.targets[i]:.0f}")
        assert ("wrongly" in lines[0]) == answer.points.wrong[i]
        assert f"ŷ = {exact(float(answer.at(x, y)[0]))}" in lines


def test_the_ground_tells_every_class_its_probability():
    answer = scenes.more_classes(4, 0)
    mouse = hand(answer)
    lines = mouse.panel.hover(mouse.pixel((0.5, 0.6)), mouse.view).lines
    chances = answer.at(*mouse.panel._data(mouse.pixel((0.5, 0.6))))
    assert [number_after(f"p of class {k}", lines) for k in range(4)] == pytest.approx(chances.tolist())
    assert lines[0].startswith(f"class {chances.argmax()}")


def test_a_surface_tells_how_far_a_point_is_missed():
    answer = scenes.surface(12)
    mouse = hand(answer)
    x, y = answer.points.inputs[3]
    lines = mouse.panel.hover(mouse.pixel((x, y)), mouse.view).lines
    assert number_after("ŷ − y", lines) == pytest.approx(float(answer.at(x, y)[0] - answer.points.targets[3]))


def test_a_neurons_line_tells_its_equation_while_lines_are_shown():
    panel, view = scenes.plane(scenes.two_classes(4, scenes.NEURONS))
    told = {lines[0] for lines in hints(panel, view)}
    assert {f"{neuron.name}: its z is 0 on this line" for neuron in scenes.NEURONS} <= told
    mouse = hand(scenes.two_classes(4, scenes.NEURONS))
    lines = mouse.panel.hover(mouse.pixel((-0.35, -0.2)), mouse.view).lines
    assert "2 x₁ + 1 x₂ + 0.9 = 0" in lines[1]
    mouse.keys("w")
    mouse.draw()
    assert "x₁ = " in mouse.panel.hover(mouse.pixel((-0.35, -0.2)), mouse.view).lines[1]


def test_the_title_counts_wrong_answers_and_with_the_keyboard_tells_the_cursors_place():
    answer = scenes.two_classes(40)
    panel, view = scenes.plane(answer)
    wrong = answer.points.wrong
    assert panel.value(view) == f"{wrong[:30].sum()} of 30 wrong · test {wrong[30:].sum()} of 10"
    keys = Hand(panel, view)
    panel.focus(0)
    assert panel.value(keys.view).startswith("(0, 0): ŷ = 0.500, class")


def test_points_beyond_the_edge_are_counted():
    answer = scenes.two_classes(8)
    answer.points.inputs[2] = (5.0, 0.0)
    panel, view = scenes.plane(answer)
    assert "1 outside" in panel.value(view)


# drawing


def test_where_the_network_is_lost_the_plane_is_still_drawn():
    for answer in (scenes.two_classes(8), scenes.more_classes(3, 9), scenes.surface(8)):
        nothing = np.full_like(answer.values, np.nan)
        lost = replace(answer, values=nothing, scores=None if answer.scores is None else nothing)
        for bands in (False, True):
            panel, view = scenes.plane(lost, bands=bands)
            assert not np.array_equal(draw(panel, view), draw(*scenes.plane(answer, bands=bands)))
            told = {lines[0][: len("training point 1")] for lines in hints(panel, view)}
            assert told >= {f"training point {i}" for i in range(1, 7)}


@pytest.mark.parametrize("size", [(300, 300), (300, 700), (700, 300), (160, 120)])
@pytest.mark.parametrize("name", scenes.PLANE_SCENES)
def test_it_is_drawn_at_any_size(name, size):
    assert inked(*scenes.PLANE_SCENES[name](), size) > 0.05
    if min(size) >= 300:
        assert not cut_off(*scenes.PLANE_SCENES[name](), size)


def test_the_key_that_hints_and_help_name_pins_what_is_under_the_mouse_and_unpins_it():
    mouse, act = hand(), actions_by_key("playground")
    mouse.point_at(EMPTY)
    (told,) = (line for line in mouse.panel.hover(mouse.pixel(EMPTY), mouse.view).lines if "pin" in line)
    assert "P: pin this input" in told
    (help_says,) = (b.says for group in GROUPS for b in group.bindings if b.keys == ("P",))
    assert help_says == "pin the input under the mouse, or unpin it"
    for pins in ((near(EMPTY),), ()):
        mouse.take(mouse.panel.key(WORDS[act["P"]], mouse.view))
        assert mouse.choices.pins == pins


def test_a_point_that_is_held_is_let_go_when_points_are_numbered_anew():
    mouse = hand()
    place = mouse.panel._spot(7)
    mouse.press(mouse.pixel(place))
    mouse.drag(mouse.pixel(EMPTY))
    assert [type(wish) for wish in mouse.asked] == [MovePoint]
    latest = mouse.view.timeline.latest
    anew = replace(latest, snapshot=replace(latest.snapshot, numbering=latest.snapshot.numbering + 1))
    mouse.view.timeline.add(anew)
    mouse.draw()
    mouse.drag(mouse.pixel((0.0, 0.0)))
    mouse.release()
    assert [type(wish) for wish in mouse.asked] == [MovePoint]


@pytest.mark.parametrize("said, klass", [(0.49, 0), (0.5, 0), (0.51, 1)])
def test_an_answer_of_just_the_threshold_is_class_0_as_it_is_told(said, klass):
    answer = Answer(np.full((3, 3), said), (-1.0, 1.0), None, lambda x, y: np.array([said]))
    assert answer.klass(np.array([said])) == klass


@pytest.mark.parametrize("size", [(324, 280), (412, 400), (600, 620), (936, 500)])
@pytest.mark.parametrize("answer", [scenes.two_classes(12), scenes.surface()])
def test_the_scale_ends_where_the_plane_does(answer, size):
    panel, seen = scenes.plane(answer)
    draw(panel, seen, size=size)
    assert panel._tools._bar.height
    assert panel._tools._bar.bottom == panel._axes.inner.bottom


def test_names_of_classes_are_whole_where_a_plane_as_high_as_it_can_be_leaves_room():
    names = ("Iris setosa", "Iris versicolor", "Iris virginica")
    for width in (400, 640):
        panel, seen = scenes.plane(scenes.named(scenes.more_classes(3), names))
        plain, _ = scenes.plane(scenes.more_classes(3))
        with noted_texts() as texts:
            draw(panel, seen, size=(width, 400))
        draw(plain, seen, size=(width, 400))
        assert (set(names) <= set(texts)) == (width == 640)
        assert panel._axes.inner.size == plain._axes.inner.size


# pins, and the way from A to B


def test_a_point_is_ringed_as_chosen_only_while_the_plane_has_the_keyboard():
    panel, view = scenes.plane(scenes.two_classes(60), sample=60)
    chosen = replace(view, choices=replace(view.choices, sample=0))
    assert np.array_equal(draw(panel, view), draw(panel, chosen))  # it would look like a pin
    panel.focus(0)
    assert not np.array_equal(draw(panel, view), draw(panel, chosen))


@pytest.mark.parametrize("points", [4, 60, 500])
@pytest.mark.parametrize("sample", [0, 1])
def test_a_pin_leaves_the_mark_of_its_point_as_it_is(points, sample):
    panel, view = scenes.plane(scenes.two_classes(points), sample=points)
    before = draw(panel, view, size=(700, 700))
    pin = panel._spot(sample)
    after = draw(panel, replace(view, choices=replace(view.choices, pins=(pin,))), size=(700, 700))
    changed = (after != before).any(axis=2)
    x, y = panel._axes.point(*pin)
    far = np.hypot(*np.meshgrid(np.arange(700) - x, np.arange(700) - y))
    radius = radius_for(points, panel._axes.inner.width)
    assert not changed[far <= 1.25 * radius].any()
    assert changed[(far > 1.25 * radius) & (far < 1.25 * radius + 8)].sum() > 60  # a ring around it


def is_focus(picture, x, y):
    return tuple(picture[y, x].tolist()) == tuple(DARK.focus)


def way(choices, share=0.75):
    path = Path((), (-0.8, -0.8), (0.8, 0.6), "two pins")
    answer = scenes.surface()
    return Plane(lambda _: answer, path=lambda _: path), scenes.view(walk=share, sample=10**6, **choices)


def test_the_way_from_a_to_b_and_how_far_one_stands_on_it_are_marked(written):  # noqa: F811
    panel, view = way({})
    draw(panel, view, size=(500, 500))
    assert [words for words, _ in written[1]].count("A") == 1
    path = panel._path(view)
    for at, share in ((0.75, 0.75), (0.2, 0.2)):
        picture = draw(panel, replace(view, choices=replace(view.choices, walk=share)), size=(500, 500))
        x, y = map(round, panel._axes.point(*path.at(at)))
        assert all(is_focus(picture, x + i, y + j) for i in (-2, 0, 2) for j in (-2, 0, 2))
    near = [panel._axes.point(*path.at(share)) for share in np.linspace(0, 1, 200)]
    bright = [is_focus(picture, round(x), round(y)) for x, y in near]
    assert 60 < sum(bright) < 190 and any(bright[:5]) and any(bright[-5:])  # broken, from end to end


def test_ends_that_are_pinned_are_named_by_their_pins_alone(written):  # noqa: F811
    for pins in (((-0.8, -0.8),), ((-0.8, -0.8), (0.8, 0.6))):
        written[1].clear()
        panel, view = way({"pins": pins})
        draw(panel, view, size=(500, 500))
        words = [words for words, _ in written[1]]
        assert words.count("A") == words.count("B") == 1


@pytest.mark.parametrize("pinned", [False, True])
def test_names_of_ends_are_on_no_neurons_name_and_whole_wherever_they_are(pinned, written):  # noqa: F811
    answer, named = scenes.two_classes(40, scenes.NEURONS), {one.name for one in scenes.NEURONS}
    first = draw_with_ends(answer, ((0.0, 0.0), (0.2, 0.2)), pinned=pinned)
    hidden = [box for words, box in written[1] if words in named]
    assert len(hidden) == len(named)
    corners = [(x, y) for x in (-1.2, 1.2) for y in (-1.2, 1.2)]
    for start in (*(first._axes.data((box.left - 8, box.bottom + 4)) for box in hidden), *corners):
        written[1].clear()
        panel = draw_with_ends(answer, (start, (0.0, 0.0)), pinned=pinned)
        ends = [box for words, box in written[1] if words in "AB"]
        others = [box for words, box in written[1] if words in named]
        room = panel._axes.inner.inflate(8, 8)
        assert len(ends) == 2
        rings = [ring_box(panel._axes.canvas, panel._axes.point(*at), panel._ring) for at in (start, (0, 0))]
        assert not pinned or all(box.collidelist(rings) < 0 for box in [*ends, *others])
        for k, box in enumerate(ends):
            assert box.collidelist([*others, *ends[:k]]) < 0 and room.contains(box)


def draw_with_ends(answer, ends, *, pinned):
    """Draw a plane with a way from one place to another, pinned or not; return the panel."""
    path = Path((), *ends, "two pins")
    panel = Plane(lambda _: answer, path=lambda _: path)
    draw(panel, scenes.view(pins=ends if pinned else ()), size=(360, 300))
    return panel


def test_a_plane_without_a_way_marks_none(written):  # noqa: F811
    panel, view = scenes.plane(scenes.surface(), walk=0.3)
    draw(panel, view, size=(500, 500))
    assert not {"A", "B"} & {words for words, _ in written[1]}


def test_test_points_are_drawn_otherwise_than_those_trained_on(canvas_of):
    answer = scenes.two_classes(12)
    assert 0 < answer.points.train < len(answer.points)
    looks = [
        _looks(canvas_of((400, 300)), replace(answer, points=replace(answer.points, train=count)))
        for count in (answer.points.train, len(answer.points))
    ]
    assert looks[0].hollow.tolist() == [i >= answer.points.train for i in range(len(answer.points))]
    assert not looks[1].hollow.any()
    pictures = []
    for look in looks:
        canvas = canvas_of((400, 300))
        places = np.linspace((20, 20), (380, 280), len(answer.points))
        draw_points(canvas, places, look, 6)
        pictures.append(pygame.image.tobytes(canvas.surface, "RGB"))
    assert pictures[0] != pictures[1]


def test_the_ground_is_another_picture_where_steps_are_chosen():
    grounds = []
    for bands in (False, True, False):
        panel, view = scenes.plane(scenes.two_classes(0), bands=bands)
        picture, inner = draw(panel, view), panel._axes.inner
        grounds.append(picture[inner.y : inner.bottom, inner.x : inner.right].tobytes())
    assert grounds[0] == grounds[2] != grounds[1]
