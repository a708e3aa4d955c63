"""What training hands out: the network at one moment, and the news since the moment before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from netviz.engine.arrays import FloatArray, Parameters

ROOM = 1 << 16  # bytes for the figures of some thousand steps


class State(Enum):
    """How a run stands; the value is the word on the screen."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"
    STUCK = "stuck"  # a running or finished run whose loss stands still


class Extra(Protocol):
    """What a lab alone knows of a moment; frozen."""

    def arrays(self) -> Sequence[Parameters]:
        """Return the large arrays in it; read-only."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The smallest state from which every panel can be recomputed; all arrays are read-only.

    `parameters`, `gradients` and `updates` are flat, `(P,)`. The gradients are those of the loss at exactly
    these parameters (trained on batches: of the last batch, before its update); the updates are what the last
    optimizer step added (zeros at step 0). `extra` is an `Extra` or None: known to the lab alone, such as the
    optimizer's own state. `numbering` counts how often parameters or samples were numbered anew, for wishes
    that name them by their places.
    """

    step: int
    parameters: Parameters
    gradients: Parameters
    updates: Parameters
    loss: float
    accuracy: float
    extra: Any = None
    numbering: int = 0


def size_of(snapshot: Snapshot) -> int:
    """Return the bytes of a snapshot's large arrays, with a little room for what belongs to its refresh."""
    return sum(array.nbytes for array in arrays_of(snapshot)) + ROOM


def arrays_of(snapshot: Snapshot) -> list[Parameters]:
    """Return all arrays of a snapshot, those of `extra` included."""
    extra: Extra | None = snapshot.extra
    more = () if extra is None else extra.arrays()
    return [snapshot.parameters, snapshot.gradients, snapshot.updates, *more]


@dataclass(frozen=True, slots=True, eq=False)
class Refresh:
    """A snapshot and what belongs to the run rather than to the network.

    `metrics` `(n, m)` holds the figures of every step since the previous refresh, the loss in the first
    column: row i is of the step from `snapshot.step - n + i` to the next, see `Lab.train`.
    """

    snapshot: Snapshot
    metrics: FloatArray
    state: State
    note: str  # one sentence when stuck, diverged or ended early, else empty
    run: int  # counts restarts, 0 first; a new run clears the history
    seed: int
    total: int  # steps of the whole run
    refresh_every: int
    seconds: float = 0.0  # wall time this run has been running, pauses left out
    begun: int = 0  # the step at which it began: not 0 where it goes on from a saved moment
    answered: int = 0  # wishes obeyed or refused so far
    told: str = ""  # why a wish since the refresh before was not obeyed, or that a hand ended a script

    @property
    def rate(self) -> float:
        """Steps per second of the run up to this moment; 0 before it took any time."""
        return (self.snapshot.step - self.begun) / self.seconds if self.seconds > 0 else 0.0

    @property
    def losses(self) -> FloatArray:
        """The loss of every step since the previous refresh, `(n,)`."""
        column: FloatArray = self.metrics[:, 0]
        return column

    @property
    def finished(self) -> bool:
        """Whether every step is done; also true of a finished run that is called stuck."""
        return self.snapshot.step >= self.total

    @property
    def goes_on(self) -> bool:
        """Whether steps are to come, be it after a pause."""
        return not self.finished and self.state is not State.DIVERGED

    @property
    def running(self) -> bool:
        """Whether training goes on just now; also true of such a run that is called stuck."""
        return self.goes_on and self.state is not State.PAUSED

    @property
    def rests(self) -> bool:
        """Whether it is paused because the lab leaves all training to the hand; the note says why."""
        return self.state is State.PAUSED and bool(self.note)

    @property
    def over(self) -> bool:
        """Whether nothing can be trained any more: a lab without an end only pauses there."""
        return not self.goes_on and self.state is not State.PAUSED
