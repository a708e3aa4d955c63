"""The real window: events in, frames out. Training runs beside it and meets it only in messages."""

from __future__ import annotations

import contextlib
import gc
import threading
import time
from collections.abc import Iterator, Sequence
from functools import partial

import pygame

from netviz import making
from netviz.actions import Action
from netviz.display import open_window
from netviz.doing import Doing
from netviz.engine.lab import Lab
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh, size_of
from netviz.engine.worker import AFRESH, START, TrainingLost, Worker
from netviz.feed import Feed
from netviz.frames import Frames
from netviz.hands import Hands, is_work
from netviz.options import EVERYWHERE, Options, at_least, script_of
from netviz.passing import Passing
from netviz.picture import picture
from netviz.priority import giving_way
from netviz.saver import Saver
from netviz.signals import Caught
from netviz.stage import Stage
from netviz.summary import Outcome
from netviz.waiting import put_back

LITTER = 20_000  # objects made from one search for rings of them to the next; by itself, 2 % of each frame


def run(lab: Lab, options: Options, caught: Caught, held: frozenset[int] | None = None) -> Outcome:
    """Show `lab` in a window until it is closed; return how the run ended.

    `held` are the keys that were down when a screen before it was left, None where there was none.
    """
    # The worker starts before the window opens: that starts threads, and then forking is no longer safe.
    alone = threading.active_count() == 1 and not pygame.display.get_surface()
    start = START if alone else AFRESH
    make = partial(Session, lab, lab.total, options.refresh_every, script=script_of(options))
    worker = Worker(make, start, size_of(lab.snapshot())).start()
    trouble, stays = "", False
    try:
        unseen = pygame.Surface(options.size, 0, 32)
        stage = Stage(lab, options.theme, options.page, options.scale)
        window = Window(unseen, stage, worker, lab, options, caught)
        window.rehearse()  # before anybody sees, and waits
        surface = open_window(options.size, options.lab, options.scale)
        # A double click on the start screen is no click on what comes after it, nor is a key held there.
        pygame.event.clear((pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP))
        window.take_up(pygame.event.get((pygame.KEYDOWN, pygame.KEYUP)), held)
        try:
            with giving_way(worker.pid), _littered():
                window.loop(surface)
            stays = window.onward is not None
        except TrainingLost as error:
            if not caught:  # else the same signal may have reached both processes
                trouble = f"{error}; nothing more can be shown of this run"
    finally:
        worker.stop()
        if not stays:  # for what comes next
            pygame.display.quit()  # before anything is written: who leaves does not wait
    return window.outcome(trouble)


@contextlib.contextmanager
def _littered() -> Iterator[None]:
    """Have rings of objects searched for seldom meanwhile: a frame makes many objects, and hardly a ring."""
    before = gc.get_threshold()
    gc.set_threshold(LITTER)
    try:
        yield
    finally:
        gc.set_threshold(*before)


class Window:
    """The loop between a surface on the screen, a stage and a worker."""

    def __init__(
        self,
        surface: pygame.Surface,
        stage: Stage,
        worker: Worker,
        lab: Lab,
        options: Options,
        caught: Caught,
    ) -> None:
        self._stage, self._lab, self._options, self._caught = stage, lab, options, caught
        self._saver = Saver(partial(making.save, lab, options) if making.saves(options) else None)
        self._hands = Hands(stage, lab.name)
        # The lab stays here as it began: its present moment is the first frame, whenever the worker comes.
        first = Session(lab, lab.total, options.refresh_every).current()
        self._feed = Feed(worker, first, 1 / options.fps if options.fps else 0.0, self._see)
        self._timeline = self._feed.timeline
        self._frames = Frames(surface, stage, self._feed, options.fps)
        self._passing = Passing(stage)
        self._passing.say(lab.notice)
        self._doing = Doing(lab, stage, self._timeline, self._frames, self._passing, worker, self._hand_on)
        self._untold = ""  # what the last refreshes have to tell
        self._open = True
        self.onward: Options | None = None  # the start screen, once that is to come next
        self._early: list[pygame.Event] = []  # to be taken first: that ended a wait, or came before a picture

    def rehearse(self) -> None:
        """Draw the first picture, which takes longest by far, where nobody sees it: the next comes soon."""
        self._frames.prepare()

    def take_up(self, keys: Sequence[pygame.Event], held: frozenset[int] | None) -> None:
        """Keep keys that came before this could be seen until it is.

        Those in `held` were for what was left, also where they are pressed again so soon; without a screen
        before it all were for something else, but for the one that quits.
        """
        for key in held or ():
            if pygame.key.get_pressed()[key]:
                self._hands.hold(key)
        for event in keys:
            if self._hands.quits(event) or not (held is None or event.key in held):
                self._early.append(event)
            elif event.type == pygame.KEYDOWN:
                self._hands.hold(event.key)
            else:
                self._hands.take(event)

    def loop(self, surface: pygame.Surface) -> None:
        """Draw each refresh once, at most `--fps` of them a second, and react in between."""
        frames, feed = self._frames, self._feed
        frames.surface = surface
        self.draw()
        while self._open:
            self._react()
            if not self._open:
                break
            answered = feed.take_answer()
            if not answered and time.perf_counter() >= feed.due:
                feed.take(timeout=frames.patience)
            if answered or frames.due:
                self.draw(answered=answered)
            else:
                self._wait(frames.idle)
            self._settle()
        if self.onward is not None:
            put_back(self._early)

    def draw(self, *, answered: bool = False) -> None:
        """Draw a frame, with what refreshes have to tell unless a panel tells it in the same words."""
        notice = getattr(self._timeline.snapshot.extra, "notice", "")  # of a lab that obeys wishes
        if self._untold and not (self._stage.tells_notices and notice == self._untold):
            self._passing.say(self._untold)
        self._untold = ""
        self._frames.draw(answered=answered)

    def outcome(self, trouble: str = "") -> Outcome:
        """Return the last moment seen, and its picture if one is asked for."""
        options = self._options
        image = None
        if options.screenshot:
            image = picture(
                self._lab, self._timeline, options.page, options.size, options.theme, options.scale
            )
        latest = self._timeline.latest
        saved = self._saver.has(latest)
        onward = None if self._caught else self.onward
        return Outcome(latest, self._caught.number, image, trouble, saved, self._saver.has_any, onward)

    def _start_screen(self) -> Options:
        """Return the options of a start screen that looks as this window does now, and of its page."""
        kept = {name: getattr(self._options, name) for name in EVERYWHERE}
        size = self._frames.surface.get_size()
        size = at_least(size, self._options.scale)
        return Options(**kept | {"theme": self._stage.theme, "size": size, "page": self._stage.page.name})

    # refreshes

    def _see(self, refresh: Refresh) -> None:
        """Have a new refresh drawn soon, and what it has to tell told with it."""
        self._frames.stale = True
        self._untold = refresh.told or self._untold

    def _settle(self) -> None:
        """Have what has ended saved, let messages pass, and close when asked to at the end or by a signal."""
        latest = self._timeline.latest
        if not latest.goes_on:
            self._saver.take(latest)
        if told := self._saver.told():
            self._passing.say(told)
            self._frames.stale = True
        if self._passing.passes():
            self._frames.stale = True
        # A challenge that `--edits` ends in waits for a hand; one that a hand began has it.
        comes_on = latest.goes_on and not (latest.rests and not latest.answered)
        done = self._options.exit_when_done and not comes_on
        if done or self._caught:
            self._open = False

    # events

    def _wait(self, seconds: float) -> None:
        """Wait so long, or shorter: until the hand does something."""
        if milliseconds := int(1000 * seconds):
            event = pygame.event.wait(milliseconds)
            self._early += [event] if event.type != pygame.NOEVENT else []
        else:
            time.sleep(seconds)

    def _react(self) -> None:
        """Take what has been done by hand since the last look."""
        events = [*self._early, *pygame.event.get()]
        while events and self._open:
            self._take(events.pop(0))
        self._early = events
        self._hand_on()

    def _hand_on(self) -> None:
        """Ask the lab for what panels have asked for."""
        for wish in self._stage.take_asks():
            self._feed.ask(wish)
            self._frames.touched = True

    def _take(self, event: pygame.Event) -> None:
        frames = self._frames
        if not self._stage.places and self._hands.works(event):  # panels only just turned to
            frames.prepare()
        frames.stale = True
        frames.touched |= is_work(event)
        match event.type:
            case pygame.QUIT:
                self._open = False
            case pygame.VIDEORESIZE:
                frames.surface = pygame.display.get_surface() or frames.surface
            case _:
                action = self._hands.take(event)
                if action in (Action.QUIT, Action.ALL_LABS):
                    self._open = False
                    self.onward = self._start_screen() if action is Action.ALL_LABS else None
                elif action is not None:
                    self._doing.do(action)
