"""Points as marks: hollow ones are hollow, and many in a row are a line where they are joined."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Lettering
from netviz.drawing.marks import Looks, draw_mark, draw_points
from netviz.drawing.theme import THEMES

SIZE = (120, 60)
GROUND = (90, 140, 60)  # no colour of any theme


def canvas_of(theme):
    canvas = Canvas(pygame.Surface(SIZE, 0, 32), THEMES[theme], Lettering())
    canvas.surface.fill(GROUND)
    return canvas


def looks(canvas, count, *, hollow=False, ringed=False):
    alike = np.zeros(count, np.int64)
    hollow, ringed = (np.full(count, kind) for kind in (hollow, ringed))
    return Looks(alike, alike, canvas.theme.classes, hollow, ringed, joined=True)


def near(canvas, color, off=40):
    """Return which pixels (columns, rows) have about a colour."""
    return np.abs(pygame.surfarray.array3d(canvas.surface).astype(int) - color).max(axis=-1) <= off


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hollow", [False, True])
def test_joined_marks_close_together_do_not_wipe_each_other_out(theme, hollow):
    shares = []
    for joined in (True, False):
        canvas = canvas_of(theme)
        places = np.stack((np.arange(20, 100, 0.5), np.full(160, 30.0)), axis=-1)
        draw_points(canvas, places, replace(looks(canvas, 160, hollow=hollow), joined=joined), 2.5)
        inside = near(canvas, canvas.theme.classes[0])[22:98, 28:33]
        shares.append(inside.mean())
    assert shares[0] > 0.6 and shares[0] > 4 * shares[1]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("hollow", [False, True])
@pytest.mark.parametrize("ringed", [False, True])
def test_a_joined_mark_that_stands_alone_looks_as_any_other(theme, hollow, ringed):
    pictures = []
    for joined in (True, False):
        canvas = canvas_of(theme)
        told = replace(looks(canvas, 1, hollow=hollow, ringed=ringed), joined=joined)
        draw_points(canvas, [(60.0, 30.0)], told, 4)
        pictures.append(pygame.surfarray.array3d(canvas.surface).astype(int))
    changed = (pictures[1] != GROUND).any(axis=-1)
    assert changed.sum() > 50
    assert (changed == (pictures[0] != GROUND).any(axis=-1)).all()
    assert np.abs(pictures[0] - pictures[1]).max() < 70  # where its edge mixes with its rim
    assert np.abs(pictures[0] - pictures[1]).mean() < 1


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ringed", [False, True])
@pytest.mark.parametrize("shape", range(5))
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_no_mark_is_cut_off_by_the_edge_of_its_picture(monkeypatch, theme, ringed, shape, scale):
    sprites = []
    canvas = Canvas(pygame.Surface(SIZE, 0, 32), THEMES[theme], Lettering(), scale)

    class Seen:
        def blit(self, image, corner, **how):
            sprites.append(image)

    monkeypatch.setattr(canvas, "surface", Seen())
    for radius in (2.0, 2.5, 4.0, 6.5):
        draw_mark(canvas, (30, 30), shape, canvas.theme.classes[0], radius, ringed=ringed)
    assert len(sprites) == 4
    for image in sprites:
        alpha = pygame.surfarray.array_alpha(image)
        assert alpha.max() > 250
        assert not max(alpha[0].max(), alpha[-1].max(), alpha[:, 0].max(), alpha[:, -1].max())


@pytest.mark.parametrize("theme", THEMES)
def test_a_hollow_mark_with_a_rim_of_its_own_has_the_panels_colour_inside_a_ring_of_its_own(theme):
    canvas = canvas_of(theme)
    color, rim = canvas.theme.classes[0], canvas.theme.secondary
    draw_mark(canvas, (60, 30), 0, color, 5.5, hollow=True, rim=rim)
    assert canvas.surface.get_at((60, 30))[:3] == canvas.theme.panel
    across = near(canvas, color)[60:70, 30], near(canvas, rim, 60)[60:70, 30]
    assert across[0].any() and across[1].any()
    assert np.flatnonzero(across[0]).max() < np.flatnonzero(across[1]).max()  # the rim is outside
