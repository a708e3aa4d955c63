"""First weights of a layer. Biases are always zero: the random weights already tell the neurons apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sqrt
from types import MappingProxyType

import numpy as np

from networks.arrays import FloatArray

Initializer = Callable[[np.random.Generator, int, int], FloatArray]


def normal(rng: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """Draw weights (fan_in, fan_out) from N(0, 1)."""
    return rng.standard_normal((fan_in, fan_out))


def uniform(rng: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """Draw weights (fan_in, fan_out) evenly from [0, 1).

    All positive: on XOR the hidden neurons start out leaning the same way, and sigmoid neurons learn it more
    often than from the other initializers. Wide layers (64 and more) are saturated by it from the start,
    and deeper networks of ReLU or tanh one-sided: there the others do better.
    """
    return rng.random((fan_in, fan_out))


def xavier(rng: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """Draw weights (fan_in, fan_out) evenly from ±√(6 / (fan_in + fan_out)), variance 2 / (fan_in + fan_out).

    Keeps the variance of activations and gradients from layer to layer where f is nearly linear
    (Glorot & Bengio 2010, eq. 16, the "normalized initialization", uniform).
    """
    limit = sqrt(6.0 / (fan_in + fan_out))
    return rng.uniform(-limit, limit, (fan_in, fan_out))


def he(rng: np.random.Generator, fan_in: int, fan_out: int) -> FloatArray:
    """Draw weights (fan_in, fan_out) from N(0, 2 / fan_in).

    The 2 makes up for the half of the inputs that ReLU sets to zero (He et al. 2015, eq. 10).
    """
    return rng.standard_normal((fan_in, fan_out)) * sqrt(2.0 / fan_in)


INITIALIZERS: Mapping[str, Initializer] = MappingProxyType(
    {"normal": normal, "uniform": uniform, "xavier": xavier, "he": he}
)
