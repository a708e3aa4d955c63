"""Second derivatives: of the activations, and of the losses with respect to the output layer's z."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from networks.activations import ACTIVATIONS, Activation
from networks.arrays import FloatArray
from networks.losses import CROSS_ENTROPY, Loss
from networks.output_layer import OutputLayer


def bend(activation: Activation, z: FloatArray, a: FloatArray) -> FloatArray:
    """Return f″(z), shaped like z; a = f(z).

    σ″ = a (1 − a)(1 − 2a) and tanh″ = −2a (1 − a²), from σ′ = a (1 − a) and tanh′ = 1 − a² by the chain rule.
    Linear, relu and leaky_relu consist of straight pieces: 0. At the kink z = 0 relu and leaky_relu have no
    second derivative, and a slope that jumps: a Hessian does not see it.
    """
    match activation.name:
        case "sigmoid":
            return np.asarray(a * (1.0 - a) * (1.0 - 2.0 * a))
        case "tanh":
            return np.asarray(-2.0 * a * (1.0 - a * a))
        case _:
            return np.zeros_like(z)


def output_curvature(
    loss: Loss, output: Activation, z: FloatArray, a: FloatArray, y: FloatArray
) -> FloatArray:
    """Return ∂²/∂z∂zᵀ of the losses of one sample's outputs, (batch, outputs, outputs), before averaging.

    All (batch, outputs), `y` encoded. What the loss of one output depends on is its own z alone, so the
    matrix is diagonal; only softmax joins the outputs. Raises ValueError for a loss without a rule here.
    """
    if loss.name not in _CURVATURES:
        raise ValueError(
            f"no second derivative of the loss {loss.name!r}; known are {', '.join(_CURVATURES)}"
        )
    return _CURVATURES[loss.name](output, z, a, y)


def _diagonal(values: FloatArray) -> FloatArray:
    """Return (batch, outputs) as diagonal matrices (batch, outputs, outputs)."""
    return np.asarray(values[..., np.newaxis] * np.eye(values.shape[-1]))


def _mse(output: Activation, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    """f′² + (a − y) f″, of ½ (a − y)²."""
    return _diagonal(output.slope(z) ** 2 + (a - y) * bend(output, z, a))


def _bce(output: Activation, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    """Return p (1 − p) l′² + (p − y) l″, p = σ(l), with the logit l: z for sigmoid, 2z for tanh, else a."""
    match output.name:
        case "sigmoid":
            return _diagonal(a * (1.0 - a))
        case "tanh":
            p = ACTIVATIONS["sigmoid"](2.0 * z)
            return _diagonal(4.0 * p * (1.0 - p))
        case _:
            p = ACTIVATIONS["sigmoid"](a)
            return _diagonal(p * (1.0 - p) * output.slope(z) ** 2 + (p - y) * bend(output, z, a))


def _hinge(output: Activation, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    """−y f″ where y a < 1, else 0: the loss is straight in a, only f bends."""
    return _diagonal(np.where(y * a < 1.0, -y * bend(output, z, a), 0.0))


def _cross_entropy(output: Activation, z: FloatArray, a: FloatArray, y: FloatArray) -> FloatArray:
    """Return k (f′f′ᵀ (diag p − p pᵀ) + diag (p − y) f″), p = softmax a; for linear f′ = 1, f″ = 0.

    From ∂L/∂a = k (p − y) with k outputs, as `CrossEntropy` counts them, and ∂pᵢ/∂aⱼ = pᵢ (δᵢⱼ − pⱼ)
    (Bishop 2006, eq. 4.106).
    """
    p, slope = CROSS_ENTROPY.prediction(OutputLayer(output, z, a)), output.slope(z)
    of_a = _diagonal(p) - p[..., :, np.newaxis] * p[..., np.newaxis, :]
    of_z = slope[..., :, np.newaxis] * of_a * slope[..., np.newaxis, :]
    return np.asarray(z.shape[-1] * (of_z + _diagonal((p - y) * bend(output, z, a))))


Rule = Callable[[Activation, FloatArray, FloatArray, FloatArray], FloatArray]
_CURVATURES: Mapping[str, Rule] = MappingProxyType(
    {"mse": _mse, "bce": _bce, "hinge": _hinge, "cross_entropy": _cross_entropy}
)
