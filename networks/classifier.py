"""Training a classifier on mini-batches: a new order every epoch, a validation after it, early stopping."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from networks.arrays import AnyFloatArray, FloatArray
from networks.convnet import ConvNet
from networks.epochs import Epoch, Epochs
from networks.evaluation import Answers, Evaluation, evaluate
from networks.images import ImageSet
from networks.layers import Dropout
from networks.optimizers import Optimizer
from networks.training_step import TrainingStep


@dataclass(frozen=True)
class Plan:
    """How long and how to train: batches of `batch` images, at most `epochs` epochs.

    `rate(step, total)` is the learning rate of a step, 0 the first, of a run of so many.

    With `patience`, training ends once the validation loss has not fallen for so many epochs; 0: never.
    """

    batch: int
    epochs: int
    rate: Callable[[int, int], float]
    patience: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a run stands, besides the parameters and the optimizer's state; nothing in it changes.

    `drawn_from` is the generator's state from which the order of the present epoch was drawn, `generator` its
    state now; `sums` are loss and accuracy of this epoch's batches, added up; `rate` is the learning rate of
    the last step, to begin with of the first; `epochs` those completed; `ended` says why training is over, if
    it is before the last epoch; `answers` are those to the validation images when they were last read, None
    where they have not been since this run or its continuation began.
    """

    step: int
    drawn_from: Mapping[str, Any]
    generator: Mapping[str, Any]
    rate: float
    sums: tuple[float, float] = (0.0, 0.0)
    epochs: Epochs = field(default_factory=Epochs)
    ended: str = ""
    answers: Answers | None = None


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A moment to which `Classifier.restore` goes back exactly; copies, safe to keep."""

    place: Place
    last: tuple[float, float]
    parameters: AnyFloatArray
    gradients: AnyFloatArray
    optimizer: Mapping[str, FloatArray]


class Classifier:
    """A network, its training and validation images, an optimizer and the one generator of the run.

    `parameters` (P,), `gradients` (P,) of the last batch before its update, and the optimizer's state change
    in place. An epoch's images that do not fill a last batch are left out of it; the next has another order.
    """

    def __init__(
        self,
        net: ConvNet,
        train: ImageSet,
        validation: ImageSet,
        optimizer: Optimizer,
        plan: Plan,
        rng: np.random.Generator,
        init: str = "he",
    ) -> None:
        self.net, self.train_set, self.validation, self.optimizer = net, train, validation, optimizer
        self.batch = min(plan.batch, len(train))
        self.plan, self._rng = plan, rng
        self.batches_per_epoch = len(train) // self.batch
        self.total = plan.epochs * self.batches_per_epoch
        self.parameters = net.initial(rng, init)
        self.gradients = np.zeros_like(self.parameters)
        self.seconds, self.trained = 0.0, 0  # spent on training steps, validation left out; and their number
        optimizer.prepare(self.parameters)
        self._drops = any(isinstance(spec, Dropout) for spec in net.specs)
        self._images = np.empty((self.batch, *train.images.shape[1:]), train.images.dtype)
        self._begin_epoch(Place(0, {}, {}, plan.rate(0, self.total)))
        # Loss and accuracy of the last batch, before its update; to begin with, of the first as it will be.
        # Alone: this process may be forked yet, and who helps it would not come along.
        self._step = TrainingStep(net, self.batch)
        self.last = self._differentiate(None, alone=True)

    def __repr__(self) -> str:
        return f"Classifier({self.net!r}, step {self.step} of {self.total})"

    @property
    def step(self) -> int:
        """Updates made."""
        return self.place.step

    def _begin_epoch(self, place: Place) -> None:
        """Draw the order in which the images come, and stand at `place`."""
        before = self._rng.bit_generator.state
        self._order = self._rng.permutation(len(self.train_set))
        self.place = replace(place, drawn_from=before, generator=self._rng.bit_generator.state)

    def train(self, steps: int) -> FloatArray:
        """Make at most `steps` updates and return loss and accuracy of each batch before it, (n, 2).

        Ends early with the last epoch, or when the validation loss has lost its patience. Never warns: what
        overflows shows as a number that is not finite, see `fault`.
        """
        steps = 0 if self.place.ended else min(steps, self.total - self.step)
        metrics = np.empty((steps, 2))
        with np.errstate(all="ignore"):
            for i in range(steps):
                metrics[i] = self._one_step()
                if self.step % self.batches_per_epoch == 0:
                    self._end_epoch()
                    if self.place.ended:
                        return metrics[: i + 1]
        return metrics

    def _differentiate(self, rng: np.random.Generator | None, *, alone: bool = False) -> tuple[float, float]:
        """Compute the gradient on the next batch, dropping by `rng`; return loss and accuracy."""
        at = self.step % self.batches_per_epoch * self.batch
        chosen = self._order[at : at + self.batch]
        np.take(self.train_set.images, chosen, axis=0, out=self._images)
        labels = self.train_set.labels[chosen]
        loss, correct = self._step.run(
            self.parameters, self._images, labels, self.gradients, rng, alone=alone
        )
        return loss, correct / self.batch

    def _one_step(self) -> tuple[float, float]:
        started = time.perf_counter()
        now = self.place
        rate = self.optimizer.learning_rate = self.plan.rate(now.step, self.total)
        # What is dropped comes from a generator of the step's own, which may be split without a trace here.
        drops = np.random.default_rng(int(self._rng.integers(2**63))) if self._drops else None
        self.last = loss, accuracy = self._differentiate(drops)
        self.optimizer.step(self.parameters, self.gradients)
        self.place = replace(
            now,
            step=now.step + 1,
            generator=self._rng.bit_generator.state,
            rate=rate,
            sums=(now.sums[0] + loss, now.sums[1] + accuracy),
        )
        self.seconds += time.perf_counter() - started
        self.trained += 1
        return self.last

    def _end_epoch(self) -> None:
        """Validate, decide whether to go on, and draw the next order."""
        now, batches = self.place, self.batches_per_epoch
        found = self.evaluate(self.validation)
        epoch = Epoch(
            now.step // batches,
            now.step,
            now.sums[0] / batches,
            now.sums[1] / batches,
            found.loss,
            found.scores.accuracy,
            found.scores.precision,
            found.scores.recall,
            found.scores.f1,
        )
        epochs = now.epochs.joined(epoch)
        ended, answers = self._ended(epochs), found.answers(now.step)
        self._begin_epoch(Place(now.step, {}, {}, now.rate, epochs=epochs, ended=ended, answers=answers))

    def _ended(self, epochs: Epochs) -> str:
        """Say why training ends after these epochs; empty if it goes on."""
        patience = self.plan.patience
        if not patience or epochs[-1].number == self.plan.epochs:
            return ""
        best = epochs.best
        if epochs[-1].number - best.number < patience:
            return ""
        return (
            f"Ended early: the validation loss has not fallen for {patience} epochs; "
            f"its least was {best.loss:.4f} after epoch {best.number}."
        )

    def evaluate(self, images: ImageSet) -> Evaluation:
        """Return loss and scores of the present parameters on a set of images."""
        return evaluate(self.net, self.parameters, images)

    def checkpoint(self) -> Checkpoint:
        """Return this moment, copied."""
        return Checkpoint(
            self.place, self.last, self.parameters.copy(), self.gradients.copy(), self.optimizer.save()
        )

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back to `checkpoint`; training on from it gives the same bits as it did then."""
        if checkpoint.place.drawn_from != self.place.drawn_from:
            self._rng.bit_generator.state = checkpoint.place.drawn_from
            self._order = self._rng.permutation(len(self.train_set))
        self._rng.bit_generator.state = checkpoint.place.generator
        self.place, self.last = checkpoint.place, checkpoint.last
        np.copyto(self.parameters, checkpoint.parameters)
        np.copyto(self.gradients, checkpoint.gradients)
        self.optimizer.load(checkpoint.optimizer)

    def fault(self) -> str | None:
        """Name the first quantity that is not finite, e.g. `conv 1 weight [1,1,2,3]`; None if all are."""
        arrays = {
            "": self.parameters,
            **{f"{name} of ": array for name, array in self.optimizer.state.items()},
            "gradient of ": self.gradients,
        }
        for before, array in arrays.items():
            if array.shape == self.parameters.shape and not np.isfinite(array).all():
                return before + self.net.names(int(np.flatnonzero(~np.isfinite(array))[0]))
        return None
