"""Activation functions f, from a neuron's pre-activation z to its activation a = f(z), and derivatives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from networks.arrays import FloatArray, constant

LEAKY_SLOPE = 0.01

_ZERO, _ONE = constant(0.0), constant(1.0)
_SLOPE, _ONE_LESS_SLOPE = constant(LEAKY_SLOPE), constant(1.0 - LEAKY_SLOPE)


@dataclass(frozen=True)
class Activation:
    """One elementwise function; `apply` and `derivative` write into `out` and allocate nothing.

    `apply(z, out)` writes f(z); `derivative(z, a, out)` writes f′(z), where a = f(z) is at hand because for
    sigmoid and tanh the derivative is shortest in terms of a. All arrays of one shape, any shape.
    They may raise NumPy's overflow warning for |z| above 709: callers silence it once, outside their loop.
    """

    name: str
    apply: Callable[[FloatArray, FloatArray], None]
    derivative: Callable[[FloatArray, FloatArray, FloatArray], None]

    def __call__(self, z: ArrayLike) -> FloatArray:
        """Return f(z) as a new array; never warns."""
        pre_activations = np.asarray(z, dtype=np.float64)
        activations = np.empty_like(pre_activations)
        with np.errstate(all="ignore"):
            self.apply(pre_activations, activations)
        return activations

    def slope(self, z: ArrayLike) -> FloatArray:
        """Return f′(z) as a new array; never warns."""
        pre_activations = np.asarray(z, dtype=np.float64)
        slopes = np.empty_like(pre_activations)
        with np.errstate(all="ignore"):
            self.derivative(pre_activations, self(pre_activations), slopes)
        return slopes

    def __repr__(self) -> str:
        return f"Activation({self.name!r})"


def _sigmoid(z: FloatArray, out: FloatArray) -> None:
    """σ(z) = 1 / (1 + e⁻ᶻ) (Goodfellow et al. 2016, section 3.10).

    Correct in both tails without a case distinction: for z → −∞, e⁻ᶻ is large and 1/(1 + e⁻ᶻ) keeps all its
    digits (0 once e⁻ᶻ overflows, at z < −709, where σ is below 1e−308); for z → ∞, e⁻ᶻ vanishes beside 1.
    """
    np.negative(z, out)
    np.exp(out, out)
    np.add(out, _ONE, out)
    np.reciprocal(out, out)


def _sigmoid_derivative(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    """σ′(z) = a (1 − a) = a − a² (Rumelhart et al. 1986)."""
    np.multiply(a, a, out)
    np.subtract(a, out, out)


def _tanh(z: FloatArray, out: FloatArray) -> None:
    np.tanh(z, out)


def _tanh_derivative(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    """tanh′(z) = 1 − a²."""
    np.multiply(a, a, out)
    np.subtract(_ONE, out, out)


def _relu(z: FloatArray, out: FloatArray) -> None:
    """max(0, z) (Goodfellow et al. 2016, section 6.3.1)."""
    np.maximum(z, _ZERO, out=out)


def _relu_derivative(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    """1 for z > 0, else 0; at the kink z = 0 we take 0."""
    np.heaviside(z, _ZERO, out)


def _leaky_relu(z: FloatArray, out: FloatArray) -> None:
    """max(0.01 z, z) (Maas et al. 2013)."""
    np.multiply(z, _SLOPE, out)
    np.maximum(z, out, out=out)


def _leaky_relu_derivative(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    """1 for z > 0, else 0.01."""
    np.heaviside(z, _ZERO, out)
    np.multiply(out, _ONE_LESS_SLOPE, out)
    np.add(out, _SLOPE, out)


def _linear(z: FloatArray, out: FloatArray) -> None:
    np.copyto(out, z)


def _linear_derivative(z: FloatArray, a: FloatArray, out: FloatArray) -> None:
    out.fill(1.0)


ACTIVATIONS: Mapping[str, Activation] = MappingProxyType(
    {
        activation.name: activation
        for activation in (
            Activation("sigmoid", _sigmoid, _sigmoid_derivative),
            Activation("tanh", _tanh, _tanh_derivative),
            Activation("relu", _relu, _relu_derivative),
            Activation("leaky_relu", _leaky_relu, _leaky_relu_derivative),
            Activation("linear", _linear, _linear_derivative),
        )
    }
)

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType({"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)})
"""Between which numbers the bounded ones lie, without reaching them."""
STEEPEST: Mapping[str, float] = MappingProxyType({"sigmoid": 0.25, "tanh": 1.0})
"""The slope of the bounded ones where it is greatest, at z = 0."""
