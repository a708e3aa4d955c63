"""The array types that the engine hands about."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def frozen(array: FloatArray) -> FloatArray:
    """Mark an array read-only and return it."""
    array.flags.writeable = False
    return array
