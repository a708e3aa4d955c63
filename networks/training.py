"""Training on the whole data set: one step is one epoch, and every epoch's loss is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from networks.arrays import FloatArray
from networks.datasets import Dataset
from networks.faults import first_fault
from networks.losses import Loss
from networks.mlp import MLP
from networks.mlp_evaluation import Evaluation, evaluated
from networks.optimizers import Optimizer
from networks.output_layer import OutputLayer

BLOCK = 256  # steps whose losses are computed in one go; 16 gives most of the gain
BLOCK_NUMBERS = 1 << 20  # and at most this many pre-activations kept for it, 8 MB


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A moment of training to which `Trainer.restore` goes back exactly; copies, safe to keep."""

    step: int
    parameters: FloatArray
    optimizer: Mapping[str, FloatArray]


class Trainer:
    """One network, or many along leading axes, one data set, one loss, one optimizer.

    `step` counts the updates made. The network's parameters change in place, nothing else is shared.
    """

    def __init__(self, network: MLP, dataset: Dataset, loss: Loss, optimizer: Optimizer) -> None:
        self.network, self.dataset, self.loss, self.optimizer = network, dataset, loss, optimizer
        self.step = 0
        self.targets = np.asfortranarray(
            loss.encode(dataset.targets)
        )  # (samples, outputs), as the trace lies
        if self.targets.shape[1] != network.architecture.sizes[-1]:
            raise ValueError(
                f"{dataset.name} has {self.targets.shape[1]} targets, the network "
                f"{network.architecture.sizes[-1]} outputs"
            )
        optimizer.prepare(network.parameters)
        self._gradient = np.zeros_like(network.parameters)
        self._probe = network.trace(dataset.inputs)
        # Step i of a block writes its output pre-activations into row i, through a trace of its own that
        # shares all other buffers: so keeping them costs nothing, and the losses of a block are one call.
        trace = network.trace(dataset.inputs)
        z = trace.layers[-1][1]
        rows = max(1, min(BLOCK, BLOCK_NUMBERS // z.size))
        self._block = np.zeros((rows, *z.shape))
        self._traces = [trace.with_output(row) for row in self._block]

    @property
    def last_update(self) -> FloatArray:
        """What the last step added to the parameters, (..., P); zeros before the first. Live, not a copy."""
        return self.optimizer.update

    def train(self, steps: int) -> FloatArray:
        """Make `steps` updates and return the losses (steps, ...).

        Row i is the loss of the network before update i of this call, so after `step` + i updates in all; the
        loss after the last update is row 0 of the next call, or `evaluate().loss`. Never warns: an overflow
        shows as a loss that is not finite, see `fault`.
        """
        network, targets, loss, gradient = self.network, self.targets, self.loss, self._gradient
        losses = np.empty((steps, *network.leading))
        done = 0
        with np.errstate(all="ignore"):
            while done < steps:
                rows = min(len(self._block), steps - done)
                for trace in self._traces[:rows]:
                    network.propagate(trace)
                    network.backpropagate(trace, targets, loss, gradient)
                    self.optimizer.step(network.parameters, gradient)
                    self.step += 1
                losses[done : done + rows] = self._block_losses(rows)
                done += rows
        return losses

    def _block_losses(self, rows: int) -> FloatArray:
        """Return the losses (rows, ...) of the first `rows` steps of the block."""
        z = self._block[:rows].swapaxes(-1, -2)
        output = self.network.architecture.output
        return self.loss.values(OutputLayer.of(output, z), self.targets)

    def evaluate(self) -> Evaluation:
        """Return loss, accuracy, gradients and predictions at the present parameters; changes nothing."""
        return evaluated(self.network, self._probe, self.targets, self.loss)

    def checkpoint(self) -> Checkpoint:
        """Return this moment: parameters, optimizer state and step, copied."""
        return Checkpoint(self.step, self.network.parameters.copy(), self.optimizer.save())

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to `checkpoint`; training on from it gives the same bits as it did then."""
        self.step = checkpoint.step
        np.copyto(self.network.parameters, checkpoint.parameters)
        self.optimizer.load(checkpoint.optimizer)

    def fault(self) -> str | None:
        """Name the first quantity that is not finite at the present step, or return None; see `faults`."""
        return first_fault(self.network, self.optimizer, self.evaluate)
