"""One run of a lab: play, pause, step, restart. Knows no thread and no window."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import assert_never

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.commands import (
    Ask,
    ChangePace,
    Command,
    Pause,
    Restart,
    Resume,
    StepOne,
    StepRefresh,
    TogglePause,
)
from netviz.engine.lab import Lab, grouped
from netviz.engine.repetition import Repetition
from netviz.engine.script import Script
from netviz.engine.slices import Slicer, is_finite
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.stuck import Plateau
from netviz.engine.wishes import Wish

MAX_REFRESH_EVERY = 1_000_000
ENDLESS = sys.maxsize  # steps of a run that goes on past its total


def never() -> bool:
    """Nobody interrupts."""
    return False


class Session:
    """Trains a lab to `total` steps and hands out a refresh at every multiple of `refresh_every`.

    The refreshes handed out by `advance`, `apply` and `current` follow each other without a gap: each carries
    the figures since the one before. The weights after n steps depend on the lab alone, never on the
    commands or on how long anything takes. A lab may end the run before its total.

    `script` is what the lab is to obey at which steps, so that it repeats a run that a hand was at; a wish or
    a restart that comes meanwhile ends it, which is told.
    """

    def __init__(
        self,
        lab: Lab,
        total: int,
        refresh_every: int,
        clock: Callable[[], float] = time.perf_counter,
        script: Script = (),
    ) -> None:
        self.lab = lab
        self.total = self._planned = total
        self.refresh_every = refresh_every
        self._pace = float(refresh_every)  # halved and doubled without loss
        self._clock = clock
        self._slicer = Slicer(lab, clock)
        self._run = self._answered = 0
        self.repetition = Repetition(script)
        self._told = ""  # see `Refresh`
        self._begin()

    def _begin(self) -> None:
        self.total, self._begun = self._planned, self.lab.step
        self._state = State.RUNNING if self.lab.step < self.total else self._end
        self._goal: int | None = None  # where a step command pauses
        self._note = self.lab.ended
        self._metrics: list[FloatArray] = []  # since the last refresh handed out
        self._plateau = Plateau(self.total)
        self._seconds = 0.0
        self._since: float | None = None  # clock when the run last started running

    def __repr__(self) -> str:
        return f"Session({self.lab.name}, {self._state.value} at {self.lab.step} of {self.total})"

    @property
    def running(self) -> bool:
        """Whether `advance` would train."""
        return self._state is State.RUNNING

    def current(self) -> Refresh:
        """Return the present moment, without training."""
        return self._refresh(self.lab.snapshot())

    def advance(self, interrupted: Callable[[], bool] = never) -> Refresh | None:
        """Train to the next refresh and return it; None when not running, or when interrupted on the way.

        `interrupted` is asked every few milliseconds; what was trained until then is kept.
        """
        if not self.running:
            return None
        if self._since is None:
            self._since = self._clock()
        target, snapshot = self._target(), None
        while True:
            if self._repeat():
                snapshot = self.lab.snapshot()
                self._settle(snapshot)
                if not self.running:
                    return self._refresh(snapshot)
            if snapshot is not None and self.lab.step >= target:
                break
            outcome = self._slicer.train(self.repetition.first(target) - self.lab.step, interrupted)
            self._metrics.append(outcome.metrics)
            snapshot = outcome.snapshot
            if outcome.fault:
                self._note = outcome.fault
                self._halt(State.DIVERGED)
                return self._refresh(snapshot)
            if self.lab.ended:
                self.total, self._note = self.lab.step, self.lab.ended
                break
            if self.lab.step < target and (outcome.cut or interrupted()):
                return None
        if self.lab.step >= self.total:
            self._halt(self._end)
        elif target == self._goal:
            self._halt(State.PAUSED)
        return self._refresh(snapshot)

    def _repeat(self) -> bool:
        """Have the lab obey what the script has for this step; return whether there was anything."""
        due = False
        for wish in self.repetition.due(self.lab.step):
            self._obey(wish, None)
            if self.lab.notice:
                refused = f"{self.lab.unit} {grouped(self.lab.step)}: {self.lab.notice}"
                self.repetition.refused.append(refused)
                self._told = f"--edits: {refused}"
            due = True
        return due

    @property
    def _end(self) -> State:
        """How a run stands that has come to its total."""
        return State.PAUSED if self.lab.open_ended else State.FINISHED

    def _target(self) -> int:
        """Return the next step at which a refresh is due."""
        target = min(self._next_refresh(self.lab.step), self.total)
        return target if self._goal is None else min(target, self._goal)

    def _next_refresh(self, step: int) -> int:
        return (step // self.refresh_every + 1) * self.refresh_every

    def _halt(self, state: State) -> None:
        """Leave the running state, and stop its clock."""
        self._seconds = self._elapsed()
        self._since = None
        self._goal = None
        self._state = state

    def _elapsed(self) -> float:
        return self._seconds if self._since is None else self._seconds + self._clock() - self._since

    def _refresh(self, snapshot: Snapshot) -> Refresh:
        metrics = np.concatenate([np.empty((0, len(self.lab.metrics))), *self._metrics])
        self._metrics.clear()
        self._plateau.add(metrics[:, 0])
        told, self._told = self._told, ""
        state, note = self._state, self._note
        if self.lab.sticks and state in (State.RUNNING, State.FINISHED):
            note = self._plateau.note(snapshot.accuracy, self.lab.unit)
            state = State.STUCK if note else state
        return Refresh(
            snapshot,
            frozen(metrics),
            state,
            note,
            self._run,
            self.lab.seed,
            self.total,
            self.refresh_every,
            self._elapsed(),
            self._begun,
            self._answered,
            told,
        )

    def apply(self, command: Command) -> Refresh | None:
        """Obey a command; the refresh it causes at once, if any.

        Step commands only set how far the next calls of `advance` train: they may take long.
        """
        match command:
            case Pause():
                return self._pause() if self.running else None
            case Resume():
                return self._resume()
            case TogglePause():
                return self._pause() if self.running else self._resume()
            case StepOne():
                self._step_to(self._aim() + 1)
            case StepRefresh():
                self._step_to(self._next_refresh(self._aim()))
            case ChangePace(factor):
                self._pace = min(max(self._pace * factor, 1.0), float(MAX_REFRESH_EVERY))
                self.refresh_every = int(self._pace)
                return self.current()
            case Restart(seed):
                return self._restart(seed)
            case Ask(wish, numbering):
                return self._ask(wish, numbering)
            case _:
                assert_never(command)
        return None

    def _aim(self) -> int:
        """Where step commands have got to, those still on their way included."""
        return self.lab.step if self._goal is None else self._goal

    def _pause(self) -> Refresh:
        self._halt(State.PAUSED)
        return self.current()

    def _resume(self) -> Refresh | None:
        if self.lab.resting:
            return self.current()
        if self._state is State.PAUSED:
            self._open_up()
            self._state = State.RUNNING
            return self.current()
        self._goal = None  # resuming while a step command is on its way: do not pause after it
        return None

    def _step_to(self, goal: int) -> None:
        if self._state in (State.PAUSED, State.RUNNING) and not self.lab.resting:
            self._open_up()
            self._state = State.RUNNING
            self._goal = min(goal, self.total)

    def _open_up(self) -> None:
        """Have a run that has come to its total go on without an end, until it is started again."""
        if self.lab.step >= self.total:
            self.total = ENDLESS

    def _restart(self, seed: int) -> Refresh:
        self._told = self.repetition.end()
        self.lab.reset(seed)
        self._run += 1
        self._begin()
        return self.current()

    def _ask(self, wish: Wish, numbering: int | None) -> Refresh:
        """Have the lab obey; what a script has still to come would be for another network."""
        ended = self.repetition.end()
        self._answered += 1
        self._obey(wish, numbering)
        self._told = "; ".join(filter(None, (self.lab.notice, ended))) or self._told
        snapshot = self.lab.snapshot()
        self._settle(snapshot)
        return self._refresh(snapshot)

    def _obey(self, wish: Wish, numbering: int | None) -> None:
        """Have the lab obey; other parameters or figures begin a new history, at the same step."""
        if self.lab.ask(wish, numbering):
            self._run += 1
            self._metrics.clear()
        self._plateau = Plateau(self.total)

    def _settle(self, snapshot: Snapshot) -> None:
        """Stand as what was obeyed leaves the lab; one that rests is paused, and the note says why."""
        if not is_finite(snapshot):
            self._halt(State.DIVERGED)
            what = self.lab.fault() or "loss"
            self._note = f"Out of range: {what} is not finite after this edit; undo takes it back."
        elif self._state is State.DIVERGED and not self.lab.notice:
            self._state = self._end if self.lab.step >= self.total else State.PAUSED
            self._note = ""
        if self.lab.resting and self.running:
            self._halt(State.PAUSED)
        if self._state is State.PAUSED:
            self._note = self.lab.resting
