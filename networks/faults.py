"""What of a network is no longer a number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from networks.arrays import FloatArray
from networks.mlp import MLP
from networks.mlp_evaluation import Evaluation
from networks.optimizers import Optimizer


def first_fault(network: MLP, optimizer: Optimizer, evaluate: Callable[[], Evaluation]) -> str | None:
    """Name the first quantity that is not finite, or return None.

    Looks where a fault arises first: the parameters, the optimizer's state, then the loss and the gradient at
    these parameters: "weight W1[1,2]", "bias b1[2]", "second moment of W1[1,2]", "loss", "gradient of b1[2]".
    """
    names = network.architecture.names()
    if (place := _first_bad(network.parameters)) is not None:
        return f"{'weight' if names[place].startswith('W') else 'bias'} {names[place]}"
    for quantity, array in optimizer.state.items():
        if (place := _first_bad(array)) is not None:
            return f"{quantity} of {names[place]}"
    now = evaluate()
    if not np.isfinite(now.loss).all():
        return "loss"
    if (place := _first_bad(now.gradients)) is not None:
        return f"gradient of {names[place]}"
    return None


def _first_bad(array: FloatArray) -> int | None:
    """Return the place along the last axis of the first number that is not finite, or None."""
    bad = ~np.isfinite(array)
    return int(np.argwhere(bad)[0, -1]) if bad.any() else None
