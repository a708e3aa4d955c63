"""The equation of a loss as the screen shows it, for the output activation that it is computed from."""

from __future__ import annotations

from networks import Loss
from networks.one_update import PROBABILITIES, of_loss

EQUATIONS = {
    "mse": "L = ½ · mean (ŷ − y)²",
    "bce": "L = −mean [y ln p + (1 − y) ln(1 − p)]",
    "bce sigmoid": "L = −mean [y ln ŷ + (1 − y) ln(1 − ŷ)]",
    "hinge": "L = mean max(0, 1 − y·ŷ), y = ±1",
    "cross_entropy": "L = −mean ln p of the class",
}  # of a loss, or of it with one output activation


def equation(loss: Loss, output: str) -> str:
    """Return the equation of a loss over the output activation of that name: what is computed, exactly."""
    text = of_loss(EQUATIONS, loss, output)
    return f"{text}, {of_loss(PROBABILITIES, loss, output)}" if "ln p" in text else text
