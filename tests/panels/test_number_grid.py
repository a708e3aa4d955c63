"""A grid of cells: where they are, what colour they have, and when numbers stand in them."""

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.figures import Style, figures_of
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import THEMES
from netviz.panels.number_grid import (
    FAINT,
    Grid,
    draw_grid,
    fitted,
    ink,
    needed,
    signed,
)
from tests.panels.pictures import figures_written

VALUES = np.array([[-2.0, 0.0, 1.0], [2.0, -1.0, 0.5]])


@pytest.fixture(params=THEMES)
def canvas(request):
    surface = pygame.Surface((400, 300), 0, 32)
    return Canvas(surface, THEMES[request.param], Lettering())


def color_at(canvas, grid, row, column):
    """Return the colour in a cell's corner, where no number is."""
    return tuple(canvas.surface.get_at(grid.span(row, column).move(1, 1).topleft))[:3]


def test_cells_are_found_by_place_and_places_by_cell():
    grid = Grid(10, 20, 2, 3, 30, 25)
    assert grid.area == Rect(10, 20, 90, 50)
    for row in range(2):
        for column in range(3):
            box = grid.span(row, column)
            assert grid.at(box.topleft) == grid.at((box.right - 1, box.bottom - 1)) == (row, column)
    assert grid.at((9, 30)) is None
    assert grid.at((100, 30)) is None
    assert grid.nearest((-50, 500)) == (1, 0)


def test_cells_have_the_colours_of_their_values(canvas):
    grid = Grid(10, 10, 2, 3, 40, 40)
    draw_grid(canvas, grid, VALUES, signed(canvas.theme, VALUES))
    table = diverging(canvas.theme)
    for (row, column), value in np.ndenumerate(VALUES):
        assert color_at(canvas, grid, row, column) == table.colors[table.indices([value], -2, 2)[0]]
    assert color_at(canvas, grid, 0, 0) == canvas.theme.negative
    assert color_at(canvas, grid, 1, 0) == canvas.theme.positive


def test_what_is_not_reached_is_faint_and_what_is_padding_has_the_ground_of_the_window(canvas):
    grid = Grid(10, 10, 2, 3, 40, 40)
    reached = np.array([[True, True, True], [False, True, True]])
    outside = np.array([[False, True, False]] * 2)
    draw_grid(canvas, grid, VALUES, signed(canvas.theme, VALUES), reached=reached, outside=outside)
    assert color_at(canvas, grid, 0, 0) == canvas.theme.negative
    assert color_at(canvas, grid, 1, 0) == canvas.theme.tint(canvas.theme.positive, FAINT)
    assert color_at(canvas, grid, 0, 1) == canvas.theme.window
    box = grid.span(1, 0).inflate(-6, -6)
    assert len(np.unique(pygame.surfarray.array2d(canvas.surface.subsurface(box)))) == 1  # no number


def test_pixels_go_from_paper_to_ink(canvas):
    grid = Grid(10, 10, 1, 2, 40, 40)
    draw_grid(canvas, grid, np.array([[-0.4, 2.8]]), ink(canvas.theme, -0.4, 2.8), numbers=False)
    assert color_at(canvas, grid, 0, 0) == canvas.theme.panel
    assert color_at(canvas, grid, 0, 1) == canvas.theme.text


def test_numbers_have_as_many_digits_as_fit(canvas):
    styles = [Grid(0, 0, 2, 2, width, 20).style(canvas) for width in (10, needed(canvas), 32, 60)]
    assert styles == [None, Style.SHORT, Style.LONG, Style.FINE]
    assert Grid(0, 0, 2, 2, 60, 8).style(canvas) is None


def test_cells_fill_the_room_and_are_widened_a_little_where_numbers_need_it(canvas):
    values = np.zeros((16, 16))
    grid = fitted(canvas, Rect(5, 5, 700, 640), values, 64)
    assert (grid.width, grid.height) == (40, 40)
    grid = fitted(canvas, Rect(5, 5, 700, 300), values, 64)
    assert (grid.width, grid.height) == (needed(canvas), 18)
    grid = fitted(canvas, Rect(5, 5, 700, 100), values, 64)
    assert (grid.width, grid.height) == (6, 6)
    assert fitted(canvas, Rect(0, 0, 700, 640), np.zeros((2, 2)), 64).width == 64


def test_numbers_that_are_not_finite_are_written_as_what_they_are(canvas, monkeypatch):
    written = figures_written(monkeypatch)
    values = np.array([[np.nan, np.inf, -np.inf, 1e30]])
    draw_grid(canvas, Grid(10, 10, 1, 4, 40, 40), values, signed(canvas.theme, values))
    assert written == ["NaN", "∞", "−∞", "1e30"]


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_numbers_of_neighbours_do_not_run_together_and_those_without_a_sign_need_less_room(scale):
    canvas = Canvas(pygame.Surface((400, 300), 0, 32), THEMES["dark"], Lettering(scale), scale)
    figures = figures_of(canvas.lettering)
    assert needed(canvas) - figures.width(Style.SHORT) >= 3 * scale - 0.5
    least = needed(canvas, unsigned=True)
    assert least < needed(canvas)
    grid = Grid(0, 0, 2, 3, least, 60)
    assert (grid.style(canvas), grid.style(canvas, unsigned=True)) == (None, Style.SHORT)
    assert Grid(0, 0, 2, 3, least - 1, 60).style(canvas, unsigned=True) is None
