"""What an action does in the real window: some go to the training, the others to the stage."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from netviz.actions import Action
from netviz.engine.commands import ChangePace, Restart, StepOne, StepRefresh, TogglePause
from netviz.engine.lab import Lab
from netviz.engine.seeds import draw_seed
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Redo, Undo
from netviz.engine.worker import Worker
from netviz.frames import Frames
from netviz.passing import Passing
from netviz.picture import kept
from netviz.stage import Stage
from netviz.telling import say

TRAINING = (
    Action.TOGGLE_PAUSE,
    Action.STEP_REFRESH,
    Action.STEP_ONE,
    Action.RESTART,
    Action.RESTART_NEW,
)


class Doing:
    """Carries out actions; what there is to tell of them goes to `passing`.

    `hand_on` hands what the stage has asked for to the training, before whatever it is told to do then.
    """

    def __init__(
        self,
        lab: Lab,
        stage: Stage,
        timeline: Timeline,
        frames: Frames,
        passing: Passing,
        worker: Worker,
        hand_on: Callable[[], None],
    ) -> None:
        self._lab, self._stage, self._timeline = lab, stage, timeline
        self._frames, self._passing, self._worker = frames, passing, worker
        self._hand_on = hand_on
        self._seed = lab.seed  # of the run last asked for

    def do(self, action: Action) -> None:
        """Carry out one action; to quit is not among them, nor to leave for the start screen."""
        send, tell = self._worker.send, self._passing.say
        if action in TRAINING:  # with the number on the screen, though it was typed and not taken yet
            self._stage.take_typed()
            self._hand_on()
        match action:
            case Action.TOGGLE_PAUSE | Action.STEP_REFRESH | Action.STEP_ONE if self._timeline.latest.over:
                tell(self._lab.over)
            case Action.RESTART | Action.RESTART_NEW if not self._lab.restarts:
                tell(self._lab.over)
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
                tell(self._save_picture())
            case Action.COPY:
                tell(self._copy_command())
            case Action.UNDO:
                self._stage.ask(Undo())
            case Action.REDO:
                self._stage.ask(Redo())
            case _:
                self._stage.act(action)
                if action in (Action.ENLARGE, Action.BACK):
                    tell("Esc goes back to the page" if self._stage.enlarged else "")

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
        self._frames.prepare()
        return kept(self._frames.surface, f"netviz-{self._lab.name}-{self._timeline.snapshot.step}")
