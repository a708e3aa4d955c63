"""What is shown over the input plane: the network's answer, the points, the hidden neurons' lines."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
APART, MOST = 4.5, 3  # pixels between points, and so many times as many on a side at the most
Read = Callable[[Array], Array]  # of scores, what the user reads as the answer: see `Answer.read`


@dataclass(frozen=True, eq=False)
class PointSet:
    """All points, those of training first: `inputs` (n, 2), `targets` (n,), `wrong` (n,) answered wrongly.

    A target is the number of a class, or the value to be met; then `wrong` is all False. `names` are what
    the classes are called, where that is not their number. `scales` are the means and deviations of x₁, x₂
    and the targets in the user's file, where its numbers are taken less the one, over the other. `whole` are
    the names as they are in the file, however long.
    """

    inputs: Array
    targets: Array
    train: int
    wrong: NDArray[np.bool_]
    names: tuple[str, ...] = ()
    scales: tuple[tuple[float, float], ...] = ()
    whole: tuple[str, ...] = ()

    def class_of(self, target: float) -> str:
        """Return a class in words."""
        return f"class {self.names[int(target)] if self.names else int(target)}"

    @cached_property
    def missed(self) -> tuple[int, int]:
        """How many of training and of test are answered wrongly."""
        return int(self.wrong[: self.train].sum()), int(self.wrong[self.train :].sum())

    def outside(self, extent: tuple[float, float]) -> int:
        """Return how many are beyond the plane with these ends."""
        low, high = extent
        return int(((self.inputs < low) | (self.inputs > high)).any(axis=1).sum())

    def __len__(self) -> int:
        return len(self.targets)


@dataclass(frozen=True, eq=False)
class NeuronLine:
    """Where a hidden neuron's z is zero: `weights` (w₁, w₂, b) of a straight line, w₁x₁ + w₂x₂ + b = 0.

    A neuron that sees more than x₁ and x₂ has a curve: then `scores` (n, n), its z, is given instead,
    indexed as the answer is.
    """

    name: str
    weights: tuple[float, float, float] | None = None
    scores: Array | None = None


@dataclass(frozen=True, eq=False)
class Answer:
    """The network's answer over a square of the input plane, of which `extent` are both axes' ends.

    `classes` is 0 where a value is to be met. For values and for two classes `values` (n, n) is the output,
    and `low`, `threshold`, `high` are what stands for class 0, between, and for class 1 (for values: the ends
    of the colour scale and its middle). For more classes `values` (classes, n, n) are shares of 1, the
    greatest that of the class answered: for colours alone, they may be no answers. All are indexed [column,
    row], row 0 at the greatest x₂. `scores` has the shape of `values`: what is linear where those are
    squeezed (z of the output layer), so that lines are true; two classes meet where it is `level`. It is None
    where the class answered does not follow it. `at(x₁, x₂)` is the exact answer, (1,) or (classes,), which
    is called `output`. `read` makes values of scores, (...) or
    (classes, ...), where it bends them as a logistic function of a slope of 1 or more does; else it is None.
    `denser` gives the same at so many times the points on a side, if there is time for that: see `fit`;
    `dense` is whether this is such a one, of which lines are drawn as round as they are.
    """

    values: Array
    extent: tuple[float, float]
    points: PointSet
    at: Callable[[float, float], Array]
    classes: int = 2
    low: float = 0.0
    threshold: float = 0.5
    high: float = 1.0
    scores: Array | None = None
    level: float = 0.0
    output: str = "ŷ"
    neurons: tuple[NeuronLine, ...] = ()
    read: Read | None = None
    denser: Callable[[int], Answer] | None = None
    dense: bool = False

    def fit(self, pixels: int) -> Answer:
        """Return it at points so close together that lines in a plane of so many pixels are round."""
        times = times_for(self.values.shape[-1], pixels)
        return self if self.denser is None or times < 2 else self.denser(times)

    @property
    def reach(self) -> float:
        """How far the colour scale goes from its middle."""
        return max(self.threshold - self.low, self.high - self.threshold) or 1.0

    def klass(self, answer: Array) -> int:
        """Return the class that an answer, (1,) or (classes,), stands for."""
        return int(answer[0] > self.threshold) if self.classes == 2 else int(np.argmax(answer))


def times_for(count: int, pixels: int) -> int:
    """Return how many times the points on a side are enough for so many pixels, at the most MOST."""
    return min(max(math.ceil(pixels / (APART * max(count - 1, 1))), 1), MOST)
