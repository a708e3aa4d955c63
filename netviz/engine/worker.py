"""The one thread: it trains a session and meets its owner only in two queues."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from netviz.engine.arrays import frozen
from netviz.engine.commands import Command, Restart
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh

NOTICE_SECONDS = 0.02  # how often a thread that waits for its owner looks for commands
GOODBYE_SECONDS = 0.05


class _Stop:
    """Sent instead of a command: end the thread."""


def _joined(old: Refresh, new: Refresh) -> Refresh:
    """Two refreshes of the same step as one: nothing that was counted is lost."""
    return replace(new, losses=frozen(np.concatenate([old.losses, new.losses])))


class Outbox(queue.Queue[Refresh | BaseException]):
    """A queue of refreshes; an exception of the training thread comes out as an exception."""

    def get(self, block: bool = True, timeout: float | None = None) -> Refresh:
        """Return the next refresh. Raises queue.Empty after the timeout, or what the thread raised."""
        item = super().get(block, timeout)
        if isinstance(item, BaseException):
            raise item
        return item

    def get_nowait(self) -> Refresh:
        """Return the next refresh if there is one. Raises queue.Empty, or what the thread raised."""
        return self.get(block=False)


class Worker:
    """Trains `session` in a thread of its own, at most one refresh ahead of whoever takes them.

    `refreshes` gives first the present moment, then every refresh in turn. Once started, the session belongs
    to the thread. After a restart nothing of the old run is handed out any more.
    """

    def __init__(self, session: Session) -> None:
        self.refreshes = Outbox(maxsize=1)
        self._session = session
        self._commands: queue.SimpleQueue[Command | _Stop] = queue.SimpleQueue()
        self._waiting: deque[Refresh] = deque()  # made, and not yet in the queue
        self._thread = threading.Thread(target=self._main, name="training", daemon=True)

    def __repr__(self) -> str:
        return f"Worker({self._session!r}, alive={self._thread.is_alive()})"

    def start(self) -> Worker:
        """Begin to train; returns the worker itself."""
        self._thread.start()
        return self

    def send(self, command: Command) -> None:
        """Have a command applied between two steps; returns at once."""
        self._commands.put(command)

    def stop(self) -> None:
        """End the thread; waits for it no longer than 50 ms, since it ends with the program anyway."""
        self._commands.put(_Stop())
        if self._thread.is_alive():
            self._thread.join(GOODBYE_SECONDS)

    def _main(self) -> None:
        try:
            self._waiting.append(self._session.current())
            while self._obey():
                self._work()
        except BaseException as error:
            self._discard()
            self.refreshes.put(error)

    def _work(self) -> None:
        """One bit of what there is to do: hand out, or train up to the next refresh."""
        if self._waiting:
            try:
                self.refreshes.put(self._waiting[0], timeout=NOTICE_SECONDS)
            except queue.Full:
                return
            self._waiting.popleft()
        else:
            self._keep(self._session.advance(self._has_commands))

    def _has_commands(self) -> bool:
        return not self._commands.empty()

    def _obey(self) -> bool:
        """Apply the commands that have come, waiting for one when idle; False to end."""
        for command in self._incoming():
            if isinstance(command, _Stop):
                return False
            if isinstance(command, Restart):
                self._discard()
            self._keep(self._session.apply(command))
        return True

    def _incoming(self) -> Iterator[Command | _Stop]:
        if not self._waiting and not self._session.running:
            yield self._commands.get()  # idle: sleeps until something comes
        while self._has_commands():
            yield self._commands.get()

    def _keep(self, refresh: Refresh | None) -> None:
        """Queue up a refresh; one of the same step as the last still waiting takes its place."""
        if refresh is None:
            return
        if self._waiting and self._waiting[-1].snapshot.step == refresh.snapshot.step:
            refresh = _joined(self._waiting.pop(), refresh)
        self._waiting.append(refresh)

    def _discard(self) -> None:
        """Drop what nobody has taken yet."""
        self._waiting.clear()
        while not self.refreshes.empty():
            try:
                self.refreshes.get_nowait()
            except queue.Empty:
                break
