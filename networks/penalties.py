"""Penalties on large weights, which are added to the loss that training descends; biases go free."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from networks.architecture import Architecture
from networks.arrays import FloatArray
from networks.mlp import MLP


@dataclass(frozen=True)
class Penalties:
    """λ₂/2 Σ w² + λ₁ Σ |w| over all weights w (Goodfellow et al. 2016, section 7.1).

    The gradient of the first, λ₂ w, draws each weight towards 0 in proportion to its size (weight decay);
    that of the second, λ₁ sign w, with the same force whatever its size, so that small ones end at 0. There
    it has a kink, at which we take 0; a weight that has arrived trembles about it by η λ₁ at most.
    Raises ValueError for a λ that is negative or not finite.
    """

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        for name in ("l1", "l2"):
            value = getattr(self, name)
            if not 0 <= value < float("inf"):
                raise ValueError(f"{name} must be a number and not negative, not {value}")

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.l1 or self.l2)

    def slopes(self, weight: str) -> tuple[str, ...]:
        """Return what is added to the gradient of a weight of that name, in symbols: λ₂ w, λ₁ sign w."""
        return (f"λ₂ {weight}",) * bool(self.l2) + (f"λ₁ sign {weight}",) * bool(self.l1)

    def value(self, network: MLP) -> FloatArray:
        """Return what is added to the loss of the network, or of each along its leading axes (...)."""
        with np.errstate(all="ignore"):
            weights = network.parameters * weights_only(network.architecture)
            squares, sizes = np.square(weights).sum(axis=-1), np.abs(weights).sum(axis=-1)
            return np.asarray(self.l2 / 2 * squares + self.l1 * sizes)

    def adder(self, network: MLP) -> Callable[[FloatArray], None]:
        """Return a function that adds λ₂ w + λ₁ sign w to a gradient (..., P) in place, at the present w."""
        parameters, scratch = network.parameters, np.empty_like(network.parameters)
        l1, l2 = (size * weights_only(network.architecture) for size in (self.l1, self.l2))
        has_l1, has_l2 = bool(self.l1), bool(self.l2)

        def add(gradient: FloatArray) -> None:
            if has_l2:
                np.multiply(parameters, l2, scratch)
                np.add(gradient, scratch, gradient)
            if has_l1:
                np.sign(parameters, scratch)
                np.multiply(scratch, l1, scratch)
                np.add(gradient, scratch, gradient)

        return add


def weights_only(architecture: Architecture) -> FloatArray:
    """Return (P,): 1 for a weight, 0 for a bias."""
    ones = np.ones(architecture.parameter_count)
    for block in architecture.unpack(ones):
        block[-1] = 0.0
    return ones
