"""The kinds of verdict, and what a rule says when it fits."""

from __future__ import annotations

from enum import Enum

from networks.figures import number


class Kind(Enum):
    """What is going on."""

    EARLY = "too early to say"
    BY_HAND = "by hand"
    CONVERGING = "converging"
    CONVERGED = "converged"
    PLATEAU = "plateau"
    SADDLE = "saddle"
    MINIMUM = "local minimum"
    LOWEST = "global minimum"  # where the loss is convex
    OSCILLATING = "oscillating"
    DEAD = "dead units"
    SATURATED = "saturated units"
    VANISHING = "vanishing gradients"
    EXPLODING = "exploding gradients"
    TOO_LOW = "learning rate too low"
    TOO_HIGH = "learning rate too high"
    UNFIT = "loss that does not fit"
    OVERFITTING = "overfitting"


Finding = tuple[Kind, str, str]  # kind, sentence, what to try, "" if nothing


def percent(share: float) -> str:
    """Return a share in percent, with three digits."""
    return f"{number(100 * share)} %"
