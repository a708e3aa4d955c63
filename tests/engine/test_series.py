from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.engine.series import Series


def test_few_values_are_kept_as_they_are():
    series = Series(16)
    series.add(0, np.array([3.0, 1.0]))
    series.add(2, np.array([2.0]))
    assert series.steps.tolist() == [0, 1, 2]
    assert series.low.tolist() == series.high.tolist() == series.mean.tolist() == [3, 1, 2]


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(2, 20))
def test_bins_hold_minimum_maximum_and_mean_of_their_values(chunks, capacity):
    rng = np.random.default_rng(1)
    series, values = Series(capacity), np.empty(0)
    for chunk in chunks:
        new = rng.normal(size=chunk)
        series.add(len(values), new)
        values = np.concatenate([values, new])
    assert len(series) <= capacity
    assert series.count == len(values)
    rows = [values[at : at + series.stride] for at in range(0, len(values), series.stride)]
    assert series.low.tolist() == [row.min() for row in rows]
    assert series.high.tolist() == [row.max() for row in rows]
    assert np.allclose(series.mean, [row.mean() for row in rows])
    middles = [
        at + (len(row) - 1) / 2 for at, row in zip(range(0, len(values), series.stride), rows, strict=True)
    ]
    assert np.allclose(series.steps, middles)


def test_a_spike_is_never_lost():
    series = Series(8)
    values = np.zeros(100_000)
    values[54_321] = 9.0
    for at in range(0, len(values), 1000):
        series.add(at, values[at : at + 1000])
    assert series.high.max() == 9.0
    assert len(series) <= 8


def test_steps_already_counted_are_skipped_and_gaps_are_bridged():
    series = Series(16)
    series.add(0, np.array([1.0, 2.0, 3.0]))
    series.add(1, np.array([9.0, 9.0, 4.0]))
    series.add(10, np.array([5.0]))
    assert series.steps.tolist() == [0, 1, 2, 3, 10]
    assert series.mean.tolist() == [1, 2, 3, 4, 5]


def test_results_are_the_callers_own():
    series = Series(16)
    series.add(0, np.array([1.0]))
    series.low[0] = series.high[0] = series.mean[0] = 7.0
    assert series.low[0] == series.high[0] == series.mean[0] == 1.0


def test_one_bin_is_too_few():
    with pytest.raises(ValueError, match="at least 2"):
        Series(1)
