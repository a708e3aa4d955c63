from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State


class ToyLab:
    """Thirteen weights drawn to a random target; `bad_step` is when weight 3 turns NaN."""

    name, title, unit, metrics = "toy", "Toy", "epoch", ("loss",)
    sticks, steps_per_epoch, ended, resting, notice, total = True, 1, "", "", "", 10**6
    over, pace, open_ended, restarts = "it is over", 100, False, True

    def __init__(self, seed: int = 1, bad_step: int | None = None, pull: float = 0.01) -> None:
        self.bad_step, self.pull = bad_step, pull
        self.accuracy = 0.5
        self.reset(seed)

    def reset(self, seed: int) -> None:
        self.seed, self.step = seed, 0
        self.rng = np.random.default_rng(seed)
        self.weights = self.rng.normal(size=13)
        self.update = np.zeros(13)

    def train(self, steps: int) -> np.ndarray:
        losses = np.empty(steps)
        for i in range(steps):
            losses[i] = self.weights @ self.weights
            self.update = -self.pull * self.weights * self.rng.random(13)
            self.weights = self.weights + self.update
            self.step += 1
            if self.step == self.bad_step:
                self.weights[3] = np.nan
        return losses[:, None]

    def snapshot(self) -> Snapshot:
        loss = float(self.weights @ self.weights)
        return Snapshot(
            self.step, self.weights.copy(), 2 * self.weights, self.update.copy(), loss, self.accuracy
        )

    def checkpoint(self) -> Any:
        return self.seed, self.step, self.weights.copy(), self.update.copy(), self.rng.bit_generator.state

    def restore(self, checkpoint: Any) -> None:
        self.seed, self.step, weights, update, self.rng.bit_generator.state = checkpoint
        self.weights, self.update = weights.copy(), update.copy()

    def fault(self) -> str | None:
        bad = np.flatnonzero(~np.isfinite(self.weights))
        return f"weight {bad[0]}" if len(bad) else None

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        return {"predictions": [], "options": {}}

    def pages(self) -> list[Any]:
        return []


@pytest.fixture
def toy() -> type[ToyLab]:
    return ToyLab


@pytest.fixture
def refresh() -> Callable[..., Refresh]:
    """A hand-made refresh at `step`, its losses the steps since `since`."""

    def make(
        step: int, since: int | None = None, run: int = 0, width: int = 2, seconds: float = 0.0
    ) -> Refresh:
        losses = np.arange(step if since is None else since, step, dtype=float)
        row = np.full(width, float(step))
        snapshot = Snapshot(step, row, row + 1, row + 2, 0.25, 0.5)
        return Refresh(snapshot, losses[:, None], State.RUNNING, "", run, 7, 10**6, 100, seconds)

    return make
