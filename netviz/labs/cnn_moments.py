"""What a network's kept moments tell about its numbers: their spread, and which units are ever active.

A moment is looked at over several frames, the newest first, then those that have not been looked at yet;
what is known of a moment stays as long as the timeline keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import prod

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import Parameters
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_kinds import APPLIED
from netviz.labs.cnn_probe import Probe
from netviz.panels.density import Spread
from netviz.panels.panel import View
from networks.convnet import ConvNet

IMAGES, PIECE = 64, 8  # of the validation set, always the same; those looked at in one go
MOST = 32_768  # outputs of a layer in a histogram; of more, every n-th is taken
BINS = 96


@dataclass(frozen=True)
class Column:
    """A layer with parameters, and the layer whose outputs are its activations; indices into the network."""

    layer: int
    output: int
    active: bool  # whether that is a ReLU, which can be dead
    every: int  # of so many outputs one is counted in histograms


@dataclass(frozen=True, eq=False)
class Row:
    """What is known of one moment: a spread for each column; `alive` (units,) where the column has a ReLU.

    `alive` is the share of images and places for which a unit is above zero.
    """

    step: int
    weights: tuple[Spread, ...]
    gradients: tuple[Spread, ...]
    activations: tuple[Spread, ...]
    alive: tuple[NDArray[np.float64] | None, ...]


@dataclass(eq=False)
class _Job:
    """A moment that is being looked at, and what was found so far, piece after piece.

    `parts` are the spreads of weights and of gradients, `outputs` (pieces, columns) those numbers that go
    into the histograms, `above` (pieces, columns) how often each unit was above zero.
    """

    step: int
    parameters: Parameters
    gradients: Parameters
    parts: list[tuple[Spread, ...]] = field(default_factory=list)
    outputs: list[list[Parameters]] = field(default_factory=list)
    above: list[list[NDArray[np.int64]]] = field(default_factory=list)


class Moments:
    """Looks at moments of one set-up."""

    def __init__(self, probe: Probe) -> None:
        self.net = probe.setup.net
        self.images = probe.setup.digits.validation.images[:IMAGES]
        self.columns = columns_of(self.net, len(self.images))
        self._timeline: Timeline | None = None
        self._run = -1
        self._rows: dict[int, Row] = {}
        self._job: _Job | None = None
        self._past = False  # whether the last job was an older moment

    def rows(self, view: View) -> list[Row]:
        """Return what is known, oldest first; the last may be of a moment a little older than the newest."""
        self._follow(view.timeline)
        return [self._rows[step] for step in sorted(self._rows)]

    def waiting(self, view: View) -> bool:
        """Return whether any moment has not been looked at."""
        self._follow(view.timeline)
        return self._job is not None or any(step not in self._rows for step in view.timeline.steps.tolist())

    @np.errstate(over="ignore", invalid="ignore")  # of a network that diverges
    def advance(self, view: View) -> bool:
        """Do a share of the work; return whether there is more."""
        self._follow(view.timeline)
        job = self._job = self._job or self._next(view.timeline)
        if job is None:
            return False
        done = len(job.outputs) * PIECE
        if not job.parts:
            job.parts.append(self._spreads(job.parameters))
        elif len(job.parts) == 1:
            job.parts.append(self._spreads(job.gradients, logarithmic=True))
        elif done < len(self.images):
            self._pass(job, self.images[done : done + PIECE])
        else:
            self._finish(job)
            self._job = None
            self._follow(view.timeline)
        return self.waiting(view)

    def complete(self, view: View) -> None:
        """Do all of it."""
        while self.advance(view):
            pass

    def _follow(self, timeline: Timeline) -> None:
        """Begin afresh with another run; let go of moments that the timeline no longer keeps."""
        if timeline is not self._timeline or timeline.latest.run != self._run:
            self._timeline, self._run = timeline, timeline.latest.run
            self._rows, self._job = {}, None
            return
        newest = max(self._rows, default=-1)
        kept = {*timeline.steps.tolist(), newest}
        self._rows = {step: row for step, row in self._rows.items() if step in kept}

    def _next(self, timeline: Timeline) -> _Job | None:
        """Begin with the newest moment, and between two of those with one that was left out."""
        steps = timeline.steps.tolist()
        missing = [i for i, step in enumerate(steps) if step not in self._rows]
        if not missing:
            return None
        older = [i for i in missing if i < len(steps) - 1]
        self._past = bool(older) and (not self._past or missing[-1] != len(steps) - 1) and bool(self._rows)
        i = older[-1] if self._past else missing[-1]
        return _Job(steps[i], timeline.parameters[i].copy(), timeline.gradients[i].copy())

    def _spreads(self, flat: Parameters, *, logarithmic: bool = False) -> tuple[Spread, ...]:
        weights = (self.net.weights(column.layer, flat) for column in self.columns)
        return tuple(spread_of(part.ravel(), logarithmic=logarithmic) for part in weights)

    def _pass(self, job: _Job, images: Parameters) -> None:
        passed = self.net.forward(job.parameters, images)
        units = [_by_unit(passed.outputs[column.output]) for column in self.columns]
        job.outputs.append(
            [part.reshape(-1)[:: column.every] for part, column in zip(units, self.columns, strict=True)]
        )
        job.above.append([np.count_nonzero(part > 0, axis=1) for part in units])

    def _finish(self, job: _Job) -> None:
        spreads, alive = [], []
        for i, column in enumerate(self.columns):
            spreads.append(spread_of(np.concatenate([piece[i] for piece in job.outputs])))
            above = np.sum([piece[i] for piece in job.above], axis=0)
            numbers = len(self.images) * prod(self.net.layers[column.output].output_shape) // len(above)
            alive.append(above / numbers if column.active else None)
        weights, gradients = job.parts
        self._rows[job.step] = Row(job.step, weights, gradients, tuple(spreads), tuple(alive))


def columns_of(net: ConvNet, images: int) -> tuple[Column, ...]:
    """Return the layers with parameters, each with the nonlinearity that follows it, or else itself."""
    found = []
    for i, layer in enumerate(net.layers):
        if not layer.parameter_count:
            continue
        output = i
        for j in range(i + 1, len(net.layers)):
            if net.layers[j].parameter_count:
                break
            if net.layers[j].kind in APPLIED:
                output = j
                break
        many = -(-images * prod(net.layers[output].output_shape) // MOST)
        found.append(Column(i, output, net.layers[output].kind == "relu", many | 1))
    return tuple(found)


def _by_unit(outputs: Parameters) -> Parameters:
    """Return outputs (images, units, …) as (units, …)."""
    units = np.moveaxis(outputs, 0, -1)
    return units.reshape(len(units), -1)


def spread_of(values: Parameters, *, logarithmic: bool = False) -> Spread:
    """Return the spread of numbers (n,), or of log₁₀ of their sizes; without those that are not finite."""
    if not np.isfinite(np.vdot(values, values)):
        values = values[np.isfinite(values)]
    mean, deviation = (float(values.mean()), float(values.std())) if len(values) else (0.0, 0.0)
    kept = values[values != 0]
    zeros = len(values) - len(kept)
    if not len(kept):
        return Spread(0.0, 1.0, np.zeros(BINS, np.int64), zeros, len(values), mean, deviation)
    if logarithmic:
        kept = np.log(np.abs(kept)) * np.asarray(1 / np.log(10), kept.dtype)
    low, high = float(kept.min()), float(kept.max())
    if not high > low:
        margin = max(0.5, 0.01 * abs(low))
        low, high = low - margin, high + margin
    if not 1e-30 < high - low < 1e30:  # beyond what single precision divides
        kept = kept.astype(np.float64)
    places = ((kept - np.asarray(low, kept.dtype)) * np.asarray(BINS / (high - low), kept.dtype)).astype(
        np.intp
    )
    np.clip(places, 0, BINS - 1, out=places)
    counts = np.bincount(places, minlength=BINS)
    return Spread(low, high, counts, zeros, len(values), mean, deviation)
