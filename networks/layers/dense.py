"""The fully connected layer, and the change of shape that leads from images to it."""

from __future__ import annotations

from typing import cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.layer import Layer, Misfit, Shape, Tensors
from networks.layers.specs import Dense, Flatten


class FlattenLayer(Layer[Flatten]):
    """(channels, height, width) → (channels · height · width,), row-major."""

    def shape_after(self) -> Shape:
        """Return (features,)."""
        return (int(np.prod(self.input_shape)),)

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return the same numbers as features; nothing needs to be remembered."""
        return x.reshape(*self.output_shape, -1), None

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂x is ∂L/∂y in the old shape."""
        return dy.reshape(*self.input_shape, -1)


class DenseLayer(Layer[Dense]):
    """y = W x + b, with W (out_features, in_features) (Goodfellow et al. 2016, algorithm 6.3)."""

    def shape_after(self) -> Shape:
        """Return (out_features,)."""
        if len(self.input_shape) != 1:
            raise Misfit("needs features, but gets images: put flatten before it")
        self.weight_shape = (self.spec.out_features, self.input_shape[0])
        self.bias_shape = (self.spec.out_features,)
        return self.bias_shape

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return W x + b, and x."""
        y = own.weights @ x
        y += own.bias[:, np.newaxis]
        return y, x

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂W = ∂L/∂y xᵀ, ∂L/∂b = Σ ∂L/∂y over the batch, ∂L/∂x = Wᵀ ∂L/∂y."""
        x = cast(AnyFloatArray, memory)
        np.matmul(dy, x.T, out=gradients.weights)
        dy.sum(axis=1, out=gradients.bias)
        return own.weights.T @ dy
