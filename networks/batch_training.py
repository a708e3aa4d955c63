"""Training in mini-batches, where everything but the network's shape may change between two epochs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from networks.arrays import AnyFloatArray, FloatArray
from networks.batch_settings import BatchSettings
from networks.batches import Batches
from networks.faults import first_fault
from networks.held import Mask
from networks.mlp_evaluation import Evaluation, evaluated


@dataclass(frozen=True, eq=False)
class BatchCheckpoint:
    """A moment to which `BatchTrainer.restore` goes back exactly; copies, safe to keep.

    Settings and data are not in it.
    """

    step: int
    values: FloatArray
    optimizer: Mapping[str, AnyFloatArray]
    generator: Mapping[str, Any]
    order: NDArray[np.intp]
    free: Mask
    alive: Mask


class BatchTrainer(BatchSettings):
    """One network, its training data, one loss, one optimizer; a step is one epoch, `step` counts them.

    In each epoch every sample serves once, in an order that `rng` draws anew; the last batch, if smaller, is
    used too, its gradient being the mean over its own samples. `rng` also draws the dropout; from here on it
    is the trainer's own. The network's parameters change in place.
    """

    @property
    def next_batch(self) -> NDArray[np.intp]:
        """The places in the data of the samples in the batch that comes next; a copy."""
        return self._order[: self._batch].copy()

    @property
    def next_rate(self) -> float:
        """The learning rate of the next epoch, the schedule in it."""
        return self._learning_rate * self.schedule(self.step, self.total)

    @property
    def last_update(self) -> FloatArray:
        """What the last batch added to the parameters, (P,); zeros before the first. Live, not a copy."""
        return self._optimizer.update

    def train(self, epochs: int) -> FloatArray:
        """Train so many epochs and return their losses (epochs,).

        The loss of an epoch is the mean over its samples, each by the network before the update of its batch,
        without penalties and, if there is dropout, with it. Never warns; see `fault`.
        """
        losses = np.empty(epochs)
        batches, changes = self._prepared(), self._changes()
        with np.errstate(all="ignore"):
            for epoch in range(epochs):
                self._optimizer.learning_rate = self.next_rate
                losses[epoch] = self._epoch(batches, changes)
                self._order = self.rng.permutation(batches.samples)
                self.step += 1
        return losses

    def _epoch(self, batches: Batches, changes: tuple[Callable[[FloatArray], None], ...]) -> float:
        dropout, network, loss, gradient = self._masked, self.network, self.loss, self._gradient
        parameters, step = network.parameters, self._optimizer.step
        if dropout is not None:
            dropout.draw(self.rng)
            network = dropout.network
        total = 0.0
        for chunk in batches.chunks:
            batches.gather(chunk, self._order)
            for trace, targets in chunk.steps:
                if dropout:
                    dropout.next(len(targets))
                network.propagate(trace)
                network.backpropagate(trace, targets, loss, gradient)
                for change in changes:
                    change(gradient)
                step(parameters, gradient)
            total += batches.loss(chunk, network, loss)
        return float(total / batches.samples)

    def evaluate(self, inputs: ArrayLike | None = None, targets: ArrayLike | None = None) -> Evaluation:
        """Return how the network stands on other data or, without any, on the training data.

        Loss, accuracy and predictions are the network's own: no dropout, no penalties. The gradients are of
        the loss with its penalties, as training descends it, also where a parameter is frozen or muted.
        """
        given = self._data if inputs is None or targets is None else (inputs, targets)
        now = evaluated(self.network, self.network.trace(given[0]), np.asarray(given[1], float), self.loss)
        if self.penalties:
            with np.errstate(all="ignore"):
                self.penalties.adder(self.network)(now.gradients)
        return now

    def checkpoint(self) -> BatchCheckpoint:
        """Return this moment: values, optimizer state, generator, batch order, masks and step, copied."""
        return BatchCheckpoint(
            step=self.step,
            values=self.values,
            optimizer=self._optimizer.save(),
            generator=self.rng.bit_generator.state,
            order=self._order.copy(),
            free=self.free,
            alive=self.alive,
        )

    def restore(self, checkpoint: BatchCheckpoint) -> None:
        """Go back to `checkpoint`; with the settings and data of then, training gives the same bits again.

        Settings stay as they are. Of another optimizer's state what fits is taken; if the data are no longer
        as many, a new order is drawn.
        """
        self.step = checkpoint.step
        self._held.freeze(checkpoint.free)
        self._held.mute(checkpoint.alive)
        self._held.put(checkpoint.values)
        self._take_up(checkpoint.optimizer)
        self.rng.bit_generator.state = checkpoint.generator
        count = len(self._data[0])
        fits = len(checkpoint.order) == count
        self._order = checkpoint.order.copy() if fits else self.rng.permutation(count)

    def fault(self) -> str | None:
        """Name the first quantity that is not finite at the present step, or return None; see `faults`."""
        return first_fault(self.network, self._optimizer, self.evaluate)
