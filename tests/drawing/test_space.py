"""Three dimensions on the screen: the camera is a rotation, and boxes stay in their place."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.space import Camera, Space, _short

ANGLES = st.floats(-10, 10)
UNIT = ((0.0, 1.0),) * 3


@given(ANGLES, st.floats(-1.4, 1.4))
def test_the_camera_is_a_rotation(azimuth, elevation):
    matrix = Camera(azimuth, elevation).matrix()
    np.testing.assert_allclose(matrix.T @ matrix, np.eye(3), atol=1e-12)
    assert np.linalg.det(matrix) == pytest.approx(1)
    assert matrix[2, 1] >= 0  # up on the screen is never down in the data


@given(ANGLES, ANGLES, ANGLES, st.floats(-1.4, 1.4))
def test_turning_goes_round_and_stops_before_the_poles(across, up, azimuth, elevation):
    camera = Camera(azimuth, elevation).turned(across, up)
    assert 0 <= camera.azimuth <= 2 * math.pi
    assert math.cos(camera.azimuth) == pytest.approx(math.cos(azimuth + across), abs=1e-9)
    assert -1.4 <= camera.elevation <= 1.4


def test_seen_from_anywhere_the_box_stays_in_its_part_of_the_picture(canvas_of):
    area, canvas = Rect(10, 20, 300, 260), canvas_of()
    bounds = ((-3.0, 5.0), (0.0, 1e-3), (10.0, 2000.0))
    corners = np.array([[x, y, z] for x in bounds[0] for y in bounds[1] for z in bounds[2]])
    for azimuth in np.linspace(0, 2 * math.pi, 24):
        for elevation in np.linspace(-1.4, 1.4, 15):
            pixels, _ = Space(canvas, area, Camera(azimuth, elevation), bounds).project(corners)
            assert (pixels >= np.subtract(area.topleft, 4)).all()
            assert (pixels <= np.add(area.bottomright, 4)).all()


@pytest.mark.parametrize("size", [(420, 360), (240, 200), (126, 87)])
def test_what_is_written_beside_the_box_is_on_none_of_its_lines_and_inside_its_part(
    size, canvas_of, monkeypatch
):
    area, canvas, boxes = Rect(10, 20, *size), canvas_of((500, 400)), []
    lines, text, line = [], Canvas.text, Canvas.line

    def noted(self, *told, **how):
        boxes.append(text(self, *told, **how))
        return boxes[-1]

    def drawn(self, start, end, *told, **how):
        lines.append((start, end))
        line(self, start, end, *told, **how)

    monkeypatch.setattr(Canvas, "text", noted)
    monkeypatch.setattr(Canvas, "line", drawn)
    for azimuth in np.linspace(0, 2 * math.pi, 24):
        boxes.clear()
        lines.clear()
        space = Space(canvas, area, Camera(azimuth), ((-1.0, 6.0), (-2.0, 4.0), (0.0, 0.18)))
        space.draw_box(("W1[1,1]", "W1[1,2]", "loss"))
        assert len(boxes) >= 3 and len(lines) == 9
        assert all(area.contains(box) for box in boxes)
        assert not any(box.colliderect(other) for i, box in enumerate(boxes) for other in boxes[:i])
        if size[0] > 200:  # else names are over the lines where they have no room beside them
            assert not any(box.clipline(*ends) for box in boxes for ends in lines)


def test_higher_data_is_higher_on_the_screen_and_the_middle_in_the_middle(canvas_of):
    area = Rect(0, 0, 400, 300)
    space = Space(canvas_of(), area, Camera(), UNIT)
    (low, high, middle), depth = space.project([[0.5, 0.5, 0], [0.5, 0.5, 1], [0.5, 0.5, 0.5]])
    assert high[1] < middle[1] < low[1]
    np.testing.assert_allclose(middle, area.center)
    assert depth[2] == pytest.approx(0)


def test_depth_grows_towards_the_eye(canvas_of):
    space = Space(canvas_of(), Rect(0, 0, 400, 300), Camera(0.0, 0.0), UNIT)
    _, depth = space.project([[0, 0.5, 0.5], [1, 0.5, 0.5]])
    assert depth[1] > depth[0]


def test_near_faces_of_a_mesh_hide_far_ones(canvas_of):
    canvas = canvas_of()
    space = Space(canvas, Rect(0, 0, 400, 300), Camera(0.0, 0.0), UNIT)  # seen along the x axis
    y, z = np.meshgrid([0.2, 0.8], [0.2, 0.8])
    sheets = np.stack([np.stack((np.full_like(y, x), y, z), axis=-1) for x in (0.9, 0.1)])
    folded = np.concatenate((sheets[0], sheets[1][::-1]))  # near sheet, bridge, far sheet
    space.mesh(folded, [(255, 0, 0), (0, 255, 0), (0, 0, 255)])
    assert canvas.surface.get_at((200, 150))[:3] == (255, 0, 0)


def test_a_box_is_drawn_without_the_corner_nearest_to_the_eye(canvas_of):
    canvas = canvas_of()
    ground = canvas.surface.copy()
    space = Space(canvas, Rect(0, 0, 400, 300), Camera(), UNIT)
    space.draw_box(("a", "b", "c"))
    corners = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], dtype=float)
    pixels, depth = space.project(corners)
    near, far = pixels[np.argmax(depth)], pixels[np.argmin(depth)]

    def touched(at):
        x, y = map(round, at)
        around = [(x + i, y + j) for i in (-2, -1, 0, 1, 2) for j in (-2, -1, 0, 1, 2)]
        return any(canvas.surface.get_at(p) != ground.get_at(p) for p in around)

    assert touched(far)
    assert not touched(near)


@pytest.mark.parametrize(
    "value, span, text", [(-4.5, 9.0, "−4.5"), (6.1e30, 1e31, "6e30"), (-2e-7, 4e-7, "−2e−7")]
)
def test_the_ends_of_an_axis_are_short_however_far_they_are(value, span, text):
    assert _short(value, span) == text
