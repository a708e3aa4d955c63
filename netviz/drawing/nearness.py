"""Which of many lines, straight or bent, a mouse means: the one that is nearest."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.canvas import Point


def nearest_line(at: Point, starts: ArrayLike, ends: ArrayLike) -> tuple[float, int]:
    """Return how many pixels away the nearest straight line is, and which; infinitely far if there is none.

    Lines go from `starts` (n, 2) to `ends` (n, 2) and no further.
    """
    begin, end = (np.asarray(places, dtype=np.float64) for places in (starts, ends))
    if not len(begin):
        return math.inf, 0
    along, offset = end - begin, np.asarray(at) - begin
    square = np.maximum(np.einsum("ij,ij->i", along, along), 1e-9)
    share = np.clip(np.einsum("ij,ij->i", offset, along) / square, 0, 1)
    apart = np.hypot(*(offset - share[:, np.newaxis] * along).T)
    nearest = int(apart.argmin())
    return float(apart[nearest]), nearest


def nearest_curve(at: Point, curves: Iterable[NDArray[np.float64]]) -> tuple[float, int]:
    """Return how many pixels away the nearest line through places (n, 2) is, and which; as `nearest_line`."""
    away = ((nearest_line(at, places[:-1], places[1:])[0], k) for k, places in enumerate(curves))
    return min(away, default=(math.inf, 0))
