"""What one forward pass leaves behind: everything that the backward pass, or a curious eye, needs.

In memory the arrays lie features first, (..., features, batch), with a last row of ones where a bias will
meet it. So a layer's activations are one unbroken piece (the fast path of NumPy's ufuncs; a slice beside a
column of ones takes four times as long), and a grid of thousands of inputs is swept along its long axis.
What is shown outside are transposed views, (..., batch, features) as the textbook writes them.
"""

from __future__ import annotations

from copy import copy

import numpy as np
from numpy.typing import ArrayLike

from networks.architecture import Architecture
from networks.arrays import FloatArray, constant
from networks.output_layer import OutputLayer


def transposed(arrays: tuple[FloatArray, ...]) -> tuple[FloatArray, ...]:
    """Return views with the last two axes swapped."""
    return tuple(array.swapaxes(-1, -2) for array in arrays)


class Trace:
    """The buffers of one forward pass for one shape of inputs; no parameters. A probe is another trace.

    For layer l (0 is the first with weights), as views that later passes fill anew:
    `inputs[l]` (..., batch, in + 1), the last column all ones; `z[l]` and `activations[l]` (..., batch, out);
    `output` (..., batch, outputs), the last activations; `output_layer`, the same with its z, for losses;
    `deltas[l]` (..., batch, out), the gradient of the loss with respect to z[l], after a backward pass.
    `layers` holds the same buffers as they lie in memory.
    """

    def __init__(self, architecture: Architecture, inputs: ArrayLike, leading: tuple[int, ...] = ()) -> None:
        """Make the buffers for `inputs` (..., batch, features) and networks with the axes `leading`."""
        given = np.asarray(inputs, dtype=np.float64)
        if given.ndim < 2 or given.shape[-1] != architecture.sizes[0]:
            raise ValueError(
                f"inputs of shape {given.shape} do not fit: (..., batch, {architecture.sizes[0]}) is needed"
            )
        batch = given.shape[-2]
        self.architecture = architecture
        self.leading = np.broadcast_shapes(leading, given.shape[:-2])
        columns = [_with_ones(given.shape[:-2], architecture.sizes[0], batch)]
        columns += [_with_ones(self.leading, size, batch) for size in architecture.sizes[1:-1]]
        hidden = [column[..., :-1, :] for column in columns[1:]]
        last = np.zeros((*self.leading, architecture.sizes[-1], batch))
        self.is_single = self.leading == ()
        self._backward: BackwardBuffers | None = None
        self._lay_out(tuple((x, np.zeros_like(a), a) for x, a in zip(columns, [*hidden, last], strict=True)))
        self.load(given)

    def _lay_out(self, layers: tuple[tuple[FloatArray, FloatArray, FloatArray], ...]) -> None:
        """Keep the buffers (x, z, a) of each layer, features first, and the public views of them."""
        self.layers = layers
        x, z, a = zip(*layers, strict=True)
        self.inputs, self.z, self.activations = transposed(x), transposed(z), transposed(a)
        self.output: FloatArray = self.activations[-1]  # (..., batch, outputs)
        self.output_layer = OutputLayer(self.architecture.output, self.z[-1], self.output)

    @property
    def deltas(self) -> tuple[FloatArray, ...]:
        """The gradient of the loss with respect to each z, (..., batch, out); zeros before `backward`."""
        return self.for_backward().deltas

    def load(self, inputs: ArrayLike) -> None:
        """Put other inputs of the same shape (..., batch, features) in place."""
        np.copyto(self.inputs[0][..., :-1], np.asarray(inputs, dtype=np.float64))

    def with_output(self, z_column: FloatArray) -> Trace:
        """Return a trace with every buffer shared, but for its last z: `z_column` (..., outputs, batch)."""
        self.for_backward()
        twin = copy(self)
        x, _, a = self.layers[-1]
        twin._lay_out((*self.layers[:-1], (x, z_column, a)))
        return twin

    def between(self, x_column: FloatArray, z_column: FloatArray) -> Trace:
        """Return a trace with every buffer shared, but for its inputs and its last z.

        `x_column` (..., features + 1, batch), whose last row is ones, and `z_column` (..., outputs, batch)
        are kept, not copied: a pass reads what then lies in the one and leaves its z in the other.
        """
        twin = self.with_output(z_column)
        _, z, a = twin.layers[0]
        twin._lay_out(((x_column, z, a), *twin.layers[1:]))
        twin._backward = self.for_backward().through(twin)
        return twin

    def for_backward(self) -> BackwardBuffers:
        """Return the buffers of the backward pass, made when first asked for."""
        if self._backward is None:
            self._backward = BackwardBuffers(self)
        return self._backward

    def __repr__(self) -> str:
        return (
            f"Trace(sizes={self.architecture.sizes}, inputs={self.inputs[0].shape}, leading={self.leading})"
        )


class BackwardBuffers:
    """Room for the gradients on their way back through one trace."""

    def __init__(self, trace: Trace) -> None:
        self.architecture = trace.architecture
        columns = [np.zeros_like(z) for _, z, _ in trace.layers]
        self.deltas = transposed(tuple(columns))
        x, z, _ = trace.layers[-1]
        self.output = x, self.deltas[-1], columns[-1], np.zeros_like(z).swapaxes(-1, -2)
        self.hidden = tuple(  # from the last hidden layer to the first
            (x, z, a, np.zeros_like(z), column, delta)
            for (x, z, a), column, delta in zip(
                trace.layers[-2::-1], columns[-2::-1], self.deltas[-2::-1], strict=True
            )
        )
        # The mean is over batch and outputs, so each of them has this share in the loss.
        self.share = constant(1.0 / (z.shape[-1] * z.shape[-2]))
        self.gradient: FloatArray | None = None
        self.blocks: tuple[FloatArray, ...] = ()

    def through(self, trace: Trace) -> BackwardBuffers:
        """Return the same buffers for a twin of their trace."""
        twin = copy(self)
        twin.output = trace.layers[-1][0], *self.output[1:]
        twin.hidden = tuple(
            (*layer, *buffers[3:]) for layer, buffers in zip(trace.layers[-2::-1], self.hidden, strict=True)
        )
        return twin

    def bind(self, gradient: FloatArray) -> tuple[FloatArray, ...]:
        """Return `gradient` (..., P) as one block a layer, from the last to the first; remembered."""
        self.gradient = gradient
        self.blocks = self.architecture.unpack(gradient)[::-1]
        return self.blocks


def _with_ones(leading: tuple[int, ...], features: int, batch: int) -> FloatArray:
    """Return zeros (..., features + 1, batch) whose last row is ones."""
    column = np.zeros((*leading, features + 1, batch))
    column[..., -1, :] = 1.0
    return column
