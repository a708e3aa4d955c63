"""A user of the program for pictures: looks at a run with keys and a mouse, no window needed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pygame

from netviz.actions import actions_by_key
from netviz.drawing.canvas import Point
from netviz.engine.commands import Ask, Pause, Resume
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View
from netviz.picture import png
from netviz.stage import Stage

SIZE = (1280, 800)


class User:
    """Looks at a run that rests between two trainings, and takes a picture."""

    def __init__(self, session: Session, timeline: Timeline, page: str, theme: str) -> None:
        self.stage = Stage(session.lab, theme, page)
        self._session, self._timeline = session, timeline
        self._surface = pygame.Surface(SIZE, 0, 32)
        self.draw()

    @property
    def view(self) -> View:
        """What panels draw from."""
        return View(self._timeline, self.stage.choices)

    def panel(self, title: str) -> Panel:
        """Return a panel of the page shown."""
        return next(panel for panel in self.stage.page.panels if panel.title == title)

    def draw(self) -> None:
        """Have done what panels ask, then draw the frame with all that is usually spread over many."""
        for wish in self.stage.take_asks():
            if (refresh := self._session.apply(Ask(wish))) is not None:
                self._timeline.add(refresh)
        latest = self._timeline.latest
        self.stage.settle(self._timeline)
        rate = latest.snapshot.step / latest.seconds if latest.seconds else 0.0
        self.stage.draw(self._surface, self._timeline, rate)

    def train(self, steps: int) -> None:
        """Let the run go on for so many steps, and pause it there."""
        goal = self._session.lab.step + steps
        self._session.apply(Resume())
        while self._session.lab.step < goal and (refresh := self._session.advance()) is not None:
            self._timeline.add(refresh)
        if (refresh := self._session.apply(Pause())) is not None:
            self._timeline.add(refresh)
        self.draw()

    def key(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.stage.act(actions_by_key(self._session.lab.name)[key])
            self.draw()

    def type(self, text: str) -> None:
        """Type into the control that has the keyboard, and press Enter."""
        for sign in text:
            self.stage.typed("write", sign)
        self.stage.typed("enter")
        self.draw()

    def drag(self, path: Sequence[Point]) -> None:
        """Press the mouse at the first point, move it over the others and let go."""
        self.stage.press(path[0])
        for before, at in pairwise(path):
            self.stage.drag(at, at[0] - before[0], at[1] - before[1])
        self.stage.release()
        self.draw()

    def click(self, at: Point) -> None:
        """Press the mouse at a point and let go."""
        self.drag([at])

    def rest(self, at: Point | None) -> None:
        """Rest the mouse on a point, or take it away."""
        self.stage.mouse = at
        self.draw()

    def picture(self) -> bytes:
        """Return what is to be seen as a PNG file."""
        self.draw()
        return png(self._surface)
