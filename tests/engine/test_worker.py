from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
import weakref
from functools import partial

import numpy as np
import pytest

from netviz.engine.commands import Ask, Pause, Restart, Resume, StepOne, StepRefresh
from netviz.engine.session import Session
from netviz.engine.snapshot import State
from netviz.engine.wishes import Undo
from netviz.engine.worker import AFRESH, TrainingLost, Worker, _Service, prepare
from netviz.labs.xor import XorLab

LONG = 20.0  # seconds: only a hang takes that long
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the toy lab travels only by forking")


@pytest.fixture
def start(toy):
    workers = []

    def begin(total=10_000, every=100, **of_lab):
        worker = Worker(lambda: Session(toy(**of_lab), total, every), "fork").start()
        workers.append(worker)
        return worker

    yield begin
    for worker in workers:
        worker.stop()


def take(worker):
    refresh = worker.take(LONG)
    assert refresh is not None, "no refresh came"
    return refresh


def take_until(worker, wanted):
    """Take refreshes up to the first that is wanted; return them all."""
    taken = [take(worker)]
    while not wanted(taken[-1]):
        taken.append(take(worker))
    return taken


def test_the_present_moment_comes_first_and_no_refresh_is_missing(start, toy):
    taken = take_until(start(), lambda refresh: refresh.finished)
    assert [refresh.snapshot.step for refresh in taken] == list(range(0, 10_001, 100))
    alone = toy()
    alone.train(10_000)
    assert np.array_equal(taken[-1].snapshot.parameters, alone.weights)


def test_what_arrives_cannot_be_written(start):
    refresh = take(start())
    arrays = (refresh.snapshot.parameters, refresh.snapshot.gradients, refresh.snapshot.updates)
    assert not any(array.flags.writeable for array in (*arrays, refresh.losses))


def test_a_lab_sent_to_a_new_process_trains_as_it_does_here():
    lab = XorLab(7, hidden=(4, 2), activation="tanh", optimizer="adam", learning_rate=0.05, init="xavier")
    worker = Worker(partial(Session, lab, 300, 100), "spawn").start()
    try:
        taken = take_until(worker, lambda refresh: refresh.finished)
    finally:
        worker.stop()
    lab.train(300)
    assert np.array_equal(taken[-1].snapshot.parameters, lab.snapshot().parameters)


def test_a_process_made_afresh_trains_the_same_and_its_number_is_known():
    prepare()
    worker = Worker(partial(Session, XorLab(5, epochs=40), 40, 20), AFRESH).start()
    try:
        taken = take_until(worker, lambda refresh: refresh.finished)
        os.kill(worker.pid, 0)  # it is there
    finally:
        worker.stop()
    alone = XorLab(5, epochs=40)
    alone.train(40)
    assert np.array_equal(taken[-1].snapshot.parameters, alone.snapshot().parameters)


def test_what_was_trained_is_gone_when_another_comes_after_it(toy):
    class Ring(toy):
        """A lab that only a search for rings of objects can free, as that of the digits is."""

        def __init__(self):
            super().__init__()
            self.itself = self

    lab = Ring()
    gone = weakref.ref(lab)
    worker = Worker(partial(Session, lab, 100, 100), "fork").start()
    take(worker)
    worker.stop()
    del worker, lab
    gc.collect()
    assert gone() is None


def test_training_waits_for_who_will_take_it_and_is_at_most_one_refresh_ahead(toy, tmp_path):
    trained = tmp_path / "trained"

    class Telling(toy):
        def train(self, steps):
            losses = super().train(steps)
            beside = trained.with_suffix(".new")
            beside.write_text(str(self.step))
            beside.replace(trained)  # whole at every moment
            return losses

    worker = Worker(lambda: Session(Telling(), 10_000, 100), "fork").start()
    try:
        time.sleep(0.3)
        assert not trained.exists()
        assert take(worker).snapshot.step == 0
        time.sleep(0.3)
        assert int(trained.read_text()) <= 200  # one on its way, one in hand
        assert take(worker).snapshot.step == 100
    finally:
        worker.stop()


def test_pausing_while_nobody_takes_refreshes_loses_none(start):
    worker = start()
    take(worker)
    worker.send(Pause())
    taken = take_until(worker, lambda refresh: refresh.state is State.PAUSED)
    worker.send(Resume())
    taken += take_until(worker, lambda refresh: refresh.finished)
    losses = np.concatenate([refresh.losses for refresh in taken])
    assert len(losses) == 10_000
    assert (np.diff(losses) < 0).all()


def test_after_a_restart_the_new_run_comes_whole_and_the_old_never_again(start):
    worker = start()
    time.sleep(0.1)  # one refresh is on its way, and one more is waiting
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
    refresh = take_until(worker, lambda refresh: refresh.state is State.PAUSED)[-1]
    assert refresh.snapshot.step == at + 1
    worker.send(StepRefresh())
    assert take(worker).snapshot.step == (at // 100 + 1) * 100
    assert worker.take(0.1) is None


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads the processor time from /proc")
def test_an_idle_worker_uses_no_processor_time(start):
    worker = start(total=100)
    take_until(worker, lambda refresh: refresh.finished)
    time.sleep(0.2)

    def ticks():
        with open(f"/proc/{worker._process.pid}/stat") as file:  # noqa: PTH123
            return sum(map(int, file.read().rsplit(")", 1)[1].split()[11:13]))

    before = ticks()
    time.sleep(0.5)
    assert ticks() == before
    worker.send(Restart(2))
    assert take_until(worker, lambda refresh: refresh.finished)[-1].run == 1


@pytest.mark.parametrize("taken", [0, 1, 3])
def test_stopping_ends_the_process_also_when_it_waits(start, taken):
    worker = start()
    for _ in range(taken):
        take(worker)
    worker.stop()
    worker._process.join(LONG)
    assert not worker._process.is_alive()


def test_stopping_twice_or_before_the_start_is_harmless(toy):
    before = len(multiprocessing.active_children())
    worker = Worker(lambda: Session(toy(), 100, 100), "fork")
    worker.stop()
    worker.stop()
    assert len(multiprocessing.active_children()) == before


def test_a_failure_in_training_is_raised_where_refreshes_are_taken(start, monkeypatch, toy):
    def break_down(self, steps):
        raise MemoryError("no room")

    monkeypatch.setattr(toy, "train", break_down)
    worker = start()
    with pytest.raises(TrainingLost, match="no room"):
        take_until(worker, lambda refresh: refresh.finished)


def test_a_process_that_is_killed_is_reported(start):
    worker = start(total=10**9, every=10**6)
    take(worker)
    os.kill(worker._process.pid, signal.SIGKILL)
    with pytest.raises(TrainingLost, match="unexpectedly"):
        take_until(worker, lambda refresh: refresh.finished)


def test_the_process_ends_when_its_owner_is_gone(toy):
    """An owner that is killed cannot say goodbye; the training must notice by itself."""
    told, tell = multiprocessing.Pipe(duplex=False)

    def own():
        worker = Worker(lambda: Session(toy(), 10**9, 10**6), "fork").start()
        tell.send(worker._process.pid)
        os.kill(os.getpid(), signal.SIGKILL)

    owner = os.fork()
    if owner == 0:
        own()
    os.waitpid(owner, 0)
    assert told.poll(LONG)
    orphan = told.recv()
    for _ in range(200):
        if _gone(orphan):
            break
        time.sleep(0.05)
    assert _gone(orphan)


def _gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
        return file.read().rsplit(")", 1)[1].split()[0] == "Z"  # ended, and nobody has asked yet


def test_no_moment_of_a_run_waits_on_when_another_begins_and_none_of_its_figures(toy):
    lab = toy()
    lab.ask = lambda wish, numbering: True  # whatever is asked, other parameters begin a new history
    service = _Service(None, None, Session(lab, 1000, 100))
    service._keep(service._session.advance())
    service._keep(service._session.apply(Ask(Undo())))
    told = [(waiting.run, waiting.snapshot.step, len(waiting.metrics)) for waiting in service._waiting]
    assert told == [(1, 100, 0)]


@pytest.mark.parametrize("others", [False, True], ids=["same run", "another run"])
def test_why_a_wish_was_not_obeyed_is_told_though_the_next_one_came_before_it_was_sent(toy, others):
    lab, notices = toy(), ["not done: no", "", ""]

    def ask(wish, numbering):
        lab.notice = notices.pop(0)
        return others and not lab.notice

    lab.ask = ask
    service = _Service(None, None, Session(lab, 1000, 100))
    for _ in range(2):
        service._keep(service._session.apply(Ask(Undo())))
    assert [(waiting.told, waiting.answered) for waiting in service._waiting] == [("not done: no", 2)]
    service._waiting.clear()
    service._keep(service._session.apply(Ask(Undo())))
    assert [waiting.told for waiting in service._waiting] == [""]


def test_a_moment_that_waits_is_told_once_with_all_its_figures(toy):
    service = _Service(None, None, Session(toy(), 1000, 100))
    service._keep(service._session.advance())
    service._keep(service._session.apply(Pause()))
    told = [(waiting.state, waiting.snapshot.step, len(waiting.metrics)) for waiting in service._waiting]
    assert told == [(State.RUNNING, 0, 0), (State.PAUSED, 100, 100)]
