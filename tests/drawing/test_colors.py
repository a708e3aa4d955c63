"""Colour tables and themes: ends, middle, NaN, and colours that can be told apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.colormap import diverging, sequential
from netviz.drawing.theme import DARK, LIGHT, THEMES, blend
from netviz.notices import TINT


def color(table, value, low, high):
    return table.colors[table.indices([value], low, high)[0]]


BOTH = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


@BOTH
def test_the_diverging_table_runs_from_class_0_over_the_panel_to_class_1(theme):
    table = diverging(theme)
    assert color(table, -1, -1, 1) == theme.negative
    assert color(table, 1, -1, 1) == theme.positive
    assert np.abs(np.subtract(color(table, 0, -1, 1), theme.panel)).max() <= 2
    assert diverging(theme) is table


@BOTH
@given(value=st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_at_all_has_a_colour(theme, value):
    table = diverging(theme)
    with np.errstate(over="ignore"):  # as the stage draws
        index = int(table.indices([value], 0.0, 1.0)[0])
    assert 0 <= index <= 255
    if value <= 0:
        assert index == 0
    if value != value:  # neither negative nor positive
        assert np.abs(np.subtract(table.colors[index], theme.panel)).max() <= 2
        assert sequential().indices([value], 0.0, 1.0)[0] == 0
    if value >= 1:
        assert index == 255


def test_indices_rise_with_the_values_and_use_the_whole_table():
    indices = sequential().indices(np.linspace(-2, 5, 1000), -2, 5)
    assert (np.diff(indices.astype(int)) >= 0).all()
    assert len(np.unique(indices)) == 256


def test_a_range_of_nothing_is_no_error():
    assert int(sequential().indices([3.0], 3.0, 3.0)[0]) in (0, 255)


def test_packed_pixels_are_the_colours():
    table = sequential()
    for i in (0, 77, 255):
        r, g, b = table.colors[i]
        assert int(table.packed[i]) == 0xFF000000 | r << 16 | g << 8 | b


def test_the_sequential_table_brightens_all_the_way():
    light = sequential().rgb.astype(float) @ (0.2126, 0.7152, 0.0722)
    assert (np.diff(light) > -0.5).all()
    assert light[-1] - light[0] > 150


def contrast(one, other):
    """Return the contrast ratio of two colours (WCAG 2)."""

    def light(color):
        parts = np.array(color) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@BOTH
def test_text_can_be_read_on_every_ground(theme):
    for ground in (theme.panel, theme.window, theme.raised):
        assert contrast(theme.text, ground) >= 7
        assert contrast(theme.secondary, ground) >= 4.5
        assert contrast(theme.faint, ground) >= 3
    for color in (theme.negative, theme.positive, theme.focus):
        assert contrast(color, theme.panel) >= 3
    for color in (theme.warning, theme.error):  # of small letters, also in a note: on a tint of themselves
        for ground in (theme.panel, theme.window, theme.raised, theme.tint(color, TINT)):
            assert contrast(color, ground) >= 4.5


@BOTH
@pytest.mark.parametrize("count", [1, 3, 7, 20, 48])
def test_lines_have_colours_that_stand_off_the_panel_and_never_those_of_the_classes(theme, count):
    colors = theme.series(count)
    assert len(colors) == count
    assert len(set(colors[:7])) == min(count, 7)
    for color in colors:
        assert contrast(color, theme.panel) > 1.6
        assert color not in (theme.negative, theme.positive)


def test_blending_goes_from_the_first_to_the_second():
    assert blend((0, 0, 0), (255, 255, 255), 0) == (0, 0, 0)
    assert blend((0, 0, 0), (255, 255, 255), 1) == (255, 255, 255)
    assert blend((0, 10, 20), (100, 10, 0), 0.5) == (50, 10, 10)
    assert DARK.tint(DARK.error, 0) == DARK.panel
    assert LIGHT.tint(LIGHT.error, 1) == LIGHT.error
