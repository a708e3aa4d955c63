"""One training step without the update: the gradient of a batch, its two halves computed side by side."""

from __future__ import annotations

import contextlib
import os

import numpy as np

from networks.arrays import AnyFloatArray
from networks.convnet import ConvNet
from networks.cross_entropy import Labels
from networks.fast.half import Half
from networks.fast.helper import Helper, ThreadHelper, shared
from networks.fast.stages import Masks
from networks.layers.elementwise import DropoutLayer

Share = tuple[AnyFloatArray, AnyFloatArray, Labels, Masks | None]  # what `Half.run` takes


class TrainingStep:
    """The gradient of the mean cross-entropy of batches of `batch` images.

    It is that of `ConvNet.backward`, to the accuracy of the dtype. The batch is always cut into the same two
    halves, whose gradients are added in the same order, so its bits do not depend on who computes them.
    """

    def __init__(self, net: ConvNet, batch: int) -> None:
        self.net, self.batch = net, batch
        middle = (batch + 1) // 2
        self._parts = [part for part in (slice(0, middle), slice(middle, batch)) if part.stop > part.start]
        self._halves = [
            Half(net, part.stop - part.start, batch, shared((net.parameter_count,), net.dtype))
            for part in self._parts
        ]
        self._deserted = False  # the partner is gone
        self._partner: Helper | ThreadHelper | None = None
        self._owner = 0  # the process whose partner it is: a fork of this one needs another

    def run(
        self,
        parameters: AnyFloatArray,
        images: AnyFloatArray,
        labels: Labels,
        gradients: AnyFloatArray,
        rng: np.random.Generator | None = None,
        *,
        alone: bool = False,
    ) -> tuple[float, int]:
        """Write the gradient (P,) into `gradients`; return the mean loss and how many images were right.

        `images` (batch, channels, height, width), `labels` (batch,); `rng` draws the dropout, None for none.
        A process forked at the first run computes the second half, or, where a fork is not safe or fails, a
        thread does; if it is to be done `alone`, this one. Raises ValueError for another number or shape of
        images.
        """
        if images.shape != (self.batch, *self.net.input_shape):
            raise ValueError(f"images must be {(self.batch, *self.net.input_shape)}, not {images.shape}")
        masks = None if rng is None else self._masks(rng)
        shares = []
        for part in self._parts:
            own = None if masks is None else {layer: mask[..., part] for layer, mask in masks.items()}
            shares.append((parameters, images[part], labels[part], own))
        with np.errstate(all="ignore"):
            if len(shares) == 2 and not (alone or self._deserted):
                results = self._side_by_side(*shares)
            else:
                results = [half.run(*share) for half, share in zip(self._halves, shares, strict=True)]
        first, *others = (half.gradients for half in self._halves)
        if others:
            np.add(first, others[0], out=gradients)
        else:
            np.copyto(gradients, first)
        return sum(loss for loss, _ in results) / self.batch, sum(right for _, right in results)

    def _side_by_side(self, mine: Share, others: Share) -> list[tuple[float, int]]:
        """Run both halves at the same time; this process does both if the other is lost."""
        if self._partner is None or self._owner != os.getpid():
            self._partner = self._found()
            self._owner = os.getpid()
        self._partner.start(*others)
        try:
            result = self._halves[0].run(*mine)
        finally:
            theirs = self._partner.finish()
        if theirs is None:
            self._deserted, self._partner = True, None  # its end gives this process all processors back
            theirs = self._halves[1].run(*others)
        return [result, theirs]

    def _found(self) -> Helper | ThreadHelper:
        """Return who computes the second half: a process, or where none can be had a thread."""
        if Helper.possible():
            dropped = [i for i, layer in enumerate(self.net.layers) if isinstance(layer, DropoutLayer)]
            with contextlib.suppress(OSError):
                return Helper(self._halves[1], dropped)
        return ThreadHelper(self._halves[1])

    def _masks(self, rng: np.random.Generator) -> dict[int, AnyFloatArray]:
        """Draw what each dropout layer multiplies with, for the whole batch, as the plain layers do."""
        return {
            index: layer.mask(rng, self.batch, self.net.dtype)
            for index, layer in enumerate(self.net.layers)
            if isinstance(layer, DropoutLayer)
        }
