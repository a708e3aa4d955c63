"""Every panel looks as it did and says the same; `python -m tests.panels.remake` accepts what is new.

Pictures are compared with a tolerance, in which a wrong digit is lost; texts must be the same to the letter.
A picture that fails is saved in tests/failed/ beside the expected one.
"""

from difflib import unified_diff

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Rect
from netviz.drawing.figures import Figures, Style
from netviz.drawing.lettering import Face
from netviz.drawing.theme import THEMES
from tests.panels import scenes
from tests.panels.pictures import EXPECTED, difference, draw, keep_failure, load
from tests.panels.scenes import SCENES
from tests.panels.texts import load_texts, noted_texts, save_texts


@pytest.fixture(scope="module")
def expected_texts():
    return load_texts()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SCENES)
def test_a_panel_looks_as_it_did(name, theme, expected_texts):
    panel, view = SCENES[name]()
    with noted_texts() as texts:
        picture = draw(panel, view, theme)
    changes = list(unified_diff(expected_texts.get(name, []), texts, "expected", "written", lineterm=""))
    if changes:
        pytest.fail("\n".join((f"{name}, {theme}: other texts", *changes)), pytrace=False)
    path = EXPECTED / f"{name}-{theme}.png"
    expected = load(path) if path.exists() else None
    apart = None if expected is None else difference(picture, expected)
    if apart is None or not apart.acceptable:
        folder = keep_failure(f"{name}-{theme}", picture, expected)
        pytest.fail(f"{name}, {theme}: {apart or 'no expected picture'}; see {folder}", pytrace=False)


def test_every_expected_picture_belongs_to_a_scene():
    names = {f"{name}-{theme}" for name in SCENES for theme in THEMES}
    assert {path.stem for path in EXPECTED.glob("*.png")} == names


def test_all_expected_texts_belong_to_a_scene(expected_texts):
    assert list(expected_texts) == sorted(SCENES)


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


def texts_of(panel, view):
    with noted_texts() as texts:
        draw(panel, view)
    return texts


@pytest.mark.parametrize("row, answer", [(0, 0.08), (1, 0.92), (2, 0.41), (3, 0.63)])
def test_the_texts_tell_a_digit_that_the_picture_does_not(row, answer):
    right = scenes.truth_table()
    outputs = [0.07, 0.91, 0.4, 0.62]
    assert texts_of(*right) == texts_of(*scenes.truth_table(tuple(outputs)))
    outputs[row] = answer
    wrong = scenes.truth_table(tuple(outputs))
    assert difference(draw(*wrong), draw(*right)).acceptable
    changes = set(texts_of(*wrong)) ^ set(texts_of(*right))
    assert any(f"{answer:.2f}" in text for text in changes)


@pytest.mark.parametrize("style", [Style.SHORT, Style.LONG, Style.FINE])
def test_numbers_in_cells_are_among_the_texts_row_by_row(canvas_of, style):
    canvas = canvas_of()
    values = np.array([[0.25, -1.5, 3.0], [0.25, np.nan, 1e7]])
    figures, centres = Figures(canvas.lettering), np.full((2, 3, 2), 50)
    for _ in range(2):  # those that are kept, too
        with noted_texts() as texts:
            figures.write(canvas.surface, values, centres, style, ((0, 0, 0), (9, 9, 9)))
        assert texts == [" ".join(style.text(value) for value in row) for row in values.tolist()]


def test_all_ways_of_writing_are_among_the_texts_and_blanks_are_not(canvas_of):
    canvas = canvas_of()
    with noted_texts() as texts:
        canvas.text(" first ", (0, 0))
        canvas.text("  ", (0, 0))
        canvas.texts([("second", (0, 0), canvas.theme.text)], Face.TINY)
        canvas.figures([("3.0", 90, 20, canvas.theme.text), ("4.0 µ", 90, 40, canvas.theme.text)])
        canvas.label("fifth", (50, 50))
    canvas.text("later", (0, 0))
    assert texts == ["first", "second", "3.0", "4.0 µ", "fifth"]


def test_texts_are_read_as_they_were_written(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.panels.texts.EXPECTED_TEXTS", tmp_path / "texts.txt")
    texts = {"two": ["−1", "of ½"], "one": ["a b"], "no-text": []}
    save_texts(texts)
    assert load_texts() == texts and list(load_texts()) == sorted(texts)


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
