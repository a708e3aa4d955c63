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
    at: int | None = None,
) -> InHand:
    """Return what `new` begins with: `kept` for neurons that both shapes have, `fresh` values elsewhere.

    Where there are more or fewer hidden layers, they came or went before hidden layer `at`, else before the
    output: others are matched in order, and what leads from one to the next stays. The rest is fresh, biases
    too. Neurons are matched in order, `inputs` (old, new) by their names; a kept neuron hears a new one of a
    kept layer with weight zero, so it says what it said before. A kept weight stays frozen or muted; so does
    a kept neuron that was frozen as a whole, while its layer hears the same one, or muted, also towards new
    ones.
    """
    count = new.parameter_count
    grown = InHand(fresh.copy(), np.ones(count, np.bool_), np.ones(count, np.bool_))
    before, after = _blocks(old, kept), _blocks(new, grown)
    both = min(old.layers, new.layers)
    until = both - 1 if at is None else at
    names = [name for name in inputs[1] if name in inputs[0]]
    rows = [inputs[0].index(name) for name in names], [inputs[1].index(name) for name in names]
    heard = -1, -1  # the layer before, in the old and in the new shape
    for layer in range(both):
        was, is_ = (layer + (one.layers - both) * (layer >= until) for one in (old, new))
        stay = list(range(min(old.sizes[was + 1], new.sizes[is_ + 1])))
        if heard == (was - 1, is_ - 1):
            from_, to = np.ix_([*rows[0], -1], stay), np.ix_([*rows[1], -1], stay)
            after[is_].values[:-1, stay] = 0.0
            after[is_].free[:, stay] = before[was].free[:, stay].any(axis=0)
            for there, here in zip(before[was], after[is_], strict=True):
                here[to] = there[from_]
        if was + 1 < old.layers:
            after[is_ + 1].alive[stay] = np.any(before[was + 1].alive[stay], axis=1, keepdims=True)
        rows, heard = (stay, stay), (was, is_)
    return grown


def _blocks(architecture: Architecture, parts: InHand) -> list[InHand]:
    """Return each layer's blocks (in + 1, out), the bias in the last row, as views."""
    arrays: tuple[NDArray[Any], ...] = parts
    return [InHand(*blocks) for blocks in zip(*(architecture.unpack(part) for part in arrays), strict=True)]
