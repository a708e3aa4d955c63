"""Histograms of what is finite, where there is something."""

import numpy as np
import pytest

from netviz.panels.histogram import Histogram, Sample
from tests.panels import scenes
from tests.panels.pictures import draw
from tests.panels.texts import noted_texts


@pytest.mark.parametrize("bounds", [None, (-1.0, 1.0)])
def test_a_layer_without_any_finite_value_is_told_as_such(bounds):
    values = np.array([[np.nan, np.inf], [-np.inf, np.nan]])
    panel = Histogram("Weights", "weights", lambda _: [Sample("first", values, bounds)])
    view = scenes.view()
    with noted_texts() as texts:
        draw(panel, view)
    assert "first: none is finite" in texts
    assert panel.hover((10, 10), view) is None


@pytest.mark.parametrize("shift", [0.0, 0.25, -0.3, 7.0])
def test_histograms_that_are_alike_have_one_range_the_same_steps_and_two_ticks_or_more(shift):
    rng = np.random.default_rng(2)
    samples = [Sample("training", rng.normal(0, 0.1, 30)), Sample("test", rng.normal(shift, 0.2, 30))]
    for width in (260, 331, 700):
        panel = Histogram("Residuals", "points", lambda _: samples, alike=True)
        draw(panel, scenes.view(), size=(width, 150))
        (one, _, steps, _), (other, _, others, _) = panel._drawn
        assert (one.x.low, one.x.high) == (other.x.low, other.x.high)
        assert np.array_equal(steps, others)
        for axes in (one, other):
            assert max(len(axes.x.ticks(many)) for many in range(2, 6)) > 1
