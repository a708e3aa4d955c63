"""The real window: events in, frames out. Training runs beside it and meets it only in messages."""

from __future__ import annotations

import gc
import threading
import time
from functools import partial

import pygame

from netviz import making
from netviz.actions import Action
from netviz.display import open_window
from netviz.engine.commands import ChangePace, Restart, StepOne, StepRefresh, TogglePause
from netviz.engine.lab import Lab
from netviz.engine.seeds import draw_seed
from netviz.engine.session import Session
from netviz.engine.snapshot import Refresh, State, size_of
from netviz.engine.wishes import Redo, Undo
from netviz.engine.worker import START, TrainingLost, Worker
from netviz.feed import Feed
from netviz.hands import Hands, hand_at_work
from netviz.options import Options
from netviz.picture import kept, picture
from netviz.priority import give_way
from netviz.saver import Saver
from netviz.signals import Caught
from netviz.stage import Stage
from netviz.summary import Outcome
from netviz.telling import say

MESSAGE = 4.0  # seconds that a message stays
MOVING = 1 / 30  # seconds between frames of a view that turns while nothing else happens
WORKING = 0.25  # seconds that a frame waits for a refresh while the run goes on
IDLE = 0.005  # seconds at most between two looks at what comes from elsewhere than the hand
LITTER = 20_000  # objects made from one search for rings of them to the next; by itself, 2 % of each frame
LOOKS = 60  # frames a second at most of what the hand does, however few refreshes are to be shown


def run(lab: Lab, options: Options, caught: Caught) -> Outcome:
    """Show `lab` in a window until it is closed; return how the run ended."""
    # The worker starts before the window opens: that starts threads, and then forking is no longer safe.
    alone = threading.active_count() == 1 and not pygame.display.get_surface()
    start = START if alone else "spawn"
    make = partial(Session, lab, lab.total, options.refresh_every)
    worker = Worker(make, start, size_of(lab.snapshot())).start()
    trouble = ""
    try:
        unseen = pygame.Surface(options.size, 0, 32)
        stage = Stage(lab, options.theme, options.page, options.scale)
        window = Window(unseen, stage, worker, lab, options, caught)
        window.rehearse()  # before anybody sees, and waits
        surface = open_window(options.size, options.lab)
        # A double click on the start screen is no click on what comes after it, nor is a key held there.
        pygame.event.clear((pygame.MOUSEBUTTONDOWN, pygame.MOUSEBUTTONUP))
        window.hold(pygame.event.get(pygame.KEYDOWN))
        try:
            window.loop(surface)
        except TrainingLost as error:
            if not caught:  # else the same signal may have reached both processes
                trouble = f"{error}; nothing more can be shown of this run"
    finally:
        worker.stop()
        pygame.display.quit()  # before anything is written: who leaves does not wait
    return window.outcome(trouble)


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
        self._surface, self._stage, self._worker = surface, stage, worker
        self._lab, self._options, self._caught = lab, options, caught
        self._saver = Saver(partial(making.save, lab, options) if making.saves(options) else None)
        self._hands = Hands(stage, lab.name)
        fps = options.fps
        self._hastily = 1 / max(fps, LOOKS) if fps else 0.0  # seconds from one frame to the next at least
        # The lab stays here as it began: its present moment is the first frame, whenever the worker comes.
        first = Session(lab, lab.total, options.refresh_every).current()
        self._feed = Feed(worker, first, 1 / fps if fps else 0.0, self._see)
        self._timeline = self._feed.timeline
        self._seed = lab.seed  # of the run last asked for
        self._message_until = 0.0
        self._say(lab.notice)
        self._refused = 0  # wishes so far that were not obeyed, and told
        self._open = True
        self._early: list[pygame.Event] = []  # that ended a wait
        self._touched = False  # whether anything has been done by hand since the last frame
        self._stale = True  # whether the picture is older than what it shows
        self._drawn_at = time.perf_counter()
        self._due = 0.0  # the moment from which on another frame may be drawn
        self._drawn: tuple[int, int] | None = None  # run and numbering of what was last drawn

    def rehearse(self) -> None:
        """Draw the first picture, which takes longest by far, where nobody sees it: the next comes soon."""
        self._stage.draw(self._surface, self._timeline, self._feed.rate)

    def hold(self, pressed: list[pygame.Event]) -> None:
        """Pass over keys that were pressed before this could be seen, but for the one that quits."""
        self._open = all(self._hands.hold(event) is not Action.QUIT for event in pressed)

    def loop(self, surface: pygame.Surface) -> None:
        """Draw each refresh once, at most `--fps` of them a second, and react in between."""
        self._surface = surface
        self._draw()
        give_way()
        gc.set_threshold(LITTER)
        feed = self._feed
        while self._open:
            self._react()
            if not self._open:
                break
            answered = feed.take_answer()
            if not answered and time.perf_counter() >= feed.due:
                feed.take(timeout=self._patience())
            now = time.perf_counter()
            if answered or self._renumbered or (now >= self._due and (self._stale or self._animating())):
                self._draw()
            else:
                self._wait((self._due if self._stale else feed.due) - now)
            self._settle()

    def outcome(self, trouble: str = "") -> Outcome:
        """Return the last moment seen, and its picture if one is asked for."""
        options = self._options
        image = None
        if options.screenshot:
            image = picture(
                self._lab, self._timeline, options.page, options.size, options.theme, options.scale
            )
        latest = self._timeline.latest
        return Outcome(latest, self._caught.number, image, trouble, self._saver.has(latest))

    # refreshes

    def _patience(self) -> float:
        """Return how long to wait for a refresh, which the hand then has to wait for too."""
        return IDLE if self._running and not self._stale else 0.0

    def _see(self, refresh: Refresh) -> None:
        """Have a new refresh drawn soon, and tell why a wish was not obeyed."""
        self._stale, extra = True, refresh.snapshot.extra
        refused = getattr(extra, "refused", 0)  # of a lab that obeys wishes
        if refused != self._refused and extra.notice and not self._stage.tells_notices:
            self._say(extra.notice)
        self._refused = refused

    def _animating(self) -> bool:
        """Return whether a frame is due although no refresh has come; while they come, work can wait."""
        since = time.perf_counter() - self._drawn_at
        if self._stage.moving:
            return since >= MOVING
        return self._stage.working and since >= (WORKING if self._running else MOVING)

    @property
    def _running(self) -> bool:
        return self._timeline.latest.state is State.RUNNING

    @property
    def _renumbered(self) -> bool:
        """Whether places in the picture mean something else by now: the hand must find them as they are."""
        return self._drawn != self._numbering()

    def _numbering(self) -> tuple[int, int]:
        latest = self._timeline.latest
        return latest.run, latest.snapshot.numbering

    def _wait(self, seconds: float) -> None:
        """Wait so long, or shorter: until the hand does something, or a refresh may have come."""
        seconds = min(max(seconds, 0.0), IDLE) if self._running or self._stale else IDLE
        if milliseconds := int(1000 * seconds):
            event = pygame.event.wait(milliseconds)
            self._early += [event] if event.type != pygame.NOEVENT else []
        else:
            time.sleep(seconds)

    def _draw(self) -> None:
        """Draw a frame; but one of a mere refresh is left for what is being done by hand."""
        now = time.perf_counter()
        self._stage.drift(now - self._drawn_at)
        self._drawn_at = now
        if pygame.display.get_active():  # not while minimised
            unwanted = _never if self._touched or self._renumbered else hand_at_work
            if not self._stage.draw(self._surface, self._timeline, self._feed.rate, unwanted):
                return
            pygame.display.flip()
        self._stale = self._touched = False
        self._drawn = self._numbering()
        self._due = now + self._hastily

    def _settle(self) -> None:
        """Have what has ended saved, let messages pass, and close when asked to at the end or by a signal."""
        if not self._goes_on():
            self._saver.take(self._timeline.latest)
        if told := self._saver.told():
            self._say(told)
            self._stale = True
        if self._stage.message and time.perf_counter() > self._message_until:
            self._stage.message, self._stale = "", True
        done = self._options.exit_when_done and not self._goes_on()
        if done or self._caught:
            self._open = False

    def _goes_on(self) -> bool:
        latest = self._timeline.latest
        return not latest.finished and latest.state is not State.DIVERGED

    def _over(self) -> bool:
        """Return whether nothing can be trained any more: a lab without an end only pauses there."""
        return not self._goes_on() and self._timeline.latest.state is not State.PAUSED

    # events

    def _react(self) -> None:
        self._handle_events()
        for wish in self._stage.take_asks():
            self._feed.ask(wish)
            self._touched = True

    def _handle_events(self) -> None:
        early, self._early = self._early, []
        for event in early + pygame.event.get():
            if not self._open:
                break
            if not self._stage.places and self._hands.works(event):  # a page only just turned to
                self._stage.draw(self._surface, self._timeline, self._feed.rate)
            self._stale = self._touched = True
            match event.type:
                case pygame.QUIT:
                    self._open = False
                case pygame.VIDEORESIZE:
                    self._surface = pygame.display.get_surface() or self._surface
                case _:
                    action = self._hands.take(event)
                    if action is not None:
                        self._do(action)

    def _do(self, action: Action) -> None:
        """Carry out one action: some go to the training, the others to the stage."""
        send = self._worker.send
        match action:
            case Action.QUIT:
                self._open = False
            case Action.TOGGLE_PAUSE | Action.STEP_REFRESH | Action.STEP_ONE if self._over():
                self._say(self._lab.over)
            case Action.TOGGLE_PAUSE:
                send(TogglePause())
            case Action.STEP_REFRESH:
                send(StepRefresh())
            case Action.STEP_ONE:
                send(StepOne())
            case Action.FASTER:
                send(ChangePace(2))
            case Action.SLOWER:
                send(ChangePace(0.5))
            case Action.RESTART:
                send(Restart(self._seed))
            case Action.RESTART_NEW:
                self._seed = draw_seed()
                send(Restart(self._seed))
            case Action.SCREENSHOT:
                self._say(self._save_picture())
            case Action.COPY:
                self._say(self._copy_command())
            case Action.UNDO:
                self._stage.ask(Undo())
            case Action.REDO:
                self._stage.ask(Redo())
            case _:
                self._stage.act(action)
                if action in (Action.ENLARGE, Action.BACK):
                    self._say("Esc goes back to the page" if self._stage.enlarged else "")

    def _say(self, message: str) -> None:
        self._stage.message = message
        self._message_until = time.perf_counter() + MESSAGE

    def _copy_command(self) -> str:
        """Put the command that repeats this run on the clipboard and on the terminal; return what to tell."""
        command, left_out = self._lab.command(self._timeline.latest)
        say(command)
        where = "copied"
        try:
            pygame.scrap.put_text(command)
        except pygame.error:
            where = "no clipboard; on the terminal"
        return f"{where}{left_out and f' ({left_out})'}: {command}"

    def _save_picture(self) -> str:
        """Write what is on the screen to a new file; return what to tell."""
        self._stage.message = ""
        self._stage.draw(self._surface, self._timeline, self._feed.rate)
        return kept(self._surface, f"netviz-{self._lab.name}-{self._timeline.snapshot.step}")


def _never() -> bool:
    return False
