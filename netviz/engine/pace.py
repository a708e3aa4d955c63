"""How fast training goes."""

from __future__ import annotations

from collections import deque

from netviz.engine.snapshot import Refresh

SAMPLES = 32  # per span: refreshes that follow each other faster are not all noted


class Pace:
    """Steps per second over the last `span` seconds of running, taken from the refreshes' own clock.

    Pauses are not in that clock, so the pace of a paused or finished run is the one it had.
    """

    def __init__(self, span: float = 1.0) -> None:
        self._span = span
        self._run = -1
        self._seen: deque[tuple[float, int]] = deque()  # (seconds, step), oldest first
        self._newest = (0.0, 0)

    def __repr__(self) -> str:
        return f"Pace({self.rate:.0f} steps/s)"

    def note(self, refresh: Refresh) -> None:
        """Take in the next refresh; one of another run starts afresh."""
        self._newest = (refresh.seconds, refresh.snapshot.step)
        if refresh.run != self._run:
            self._run = refresh.run
            self._seen.clear()
        if not self._seen or refresh.seconds - self._seen[-1][0] >= self._span / SAMPLES:
            self._seen.append(self._newest)
            while len(self._seen) > 2 and refresh.seconds - self._seen[1][0] >= self._span:
                self._seen.popleft()

    @property
    def rate(self) -> float:
        """Steps per second; 0 before there is anything to measure."""
        if not self._seen:
            return 0.0
        seconds = self._newest[0] - self._seen[0][0]
        return (self._newest[1] - self._seen[0][1]) / seconds if seconds > 0 else 0.0
