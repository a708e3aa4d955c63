"""The challenge: training is off, and XOR is to be solved by hand; the loss is the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.labs.play_setup import Setup
from netviz.settings.playground import AUTO
from networks import LOSSES, MLP
from networks.datasets import XOR
from networks.gates import CORNERS

SOLVED = 0.1  # loss below which it is solved: about 90 % sure at each of the four corners
LARGEST = 0.5  # of the weights and biases that it begins with
RULES = f"Training is off. Solve XOR by hand: all four corners right, and a loss below {SOLVED:g}."
DONE = (
    f"Solved by hand: all four corners right, loss below {SOLVED:g}. "
    "End challenge, on Gates, brings your own network back."
)
HELD = "problem and network are those of the challenge; End challenge, on Gates, brings yours back"
NETWORK: Mapping[str, Any] = MappingProxyType(
    {
        "problem": "xor", "inputs": ("x1", "x2"), "hidden": (2,), "activation": ("sigmoid",),
        "output_activation": AUTO, "loss": AUTO,
    }
)  # fmt: skip
"""The settings of a challenge, a 2-2-1 network of sigmoids with bce: these stay until it ends."""


def set_up(setup: Setup) -> Setup:
    """Return settings for a challenge, those that have nothing to do with it as they were."""
    return replace(setup, **NETWORK)


def first_weights(rng: np.random.Generator) -> FloatArray:
    """Return small weights and biases (9,) to begin with."""
    return rng.uniform(-LARGEST, LARGEST, 9)


def score(network: MLP) -> float:
    """Return the loss of a network of a challenge: bce over the four corners, whatever the points are."""
    trace = network.forward(CORNERS)
    return float(LOSSES["bce"].values(trace.output_layer, XOR.targets))


def right(network: MLP) -> int:
    """Return how many of the four corners it answers rightly."""
    return int(((network.forward(CORNERS).output > 0.5) == (XOR.targets > 0.5)).sum())


def solved(network: MLP) -> bool:
    """Return whether all four corners are right and the loss is below `SOLVED`."""
    return right(network) == len(CORNERS) and score(network) < SOLVED
