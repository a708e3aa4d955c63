"""The first weights of a layer, drawn so that what passes through keeps its size."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from networks.layers.layer import Layer

KINDS = ("he", "xavier")


def draw_weights(
    layers: Sequence[Layer[Any]], index: int, rng: np.random.Generator, kind: str
) -> NDArray[np.float64]:
    """Return first weights for layer `index`, shaped as it wants them; `kind` is one of KINDS.

    "he": N(0, 2 / fan_in) for the layers that a ReLU or leaky ReLU follows (He et al. 2015, eq. 10), the
    others as "xavier": evenly from ±√(6 / (fan_in + fan_out)) (Glorot & Bengio 2010, eq. 16), which
    serves all layers if asked for. The fans count the cells of a filter.
    """
    shape = layers[index].weight_shape
    outputs, inputs, *window = shape
    fan_in, fan_out = inputs * prod(window), outputs * prod(window)
    if kind == "he" and _before_relu(layers, index):
        return rng.standard_normal(shape) * sqrt(2.0 / fan_in)
    limit = sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, shape)


def _before_relu(layers: Sequence[Layer[Any]], index: int) -> bool:
    """Return whether the next nonlinearity after layer `index` is a ReLU or leaky ReLU."""
    for layer in layers[index + 1 :]:
        if layer.relu_like:
            return True
        if layer.parameter_count or layer.kind in ("tanh", "sigmoid"):
            return False
    return False
