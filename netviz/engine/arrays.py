"""The array types that the engine hands about."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Parameters = NDArray[Any]  # float64 or float32, as the network computes

Scalar = TypeVar("Scalar", bound=np.generic)


def frozen(array: NDArray[Scalar]) -> NDArray[Scalar]:
    """Mark an array read-only and return it."""
    array.flags.writeable = False
    return array
