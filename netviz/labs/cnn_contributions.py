"""What each number before a layer adds to one number after it: its activation times its weight."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, IntArray, Parameters
from netviz.panels.paths_data import Place
from networks.convnet import ConvNet
from networks.layers.specs import AvgPool, MaxPool


@dataclass(frozen=True, eq=False)
class Parts:
    """One number after a layer as a sum, in float64: bias + Σ over `units` (n,) of Σ over cells of a · w.

    `a` and `w` (n, cells); the cells of unit i are a block of its map, `width` cells in a row, that begins at
    `corner`; `limits` are the map's rows and columns. Units that are no maps have one cell.
    """

    units: IntArray
    a: FloatArray
    w: FloatArray
    bias: float
    corner: Place = (0, 0)
    width: int = 1
    limits: Place | None = None

    @cached_property
    def amounts(self) -> FloatArray:
        """What each unit adds, (n,)."""
        sums: FloatArray = np.einsum("ij,ij->i", self.a, self.w)
        return sums

    def strongest(self, at: int) -> tuple[Place | None, float, float]:
        """Return the place, activation and weight of the product that does most for the sum of unit `at`."""
        cell = 0
        if self.a.shape[1] > 1:
            products = self.a[at] * self.w[at]
            cell = int(products.argmax() if self.amounts[at] >= 0 else products.argmin())
        return self._place(cell), float(self.a[at, cell]), float(self.w[at, cell])

    def _place(self, cell: int) -> Place | None:
        """Return where a cell is in its map. One of the padding is the strongest only of nothing."""
        if self.limits is None:
            return None
        row, column = cell // self.width + self.corner[0], cell % self.width + self.corner[1]
        return min(max(row, 0), self.limits[0] - 1), min(max(column, 0), self.limits[1] - 1)


def parts(
    net: ConvNet, layer: int, parameters: Parameters, before: Parameters, unit: int, place: Place | None
) -> Parts:
    """Return the number `unit`, at `place` of its map, after `layer`, as a sum over the units of `before`.

    `before` is (channels, rows, columns) or (features,); between it and the layer may lie a flattening.
    Layers that work on each number alone, such as relu, count as handing it on: w = 1.
    """
    match net.layers[layer].kind:
        case "dense":
            return _dense(net, layer, parameters, before, unit)
        case "conv":
            return _conv(net, layer, parameters, before, unit, place or (0, 0))
        case "maxpool" | "avgpool":
            return _pool(net.layers[layer].spec, before, unit, place or (0, 0))
    return _handed_on(before, unit, place)


def _dense(net: ConvNet, layer: int, parameters: Parameters, before: Parameters, unit: int) -> Parts:
    """Return z = b + Σ w · a; a map adds with all its pixels."""
    count = len(before)
    a = before.reshape(count, -1).astype(np.float64)
    w = net.weights(layer, parameters)[unit].reshape(count, -1).astype(np.float64)
    bias = float(net.bias(layer, parameters)[unit])
    maps = before.ndim == 3
    width = before.shape[2] if maps else 1
    return Parts(np.arange(count), a, w, bias, width=width, limits=_limits(before))


def _conv(
    net: ConvNet, layer: int, parameters: Parameters, before: Parameters, unit: int, place: Place
) -> Parts:
    """Return z = b + Σ over channels of patch · kernel, zeros outside the image."""
    spec: Any = net.layers[layer].spec
    size, channels = spec.filter_size, len(before)
    top, left = (at * spec.stride - spec.border for at in place)
    patch = np.zeros((channels, size, size))
    rows, columns = before.shape[1:]
    upper, lower = max(top, 0), min(top + size, rows)
    first, last = max(left, 0), min(left + size, columns)
    if upper < lower and first < last:
        patch[:, upper - top : lower - top, first - left : last - left] = before[:, upper:lower, first:last]
    w = net.weights(layer, parameters)[unit].reshape(channels, -1).astype(np.float64)
    bias = float(net.bias(layer, parameters)[unit])
    return Parts(
        np.arange(channels), patch.reshape(channels, -1), w, bias, (top, left), size, (rows, columns)
    )


def _pool(spec: MaxPool | AvgPool, before: Parameters, unit: int, place: Place) -> Parts:
    """Return the map's own window: w is 1 at the first of its greatest numbers, or for the mean 1 / cells."""
    size, pace = spec.filter_size, spec.pace
    top, left = place[0] * pace, place[1] * pace
    a = before[unit, top : top + size, left : left + size].reshape(1, -1).astype(np.float64)
    if isinstance(spec, AvgPool):
        w = np.full_like(a, 1 / a.size)
    else:
        w = np.zeros_like(a)
        w[0, a.argmax()] = 1.0
    return Parts(np.array([unit]), a, w, 0.0, (top, left), size, _limits(before))


def _handed_on(before: Parameters, unit: int, place: Place | None) -> Parts:
    """Return the number itself; after a flattening, the map's pixel that it was."""
    if before.ndim == 3:
        rows, columns = before.shape[1:]
        if place is None:
            unit, cell = divmod(unit, rows * columns)
            place = (cell // columns, cell % columns)
        a = before[unit, place[0], place[1]]
        corner, limits = place, _limits(before)
    else:
        a, corner, limits = before[unit], (0, 0), None
    value = np.array([[a]], dtype=np.float64)
    return Parts(np.array([unit]), value, np.ones((1, 1)), 0.0, corner, 1, limits)


def _limits(before: Parameters) -> Place | None:
    return (before.shape[1], before.shape[2]) if before.ndim == 3 else None
