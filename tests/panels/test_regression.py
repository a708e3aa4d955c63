"""The curve of a regression under the hand."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.drawing.theme import THEMES
from netviz.engine.wishes import AddPoint, MovePoint, RemovePoint
from netviz.panels.regression import Regression
from netviz.panels.walk_data import Path
from tests.panels.pictures import cut_off, draw, inked
from tests.panels.plane_scenes import view
from tests.panels.regression_scenes import fit, regression
from tests.panels.test_hover import hints, number_after
from tests.panels.test_plane import Hand, near
from tests.panels.test_play_room import written  # noqa: F401  (a fixture)


def hand(points=12, **choices):
    return Hand(*regression(points, **choices))


EMPTY = (-1.05, 1.0)


def test_a_click_adds_a_point_with_the_height_as_its_target():
    mouse = hand()
    mouse.click(EMPTY)
    (wish,) = mouse.asked
    assert isinstance(wish, AddPoint)
    assert ((wish.x, wish.target), wish.y) == (near(EMPTY), 0.0)


def test_dragging_changes_place_and_target_while_the_axis_stands_still():
    mouse = hand()
    mouse.press(mouse.pixel(mouse.panel._spot(2)))
    before = mouse.panel._axes.y
    mouse.drag(mouse.pixel((0.4, 0.1)))
    mouse.panel._fit.points.targets[2] = 50.0
    mouse.draw()
    assert mouse.panel._axes.y == before
    mouse.drag(mouse.pixel((0.5, -0.1)))
    mouse.release()
    assert [type(wish) for wish in mouse.asked] == [MovePoint] * 2
    assert [(wish.index, wish.y, wish.joins) for wish in mouse.asked] == [(2, 0.0, False), (2, 0.0, True)]
    assert (mouse.asked[1].x, mouse.asked[1].target) == near((0.5, -0.1))


def test_the_other_button_removes_a_point_and_a_pin():
    mouse = hand(pins=((-1.1, 0.0),))
    mouse.other(mouse.panel._spot(4))
    assert mouse.asked == [RemovePoint(4)]
    mouse.other((-1.1, 1.0))
    assert mouse.choices.pins == ()


def test_an_input_is_looked_at_and_pinned_by_its_first_feature_alone():
    mouse = hand()
    mouse.point_at(EMPTY)
    assert mouse.choices.probe == (near(EMPTY[0]), 0.0)
    mouse.press(mouse.panel._buttons["pin"].center)
    mouse.click(EMPTY)
    assert mouse.choices.pins == ((near(EMPTY[0]), 0.0),)


def test_residuals_are_switched_by_mouse_and_by_key():
    mouse = hand()
    with_them = draw(mouse.panel, mouse.view)
    mouse.press(mouse.panel._buttons["residuals"].center)
    assert not mouse.choices.residuals
    assert not np.array_equal(draw(mouse.panel, mouse.view), with_them)
    mouse.panel.focus(0)
    mouse.keys("e")
    assert mouse.choices.residuals


def test_keys_move_a_point_up_and_change_its_target():
    keys = hand(sample=0)
    keys.panel.focus(0)
    keys.keys(".", "enter", "up", "enter", "down")
    x, y = keys.panel._spot(1)
    (wish,) = keys.asked
    step = (keys.panel._axes.y.high - keys.panel._axes.y.low) / 40
    assert (wish.index, wish.x, wish.target) == (
        1,
        pytest.approx(x, abs=1e-3),
        pytest.approx(y + step, abs=2e-3),
    )


def test_each_point_tells_how_far_it_is_missed_and_the_title_the_mean_square():
    panel, view = regression(12)
    data, told = fit(12), hints(panel, view)
    points = {lines[0]: lines for lines in told if lines[0].startswith(("training", "test"))}
    assert len(points) == 12
    for i, off in enumerate(data.answers - data.points.targets):
        lines = points[f"{'training' if i < 9 else 'test'} point {i + 1}"]
        assert number_after("ŷ − y", lines) == pytest.approx(off)
    squares = (data.answers - data.points.targets) ** 2
    train, test = panel.value(view).removeprefix("mean (ŷ − y)² / 2 = ").split(" · test ")
    assert (float(train), float(test)) == pytest.approx(
        (squares[:9].mean() / 2, squares[9:].mean() / 2), rel=1e-2
    )


def on_the_way(pins=(), walk=0.25, start=(-0.6, 0.0), end=(0.9, 0.0)):
    """Return a panel that marks a path, and the same without."""
    data, path = fit(40), Path((), start, end, "two pins")
    both = Regression(lambda _: data, path=lambda _: path), Regression(lambda _: data)
    return *both, view(pins=pins, walk=walk, sample=10**6), path


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_the_way_from_a_to_b_is_wider_than_the_curve_and_where_one_stands_is_marked(theme):
    panel, bare, shown, path = on_the_way()
    with_it, without = (draw(one, shown, theme, (500, 400)).astype(int) for one in (panel, bare))
    changed = (with_it != without).any(axis=-1)
    focus = THEMES[theme].focus

    def column_at(picture, x):
        column, middle = map(round, panel._axes.point(x, panel._fit.at(x)))
        return np.abs(picture[middle - 6 : middle + 7, column] - focus).sum(axis=-1)

    for share in (0.1, 0.5, 0.9):
        x = path.at(share)[0]
        assert column_at(with_it, x).sum() < column_at(without, x).sum() - 100  # nearer to the line's colour
    assert (column_at(with_it, path.at(0.25)[0]) < 20).sum() >= 8  # a dot, on the curve
    for x in (path.start[0], path.end[0]):  # rings
        column, row = map(round, panel._axes.point(x, panel._fit.at(x)))
        assert changed[row - 4 : row + 5, column - 4 : column + 5].sum() > 30
    outside = round(panel._axes.point(path.start[0], 0.0)[0]) - 12
    assert not changed[:, :outside].any()


def test_ends_are_named_on_the_curve_unless_a_pin_has_the_name(written):  # noqa: F811
    for pins in ((), ((-0.6, 0.0),), ((-0.6, 0.0), (0.9, 0.0))):
        panel, _, shown, _ = on_the_way(pins)
        written[1].clear()
        draw(panel, shown, size=(500, 400))
        assert sorted(words for words, _ in written[1] if words in "AB") == ["A", "B"]


def test_of_a_way_that_begins_beyond_the_axis_only_what_is_inside_shows():
    panel, bare, shown, _ = on_the_way(start=(-40.0, 0.0), end=(0.9, 0.0))
    changed = (draw(panel, shown) != draw(bare, shown)).any(axis=-1)
    box = panel._axes.inner.inflate(12, 12)
    assert changed.sum() > 100
    changed[box.top : box.bottom, box.left : box.right] = False
    assert not changed.any()


def test_a_way_over_what_is_not_finite_is_not_drawn():
    _, _, shown, path = on_the_way()
    data = fit(40)
    lost = replace(data, ys=data.ys * np.nan, at=lambda x: float("nan"))
    panels = Regression(lambda _: lost, path=lambda _: path), Regression(lambda _: lost)
    assert np.array_equal(*(draw(panel, shown) for panel in panels))


@pytest.mark.parametrize("size", [(300, 300), (700, 300), (160, 120)])
def test_it_is_drawn_at_any_size_and_without_points(size):
    for points in (12, 0):
        assert inked(*regression(points), size) > 0.02
        assert not cut_off(*regression(points), size)
