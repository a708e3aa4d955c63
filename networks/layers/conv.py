"""Convolution, as every network library means it: cross-correlation with learned filters."""

from __future__ import annotations

from typing import cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.layer import Layer, Shape, Tensors
from networks.layers.specs import Conv
from networks.layers.windows import counts, taps


class ConvLayer(Layer[Conv]):
    """y[o, i, j] = b[o] + Σ over c, r, s of W[o, c, r, s] · x[c, i · stride + r − p, j · stride + s − p].

    p is the padding: x is zero outside the image (Goodfellow et al. 2016, eq. 9.6 and, with stride, 9.8).
    As one product, y = W columns + b: `columns` (c · r · s, i · j · batch) holds what every window sees.
    """

    def shape_after(self) -> Shape:
        """Return (out_channels, windows down, windows across)."""
        channels, height, width = self.images_shape()
        spec = self.spec
        size = counts(height, width, spec.filter_size, spec.stride, spec.border)
        self.weight_shape = (spec.out_channels, channels, spec.filter_size, spec.filter_size)
        self.bias_shape = (spec.out_channels,)
        return (spec.out_channels, *size)

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return W columns + b, and the columns."""
        spec, (out, high, wide) = self.spec, self.output_shape
        channels, _, _, batch = x.shape
        columns = np.empty((channels, spec.filter_size, spec.filter_size, high, wide, batch), x.dtype)
        for row, column, view in taps(self._with_border(x), spec.filter_size, spec.stride):
            columns[:, row, column] = view
        matrix = columns.reshape(-1, high * wide * batch)
        y = own.weights.reshape(out, -1) @ matrix
        y += own.bias[:, np.newaxis]
        return y.reshape(out, high, wide, batch), matrix

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂W = ∂L/∂y columnsᵀ, ∂L/∂b = Σ ∂L/∂y, ∂L/∂columns = Wᵀ ∂L/∂y.

        Each number of x was seen by several windows: its gradient is the sum over those columns.
        """
        spec, matrix = self.spec, cast(AnyFloatArray, memory)
        (out, high, wide), batch = self.output_shape, dy.shape[-1]
        flat = dy.reshape(out, -1)
        gradients.weights[...] = (flat @ matrix.T).reshape(self.weight_shape)
        gradients.bias[...] = flat.sum(axis=1)
        dcolumns = (own.weights.reshape(out, -1).T @ flat).reshape(
            -1, spec.filter_size, spec.filter_size, high, wide, batch
        )
        _, height, width = self.input_shape
        dx = self._with_border(np.zeros((*self.input_shape, batch), dy.dtype))
        for row, column, view in taps(dx, spec.filter_size, spec.stride):
            view += dcolumns[:, row, column]
        return dx[:, spec.border : spec.border + height, spec.border : spec.border + width]

    def _with_border(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return `x` with zeros around each image; `x` itself if none are wanted."""
        border = self.spec.border
        if border == 0:
            return x
        channels, height, width, batch = x.shape
        padded = np.zeros((channels, height + 2 * border, width + 2 * border, batch), x.dtype)
        padded[:, border : border + height, border : border + width] = x
        return padded
