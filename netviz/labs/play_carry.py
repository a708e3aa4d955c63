"""Weights that stay when the network's shape changes."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from networks import MLP, Architecture


def carried(
    old: Architecture,
    parameters: FloatArray,
    new: Architecture,
    fresh: FloatArray,
    inputs: tuple[tuple[str, ...], tuple[str, ...]],
) -> FloatArray:
    """Return parameters (P,) for `new`: those of `old` for neurons that both have, `fresh` ones elsewhere.

    Hidden layers are matched from the first on, neurons in order, `inputs` (old, new) by their names. A kept
    neuron hears a new one with weight zero, so it says what it said before. With another number of hidden
    layers, those after the last that both have are fresh, the output layer too.
    """
    kept, grown = MLP(old, parameters), MLP(new, fresh.copy())
    both = new.layers if old.layers == new.layers else min(old.layers, new.layers) - 1
    names = [name for name in inputs[1] if name in inputs[0]]
    heard = [inputs[0].index(name) for name in names], [inputs[1].index(name) for name in names]
    for layer in range(both):
        stay = list(range(min(old.sizes[layer + 1], new.sizes[layer + 1])))
        grown.weights[layer][:, stay] = 0.0
        grown.weights[layer][np.ix_(heard[1], stay)] = kept.weights[layer][np.ix_(heard[0], stay)]
        grown.biases[layer][stay] = kept.biases[layer][stay]
        heard = stay, stay
    return grown.parameters
