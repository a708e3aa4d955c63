"""Small numbers for many cells: what they say, how wide they are, and that they are kept."""

import math

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing import figures
from netviz.drawing.figures import Figures, Style, figures_of
from netviz.drawing.lettering import Lettering

STYLES = {"short": Style.SHORT, "long": Style.LONG, "fine": Style.FINE}
WHITE, BLACK, RED = (255, 255, 255), (0, 0, 0), (255, 0, 0)


@pytest.mark.parametrize(
    "style, value, text",
    [
        ("short", 0.4163, ".42"), ("short", -0.5, "−.50"), ("short", 0.9951, "1.0"), ("short", -9.96, "−10"),
        ("short", 123.4, "123"), ("short", 0.001, "0"), ("short", -0.001, "0"), ("short", 0.0, "0"),
        ("long", 0.4163, "0.42"), ("long", -1.376, "−1.38"), ("long", 9.996, "10.0"),
        ("long", 1234.0, "1234"),
        ("fine", 0.4163, "0.416"), ("fine", -12.346, "−12.35"), ("fine", 123.456, "123.5"),
        ("short", 1e6, "1e6"), ("short", -3e12, "−3e12"), ("fine", math.nan, "NaN"),
        ("long", -math.inf, "−∞"),
    ],
)  # fmt: skip
def test_a_number_has_as_many_digits_as_its_style(style, value, text):
    assert STYLES[style].text(value) == text


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@given(value=st.floats(-999, 999))
def test_what_is_written_is_within_half_of_its_last_digit(style, value):
    text = style.text(value)
    decimals = len(text.split(".")[1]) if "." in text else 0 if text != "0" else style.decimals[0]
    assert float(text.replace("−", "-")) == pytest.approx(value, abs=0.5 * 10.0**-decimals * (1 + 1e-9))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
def test_a_style_tells_the_width_that_its_numbers_need(style, scale):
    numbers = Figures(Lettering(scale))
    room = numbers.width(style)
    for value in (-0.88, 0.5, -8.8, -0.444, 7.77, 88.8, 444.0, -44.0):
        surface = pygame.Surface((400, 100))
        numbers.write(surface, [value], np.array([[200, 50]]), style, (WHITE, WHITE))
        inked = np.flatnonzero(pygame.surfarray.array3d(surface).max(axis=2).max(axis=1) > figures.INK)
        assert 0 < inked[-1] - inked[0] + 1 <= room
        assert abs(inked.mean() - 200) <= 3 * scale


def test_numbers_stand_around_their_places_in_one_of_two_colours():
    surface = pygame.Surface((120, 60))
    numbers = figures_of(Lettering())
    centres = np.array([[30, 30], [90, 30]])
    numbers.write(surface, [1.5, -1.5], centres, Style.LONG, (WHITE, RED), np.array([False, True]))
    left, right = (pygame.surfarray.array3d(surface)[part] for part in (np.s_[:60], np.s_[60:]))
    assert left[..., 2].max() > 240
    assert right[..., 0].max() > 240
    assert right[..., 2].max() == 0


def test_equal_numbers_are_set_once_and_no_more_than_so_many_are_kept(monkeypatch):
    monkeypatch.setattr(figures, "KEPT", 50)
    numbers, surface = Figures(Lettering()), pygame.Surface((50, 50))
    made = []
    set_one = Figures._set
    monkeypatch.setattr(Figures, "_set", lambda self, *args: made.append(args) or set_one(self, *args))
    for _ in range(3):
        numbers.write(surface, [0.1234, 0.1211], np.full((2, 2), 25), Style.SHORT, (WHITE, BLACK))
    assert len(made) == 1
    values = np.arange(400) / 100
    numbers.write(surface, values, np.full((400, 2), 25), Style.LONG, (WHITE, BLACK))
    assert len(numbers._sprites) <= 50
