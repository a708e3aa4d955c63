"""Training beside its owner, in a process of its own; the two meet only in messages.

A process and not a thread: both the training of a small network and the drawing of a frame are short calls
from Python, and threads take turns at those. Two processes have a processor each, and the owner never waits.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection

import numpy as np

from netviz.engine.arrays import frozen
from netviz.engine.commands import Command
from netviz.engine.parcel import Shelf
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh

# A forked process is there at once and needs nothing packed up; where forking this one is not safe, as a
# window is open, it is made afresh: where there is a choice, of a process that was prepared for it.
START = "fork" if sys.platform.startswith("linux") else "spawn"
AFRESH = "forkserver" if START == "fork" else START
GOODBYE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class _Room:
    """The owner has room for one refresh more."""


def prepare() -> None:
    """Have processes that are made afresh be there soon, with the priority that this one has now."""
    if AFRESH == "forkserver":
        forkserver.set_forkserver_preload([__name__])
        forkserver.ensure_running()


class TrainingLost(RuntimeError):
    """The training process failed, or ended without a word, perhaps killed for want of memory."""


class Worker:
    """Trains a session in another process, at most one refresh ahead of whoever takes them.

    It gets ready when started, and trains from the first time that a refresh is asked for: not before its
    owner, busy until then, lets it have its processors, and never unseen. `make` builds the session there;
    with the `spawn` start method it must be picklable. The first refresh is the present moment, then comes
    every refresh in turn, but for those of a run that is over by then. A refresh has arrays of about `size`
    bytes together.
    """

    def __init__(self, make: Callable[[], Session], start_method: str = START, size: int = 0) -> None:
        context = multiprocessing.get_context(start_method)
        self._shelf = Shelf(context, size)
        self._connection, theirs = context.Pipe()
        self._theirs: Connection | None = theirs
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_train, args=(theirs, self._connection, self._shelf, make), name="training", daemon=True
        )
        self._asked = self._stopped = False

    def __repr__(self) -> str:
        return f"Worker({self._process!r})"

    def start(self) -> Worker:
        """Begin to train; returns the worker itself."""
        atexit.register(self.stop)  # it ignores the signal with which Python would end it
        gc.collect()
        gc.freeze()  # the collector leaves alone what is there now, so a fork shares it without copying
        with _without_interrupts():
            self._process.start()
        if self._theirs is not None:
            self._theirs.close()
            self._theirs = None
        return self

    @property
    def pid(self) -> int:
        """The number of its process, once it is started."""
        return int(self._process.pid)

    def take(self, timeout: float = 0.0) -> Refresh | None:
        """Return the next refresh, or None if none comes in time (seconds).

        Raises TrainingLost, with the reason if the process could give one.
        """
        if not self._asked:
            self._send(_Room())
            self._asked = True
        try:
            if not self._connection.poll(timeout):
                return None
            item = self._shelf.receive(self._connection)
        except (EOFError, OSError):
            raise TrainingLost("the training process ended unexpectedly") from None
        if isinstance(item, TrainingLost):
            raise item
        self._send(_Room())
        return _frozen(item)

    def send(self, command: Command) -> None:
        """Have a command applied between two steps; returns at once."""
        self._send(command)

    def stop(self) -> None:
        """End the process, whatever it is computing."""
        if self._process.pid is not None and not self._stopped:
            self._process.kill()
            self._process.join(GOODBYE_SECONDS)
        self._stopped = True
        self._connection.close()
        gc.unfreeze()  # else what this one was to train would stay when another comes after it
        atexit.unregister(self.stop)

    def _send(self, message: Command | _Room) -> None:
        with contextlib.suppress(OSError):  # a lost process is noticed when refreshes are taken
            self._connection.send(message)


def _train(connection: Connection, owners: Connection, shelf: Shelf, make: Callable[[], Session]) -> None:
    """Be the training process: serve the session until the owner is gone."""
    owners.close()  # else the end of the owner would not be noticed
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):  # sent to all of a terminal's or a service's processes
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)  # the owner, who obeys, ends this one
    try:
        _Service(connection, shelf, make()).run()
    except (EOFError, ConnectionError):
        os._exit(0)  # the owner is gone, and so is everyone who could want to know
    except Exception as error:
        with contextlib.suppress(OSError):
            shelf.send(connection, TrainingLost(f"the training failed: {error!r}"))


class _Service:
    """Trains, hands out refreshes when there is room, and obeys."""

    def __init__(self, connection: Connection, shelf: Shelf, session: Session) -> None:
        self._connection, self._shelf = connection, shelf
        self._session = session
        self._room = 0  # refreshes that may be sent before the owner takes one
        self._waiting: deque[Refresh] = deque([session.current()])

    def run(self) -> None:
        """Serve for ever; raises EOFError when the owner is gone."""
        while True:
            self._obey()
            if self._waiting and self._room:
                self._shelf.send(self._connection, self._waiting.popleft())
                self._room -= 1
            elif not self._waiting:
                self._keep(self._session.advance(self._connection.poll))

    def _obey(self) -> None:
        """Take in the messages that have come, waiting for one when there is nothing else to do."""
        idle = not self._room if self._waiting else not self._session.running
        while idle or self._connection.poll():
            message = self._connection.recv()
            idle = False
            if isinstance(message, _Room):
                self._room += 1
                continue
            self._keep(self._session.apply(message))

    def _keep(self, refresh: Refresh | None) -> None:
        """Queue up a refresh; one of the same moment as the last still waiting takes its place.

        Of a run that is over none waits on: its history is no longer shown, and who asked for another waits.
        What they had to tell is told by the one that comes.
        """
        if refresh is None:
            return
        if self._waiting and self._waiting[-1].run != refresh.run:
            told = (waiting.told for waiting in reversed(self._waiting) if waiting.told)
            refresh = replace(refresh, told=refresh.told or next(told, ""))
            self._waiting.clear()
        last = self._waiting[-1] if self._waiting else None
        if last and last.snapshot.step == refresh.snapshot.step:
            old = self._waiting.pop()
            metrics = frozen(np.concatenate([old.metrics, refresh.metrics]))
            refresh = replace(refresh, metrics=metrics, told=refresh.told or old.told)
        self._waiting.append(refresh)


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Have Ctrl+C ignored meanwhile, which a process that is started inherits."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _frozen(refresh: Refresh) -> Refresh:
    """Make a refresh's arrays read-only again, which not all are after their journey (empty ones are not)."""
    snapshot = refresh.snapshot
    for array in (snapshot.parameters, snapshot.gradients, snapshot.updates, refresh.metrics):
        array.flags.writeable = False
    return refresh
