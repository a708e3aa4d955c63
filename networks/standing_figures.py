"""The figures by which training is judged, and how each is had from a network."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from networks.architecture import Architecture
from networks.arrays import FloatArray
from networks.losses import Loss
from networks.mlp import MLP
from networks.trace import Trace

SATURATED = 0.01  # of the activation's steepest slope
STEEPEST = {"sigmoid": 0.25, "tanh": 1.0}


@dataclass(frozen=True, eq=False)
class Figures:
    """How training stands; everything a judgement needs.

    `losses` (n,) of the last n ≥ 1 steps, oldest first; `chance` the loss of the best constant answer and
    `floor` the least to be reached; `gradient_norms` and `delta_norms` (layers,) of the whole training set;
    `update_ratio` |Δθ| / |θ| of the last step; `plain` says it was gradient descent on the whole set, for
    which 2/λmax bounds the learning rate; `saturated`, `dead` (hidden layers,) shares of units 0 … 1, `twins`
    the share of hidden units that another equals in all its weights; `eigenvalues` (P,) of the Hessian,
    ascending; `accuracy` 0 … 1. None where there is no such figure.
    """

    losses: FloatArray
    gradient_norms: FloatArray
    update_ratio: float
    learning_rate: float
    chance: float
    floor: float = 0.0
    plain: bool = True
    delta_norms: FloatArray | None = None
    saturated: FloatArray | None = None
    dead: FloatArray | None = None
    twins: float = 0.0
    eigenvalues: FloatArray | None = None
    accuracy: float | None = None

    @property
    def loss(self) -> float:
        """The last loss."""
        return float(self.losses[-1])

    @cached_property
    def unit(self) -> float:
        """What the loss is measured in: from the floor to the best constant answer."""
        return max(self.chance - self.floor, 1e-12)

    @cached_property
    def left(self) -> float:
        """How much of the way from the best constant answer to the floor is left: 1 at that answer."""
        return (self.late - self.floor) / self.unit

    @cached_property
    def gradient(self) -> float:
        """The norm of the whole gradient."""
        return float(np.linalg.norm(self.gradient_norms))

    @cached_property
    def early(self) -> float:
        """The mean loss of the first half."""
        return float(self.losses[: max(1, len(self.losses) // 2)].mean())

    @cached_property
    def late(self) -> float:
        """The mean loss of the second half."""
        return float(self.losses[-max(1, len(self.losses) // 2) :].mean())

    @cached_property
    def noise(self) -> float:
        """Three standard errors of late − early, if all that differs from step to step were chance."""
        if len(self.losses) < 3:
            return 0.0
        scatter = float(np.diff(self.losses).std()) / math.sqrt(2)
        return 3 * scatter * math.sqrt(2 / (len(self.losses) // 2))

    @cached_property
    def alternation(self) -> float:
        """At what share of the last 40 losses rising and falling change: to and fro 1, noise 2/3."""
        signs = np.sign(np.diff(self.losses[-40:]))
        return float((signs[1:] * signs[:-1] < 0).mean()) if len(signs) > 1 else 0.0

    @cached_property
    def swing(self) -> float:
        """The mean size of the change from one loss to the next among the last 40, as a share of the loss."""
        recent = self.losses[-40:]
        mean = float(np.abs(recent).mean())
        return float(np.abs(np.diff(recent)).mean()) / mean if len(recent) > 1 and mean else 0.0

    @cached_property
    def curvatures(self) -> tuple[float, float] | None:
        """The least and the greatest eigenvalue, None if there are none or they are no numbers."""
        if self.eigenvalues is None or not len(self.eigenvalues) or not np.isfinite(self.eigenvalues).all():
            return None
        return float(self.eigenvalues[0]), float(self.eigenvalues[-1])

    @cached_property
    def sharpness(self) -> float | None:
        """η λmax, above 2 of which plain gradient descent moves away from a minimum; None if not known."""
        if self.curvatures is None or not self.plain:
            return None
        return self.learning_rate * self.curvatures[1]


def gradient_norms(architecture: Architecture, gradient: FloatArray) -> FloatArray:
    """Return √Σ (∂L/∂θ)² of each layer, (layers,), of a gradient (P,)."""
    return np.array([np.linalg.norm(gradient[place]) for place in architecture.slices])


def delta_norms(trace: Trace) -> FloatArray:
    """Return √Σ (∂L/∂z)² of each layer over units and samples, (layers,), after a backward pass.

    In a layer's gradient the samples may cancel; here they cannot, so it shows what each layer lets through.
    """
    return np.array([np.linalg.norm(delta) for delta in trace.deltas])


def update_ratio(update: FloatArray, parameters: FloatArray) -> float:
    """Return |Δθ| / |θ|; infinite if all parameters are 0 and something is added."""
    size, moved = float(np.linalg.norm(parameters)), float(np.linalg.norm(update))
    return moved / size if size else (np.inf if moved else 0.0)


def saturated_shares(trace: Trace) -> FloatArray:
    """Return the share of saturated units of each hidden layer, (hidden layers,).

    Saturated: sigmoid or tanh, and for every sample of the trace the slope below 1 % of the steepest.
    """
    shares = []
    for activation, z in zip(trace.architecture.activations[:-1], trace.z, strict=False):
        steepest = STEEPEST.get(activation.name, 0.0)
        shares.append((activation.slope(z) < SATURATED * steepest).all(axis=-2).mean())
    return np.array(shares, dtype=np.float64)


def dead_shares(trace: Trace) -> FloatArray:
    """Return the share of dead units of each hidden layer, (hidden layers,): relu, z ≤ 0 for every sample."""
    shares = []
    for activation, z in zip(trace.architecture.activations[:-1], trace.z, strict=False):
        shares.append((z <= 0).all(axis=-2).mean() if activation.name == "relu" else 0.0)
    return np.array(shares, dtype=np.float64)


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
    smaller share for hinge; the mean over outputs, but the sum for cross_entropy.
    """
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


def _surprise(shares: FloatArray) -> FloatArray:
    """Return −p ln p, 0 for p = 0."""
    return np.asarray(-shares * np.log(np.where(shares > 0, shares, 1.0)))
