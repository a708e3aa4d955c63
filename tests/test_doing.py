"""What actions do when a run is over: all are answered, and only a run that can begin again does."""

from types import SimpleNamespace

import pygame
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


@pytest.mark.parametrize("clipboard", [True, False])
def test_the_command_is_put_on_the_clipboard_and_on_the_terminal_and_told(clipboard, monkeypatch, capsys):
    held, told = [], []

    def put(text):
        if not clipboard:
            raise pygame.error("there is none")
        held.append(text)

    monkeypatch.setattr(pygame.scrap, "put_text", put)
    lab = SimpleNamespace(seed=1, command=lambda latest: (f"python main.py {latest}", "without an edit"))
    passing = SimpleNamespace(say=told.append)
    worker, timeline = SimpleNamespace(send=None), SimpleNamespace(latest="--xor")
    Doing(lab, None, timeline, None, passing, worker, lambda: None).do(Action.COPY)
    assert held == ["python main.py --xor"] * clipboard
    assert "python main.py --xor\n" in "".join(capsys.readouterr())
    where = "copied" if clipboard else "no clipboard; on the terminal"
    assert told == [f"{where} (without an edit): python main.py --xor"]
