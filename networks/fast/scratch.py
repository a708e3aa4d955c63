"""Buffers whose contents nobody needs for long, shared so that they stay in the cache."""

from __future__ import annotations

import numpy as np
from numpy.typing import DTypeLike

from networks.arrays import AnyFloatArray


class Scratch:
    """Arrays by their use and shape: whoever asks for the same gets the same array, of one thread only."""

    def __init__(self, dtype: DTypeLike) -> None:
        self._dtype = dtype
        self._arrays: dict[tuple[str, tuple[int, ...]], AnyFloatArray] = {}

    def __call__(self, use: str, *shape: int) -> AnyFloatArray:
        """Return the array for this use and shape; zero when first asked for."""
        key = use, shape
        if key not in self._arrays:
            self._arrays[key] = np.zeros(shape, self._dtype)
        return self._arrays[key]
