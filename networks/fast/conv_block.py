"""A convolution with stride 1, and the ReLU and max-pooling that may follow it, computed as one.

Three things make it fast, and change no value of the forward pass:
- max(z₁, z₂, …) + b = max(z₁ + b, z₂ + b, …), and ReLU, which never falls, may come after the maximum: both
  then touch one number a window. The gradients are the same too: where the maximum is positive, it is the
  same cell before and after ReLU; where it is not, ReLU's slope of 0 stops whatever would pass. There is one
  exception, where z differ and z + b round to the same number: here the cell of the largest z gets the
  gradient, as without rounding, in the plain layers the first of those cells.
- the cells of the pooling windows lie in separate arrays (`networks.fast.phases`).
- ∂L/∂x is itself a convolution, of ∂L/∂y with the filters turned by 180°: nothing is scattered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.fast.phases import PhasedConvolution
from networks.fast.scratch import Scratch
from networks.fast.stages import Masks, Stage
from networks.layers.layer import Layer
from networks.layers.specs import Conv, MaxPool

if TYPE_CHECKING:
    from networks.convnet import ConvNet


class ConvBlock(Stage):
    """Layers `first` (the convolution) … `last` of `net`, for batches of one size.

    Phase (a, b) of the convolution's output, a row and b column within the pooling windows, is computed,
    used and forgotten, row by row: only the winners' places are kept for the way back.
    """

    def __init__(self, net: ConvNet, first: int, last: int, batch: int, scratch: Scratch) -> None:
        self.first, self.last, self._net = first, last, net
        layers = net.layers[first : last + 1]
        pools = [layer.spec.filter_size for layer in layers if layer.kind == "maxpool"]
        self._relu = any(layer.kind == "relu" for layer in layers)
        self._spec = cast(Conv, layers[0].spec)
        m = pools[0] if pools else 1
        self._channels, self._height, self._width = layers[0].input_shape
        out, rows, columns = layers[-1].output_shape
        self._shape = out, rows, columns, batch
        flat = out, rows * columns * batch
        k, size = self._spec.filter_size, (rows, columns)
        phased = np.zeros(PhasedConvolution.phased_shape(self._channels, k, m, size, batch), net.dtype)
        self._ahead = PhasedConvolution(phased, k, size, scratch)
        self._inlets = self._ahead.rooms(self._height, self._width, self._spec.border)
        self._y = np.empty(flat, net.dtype)
        self._larger_across = np.empty((m, m - 1, *flat), bool)  # was column b + 1 larger than all before?
        self._larger_down = np.empty((m - 1, *flat), bool)  # … row a + 1?
        self._scratch = scratch
        self._cells = scratch("cells", m, *flat)
        self._rows = scratch("rows", m, *flat)
        self._zeros = scratch("zeros", *flat)
        self._dfilters = scratch("dfilters", m, out, k * k * self._channels)
        self._back: _Back | None = None

    @staticmethod
    def reach(net: ConvNet, index: int, stop: int) -> int | None:
        """Return the last layer that can be computed with layer `index`, None if that is not for us."""
        spec = net.layers[index].spec
        if not isinstance(spec, Conv) or spec.stride != 1 or spec.border >= spec.filter_size:
            return None
        left, last = {"relu", "maxpool"}, index
        while last + 1 < stop and (layer := net.layers[last + 1]).kind in left:
            if isinstance(layer.spec, MaxPool) and layer.spec.pace != layer.spec.filter_size:
                break
            left.remove(layer.kind)
            last += 1
        return last

    def forward(
        self, x: AnyFloatArray, parameters: AnyFloatArray, masks: Masks | None, *, keep: bool
    ) -> AnyFloatArray:
        """Return pooled, rectified W ∗ x + b."""
        y = self._y
        filters = self._net.weights(self.first, parameters).transpose(0, 3, 2, 1).reshape(len(y), -1)
        for where, room in self._inlets:
            np.copyto(room, x[where])
        for a, row in enumerate(self._rows):
            np.matmul(filters, self._ahead.seen(a), out=self._cells)
            _maxima(self._cells, self._larger_across[a] if keep else None, row)
        _maxima(self._rows, self._larger_down if keep else None, y)
        np.add(y, self._net.bias(self.first, parameters)[:, np.newaxis], out=y)
        if self._relu:
            np.maximum(y, self._zeros, out=y)
        return y.reshape(self._shape)

    def backward(
        self, dy: AnyFloatArray, parameters: AnyFloatArray, gradients: AnyFloatArray, *, onward: bool
    ) -> AnyFloatArray:
        """∂L/∂W = Σ over the phases of ∂L/∂z seenᵀ; for the rest see the head of this file."""
        y, k, net = self._y, self._spec.filter_size, self._net
        if onward and self._back is None:
            self._back = _Back(self._spec, self._cells, self._shape, net.layers[self.first], self._scratch)
        dy = dy.reshape(y.shape)
        if self._relu:
            dy = np.multiply(dy, np.greater(y, self._zeros), out=y)
        net.bias(self.first, gradients)[:] += dy.sum(axis=1)
        dfilters = np.zeros(self._dfilters.shape[1:], net.dtype)
        _share_out(dy, self._larger_down, self._rows)
        for a, row in enumerate(self._rows):
            _share_out(row, self._larger_across[a], self._cells)
            np.matmul(self._cells, self._ahead.seen(a).transpose(0, 2, 1), out=self._dfilters)
            dfilters += self._dfilters.sum(axis=0)
            if onward and self._back is not None:
                self._back.take(a)
        dfilters = dfilters.reshape(-1, k, k, self._channels).transpose(0, 3, 2, 1)
        net.weights(self.first, gradients)[...] += dfilters
        if self._back is None:
            return dy
        return self._back.run(net.weights(self.first, parameters))


class _Back:
    """The convolution from ∂L/∂z, whose `cells` (m, out, places) come row by row, to ∂L/∂x."""

    def __init__(
        self,
        spec: Conv,
        cells: AnyFloatArray,
        shape: tuple[int, int, int, int],
        conv: Layer[Any],
        scratch: Scratch,
    ) -> None:
        m, k, (out, rows, columns, batch) = len(cells), spec.filter_size, shape
        channels, height, width = conv.input_shape
        size = -(-height // m), -(-width // m)
        # Every piece of a batch writes the same places of this array: its border stays zero.
        phased = scratch(f"dz of {conv.name}", *PhasedConvolution.phased_shape(out, k, m, size, batch))
        self._ahead = PhasedConvolution(phased, k, size, scratch)
        border = k - 1 - spec.border
        self._taken = [
            [(self._ahead.room(a, b, (rows, columns), border), cells[b].reshape(shape)) for b in range(m)]
            for a in range(m)
        ]
        self._phases = scratch("dphases", m, channels, size[0] * size[1] * batch)
        self._dx = scratch("dx", channels, height, width, batch)
        self._given = []
        for a in range(m):
            into = [self._dx[:, a::m, b::m] for b in range(m)]
            phases = self._phases.reshape(m, channels, *size, batch)
            self._given.append(
                [(i, phase[:, : i.shape[1], : i.shape[2]]) for i, phase in zip(into, phases, strict=True)]
            )

    def take(self, a: int) -> None:
        """Take row `a` of the windows from the cells."""
        for room, cells in self._taken[a]:
            np.copyto(room, cells)

    def run(self, weights: AnyFloatArray) -> AnyFloatArray:
        """Return ∂L/∂x: each filter, turned, leads from its outputs to the inputs."""
        filters = weights[:, :, ::-1, ::-1].transpose(1, 3, 2, 0).reshape(weights.shape[1], -1)
        for a, given in enumerate(self._given):
            np.matmul(filters, self._ahead.seen(a), out=self._phases)
            for into, phase in given:
                np.copyto(into, phase)
        return self._dx


def _maxima(cells: AnyFloatArray, larger: AnyFloatArray | None, out: AnyFloatArray) -> None:
    """Write the maxima of `cells` (first axis) into `out`, and into `larger` which cells beat all before."""
    if len(cells) == 1:
        np.copyto(out, cells[0])
    best: AnyFloatArray = cells[0]
    for index, cell in enumerate(cells[1:]):
        if larger is not None:
            np.greater(cell, best, out=larger[index])
        best = np.maximum(best, cell, out=out)


def _share_out(dbest: AnyFloatArray, larger: AnyFloatArray, out: AnyFloatArray) -> None:
    """Write ∂L/∂cells, given that of their maxima: it goes to the first cell that was the maximum."""
    if len(out) == 1:
        np.copyto(out[0], dbest)
    for beats, dcell in zip(larger[::-1], out[:0:-1], strict=True):
        np.multiply(dbest, beats, out=dcell)
        dbest = np.subtract(dbest, dcell, out=out[0])
