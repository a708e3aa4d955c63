"""What is said of a moment of a run."""

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State

NONE = np.empty(0)


@pytest.mark.parametrize(
    "state, step, goes_on, running, over",
    [
        (State.RUNNING, 5, True, True, False),
        (State.STUCK, 5, True, True, False),
        (State.PAUSED, 5, True, False, False),
        (State.DIVERGED, 5, False, False, True),
        (State.FINISHED, 9, False, False, True),
        (State.STUCK, 9, False, False, True),
        (State.PAUSED, 9, False, False, False),  # of a lab without an end
    ],
)
def test_whether_a_run_goes_on_just_now_or_ever(state, step, goes_on, running, over):
    snapshot = Snapshot(step=step, loss=0.5, accuracy=0.5, parameters=NONE, gradients=NONE, updates=NONE)
    refresh = Refresh(snapshot, np.empty((0, 1)), state, "", 0, 1, 9, 1)
    assert (refresh.goes_on, refresh.running, refresh.over) == (goes_on, running, over)
