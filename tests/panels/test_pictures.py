"""Every panel looks as it did; `python -m tests.panels.remake` accepts a new look.

A picture that fails is saved in tests/failed/ beside the expected one.
"""

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Rect
from netviz.drawing.theme import THEMES
from tests.panels import scenes
from tests.panels.pictures import EXPECTED, difference, draw, keep_failure, load
from tests.panels.scenes import SCENES


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_panel_looks_as_it_did(name, theme):
    picture = draw(*SCENES[name](), theme)
    path = EXPECTED / f"{name}-{theme}.png"
    expected = load(path) if path.exists() else None
    apart = None if expected is None else difference(picture, expected)
    if apart is None or not apart.acceptable:
        folder = keep_failure(f"{name}-{theme}", picture, expected)
        pytest.fail(f"{name}, {theme}: {apart or 'no expected picture'}; see {folder}", pytrace=False)


def test_every_expected_picture_belongs_to_a_scene():
    names = {f"{name}-{theme}" for name in SCENES for theme in THEMES}
    assert {path.stem for path in EXPECTED.glob("*.png")} == names


@pytest.mark.parametrize("name", SCENES)
def test_drawing_the_same_twice_gives_the_same_picture(name):
    panel, view = SCENES[name]()
    first = draw(panel, view)
    assert np.array_equal(draw(panel, view), first)
    assert np.array_equal(draw(*SCENES[name]()), first)


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("name", SCENES)
def test_drawn_again_from_what_was_kept_it_is_the_same_picture(name, scale, canvas_of):
    panel, view = SCENES[name]()
    canvas = canvas_of((900, 560), scale=scale)
    px, pictures = canvas.px, []
    for _ in range(3):  # what turns is kept at the second time
        canvas.surface.fill(canvas.theme.panel)
        panel.draw(canvas, Rect(px(16), px(36), 900 - px(32), 560 - px(52)), view)
        pictures.append(pygame.surfarray.array3d(canvas.surface))
    assert np.array_equal(pictures[1], pictures[0])
    assert np.array_equal(pictures[2], pictures[0])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    "right, wrong",
    [
        pytest.param(scenes.curves, lambda: scenes.curves(lines=2), id="a missing curve"),
        pytest.param(scenes.curves, lambda: scenes.curves(logarithmic=False), id="another scale"),
        pytest.param(scenes.boundary, lambda: scenes.boundary((1, 0, 0, 1)), id="swapped classes"),
        pytest.param(scenes.boundary, lambda: scenes.boundary((0, 1, 1, 1)), id="one wrong class"),
        pytest.param(scenes.boundary, lambda: scenes.boundary(sign=-1), id="swapped colours"),
        pytest.param(scenes.graph, lambda: scenes.graph(flip=-1), id="signs of all weights"),
        pytest.param(scenes.feature_plane, lambda: scenes.feature_plane(line=None), id="a missing line"),
        pytest.param(
            scenes.feature_plane, lambda: scenes.feature_plane(classes=(1, 0, 0, 1)), id="swapped marks"
        ),
        pytest.param(
            scenes.feature_space, lambda: scenes.feature_space((1, -1.5, 0.8, 9)), id="a missing plane"
        ),
        pytest.param(scenes.loss_surface, lambda: scenes.loss_surface(path=False), id="a missing path"),
        pytest.param(
            scenes.truth_table, lambda: scenes.truth_table((0.93, 0.91, 0.4, 0.62)), id="a wrong answer"
        ),
        pytest.param(scenes.truth_table, lambda: scenes.truth_table(sample=2), id="another sample chosen"),
        pytest.param(scenes.loss, lambda: scenes.loss(False), id="linear for logarithmic"),
    ],
)
def test_the_comparison_notices(right, wrong, theme):
    assert not difference(draw(*wrong(), theme), draw(*right(), theme)).acceptable


@pytest.mark.parametrize("name", SCENES)
def test_the_comparison_notices_the_other_theme_and_forgives_one_pixel_of_text(name):
    picture = draw(*SCENES[name]())
    assert not difference(draw(*SCENES[name](), "light"), picture).acceptable
    moved = picture.copy()
    moved[:34, 1:] = picture[:34, :-1]  # the title one pixel to the right
    assert not np.array_equal(moved, picture)
    assert difference(moved, picture).acceptable


def test_the_comparison_notices_a_tint_over_everything():
    picture = draw(*scenes.boundary())
    tinted = np.clip(picture.astype(int) + 3, 0, 255).astype(np.uint8)
    assert not difference(tinted, picture).acceptable
    assert difference(picture, picture).mean == 0


def test_a_failure_is_saved_beside_what_was_expected(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.panels.pictures.FAILED", tmp_path)
    picture = draw(*scenes.curves())
    keep_failure("curves", picture, picture[:, ::-1])
    assert np.array_equal(load(tmp_path / "curves.png"), picture)
    assert np.array_equal(load(tmp_path / "curves-expected.png"), picture[:, ::-1])
    assert load(tmp_path / "curves-difference.png").any()
