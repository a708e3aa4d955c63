"""The window stands behind the training it shows, also when it shows one after another."""

import os

import pytest

from netviz import priority
from netviz.priority import BEHIND, giving_way

TRAINING = 4711


@pytest.fixture
def system(monkeypatch):
    """An operating system of our own: priorities of this process and of the training, and processors."""

    class System:
        ours, trainings, free = 0, 0, {0, 1, 2, 3}

        def nice(self, by):
            self.ours = min(self.ours + by, 19)
            return self.ours

    made = System()
    monkeypatch.setattr(os, "nice", made.nice)
    monkeypatch.setattr(os, "getpriority", lambda kind, pid: made.trainings if pid == TRAINING else made.ours)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(made.free), raising=False)
    monkeypatch.setattr(
        os, "sched_setaffinity", lambda pid, chosen: setattr(made, "free", set(chosen)), raising=False
    )
    return made


def test_one_run_after_another_takes_no_more_priority_and_gives_processors_back(system):
    for _ in range(3):
        with giving_way(TRAINING):
            assert (system.ours, system.free) == (BEHIND, {1, 3})
        assert (system.ours, system.free) == (BEHIND, {0, 1, 2, 3})


def test_behind_a_training_that_is_behind_others_it_stands_further_back(system):
    system.ours = system.trainings = 5
    with giving_way(TRAINING):
        assert system.ours == 5 + BEHIND


def test_where_the_system_knows_no_priorities_nothing_happens(system, monkeypatch):
    monkeypatch.delattr(priority.os, "nice")
    with giving_way(TRAINING):
        assert (system.ours, system.free) == (0, {0, 1, 2, 3})
    assert (system.ours, system.free) == (0, {0, 1, 2, 3})
