"""How an MLP stands at its present parameters."""

from __future__ import annotations

from dataclasses import dataclass

from networks.arrays import FloatArray
from networks.losses import Loss
from networks.mlp import MLP
from networks.trace import Trace


@dataclass(frozen=True, eq=False)
class Evaluation:
    """How the network stands at its present parameters; copies, safe to keep.

    `loss` (...) and `accuracy` (...) 0 … 1; `gradients` (..., P); `predictions` (..., samples, outputs).
    """

    loss: FloatArray
    accuracy: FloatArray
    gradients: FloatArray
    predictions: FloatArray


def evaluated(network: MLP, trace: Trace, targets: FloatArray, loss: Loss) -> Evaluation:
    """Return how the network stands with the inputs of `trace` and encoded targets (samples, outputs)."""
    network.forward(trace)
    return Evaluation(
        loss=loss.values(trace.output_layer, targets),
        accuracy=loss.accuracy(trace.output_layer, targets),
        gradients=network.backward(trace, targets, loss),
        predictions=loss.prediction(trace.output_layer).copy(),
    )
