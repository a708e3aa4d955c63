"""Probabilities of many images: piece by piece, so that memory stays small and in the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from networks.arrays import AnyFloatArray
from networks.cross_entropy import softmax
from networks.fast.plan import stages
from networks.fast.scratch import Scratch

if TYPE_CHECKING:
    from networks.convnet import ConvNet

PIECE = 32


class Inference:
    """The forward pass of PIECE images, in one thread, with buffers of its own.

    The last layer with weights is `last`; what it sees is called hidden.
    """

    def __init__(self, net: ConvNet) -> None:
        self.last = max(index for index, layer in enumerate(net.layers) if layer.parameter_count)
        self._shape = (*net.input_shape, PIECE)
        self._dtype = net.dtype
        scratch = Scratch(net.dtype)
        end = len(net.layers) - (net.layers[-1].kind == "softmax")
        self._before = stages(net, range(self.last), PIECE, scratch)
        self._after = stages(net, range(self.last, end), PIECE, scratch)

    def run(
        self,
        parameters: AnyFloatArray,
        images: AnyFloatArray,
        probabilities: AnyFloatArray,
        hidden: AnyFloatArray | None,
    ) -> None:
        """Fill `probabilities` (n, classes) and `hidden` (n, features), if given, for n ≤ PIECE images."""
        count = len(images)
        x = np.moveaxis(images, 0, -1)
        if count < PIECE:
            x = np.zeros(self._shape, self._dtype)
            x[..., :count] = np.moveaxis(images, 0, -1)
        for stage in self._before:
            x = stage.forward(x, parameters, None, keep=False)
        if hidden is not None:
            hidden[:] = x.reshape(-1, PIECE).T[:count]
        for stage in self._after:
            x = stage.forward(x, parameters, None, keep=False)
        probabilities[:] = softmax(x.reshape(-1, PIECE).T[:count])
