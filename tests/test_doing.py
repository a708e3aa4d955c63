"""What actions do when a run is over: all are answered, and only a run that can begin again does."""

from types import SimpleNamespace

import pytest

from netviz.actions import Action
from netviz.doing import Doing
from netviz.engine.commands import Restart

TRAINS = (Action.TOGGLE_PAUSE, Action.STEP_REFRESH, Action.STEP_ONE)
RESTARTS = (Action.RESTART, Action.RESTART_NEW)


def done(action, *, restarts):
    """Return what is told and what is sent for an action when a run is over."""
    lab = SimpleNamespace(seed=1, over="only looked at", restarts=restarts)
    timeline = SimpleNamespace(latest=SimpleNamespace(over=True))
    told, sent = [], []
    passing, worker = SimpleNamespace(say=told.append), SimpleNamespace(send=sent.append)
    stage = SimpleNamespace(take_typed=lambda: None)
    Doing(lab, stage, timeline, None, passing, worker, lambda: None).do(action)
    return told, sent


@pytest.mark.parametrize("action", TRAINS + RESTARTS)
def test_all_that_would_train_a_network_only_looked_at_is_answered(action):
    assert done(action, restarts=False) == (["only looked at"], [])


@pytest.mark.parametrize("action", RESTARTS)
def test_a_run_that_is_over_starts_again(action):
    told, (sent,) = done(action, restarts=True)
    assert not told and isinstance(sent, Restart)
