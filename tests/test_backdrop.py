"""What stands behind the panels: a plate that changes looks as if all had been drawn anew."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from netviz.backdrop import Backdrop
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Lettering
from netviz.drawing.theme import DARK
from netviz.looking import Looking
from netviz.panels.page import Page, columns
from netviz.panels.panel import Panel


class Bare(Panel):
    """A panel of which only the title is of interest."""

    def __init__(self, title: str) -> None:
        self.title = title

    def draw(self, canvas, area, view) -> None:
        """Draw nothing."""


@pytest.fixture
def page():
    pygame.font.init()
    looking = Looking((Page("p", "P", (Bare("first"), Bare("second")), columns((1, 0), (1, 1))),), "p")
    looking.lay_out(Rect(10, 10, 300, 120), 10)
    return looking, Canvas(pygame.Surface((320, 140), 0, 32), DARK, Lettering())


def drawn(backdrop: Backdrop, canvas: Canvas) -> np.ndarray:
    backdrop.begin(canvas)
    for area in backdrop._looking.places.values():
        backdrop.draw(canvas, area)
    return pygame.surfarray.array3d(canvas.surface)


@pytest.mark.parametrize("change", ["title", "focus"])
def test_a_plate_that_changes_is_drawn_alone_and_looks_as_if_all_were_drawn_anew(page, change, monkeypatch):
    from netviz import backdrop as module

    looking, canvas = page
    shown = Backdrop(looking)
    before = drawn(shown, canvas)
    kept, left = [], looking.places[0].inflate(-40, -60)
    right = looking.places[1].inflate(-40, -60)
    for area in (left, right):
        canvas.still(area, "same", lambda: kept.append(1))
    if change == "title":
        looking.page.panels[1].title = "third"
    else:
        looking.focused = 1
    plates, draw_plate = [], module.draw_plate
    monkeypatch.setattr(
        module, "draw_plate", lambda *told, **how: plates.append(told[2]) or draw_plate(*told, **how)
    )
    after = drawn(shown, canvas)
    assert plates == [looking.page.panels[1].title]
    assert (after != before).any()
    for area in (left, right):
        canvas.still(area, "same", lambda: kept.append(2))
    assert kept == [1, 1, 2]  # what is kept of the other plate stays
    assert np.array_equal(after, drawn(Backdrop(looking), canvas))


def test_after_a_whole_frame_with_nothing_over_it_each_panel_is_seen_until_its_ground_is_drawn_again(page):
    looking, canvas = page
    shown = Backdrop(looking)
    assert not shown.begin(canvas)
    empty = pygame.surfarray.array3d(canvas.surface)
    canvas.surface.fill((9, 9, 9))
    shown.end(canvas, covered=False)
    assert shown.begin(canvas)
    left, right = looking.places.values()
    assert (pygame.surfarray.array3d(canvas.surface) == 9).all()
    shown.draw_above(canvas)
    kept = pygame.surfarray.array3d(canvas.surface)
    assert np.array_equal(kept[:, : left.top], empty[:, : left.top])
    assert (kept[:, left.top :] == 9).all()
    shown.draw(canvas, left)
    now = pygame.surfarray.array3d(canvas.surface)
    assert np.array_equal(
        now[left.left : left.right, left.top : left.bottom],
        empty[left.left : left.right, left.top : left.bottom],
    )
    assert (now[right.left : right.right, right.top : right.bottom] == 9).all()
    assert shown.begin(canvas)  # though that frame was left
    assert (
        pygame.surfarray.array3d(canvas.surface)[right.left : right.right, right.top : right.bottom] == 9
    ).all()
    shown.end(canvas, covered=True)
    assert not shown.begin(canvas)
    assert not shown.begin(canvas)  # the one that drew all of it was left before there were panels
    assert np.array_equal(pygame.surfarray.array3d(canvas.surface), empty)


def another_canvas(looking, canvas):
    return Canvas(canvas.surface.copy(), DARK, Lettering())


def another_layout(looking, canvas):
    looking.lay_out(Rect(10, 30, 300, 100), 10)
    return canvas


@pytest.mark.parametrize("other", [another_canvas, another_layout])
def test_on_another_canvas_or_in_another_layout_nothing_of_the_last_frame_is_left(page, other):
    looking, canvas = page
    shown = Backdrop(looking)
    shown.begin(canvas)
    shown.end(canvas, covered=False)
    canvas = other(looking, canvas)
    canvas.surface.fill((9, 9, 9))
    assert not shown.begin(canvas)
    assert not (pygame.surfarray.array3d(canvas.surface) == 9).all(axis=-1).any()
