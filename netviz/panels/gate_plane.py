"""What is shown of gates in the input plane: each neuron's line, the gate it is nearest to, the corners."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plane_data import Answer, times_for

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GateLine:
    """Where a neuron of the first layer has z = 0: `weights` (w₁, w₂, b); of a curve, z as `scores` (n, n).

    `gate` is the one it is nearest to, `off` by how much; see `GateRow`.
    """

    neuron: int
    name: str
    gate: str
    off: float
    weights: tuple[float, float, float] | None = None
    scores: Array | None = None


@dataclass(frozen=True, eq=False)
class Corner:
    """What the network answers at a corner; `target` is the class there, None where the problem has none.

    `klass` is the class it is taken for, where there are more than two; `answer` is that class's `output`.
    """

    answer: float
    target: int | None = None
    right: bool = True
    klass: int | None = None
    output: str = "ŷ"


Denser = Callable[[int], tuple[Answer, tuple[GateLine, ...]]]  # see `GatePlane`


@dataclass(frozen=True, eq=False)
class GatePlane:
    """The answer over the plane, corners and lines.

    There are four corners, or none where they mean nothing; then no line has a gate. `counts` are the neurons
    of each layer, of which one is chosen. Where inputs are `flat`, there is no x₂. `denser` is as that of an
    answer: answer and curves at so many times the points on a side.
    """

    answer: Answer
    corners: tuple[Corner, ...]
    lines: tuple[GateLine, ...]
    counts: tuple[int, ...]
    flat: bool = False
    denser: Denser | None = None

    def fit(self, pixels: int) -> GatePlane:
        """Return it at points so close together that lines in a plane of so many pixels are round."""
        times = times_for(self.answer.values.shape[-1], pixels)
        if self.denser is None or times < 2:
            return self
        answer, lines = self.denser(times)
        return replace(self, answer=answer, lines=lines, denser=None)
