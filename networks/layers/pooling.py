"""Pooling: each square window of an image becomes one number. A rest that fills no window is left out."""

from __future__ import annotations

from typing import TypeVar, cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.layer import Layer, Shape, Tensors
from networks.layers.specs import AvgPool, MaxPool
from networks.layers.windows import counts, taps

P = TypeVar("P", bound=MaxPool | AvgPool)


class PoolLayer(Layer[P]):
    """One number for each window of an image."""

    def shape_after(self) -> Shape:
        """Return (channels, windows down, windows across)."""
        channels, height, width = self.images_shape()
        return (channels, *counts(height, width, self.spec.filter_size, self.spec.pace))


class MaxPoolLayer(PoolLayer[MaxPool]):
    """y[c, i, j] = max over r, s of x[c, i · stride + r, j · stride + s] (Goodfellow et al. 2016, 9.3)."""

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return the maxima, and with them x: `backward` finds again in which cell of its window each was."""
        first, *others = (view for _, _, view in taps(x, self.spec.filter_size, self.spec.pace))
        y = first.copy()
        for view in others:
            np.maximum(y, view, out=y)
        return y, (x, y)

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂x: each ∂L/∂y goes to the cell that was the maximum, the first of equal ones, row by row."""
        x, y = cast(tuple[AnyFloatArray, AnyFloatArray], memory)
        dx = np.zeros((*self.input_shape, dy.shape[-1]), dy.dtype)
        size, pace, sought = self.spec.filter_size, self.spec.pace, np.ones(y.shape, bool)
        for (_, _, cell), (_, _, view) in zip(taps(x, size, pace), taps(dx, size, pace), strict=True):
            found = sought & (cell == y)
            view += dy * found
            sought ^= found
        return dx


class AvgPoolLayer(PoolLayer[AvgPool]):
    """y[c, i, j] = mean over r, s of x[c, i · stride + r, j · stride + s] (LeCun et al. 1998, II.B)."""

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return the means; nothing needs to be remembered."""
        y = np.zeros((*self.output_shape, x.shape[-1]), x.dtype)
        for _, _, view in taps(x, self.spec.filter_size, self.spec.pace):
            y += view
        y *= self._share(x)
        return y, None

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂x: each ∂L/∂y is shared out evenly among the cells of its window."""
        dx = np.zeros((*self.input_shape, dy.shape[-1]), dy.dtype)
        shared = dy * self._share(dy)
        for _, _, view in taps(dx, self.spec.filter_size, self.spec.pace):
            view += shared
        return dx

    def _share(self, like: AnyFloatArray) -> AnyFloatArray:
        """Return 1 / cells of a window."""
        return np.asarray(1.0 / self.spec.filter_size**2, like.dtype)
