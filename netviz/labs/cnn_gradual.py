"""Sweeps for the panels of a page: a little with every frame, as much as the frame has time for.

Training reads all validation images too, at the end of each epoch, and hands over what it has read them as: a
sweep only makes that newer.
"""

from __future__ import annotations

import time

import numpy as np

from netviz.engine.timeline import Timeline
from netviz.labs.cnn_probe import Probe
from netviz.labs.cnn_sweep import Read, Sweep, Swept
from netviz.panels.panel import View
from networks.fast.inference import PIECE

LEAST, MOST = 4, 256  # images a frame
PATIENCE = 0.006  # seconds that a whole piece may take even so: fewer images would take nearly as long
GUESS = 0.0001  # seconds an image, before it is known
FRAME = 0.002  # seconds of each frame that a sweep may take
ALONE = 6.0  # times as long where no training goes on
FORGOTTEN = 0.5  # seconds after which what was begun is begun anew: its page was left meanwhile


class Share:
    """How many images fit into a frame's time, by what the last ones took; no result depends on it.

    A piece of PIECE images takes little more time than one of a few, so whole pieces are done, each when the
    frames have saved up the time for it; with a slow network, where a piece would hold up its frame, a few.
    """

    def __init__(self, seconds: float = FRAME) -> None:
        self._seconds, self._each = seconds, GUESS
        self._saved = (
            PIECE * GUESS
        )  # seconds that frames had for it and did not use; enough for the first piece
        self._last = 0.0  # when it last did any

    def __repr__(self) -> str:
        return f"Share({self._seconds:g} s a frame, {self._each:g} s an image)"

    def images(self, seconds: float) -> int:
        """Return how many to do in a frame that has so much time for it: none perhaps, more in the next."""
        piece = PIECE * self._each
        if piece > PATIENCE:
            return max(round(seconds / self._each), LEAST)
        self._saved += seconds
        pieces = int(self._saved / piece)
        self._saved -= pieces * piece
        return min(pieces * PIECE, MOST)

    def advance(self, sweep: Sweep, view: View) -> bool:
        """Do that many of a sweep, more where no training goes on; return whether anything is left."""
        running = view.timeline.latest.running
        start = time.perf_counter()
        if start - self._last > FORGOTTEN:
            sweep.drop()
        before = sweep.done
        left = sweep.advance(view, self.images(self._seconds if running else ALONE * self._seconds))
        self._last = time.perf_counter()
        if (images := sweep.done - before) > 0:  # else it came to its end, after fewer perhaps
            spent = (time.perf_counter() - start) / images
            self._each += 0.3 * (min(spent, 4 * self._each) - self._each)  # a hiccup counts little
        return left


class SweepWork:
    """Tells all panels of a page what the validation images are read as, and drives one sweep for them.

    However many panels ask, it advances once a frame. A panel draws with `result`, which also notes frame and
    snapshot; panels ask for `advance` after it.
    """

    def __init__(self, probe: Probe, seconds: float = FRAME) -> None:
        self.sweep = probe.sweep
        self._labels = probe.setup.digits.validation.labels
        self._moment = probe.moment
        self._share = Share(seconds)
        self._run: tuple[Timeline, int] | None = None
        self._swept: Swept | None = None  # the last sweep taken in
        self._read: Read | None = None
        self._left = False
        self._advanced = False  # since a panel drew

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._share!r})"

    @property
    def left(self) -> bool:
        """Whether anything is left to do for the newest snapshot that a panel has drawn."""
        return self._left

    def result(self, view: View) -> Read | None:
        """Return what the images were last read as, by a whole sweep or in training; None before the first.

        The same object as long as it is the same reading.
        """
        self._advanced = False
        self._take_in(view)
        return self._read

    def _take_in(self, view: View) -> None:
        """Note the newest reading, and give up a sweep of a network that is older."""
        timeline = view.timeline
        swept, answers = self.sweep.result(view), self._moment(view).answers
        if self._run != (run := (timeline, timeline.latest.run)):
            self._run, self._swept, self._read = run, None, None
        if swept is not None and swept is not self._swept:
            self._swept = swept
            if self._read is None or self._read.step <= swept.step:
                self._read = swept.read
        if answers is not None and (self._read is None or self._read.step < answers.step):
            predicted = answers.predictions.astype(np.int64)
            self._read = Read(answers.step, self._labels, predicted, answers.sure, answers.own)
        done, begun = self._read, self.sweep.step
        if done is not None and begun is not None and begun <= done.step:
            self.sweep.drop()
        self._left = done is None or done.step != timeline.snapshot.step

    def advance(self, view: View) -> None:
        """Do a little, once a frame."""
        if self._advanced:
            return
        self._advanced = True
        self._take_in(view)
        if self._left:
            self._share.advance(self.sweep, view)
            self._take_in(view)

    def complete(self, view: View) -> None:
        """Do all of it for the newest snapshot."""
        self._take_in(view)
        if self._left:
            self.sweep.complete(view)
            self._take_in(view)
