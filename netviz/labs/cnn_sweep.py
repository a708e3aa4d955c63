"""The validation set through one snapshot, a little with every frame, so that no frame waits for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.engine.arrays import IntArray, Parameters
from netviz.engine.snapshot import Snapshot
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_setup import Setup
from netviz.panels.panel import View

SHARE = 64  # images a frame


@dataclass(frozen=True, eq=False)
class Read:
    """What the network of one moment reads the validation images as, in their order."""

    step: int
    labels: IntArray  # (n,)
    predicted: IntArray  # (n,)
    sure: Parameters  # (n,) the probability of the digit read
    own: Parameters  # (n,) the probability of the true digit


@dataclass(frozen=True, eq=False)
class Swept:
    """What the network of one moment makes of the validation images, in their order."""

    step: int
    parameters: Parameters  # (P,) that the network had
    probabilities: Parameters  # (n, classes)
    labels: IntArray  # (n,)
    hidden: Parameters | None = None  # (n, F) the last hidden layer's activations, where they are kept

    @property
    def read(self) -> Read:
        """Return what the images are read as."""
        predicted: IntArray = self.probabilities.argmax(axis=1)
        sure, own = (
            np.take_along_axis(self.probabilities, digits[:, None], axis=1)[:, 0]
            for digits in (predicted, self.labels)
        )
        return Read(self.step, self.labels, predicted, sure, own)


class Sweep:
    """Goes through the images with the snapshot that was newest when it began, then begins again.

    The last hidden layer's activations, in a wide network thousands of numbers an image, it keeps if told to.
    """

    def __init__(self, setup: Setup, *, keeps_hidden: bool = False) -> None:
        self._setup, self._keeps_hidden = setup, keeps_hidden
        self._timeline: Timeline | None = None
        self._run = -1
        self._result: Swept | None = None
        self._of: Snapshot | None = None  # the snapshot that is being swept
        self._probabilities: list[Parameters] = []
        self._hidden: list[Parameters] = []
        self._done = 0

    @property
    def done(self) -> int:
        """How many images the running sweep has done."""
        return self._done

    def result(self, view: View) -> Swept | None:
        """Return the newest complete sweep, None before the first."""
        self._follow(view.timeline)
        return self._result

    def advance(self, view: View, images: int = SHARE) -> bool:
        """Do a share of the sweep; return whether the newest snapshot still waits for it."""
        timeline = view.timeline
        self._follow(timeline)
        if self._of is None:
            if self._result is not None and self._result.step == timeline.snapshot.step:
                return False
            self._of = timeline.snapshot
        self._share(self._of, images)
        return self._result is None or self._result.step != timeline.snapshot.step

    @property
    def step(self) -> int | None:
        """After how many steps is the network whose sweep is under way; None where none is."""
        return None if self._of is None else self._of.step

    def drop(self) -> None:
        """Give up the sweep that is under way, if any: the next begins with the newest snapshot."""
        self._of, self._done = None, 0
        self._probabilities, self._hidden = [], []

    def complete(self, view: View) -> None:
        """Do all of it for the newest snapshot."""
        while self.advance(view, 1000):
            pass

    def _follow(self, timeline: Timeline) -> None:
        """Begin afresh with another timeline or another run."""
        if timeline is not self._timeline or timeline.latest.run != self._run:
            self._timeline, self._run = timeline, timeline.latest.run
            self._result = None
            self.drop()

    def _share(self, snapshot: Snapshot, images: int) -> None:
        validation = self._setup.digits.validation
        part = validation.images[self._done : self._done + images]
        if len(part):
            net, parameters = self._setup.net, snapshot.parameters
            if self._keeps_hidden:
                probabilities, hidden = net.features(parameters, part)
                self._hidden.append(hidden)
            else:
                probabilities = net.probabilities(parameters, part)
            self._probabilities.append(probabilities)
            self._done += len(part)
        if self._done >= len(validation.images):
            self._result = Swept(
                snapshot.step,
                snapshot.parameters,
                np.concatenate(self._probabilities),
                validation.labels,
                np.concatenate(self._hidden) if self._keeps_hidden else None,
            )
            self.drop()
