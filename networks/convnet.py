"""The convolutional network: layers one after the other, and backpropagation through them.

A `ConvNet` describes and computes; it holds no parameters. They are one flat array (P,), layer after
layer, weights (row-major) then bias: an optimizer, a checkpoint and a display need to know of one array only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import DTypeLike

from networks.arrays import AnyFloatArray
from networks.cross_entropy import Labels, cross_entropy, softmax
from networks.fast.inferences import Inferences
from networks.layers import Layer, ShapeError, Spec, assemble
from networks.layers.first_weights import KINDS, draw_weights
from networks.layers.layer import Shape, Tensors

__all__ = ["ConvNet", "Gradients", "Pass", "ShapeError"]

FEW = 4  # images up to which the plain layers are cheaper than a whole piece of `networks.fast.inference`


@dataclass(frozen=True, eq=False)
class Pass:
    """What one forward pass computed, the batch first.

    `outputs[i]` (batch, *layers[i].output_shape) may be a transposed view. `logits` and `probabilities`
    (batch, classes); `memories[i]` is what layer i wants to know on the way back.
    """

    images: AnyFloatArray
    outputs: tuple[AnyFloatArray, ...]
    logits: AnyFloatArray
    probabilities: AnyFloatArray
    memories: tuple[object, ...]


@dataclass(frozen=True, eq=False)
class Gradients:
    """The gradient of the mean cross-entropy, with respect to everything that a pass computed.

    `parameters` (P,); `outputs[i]` and `images` are shaped like those of the `Pass`.
    """

    parameters: AnyFloatArray
    outputs: tuple[AnyFloatArray, ...]
    images: AnyFloatArray


class ConvNet:
    """Layers from images (channels, height, width) to one logit a class, and where their parameters lie.

    `slices[i]` says where the weights and the bias of layer i are in the flat array, None where it has none.
    Raises ShapeError where the specs do not fit together.
    """

    def __init__(
        self, specs: Sequence[Spec], input_shape: Shape = (1, 28, 28), dtype: DTypeLike = np.float32
    ) -> None:
        self.specs: tuple[Spec, ...] = tuple(specs)
        self.input_shape: Shape = tuple(int(size) for size in input_shape)
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        self.layers: tuple[Layer[Any], ...] = assemble(self.specs, self.input_shape)
        self.classes: int = self.layers[-1].output_shape[0]
        places: list[tuple[slice, slice] | None] = []
        end = 0
        for layer in self.layers:
            middle = end + prod(layer.weight_shape)
            if layer.parameter_count:
                places.append((slice(end, middle), slice(middle, middle + prod(layer.bias_shape))))
                end = middle + prod(layer.bias_shape)
            else:
                places.append(None)
        self.slices: tuple[tuple[slice, slice] | None, ...] = tuple(places)
        self.parameter_count: int = end
        self._head = max(index for index, layer in enumerate(self.layers) if layer.parameter_count)
        self._inferences = Inferences(self)

    def weights(self, layer: int, flat: AnyFloatArray) -> AnyFloatArray:
        """Return the weights of a layer as a shaped view of `flat` (P,); an empty array where it has none."""
        place = self.slices[layer]
        return flat[:0] if place is None else flat[place[0]].reshape(self.layers[layer].weight_shape)

    def bias(self, layer: int, flat: AnyFloatArray) -> AnyFloatArray:
        """Return the bias of a layer as a view of `flat` (P,); an empty array where it has none."""
        place = self.slices[layer]
        return flat[:0] if place is None else flat[place[1]]

    def tensors(self, layer: int, flat: AnyFloatArray) -> Tensors:
        """Return weights and bias of a layer together."""
        return Tensors(self.weights(layer, flat), self.bias(layer, flat))

    def names(self, index: int) -> str:
        """Return the name of one number of the flat array, counted from 1: "conv 1 weight [3,1,2,2]".

        Raises IndexError outside 0 … P − 1.
        """
        for layer, place in zip(self.layers, self.slices, strict=True):
            if place is None or not place[0].start <= index < place[1].stop:
                continue
            for word, part, shape in zip(
                ("weight", "bias"), place, (layer.weight_shape, layer.bias_shape), strict=True
            ):
                if part.start <= index < part.stop:
                    cell = ",".join(str(at + 1) for at in np.unravel_index(index - part.start, shape))
                    return f"{layer.name} {word} [{cell}]"
        raise IndexError(f"there is no parameter {index} among {self.parameter_count}")

    def initial(self, rng: np.random.Generator, init: str = "he") -> AnyFloatArray:
        """Draw first parameters (P,), see `draw_weights`; biases are zero.

        Raises ValueError for another word.
        """
        if init not in KINDS:
            raise ValueError(f"unknown initializer {init!r}; known are {', '.join(KINDS)}")
        flat = np.zeros(self.parameter_count, self.dtype)
        for index, layer in enumerate(self.layers):
            if layer.parameter_count:
                self.weights(index, flat)[...] = draw_weights(self.layers, index, rng, init)
        return flat

    def forward(
        self, parameters: AnyFloatArray, images: AnyFloatArray, rng: np.random.Generator | None = None
    ) -> Pass:
        """Carry `images` (batch, channels, height, width) through all layers; `rng` only while training.

        Raises ValueError for images of another shape.
        """
        x = self._batch_last(images)
        outputs, memories = [], []
        for index, layer in enumerate(self.layers):
            x, memory = layer.forward(x, self.tensors(index, parameters), rng)
            outputs.append(_batch_first(x))
            memories.append(memory)
        if self.layers[-1].kind == "softmax":
            logits = outputs[-2] if len(outputs) > 1 else images
            return Pass(images, tuple(outputs), logits, outputs[-1], tuple(memories))
        return Pass(images, tuple(outputs), outputs[-1], softmax(outputs[-1]), tuple(memories))

    def backward(self, parameters: AnyFloatArray, pass_: Pass, labels: Labels) -> Gradients:
        """Return the gradient of the mean cross-entropy of `pass_` with `labels` (batch,), everywhere.

        The chain rule from the last layer to the first; the first gradient is that of the logits, in which
        softmax and logarithm have cancelled each other (`networks.cross_entropy`).
        """
        flat = np.zeros(self.parameter_count, self.dtype)
        outputs: list[AnyFloatArray] = []
        layers = len(self.layers)
        if self.layers[-1].kind == "softmax":  # not on the way back, but shown: ∂L/∂p
            layers -= 1
            outputs.append(_of_probabilities(pass_.probabilities, labels))
        _, dlogits = cross_entropy(pass_.logits, labels)
        dy = np.ascontiguousarray(dlogits.T)
        for index in reversed(range(layers)):
            outputs.append(_batch_first(dy))
            own, gradients = self.tensors(index, parameters), self.tensors(index, flat)
            dy = self.layers[index].backward(dy, pass_.memories[index], own, gradients)
        return Gradients(flat, tuple(reversed(outputs)), _batch_first(dy))

    def probabilities(
        self, parameters: AnyFloatArray, images: AnyFloatArray, threads: int = 1
    ) -> AnyFloatArray:
        """Return the probability of each class, (n, classes), for images (n, channels, height, width).

        The bits do not depend on `threads`.
        """
        return self._infer(parameters, images, None, threads)

    def features(
        self, parameters: AnyFloatArray, images: AnyFloatArray
    ) -> tuple[AnyFloatArray, AnyFloatArray]:
        """Return the probabilities (n, classes), and what the last layer with weights sees, (n, features)."""
        hidden = np.empty((len(images), prod(self.layers[self._head].input_shape)), self.dtype)
        return self._infer(parameters, images, hidden, 1), hidden

    def _infer(
        self, parameters: AnyFloatArray, images: AnyFloatArray, hidden: AnyFloatArray | None, threads: int
    ) -> AnyFloatArray:
        """Return the probabilities; fill `hidden`, if given."""
        self._check(images)
        probabilities = np.empty((len(images), self.classes), self.dtype)
        if len(images) > FEW:
            self._inferences.run(parameters, images, probabilities, hidden, threads)
        elif len(images):
            passed = self.forward(parameters, images)
            probabilities[:] = passed.probabilities
            if hidden is not None:
                seen = passed.outputs[self._head - 1] if self._head else images
                hidden[:] = seen.reshape(hidden.shape)
        return probabilities

    def _batch_last(self, images: AnyFloatArray) -> AnyFloatArray:
        """Return `images` with the batch as last axis, in this network's dtype."""
        self._check(images)
        return np.ascontiguousarray(np.moveaxis(images, 0, -1), self.dtype)

    def _check(self, images: AnyFloatArray) -> None:
        if images.shape[1:] != self.input_shape:
            raise ValueError(f"images must be (batch, {self.input_shape}), not {images.shape}")

    def __repr__(self) -> str:
        names = ", ".join(layer.name for layer in self.layers)
        return f"ConvNet({self.input_shape} → {names}; {self.parameter_count} parameters)"


def _batch_first(x: AnyFloatArray) -> AnyFloatArray:
    """Return a view of `x`, whose last axis is the batch, with the batch first."""
    return x.transpose(x.ndim - 1, *range(x.ndim - 1))


def _of_probabilities(probabilities: AnyFloatArray, labels: Labels) -> AnyFloatArray:
    """Return ∂L/∂p (batch, classes): −1 / (p · batch) at the label, 0 elsewhere."""
    gradient = np.zeros_like(probabilities)
    rows = np.arange(len(labels))
    smallest = np.finfo(probabilities.dtype).tiny
    gradient[rows, labels] = -1 / (np.maximum(probabilities[rows, labels], smallest) * len(labels))
    return gradient
