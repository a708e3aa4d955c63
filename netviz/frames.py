"""The frames of the real window: whether one is due, and drawing it."""

from __future__ import annotations

import time

import pygame

from netviz.engine.session import never
from netviz.feed import Feed
from netviz.hands import hand_at_work
from netviz.stage import Stage

MOVING = 1 / 30  # seconds between frames of a view that turns while nothing else happens
WORKING = 0.25  # seconds that a frame waits for a refresh while the run goes on
IDLE = 0.005  # seconds at most between two looks at what comes from elsewhere than the hand
LOOKS = 60  # frames a second at most of what the hand does, however few refreshes are to be shown


class Frames:
    """Draws a stage as the feed has it on `surface`, at most `fps` times a second; 0 is as often as it goes.

    `stale` is whether the picture is older than what it shows, `touched` whether anything has been done by
    hand since the last one.
    """

    def __init__(self, surface: pygame.Surface, stage: Stage, feed: Feed, fps: int) -> None:
        self.surface = surface
        self._stage, self._feed = stage, feed
        self._apart = 1 / max(fps, LOOKS) if fps else 0.0  # seconds from one frame to the next at least
        self.stale, self.touched = True, False
        self._drawn_at = time.perf_counter()
        self._due = 0.0  # the moment from which on another frame may be drawn
        self._drawn: tuple[int, int] | None = None  # run and numbering of what was last drawn

    def __repr__(self) -> str:
        return f"Frames({self.surface.get_size()}, stale={self.stale}, touched={self.touched})"

    @property
    def due(self) -> bool:
        """Whether a frame is to be drawn now."""
        if self._renumbered:
            return True
        return time.perf_counter() >= self._due and (self.stale or self._animating)

    @property
    def _animating(self) -> bool:
        """Whether a frame is due although no refresh has come; while they come, work can wait."""
        since = time.perf_counter() - self._drawn_at
        if self._stage.moving:
            return since >= MOVING
        return self._stage.working and since >= (WORKING if self._feed.timeline.latest.running else MOVING)

    @property
    def _renumbered(self) -> bool:
        """Whether places in the picture mean something else by now: the hand must find them as they are."""
        return self._drawn != self._numbering()

    def _numbering(self) -> tuple[int, int]:
        latest = self._feed.timeline.latest
        return latest.run, latest.snapshot.numbering

    @property
    def patience(self) -> float:
        """How long to wait for a refresh, which the hand then has to wait for too, in seconds."""
        return IDLE if self._feed.timeline.latest.running and not self.stale else 0.0

    @property
    def idle(self) -> float:
        """How long there is nothing to do but for the hand: the seconds until a refresh may have come."""
        if not (self._feed.timeline.latest.running or self.stale):
            return IDLE
        due = self._due if self.stale else self._feed.due
        return min(max(due - time.perf_counter(), 0.0), IDLE)

    def prepare(self) -> None:
        """Draw a whole frame that nobody sees yet."""
        self._stage.draw(self.surface, self._feed.timeline, self._feed.rate)

    def draw(self, *, answered: bool = False) -> None:
        """Draw a frame and show it; but one of a mere refresh is left for what is being done by hand.

        One that shows what was `answered` to the hand is shown as soon as the panels have it that are prompt.
        """
        now = time.perf_counter()
        self._stage.drift(now - self._drawn_at)
        self._drawn_at = now
        if pygame.display.get_active():  # not while minimised
            unwanted = never if self.touched or self._renumbered else hand_at_work
            show = pygame.display.flip if answered else None
            if not self._stage.draw(self.surface, self._feed.timeline, self._feed.rate, unwanted, show):
                return
            pygame.display.flip()
        self.stale = self.touched = False
        self._drawn = self._numbering()
        self._due = now + self._apart
