"""The size of each layer's part of a network's parameters, gradients or moments."""

from __future__ import annotations

import math

import numpy as np

from netviz.engine.arrays import FloatArray, Parameters
from networks.convnet import ConvNet

PLAIN = (1e-12, 1e12)  # greatest numbers whose squares float32 can add up


def layer_norms(net: ConvNet, flat: Parameters) -> FloatArray:
    """Return √Σ x² of each layer's weights and biases in `flat` (P,); layers without are left out."""
    parts = [flat[place[0].start : place[1].stop] for place in net.slices if place]
    return np.array([norm(part) for part in parts])


def norm(values: Parameters) -> float:
    """Return √Σ x² of values (n,), good to five digits at least.

    Added up as they are, several times as fast as in float64; but in float64 where squares would overflow or
    vanish. A NaN or an infinity among them shows.
    """
    if not values.size:
        return 0.0
    greatest = max(float(values.max()), -float(values.min()))
    if PLAIN[0] < greatest < PLAIN[1]:
        return math.sqrt(float(np.dot(values, values)))
    return math.sqrt(float(np.einsum("i,i", values, values, dtype=np.float64)))
