"""The arithmetic behind the loss panel's lines."""

import numpy as np
import pytest

from netviz.drawing.axes import extremes
from netviz.panels.loss_curve import joined, moving_average


@pytest.mark.parametrize("window", [2, 7, 300])
def test_the_moving_average_keeps_its_digits_after_a_great_fall(window):
    values = np.concatenate((np.full(5, 1e6), np.geomspace(1.0, 1e-12, 95)))
    expected = [values[max(0, i - window + 1) : i + 1].mean() for i in range(len(values))]
    assert np.allclose(moving_average(values, window), expected, rtol=1e-12, atol=0)


def test_joined_bins_keep_their_extremes_and_means():
    steps = np.arange(7.0)
    _, low, high, mean = joined((steps, steps - 1, steps + 1, steps), 3)
    assert low.tolist() == [-1, 2, 5]
    assert high.tolist() == [3, 6, 7]
    assert mean.tolist() == [1, 4, 6]


def test_a_line_with_more_points_than_pixels_keeps_its_spikes_and_ends():
    values = np.sin(np.arange(1000) / 50)
    values[431], values[777] = 9.0, -9.0
    kept = extremes(values, 10)
    assert {0, 431, 777, 999} <= set(kept.tolist())
    assert len(kept) <= 202
    assert (np.diff(kept) > 0).all()
