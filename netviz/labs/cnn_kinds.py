"""What the kinds of layers are called on the screen, and what each does to its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Kind:
    """`name` on the screen and the formula. `signed` says whether numbers below zero come out; None: as
    they come in.
    """

    name: str
    formula: str
    signed: bool | None = None


@dataclass(frozen=True)
class Applied:
    """A function of each number, forward and backward, of what is called {0}; {1} is a slope.

    Each formula with fewer and fewer words.
    """

    forward: tuple[str, ...]
    backward: tuple[str, ...]


class Named(Protocol):
    """A layer."""

    @property
    def kind(self) -> str:
        """The kind, e.g. leaky_relu."""

    @property
    def name(self) -> str:
        """Kind and number among its kind, e.g. leaky_relu 1."""


KINDS = {
    "conv": Kind("conv", "z = Σ w·x over window and input channels, + b", True),
    "relu": Kind("ReLU", "a = max(0, z)", False),
    "leaky_relu": Kind("leaky ReLU", "a = z where z > 0, else slope · z", True),
    "tanh": Kind("tanh", "a = tanh z", True),
    "sigmoid": Kind("sigmoid", "a = 1 / (1 + exp(−z))", False),
    "maxpool": Kind("max pool", "the largest number of each window"),
    "avgpool": Kind("mean pool", "the mean of each window"),
    "dense": Kind("dense", "z = Σ w·x over all inputs, + b", True),
    "flatten": Kind("flatten", "the same numbers in one row"),
    "dropout": Kind("dropout", "the same numbers; only while training some are dropped"),
    "softmax": Kind("softmax", "p = exp(z) / Σ exp(z of all)", False),
}
APPLIED = {
    "relu": Applied(("a = max(0, {0})", "max(0, {0})"), ("d{0} = da if {0} > 0", "da if {0} > 0")),
    "leaky_relu": Applied(
        ("a = {0} if {0} > 0, else {1} {0}", "{0} if {0} > 0, else {1} {0}", "{0} or {1} {0}"),
        ("d{0} = da · 1 or {1}", "da · 1 or {1}", "1 or {1}"),
    ),
    "tanh": Applied(("a = tanh {0}", "tanh {0}"), ("d{0} = da · (1 − a²)", "da · (1 − a²)", "· (1 − a²)")),
    "sigmoid": Applied(
        ("a = 1 / (1 + exp(−{0}))", "1 / (1 + exp(−{0}))", "σ({0})"),
        ("d{0} = da · a (1 − a)", "da · a (1 − a)", "· a (1 − a)"),
    ),
}
SAME = ("flatten", "dropout")  # while looking, these hand on what they are given


def title(layer: Named) -> str:
    """Return what a layer is called on the screen: leaky ReLU 1."""
    return f"{KINDS[layer.kind].name} {layer.name.rpartition(' ')[2]}"
