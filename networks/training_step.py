"""One training step without the update: the gradient of a batch, its two halves computed side by side."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from networks.arrays import AnyFloatArray
from networks.convnet import ConvNet
from networks.cross_entropy import Labels, cross_entropy


class TrainingStep:
    """The gradient of the mean cross-entropy of batches of `batch` images.

    The batch is always cut into the same two halves, whose gradients are added in the same order, so the bits
    of the result do not depend on `threads`.
    """

    def __init__(self, net: ConvNet, batch: int, threads: int = 2) -> None:
        self.net, self.batch = net, batch
        middle = batch // 2
        self._halves = [half for half in (slice(0, middle), slice(middle, batch)) if half.stop > half.start]
        self._pool = ThreadPoolExecutor(threads) if threads > 1 else None

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
        """
        rngs = [None] * len(self._halves) if rng is None else rng.spawn(len(self._halves))

        def half(index: int) -> tuple[float, int]:
            part = self._halves[index]
            passed = self.net.forward(parameters, images[part], rngs[index])
            parts[index] = self.net.backward(parameters, passed, labels[part]).parameters
            right = int((passed.logits.argmax(axis=1) == labels[part]).sum())
            return cross_entropy(passed.logits, labels[part])[0], right

        parts: list[AnyFloatArray] = [parameters] * len(self._halves)
        run = map if self._pool is None else self._pool.map
        results = list(run(half, range(len(self._halves))))
        gradients[...] = 0
        loss = 0.0
        for part, values, (mean, _) in zip(self._halves, parts, results, strict=True):
            share = (part.stop - part.start) / self.batch
            gradients += values * np.asarray(share, values.dtype)
            loss += mean * share
        return loss, sum(right for _, right in results)
