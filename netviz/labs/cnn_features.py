"""The page of the feature space: validation images on the principal components of the last hidden layer."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from netviz.engine.arrays import FloatArray, IntArray, Parameters
from netviz.engine.lab import grouped
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_gradual import Share
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.cnn_sweep import Sweep, Swept
from netviz.labs.principal import Projection, SteadyAxes, SteadyRange
from netviz.panels.card import Shown
from netviz.panels.cloud import Cloud, CloudPlane
from netviz.panels.cloud_space import CloudSpace
from netviz.panels.gradual import Waiting
from netviz.panels.page import Page, columns
from netviz.panels.panel import Choices, View
from networks.images import ImageSet

POINTS = 800
UNIT = "batch"


def page(probe: Probe) -> Page:
    """Return the page."""
    clouds = Clouds(probe)
    plane = CloudPlane("Feature space, 2-D", clouds.plane, clouds)
    space = CloudSpace("Feature space, 3-D", clouds.space, clouds)
    return Page("features", "Feature space", (plane, space), columns((1, 0), (1, 1)))


def evenly(labels: IntArray, count: int) -> IntArray:
    """Return `count` indices, or all, ascending: each class' own evenly spaced, in its share of all.

    Sorted by class, every so many-th index is taken.
    """
    if len(labels) <= count:
        return np.arange(len(labels))
    by_class = np.argsort(labels, kind="stable")
    return np.sort(by_class[((np.arange(count) + 0.5) * len(labels) / count).astype(np.int64)])


@dataclass(frozen=True, eq=False)
class Laid:
    """A sweep, and its points (n, 3) on axes."""

    swept: Swept
    projection: Projection
    points: FloatArray
    bounds: tuple[tuple[float, float], ...]


def shown(probe: Probe, choices: Choices, probabilities: Parameters) -> Shown:
    """Return the chosen image with what a network makes of it, `probabilities` (classes,)."""
    picture = probe.picture(choices)
    return Shown(image_key(choices), picture.title, picture.pixels, picture.label, probabilities)


class Clouds:
    """Some validation images in feature space: of one snapshot after another, a little with every frame.

    It sweeps over no more images than it shows, so that it keeps up with training. What it shows is a
    function of the snapshots swept in this run, in their order: the axes follow each other.
    """

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        digits, validation = probe.setup.digits, probe.setup.digits.validation
        self._indices = evenly(validation.labels, POINTS)
        part = ImageSet(validation.images[self._indices], validation.labels[self._indices])
        setup = replace(probe.setup, digits=replace(digits, validation=part))
        self._sweep = Sweep(setup, keeps_hidden=True)
        self._share = Share()
        self._axes = SteadyAxes()
        self._ranges = [SteadyRange() for _ in range(3)]
        self._run: tuple[Timeline, int] | None = None
        self._swept: Swept | None = None  # the last sweep taken in
        self._laid: Laid | None = None
        self._cloud: tuple[Laid, Hashable, Cloud] | None = None
        self._advanced = False  # since a panel drew
        self.left = False

    def __repr__(self) -> str:
        return f"Clouds({len(self._indices)} images)"

    # what panels draw

    def space(self, view: View) -> Cloud | Waiting:
        """Return the images on three axes, or how far the first sweep is."""
        self._follow(view)
        self._advanced = False
        self.left = self._stale(view)
        laid = self._laid
        if laid is None:
            return self._waiting()
        key = image_key(view.choices)
        if self._cloud is None or self._cloud[:2] != (laid, key):
            self._cloud = (laid, key, self._drawn(laid, view.choices))
        return self._cloud[2]

    def _waiting(self) -> Waiting:
        images, swept = len(self._indices), self._swept
        if swept is None:
            return Waiting(self._sweep.done, images)
        step = grouped(swept.step)
        return Waiting(
            images, images, f"At {UNIT} {step} the last hidden layer has numbers that are not finite."
        )

    def plane(self, view: View) -> Cloud | Waiting:
        """Return the same on the first two axes."""
        return self.space(view)

    def _drawn(self, laid: Laid, choices: Choices) -> Cloud:
        probabilities, hidden = self._probe.setup.net.features(
            laid.swept.parameters, self._probe.picture(choices).image[None]
        )
        chosen = shown(self._probe, choices, probabilities[0])
        return Cloud(
            step=laid.swept.step,
            unit=UNIT,
            source="validation",
            total=len(self._probe.setup.digits.validation),
            indices=self._indices,
            labels=laid.swept.labels,
            probabilities=laid.swept.probabilities,
            points=laid.points,
            bounds=laid.bounds,
            axes=tuple(f"≈ PC {i}" if laid.projection.turning else f"PC {i}" for i in (1, 2, 3)),
            shares=tuple(laid.projection.shares.tolist()),
            shown=partial(self._shown, laid.swept),
            chosen=(chosen, laid.projection(hidden)[0]),
        )

    def _shown(self, swept: Swept, row: int) -> Shown:
        """Return the image in a row of a sweep over the images shown."""
        choices = Choices(source="validation", sample=int(self._indices[row]))
        return shown(self._probe, choices, swept.probabilities[row])

    # the work

    def advance(self, view: View) -> None:
        """Sweep some images, or, when all are done, lay the axes; once a frame."""
        self._follow(view)
        if self._advanced:
            return
        self._advanced = True
        if self._swept is not self._sweep.result(view):
            self._lay(view)
        elif self._stale(view):
            self._share.advance(self._sweep, view)
        self.left = self._stale(view)

    def complete(self, view: View) -> None:
        """Sweep the newest snapshot and lay the axes."""
        self._follow(view)
        if self._stale(view):
            self._sweep.complete(view)
            self._lay(view)
        self.left = False

    def _follow(self, view: View) -> None:
        """Begin afresh with another run."""
        run = (view.timeline, view.timeline.latest.run)
        if self._run != run:
            self._run = run
            self._swept = self._laid = None
            self._advanced = False
            self._axes.forget()
            for bounds in self._ranges:
                bounds.forget()

    def _stale(self, view: View) -> bool:
        """Return whether the newest snapshot has not been swept and laid."""
        return self._swept is None or self._swept.step != view.timeline.snapshot.step

    def _lay(self, view: View) -> None:
        """Lay the complete sweep on its axes; one with features that are not finite changes nothing."""
        swept = self._swept = self._sweep.result(view)
        if swept is None or swept.hidden is None or not np.isfinite(swept.hidden).all():
            return
        projection = self._axes.follow(swept.hidden)
        points = projection(swept.hidden)
        bounds = tuple(
            kept.follow(float(values.min()), float(values.max()))
            for kept, values in zip(self._ranges, points.T, strict=True)
        )
        self._laid = Laid(swept, projection, points, bounds)
