"""A stage is one or a few layers of a network, computed together, with buffers of their own."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from networks.arrays import AnyFloatArray
from networks.layers.layer import Tensors

if TYPE_CHECKING:
    from networks.convnet import ConvNet

Masks = Mapping[int, AnyFloatArray]  # by layer: what dropout multiplies with, (*input_shape, batch)


class Stage(ABC):
    """Layers `first` … `last` of a network for batches of one size; what `backward` needs is kept inside.

    Arrays lie as between layers, see `networks.layers.layer`. The result of `forward` and `backward` may be a
    buffer that the next call overwrites.
    """

    first: int
    last: int

    @abstractmethod
    def forward(
        self, x: AnyFloatArray, parameters: AnyFloatArray, masks: Masks | None, *, keep: bool
    ) -> AnyFloatArray:
        """Return the last layer's outputs; `masks` are those of dropout, None outside training.

        With `keep`, what `backward` needs is kept.
        """

    @abstractmethod
    def backward(
        self, dy: AnyFloatArray, parameters: AnyFloatArray, gradients: AnyFloatArray, *, onward: bool
    ) -> AnyFloatArray:
        """Add to `gradients` (P,) those of the layers' parameters, and return ∂L/∂x.

        Without `onward` nobody needs ∂L/∂x, and anything may be returned.
        """


class PlainStage(Stage):
    """One layer, as `networks.layers` computes it.

    With `alone`, only one such stage a batch writes the layer's gradients: they are written, not added.
    """

    def __init__(self, net: ConvNet, index: int, *, alone: bool) -> None:
        self.first = self.last = index
        self._net, self._layer = net, net.layers[index]
        self._memory: object = None
        self._alone = alone

    def forward(
        self, x: AnyFloatArray, parameters: AnyFloatArray, masks: Masks | None, *, keep: bool
    ) -> AnyFloatArray:
        """Ask the layer; dropout is a product with its mask, drawn elsewhere for the whole batch."""
        if self._layer.kind == "dropout":
            self._memory = None if masks is None else masks[self.first]
            return x if masks is None else x * masks[self.first]
        net, index = self._net, self.first
        y, self._memory = self._layer.forward(x, net.tensors(index, parameters), None)
        return y

    def backward(
        self, dy: AnyFloatArray, parameters: AnyFloatArray, gradients: AnyFloatArray, *, onward: bool
    ) -> AnyFloatArray:
        """Ask the layer for its gradients."""
        net, index = self._net, self.first
        own, total = net.tensors(index, parameters), net.tensors(index, gradients)
        if self._alone:
            return self._layer.backward(dy, self._memory, own, total)
        these = Tensors(np.empty_like(total.weights), np.empty_like(total.bias))
        dx = self._layer.backward(dy, self._memory, own, these)
        for sums, values in zip(total, these, strict=True):
            sums += values
        return dx
