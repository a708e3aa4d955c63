"""What each phase of an update shows on the graph: the numbers in the boxes and those of the edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.update_data import UpdateData

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shown:
    """What a phase shows of a layer: a number (out,) in each box, and perhaps another below it.

    `wires` (in + 1, out) are the numbers of its edges; `lit` says whether boxes are computed in this phase,
    `used` whether its edges are.
    """

    sign: str
    values: Array | None
    below: tuple[str, Array] | None
    wires: Array
    lit: bool
    used: bool


def shown(data: UpdateData, phase: int, layer: int, sample: int) -> Shown:
    """Return what a phase shows of a layer."""
    now, own = data.phases[phase], data.layers[layer]
    at = now.layer
    match now.kind:
        case "forward":
            assert at is not None
            known = layer <= at
            a = own.a[sample] if known else None
            z = ("z", own.z[sample]) if known else None
            return Shown("a", a, z, own.weights, layer == at, layer == at)
        case "loss":
            last = layer == len(data.layers) - 1
            if last:
                y = ("y", data.targets[sample])
                return Shown(data.answer, data.prediction[sample], y, own.weights, True, False)
            return Shown("a", own.a[sample], ("z", own.z[sample]), own.weights, False, False)
        case "output delta" | "hidden delta":
            assert at is not None
            if layer < at:
                return Shown("a", own.a[sample], ("z", own.z[sample]), own.weights, False, False)
            below = ("a", own.a[sample])
            return Shown("δ", own.delta[sample], below, own.weights, layer == at, layer == at + 1)
        case "gradients":
            return Shown("∂b", own.gradients[-1], ("δ", own.delta[sample]), own.gradients, True, True)
        case _:
            return Shown("Δb", own.changes[-1], ("b", own.weights[-1]), own.changes, True, True)
