"""One update taken apart: what every layer computes on the way forward and back, phase by phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from networks.activations import Activation
from networks.architecture import Architecture
from networks.arrays import FloatArray, read_only
from networks.losses import Loss
from networks.mlp import MLP
from networks.output_layer import OutputLayer

Kind = Literal["forward", "loss", "output delta", "hidden delta", "gradients", "update"]


@dataclass(frozen=True, eq=False)
class LayerUpdate:
    """One layer in one update; copies that cannot be written.

    `x` (b, in), `z`, `a`, `slope` f′(z) and `delta` ∂L/∂z (b, out); `weights`, their gradient and change
    (in, out); `bias`, its gradient and change (out,); weights and biases as they are before the update.
    """

    activation: Activation
    x: FloatArray
    z: FloatArray
    a: FloatArray
    slope: FloatArray
    delta: FloatArray
    weights: FloatArray
    bias: FloatArray
    weight_gradient: FloatArray
    bias_gradient: FloatArray
    weight_change: FloatArray
    bias_change: FloatArray


@dataclass(frozen=True)
class Phase:
    """One step of the arithmetic: in `layer` (0 is the first with weights), or in all, None.

    `formula` says in general what is computed; `in_numbers.in_numbers` the same for one neuron or weight.
    """

    kind: Kind
    layer: int | None
    title: str
    formula: str


@dataclass(frozen=True, eq=False)
class Update:
    """One update of one mini-batch: the numbers of each layer and the phases in their order.

    `targets` (b, outputs) encoded; `prediction` (b, outputs) as the loss reads it; `losses` (b,) of each
    sample, `loss_value` their mean; `parts` (b, outputs) the loss of each output, of which that of a sample
    is the mean, or for cross-entropy, −y ln p, the sum. `plain` says that a change is −η times the gradient.
    """

    architecture: Architecture
    loss: Loss
    learning_rate: float
    plain: bool
    targets: FloatArray
    prediction: FloatArray
    losses: FloatArray
    parts: FloatArray
    loss_value: float
    layers: tuple[LayerUpdate, ...]
    phases: tuple[Phase, ...]


def take_apart(
    network: MLP,
    inputs: ArrayLike,
    targets: ArrayLike,
    loss: Loss,
    learning_rate: float,
    change: FloatArray | None = None,
) -> Update:
    """Return the update that one mini-batch would cause; the network stays as it is. Never warns.

    `inputs` (b, features), `targets` (b, outputs) encoded; `change` (P,) what the optimizer adds to the
    parameters, None for −η ∂L/∂θ of plain gradient descent. Every number is the one `MLP.forward` and
    `MLP.backward` compute. Raises ValueError for networks with leading axes.
    """
    if network.leading:
        raise ValueError(f"one network is taken apart at a time, not {network.leading}")
    architecture, y = network.architecture, np.asarray(targets, dtype=np.float64)
    trace = network.forward(inputs)
    gradient = network.backward(trace, y, loss)
    plain = change is None
    with np.errstate(all="ignore"):
        added = gradient * -learning_rate if change is None else change
        f, z, a = trace.output_layer
        per_sample = loss.values(OutputLayer(f, z[:, None], a[:, None]), y[:, None])
        prediction = loss.prediction(trace.output_layer)
        if loss.name == "cross_entropy":
            parts = np.where(y > 0, per_sample[:, None], 0.0)
        else:
            parts = loss.values(OutputLayer(f, z[..., None, None], a[..., None, None]), y[..., None, None])
    of_gradient, of_change = architecture.unpack(gradient), architecture.unpack(added)
    layers = tuple(
        LayerUpdate(
            activation,
            *map(
                read_only,
                (
                    trace.inputs[layer][:, :-1],
                    trace.z[layer],
                    trace.activations[layer],
                    activation.slope(trace.z[layer]),
                    trace.deltas[layer],
                    network.weights[layer],
                    network.biases[layer],
                    of_gradient[layer][:-1],
                    of_gradient[layer][-1],
                    of_change[layer][:-1],
                    of_change[layer][-1],
                ),
            ),
        )
        for layer, activation in enumerate(architecture.activations)
    )
    return Update(
        architecture,
        loss,
        learning_rate,
        plain,
        read_only(y),
        read_only(prediction),
        read_only(per_sample),
        read_only(parts),
        float(loss.values(trace.output_layer, y)),
        layers,
        phases(architecture, loss, plain),
    )


def phases(architecture: Architecture, loss: Loss, plain: bool = True) -> tuple[Phase, ...]:
    """Return the phases of one update in their order, for the keys that go through them."""
    last = architecture.layers - 1
    found = []
    for layer, activation in enumerate(architecture.activations):
        place = "output" if layer == last else f"hidden layer {layer + 1}"
        found.append(
            Phase("forward", layer, f"forward: {place}", f"z = x W + b,  a = {FUNCTIONS[activation.name]}")
        )
    output = architecture.output.name
    where = of_loss(PROBABILITIES, loss, output)
    if loss.name == "cross_entropy":
        where += " = eᶻ / Σ eᶻ" if output == "linear" else " = eᵃ / Σ eᵃ"
    formula = f"L = mean of {LOSS_FORMULAS[loss.name]}" + (f",  {where}" if where else "")
    found.append(Phase("loss", last, "loss", formula))
    delta = of_loss(DELTA_FORMULAS, loss, output)
    # A loss that looks at each output by itself is the mean over them too.
    each = 1 if loss.name == "cross_entropy" else architecture.sizes[-1]
    over = "n" if each == 1 else f"({each} n)"
    found.append(Phase("output delta", last, "δ of the output", f"δ = ∂L/∂z = {delta} / {over}"))
    for layer in range(last - 1, -1, -1):
        title = f"δ of hidden layer {layer + 1}"
        found.append(Phase("hidden delta", layer, title, "δ = (δ₊ W₊ᵀ) f′(z)"))
    found.append(Phase("gradients", None, "gradients", "∂L/∂W = xᵀ δ,  ∂L/∂b = Σ δ over the samples"))
    own = "ΔW, Δb: what the optimizer makes of the gradients"
    formula = "ΔW = −η ∂L/∂W,  Δb = −η ∂L/∂b" if plain else own
    found.append(Phase("update", None, "update", formula))
    return tuple(found)


FUNCTIONS = {
    "sigmoid": "σ(z)",
    "tanh": "tanh z",
    "relu": "max(0, z)",
    "leaky_relu": "max(0.01 z, z)",
    "linear": "z",
}
LOSS_FORMULAS = {
    "mse": "½ (a − y)²",
    "bce": "−y ln p − (1 − y) ln(1 − p)",
    "hinge": "max(0, 1 − y a)",
    "cross_entropy": "−Σ y ln p",
}
# By loss, or by loss and output activation where that makes a difference.
PROBABILITIES = {
    "mse": "",
    "bce": "p = σ(a)",
    "bce sigmoid": "p = σ(z)",
    "bce tanh": "p = σ(2z)",
    "bce linear": "p = σ(z)",
    "hinge": "",
    "cross_entropy": "p = softmax(a)",
    "cross_entropy linear": "p = softmax(z)",
}
DELTA_FORMULAS = {
    "mse": "(a − y) f′(z)",
    "bce": "(p − y) f′(z)",
    "bce sigmoid": "(p − y)",
    "bce linear": "(p − y)",
    "bce tanh": "2 (p − y)",
    "hinge": "−y f′(z) where y a < 1, else 0",
    "cross_entropy": "(p − y) f′(z)",
    "cross_entropy linear": "(p − y)",
}


def of_loss(table: Mapping[str, str], loss: Loss, output: str) -> str:
    """Return a table's words for a loss over the output activation of that name."""
    return table.get(f"{loss.name} {output}", table[loss.name])
