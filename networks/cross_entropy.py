"""Softmax and cross-entropy as one loss, computed from the logits without ever forming the logarithm of 0."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from networks.arrays import AnyFloatArray

Labels = NDArray[np.int64]


def softmax(logits: AnyFloatArray) -> AnyFloatArray:
    """Return p = eᶻ / Σ eᶻ, (batch, classes), of logits z (batch, classes).

    The largest logit of each image is taken from all of them first, which changes no p: eᶻ cannot overflow.
    """
    p: AnyFloatArray = np.exp(logits - logits.max(axis=-1, keepdims=True))
    p /= p.sum(axis=-1, keepdims=True)
    return p


def cross_entropies(logits: AnyFloatArray, labels: Labels) -> AnyFloatArray:
    """Return −ln p of each image's label, (batch,), from logits (batch, classes).

    −ln p = ln Σ eᶻ − z of the label, with the largest logit taken from all: exact for any finite logits
    (Goodfellow et al. 2016, eq. 6.30).
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    own = np.take_along_axis(shifted, labels[:, np.newaxis], axis=-1)[:, 0]
    losses: AnyFloatArray = np.log(np.exp(shifted).sum(axis=-1)) - own
    return losses


def cross_entropy(logits: AnyFloatArray, labels: Labels) -> tuple[float, AnyFloatArray]:
    """Return the mean of −ln p over the batch, and its gradient ∂L/∂z = (p − 1 at the label) / batch."""
    gradient = softmax(logits)
    gradient[np.arange(len(labels)), labels] -= 1
    gradient /= len(labels)
    return float(cross_entropies(logits, labels).mean()), gradient
