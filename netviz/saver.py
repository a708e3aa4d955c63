"""Saving the network of a run when it ends, beside the window: no frame and no key waits for it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread

from netviz.engine.files import reason
from netviz.engine.snapshot import Refresh
from netviz.telling import say


class Saver:
    """Saves the network of each run that ends once, and knows which it has saved.

    `save` writes a network, beside others or not, and returns what to tell, or raises OSError or ValueError;
    it runs in a thread. None where nothing is to be saved.
    """

    def __init__(self, save: Callable[[Refresh, bool], str] | None) -> None:
        self._save = save
        self._thread: Thread | None = None
        self._taken: tuple[int, int] | None = None  # run and step of the last moment taken
        self._saved: tuple[int, int] | None = None  # of the last that is in its file
        self._told: SimpleQueue[str] = SimpleQueue()

    def take(self, refresh: Refresh) -> None:
        """Begin to save the last moment of a run, unless it has been taken; the one before comes first."""
        moment = refresh.run, refresh.snapshot.step
        if self._save is None or moment == self._taken or (self._thread and self._thread.is_alive()):
            return
        self._taken = moment
        self._thread = Thread(target=self._keep, args=(self._save, refresh, moment), name="saving")
        self._thread.start()

    def told(self) -> str:
        """Return what has become of the last moment taken, once that is known, and only once."""
        with contextlib.suppress(Empty):
            return self._told.get_nowait()
        return ""

    def has(self, refresh: Refresh) -> bool:
        """Return whether this moment is in its file, once nothing is being written any more."""
        if self._thread:
            self._thread.join()
        return self._saved == (refresh.run, refresh.snapshot.step)

    @property
    def has_any(self) -> bool:
        """Whether a network has its file, beside which the next one belongs."""
        return self._saved is not None

    def _keep(self, save: Callable[[Refresh, bool], str], refresh: Refresh, moment: tuple[int, int]) -> None:
        try:
            told = save(refresh, self.has_any)
            self._saved = moment
            say(told)
        except (OSError, ValueError) as error:  # told on the terminal when it fails again at the very end
            told = f"not saved: {reason(error)}"
        self._told.put(told)
