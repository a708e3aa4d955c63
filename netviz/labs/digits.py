"""The digits lab: a convolutional network learns handwritten digits, batch by batch."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.lab import Reading
from netviz.engine.snapshot import Refresh, Snapshot
from netviz.engine.wishes import Wish
from netviz.labs import digits_figures
from netviz.labs.cnn_setup import Moment, Setup
from netviz.labs.digits_config import as_json, assemble
from netviz.labs.digits_recipe import Recipe
from netviz.labs.digits_saving import batches_per_epoch, model_of, put
from netviz.labs.model_file import write
from networks.classifier import Checkpoint, Classifier, Plan
from networks.epochs import Epochs
from networks.layers import Conv, Dense
from networks.optimizers import OPTIMIZERS


class DigitsLab:
    """A ConvNet on MNIST or the bundled sample. One step is one batch.

    Made from a recipe, so that it can be made again in another process. A recipe with a trained model begins
    where that stopped; one that only looks at it has nothing left to train.
    """

    name = "mnist"
    title = "Digits"
    unit = "batch"
    metrics = ("loss", "accuracy")
    sticks = False
    resting = ""
    open_ended = False

    def __init__(self, recipe: Recipe) -> None:
        self.recipe, self.digits = recipe, recipe.digits()
        self.config = recipe.config  # which may depend on the data
        side = self.digits.side
        self.net = assemble(self.config, side, recipe.config_path or "the default configuration")
        self.reset(recipe.seed)
        if recipe.model is not None and not recipe.only_look:
            put(recipe.model, self._classifier, self.digits, go_on=True, further="epochs" in recipe.said)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as a recipe: what arrives is a fresh lab."""
        return DigitsLab, (self.recipe,)

    def __repr__(self) -> str:
        return f"DigitsLab({self.digits.name}, seed {self.seed}, batch {self.step})"

    def reset(self, seed: int) -> None:
        """Start again at step 0 with the weights of `seed`; a lab that only looks shows its network again."""
        self.seed = seed
        config, digits = self.config, self.digits
        plan = Plan(config.batch_size, config.epochs, self._rate, config.patience)
        self._classifier = Classifier(
            self.net,
            digits.train,
            digits.validation,
            OPTIMIZERS[config.optimizer](config.learning_rate),
            plan,
            np.random.default_rng(seed),
            config.init,
        )
        if self.recipe.only_look and self.recipe.model is not None:
            self.seed = self.recipe.seed
            put(self.recipe.model, self._classifier, digits, go_on=False)
            found = self._classifier.evaluate(digits.validation)
            self._looked = found.loss, found.scores.accuracy
            place = replace(self._classifier.place, answers=found.answers(self.step))
            if self.recipe.model.data != digits.name:  # what was validated in training is not what is here
                place = replace(place, epochs=Epochs())
            self._classifier.place = place

    def _rate(self, step: int, total: int) -> float:
        return self.config.learning_rate * self.config.schedule(step, total)

    def about(self, snapshot: Snapshot) -> str:
        """Return layers, batch size and optimizer, as the header shows them."""
        config, side = self.config, self.digits.side
        words = [f"{side}×{side}"]
        for spec in self.net.specs:
            match spec:
                case Conv(out_channels, size):
                    words.append(f"conv {out_channels} {size}×{size}")
                case Dense(features):
                    words.append(f"dense {features}")
        training = f"{config.optimizer} {config.learning_rate:g}, batches of {self._classifier.batch}"
        return f"{' → '.join(words)}   {training}"

    @property
    def step(self) -> int:
        """Batches trained since the reset."""
        return self._classifier.step

    @property
    def total(self) -> int:
        """Batches of the whole run; those done, where there is nothing to train."""
        return self.step if self.recipe.only_look else self._classifier.total

    @property
    def steps_per_epoch(self) -> int:
        """Batches that make an epoch; of what is only looked at, those of its own training."""
        model = self.recipe.model
        if model is not None and self.recipe.only_look:
            return batches_per_epoch(model)
        return self._classifier.batches_per_epoch

    @property
    def ended(self) -> str:
        """Why training ended early, if it did."""
        return self._classifier.place.ended

    @property
    def notice(self) -> str:
        """Say it where the data are not MNIST, or not those that the network has learned from."""
        model = self.recipe.model
        if model is not None and model.data != self.digits.name:
            return f"this network has learned from {model.data}; it is shown the {self.digits.name}"
        return "" if self.digits.name == "MNIST" else self.digits.origin

    @property
    def restarts(self) -> bool:
        """Whether it trains at all."""
        return not self.recipe.only_look

    @property
    def over(self) -> str:
        """Say what can be done now."""
        if self.recipe.only_look:
            return "this network is only looked at: --mode train --model FILE trains one on"
        return "this run is over: r starts it again, R another with a new seed"

    @property
    def pace(self) -> int:
        """Ten batches; on the sample one, or all would be over in two seconds."""
        return 10 if self.digits.name == "MNIST" else 1

    def train(self, steps: int) -> FloatArray:
        """Train `steps` batches; return loss and accuracy of each before its update, `(n, 2)`."""
        return self._classifier.train(0 if self.recipe.only_look else steps)

    def snapshot(self) -> Snapshot:
        """Return the present moment.

        Loss and accuracy are those of the last batch, before its update; of a network that is only looked at,
        those of the validation images.
        """
        classifier = self._classifier
        optimizer, (loss, accuracy) = classifier.optimizer, classifier.last
        if self.recipe.only_look:
            loss, accuracy = self._looked
        empty = np.zeros(0, classifier.parameters.dtype)
        state = optimizer.state
        first = state.get("first moment", state.get("velocity", empty))
        moment = Moment(
            first=frozen(first.copy()),
            second=frozen(state.get("second moment", empty).copy()),
            place=classifier.place,
            seconds=classifier.seconds,
            trained=classifier.trained,
        )
        return Snapshot(
            step=self.step,
            parameters=frozen(classifier.parameters.copy()),
            gradients=frozen(classifier.gradients.copy()),
            updates=frozen(optimizer.update.copy()),
            loss=loss,
            accuracy=accuracy,
            extra=moment,
        )

    def checkpoint(self) -> tuple[int, Checkpoint]:
        """Return all that decides the future."""
        return self.seed, self._classifier.checkpoint()

    def restore(self, checkpoint: tuple[int, Checkpoint]) -> None:
        """Go back to a checkpoint exactly."""
        self.seed, classifier = checkpoint
        self._classifier.restore(classifier)

    def model(self, snapshot: Snapshot, seed: int) -> bytes:
        """Return a model file of a snapshot of a run with this seed."""
        return write(model_of(snapshot, self.config, self.digits, seed))

    def fault(self) -> str | None:
        """Name the first quantity that is not finite; None if all are."""
        return self._classifier.fault()

    def ask(self, wish: Wish, numbering: int | None = None) -> bool:
        """Refuse: nothing here can be changed while it trains."""
        raise ValueError(f"the {self.name} lab obeys no {type(wish).__name__}")

    def readings(self, refresh: Refresh, rate: float) -> tuple[Reading, ...]:
        """Return how the run stands."""
        return digits_figures.readings(
            refresh,
            rate * self._classifier.batch,
            self.digits,
            self.steps_per_epoch,
            only_looked=self.recipe.only_look,
        )

    def command(self, refresh: Refresh) -> tuple[str, str]:
        """Tell none: no key asks for it here."""
        return "", ""

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return the scores on validation and test images at this snapshot, ready for JSON."""
        told = digits_figures.summary(
            self.net, snapshot.parameters, self.digits, snapshot.extra, self._classifier.batch
        )
        return told | {"options": json.loads(as_json(self.config))}

    def pages(self) -> Sequence[Any]:
        """Return the pages that show this lab; only this call loads the drawing code."""
        from netviz.labs import digits_pages

        config, model = self.config, self.recipe.model
        others = model.data if model is not None and model.data != self.digits.name else ""
        return digits_pages.pages(
            Setup(
                net=self.net,
                digits=self.digits,
                optimizer=config.optimizer,
                learning_rate=config.learning_rate,
                batch=self._classifier.batch,
                total=self.steps_per_epoch * config.epochs,
                batches_per_epoch=self.steps_per_epoch,
                rate=self._rate,
                trains=not self.recipe.only_look,
                learned_from=others,
            )
        )
