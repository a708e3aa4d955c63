"""What every layer offers, and how numbers lie in memory between layers.

The batch is the last axis: images are (channels, height, width, batch), features (features, batch). Then
- shifting, striding and padding happen along the outer axes, so every copy runs over whole rows of the batch;
- the product of a convolution, (out_channels, height · width · batch), is the next layer's input as it is;
- flattening images is a change of shape that moves nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import prod
from typing import ClassVar, Generic, NamedTuple, TypeVar

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.specs import Spec

Shape = tuple[int, ...]
S = TypeVar("S", bound=Spec)


class ShapeError(ValueError):
    """A layer does not fit after the one before it; `layer` is its index among the specs.

    The message names the layer, says what is wrong, and what would fit.
    """

    def __init__(self, layer: int, message: str) -> None:
        super().__init__(message)
        self.layer = layer


class Misfit(ValueError):
    """A layer cannot take inputs of this shape; assembly turns it into a `ShapeError`."""


class Tensors(NamedTuple):
    """A layer's weights and bias, or their gradients, as views of a flat array; empty where it has none."""

    weights: AnyFloatArray
    bias: AnyFloatArray


class Layer(ABC, Generic[S]):
    """One layer whose sizes are known; it holds neither parameters nor activations.

    `input_shape` and `output_shape` are without the batch: (channels, height, width) or (features,).
    `weight_shape` and `bias_shape` are () where the layer has no parameters.
    Raises Misfit where inputs of this shape are not for it.
    """

    relu_like: ClassVar[bool] = False  # (nearly) zero for half of its inputs: what He's initialization is for
    weight_shape: Shape = ()
    bias_shape: Shape = ()

    def __init__(self, spec: S, name: str, input_shape: Shape) -> None:
        self.spec, self.name, self.input_shape = spec, name, input_shape
        self.output_shape = self.shape_after()

    @property
    def kind(self) -> str:
        """What it is, without its number: "conv", "relu", …."""
        return self.spec.kind

    @property
    def parameter_count(self) -> int:
        """Number of weights and biases together."""
        return prod(self.weight_shape) + prod(self.bias_shape) if self.weight_shape else 0

    @abstractmethod
    def shape_after(self) -> Shape:
        """Return the shape of the outputs; raises Misfit."""

    @abstractmethod
    def forward(
        self, x: AnyFloatArray, own: Tensors, rng: np.random.Generator | None
    ) -> tuple[AnyFloatArray, object]:
        """Return the outputs for inputs `x` (*input_shape, batch), and what `backward` will want to know.

        `rng` is None outside training.
        """

    @abstractmethod
    def backward(self, dy: AnyFloatArray, memory: object, own: Tensors, gradients: Tensors) -> AnyFloatArray:
        """Return ∂L/∂x for `dy` = ∂L/∂y (*output_shape, batch); writes `gradients`, ∂L/∂own."""

    def images_shape(self) -> tuple[int, int, int]:
        """Return the inputs' shape as (channels, height, width); raises Misfit for features."""
        if len(self.input_shape) != 3:
            raise Misfit(
                f"needs images, but gets {self.input_shape[0]} features: put it before flatten and dense"
            )
        channels, height, width = self.input_shape
        return channels, height, width

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.name!r}, {self.input_shape} → {self.output_shape})"
