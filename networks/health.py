"""What is measured on a network to see how it fares."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from networks.activations import STEEPEST, Activation
from networks.architecture import Architecture
from networks.arrays import FloatArray
from networks.losses import Loss
from networks.mlp import MLP
from networks.trace import Trace

SATURATED = 0.01  # of the activation's steepest slope
VANISHING = 1e-3  # of another layer's gradient norm
EXPLODING = 100.0  # gradient norm
LOST = 1000.0  # times the loss of the best constant answer: nothing learned is left


def norm(values: FloatArray) -> float:
    """Return √Σ v² of all values, also where the square of one is beyond the range of numbers."""
    largest = float(np.abs(values).max(initial=0.0))
    if 1e-100 < largest < 1e100 or largest == 0 or not math.isfinite(largest):
        return float(np.linalg.norm(values))
    return largest * float(np.linalg.norm(values / largest))


def gradient_norms(architecture: Architecture, gradient: FloatArray) -> FloatArray:
    """Return √Σ (∂L/∂θ)² of each layer, (layers,), of a gradient (P,)."""
    return np.array([norm(gradient[place]) for place in architecture.slices])


def delta_norms(trace: Trace) -> FloatArray:
    """Return √Σ (∂L/∂z)² of each layer over units and samples, (layers,), after a backward pass.

    In a layer's gradient the samples may cancel; here they cannot, so it shows what each layer lets through.
    """
    return np.array([norm(delta) for delta in trace.deltas])


def update_ratio(update: FloatArray, parameters: FloatArray) -> float:
    """Return |Δθ| / |θ|; infinite if all parameters are 0 and something is added."""
    size, moved = norm(parameters), norm(update)
    return moved / size if size else (np.inf if moved else 0.0)


def mean_size(values: FloatArray) -> float:
    """Return the root of the mean square."""
    return norm(values) / math.sqrt(values.size)


def saturated_shares(trace: Trace) -> FloatArray:
    """Return the share of saturated units of each hidden layer, (hidden layers,).

    Saturated: sigmoid or tanh, and for every sample of the trace the slope below 1 % of the steepest.
    """
    shares = []
    for activation, z in zip(trace.architecture.activations[:-1], trace.z, strict=False):
        steepest = STEEPEST.get(activation.name, 0.0)
        shares.append((activation.slope(z) < SATURATED * steepest).all(axis=-2).mean())
    return np.array(shares, dtype=np.float64)


def dead_units(activation: Activation, z: FloatArray) -> NDArray[np.bool_]:
    """Return which units (units,) are dead, of a layer's z (samples, units): relu, z ≤ 0 for every sample.

    No gradient passes them. What leaks, such as leaky_relu with its slope of 0.01, lets some through.
    """
    return np.asarray((z <= 0).all(axis=-2) & (activation.name == "relu"))


def dead_shares(trace: Trace) -> FloatArray:
    """Return the share of dead units of each hidden layer, (hidden layers,)."""
    layers = zip(trace.architecture.activations[:-1], trace.z, strict=False)
    return np.array([dead_units(activation, z).mean() for activation, z in layers], dtype=np.float64)


def twin_share(network: MLP) -> float:
    """Return the share of hidden units with a twin: same weights in, same bias, same weights out.

    Twins have the same gradient, so gradient descent keeps them the same for ever.
    """
    units, twins = 0, 0
    for block, following in zip(network.packed, network.weights[1:], strict=False):
        each = np.concatenate([block, following.T])  # (in + 1 + out of the next, units)
        _, counts = np.unique(each, axis=1, return_counts=True)
        units += each.shape[1]
        twins += int(counts[counts > 1].sum())
    return twins / units if units else 0.0


def chance_loss(loss: Loss, targets: FloatArray) -> float:
    """Return the least loss of a network that answers the same to every sample; `targets` (n, k) encoded.

    Half the variance for mse, the entropy of the shares of the classes for bce and cross_entropy, twice the
    smaller share for hinge; the mean over outputs, but the sum for cross_entropy. No number for targets that
    are values, where the loss is for classes: whatever it is, it does not tell how well they are met.
    """
    if not _fits(loss, targets):
        return math.nan
    shares = (targets.mean(axis=0) - loss.low) / (loss.high - loss.low)
    match loss.name:
        case "mse":
            return float(targets.var(axis=0).mean() / 2)
        case "hinge":
            return float(2 * np.minimum(shares, 1 - shares).mean())
        case "cross_entropy":
            return float(_surprise(targets.mean(axis=0)).sum())
        case _:
            return float((_surprise(shares) + _surprise(1 - shares)).mean())


def _fits(loss: Loss, targets: FloatArray) -> bool:
    """Return whether targets are of the kind that a loss is for: any values for mse, else classes."""
    if loss.name == "mse":
        return True
    if loss.name == "cross_entropy" and targets.shape[-1] == 1:
        return False  # the softmax of one output is 1, and its loss 0, whatever the target
    return bool(np.isin(targets, (loss.low, loss.high)).all())


def _surprise(shares: FloatArray) -> FloatArray:
    """Return −p ln p, 0 for p = 0."""
    return np.asarray(-shares * np.log(np.where(shares > 0, shares, 1.0)))
