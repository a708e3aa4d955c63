"""Passes through a snapshot of a convolutional network, made when a panel asks and kept until the next."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from netviz.engine.arrays import Parameters
from netviz.engine.cache import PerKey, Same
from netviz.engine.lab import grouped
from netviz.labs.cnn_setup import Moment, Setup
from netviz.labs.cnn_sweep import Sweep
from netviz.labs.per_view import PerView
from netviz.panels.panel import Choices, View
from networks.convnet import Gradients, Pass

BLANK = np.zeros((28, 28))


@dataclass(frozen=True, eq=False)
class Picture:
    """The chosen image: `image` (1, side, side) as the network takes it, `pixels` (side, side) 0 … 1."""

    image: Parameters
    pixels: Parameters
    label: int | None  # None: drawn by the user
    source: str
    index: int

    @property
    def title(self) -> str:
        """Return which image it is, counted from 1, e.g. `validation 12`."""
        return "drawn" if self.label is None else f"{self.source} {grouped(self.index + 1)}"


def image_key(choices: Choices) -> Hashable:
    """Return what tells one chosen image from another."""
    return choices.source, choices.sample, choices.drawn if choices.source == "drawn" else None


class Probe:
    """Looks into snapshots of one set-up, with passes of its own, so that training is never touched."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self.sweep = Sweep(setup)
        self.passed = PerView(self._passed, image_key)
        self.gradients = PerView(self._gradients, image_key)
        self._shown = PerKey[Picture]()

    @staticmethod
    def parameters(view: View) -> Parameters:
        """Return the parameters (P,) of the newest snapshot."""
        return view.timeline.snapshot.parameters

    @staticmethod
    def moment(view: View) -> Moment:
        """Return the optimizer's state and the validations of the newest snapshot."""
        moment: Moment = view.timeline.snapshot.extra
        return moment

    def picture(self, choices: Choices) -> Picture:
        """Return the chosen image; without a drawing, a drawn one is blank paper."""
        return self._shown(Same(choices), lambda: self._picture(choices))

    def _picture(self, choices: Choices) -> Picture:
        digits = self.setup.digits
        if choices.source == "drawn":
            ink = digits.fitted(choices.drawn.pixels if choices.drawn else BLANK)
            return Picture(digits.normalised(ink)[None], ink, None, "drawn", 0)
        images = {"training": digits.train, "test": digits.test}.get(choices.source, digits.validation)
        image = images.images[choices.sample]
        return Picture(
            image, digits.pixels(image)[0], int(images.labels[choices.sample]), choices.source, choices.sample
        )

    def _passed(self, view: View) -> Pass:
        """Pass the chosen image, a batch of one, through the newest snapshot."""
        image = self.picture(view.choices).image
        return self.setup.net.forward(self.parameters(view), image[None])

    def target(self, view: View) -> int:
        """Return the digit whose loss is differentiated: the label, or what a drawing is taken for."""
        label = self.picture(view.choices).label
        return int(self.passed(view).probabilities[0].argmax()) if label is None else label

    def _gradients(self, view: View) -> Gradients:
        """Return the gradients of the chosen image's own loss."""
        label = np.array([self.target(view)])
        return self.setup.net.backward(self.parameters(view), self.passed(view), label)
