"""What is kept of the curve from refresh to refresh is what would be drawn anew."""

import numpy as np
import pygame
import pytest

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Lettering
from netviz.drawing.scales import Linear
from netviz.drawing.theme import DARK
from netviz.engine.series import Series
from netviz.panels.training_curve import TrainingCurve

SIZE = (300, 120)


def canvas():
    return Canvas(pygame.Surface(SIZE, 0, 32), DARK, Lettering())


def draw(on, series):
    on.surface.fill(DARK.panel)
    axes = Axes(on, Rect(0, 0, *SIZE), Linear(0, 3000), Linear(0.0, 1.0))
    curve = TrainingCurve(axes, series, 1.0, DARK.focus)
    curve.draw(lambda: on.rule((100, 30), (100, 90), DARK.hairline), (100,))
    return pygame.image.tobytes(on.surface, "RGB")


@pytest.mark.parametrize("seed", [1, 2])
def test_a_growing_series_looks_as_if_drawn_at_once(seed):
    rng, series, on = np.random.default_rng(seed), Series(128), canvas()
    different = set()
    while series.count < 2800:
        series.add(series.count, rng.uniform(0, 1, rng.integers(1, 40)) * 0.999 ** (series.count / 3))
        grown = draw(on, series)
        assert grown == draw(canvas(), series)
        different.add(grown)
    assert len(different) > 50


@pytest.mark.parametrize("every", [1, 7])
def test_each_bin_is_covered_from_least_to_greatest(every):
    series, on = Series(64), canvas()
    for start in range(0, 2000, every * 10):
        series.add(start, np.linspace(0.2, 0.8, every * 10))
    draw(on, series)
    axes = Axes(on, Rect(0, 0, *SIZE), Linear(0, 3000), Linear(0.0, 1.0))
    for step, low, high in zip(series.steps, series.low, series.high, strict=True):
        for value in (low, high):
            x, y = axes.point(step, value)
            assert tuple(on.surface.get_at((round(x), round(y))))[:3] != DARK.panel


def test_an_empty_series_leaves_the_ground():
    on = canvas()
    draw(on, Series())
    assert tuple(on.surface.get_at((100, 50)))[:3] == DARK.hairline
