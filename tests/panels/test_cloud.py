"""The feature space's two clouds: what they say, choose and notice."""

import numpy as np
import pytest

from netviz.drawing.numbers import exact
from netviz.drawing.theme import THEMES
from netviz.panels.cloud import CloudPlane
from netviz.panels.gradual import Waiting
from tests.panels import features_scenes as scenes
from tests.panels.pictures import difference, draw
from tests.panels.test_hover import choices, everywhere, hints, number_after

CLOUDS = [scenes.cloud_plane, scenes.cloud_space]


@pytest.mark.parametrize("scene", CLOUDS)
def test_each_point_tells_its_image_and_probabilities_exactly(scene):
    panel, view = scene()
    data, told = panel._source(view), hints(panel, view, step=2)
    assert len(told) > 40  # of 60, some of which lie under others
    for lines in told:
        row = int(lines[0].split(":")[0].removeprefix("validation ")) // 5
        true, read = int(data.labels[row]), int(data.probabilities[row].argmax())
        verdict = "read right" if true == read else f"read as {read}"
        assert lines[0].endswith(f"is {true}, {verdict}")
        for digit in {true, read}:
            assert number_after(f"p({digit})", lines) == pytest.approx(
                data.probabilities[row, digit], rel=1e-9
            )
        for name, value in zip(data.axes, data.points[row], strict=True):
            assert f"{name} = {exact(value)}" in lines


@pytest.mark.parametrize("scene", CLOUDS)
def test_a_click_chooses_the_validation_image_under_the_mouse_and_a_click_beside_none(scene):
    panel, view = scene()
    found = choices(panel, view)
    assert {chosen.source for chosen in found} == {"validation"}
    assert {chosen.samples for chosen in found} == {400}
    samples = {chosen.sample for chosen in found}
    assert samples <= set(range(0, 300, 5))
    assert len(samples) > 40
    assert len(found) < 0.3 * len(list(everywhere(2)))


@pytest.mark.parametrize("scene", CLOUDS)
def test_the_image_under_the_mouse_is_drawn_until_the_mouse_leaves(scene):
    panel, view = scene()
    alone = draw(panel, view)
    assert not panel.lively
    spot = tuple(panel._spots[12])
    panel.hover(spot, view)
    assert panel.lively  # a frame is wanted, with its image
    with_image = draw(panel, view)
    assert difference(with_image[-70:], alone[-70:]).share > 0.003
    panel.hover(spot, view)
    assert not panel.lively  # and no more, while the mouse stays
    draw(panel, view)
    assert panel.lively  # it has left
    assert np.array_equal(draw(panel, view), alone)
    assert not panel.lively


@pytest.mark.parametrize("scene", CLOUDS)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"flip": -1.0}, id="a flipped axis"),
        pytest.param({"wrong": ()}, id="mistakes without a box"),
        pytest.param({"chosen": 20}, id="another image chosen"),
    ],
)
def test_pictures_differ_where_they_should(scene, theme, other):
    assert not difference(draw(*scene(**other), theme), draw(*scene(), theme)).acceptable


def test_both_axes_of_the_plane_have_one_scale():
    panel, view = scenes.cloud_plane()
    draw(panel, view)
    points, spots = panel._source(view).points, panel._spots
    data, seen = (np.hypot(*(values[1:, :2] - values[0, :2]).T) for values in (points, spots))
    np.testing.assert_allclose(seen / data, (seen / data)[0], rtol=1e-9)


def test_turning_moves_the_points_of_the_cube_only():
    panel, view = scenes.cloud_space()
    draw(panel, view)
    before = panel._spots.copy()
    panel.turn(0.5, 0.1)
    draw(panel, view)
    assert panel.turns
    assert np.abs(panel._spots - before).max() > 5
    assert not CloudPlane.turns


def test_before_the_first_result_it_says_how_far_it_is_and_answers_nothing():
    panel, view = scenes.waiting()
    draw(panel, view)
    assert panel.value(view) == ""
    assert all(panel.hover(at, view) is None and panel.press(at, view) is None for at in everywhere(20))


def test_work_is_asked_for_frames_ticked_and_settled():
    class Work(scenes.Nothing):
        left, asked = True, ()

        def advance(self, view):
            self.asked += ("advance",)

        def complete(self, view):
            self.asked += ("complete",)

    work, view = Work(), scenes.view()
    panel = CloudPlane("Feature space", lambda _: Waiting(1, 2), work)
    assert panel.lively
    assert panel.tick(0.1, view) is None
    panel.settle(view)
    assert work.asked == ("advance", "complete")
    work.left = False
    assert not panel.lively
