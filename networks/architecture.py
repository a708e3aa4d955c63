"""The shape of a multi-layer perceptron, and where each of its parameters lies in one flat array."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from networks.activations import ACTIVATIONS, Activation

Scalar = TypeVar("Scalar", bound=np.generic)


@dataclass(frozen=True)
class Architecture:
    """Layer sizes from the inputs to the outputs, and the names of the activations.

    `sizes` (features, hidden …, outputs); `activation` names one for each hidden layer, or is the word that
    serves them all (and is kept as that word where all are alike, so that equal shapes are equal).
    The parameters of a network are one flat array (..., parameter_count): layer after layer, each a block
    (in + 1, out) in row-major order, whose last row is the bias, so that one product with [x 1] gives
    x W + b. Raises ValueError for fewer than two sizes, a size below 1, an unknown activation or a wrong
    number of them.
    """

    sizes: tuple[int, ...]
    activation: str | tuple[str, ...] = "sigmoid"
    output_activation: str = "sigmoid"

    def __post_init__(self) -> None:
        object.__setattr__(self, "sizes", tuple(int(size) for size in self.sizes))
        if len(self.sizes) < 2 or min(self.sizes) < 1:
            raise ValueError(f"an architecture needs two or more sizes of at least 1, not {self.sizes}")
        names = (self.activation,) if isinstance(self.activation, str) else tuple(self.activation)
        for name in (*names, self.output_activation):
            if name not in ACTIVATIONS:
                raise ValueError(f"unknown activation {name!r}; known are {', '.join(ACTIVATIONS)}")
        if not isinstance(self.activation, str):
            if len(names) != self.layers - 1:
                raise ValueError(f"{self.sizes} needs {self.layers - 1} hidden activations, not {names}")
            object.__setattr__(self, "activation", names[0] if len(set(names)) == 1 else names)

    @property
    def layers(self) -> int:
        """Number of layers with weights: the hidden ones and the output."""
        return len(self.sizes) - 1

    @property
    def hidden_activations(self) -> tuple[str, ...]:
        """The name of each hidden layer's activation, also where one word serves all."""
        if isinstance(self.activation, str):
            return (self.activation,) * (self.layers - 1)
        return self.activation

    @cached_property
    def activations(self) -> tuple[Activation, ...]:
        """The activation of each layer, the output's last."""
        return tuple(ACTIVATIONS[name] for name in (*self.hidden_activations, self.output_activation))

    @property
    def output(self) -> Activation:
        """The activation of the last layer, which the losses ask for."""
        return self.activations[-1]

    @cached_property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """The shape (in + 1, out) of each layer's packed block; the last row is the bias."""
        return tuple((size_in + 1, size_out) for size_in, size_out in pairwise(self.sizes))

    @cached_property
    def slices(self) -> tuple[slice, ...]:
        """Where each layer's packed block lies in the flat array."""
        ends = np.cumsum([0, *(rows * columns for rows, columns in self.shapes)]).tolist()
        return tuple(slice(start, end) for start, end in pairwise(ends))

    @property
    def parameter_count(self) -> int:
        """Number of weights and biases together."""
        return int(self.slices[-1].stop)

    def names(self) -> list[str]:
        """Return the name of every parameter in flat order, counted from 1.

        `W1[2,3]` is the weight of layer 1 from input 2 to neuron 3, `b1[3]` the bias of that neuron.
        """
        names: list[str] = []
        for layer, (rows, columns) in enumerate(self.shapes, start=1):
            for source in range(1, rows):
                names += [f"W{layer}[{source},{neuron}]" for neuron in range(1, columns + 1)]
            names += [f"b{layer}[{neuron}]" for neuron in range(1, columns + 1)]
        return names

    def unpack(self, flat: NDArray[Scalar]) -> tuple[NDArray[Scalar], ...]:
        """Return each layer's block (..., in + 1, out) of `flat` (..., parameter_count), as views."""
        return tuple(
            flat[..., place].reshape(flat.shape[:-1] + shape)
            for place, shape in zip(self.slices, self.shapes, strict=True)
        )
