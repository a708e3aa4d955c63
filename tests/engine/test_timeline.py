from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.engine.cache import PerVersion
from netviz.engine.pace import Pace
from netviz.engine.timeline import MOST_BYTES, Timeline


@pytest.mark.parametrize("rows", [4, 5, 16, 17])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 9, 16, 17, 18, 33, 100, 257])
def test_first_and_newest_are_always_there_and_the_rest_is_even(refresh, rows, count):
    timeline = Timeline(rows)
    for i in range(count):
        timeline.add(refresh(10 * i, 10 * max(i - 1, 0)))
        assert timeline.steps[0] == 0
        assert timeline.steps[-1] == 10 * i
        assert len(timeline) <= rows
    kept = np.diff(timeline.steps)[:-1]
    assert len(set(kept.tolist())) <= 1
    assert np.array_equal(timeline.parameters[:, 0], timeline.steps)
    assert np.array_equal(timeline.gradients[:, 1], timeline.steps + 1)
    assert np.array_equal(timeline.updates[:, 1], timeline.steps + 2)
    assert len(timeline) >= min(count, rows // 2)


def test_the_losses_of_all_refreshes_are_in_the_series(refresh):
    timeline = Timeline()
    for i in range(50):
        timeline.add(refresh(100 * i, max(100 * (i - 1), 0)))
    assert timeline.loss.count == 4900
    assert timeline.loss.high.max() == 4899


def test_a_new_run_clears_the_history_and_the_version_goes_on(refresh):
    timeline = Timeline()
    for i in range(20):
        timeline.add(refresh(i, max(i - 1, 0)))
    timeline.add(refresh(0, run=1))
    assert timeline.version == 21
    assert timeline.steps.tolist() == [0]
    assert len(timeline.loss) == 0
    assert timeline.first is timeline.snapshot is timeline.latest.snapshot


def test_the_same_moment_again_adds_no_row(refresh):
    timeline = Timeline()
    timeline.add(refresh(0))
    timeline.add(refresh(10, 0))
    timeline.add(refresh(10, 10))
    assert timeline.steps.tolist() == [0, 10]
    assert timeline.version == 3


def test_rows_cannot_be_written(refresh):
    timeline = Timeline()
    timeline.add(refresh(0))
    for rows in (timeline.steps, timeline.parameters, timeline.gradients, timeline.updates):
        with pytest.raises(ValueError, match="read-only"):
            rows[0] = 0


def test_many_parameters_mean_fewer_rows(refresh):
    timeline = Timeline()
    width = 100_000
    for i in range(60):
        timeline.add(refresh(i, max(i - 1, 0), width=width))
    assert 4 <= len(timeline) * 3 * 8 * width <= MOST_BYTES
    assert (timeline.steps[0], timeline.steps[-1]) == (0, 59)


def test_an_empty_timeline_says_so():
    timeline = Timeline()
    assert len(timeline) == len(timeline.steps) == len(timeline.parameters) == 0
    for name in ("latest", "first", "snapshot"):
        with pytest.raises(LookupError, match="nothing"):
            getattr(timeline, name)


def test_something_is_computed_once_per_version(refresh):
    calls = []
    cache = PerVersion(lambda timeline: calls.append(timeline.version) or timeline.version)
    timeline, other = Timeline(), Timeline()
    timeline.add(refresh(0))
    other.add(refresh(0))
    assert (cache(timeline), cache(timeline)) == (1, 1)
    timeline.add(refresh(10, 0))
    assert cache(timeline) == 2
    cache(other)
    assert calls == [1, 2, 1]


def test_pace_is_that_of_the_last_second_of_running(refresh):
    pace = Pace()
    assert pace.rate == 0.0
    for i in range(100):
        pace.note(refresh(10 * i, seconds=0.1 * i))
    assert pace.rate == pytest.approx(100.0)
    for i in range(1, 30):
        pace.note(refresh(990 + 100 * i, seconds=9.9 + 0.1 * i))
    assert pace.rate == pytest.approx(1000.0)
    pace.note(refresh(0, run=1))
    assert pace.rate == 0.0


@given(st.lists(st.floats(0, 10), min_size=1, max_size=50))
def test_pace_takes_any_gaps(gaps):
    from netviz.engine.snapshot import Refresh, Snapshot, State

    pace, seconds = Pace(), 0.0
    for step, gap in enumerate(gaps):
        seconds += gap
        empty = np.empty(0)
        snapshot = Snapshot(step, empty, empty, empty, 0.0, 0.0)
        pace.note(Refresh(snapshot, empty, State.RUNNING, "", 0, 0, 100, 1, seconds))
        assert pace.rate >= 0.0
