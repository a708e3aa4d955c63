"""The size of each layer's part of a network's parameters, gradients or moments."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray, Parameters
from networks.convnet import ConvNet


def layer_norms(net: ConvNet, flat: Parameters) -> FloatArray:
    """Return √Σ x² of each layer's weights and biases in `flat` (P,), summed in float64; layers without
    are left out.
    """
    parts = [flat[place[0].start : place[1].stop] for place in net.slices if place]
    return np.sqrt([np.einsum("i,i", part, part, dtype=np.float64) for part in parts])
