"""One half of a batch, forward and back, in one thread."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from networks.arrays import AnyFloatArray
from networks.cross_entropy import Labels, cross_entropies, softmax
from networks.fast.plan import stages
from networks.fast.scratch import Scratch
from networks.fast.stages import Masks, Stage

if TYPE_CHECKING:
    from networks.convnet import ConvNet

PIECE = 16  # images that go through the convolutions at once: their arrays are to stay in the cache


class Half:
    """The gradient of the cross-entropy of `count` images, divided by `batch`, with buffers of its own.

    It is written into `gradients` (P,), zero to begin with. The layers that work on images take at most PIECE
    of them at a time, the others all at once.
    """

    def __init__(self, net: ConvNet, count: int, batch: int, gradients: AnyFloatArray) -> None:
        self.net, self.count, self.batch = net, count, batch
        self.gradients = gradients
        end = len(net.layers) - (net.layers[-1].kind == "softmax")
        flat = next((i for i, layer in enumerate(net.layers) if len(layer.output_shape) == 1), end)
        # To the gradients of the layers before, every piece adds its own.
        ends = [place[1].stop for place in net.slices[:flat] if place is not None]
        self._added = self.gradients[: max(ends, default=0)]
        number = -(-count // PIECE)
        cuts = [count * index // number for index in range(number + 1)]
        self._pieces = [slice(start, stop) for start, stop in pairwise(cuts)]
        scratch = Scratch(net.dtype)
        sizes = [piece.stop - piece.start for piece in self._pieces]
        self._fronts = [stages(net, range(flat), size, scratch) for size in sizes]
        self._back = stages(net, range(flat, end), count, scratch, alone=True)
        self._joined = np.empty((*net.layers[flat].input_shape, count), net.dtype)

    def run(
        self, parameters: AnyFloatArray, images: AnyFloatArray, labels: Labels, masks: Masks | None
    ) -> tuple[float, int]:
        """Fill `gradients`; return the sum of the losses and how many images were right."""
        self._added.fill(0)
        x = np.moveaxis(images, 0, -1)
        for piece, front in zip(self._pieces, self._fronts, strict=True):
            own = None if masks is None else {index: mask[..., piece] for index, mask in masks.items()}
            self._joined[..., piece] = _through(front, x[..., piece], parameters, own)
        logits = _through(self._back, self._joined, parameters, masks).T
        dlogits = softmax(logits)
        dlogits[np.arange(self.count), labels] -= 1
        dlogits /= self.batch
        dy = np.ascontiguousarray(dlogits.T)
        for stage in reversed(self._back):
            dy = stage.backward(dy, parameters, self.gradients, onward=True)
        if self._added.size:
            for piece, front in zip(self._pieces, self._fronts, strict=True):
                dpiece = np.ascontiguousarray(dy[..., piece])
                for stage in reversed(front):
                    dpiece = stage.backward(dpiece, parameters, self.gradients, onward=stage.first > 0)
        losses = cross_entropies(logits, labels).sum(dtype=np.float64)
        return float(losses), int((logits.argmax(axis=1) == labels).sum())


def _through(
    stages: list[Stage], x: AnyFloatArray, parameters: AnyFloatArray, masks: Masks | None
) -> AnyFloatArray:
    """Return what the last of the stages makes of `x`."""
    for stage in stages:
        x = stage.forward(x, parameters, masks, keep=True)
    return x
