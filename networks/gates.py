"""Neurons of two inputs as logic gates: which one a neuron is nearest to, and XOR made by hand."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from networks.activations import RANGES
from networks.architecture import Architecture
from networks.arrays import FloatArray, read_only

CORNERS = read_only([[0, 0], [0, 1], [1, 0], [1, 1]])  # (4, 2): x₁ and x₂ in the order of a truth table

# All sixteen: number k answers the corners 00, 01, 10, 11 with the four binary digits of k.
NAMES = (
    "FALSE",
    "AND",
    "x₁ AND NOT x₂",
    "x₁",
    "x₂ AND NOT x₁",
    "x₂",
    "XOR",
    "OR",
    "NOR",
    "XNOR",
    "NOT x₂",
    "x₁ OR NOT x₂",
    "NOT x₁",
    "x₂ OR NOT x₁",
    "NAND",
    "TRUE",
)
TABLE = read_only([[(number >> (3 - corner)) & 1 for corner in range(4)] for number in range(16)])  # (16, 4)

_BITS = np.array([8, 4, 2, 1])
_AND, _OR, _NAND = ((1.0, 1.0, -1.5), (1.0, 1.0, -0.5), (-1.0, -1.0, 1.5))  # w₁, w₂, b: 0.5 beyond the line
SCALE = 20.0  # of those weights: z is ±10, σ(10) is 0.99995


def nearest(activations: ArrayLike, low: ArrayLike, high: ArrayLike) -> tuple[NDArray[np.str_], FloatArray]:
    """Return the name (...) of the gate nearest to activations (..., 4) at `CORNERS`, and the distance (...).

    `low` and `high` (...) are the activations that stand for 0 and 1 (see `extremes`). The distance is the
    largest over the corners, in units of high − low: 0 is the gate itself; at 0.5 some corner could be
    either, and above 0.5 some corner lies outside low … high.
    """
    corners = np.asarray(activations, dtype=np.float64)
    least, most = (np.asarray(bound, dtype=np.float64)[..., np.newaxis] for bound in (low, high))
    with np.errstate(all="ignore"):
        bits = (corners - least) / (most - least)
        gates = (bits > 0.5) @ _BITS
        distance = np.abs(bits - TABLE[gates]).max(axis=-1)
    return np.asarray(NAMES)[gates], distance


def extremes(activation: str, activations: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Return what stands for 0 and 1, each (...), in a neuron with this activation, from its (..., 4).

    The ends of the range of sigmoid and tanh. The others have none: their least and greatest activation at
    the corners; where these are the same, 0 and 1.
    """
    corners = np.asarray(activations, dtype=np.float64)
    low, high = corners.min(axis=-1), corners.max(axis=-1)
    if activation in RANGES:
        return np.full_like(low, RANGES[activation][0]), np.full_like(high, RANGES[activation][1])
    same = ~(high > low)
    return np.where(same, 0.0, low), np.where(same, 1.0, high)


def xor_by_hand(
    architecture: Architecture, scale: float = SCALE, low: float = 0.0, high: float = 1.0
) -> FloatArray:
    """Return parameters (P,) that solve XOR on `CORNERS`: x₁ XOR x₂ = (x₁ OR x₂) AND (x₁ NAND x₂).

    Neurons 1 and 2 of the first hidden layer are OR and NAND; neuron 1 of the next layer is their AND, and
    every later layer passes it on. All other weights are 0. A larger `scale` makes a steeper, surer gate.
    A linear output gives the numbers `low` and `high`.
    Raises ValueError unless there are two inputs, two or more neurons in the first hidden layer, one output,
    all hidden neurons are sigmoid or tanh and the output is sigmoid, tanh or linear.
    """
    kinds = [activation.name for activation in architecture.activations]
    sizes = architecture.sizes
    if len(sizes) < 3 or sizes[0] != 2 or sizes[1] < 2 or sizes[-1] != 1:
        raise ValueError(f"XOR by hand needs 2 inputs, 2 or more hidden neurons and 1 output, not {sizes}")
    if not set(kinds[:-1]) <= set(RANGES) or kinds[-1] not in (*RANGES, "linear"):
        raise ValueError(f"XOR by hand needs sigmoid or tanh units, not {', '.join(kinds)}")
    flat = np.zeros(architecture.parameter_count)
    blocks = architecture.unpack(flat)
    said = (0.0, 1.0)  # what the layer before answers for false and for true
    for layer, (block, kind) in enumerate(zip(blocks, kinds, strict=True)):
        gates: tuple[tuple[float, ...], ...] = ((1.0, -0.5),)
        if layer < 2:
            gates = ((_OR, _NAND), (_AND,))[layer]
        for neuron, (*weights, bias) in enumerate(gates):
            # The gates are written for inputs 0 and 1; of inputs s₀ and s₁ that is (x − s₀) / (s₁ − s₀).
            own = np.array(weights) / (said[1] - said[0])
            offset = bias - own.sum() * said[0]
            if kind == "linear":
                steepness, offset = high - low, offset + 0.5
            else:
                steepness = scale if kind == "sigmoid" else scale / 2  # tanh z = 2 σ(2z) − 1
            block[: len(own), neuron] = steepness * own
            block[-1, neuron] = steepness * offset + (low if kind == "linear" else 0.0)
        said = RANGES.get(kind, said)
    return flat
