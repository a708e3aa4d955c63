"""Backpropagation checked at one parameter by a central difference: two losses, no derivative."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from networks.arrays import FloatArray
from networks.losses import Loss
from networks.mlp import MLP
from networks.penalties import Penalties, weights_only
from networks.trace import Trace

STEP = 1e-5  # of the order of the cube root of float64's 2e-16, where rounding and curvature do equal harm
TOLERANCE = 1e-6  # relative error that still counts as agreement
POWER = 10  # a gradient is this many times the noise, or nothing can be told of it
KINKED = ("relu", "leaky_relu")
NONE = Penalties()


@dataclass(frozen=True)
class Difference:
    """What the loss says of one parameter's gradient, beside what backpropagation says.

    `plus` L(θ + h) and `minus` L(θ − h), all other parameters as they are; `span` (θ + h) − (θ − h) as they
    are rounded, nearly 2h, and 0 where θ is so large that h is lost; `estimate` (plus − minus) / span;
    `gradient` that of backpropagation; `error` their difference relative to the larger of the two;
    `noise` how much of the estimate the rounding of the two losses can be; `kinks` how often a z (or, for
    hinge, a margin; for L1, θ itself) changes its side of a kink between θ − h and θ + h: then the two may
    rightly differ. Where there are penalties, L and its gradient are with them.
    """

    place: int
    value: float
    h: float
    plus: float
    minus: float
    span: float
    estimate: float
    gradient: float
    error: float
    noise: float
    kinks: int

    @property
    def agrees(self) -> bool:
        """Whether the two are the same to within `TOLERANCE`, or within what rounding can do to them."""
        return bool(self.error <= TOLERANCE or (self._gap <= self.noise and self.tells))

    @property
    def tells(self) -> bool:
        """Whether two losses say anything here: of numbers no larger than the noise any two seem alike."""
        larger = max(abs(self.estimate), abs(self.gradient))
        lost = self.span == 0 or (self._gap <= self.noise and larger < POWER * self.noise)
        return bool(self.error <= TOLERANCE or not lost)

    @property
    def _gap(self) -> float:
        return abs(self.estimate - self.gradient)


def central_difference(
    network: MLP,
    inputs: ArrayLike,
    targets: FloatArray,
    loss: Loss,
    place: int,
    h: float = STEP,
    penalties: Penalties = NONE,
) -> Difference:
    """Return the gradient of the parameter at the flat index `place`, by differences and by backpropagation.

    (L(θ + h) − L(θ − h)) / 2h differs from ∂L/∂θ by about h²/6 of the third derivative; divided by what
    rounding leaves of 2h, it does so for large θ too. `inputs` (batch, features), `targets` (batch, outputs)
    encoded; `penalties` are added to the loss and their slope to the gradient. The network stays as it is.
    Never warns.
    Raises IndexError for a place outside, ValueError for h ≤ 0 or a network with leading axes.
    """
    if network.leading:
        raise ValueError(f"one network is compared at a time, not {network.leading}")
    if not 0 <= place < network.parameters.size:
        raise IndexError(f"there is no parameter {place}, only 0 … {network.parameters.size - 1}")
    if not (np.isfinite(h) and h > 0):
        raise ValueError(f"h must be a positive number, not {h}")
    value = float(network.parameters[place])
    span = (value + h) - (value - h)
    shifted = np.stack([network.parameters] * 2)
    shifted[:, place] = value + h, value - h
    networks = [MLP(network.architecture, parameters) for parameters in shifted]
    above, below = (one.forward(inputs) for one in networks)
    plus, minus = (
        float(loss.values(trace.output_layer, targets) + penalties.value(one))
        for trace, one in zip((above, below), networks, strict=True)
    )
    gradients = network.backward(network.forward(inputs), targets, loss)
    with np.errstate(all="ignore"):
        penalties.adder(network)(gradients)
        gradient = float(gradients[place])
        estimate = float(np.float64(plus - minus) / span)
        larger = max(abs(estimate), abs(gradient))
        error = float(np.float64(abs(estimate - gradient)) / larger) if larger else 0.0
        noise = float(16 * np.finfo(np.float64).eps * np.float64(max(abs(plus), abs(minus))) / span)
        kinks = _kinks(above, below, targets, loss)
        if penalties.l1 and weights_only(network.architecture)[place]:
            kinks += int(value - h < 0 < value + h)
    return Difference(place, value, h, plus, minus, span, estimate, gradient, error, noise, kinks)


def _kinks(above: Trace, below: Trace, targets: FloatArray, loss: Loss) -> int:
    """Return how many numbers that meet a kink lie on other sides of it in the two passes."""
    crossed = 0
    for activation, z, other in zip(above.architecture.activations, above.z, below.z, strict=True):
        if activation.name in KINKED:
            crossed += int(((z > 0) != (other > 0)).sum())
    if loss.name == "hinge":
        crossed += int(((targets * above.output < 1) != (targets * below.output < 1)).sum())
    return crossed
