"""The multi-layer perceptron, with backpropagation derived by hand.

The same code serves one network, parameters (P,), or many at once, parameters (..., P): every product is over
the last two axes, and the others come along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from networks.activations import Activation
from networks.architecture import Architecture
from networks.arrays import FloatArray
from networks.initializers import INITIALIZERS
from networks.losses import Loss
from networks.trace import Trace, transposed

__all__ = ["MLP", "Architecture", "Trace"]

Product = Callable[[FloatArray, FloatArray, FloatArray], object]
# For two plain matrices of a few numbers ndarray.dot takes 0.25 µs, matmul, which also knows stacks, 0.8 µs.
_single_product: Product = np.ndarray.dot
_stacked_product: Product = np.matmul


class MLP:
    """Layers of neurons, each fully connected to the layer before; a trace holds what passes through them.

    `parameters` (..., P) is the one array that training changes; it is kept, not copied, if it is float64 and
    row-major. Views of it, for layer l (0 is the first with weights): `packed[l]` (..., in + 1, out),
    `weights[l]` (..., in, out) and `biases[l]` (..., out).
    Raises ValueError where its last axis does not fit the architecture.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: ArrayLike,
        activations: Sequence[Activation] | None = None,
    ) -> None:
        """Look at `parameters`; `activations`, one a layer, replace the architecture's (see `dropout`)."""
        self.architecture = architecture
        self.parameters: FloatArray = np.require(parameters, np.float64, "C")
        if self.parameters.ndim < 1 or self.parameters.shape[-1] != architecture.parameter_count:
            raise ValueError(
                f"{architecture.sizes} needs parameters (..., {architecture.parameter_count}), "
                f"not {self.parameters.shape}"
            )
        self.leading = self.parameters.shape[:-1]
        self.packed = architecture.unpack(self.parameters)
        self.weights = tuple(block[..., :-1, :] for block in self.packed)
        self.biases = tuple(block[..., -1, :] for block in self.packed)
        # What the two passes need of each layer, in the order in which they come by; backward from the last
        # hidden layer to the first, each with the weights of the layer that follows it.
        activations = tuple(activations or architecture.activations)
        self._forward_layers = tuple(
            (packed, activation.apply)
            for packed, activation in zip(transposed(self.packed), activations, strict=True)
        )
        self._backward_layers = tuple(
            (weights, activation.derivative)
            for weights, activation in zip(self.weights[:0:-1], activations[-2::-1], strict=True)
        )

    @classmethod
    def create(cls, architecture: Architecture, rng: np.random.Generator, init: str = "xavier") -> MLP:
        """Return one network with weights drawn from `rng` by the named initializer and biases of zero."""
        if init not in INITIALIZERS:
            raise ValueError(f"unknown initializer {init!r}; known are {', '.join(INITIALIZERS)}")
        network = cls(architecture, np.zeros(architecture.parameter_count))
        for weights in network.weights:
            weights[...] = INITIALIZERS[init](rng, *weights.shape)
        return network

    @classmethod
    def stack(cls, networks: Sequence[MLP]) -> MLP:
        """Return networks of one architecture as one, along a new first axis; the parameters are copied."""
        architecture = networks[0].architecture
        if any(network.architecture != architecture for network in networks):
            raise ValueError("only networks of one architecture can be stacked")
        return cls(architecture, np.stack([network.parameters for network in networks]))

    def trace(self, inputs: ArrayLike) -> Trace:
        """Return buffers, filled with `inputs` (..., batch, features), for any number of forward passes."""
        return Trace(self.architecture, inputs, self.leading)

    def forward(self, inputs: Trace | ArrayLike, trace: Trace | None = None) -> Trace:
        """Carry the inputs through every layer and return the trace; never warns.

        `inputs` is a trace (its inputs are used) or an array (..., batch, features), which goes into `trace`
        or into a new one. Leading axes of inputs and parameters broadcast. For each layer, with x its inputs:
            z = x W + b,  a = f(z)          (Goodfellow et al. 2016, algorithm 6.3)
        """
        if isinstance(inputs, Trace):
            trace = inputs
        elif trace is None:
            trace = self.trace(inputs)
        else:
            trace.load(inputs)
        with np.errstate(all="ignore"):
            self.propagate(trace)
        return trace

    def backward(
        self, trace: Trace, targets: FloatArray, loss: Loss, out: FloatArray | None = None
    ) -> FloatArray:
        """Return the gradient of the loss with respect to every parameter, (..., P); never warns.

        `trace` must come from `forward` with these parameters; `targets` (batch, outputs) are encoded by the
        loss; `out`, if given, receives the result. With δ the gradient with respect to z (Rumelhart et al.
        1986; Goodfellow et al. 2016, algorithm 6.4):
            output:  δ = (∂L/∂a) f′(z) / (batch · outputs)
            before:  δ = (δ₊ W₊ᵀ) f′(z), with δ₊ and W₊ of the layer that follows
            each:    ∂L/∂W = xᵀ δ,  ∂L/∂b = Σ_batch δ
        """
        if out is None:
            out = np.empty((*trace.leading, self.architecture.parameter_count))
        with np.errstate(all="ignore"):
            self.backpropagate(trace, targets, loss, out)
        return out

    def propagate(self, trace: Trace) -> None:
        """Do `forward` into a trace; for loops, which silence NumPy's warnings once around them."""
        product = _single_product if trace.is_single else _stacked_product
        for (packed, apply), (x, z, a) in zip(self._forward_layers, trace.layers):  # noqa: B905, in the hot loop
            product(packed, x, z)
            apply(z, a)

    def backpropagate(self, trace: Trace, targets: FloatArray, loss: Loss, out: FloatArray) -> None:
        """Do `backward` into `out`; for loops, which silence NumPy's warnings once around them."""
        product = _single_product if trace.is_single else _stacked_product
        buffers = trace.for_backward()
        gradients = buffers.blocks if out is buffers.gradient else buffers.bind(out)
        x, delta, delta_columns, scratch = buffers.output
        loss.gradient(trace.output_layer, targets, delta, scratch)
        np.multiply(delta, buffers.share, delta)
        product(x, delta, gradients[0])
        for (following, derivative), layer, gradient in zip(  # noqa: B905, in the hot loop
            self._backward_layers, buffers.hidden, gradients[1:]
        ):
            x, z, a, slope, before, delta = layer
            product(following, delta_columns, before)  # W₊ δ₊ᵀ, features first
            derivative(z, a, slope)
            np.multiply(before, slope, before)
            product(x, delta, gradient)
            delta_columns = before

    def __repr__(self) -> str:
        sizes = "-".join(map(str, self.architecture.sizes))
        many = f", {self.leading} networks" if self.leading else ""
        return f"MLP({sizes}, {self.architecture.parameter_count} parameters{many})"
