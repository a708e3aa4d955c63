"""A page off-screen, fed by real training: what the benchmarks of frames time."""

from __future__ import annotations

import copy
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pygame

from netviz.engine.lab import Lab
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh
from netviz.engine.timeline import Timeline
from netviz.labs.xor import XorLab
from netviz.stage import Stage

SIZE = (1280, 800)
EVERY = 100  # epochs of XOR per refresh, as by default
TURN = 1 / 60  # seconds that 3-D views turn from frame to frame


def xor(hidden: int, *, seed: int = 1, total: int = 2_000_000) -> Scene:
    """Return the overview page of the XOR lab."""
    return Scene(XorLab(seed, hidden=(hidden,)), total, EVERY)


class Scene:
    """A session, the timeline that watches it, and a stage with a surface like a window's."""

    def __init__(self, lab: Lab, total: int, every: int, page: str = "overview") -> None:
        pygame.font.init()
        self.lab = lab
        self.session = Session(lab, total, every)
        self.timeline = Timeline()
        self.timeline.add(self.session.current())
        self.stage = Stage(lab, page=page)
        self.surface = pygame.Surface(SIZE, 0, 32)

    def next(self) -> Refresh:
        """Train to the next refresh and return it."""
        refresh = self.session.advance()
        if refresh is None:
            raise RuntimeError(f"{self.session!r} stands still")
        return refresh

    def train(self, step: int) -> None:
        """Train to a refresh at `step` or beyond; every refresh goes into the timeline."""
        while self.lab.step < step:
            self.timeline.add(self.next())

    def draw(self, timeline: Timeline, refresh: Refresh) -> float:
        """Take in a refresh and draw the frame that shows it; return the seconds that took."""
        start = time.perf_counter()
        timeline.add(refresh)
        self.stage.drift(TURN)
        self.stage.draw(self.surface, timeline, 12_345.0)
        return time.perf_counter() - start

    def looks(self, count: int) -> Iterator[tuple[Timeline, Refresh]]:
        """Yield the run so far `count` times, each with a newest refresh of its own, one epoch on each time.

        So the same age can be drawn many times though every frame is new. Training itself is put back.
        """
        lab, latest, before = self.lab, self.timeline.latest, self.lab.checkpoint()
        losses: list[np.ndarray] = []
        made = []
        for _ in range(count):
            losses.append(lab.train(1))
            made.append(replace(latest, snapshot=lab.snapshot(), metrics=np.concatenate(losses)))
        lab.restore(before)
        for refresh in made:
            yield copy.deepcopy(self.timeline), refresh
