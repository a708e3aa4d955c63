"""The parts of a playground that an edit can change: taken note of, and put in place while it trains."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from netviz.labs.play_carry import InHand, carried
from netviz.labs.play_run import PlayRun
from netviz.labs.play_setup import Fitted
from networks import MLP, OPTIMIZERS
from networks.health import LOST, chance_loss

# What decides the rest, but for the numbers.
PLAIN = ("setup", "_own", "train_points", "test_points", "challenge", "_left")


class PlayParts(PlayRun):
    """A run whose parts can be others from one step to the next: it goes on from where it stands."""

    def checkpoint(self) -> Any:
        """Return all that decides the future."""
        return self.seed, self._parts(), self._recent, self.trainer.checkpoint()

    def restore(self, checkpoint: Any) -> None:
        """Go back to a checkpoint exactly."""
        self.seed, parts, recent, trainer = checkpoint
        if any(getattr(self, name) is not parts[name] for name in PLAIN):
            self._put(parts)
        self.trainer.restore(trainer)
        self._recent = recent

    def _parts(self) -> dict[str, Any]:
        """Return all that an edit can change, by name."""
        return {name: self._part(name) for name in (*PLAIN, "_network")}

    def _part(self, name: str) -> Any:
        """Return what `_put` puts back under this name."""
        trainer = self.trainer
        match name:
            case "_free":
                return trainer.free
            case "_alive":
                return trainer.alive
            case "_network":
                return self.fitted, trainer.values, trainer.free, trainer.alive
        return getattr(self, name)

    def _put(self, parts: Mapping[str, Any]) -> None:
        """Put parts in place, by name, and have the trainer follow: it goes on from where it stands."""
        if not parts:
            return
        self.notice, recent = "", self._recent
        old, optimizer = self.fitted, self.setup.optimizer
        for name in parts.keys() & set(PLAIN):
            setattr(self, name, parts[name])
        self.fitted = self._fit(self.setup)
        network = parts.get("_network")
        if network is None and self.fitted.shape != old.shape:
            network = self._reshaped(old, self.fitted)
        if network is not None:
            self.fitted, values, free, alive = network
            self._train_with(values.copy(), self.trainer.rng, self.step)
            self.trainer.free, self.trainer.alive = free, alive
        elif self.fitted.architecture != old.architecture or self.fitted.loss is not old.loss:
            here = self.trainer.checkpoint()
            self._train_with(self.trainer.values, self.trainer.rng, self.step)
            self.trainer.restore(here)
        elif parts.keys() & set(PLAIN):
            self._follow(optimizer)
        if "_free" in parts:
            self.trainer.free = parts["_free"]
        if "_alive" in parts:
            self.trainer.alive = parts["_alive"]
        if "_values" in parts:
            places, numbers = parts["_values"]
            values = self.trainer.values
            values[list(places)] = numbers
            self.trainer.values = values
        same = parts.keys() <= {"setup", "_free"} and self.fitted.learns_the_same(old)
        frees = self.fitted.setup.held_back != old.setup.held_back
        self._recent = recent.cut(keeps_least=same, frees=frees)

    def _lost(self, network: Any) -> bool:
        """Return whether nothing is left of what the network, or one of before as `_part` gives it, knew."""
        fitted, values, _, alive = network
        if fitted.shape != self.fitted.shape:
            return False
        old = MLP(self.fitted.architecture, np.where(alive, values, 0.0))
        then, now = self._loss_of(old), self._loss_of(self.trainer.network)
        chance = chance_loss(self.fitted.loss, self.fitted.targets(self.train_points))
        best = float(np.fmax(then, chance or 1.0))
        return math.isfinite(then) and not now <= LOST * best

    def _loss_of(self, network: MLP) -> float:
        """Return the loss of a network of the present shape on the training points."""
        points, fitted = self.train_points, self.fitted
        output = network.forward(fitted.inputs(points.inputs)).output_layer
        return float(fitted.loss.values(output, fitted.targets(points)))

    def _follow(self, optimizer: str) -> None:
        """Have the trainer take over data and settings that leave network and loss as they are."""
        if self.setup.optimizer != optimizer:
            self.trainer.optimizer = OPTIMIZERS[self.setup.optimizer](self.setup.learning_rate)
        self.trainer.data = (
            self.fitted.inputs(self.train_points.inputs),
            self.fitted.targets(self.train_points),
        )
        self._set_trainer()

    def _reshaped(self, old: Fitted, new: Fitted, at: int | None = None) -> Any:
        """Return the network, as `_part` does, in another shape: kept weights stay, and stay frozen or muted.

        `at` is where hidden layers came or went, see `carried`.
        """
        inputs = (old.setup.inputs, new.setup.inputs)
        kept = InHand(self.trainer.values, self.trainer.free, self.trainer.alive)
        return new, *carried(old.architecture, kept, new.architecture, self._fresh(new), inputs, at)
