"""Training in slices of a few milliseconds, each of which is known to be finite."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.lab import Lab, grouped
from netviz.engine.snapshot import Snapshot, arrays_of

SLICE_SECONDS = 0.02
PARTS = 10  # of a slice, after each of which somebody may interrupt: a key is obeyed within about one of them
LAST = 1.5  # slices: what is left of a refresh is done in one if it is no more
LONGEST_SLICE = 1 << 16  # steps; bounds the replay after a divergence


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """What a slice of training gave: the figures of its steps, the moment at its end, and any fault."""

    metrics: FloatArray  # (steps, m), the losses first
    snapshot: Snapshot
    fault: str = ""  # one sentence; the lab then stands at the last finite state
    cut: bool = False  # whether somebody interrupted before its end


class Slicer:
    """Trains a lab in slices. How long a slice takes decides only how long the next one is."""

    def __init__(self, lab: Lab, clock: Callable[[], float]) -> None:
        self._lab = lab
        self._clock = clock
        self._steps = 1  # of a full slice

    def train(self, steps: int, interrupted: Callable[[], bool]) -> Slice:
        """Train at most `steps` steps, as many as a slice holds, from a finite state to a finite state."""
        lab = self._lab
        count = steps if steps <= LAST * self._steps else self._steps
        part = -(-self._steps // PARTS)
        started = self._clock()
        start = lab.checkpoint()
        done, parts = 0, []
        while not done or (done < count and not interrupted()):
            few = min(part, count - done)
            parts.append(lab.train(few))
            done += few
        metrics = np.concatenate(parts)
        snapshot = lab.snapshot()
        if not (is_finite(snapshot) and np.isfinite(metrics).all()):
            return self._blame(start, done)
        self._adapt(done, self._clock() - started)
        return Slice(metrics, snapshot, cut=done < count)

    def _adapt(self, count: int, seconds: float) -> None:
        fitting = int(count * SLICE_SECONDS / seconds) if seconds > 0 else LONGEST_SLICE
        if count >= self._steps or fitting < count:
            self._steps = max(1, min(fitting, 2 * self._steps, LONGEST_SLICE))

    def _blame(self, start: object, count: int) -> Slice:
        """Replay a slice that went wrong step by step, up to the first moment that is not finite."""
        lab = self._lab
        lab.restore(start)
        done: list[FloatArray] = []
        snapshot = lab.snapshot()
        for _ in range(count):
            before = lab.checkpoint()
            metrics = lab.train(1)
            after = lab.snapshot()
            if not (is_finite(after) and np.isfinite(metrics).all()):
                fault = _sentence(lab.fault() or "loss", lab.unit, lab.step)
                lab.restore(before)
                return Slice(np.concatenate([metrics[:0], *done]), snapshot, fault)
            done.append(metrics)
            snapshot = after
        raise AssertionError(f"{lab.name}: a replay of {count} steps differs from the steps themselves")


def is_finite(snapshot: Snapshot) -> bool:
    """Return whether no number of a moment is NaN or infinite."""
    arrays = arrays_of(snapshot)
    return math.isfinite(snapshot.loss) and all(bool(np.isfinite(array).all()) for array in arrays)


def _sentence(quantity: str, unit: str, step: int) -> str:
    return (
        f"Diverged: {quantity} was no longer finite at {unit} {grouped(step)}; "
        f"what you see is {unit} {grouped(step - 1)}, the last finite state."
    )
