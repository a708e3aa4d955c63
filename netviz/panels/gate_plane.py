"""What is shown of gates in the input plane: each neuron's line, the gate it is nearest to, the corners."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.plane_data import Answer

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


@dataclass(frozen=True, eq=False)
class GatePlane:
    """The answer over the plane, corners and lines.

    There are four corners, or none where they mean nothing; then no line has a gate. `counts` are the neurons
    of each layer, of which one is chosen. Where inputs are `flat`, there is no x₂.
    """

    answer: Answer
    corners: tuple[Corner, ...]
    lines: tuple[GateLine, ...]
    counts: tuple[int, ...]
    flat: bool = False
