"""What a network is given of a point: its coordinates, or simple functions of them.

A product or a square can make a problem linear that is not so in x1 and x2 themselves: x1·x2 alone tells the
classes of XOR apart, x1² + x2² those of the two circles. The sines go through one full wave from −1 to 1,
where the points of the problems lie: over so little, the sine of the coordinate itself is nearly straight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from networks.arrays import FloatArray

_Function = Callable[[FloatArray, FloatArray], FloatArray]

_FUNCTIONS: Mapping[str, _Function] = MappingProxyType(
    {
        "x1": lambda x1, x2: x1,
        "x2": lambda x1, x2: x2,
        "x1^2": lambda x1, x2: x1 * x1,
        "x2^2": lambda x1, x2: x2 * x2,
        "x1*x2": lambda x1, x2: x1 * x2,
        "sin x1": lambda x1, x2: np.asarray(np.sin(np.pi * x1)),
        "sin x2": lambda x1, x2: np.asarray(np.sin(np.pi * x2)),
    }
)

INPUTS: tuple[str, ...] = tuple(_FUNCTIONS)

SHOWN: Mapping[str, str] = MappingProxyType(
    {
        "x1": "x₁",
        "x2": "x₂",
        "x1^2": "x₁²",
        "x2^2": "x₂²",
        "x1*x2": "x₁·x₂",
        "sin x1": "sin πx₁",
        "sin x2": "sin πx₂",
    }
)


def expand(points: ArrayLike, names: Sequence[str]) -> FloatArray:
    """Return the named inputs (n, k) of points (n, 2), in the order of the names; a new array.

    "sin x1" is sin(π x1), in radians, which comes round once from x1 = −1 to x1 = 1. Raises ValueError for no
    name, an unknown one or one given twice, and for points of another shape.
    """
    plane = np.asarray(points, dtype=np.float64)
    if plane.ndim != 2 or plane.shape[1] != 2:
        raise ValueError(f"points must be (n, 2), not {plane.shape}")
    if unknown := [name for name in names if name not in _FUNCTIONS]:
        raise ValueError(f"there is no input {unknown[0]!r}; known are {', '.join(INPUTS)}")
    if not names or len(set(names)) < len(names):
        raise ValueError("a network needs at least one input, and none of them twice")
    x1, x2 = plane.T
    expanded = np.empty((len(plane), len(names)))
    for column, name in enumerate(names):
        expanded[:, column] = _FUNCTIONS[name](x1, x2)
    return expanded
