"""What is remembered of the epochs of a run: as many as one likes to look at, in one small array."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from typing import overload

import numpy as np

from networks.arrays import FloatArray

MOST = 256  # epochs kept of a run
MOST_STEPS = 2**53  # so that a float is exact


@dataclass(frozen=True, slots=True)
class Epoch:
    """How the network did over one epoch.

    `train_loss` and `train_accuracy` are means over its batches, each before its update; the others are of
    the validation set after the last of them; precision, recall and F1 are means over the classes.
    """

    number: int
    step: int
    train_loss: float
    train_accuracy: float
    loss: float
    accuracy: float
    precision: float
    recall: float
    f1: float


WIDTH = len(fields(Epoch))


class Epochs(Sequence[Epoch]):
    """Epochs of a run in their order; cannot be changed.

    Of a long run the older ones are thinned out, so that at most MOST are kept: always the first, the newest
    and the one with the least validation loss. `rows` (n, 9) holds them, a column for each field of `Epoch`.
    Raises ValueError for rows of another shape, or whose numbers and steps do not ascend from 0.
    """

    def __init__(self, rows: FloatArray | None = None) -> None:
        self.rows: FloatArray = np.array(np.empty((0, WIDTH)) if rows is None else rows, dtype=np.float64)
        if self.rows.ndim != 2 or self.rows.shape[1] != WIDTH:
            raise ValueError(f"epochs are rows of {WIDTH} figures, not {self.rows.shape}")
        counted = self.rows[:, :2]  # numbers and steps
        steps = np.diff(counted, axis=0, prepend=np.zeros((1, 2)))
        if not (np.all(counted == np.floor(counted)) and np.all(steps >= 0) and np.all(counted < MOST_STEPS)):
            raise ValueError("numbers and steps of epochs must be whole and ascend from 0")
        self.rows.setflags(write=False)

    def joined(self, epoch: Epoch) -> Epochs:
        """Return these and one more."""
        rows = np.vstack([self.rows, np.array([astuple(epoch)], dtype=np.float64)])
        if len(rows) > MOST:
            kept = np.arange(len(rows)) % 2 == 0
            kept[[-1, _least(rows)]] = True
            rows = rows[kept]
        return Epochs(rows)

    @property
    def best(self) -> Epoch:
        """The first with the least validation loss; raises IndexError where there is none."""
        return self[_least(self.rows) if len(self) else 0]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, index: int) -> Epoch: ...
    @overload
    def __getitem__(self, index: slice) -> Epochs: ...
    def __getitem__(self, index: int | slice) -> Epoch | Epochs:
        if isinstance(index, slice):
            return Epochs(self.rows[index])
        number, step, *figures = self.rows[index].tolist()
        return Epoch(int(number), int(step), *figures)

    def __iter__(self) -> Iterator[Epoch]:
        return (self[index] for index in range(len(self)))

    def __repr__(self) -> str:
        return f"Epochs({len(self)} kept)"


def _least(rows: FloatArray) -> int:
    """Return which row has the least validation loss; one that is no number is above all."""
    losses = rows[:, 4]
    return int(np.where(np.isnan(losses), np.inf, losses).argmin())
