"""Mini-batches: an epoch's samples gathered in their order to where prebuilt traces look for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from networks.arrays import FloatArray
from networks.losses import Loss
from networks.mlp import MLP
from networks.output_layer import OutputLayer
from networks.trace import Trace

MOST = 256  # batches gathered in one go: so many traces there are, whatever the number of samples

Step = tuple[Trace, FloatArray]


@dataclass(frozen=True, eq=False)
class Chunk:
    """Batches that are gathered together.

    `place` is theirs in the epoch's order; `steps` a trace and its targets (batch, outputs) for each batch;
    `results`, for the batches of one size, the last z and the targets, (batches, batch, outputs).
    """

    place: slice
    steps: tuple[Step, ...]
    results: tuple[tuple[FloatArray, FloatArray], ...]


class Batches:
    """The samples of one data set, cut into batches of `batch`; the last one has what is left over.

    A step then consists of the network's passes alone: what it reads has been gathered for many batches at
    once, and its z is left where the losses of all of them are computed in one go.
    """

    def __init__(self, network: MLP, inputs: FloatArray, targets: FloatArray, batch: int) -> None:
        """Copy `inputs` (samples, features) and `targets` (samples, outputs), transposed as a trace is."""
        self._inputs, self._targets = inputs.T.copy(), targets.T.copy()
        (features, samples), outputs = self._inputs.shape, len(self._targets)
        batch = min(batch, samples)
        room = min(samples, MOST * batch)
        self._x = np.ones((features + 1, room))
        self._y = np.zeros((outputs, room))
        self._z = np.zeros(outputs * room)
        rows, rest = min(samples // batch, MOST), samples % batch
        self._full = self._steps(network, 0, batch, rows)
        self.chunks: tuple[Chunk, ...] = tuple(
            self._chunk(network, slice(start, min(start + room, samples)), batch, rest)
            for start in range(0, samples, room)
        )
        self.samples = samples

    def _steps(self, network: MLP, start: int, batch: int, count: int) -> tuple[Step, ...]:
        """Return `count` steps of `batch` samples, which lie in the buffers from `start` on."""
        first = network.trace(np.zeros((batch, len(self._inputs))))
        outputs, steps = len(self._targets), []
        for left in range(start, start + count * batch, batch):
            right = left + batch
            z = self._z[outputs * left : outputs * right].reshape(outputs, batch)
            steps.append((first.between(self._x[:, left:right], z), self._y[:, left:right].T))
        return tuple(steps)

    def _chunk(self, network: MLP, place: slice, batch: int, rest: int) -> Chunk:
        length, outputs = place.stop - place.start, len(self._targets)
        rows = length // batch
        steps, end, results = self._full[:rows], rows * batch, []
        for start, size, count in ((0, batch, rows), (end, length - end, 1)):
            if size and count:
                stop = start + size * count
                z = self._z[outputs * start : outputs * stop].reshape(count, outputs, size)
                y = self._y[:, start:stop].reshape(outputs, count, size)
                results.append((z.swapaxes(1, 2), y.transpose(1, 2, 0)))
        if length > end:
            steps += self._steps(network, end, rest, 1)
        return Chunk(place, steps, tuple(results))

    def fill(self, inputs: FloatArray, targets: FloatArray) -> None:
        """Take over other samples of the same shapes."""
        np.copyto(self._inputs, inputs.T)
        np.copyto(self._targets, targets.T)

    def gather(self, chunk: Chunk, order: NDArray[np.intp]) -> None:
        """Lay the samples of `chunk` where its steps look, `order` being that of all samples in the epoch."""
        chosen = order[chunk.place]
        np.take(self._inputs, chosen, axis=1, out=self._x[:-1, : len(chosen)], mode="clip")
        np.take(self._targets, chosen, axis=1, out=self._y[:, : len(chosen)], mode="clip")

    def loss(self, chunk: Chunk, network: MLP, loss: Loss) -> float:
        """Return the sum over the chunk's samples of the loss, by the z that its steps have left."""
        f = network.architecture.output
        results = ((OutputLayer.of(f, z), y) for z, y in chunk.results)
        return float(sum(loss.values(output, y).sum() * output.z.shape[1] for output, y in results))
