"""How a network does on a set of images."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from networks.arrays import AnyFloatArray, FloatArray
from networks.classification import Scores, scores
from networks.convnet import ConvNet
from networks.cross_entropy import Labels, cross_entropies
from networks.images import ImageSet

PIECE = 256  # images whose logits are computed at once


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How a network does on a set: its mean cross-entropy, its answers (n,), and their scores."""

    loss: float
    predictions: Labels
    scores: Scores


def evaluate(net: ConvNet, parameters: AnyFloatArray, images: ImageSet) -> Evaluation:
    """Return how the network does with these parameters on a set of images, nothing dropped out."""
    probabilities = net.probabilities(parameters, images.images, threads=2)
    predictions = probabilities.argmax(axis=1)
    losses = _losses(net, parameters, images, probabilities)
    return Evaluation(float(losses.mean()), predictions, scores(images.labels, predictions, net.classes))


def _losses(
    net: ConvNet, parameters: AnyFloatArray, images: ImageSet, probabilities: AnyFloatArray
) -> FloatArray:
    """Return −ln p of each image's label, (n,); from the logits where p is too small to be written."""
    own = np.take_along_axis(probabilities, images.labels[:, None], axis=1)[:, 0].astype(np.float64)
    tiny = np.flatnonzero(~(own >= np.finfo(probabilities.dtype).tiny))
    own[tiny] = 1.0
    losses: FloatArray = -np.log(own)
    for start in range(0, len(tiny), PIECE):
        some = tiny[start : start + PIECE]
        passed = net.forward(parameters, images.images[some])
        losses[some] = cross_entropies(passed.logits, images.labels[some])
    return losses
