"""How a network does on a set of images."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from networks.arrays import AnyFloatArray, FloatArray
from networks.classification import Scores, scores
from networks.convnet import ConvNet
from networks.cross_entropy import Labels, cross_entropies
from networks.images import Float32Array, ImageSet

PIECE = 256  # images whose logits are computed at once


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What a network makes of each image of a set after `step` steps, in a few bytes an image.

    `predictions` (n,) are the most probable classes, in the smallest whole numbers that hold them,
    `sure` (n,) their probabilities, `own` (n,) those of the true classes: all read-only where they are made.
    """

    step: int
    predictions: NDArray[np.unsignedinteger[Any]]
    sure: Float32Array
    own: Float32Array


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How a network does on a set: its mean cross-entropy, its answers (n,), and their scores.

    `sure` (n,) are the probabilities of its answers, `own` (n,) those of the true classes.
    """

    loss: float
    predictions: Labels
    scores: Scores
    sure: AnyFloatArray
    own: AnyFloatArray

    def answers(self, step: int) -> Answers:
        """Return what is worth keeping of each image, found after `step` steps."""
        small = self.predictions.astype(np.min_scalar_type(len(self.scores.confusion) - 1))
        kept = (small, self.sure.astype(np.float32), self.own.astype(np.float32))
        for array in kept:
            array.setflags(write=False)
        return Answers(step, *kept)


def evaluate(net: ConvNet, parameters: AnyFloatArray, images: ImageSet) -> Evaluation:
    """Return how the network does with these parameters on a set of images, nothing dropped out."""
    probabilities = net.probabilities(parameters, images.images, threads=2)
    predictions = probabilities.argmax(axis=1)
    sure = np.take_along_axis(probabilities, predictions[:, None], axis=1)[:, 0]
    own = np.take_along_axis(probabilities, images.labels[:, None], axis=1)[:, 0]
    losses = _losses(net, parameters, images, own)
    found = scores(images.labels, predictions, net.classes)
    return Evaluation(float(losses.mean()), predictions, found, sure, own)


def _losses(net: ConvNet, parameters: AnyFloatArray, images: ImageSet, own: AnyFloatArray) -> FloatArray:
    """Return −ln p of each image's label, (n,); from the logits where p is too small to be written."""
    exact = own.astype(np.float64)
    tiny = np.flatnonzero(~(own >= np.finfo(own.dtype).tiny))
    exact[tiny] = 1.0
    losses: FloatArray = -np.log(exact)
    for start in range(0, len(tiny), PIECE):
        some = tiny[start : start + PIECE]
        passed = net.forward(parameters, images.images[some])
        losses[some] = cross_entropies(passed.logits, images.labels[some])
    return losses
