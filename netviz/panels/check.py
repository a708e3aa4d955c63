"""A gradient put to the test, as panels tell of it: backpropagation beside two losses."""

from __future__ import annotations

from typing import Protocol


class Check(Protocol):
    """A gradient beside a central difference of two losses; see `networks.difference.Difference`."""

    @property
    def value(self) -> float:
        """The parameter θ itself."""

    @property
    def h(self) -> float:
        """How far from it the two losses are taken, to each side."""

    @property
    def plus(self) -> float:
        """The loss at θ + h."""

    @property
    def minus(self) -> float:
        """The loss at θ − h."""

    @property
    def estimate(self) -> float:
        """What two losses say."""

    @property
    def gradient(self) -> float:
        """What backpropagation says."""

    @property
    def error(self) -> float:
        """Their difference, relative to the larger."""

    @property
    def kinks(self) -> int:
        """How many corners, of activations or of the loss, lie between θ − h and θ + h."""

    @property
    def agrees(self) -> bool:
        """Whether they are the same, but for rounding."""

    @property
    def tells(self) -> bool:
        """Whether rounding leaves anything of what two losses say."""
