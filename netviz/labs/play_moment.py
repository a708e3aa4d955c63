"""What a snapshot of the playground carries besides the network's numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import FloatArray, IntArray
from netviz.labs.csv_scale import Scales
from netviz.labs.play_history import Counts
from netviz.labs.play_recent import Recent
from netviz.labs.play_setup import Setup
from networks.arrays import AnyFloatArray
from networks.tasks import Points


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The settings, the points and the hand's edits at one moment; arrays are read-only.

    `free` (P,) is False where a parameter is frozen, `alive` (P,) False where it is muted: there the snapshot
    has a zero, and `values` (P,) what it will be again. `next_batch` (b,) are the training points of the next
    update, `next_rate` its learning rate, `optimizer` what the optimizer goes on from, as it saves it.
    `recent` are the losses of the last epochs, since an edit at most. Without a point to test, the test
    figures are those of training.
    """

    setup: Setup
    train: Points
    test: Points
    own: bool  # whether the points are the user's own, from a file
    file: str  # the name of the file that own points come from; empty if there is none
    extent: tuple[float, float]  # the least and largest coordinate of the plane shown
    free: NDArray[np.bool_]
    alive: NDArray[np.bool_]
    values: FloatArray
    next_batch: IntArray
    next_rate: float
    optimizer: Mapping[str, AnyFloatArray]
    recent: Recent
    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    undo: str  # what would be taken back, in a few words; empty if nothing
    redo: str
    loss_before: float  # of training, before the edits at the last step that has any; no number if none has
    edits: Counts  # since the start, of points, weights and the like
    changes: Counts  # of settings alone
    notice: str = ""  # why the last wish was not obeyed; empty if it was
    challenge: bool = False  # whether training is left to the hand
    scales: Scales = ()  # of own points whose columns were brought to mean 0 and deviation 1, else none
    best: float = math.inf  # the least loss that the hand has come to in a challenge
    script: str | None = ""  # all edits since the start, as text; None where they are too many
    start: tuple[Setup, bool] | None = None  # settings, and whether the points were own ones, at the start
    refused: int = 0  # wishes not obeyed so far: each is told, though it may be worded like the one before

    @property
    def losses(self) -> FloatArray:
        """The training losses (n,) of the last epochs, since an edit at most, oldest first."""
        return self.recent.losses

    def arrays(self) -> tuple[AnyFloatArray, ...]:
        """Return the arrays of numbers that must be finite; what the optimizer goes on from is among them."""
        return (self.train.inputs, self.train.targets, self.values, *self.optimizer.values())
