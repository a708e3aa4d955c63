from __future__ import annotations

import queue
import threading
import time

import numpy as np
import pytest

from netviz.engine.commands import Pause, Restart, Resume, StepOne, StepRefresh
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.worker import Worker

LONG = 20.0  # seconds: only a hang takes that long


@pytest.fixture
def start(toy):
    workers = []

    def begin(total=10_000, every=100, **of_lab):
        worker = Worker(Session(toy(**of_lab), total, every)).start()
        workers.append(worker)
        return worker

    yield begin
    for worker in workers:
        worker.stop()


def take_until(worker, wanted):
    """Take refreshes up to the first that is wanted; return them all."""
    taken = [worker.refreshes.get(timeout=LONG)]
    while not wanted(taken[-1]):
        taken.append(worker.refreshes.get(timeout=LONG))
    return taken


def test_the_present_moment_comes_first_and_no_refresh_is_missing(start, toy):
    taken = take_until(start(), lambda refresh: refresh.finished)
    assert [refresh.snapshot.step for refresh in taken] == list(range(0, 10_001, 100))
    alone = toy()
    alone.train(10_000)
    assert np.array_equal(taken[-1].snapshot.parameters, alone.weights)


def test_training_is_at_most_one_refresh_ahead(start):
    worker = start()
    session = worker._session
    assert worker.refreshes.get(timeout=LONG).snapshot.step == 0
    time.sleep(0.2)
    assert session.lab.step <= 200  # one in the queue, one in hand
    assert worker.refreshes.get(timeout=LONG).snapshot.step == 100


def test_pausing_while_nobody_takes_refreshes_loses_none(start):
    worker = start()
    worker.refreshes.get(timeout=LONG)
    worker.send(Pause())
    taken = take_until(worker, lambda refresh: refresh.state is State.PAUSED)
    worker.send(Resume())
    taken += take_until(worker, lambda refresh: refresh.finished)
    losses = np.concatenate([refresh.losses for refresh in taken])
    assert len(losses) == 10_000
    assert (np.diff(losses) < 0).all()


def test_nothing_of_the_old_run_follows_a_restart(start):
    worker = start()
    time.sleep(0.1)  # the queue is full, and one more refresh is waiting
    worker.send(Restart(5))
    taken = take_until(worker, lambda refresh: refresh.run == 1 and refresh.snapshot.step >= 500)
    runs = [refresh.run for refresh in taken]
    assert runs == sorted(runs)
    new = [refresh for refresh in taken if refresh.run == 1]
    assert [refresh.snapshot.step for refresh in new] == list(range(0, 501, 100))
    assert {refresh.seed for refresh in new} == {5}


def test_steps_while_paused(start):
    worker = start()
    worker.send(Pause())
    at = take_until(worker, lambda refresh: refresh.state is State.PAUSED)[-1].snapshot.step
    worker.send(StepOne())
    refresh = worker.refreshes.get(timeout=LONG)
    while refresh.state is not State.PAUSED:
        refresh = worker.refreshes.get(timeout=LONG)
    assert refresh.snapshot.step == at + 1
    worker.send(StepRefresh())
    assert worker.refreshes.get(timeout=LONG).snapshot.step == (at // 100 + 1) * 100
    with pytest.raises(queue.Empty):
        worker.refreshes.get(timeout=0.1)


def test_an_idle_worker_sleeps_until_a_command_comes(start, monkeypatch):
    turns = []
    work = Worker._work
    monkeypatch.setattr(Worker, "_work", lambda self: (turns.append(1), work(self)))
    worker = start(total=100)
    take_until(worker, lambda refresh: refresh.finished)
    time.sleep(0.1)
    before = len(turns)
    time.sleep(0.2)
    assert len(turns) == before
    worker.send(Restart(2))
    assert take_until(worker, lambda refresh: refresh.finished)[-1].run == 1


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_stopping_ends_the_thread_also_when_it_waits(start, taken):
    worker = start()
    for _ in range(taken):
        worker.refreshes.get(timeout=LONG)
    worker.stop()
    worker._thread.join(LONG)
    assert not worker._thread.is_alive()


def test_stopping_twice_or_before_the_start_is_harmless(toy):
    before = threading.active_count()
    worker = Worker(Session(toy(), 100, 100))
    worker.stop()
    worker.stop()
    assert threading.active_count() == before


def test_an_exception_in_training_is_raised_where_refreshes_are_taken(start, monkeypatch, toy):
    def break_down(self, steps):
        raise MemoryError("no room")

    monkeypatch.setattr(toy, "train", break_down)
    worker = start()
    with pytest.raises(MemoryError, match="no room"):
        take_until(worker, lambda refresh: refresh.finished)
