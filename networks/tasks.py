"""What a network is to learn: the kinds of task, and the points of the plane that set one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from networks.arrays import FloatArray, read_only

MOST_CLASSES = 5


class Task(Enum):
    """What is asked of each point: which of two classes, which of several, or a value."""

    BINARY = "binary"
    CLASSES = "classes"
    REGRESSION = "regression"


@dataclass(frozen=True, eq=False)
class Points:
    """Points of the plane and what is to be answered at each; the arrays cannot be written.

    `inputs` (n, 2): x1 and x2; `targets` (n,): the class 0 … classes − 1, or the value to be met. `classes`
    is 2 for a binary task, 3 to 5 for several classes, 0 for regression; `names` are those of the classes,
    none where their numbers are all there is. There may be no point at all. Every edit returns new points.
    Raises ValueError where this does not fit together.
    """

    inputs: FloatArray
    targets: FloatArray
    task: Task
    classes: int
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "inputs", read_only(self.inputs))
        object.__setattr__(self, "targets", read_only(self.targets))
        if self.inputs.shape != (self.targets.size, 2) or self.targets.ndim != 1:
            raise ValueError(
                f"inputs {self.inputs.shape} and targets {self.targets.shape} must be (n, 2), (n,)"
            )
        low, high = {Task.BINARY: (2, 2), Task.CLASSES: (3, MOST_CLASSES), Task.REGRESSION: (0, 0)}[self.task]
        if not low <= self.classes <= high:
            raise ValueError(f"a {self.task.value} task has {low} to {high} classes, not {self.classes}")
        if self.names and len(self.names) != self.classes:
            raise ValueError(f"{self.classes} classes have as many names, not {len(self.names)}")
        if not (np.isfinite(self.inputs).all() and np.isfinite(self.targets).all()):
            raise ValueError("inputs and targets must be finite")
        if self.classes and not np.isin(self.targets, np.arange(self.classes)).all():
            raise ValueError(f"targets must be classes 0 … {self.classes - 1}")

    def __len__(self) -> int:
        return int(self.targets.size)

    @property
    def outputs(self) -> int:
        """Number of outputs that a network for this task has: one for each of several classes, else one."""
        return self.classes if self.task is Task.CLASSES else 1

    @property
    def counts(self) -> tuple[int, ...]:
        """Number of points of each class; empty for regression."""
        return tuple(int((self.targets == label).sum()) for label in range(self.classes))

    def name_of(self, label: int) -> str:
        """Return what a class is called: its name, or else its number."""
        return self.names[label] if self.names else str(label)

    def take(self, places: ArrayLike) -> Points:
        """Return the points at the places (k,), in that order."""
        chosen = np.asarray(places, dtype=np.intp)
        return replace(self, inputs=self.inputs[chosen], targets=self.targets[chosen])

    def joined(self, others: Points) -> Points:
        """Return these points and, after them, others; raises ValueError where their task is another."""
        if (self.task, self.classes) != (others.task, others.classes):
            raise ValueError(f"points of a {self.task.value} and a {others.task.value} task do not mix")
        inputs = np.concatenate((self.inputs, others.inputs))
        return replace(self, inputs=inputs, targets=np.concatenate((self.targets, others.targets)))

    def with_point(self, x: float, y: float, target: float, index: int | None = None) -> Points:
        """Return these points and one more at (x, y): before that at `index`, or as the last.

        Raises IndexError where there is no such place, ValueError for a target that cannot be.
        """
        place = len(self) if index is None else index
        if not 0 <= place <= len(self):
            raise IndexError(f"there is no place {place} among {len(self)} points")
        inputs = np.insert(self.inputs, place, (x, y), axis=0)
        return replace(self, inputs=inputs, targets=np.insert(self.targets, place, target))

    def moved(self, index: int, x: float, y: float, target: float | None = None) -> Points:
        """Return these points with one of them at (x, y), and with another target where one is given.

        Raises IndexError where there is no such point, ValueError for a target that cannot be.
        """
        place = self._place(index)
        inputs, targets = self.inputs.copy(), self.targets.copy()
        inputs[place] = x, y
        if target is not None:
            targets[place] = target
        return replace(self, inputs=inputs, targets=targets)

    def without(self, index: int) -> Points:
        """Return these points without one of them; raises IndexError where there is no such point."""
        place = self._place(index)
        return replace(
            self, inputs=np.delete(self.inputs, place, axis=0), targets=np.delete(self.targets, place)
        )

    def _place(self, index: int) -> int:
        if not 0 <= index < len(self):
            raise IndexError(f"there is no point {index} among {len(self)}")
        return index

    def __repr__(self) -> str:
        told = f", {self.classes} classes" if self.task is Task.CLASSES else ""
        return f"Points({len(self)}, {self.task.value}{told})"
