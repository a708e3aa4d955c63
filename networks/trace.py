"""What one forward pass leaves behind: everything that the backward pass, or a curious eye, needs.

In memory the arrays lie features first, (..., features, batch), with a last row of ones where a bias will
meet it. So a layer's activations are one unbroken piece (the fast path of NumPy's ufuncs; a slice beside a column
of ones takes four times as long), and a grid of thousands of inputs is swept along its long axis.
What is shown outside are transposed views, (..., batch, features) as the textbook writes them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from networks.architecture import Architecture
from networks.arrays import FloatArray


def transposed(arrays: tuple[FloatArray, ...]) -> tuple[FloatArray, ...]:
    """Return views with the last two axes swapped."""
    return tuple(array.swapaxes(-1, -2) for array in arrays)


class Trace:
    """The buffers of one forward pass for one shape of inputs; no parameters. A probe is another trace.

    For layer l (0 is the first with weights), as views that later passes fill anew:
    `inputs[l]` (..., batch, in + 1), the last column all ones; `z[l]` and `activations[l]` (..., batch, out);
    `deltas[l]` (..., batch, out), the gradient of the loss with respect to z[l], after a backward pass.
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
        self.columns = [_with_ones(given.shape[:-2], architecture.sizes[0], batch)]
        self.columns += [_with_ones(self.leading, size, batch) for size in architecture.sizes[1:-1]]
        hidden = tuple(column[..., :-1, :] for column in self.columns[1:])
        self.a_columns = (*hidden, np.zeros((*self.leading, architecture.sizes[-1], batch)))
        self.z_columns = tuple(np.zeros_like(a) for a in self.a_columns)
        self.is_single = self.leading == ()
        self._backward: BackwardBuffers | None = None
        self._show()
        self.load(given)

    def _show(self) -> None:
        """Make the public views (..., batch, features)."""
        self.inputs = transposed(tuple(self.columns))
        self.z = transposed(self.z_columns)
        self.activations = transposed(self.a_columns)

    @property
    def output(self) -> FloatArray:
        """The activations of the output layer, (..., batch, outputs)."""
        return self.activations[-1]

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
        twin = Trace.__new__(Trace)
        twin.__dict__.update(self.__dict__)
        twin.z_columns = (*self.z_columns[:-1], z_column)
        twin._show()
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
        self.delta_columns = tuple(np.zeros_like(z) for z in trace.z_columns)
        self.scratch_columns = tuple(np.zeros_like(z) for z in trace.z_columns)
        self.deltas = transposed(self.delta_columns)
        self.output_scratch = self.scratch_columns[-1].swapaxes(-1, -2)
        # The mean is over batch and outputs, so each of them has this share in the loss.
        self.share = np.array(1.0 / (trace.z[-1].shape[-1] * trace.z[-1].shape[-2]))
        self.gradient: FloatArray | None = None
        self.blocks: tuple[FloatArray, ...] = ()

    def bind(self, architecture: Architecture, gradient: FloatArray) -> tuple[FloatArray, ...]:
        """Return `gradient` (..., P) as one block a layer; remembered until another is given."""
        if gradient is not self.gradient:
            self.gradient = gradient
            self.blocks = architecture.unpack(gradient)
        return self.blocks


def _with_ones(leading: tuple[int, ...], features: int, batch: int) -> FloatArray:
    """Return zeros (..., features + 1, batch) whose last row is ones."""
    column = np.zeros((*leading, features + 1, batch))
    column[..., -1, :] = 1.0
    return column
