"""The grid of points over the plane of inputs at which a network's answers are drawn."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray


def grid_points(extent: tuple[float, float], side: int) -> FloatArray:
    """Return points (side², 2) of the plane, column by column, each from the top down."""
    axis = np.linspace(*extent, side)
    across, down = np.meshgrid(axis, axis[::-1], indexing="ij")
    return np.stack((across.ravel(), down.ravel()), axis=-1)
