"""The exact matrix of second derivatives of the loss, by the R-operator, derived by hand.

R{·} is the derivative along a direction: R{q} = ∂q(θ + r v)/∂r at r = 0 (Pearlmutter 1994, "Fast exact
multiplication by the Hessian"). Applied to every equation of forward and backward it gives R{∂L/∂θ} = H v.
With x, z, a = f(z), δ and W of a layer, and ₊ for the layer that follows:

    forward:   R{z₊} = R{a} W₊,   R{a} = f′(z) R{z}
    output:    R{δ} = R{z} ∂²L/∂z∂zᵀ / (batch · outputs)
    backward:  R{δ} = (R{δ₊} W₊ᵀ) f′(z) + (δ₊ W₊ᵀ) f″(z) R{z}
    each:      R{∂L/∂W} = R{x}ᵀ δ + xᵀ R{δ}

H takes P such directions, one for each weight. But a weight from input i to neuron j of layer l moves z of
that neuron by xᵢ, which is a number for each sample: everything above is xᵢ times what comes of moving that z
by 1. So there is one direction for each *neuron*, sample by sample, and the weights come in at the end, where
xᵢ joins the sum over the samples. A direction in layer l leaves the layers before it as they are, and H is
symmetric: its blocks (l, m) with m ≥ l are enough, for which no W changes on the way from m to the output.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from networks.arrays import FloatArray
from networks.curvature import bend, output_curvature
from networks.losses import Loss
from networks.mlp import MLP
from networks.trace import Trace

MOST = 200  # parameters for which it is offered; 2-8-8-1 (105) on 500 samples takes 3 ms, 200 take 6 ms
MOST_SAMPLES = 2000  # for which it is offered; ten thousand would hold up the window for a third of a second


def hessian(network: MLP, inputs: ArrayLike, targets: FloatArray, loss: Loss) -> FloatArray:
    """Return ∂²L/∂θ∂θᵀ (P, P), symmetric, of the mean loss; order of the parameters as in `parameters`.

    `inputs` (batch, features), `targets` (batch, outputs) encoded by the loss. Never warns; numbers that are
    not finite come through. Exact wherever no z lies on a kink of its activation (see `curvature.bend`).
    Raises ValueError for networks with leading axes.
    """
    if network.leading:
        raise ValueError(f"the Hessian is that of one network, not of {network.leading}")
    trace = network.forward(inputs)
    network.backward(trace, targets, loss)
    with np.errstate(all="ignore"):
        return _hessian(network, trace, np.asarray(targets, dtype=np.float64), loss)


def eigenvalues(matrix: FloatArray, free: NDArray[np.bool_] | None = None) -> FloatArray:
    """Return the eigenvalues of a Hessian (P, P), ascending: the curvatures along its own directions.

    With `free` (P,), those of the parameters that may move: the others' rows and columns are left out.
    Not a number, all of them, where the matrix is not finite.
    """
    if free is not None:
        matrix = matrix[np.ix_(free, free)]
    if not np.isfinite(matrix).all():
        return np.full(len(matrix), np.nan)
    return np.asarray(np.linalg.eigvalsh(matrix), dtype=np.float64)


def _hessian(network: MLP, trace: Trace, targets: FloatArray, loss: Loss) -> FloatArray:
    architecture, places = network.architecture, network.architecture.slices
    count = architecture.parameter_count
    moves = _Moves(network, trace, targets, loss)
    whole = np.empty((count, count))
    for layer in range(architecture.layers):
        x = np.ascontiguousarray(trace.layers[layer][0])  # (in + 1, batch)
        for other, r_delta, r_x in moves.gradients(layer):
            block = _summed(x, trace.layers[other][0], r_delta)
            if r_x is not None:
                of_inputs = _summed(x, trace.deltas[other].T, r_x)  # the other layer's inputs come last
                block[:, :, :-1] += of_inputs.swapaxes(2, 3)
            block = block.reshape(places[layer].stop - places[layer].start, -1)
            if other == layer:
                block = (block + block.T) / 2  # alike but for rounding
            whole[places[layer], places[other]] = block
            whole[places[other], places[layer]] = block.T
    return whole


def _summed(x: FloatArray, factors: FloatArray, moved: FloatArray) -> FloatArray:
    """Return Σ over the samples of x, factor and what moved, (in + 1, out, factors, values).

    Of x (in + 1, batch), factors (factors, batch) and `moved` (batch, out, values). The products of the first
    two are made, which are few, and one product of matrices does the rest.
    """
    batch, out, values = moved.shape
    pairs = (x[:, np.newaxis, :] * factors[np.newaxis, :, :]).reshape(-1, batch)
    summed = pairs @ moved.reshape(batch, -1)
    return summed.reshape(len(x), len(factors), out, values).swapaxes(1, 2)


class _Moves:
    """What moving one neuron's z by 1 does to each sample's share of the gradient."""

    def __init__(self, network: MLP, trace: Trace, targets: FloatArray, loss: Loss) -> None:
        activations = network.architecture.activations
        self.weights, self.trace = network.weights, trace
        layers = list(zip(activations, trace.z, trace.activations, strict=True))
        self.slopes = [activation.slope(z) for activation, z, _ in layers]
        # (δ₊ W₊ᵀ) f″ of each hidden layer, (batch, out)
        self.bends = [
            (trace.deltas[layer + 1] @ self.weights[layer + 1].T) * bend(*layers[layer])
            for layer in range(len(layers) - 1)
        ]
        shares = targets.shape[-1] * targets.shape[-2]
        self.curvature = output_curvature(loss, *layers[-1], targets) / shares

    def gradients(self, layer: int) -> list[tuple[int, FloatArray, FloatArray | None]]:
        """Return, for this layer and each that follows, its R{δ} and R{x}: R{∂L/∂W} = x R{δ} + R{x} δ.

        They are (batch, out, out of the other layer) and (batch, out, in of it), sample by sample, for each
        neuron of `layer` that is moved. R{x} is None where nothing moves it.
        """
        batch, neurons = self.trace.z[layer].shape
        last = len(self.weights) - 1
        r_z = [np.broadcast_to(np.eye(neurons), (batch, neurons, neurons))]  # (batch, moved, out)
        r_x: list[FloatArray | None] = [None]  # x of the moved layer itself stays
        for following in range(layer + 1, last + 1):
            r_a = r_z[-1] * self.slopes[following - 1][:, np.newaxis, :]
            r_x.append(r_a)
            r_z.append(r_a @ self.weights[following])
        found = []
        r_delta = r_z[-1] @ self.curvature
        for other in range(last, layer - 1, -1):
            if other < last:
                r_delta = r_delta @ self.weights[other + 1].T
                r_delta *= self.slopes[other][:, np.newaxis, :]
                r_delta += r_z[other - layer] * self.bends[other][:, np.newaxis, :]
            found.append((other, r_delta, r_x[other - layer]))
        return found
