"""One training step without the update: the gradient of a batch, its two halves computed side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from networks.arrays import AnyFloatArray
from networks.convnet import ConvNet
from networks.cross_entropy import Labels
from networks.fast.half import Half
from networks.layers.elementwise import DropoutLayer


class TrainingStep:
    """The gradient of the mean cross-entropy of batches of `batch` images.

    It is that of `ConvNet.backward`, to the accuracy of the dtype. The batch is always cut into the same two
    halves, whose gradients are added in the same order, so its bits do not depend on `threads`.
    """

    def __init__(self, net: ConvNet, batch: int, threads: int = 2) -> None:
        self.net, self.batch = net, batch
        middle = (batch + 1) // 2
        self._parts = [part for part in (slice(0, middle), slice(middle, batch)) if part.stop > part.start]
        self._halves = [Half(net, part.stop - part.start, batch) for part in self._parts]
        self._pool = ThreadPoolExecutor(1, "training step") if threads > 1 and batch > 1 else None

    def run(
        self,
        parameters: AnyFloatArray,
        images: AnyFloatArray,
        labels: Labels,
        gradients: AnyFloatArray,
        rng: np.random.Generator | None = None,
    ) -> tuple[float, int]:
        """Write the gradient (P,) into `gradients`; return the mean loss and how many images were right.

        `images` (batch, channels, height, width), `labels` (batch,); `rng` draws the dropout, None for none.
        Raises ValueError for another number or shape of images.
        """
        if images.shape != (self.batch, *self.net.input_shape):
            raise ValueError(f"images must be {(self.batch, *self.net.input_shape)}, not {images.shape}")
        masks = None if rng is None else self._masks(rng)

        def work(index: int) -> tuple[float, int]:
            part = self._parts[index]
            own = None if masks is None else {layer: mask[..., part] for layer, mask in masks.items()}
            with np.errstate(all="ignore"):  # here: another thread does not have its caller's
                return self._halves[index].run(parameters, images[part], labels[part], own)

        others = range(1, len(self._halves))
        if self._pool is None:
            results = [work(index) for index in (0, *others)]
        else:
            running = [self._pool.submit(work, index) for index in others]
            results = [work(0), *(task.result() for task in running)]
        if others:
            np.add(self._halves[0].gradients, self._halves[1].gradients, out=gradients)
        else:
            np.copyto(gradients, self._halves[0].gradients)
        return sum(loss for loss, _ in results) / self.batch, sum(right for _, right in results)

    def _masks(self, rng: np.random.Generator) -> dict[int, AnyFloatArray]:
        """Draw what each dropout layer multiplies with, for the whole batch, as the plain layers do."""
        return {
            index: layer.mask(rng, self.batch, self.net.dtype)
            for index, layer in enumerate(self.net.layers)
            if isinstance(layer, DropoutLayer)
        }
