"""Weights that stay when the network's shape changes, and what the hand holds of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import FloatArray
from networks import Architecture
from networks.held import Mask


class InHand(NamedTuple):
    """Every parameter's own value, whether it is free to learn, and whether it counts; (P,) each."""

    values: FloatArray
    free: Mask
    alive: Mask


def carried(
    old: Architecture,
    kept: InHand,
    new: Architecture,
    fresh: FloatArray,
    inputs: tuple[tuple[str, ...], tuple[str, ...]],
) -> InHand:
    """Return what `new` begins with: `kept` for neurons that both shapes have, `fresh` values elsewhere.

    Hidden layers are matched from the first on, neurons in order, `inputs` (old, new) by their names. A kept
    neuron hears a new one with weight zero, so it says what it said before. With another number of hidden
    layers, those after the last that both have are fresh, the output layer too. A kept weight stays frozen
    or muted; so does a kept neuron that was frozen or muted as a whole, also towards new ones.
    """
    count = new.parameter_count
    grown = InHand(fresh.copy(), np.ones(count, np.bool_), np.ones(count, np.bool_))
    before, after = _blocks(old, kept), _blocks(new, grown)
    both = new.layers if old.layers == new.layers else min(old.layers, new.layers) - 1
    names = [name for name in inputs[1] if name in inputs[0]]
    rows = [inputs[0].index(name) for name in names], [inputs[1].index(name) for name in names]
    for layer in range(both):
        stay = list(range(min(old.sizes[layer + 1], new.sizes[layer + 1])))
        from_, to = np.ix_([*rows[0], -1], stay), np.ix_([*rows[1], -1], stay)
        after[layer].values[:-1, stay] = 0.0
        after[layer].free[:, stay] = before[layer].free[:, stay].any(axis=0)
        for there, here in zip(before[layer], after[layer], strict=True):
            here[to] = there[from_]
        if layer + 1 < old.layers:
            after[layer + 1].alive[stay] = np.any(before[layer + 1].alive[stay], axis=1, keepdims=True)
        rows = stay, stay
    return grown


def _blocks(architecture: Architecture, parts: InHand) -> list[InHand]:
    """Return each layer's blocks (in + 1, out), the bias in the last row, as views."""
    arrays: tuple[NDArray[Any], ...] = parts
    return [InHand(*blocks) for blocks in zip(*(architecture.unpack(part) for part in arrays), strict=True)]
