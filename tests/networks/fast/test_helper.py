"""The process that helps with every batch: same bits as anyone's, missed by nobody, left behind never."""

import errno
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from networks.convnet import ConvNet
from networks.fast.helper import Helper, ThreadHelper
from networks.fast.inference import Inference
from networks.fast.processors import allowed
from networks.layers import Conv, Dense, Dropout, MaxPool, Relu
from networks.training_step import TrainingStep

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks are made on Linux only")

NET = ConvNet((Conv(4, 3), Relu(), MaxPool(2), Dropout(0.2), Dense(20), Dropout(0.5), Dense(5)), (1, 10, 10))
BATCH = 40


class Alone(TrainingStep):
    """Nobody helps with it."""

    def run(self, *batch):
        return super().run(*batch, alone=True)


@pytest.fixture(params=[True, False], ids=["process", "thread"])
def possible(request, monkeypatch):
    monkeypatch.setattr(Helper, "possible", staticmethod(lambda: request.param))
    return request.param


@pytest.fixture
def forked(monkeypatch):
    monkeypatch.setattr(Helper, "possible", staticmethod(lambda: True))


def ran(step, seed, drop=True):
    rng = np.random.default_rng(seed)
    images = rng.standard_normal((BATCH, 1, 10, 10)).astype(np.float32)
    parameters, gradients = NET.initial(rng), np.empty(NET.parameter_count, np.float32)
    figures = step.run(parameters, images, rng.integers(0, 5, BATCH), gradients, rng if drop else None)
    return gradients, figures


def assert_same(one, other, seeds=range(6)):
    for seed in seeds:
        (ours, figures), (theirs, same) = (ran(step, seed, drop=seed % 2 == 0) for step in (one, other))
        assert (ours == theirs).all()
        assert figures == same


def children():
    """Return the ids of the processes that this one has forked and that are still there."""
    gc.collect()
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


def test_the_bits_do_not_depend_on_who_helps(possible):
    step = TrainingStep(NET, BATCH)
    assert_same(step, Alone(NET, BATCH))
    assert isinstance(step._partner, Helper if possible else ThreadHelper)


def test_nor_on_who_is_held_up(possible, monkeypatch):
    step, rng = TrainingStep(NET, BATCH), np.random.default_rng(0)
    for half in step._halves:

        def slow(*share, run=half.run):
            time.sleep(0.01 * rng.random())
            return run(*share)

        monkeypatch.setattr(half, "run", slow)
    assert_same(step, Alone(NET, BATCH))


def test_without_the_helper_training_goes_on_with_the_same_bits(forked):
    step, before = TrainingStep(NET, BATCH), children()
    ran(step, 0)
    (pid,) = children() - before
    os.kill(int(pid), signal.SIGKILL)
    assert_same(step, Alone(NET, BATCH))


def test_a_helper_that_is_lost_leaves_no_trace(forked):
    free, before = os.sched_getaffinity(0), children()
    step = TrainingStep(NET, BATCH)
    ran(step, 0)
    (pid,) = children() - before
    os.kill(int(pid), signal.SIGKILL)
    ran(step, 1)
    assert children() == before  # a zombie would be one of them
    assert os.sched_getaffinity(0) == free


@pytest.mark.skipif(len(allowed()) < 2, reason="there is one processor")
def test_what_another_thread_does_may_run_where_an_idle_helper_does(forked, monkeypatch):
    net, free, seen = ConvNet(NET.specs, NET.input_shape), set(allowed()), {}
    run = Inference.run

    def told(self, *arguments):
        seen[threading.current_thread() is threading.main_thread()] = set(allowed())
        run(self, *arguments)

    monkeypatch.setattr(Inference, "run", told)
    step = TrainingStep(net, BATCH)
    ran(step, 0)
    images = np.zeros((600, 1, 10, 10), np.float32)
    net.probabilities(net.initial(np.random.default_rng(0)), images, threads=2)
    assert seen == {True: set(sorted(free)[0::2]), False: free}


@pytest.mark.parametrize("call", ["fork", "pipe"])
def test_where_no_process_can_be_had_a_thread_helps_and_no_file_stays_open(forked, monkeypatch, call):
    calls = 0
    made = getattr(os, call)

    def fails():
        nonlocal calls
        calls += 1
        if call == "pipe" and calls == 1:
            return made()
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(os, call, fails)
    step, files = TrainingStep(NET, BATCH), len(list(Path("/proc/self/fd").iterdir()))
    assert_same(step, Alone(NET, BATCH))
    assert isinstance(step._partner, ThreadHelper)
    assert calls == 1 + (call == "pipe")
    assert len(list(Path("/proc/self/fd").iterdir())) == files


def test_where_no_thread_can_be_had_either_the_process_does_both_halves(forked, monkeypatch):
    def fails(*_):
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    def refused(_):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(os, "fork", fails)
    monkeypatch.setattr(threading.Thread, "start", refused)
    step = TrainingStep(NET, BATCH)
    assert_same(step, Alone(NET, BATCH))
    assert step._partner is None
    images = np.random.default_rng(0).standard_normal((600, 1, 10, 10)).astype(np.float32)
    parameters = NET.initial(np.random.default_rng(1))
    assert (NET.probabilities(parameters, images, 2) == NET.probabilities(parameters, images)).all()


def test_the_helper_ends_with_its_step(forked):
    step, before = TrainingStep(NET, BATCH), children()
    ran(step, 0)
    assert len(children() - before) == 1
    del step
    assert children() == before


def test_the_helper_ends_with_the_process_that_made_it_however_that_ends(forked):
    ready, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        step = TrainingStep(NET, BATCH)
        ran(step, 0)
        os.write(tell, b".")
        time.sleep(60)
        os._exit(0)
    os.close(tell)
    os.read(ready, 1)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert os.read(ready, 1) == b""  # at its end: the helper, who had `tell` too, is gone


def test_a_fork_of_the_process_gets_a_helper_of_its_own(forked):
    step = TrainingStep(NET, BATCH)
    expected = ran(step, 3)
    pid = os.fork()
    if pid == 0:
        same = (ran(step, 3)[0] == expected[0]).all()
        os._exit(0 if same else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (ran(step, 3)[0] == expected[0]).all()


def test_where_the_system_tells_no_processors_the_process_helps_all_the_same(forked, monkeypatch):
    monkeypatch.delattr(os, "sched_getaffinity")
    step = TrainingStep(NET, BATCH)
    assert_same(step, Alone(NET, BATCH))
    assert isinstance(step._partner, Helper)


def test_where_processors_cannot_be_chosen_the_process_helps_all_the_same(forked, monkeypatch):
    def refused(pid, processors):
        raise PermissionError("not here")

    monkeypatch.setattr(os, "sched_setaffinity", refused)
    step = TrainingStep(NET, BATCH)
    assert_same(step, Alone(NET, BATCH))
    assert isinstance(step._partner, Helper)


def test_a_thread_that_ends_just_now_does_not_stand_in_the_way_of_a_process():
    code = (
        "from netviz import environment; environment.prepare();"  # else the algebra has threads of its own
        "import threading, time; from networks.fast.helper import Helper;"
        "threading.Thread(target=time.sleep, args=(0.005,)).start(); assert Helper.possible();"
        "threading.Thread(target=time.sleep, args=(2,), daemon=True).start(); assert not Helper.possible()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[3])
