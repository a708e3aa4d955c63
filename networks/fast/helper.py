"""A second process that computes one half of every batch.

Two threads of one Python process are in each other's way: each of the hundreds of short NumPy calls of a step
needs the interpreter's one lock before it can go on, and who finds it taken goes to sleep, which costs more
than the call. Two processes have a lock each.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import signal
import sys
import time
import weakref
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from math import prod
from pathlib import Path

import numpy as np
from numpy.typing import DTypeLike

from networks.arrays import AnyFloatArray
from networks.cross_entropy import Labels
from networks.fast.half import Half
from networks.fast.processors import allowed, keep_to
from networks.fast.stages import Masks

THREADS = Path("/proc/self/task")  # of this process: a directory each
RUN, DROP, DONE = b"r", b"d", b"."
LOOKS, BETWEEN = 10, 0.002  # at the threads of this process, and seconds from one to the next


class Helper:
    """A fork of this process that runs `half`; its `gradients` must be `shared`.

    Between `start` and `finish` this process is free to do something else. `dropped` are the layers for which
    there may be masks. The helper ends with the process that has made it, or when nobody refers to it.
    Raises OSError where the system has no process, file or memory left for it.
    """

    def __init__(self, half: Half, dropped: Iterable[int]) -> None:
        net, count = half.net, half.count
        self._parameters = shared((net.parameter_count,), net.dtype)
        self._images = shared((count, *net.input_shape), net.dtype)
        self._labels = shared((count,), np.int64)
        self._masks = {i: shared((*net.layers[i].input_shape, count), net.dtype) for i in dropped}
        self._results = shared((2,), np.float64)
        with contextlib.ExitStack() as opened:
            self._orders, self._order = _pipe(opened)
            self._answer, self._answers = _pipe(opened)
            processors = allowed()
            pid = os.fork()
            opened.pop_all()  # there is a helper, who needs them
        if pid == 0:
            self._serve(half, processors[1::2])
        keep_to(processors[0::2])
        os.close(self._orders)
        os.close(self._answers)
        weakref.finalize(self, _end, os.getpid(), pid, processors, self._order, self._answer)

    @staticmethod
    def possible() -> bool:
        """Return whether a fork is safe: no other thread of this process may be at something right now.

        One that has done its work may still be listed for a moment, so this looks more than once.
        """
        for _ in range(LOOKS if sys.platform.startswith("linux") and THREADS.is_dir() else 0):
            if len(list(THREADS.iterdir())) == 1:
                return True
            time.sleep(BETWEEN)
        return False

    def start(
        self, parameters: AnyFloatArray, images: AnyFloatArray, labels: Labels, masks: Masks | None
    ) -> None:
        """Have the half computed."""
        np.copyto(self._parameters, parameters)
        np.copyto(self._images, images)
        np.copyto(self._labels, labels)
        for layer, mask in (masks or {}).items():
            np.copyto(self._masks[layer], mask)
        with contextlib.suppress(BrokenPipeError):  # `finish` will notice
            os.write(self._order, RUN if masks is None else DROP)

    def finish(self) -> tuple[float, int] | None:
        """Wait; return what `half.run` returned, None if the process is gone, perhaps for want of memory."""
        if os.read(self._answer, 1) != DONE:
            return None
        return float(self._results[0]), int(self._results[1])

    def _serve(self, half: Half, processors: list[int]) -> None:
        """Be the helper, until the other ends of the pipes are closed."""
        try:
            keep_to(processors)
            for name in (signal.SIGINT, signal.SIGTERM):  # sent to all processes of a terminal or service
                signal.signal(name, signal.SIG_IGN)
            os.close(self._order)
            os.close(self._answer)
            with np.errstate(all="ignore"):
                while order := os.read(self._orders, 1):
                    masks = self._masks if order == DROP else None
                    self._results[:] = half.run(self._parameters, self._images, self._labels, masks)
                    os.write(self._answers, DONE)
        finally:
            os._exit(0)


class ThreadHelper:
    """The same by a thread, where no process can be had: where the lock costs little, it is of some use."""

    def __init__(self, half: Half) -> None:
        self._half = half
        self._pool = ThreadPoolExecutor(1, "training step")
        self._result: Future[tuple[float, int]] | None = None

    def start(
        self, parameters: AnyFloatArray, images: AnyFloatArray, labels: Labels, masks: Masks | None
    ) -> None:
        """Have the half computed."""
        self._result = None
        with contextlib.suppress(RuntimeError):  # no thread is left either: `finish` will tell
            self._result = self._pool.submit(self._run, parameters, images, labels, masks)

    def finish(self) -> tuple[float, int] | None:
        """Wait; return what `half.run` returned, None if no thread can be had."""
        return None if self._result is None else self._result.result()

    def _run(
        self, parameters: AnyFloatArray, images: AnyFloatArray, labels: Labels, masks: Masks | None
    ) -> tuple[float, int]:
        with np.errstate(all="ignore"):  # here: another thread does not have its caller's
            return self._half.run(parameters, images, labels, masks)


def shared(shape: tuple[int, ...], dtype: DTypeLike) -> AnyFloatArray:
    """Return an array of zeros that a process shares with its forks."""
    size = prod(shape)
    memory = mmap.mmap(-1, max(1, size * np.dtype(dtype).itemsize))
    return np.frombuffer(memory, dtype, size).reshape(shape)


def _pipe(opened: contextlib.ExitStack) -> tuple[int, int]:
    """Return a new pipe's ends, to read and to write; `opened` closes them."""
    ends = os.pipe()
    for end in ends:
        opened.callback(os.close, end)
    return ends


def _end(owner: int, pid: int, processors: list[int], *pipes: int) -> None:
    """End the helper `pid`, which has nothing to lose; another fork of its owner has no right to."""
    for pipe in pipes:
        os.close(pipe)
    if os.getpid() == owner:
        keep_to(processors)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
