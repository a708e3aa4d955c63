"""Losses: how wrong the output layer is, and the gradient with which backpropagation begins.

For two classes there is one output and targets 0/1, which the loss encodes; for more, cross_entropy with an
output and a one-hot target for each class; for a value to be met (regression), mse with a linear output and
targets of any value, which `encode` leaves as they are: `accuracy` says nothing there.

Every method takes the output layer and, where needed, the encoded targets `y`; all (..., batch, outputs),
targets may lack leading axes.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from networks.activations import ACTIVATIONS, Activation
from networks.arrays import FloatArray, constant
from networks.output_layer import OutputLayer

_ZERO, _ONE, _TWO = constant(0.0), constant(1.0), constant(2.0)
_SIGMOID = ACTIVATIONS["sigmoid"]


@dataclass(frozen=True)
class Loss(ABC):
    """What one loss must say of itself.

    `low` and `high` are its targets for class 0 and class 1, `threshold` the prediction above which an
    output says class 1, `outputs` the output activations whose range reaches both classes.
    """

    name: str
    low: float
    high: float
    threshold: float
    outputs: tuple[str, ...]

    def encode(self, targets01: ArrayLike) -> FloatArray:
        """Return targets 0 … 1 as this loss wants them: low … high, same shape, a new array."""
        return self.low + (self.high - self.low) * np.asarray(targets01, dtype=np.float64)

    def values(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        """Return the loss (...), the mean over batch and outputs; never warns."""
        with np.errstate(all="ignore"):
            return np.asarray(self._each(output, y).mean(axis=(-2, -1)))

    def accuracy(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        """Return the share (...) of outputs on the right side of the threshold, 0 … 1; never warns."""
        says_one = self.prediction(output) > self.threshold
        is_one = y > (self.low + self.high) / 2
        return np.asarray((says_one == is_one).mean(axis=(-2, -1)))

    def prediction(self, output: OutputLayer) -> FloatArray:
        """Return what the user reads as the network's answer, on the scale of `threshold`; a itself here."""
        return output.a

    def level(self, output: Activation) -> float:
        """Return the z above which, and not at it, an output with this activation says class 1.

        A probability is ½, and a score 0, where z is 0, of relu up to there; mse looks at a itself. −∞ where
        it says class 1 whatever z is.
        """
        return 0.0

    @abstractmethod
    def _each(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        """Return the loss of each output of each sample, before averaging."""

    @abstractmethod
    def gradient(self, output: OutputLayer, y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
        """Write ∂(loss of each output)/∂z into `out`, before averaging: `MLP.backward` divides by the count.

        `scratch`, of the same shape, is overwritten. May raise NumPy's warnings; callers silence them.
        """


class MeanSquaredError(Loss):
    """½ (a − y)², y ∈ {0, 1}; the ½ cancels the 2 of the derivative (Rumelhart et al. 1986, eq. 3)."""

    def level(self, output: Activation) -> float:
        """Return the z at which f(z) = ½."""
        match output.name:
            case "sigmoid":
                return 0.0
            case "tanh":
                return math.atanh(self.threshold)
        return self.threshold

    def _each(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        return 0.5 * np.square(output.a - y)

    def gradient(self, output: OutputLayer, y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
        """Write (a − y) f′(z)."""
        f, z, a = output
        np.subtract(a, y, out)
        f.derivative(z, a, scratch)
        np.multiply(out, scratch, out)


class BinaryCrossEntropy(Loss):
    """−y ln p − (1 − y) ln(1 − p), p = σ(l), y ∈ {0, 1} (Goodfellow et al. 2016, section 6.2.2.2).

    Computed from the logit l without ever forming p: max(l, 0) − l y + ln(1 + e^−|l|), finite for finite l.
    The logit is z for a sigmoid output, 2z for tanh (as (1 + tanh z)/2 = σ(2z)), and a for the others.
    """

    def logit(self, output: OutputLayer) -> FloatArray:
        """Return l, the log-odds of class 1, shaped like z (for sigmoid z itself, not a copy)."""
        match output.activation.name:
            case "sigmoid":
                return output.z
            case "tanh":
                return 2.0 * output.z
            case _:
                return output.a

    def prediction(self, output: OutputLayer) -> FloatArray:
        """Return the probability p of class 1; never warns."""
        if output.activation.name == "sigmoid":
            return output.a
        with np.errstate(over="ignore"):  # 2z of a tanh, beyond ±8.9e307: p is 0 or 1 long before
            return _SIGMOID(self.logit(output))

    def _each(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        logit = self.logit(output)
        return np.maximum(logit, 0.0) - logit * y + np.log1p(np.exp(-np.abs(logit)))

    def gradient(self, output: OutputLayer, y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
        """Write (p − y) ∂l/∂z: p − y for sigmoid, 2 (p − y) for tanh, (p − y) f′(z) for the others."""
        f, z, a = output
        match f.name:
            case "sigmoid":
                np.subtract(a, y, out)
            case "tanh":
                np.multiply(z, _TWO, scratch)
                _SIGMOID.apply(scratch, out)
                np.subtract(out, y, out)
                np.multiply(out, _TWO, out)
            case _:
                _SIGMOID.apply(a, out)
                np.subtract(out, y, out)
                f.derivative(z, a, scratch)
                np.multiply(out, scratch, out)


class Hinge(Loss):
    """max(0, 1 − y a), y ∈ {−1, 1}: no loss once a is right by a margin of 1 (Rosasco et al. 2004)."""

    def level(self, output: Activation) -> float:
        """Return the z above which a is above 0: a sigmoid is so everywhere."""
        return -math.inf if output.name == "sigmoid" else 0.0

    def _each(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        return np.maximum(0.0, 1.0 - y * output.a)

    def gradient(self, output: OutputLayer, y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
        """Write −y f′(z) where y a < 1, else 0 (at the kink y a = 1 we take 0)."""
        f, z, a = output
        np.multiply(y, a, out)
        np.subtract(_ONE, out, out)
        np.heaviside(out, _ZERO, out)
        np.multiply(out, y, out)
        np.negative(out, out)
        f.derivative(z, a, scratch)
        np.multiply(out, scratch, out)


class CrossEntropy(Loss):
    """−ln p of the target's class, p = softmax(a) over the outputs, y one-hot; two outputs or more.

    pᵢ = e^aᵢ / Σⱼ e^aⱼ (Goodfellow et al. 2016, section 6.2.2.3). Computed as −ln p = m − a + ln Σ e^(aⱼ − m)
    with m the largest a, so that nothing overflows (eq. 6.33) and a certain answer keeps its digits.

    The other losses average over batch and outputs. Here one sample has one loss, not one for each output, so
    each of the k outputs is said to have k times its part, −k y ln p: then the mean over batch and outputs
    is the mean of −ln p over the batch, and `MLP.backward`, which divides by batch · k, needs no exception.
    """

    def prediction(self, output: OutputLayer) -> FloatArray:
        """Return the probability of each class, (..., batch, outputs), in each row summing to 1."""
        probabilities = np.empty_like(output.a)
        with np.errstate(all="ignore"):
            _softmax(output.a, probabilities, np.empty_like(output.a))
        return probabilities

    def accuracy(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        """Return the share (...) of samples whose most probable class is the target; never warns.

        The first of several most probable ones counts; a sample with an output that is no number is wrong.
        """
        a = output.a
        right = np.argmax(a, axis=-1) == np.argmax(y, axis=-1)
        return np.asarray((right & ~np.isnan(a).any(axis=-1)).mean(axis=-1))

    def _each(self, output: OutputLayer, y: FloatArray) -> FloatArray:
        a = output.a
        largest = np.argmax(a, axis=-1, keepdims=True)
        below = np.take_along_axis(a, largest, axis=-1) - a  # ≥ 0
        others = np.exp(-below)
        np.put_along_axis(others, largest, 0.0, axis=-1)  # its own 1 is added by log1p, which loses no digits
        return np.asarray(a.shape[-1] * y * (below + np.log1p(others.sum(axis=-1, keepdims=True))))

    def gradient(self, output: OutputLayer, y: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
        """Write k (p − y) f′(z), where k is the number of outputs; f′ = 1 for a linear output."""
        f, z, a = output
        _softmax(a, out, scratch)
        np.subtract(out, y, out)
        np.multiply(out, float(a.shape[-1]), out)
        if f.name != "linear":
            f.derivative(z, a, scratch)
            np.multiply(out, scratch, out)


def _softmax(a: FloatArray, out: FloatArray, scratch: FloatArray) -> None:
    """Write e^aᵢ / Σⱼ e^aⱼ over the last axis, with the largest a subtracted first."""
    one = scratch[..., :1]
    np.maximum.reduce(a, axis=-1, keepdims=True, out=one)
    np.subtract(a, one, out)
    np.exp(out, out)
    np.add.reduce(out, axis=-1, keepdims=True, out=one)
    np.divide(out, one, out)


ONE_OUTPUT_LOSSES: Mapping[str, Loss] = MappingProxyType(
    {
        loss.name: loss
        for loss in (
            MeanSquaredError("mse", 0.0, 1.0, 0.5, ("sigmoid", "tanh", "relu", "leaky_relu", "linear")),
            BinaryCrossEntropy("bce", 0.0, 1.0, 0.5, ("sigmoid", "tanh", "leaky_relu", "linear")),
            Hinge("hinge", -1.0, 1.0, 0.0, ("tanh", "linear", "leaky_relu")),
        )
    }
)  # which look at each output by itself, and so serve two classes with a single one

# Softmax knows only how far outputs are apart: that can grow without end if one end of the range is infinite.
CROSS_ENTROPY = CrossEntropy("cross_entropy", 0.0, 1.0, 0.5, ("linear", "relu", "leaky_relu"))

LOSSES: Mapping[str, Loss] = MappingProxyType({**ONE_OUTPUT_LOSSES, CROSS_ENTROPY.name: CROSS_ENTROPY})
