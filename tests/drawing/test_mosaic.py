"""Every pixel of a mosaic is that of one number, and the mouse finds the way back."""

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netviz.drawing.canvas import Canvas
from netviz.drawing.colormap import diverging
from netviz.drawing.lettering import Lettering
from netviz.drawing.mosaic import Mosaic
from netviz.drawing.theme import DARK, LIGHT

LETTERING = Lettering()


def canvas(theme=DARK, size=(200, 160)):
    surface = pygame.Surface(size, 0, 32)
    surface.fill(theme.window)
    return Canvas(surface, theme, LETTERING)


def color_of(value, table, limit):
    return table.colors[int(table.indices([value], -limit, limit)[0])]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_each_pixel_has_the_colour_of_the_number_that_the_mouse_finds_there(data):
    count, rows, columns = (data.draw(st.integers(1, 6)) for _ in range(3))
    width, height = data.draw(st.integers(2, 14)), data.draw(st.integers(2, 14))
    across, gap = data.draw(st.integers(1, count)), data.draw(st.integers(0, 3))
    mosaic = Mosaic((5, 3), count, (rows, columns), (width, height), across, gap)
    values = np.random.default_rng(count).normal(size=(count, rows, columns)).astype(np.float32)
    drawn, table = canvas(), diverging(DARK)
    mosaic.draw(drawn, values, table, -2.0, 2.0)
    found = set()
    for x in range(mosaic.area.left - 2, mosaic.area.right + 2):
        for y in range(mosaic.area.top - 2, mosaic.area.bottom + 2):
            if x < 0 or y < 0 or x >= 200 or y >= 160:
                continue
            color = tuple(drawn.surface.get_at((x, y)))[:3]
            place = mosaic.at((x, y))
            if place is None:
                inside = mosaic.area.collidepoint((x, y))
                assert color == (DARK.panel if inside else DARK.window)
            else:
                assert color == color_of(values[place], table, 2.0)
                assert mosaic.box(place[0]).collidepoint((x, y))
                found.add(place)
    if width >= columns and height >= rows:
        assert found == set(np.ndindex(count, rows, columns))


def test_the_first_row_is_on_top_and_pictures_go_line_by_line():
    mosaic = Mosaic((0, 0), 3, (2, 2), (10, 10), across=2, gap=2)
    assert mosaic.at((2, 2)) == (0, 0, 0)
    assert mosaic.at((8, 2)) == (0, 0, 1)
    assert mosaic.at((2, 8)) == (0, 1, 0)
    assert mosaic.at((14, 2)) == (1, 0, 0)
    assert mosaic.at((2, 14)) == (2, 0, 0)
    assert mosaic.at((14, 14)) is None  # there is no fourth
    assert mosaic.at((11, 2)) is None  # between two
    assert mosaic.box(2).topleft == (0, 12)


@pytest.mark.parametrize("count, height", [(128, 247 / 128), (50, 3.7), (7, 14.0)])
def test_numbers_whose_height_is_a_fraction_are_all_there_and_share_the_room(count, height):
    mosaic = Mosaic((0, 0), count, (1, 1), (8, height))
    found = [mosaic.at((3, y)) for y in range(mosaic.area.height)]
    numbers = [place[0] for place in found]
    assert numbers == sorted(numbers) and set(numbers) == set(range(count))
    heights = np.bincount(numbers)
    assert heights.max() - heights.min() <= 1
    assert mosaic.area.height == int(count * height)


def test_with_a_stamp_it_is_drawn_anew_only_when_that_changes():
    mosaic, drawn = Mosaic((0, 0), 1, (1, 1), (4, 4)), canvas()

    def color(value, stamp, theme=DARK):
        mosaic.draw(drawn, np.full((1, 1, 1), value), diverging(theme), -1.0, 1.0, stamp)
        return tuple(drawn.surface.get_at((1, 1)))[:3]

    assert color(1.0, "a") == DARK.positive
    assert color(-1.0, "a") == DARK.positive
    assert color(-1.0, "b") == DARK.negative
    assert color(1.0, None) == DARK.positive
    assert color(1.0, "b", LIGHT) == LIGHT.positive
