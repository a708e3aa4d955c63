"""One update taken apart, as plain arrays: what the panels of the update page draw from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.panels.check import Check

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Phase:
    """One step of the arithmetic, in `layer` (0 is the first with weights) or, if None, in all.

    `kind` is one of forward, loss, output delta, hidden delta, gradients, update; `short` a sign for little
    room; `formula` says in general what is computed.
    """

    kind: str
    layer: int | None
    title: str
    short: str
    formula: str


@dataclass(frozen=True, eq=False)
class UpdateLayer:
    """One layer in one update of b samples, before the update.

    `x` (b, in); `z`, `a`, `slope` f′(z), `delta` ∂L/∂z (b, out). The others are packed blocks (in + 1, out),
    the bias in the last row: `weights`, their `gradients` and `changes`, their `places` in the flat array of
    parameters, and `held`: True where the hand has frozen or muted one.
    """

    name: str
    neurons: tuple[str, ...]
    x: Array
    z: Array
    a: Array
    slope: Array
    delta: Array
    weights: Array
    gradients: Array
    changes: Array
    places: NDArray[np.int64]
    held: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)  # compared by identity: a quick key for what follows from it
class UpdateData:
    """One update: inputs by name, layers, phases in their order, the samples of the mini-batch by name.

    `targets`, `prediction` (b, outputs), `losses` (b,), `loss` their mean. `write(phase, layer, source,
    neuron, sample)` returns equations in numbers, a line each; `compare(place)` checks a gradient. `notes`
    say what the numbers leave out.

    `answer` is what formulas call a prediction, p or a; `softmax` what that is the softmax of, z or a, if
    it is one. `parts` (b, outputs) are of each sample the loss of each output: that of the sample is their
    mean, with softmax their sum. `classes` are those that several outputs stand for, by name. `fewer` are
    the samples in fewer and fewer words, at last by their places alone; of a form that stands before this,
    but for the first, all after the place may be cut.
    """

    inputs: tuple[str, ...]
    layers: tuple[UpdateLayer, ...]
    phases: tuple[Phase, ...]
    samples: tuple[str, ...]
    targets: Array
    prediction: Array
    losses: Array
    parts: Array
    loss: float
    write: Callable[[int, int, int, int, int], str]
    compare: Callable[[int], Check]
    notes: tuple[str, ...] = ()
    answer: str = "a"
    softmax: str = ""
    classes: tuple[str, ...] = ()
    fewer: tuple[tuple[str, ...], ...] = ()

    def sources(self, layer: int) -> tuple[str, ...]:
        """Return the names of what a layer is given."""
        return self.layers[layer - 1].neurons if layer else self.inputs

    def name(self, layer: int, source: int, neuron: int) -> str:
        """Return the name of a weight or bias: x₁ → h₂, bias of h₂."""
        sources, to = self.sources(layer), self.layers[layer].neurons[neuron]
        return f"bias of {to}" if source == len(sources) else f"{sources[source]} → {to}"

    def output(self, neuron: int) -> str:
        """Return the name of an output, and of its class where that is more than its number."""
        name, klass = self.layers[-1].neurons[neuron], self.classes[neuron : neuron + 1]
        return f"{name} {klass[0]}" if klass not in ((), (str(neuron),)) else name
