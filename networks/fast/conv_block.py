"""A convolution with stride 1, and the ReLU and max-pooling that may follow it, computed as one.

Three things make it fast, and change no value:
- max(z₁, z₂, …) + b = max(z₁ + b, z₂ + b, …), and ReLU, which never falls, may come after the maximum: both
  then touch one number a window. The gradients are the same too: where the maximum is positive, it is the
  same cell before and after ReLU; where it is not, ReLU's slope of 0 stops whatever would pass.
- the cells of the pooling windows lie in separate arrays (`networks.fast.phases`).
- ∂L/∂x is itself a convolution, of ∂L/∂y with the filters turned by 180°: nothing is scattered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.fast.phases import PhasedConvolution
from networks.fast.scratch import Scratch
from networks.fast.stages import Masks, Stage
from networks.layers.specs import Conv, MaxPool

if TYPE_CHECKING:
    from networks.convnet import ConvNet


class ConvBlock(Stage):
    """Layers `first` (the convolution) … `last` of `net`, for batches of one size.

    Phase (a, b) of the convolution's output, a row and b column within the pooling windows, is computed,
    used and forgotten, row by row: only the winners' places are kept for the way back.
    """

    def __init__(self, net: ConvNet, first: int, last: int, batch: int, scratch: Scratch) -> None:
        self.first, self.last, self._net, self._batch = first, last, net, batch
        layers = net.layers[first : last + 1]
        pools = [layer.spec.filter_size for layer in layers if layer.kind == "maxpool"]
        self._relu = any(layer.kind == "relu" for layer in layers)
        self._spec = cast(Conv, layers[0].spec)
        self._m = m = pools[0] if pools else 1
        self._channels, self._height, self._width = layers[0].input_shape
        out, rows, columns = layers[-1].output_shape
        self._shape = out, rows, columns, batch
        flat = out, rows * columns * batch
        k, size = self._spec.filter_size, (rows, columns)
        phased = np.zeros(PhasedConvolution.phased_shape(self._channels, k, m, size, batch), net.dtype)
        self._ahead = PhasedConvolution(phased, k, size, scratch)
        self._y = np.empty(flat, net.dtype)
        self._larger_across = np.empty((m, m - 1, *flat), bool)  # was column b + 1 larger than all before?
        self._larger_down = np.empty((m - 1, *flat), bool)  # … row a + 1?
        self._scratch = scratch
        self._cells = scratch("cells", m, *flat)
        self._rows = scratch("rows", m, *flat)
        self._zeros = scratch("zeros", *flat)
        self._back: PhasedConvolution | None = None

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

    def forward(self, x: AnyFloatArray, parameters: AnyFloatArray, masks: Masks | None) -> AnyFloatArray:
        """Return pooled, rectified W ∗ x + b."""
        y = self._y
        filters = self._net.weights(self.first, parameters).transpose(0, 3, 2, 1).reshape(len(y), -1)
        self._ahead.put(x, self._spec.border)
        for a, row in enumerate(self._rows):
            for cells, seen in zip(self._cells, self._ahead.seen(a), strict=True):
                np.matmul(filters, seen, out=cells)
            _maxima(self._cells, self._larger_across[a], row)
        _maxima(self._rows, self._larger_down, y)
        np.add(y, self._net.bias(self.first, parameters)[:, np.newaxis], out=y)
        if self._relu:
            np.maximum(y, self._zeros, out=y)
        return y.reshape(self._shape)

    def backward(
        self, dy: AnyFloatArray, parameters: AnyFloatArray, gradients: AnyFloatArray, *, onward: bool
    ) -> AnyFloatArray:
        """∂L/∂W = Σ over the phases of ∂L/∂z seenᵀ; for the rest see the head of this file."""
        y, k = self._y, self._spec.filter_size
        dy = dy.reshape(y.shape)
        if self._relu:
            dy = np.multiply(dy, np.greater(y, self._zeros), out=y)
        net, back = self._net, self._backwards() if onward else None
        net.bias(self.first, gradients)[:] += dy.sum(axis=1)
        dfilters = np.zeros((len(y), k * k * self._channels), net.dtype)
        _share_out(dy, self._larger_down, self._rows)
        for a, row in enumerate(self._rows):
            _share_out(row, self._larger_across[a], self._cells)
            for b, (cells, seen) in enumerate(zip(self._cells, self._ahead.seen(a), strict=True)):
                dfilters += cells @ seen.T
                if back is not None:
                    back.put_phase(cells.reshape(self._shape), a, b, k - 1 - self._spec.border)
        dfilters = dfilters.reshape(-1, k, k, self._channels).transpose(0, 3, 2, 1)
        net.weights(self.first, gradients)[...] += dfilters
        return dy if back is None else self._to_inputs(back, parameters)

    def _backwards(self) -> PhasedConvolution:
        """Return the convolution from ∂L/∂z to ∂L/∂x, made when first asked for."""
        if self._back is None:
            k, m, batch = self._spec.filter_size, self._m, self._batch
            size = -(-self._height // m), -(-self._width // m)
            shape = PhasedConvolution.phased_shape(self._shape[0], k, m, size, batch)
            # Every piece of a batch writes the same places of this array: its border stays zero.
            self._back = PhasedConvolution(self._scratch(f"dz {self.first}", *shape), k, size, self._scratch)
            self._dx = self._scratch("dx", self._channels, self._height, self._width, batch)
            self._dphase = self._scratch("dphase", self._channels, *size, batch)
        return self._back

    def _to_inputs(self, back: PhasedConvolution, parameters: AnyFloatArray) -> AnyFloatArray:
        """Return ∂L/∂x, with ∂L/∂z put into `back`: each turned filter leads from outputs to inputs."""
        turned = self._net.weights(self.first, parameters)[:, :, ::-1, ::-1].transpose(1, 3, 2, 0)
        filters = turned.reshape(self._channels, -1)
        for a in range(self._m):
            for b, seen in enumerate(back.seen(a)):
                np.matmul(filters, seen, out=self._dphase.reshape(self._channels, -1))
                into = self._dx[:, a :: self._m, b :: self._m]
                into[...] = self._dphase[:, : into.shape[1], : into.shape[2]]
        return self._dx


def _maxima(cells: AnyFloatArray, larger: AnyFloatArray, out: AnyFloatArray) -> None:
    """Write the maxima of `cells` (its first axis) into `out`, and into `larger` which beat all before."""
    if len(cells) == 1:
        np.copyto(out, cells[0])
    best: AnyFloatArray = cells[0]
    for cell, beats in zip(cells[1:], larger, strict=True):
        np.greater(cell, best, out=beats)
        best = np.maximum(best, cell, out=out)


def _share_out(dbest: AnyFloatArray, larger: AnyFloatArray, out: AnyFloatArray) -> None:
    """Write ∂L/∂cells, given that of their maxima: it goes to the first cell that was the maximum."""
    if len(out) == 1:
        np.copyto(out[0], dbest)
    for beats, dcell in zip(larger[::-1], out[:0:-1], strict=True):
        np.multiply(dbest, beats, out=dcell)
        dbest = np.subtract(dbest, dcell, out=out[0])
