"""What a window gets from the training: refreshes at their pace, and at once the answer to its wishes."""

from __future__ import annotations

import time
from collections.abc import Callable

from netviz.engine.commands import Ask
from netviz.engine.pace import Pace
from netviz.engine.snapshot import Refresh
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish
from netviz.engine.worker import Worker

PROMPT = 0.03  # seconds that the next frame waits for what was just asked for, which it is to show


class Feed:
    """Takes refreshes from `worker` into its timeline, `first` before all, `apart` seconds apart at least.

    Each is handed to `seen` after that.
    """

    def __init__(self, worker: Worker, first: Refresh, apart: float, seen: Callable[[Refresh], None]) -> None:
        self._worker, self._apart, self._seen = worker, apart, seen
        self.timeline, self._pace = Timeline(), Pace()
        self.timeline.add(first)
        self.due = time.perf_counter() + apart  # the moment from which on another may be taken
        self._asked = 0  # wishes so far
        self._awaits_until = 0.0  # the moment when the next frame comes without an answer to the last

    def __repr__(self) -> str:
        return f"Feed({self.timeline!r}, {self._asked} wishes)"

    @property
    def rate(self) -> float:
        """Steps a second just now."""
        return self._pace.rate

    def ask(self, wish: Wish) -> None:
        """Have a wish obeyed that was made of what was last drawn."""
        self._worker.send(Ask(wish, self.timeline.snapshot.numbering))
        self._asked += 1
        self._awaits_until = time.perf_counter() + PROMPT

    def take_answer(self) -> bool:
        """Take all refreshes up to the one that answers the last wish; return whether it came, and soon."""
        awaited = self._asked > self.timeline.latest.answered
        while self._asked > self.timeline.latest.answered:
            left = self._awaits_until - time.perf_counter()
            if left <= 0 or not self.take(left):
                return False
        return awaited

    def take(self, timeout: float) -> bool:
        """Take the next refresh, if it comes in time."""
        refresh = self._worker.take(timeout)
        if refresh is None:
            return False
        self.due = time.perf_counter() + self._apart
        self.timeline.add(refresh)
        self._pace.note(refresh)
        self._seen(refresh)
        return True
