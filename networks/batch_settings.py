"""What may be set of a run in mini-batches between two epochs, without starting it anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from networks.arrays import AnyFloatArray, FloatArray
from networks.batches import Batches
from networks.dropout import Dropout
from networks.held import Held, Mask
from networks.losses import Loss
from networks.mlp import MLP
from networks.optimizers import Optimizer
from networks.penalties import Penalties
from networks.schedules import Constant, Schedule

Data = tuple[ArrayLike, ArrayLike]


class BatchSettings:
    """The settings of a `BatchTrainer`, each in force from the next epoch on.

    `penalties` L1 and L2; `schedule` and `total`: in epoch `step` the learning rate counts
    `schedule(step, total)` times; the others are said below. Another loss or other activations are another
    trainer, which `restore`s the first one's checkpoint.
    Raises ValueError for a setting outside its range and for data that do not fit the network.
    """

    def __init__(
        self, network: MLP, data: Data, loss: Loss, optimizer: Optimizer, rng: np.random.Generator, batch: int
    ) -> None:
        if network.leading:
            raise ValueError(f"one network is trained in batches, not {network.leading}")
        self.network, self.loss, self.rng, self.step = network, loss, rng, 0
        self.schedule: Schedule = Constant()
        self.total = 0
        self.penalties = Penalties()
        self._batch, self._dropout = 0, 0.0
        self._batches: Batches | None = None
        self._masked: Dropout | None = None
        self._gradient = np.zeros_like(network.parameters)
        self._held = Held(network)
        self._order = np.empty(0, dtype=np.intp)
        optimizer.prepare(network.parameters)
        self._optimizer, self._learning_rate = optimizer, optimizer.learning_rate
        self.batch = batch
        self.data = data

    @property
    def batch(self) -> int:
        """Samples in a batch; all of them, if they are fewer."""
        return self._batch

    @batch.setter
    def batch(self, batch: int) -> None:
        if batch < 1:
            raise ValueError(f"a batch needs 1 sample or more, not {batch}")
        if batch != self._batch:
            self._batch = int(batch)
            self._batches = None

    @property
    def data(self) -> tuple[FloatArray, FloatArray]:
        """Inputs (n, features) and encoded targets (n, outputs); while n stays, so does the epoch's order."""
        return self._data

    @data.setter
    def data(self, data: Data) -> None:
        inputs, targets = (np.array(values, dtype=np.float64) for values in data)
        sizes = self.network.architecture.sizes
        count = len(inputs)
        if not count or inputs.shape != (count, sizes[0]) or targets.shape != (count, sizes[-1]):
            raise ValueError(
                f"inputs {inputs.shape} and targets {targets.shape} do not fit: (n, {sizes[0]}) and "
                f"(n, {sizes[-1]}) are needed, with n of at least 1"
            )
        self._data = inputs, targets
        if count != len(self._order):
            self._order = self.rng.permutation(count)
            self._batches = None
        elif self._batches is not None:
            self._batches.fill(inputs, targets)

    @property
    def learning_rate(self) -> float:
        """η before the schedule; `optimizer.learning_rate` is that of the last epoch, the schedule in it."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        self._optimizer.learning_rate = rate
        self._learning_rate = float(rate)

    @property
    def optimizer(self) -> Optimizer:
        """The optimizer; a new one brings its learning rate, and goes on from the old state if that fits."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer: Optimizer) -> None:
        saved, self._optimizer = self._optimizer.save(), optimizer
        self._learning_rate = optimizer.learning_rate
        self._take_up(saved)

    @property
    def dropout(self) -> float:
        """The probability with which a hidden neuron is silent for a sample, while training only."""
        return self._dropout

    @dropout.setter
    def dropout(self, share: float) -> None:
        if not 0 <= share < 1:
            raise ValueError(f"dropout must be in [0, 1), not {share}")
        if share != self._dropout:
            self._dropout, self._masked = float(share), None

    @property
    def values(self) -> FloatArray:
        """Every parameter's value (P,), also of muted ones, which count as zero in `network`; a copy."""
        return self._held.values

    @values.setter
    def values(self, values: ArrayLike) -> None:
        self._held.put(values)

    @property
    def free(self) -> Mask:
        """(P,): False for a parameter that is frozen: it gets no update; a copy."""
        return self._held.free.copy()

    @free.setter
    def free(self, free: ArrayLike) -> None:
        self._held.freeze(free)
        self._held.forget(self._optimizer)

    @property
    def alive(self) -> Mask:
        """(P,): False for a muted parameter: it counts as zero and learns nothing, see `values`; a copy."""
        return self._held.alive.copy()

    @alive.setter
    def alive(self, alive: ArrayLike) -> None:
        self._held.mute(alive)
        self._held.forget(self._optimizer)

    def _prepared(self) -> Batches:
        """Return the batches, and make what has to be made anew after a change of settings."""
        if self._batches is None:
            self._batches = Batches(self.network, *self._data, self._batch)
            self._masked = None
        if self._dropout and self._masked is None:
            self._masked = Dropout(self.network, self._dropout, len(self._order))
        return self._batches

    def _changes(self) -> tuple[Callable[[FloatArray], None], ...]:
        """Return what is done to each gradient: the penalties added, then nothing left for what is held."""
        changes: list[Callable[[FloatArray], None]] = []
        if self.penalties:
            changes.append(self.penalties.adder(self.network))
        if self._held.mask.any():
            changes.append(self._held.holder())
        return tuple(changes)

    def _take_up(self, saved: Mapping[str, AnyFloatArray]) -> None:
        """Let the optimizer go on from a saved state, or afresh where that lacks something it needs."""
        self._optimizer.prepare(self.network.parameters)
        if self._optimizer.state.keys() <= saved.keys():
            self._optimizer.load(saved)
        self._held.forget(self._optimizer)
