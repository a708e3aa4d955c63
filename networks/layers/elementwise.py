"""Layers that treat every number alone, and softmax, which treats every image alone.

At the kink z = 0, ReLU and leaky ReLU take the slope of the left side, as PyTorch does.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar, TypeVar, cast

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.layer import Layer, Misfit, Shape, Tensors
from networks.layers.specs import Dropout, LeakyRelu, Relu, Sigmoid, Softmax, Tanh

E = TypeVar("E", Relu, LeakyRelu, Tanh, Sigmoid)


class Elementwise(Layer[E]):
    """y = f(x), whose derivative is known from y alone: ∂L/∂x = f′ ∂L/∂y."""

    def shape_after(self) -> Shape:
        """Return the inputs' shape."""
        return self.input_shape

    @abstractmethod
    def value(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return f(x)."""

    @abstractmethod
    def slope(self, y: AnyFloatArray) -> AnyFloatArray:
        """Return f′ at the place where f is `y`."""

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return f(x), twice: `backward` needs it."""
        y = self.value(x)
        return y, y

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """Return f′ ∂L/∂y."""
        return dy * self.slope(cast(AnyFloatArray, memory))


class ReluLayer(Elementwise[Relu]):
    """f(z) = max(0, z); f′ = 1 where z > 0, else 0 (Goodfellow et al. 2016, section 6.3.1)."""

    relu_like: ClassVar[bool] = True

    def value(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return max(0, x)."""
        y: AnyFloatArray = np.maximum(x, np.zeros((), x.dtype))
        return y

    def slope(self, y: AnyFloatArray) -> AnyFloatArray:
        """Return 1 where y > 0, else 0."""
        return y > 0


class LeakyReluLayer(Elementwise[LeakyRelu]):
    """f(z) = z where z > 0, else slope · z; f′ = 1 or slope (Maas et al. 2013)."""

    relu_like: ClassVar[bool] = True

    def value(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return the larger of x and slope · x."""
        y: AnyFloatArray = np.maximum(x, x * np.asarray(self.spec.slope, x.dtype))
        return y

    def slope(self, y: AnyFloatArray) -> AnyFloatArray:
        """Return 1 where y > 0, else the slope."""
        return np.where(y > 0, np.ones((), y.dtype), np.asarray(self.spec.slope, y.dtype))


class TanhLayer(Elementwise[Tanh]):
    """f(z) = tanh z; f′ = 1 − f²."""

    def value(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return tanh x."""
        y: AnyFloatArray = np.tanh(x)
        return y

    def slope(self, y: AnyFloatArray) -> AnyFloatArray:
        """Return 1 − y²."""
        slopes: AnyFloatArray = np.ones((), y.dtype) - y * y
        return slopes


class SigmoidLayer(Elementwise[Sigmoid]):
    """f(z) = 1 / (1 + e⁻ᶻ); f′ = f (1 − f) (Rumelhart et al. 1986)."""

    def value(self, x: AnyFloatArray) -> AnyFloatArray:
        """Return σ(x); an overflow of e⁻ᶻ gives the right 0."""
        with np.errstate(over="ignore"):
            y: AnyFloatArray = np.reciprocal(np.exp(-x) + np.ones((), x.dtype))
        return y

    def slope(self, y: AnyFloatArray) -> AnyFloatArray:
        """Return y − y²."""
        slopes: AnyFloatArray = y - y * y
        return slopes


class DropoutLayer(Layer[Dropout]):
    """y = x · mask / (1 − rate), mask 0 with probability rate, else 1; y = x outside training.

    The division keeps the expected sum, so nothing changes when training ends (Srivastava et al. 2014,
    section 10, "inverted").
    """

    def shape_after(self) -> Shape:
        """Return the inputs' shape."""
        return self.input_shape

    def mask(self, rng: np.random.Generator, batch: int, dtype: np.dtype[np.floating]) -> AnyFloatArray:
        """Draw mask / (1 − rate), (*input_shape, batch), image after image."""
        draws = rng.random((batch, *self.input_shape), np.float32)
        kept = np.asarray(1.0 / (1.0 - self.spec.rate), dtype)
        return np.moveaxis((draws >= np.float32(self.spec.rate)) * kept, 0, -1)

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return the numbers that are left, and the mask."""
        if rng is None:
            return x, None
        mask = self.mask(rng, x.shape[-1], x.dtype)
        return x * mask, mask

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """Return ∂L/∂y · mask / (1 − rate)."""
        return dy if memory is None else dy * cast(AnyFloatArray, memory)


class SoftmaxLayer(Layer[Softmax]):
    """p = eᶻ / Σ eᶻ over the classes (Goodfellow et al. 2016, eq. 6.29)."""

    def shape_after(self) -> Shape:
        """Return (classes,)."""
        if len(self.input_shape) != 1:
            raise Misfit("needs features, but gets images: put dense before it")
        return self.input_shape

    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return p, twice. The largest logit is taken from all: p stays the same and nothing overflows."""
        p = np.exp(x - x.max(axis=0))
        p /= p.sum(axis=0)
        return p, p

    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """∂L/∂z = p (∂L/∂p − Σ p ∂L/∂p), the sum over the classes."""
        p = cast(AnyFloatArray, memory)
        dz: AnyFloatArray = p * (dy - (p * dy).sum(axis=0))
        return dz
