"""What training hands out: the network at one moment, and the news since the moment before."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, Parameters

ROOM = 1 << 16  # bytes for the figures of some thousand steps


class State(Enum):
    """How a run stands; the value is the word on the screen."""

    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    DIVERGED = "diverged"
    STUCK = "stuck"  # a running or finished run whose loss stands still


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The smallest state from which every panel can be recomputed; all arrays are read-only.

    `parameters`, `gradients` and `updates` are flat, `(P,)`. The gradients are those of the loss at exactly
    these parameters (trained on batches: of the last batch, before its update); the updates are what the last
    optimizer step added (zeros at step 0). `extra` is frozen and known to the lab alone, such as the
    optimizer's own state.
    """

    step: int
    parameters: Parameters
    gradients: Parameters
    updates: Parameters
    loss: float
    accuracy: float
    extra: Any = None


def size_of(snapshot: Snapshot) -> int:
    """Return the bytes of a snapshot's large arrays, with a little room for what belongs to its refresh."""
    return sum(array.nbytes for array in arrays_of(snapshot)) + ROOM


def arrays_of(snapshot: Snapshot) -> list[Parameters]:
    """Return all arrays of a snapshot, those of `extra` included."""
    extra = snapshot.extra
    more = [getattr(extra, name) for name in getattr(extra, "__slots__", ())]
    arrays = [snapshot.parameters, snapshot.gradients, snapshot.updates, *more]
    return [array for array in arrays if isinstance(array, np.ndarray)]


@dataclass(frozen=True, slots=True, eq=False)
class Refresh:
    """A snapshot and what belongs to the run rather than to the network.

    `metrics` `(n, m)` holds the figures of every step since the previous refresh, the loss in the first
    column: steps `snapshot.step - n` to `snapshot.step - 1`.
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

    @property
    def losses(self) -> FloatArray:
        """The loss of every step since the previous refresh, `(n,)`."""
        column: FloatArray = self.metrics[:, 0]
        return column

    @property
    def finished(self) -> bool:
        """Whether every step is done; also true of a finished run that is called stuck."""
        return self.snapshot.step >= self.total
