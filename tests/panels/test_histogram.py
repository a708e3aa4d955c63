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
