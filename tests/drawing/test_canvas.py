"""Shapes, marks, heat, text and hints, read back pixel by pixel."""

from functools import partial

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.scales import Linear, Log
from netviz.drawing.theme import DARK
from netviz.drawing.widgets import SIGNS, Button, Hint, content_of, draw_hint, draw_plate

LETTERING = Lettering()
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Mn", "Zl", "Zp"]), max_size=40)


def pixels(canvas):
    return pygame.surfarray.array3d(canvas.surface).swapaxes(0, 1)


def changed(canvas):
    """Return the rectangle of what differs from the panel's colour."""
    places = np.argwhere((pixels(canvas) != canvas.theme.panel).any(axis=-1))
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0)
    return Rect(left, top, right - left + 1, bottom - top + 1)


@given(*(st.integers(-40, 80) for _ in range(2)), *(st.integers(0, 90) for _ in range(2)), st.booleans())
def test_a_filled_rectangle_has_the_pixels_that_it_says(x, y, width, height, clipped):
    canvas = Canvas(pygame.Surface((60, 50), 0, 32), DARK, LETTERING)
    seen = Rect(10, 5, 30, 40) if clipped else canvas.surface.get_rect()
    with canvas.clipped(seen):
        canvas.rect(Rect(x, y, width, height), (255, 255, 255))
    expected = np.zeros((50, 60), bool)
    inside = Rect(x, y, width, height).clip(seen)
    expected[inside.top : inside.bottom, inside.left : inside.right] = True
    assert np.array_equal(pixels(canvas).all(axis=-1), expected)


@pytest.mark.parametrize("scale_y", [Linear(-2, 3), Log(1e-4, 10.0)])
def test_axes_lead_from_data_to_pixels_and_back(canvas_of, scale_y):
    axes = Axes(canvas_of(), Rect(20, 10, 300, 200), Linear(0, 30_000), scale_y)
    for across, up in [(0, 0), (1, 1), (0.3, 0.8)]:
        x, y = axes.x.value(across), axes.y.value(up)
        back = axes.data(axes.point(x, y))
        assert back == (pytest.approx(x, abs=1e-6), pytest.approx(y, rel=1e-9))
        np.testing.assert_allclose(axes.points([x], [y])[0], axes.point(x, y))
    assert axes.point(0, scale_y.low) == (axes.inner.left, axes.inner.bottom - 1)
    assert axes.point(30_000, scale_y.high) == (axes.inner.right - 1, pytest.approx(axes.inner.top))


def test_points_far_outside_are_brought_near(canvas_of):
    axes = Axes(canvas_of(), Rect(0, 0, 300, 200), Linear(0, 1), Linear(0, 1))
    places = axes.points([-1e300, 1e300], [1e300, -1e300])
    assert np.isfinite(places).all()
    assert np.abs(places).max() < 1500


@pytest.mark.parametrize("left", [46, 30])
@pytest.mark.parametrize(
    "x, y",
    [
        (Linear(0, 30_000), Log(1e-8, 1.0)),
        (Linear(-1, 2), Linear(-1000, 1000)),
        (Linear(-0.002, 0.001), Linear(-0.0002, 0.0003)),
        (Linear(-2e-7, 1e-7), Linear(-2e-7, 1e-7)),
        (Linear(0, 1_000_000), Linear(0, 123)),
    ],
)
def test_ticks_and_labels_stay_inside_the_axes_and_are_drawn_the_same_again(canvas_of, x, y, left):
    canvas = canvas_of((400, 300))
    area = Rect(40, 30, 210, 180)
    axes = Axes(canvas, area, x, y, left=left)
    axes.draw_frame("", "loss, logarithmic and a good deal more than fits here")
    assert area.contains(changed(canvas))
    first = pixels(canvas)
    canvas.rect(canvas.surface.get_rect(), canvas.theme.panel)
    axes.draw_frame("", "loss, logarithmic and a good deal more than fits here")
    assert (pixels(canvas) == first).all()


def test_a_curve_is_broken_where_it_is_not_finite(canvas_of):
    canvas = canvas_of()
    axes = Axes(canvas, Rect(0, 0, 400, 300), Linear(0, 4), Linear(0, 1))
    axes.curve([0, 1, 2, 3, 4], [0.5, 0.5, np.nan, 0.5, 0.5], (255, 0, 0))
    y = round(axes.point(0, 0.5)[1])
    rows = pixels(canvas)[y - 2 : y + 3]

    def red(x):
        column = rows[:, round(axes.point(x, 0)[0])]
        return bool((column[:, 0] > 150).any())

    assert red(0.5) and red(3.5)
    assert not red(1.5) and not red(2.5)


def test_bars_stand_on_the_axis_as_high_as_their_counts(canvas_of):
    canvas = canvas_of()
    axes = Axes(canvas, Rect(0, 0, 400, 300), Linear(0, 3), Linear(0, 10))
    axes.bars([0, 1, 2, 3], [10, 0, 5], (0, 255, 0))
    green = (pixels(canvas) == (0, 255, 0)).all(axis=-1)
    heights = [green[:, round(axes.point(x, 0)[0])].sum() for x in (0.5, 1.5, 2.5)]
    assert heights[0] == axes.inner.height - 1
    assert heights[1] == 0
    assert abs(heights[2] - heights[0] / 2) <= 1


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_classes_differ_in_shape_as_well_as_in_colour(canvas_of, theme):
    shapes = []
    for klass in (0, 1):
        canvas = canvas_of((40, 40), theme)
        canvas.mark((20, 20), klass)
        assert canvas.surface.get_at((20, 20))[:3] == (
            canvas.theme.positive if klass else canvas.theme.negative
        )
        shapes.append((pixels(canvas) == canvas.theme.text).all(axis=-1))
    assert (shapes[0] != shapes[1]).sum() > 20


def test_a_chosen_mark_has_a_ring_in_the_colour_of_focus(canvas_of):
    canvas = canvas_of((60, 60))
    canvas.mark((30, 30), 1, chosen=True)
    ring = (pixels(canvas) == canvas.theme.focus).all(axis=-1)
    assert ring.sum() > 20
    assert not ring[25:36, 25:36].any()


def test_heat_has_the_first_column_left_and_the_first_row_on_top(canvas_of):
    canvas = canvas_of((100, 100))
    values = np.zeros((2, 2))
    values[0, 0] = 1.0  # column 0, row 0
    values[1, 1] = -1.0
    canvas.heat(values, Rect(0, 0, 100, 100), diverging(canvas.theme), -1, 1)
    for at, color in (((5, 5), canvas.theme.positive), ((95, 95), canvas.theme.negative)):
        assert np.abs(np.subtract(canvas.surface.get_at(at)[:3], color)).max() <= 24
    assert np.abs(np.subtract(canvas.surface.get_at((95, 5))[:3], canvas.theme.panel)).max() <= 24


def test_what_is_clipped_away_is_not_drawn_and_the_clip_ends(canvas_of):
    canvas = canvas_of((100, 100))
    with canvas.clipped(Rect(10, 10, 20, 20)):
        canvas.rect(Rect(0, 0, 100, 100), (255, 0, 0))
        with canvas.clipped(Rect(0, 0, 100, 15)):
            canvas.rect(Rect(0, 0, 100, 100), (0, 255, 0))
    assert changed(canvas) == Rect(10, 10, 20, 20)
    assert (pixels(canvas) == (0, 255, 0)).all(axis=-1).sum() == 20 * 5
    assert canvas.surface.get_clip() == canvas.surface.get_rect()


@pytest.mark.parametrize("anchor", ["topleft", "midtop", "topright", "center", "midright", "bottomleft"])
def test_text_is_anchored_where_it_says(canvas_of, anchor):
    canvas = canvas_of()
    box = canvas.text("weights", (200, 150), anchor=anchor)
    x, y = getattr(box, anchor)
    assert abs(x - 200) <= 1 and abs(y - 150) <= 1
    assert box.inflate(2, 2).contains(changed(canvas))


@given(WORDS, st.integers(0, 300))
def test_a_text_made_to_fit_fits_and_begins_as_it_did(text, width):
    fitted = LETTERING.fit(text, Face.TEXT, width)
    assert LETTERING.width(fitted, Face.TEXT) <= width or fitted in ("", "…")
    assert fitted == text or text.startswith(fitted.removesuffix("…"))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), min_size=1, max_size=20), st.integers(80, 400))
def test_wrapped_lines_fit_and_lose_no_word(words, width):
    lines = LETTERING.wrap(" ".join(words), Face.TEXT, width)
    assert " ".join(lines).split() == words
    assert all(LETTERING.width(line, Face.TEXT) <= width or " " not in line for line in lines)


@pytest.mark.parametrize("face", [Face.TEXT, Face.MONO, Face.SMALL, Face.TINY, Face.TITLE])
@pytest.mark.parametrize(
    "text", ["½ · mean (ŷ − y)²", "∂L/∂w", "σ(2z)", "h₁₂ → ŷ", "10⁸", "√Σ (Δθ)²", "≤ … ∞"]
)
def test_the_bundled_fonts_have_the_signs_that_are_used(text, face):
    assert_has(text, face)


def test_the_face_of_axes_has_negative_powers():
    assert_has("10⁻⁸", Face.SMALL)


def assert_has(text, face):
    def drawn(sign):
        return pygame.surfarray.array_alpha(LETTERING.render(sign, face, (255, 255, 255)))

    missing = drawn("\U000fffff")
    for sign in text.replace(" ", ""):
        alpha = drawn(sign)
        assert alpha.any()
        assert alpha.shape != missing.shape or (alpha != missing).any(), f"{sign} is missing"


def test_figures_are_all_of_one_width_in_the_mono_face():
    assert len({LETTERING.width(digit * 4, Face.MONO) for digit in "0123456789−+."}) == 1


@pytest.mark.parametrize("corner", ["topleft", "topright", "bottomleft", "bottomright", "center"])
def test_a_hint_lies_inside_the_canvas_wherever_the_mouse_is(canvas_of, corner):
    canvas = canvas_of((500, 300))
    hint = Hint(("weight x₁ → h₁", "w     = −3.141592653", "∂L/∂w = 0.000123"))
    draw_hint(canvas, hint, getattr(canvas.surface.get_rect(), corner))
    seen = changed(canvas)
    assert canvas.surface.get_rect().contains(seen)
    assert seen.width > LETTERING.width(hint.lines[1], Face.MONO)
    assert seen.height > 3 * 12


@pytest.mark.parametrize("sign", [*SIGNS, "?", "Overview"])
def test_a_button_draws_its_sign_inside_itself_and_brightens_under_the_mouse(canvas_of, sign):
    pictures = []
    for hovered in (False, True):
        canvas = canvas_of((120, 60))
        area = Rect(20, 15, 80, 30)
        Button(area, sign, "says").draw(canvas, hovered=hovered)
        assert area.contains(changed(canvas))
        pictures.append(pixels(canvas))
    assert (pictures[0] != pictures[1]).any()


def test_buttons_have_signs_of_their_own(canvas_of):
    drawn = set()
    for sign in SIGNS:
        canvas = canvas_of((40, 40))
        Button(Rect(0, 0, 40, 40), sign, "").draw(canvas, hovered=False)
        drawn.add(pixels(canvas).tobytes())
    assert len(drawn) == len(SIGNS)


def test_a_plate_shows_its_title_above_the_content_and_its_focus_at_the_edge(canvas_of):
    area = Rect(10, 10, 300, 200)
    pictures = []
    for focused in (False, True):
        canvas = canvas_of()
        draw_plate(canvas, area, "Decision boundary", focused=focused)
        pictures.append(pixels(canvas))
    inside = content_of(canvas, area)
    assert area.contains(inside)
    assert (pictures[0][inside.top : inside.bottom, inside.left : inside.right] == canvas.theme.panel).all()
    assert (pictures[0][area.top + 4 : inside.top] != canvas.theme.panel).any()
    assert (pictures[1][area.centery, area.left] == canvas.theme.focus).all()
    assert not (pictures[0][area.centery, area.left] == canvas.theme.focus).all()


@pytest.mark.parametrize("width", [1, 2, 3, 5])
def test_a_line_is_as_wide_as_it_says(canvas_of, width):
    canvas = canvas_of((100, 60))
    canvas.polyline([(5, 30.0), (50, 30.0), (95, 30.0)], (255, 255, 255), width)
    column = pixels(canvas)[:, 50, 0].astype(float)
    lit = (column - canvas.theme.panel[0]).sum() / (255 - canvas.theme.panel[0])
    assert lit == pytest.approx(width, abs=0.6)


def test_a_line_of_one_point_draws_nothing(canvas_of):
    canvas = canvas_of()
    canvas.polyline([(5.0, 5.0)], (255, 255, 255), 2)
    assert (pixels(canvas) == canvas.theme.panel).all()


def test_what_turns_is_drawn_each_time_and_copied_only_when_it_rests():
    canvas = Canvas(pygame.Surface((60, 60), 0, 32), DARK, LETTERING)
    drawn = []
    for key in (1, 2, 3, 3, 3, 3, 4):
        canvas.still(Rect(0, 0, 50, 50), key, partial(drawn.append, key), settling=True)
    assert drawn == [1, 2, 3, 3, 4]


@pytest.mark.parametrize("last, numbers", [(1120, ["0", "500"]), (256, ["0", "100"]), (8, ["0", "5"])])
def test_the_label_of_an_axis_leaves_it_more_than_one_number(canvas_of, monkeypatch, last, numbers):
    written, text = [], Canvas.text

    def noted(self, words, *where, **how):
        written.append(words)
        return text(self, words, *where, **how)

    monkeypatch.setattr(Canvas, "text", noted)
    axes = Axes(canvas_of((180, 120)), Rect(0, 0, 170, 120), Linear(0, last), Linear(0, 1))
    axes.draw_frame("batch", "w", ticks=(2, 1))
    assert [words for words in written if words.isdigit()][-len(numbers) :] == numbers
    assert written.count("0") == 2 and "batch" in written
