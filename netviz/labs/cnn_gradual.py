"""Sweeps for the panels of a page: a little with every frame, as much as the frame has time for."""

from __future__ import annotations

import time

from netviz.engine.snapshot import State
from netviz.labs.cnn_sweep import Sweep, Swept
from netviz.panels.panel import View
from networks.fast.inference import PIECE

LEAST, MOST = 4, 256  # images a frame
PATIENCE = 0.006  # seconds that a whole piece may take even so: fewer images would take nearly as long
GUESS = 0.0001  # seconds an image, before it is known
FRAME = 0.002  # seconds of each frame that a sweep may take
ALONE = 6.0  # times as long where no training goes on
FORGOTTEN = 0.5  # seconds after which what was begun is begun anew: its page was left meanwhile


class Share:
    """How many images fit into a frame's time, by what the last ones took; no result depends on it."""

    def __init__(self, seconds: float = FRAME) -> None:
        self._seconds, self._each = seconds, GUESS
        self._last = 0.0  # when it last did any

    def __repr__(self) -> str:
        return f"Share({self.images} images a frame)"

    @property
    def images(self) -> int:
        """Return how many to do at once."""
        wanted = round(self._seconds / self._each)
        if wanted >= PIECE or PIECE * self._each <= PATIENCE:
            return min(max(wanted // PIECE, 1) * PIECE, MOST)
        return max(wanted, LEAST)

    def advance(self, sweep: Sweep, view: View) -> bool:
        """Do that many of a sweep, more where no training goes on; return whether anything is left."""
        running = view.timeline.latest.state is State.RUNNING
        start = time.perf_counter()
        if start - self._last > FORGOTTEN:
            sweep.drop()
        before = sweep.done
        left = sweep.advance(view, self.images if running else round(ALONE * self.images))
        self._last = time.perf_counter()
        if (images := sweep.done - before) > 0:  # else it came to its end, after fewer perhaps
            spent = (time.perf_counter() - start) / images
            self._each += 0.3 * (min(spent, 4 * self._each) - self._each)  # a hiccup counts little
        return left


class SweepWork:
    """Drives one sweep for all panels of a page: however many of them ask, it advances once a frame.

    A panel draws with `result`, which also notes frame and snapshot; panels ask for `advance` after it.
    """

    def __init__(self, sweep: Sweep, seconds: float = FRAME) -> None:
        self.sweep = sweep
        self._share = Share(seconds)
        self._left = False
        self._advanced = False  # since a panel drew

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._share!r})"

    @property
    def left(self) -> bool:
        """Whether anything is left to do for the newest snapshot that a panel has drawn."""
        return self._left

    def result(self, view: View) -> Swept | None:
        """Return the newest complete sweep, None before the first."""
        self._advanced = False
        found = self.sweep.result(view)
        self._left = found is None or found.step != view.timeline.snapshot.step
        return found

    def advance(self, view: View) -> None:
        """Do a little, once a frame."""
        if not self._advanced:
            self._advanced = True
            self._left = self._share.advance(self.sweep, view)

    def complete(self, view: View) -> None:
        """Do all of it for the newest snapshot."""
        self.sweep.complete(view)
        self._left = False
