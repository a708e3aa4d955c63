"""Passes through a snapshot of the playground, made when a panel asks and kept until the next refresh."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import FloatArray, IntArray
from netviz.engine.cache import PerKey, PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.plane_grid import grid_points
from netviz.labs.play_moment import Moment
from netviz.labs.play_names import class_names
from netviz.labs.play_setup import Fitted, fit
from netviz.panels.plane_data import PointSet
from networks import MLP, Trace
from networks.inputs import INPUTS, expand
from networks.tasks import Points, Task

SIDE = 41  # points a side of the grid over the plane, of which a denser one has all


class Look:
    """What the panels of the playground ask of the newest snapshot; training is never touched."""

    def __init__(self) -> None:
        self.fitted = PerVersion(self._fitted)
        self.network = PerVersion(self._network)
        self.on_grid = PerVersion(self._on_grid)
        self.at_points = PerVersion(self._at_points)
        self.answered = PerVersion(self._answered)
        self.wrong = PerVersion(self._wrong)
        self.point_set = PerVersion(self._point_set)
        self._plane = PerKey[FloatArray]()
        self._grid: tuple[object, Trace] | None = None
        self._denser = PerKey[Trace]()
        self._passed: tuple[object, Trace] | None = None
        self._joined: tuple[Points, Points, Points] | None = None
        self._fits = PerKey[Fitted]()
        self._shown: tuple[Points, PointSet] | None = None

    @staticmethod
    def moment(timeline: Timeline) -> Moment:
        """Return what the snapshot carries besides numbers."""
        moment: Moment = timeline.snapshot.extra
        return moment

    def points(self, timeline: Timeline) -> Points:
        """Return all points, those of training first; the same object while they are the same."""
        moment = self.moment(timeline)
        known = self._joined
        if known is None or not (_same(known[0], moment.train) and _same(known[1], moment.test)):
            known = self._joined = (moment.train, moment.test, moment.train.joined(moment.test))
        return known[2]

    def extent(self, timeline: Timeline) -> tuple[float, float]:
        """Return the least and largest coordinate of the plane shown."""
        return self.moment(timeline).extent

    def plane(self, timeline: Timeline) -> FloatArray:
        """Return each input that there is, (SIDE², inputs), over the plane shown; the same while that is."""
        extent = self.extent(timeline)
        return self._plane(extent, lambda: expand(grid_points(extent, SIDE), INPUTS))

    def _fitted(self, timeline: Timeline) -> Fitted:
        moment = self.moment(timeline)
        key = (moment.setup, moment.train.task, moment.train.classes)
        return self._fits(key, lambda: fit(*key))

    def _network(self, timeline: Timeline) -> MLP:
        return MLP(self.fitted(timeline).architecture, timeline.snapshot.parameters)

    def _on_grid(self, timeline: Timeline) -> Trace:
        """Pass the plane, SIDE × SIDE points, see `picture`."""
        fitted, used = self.fitted(timeline), self.fitted(timeline).setup.inputs
        key = (fitted.architecture, used, self.extent(timeline))
        if self._grid is None or self._grid[0] != key:
            grid = self.plane(timeline)[:, [INPUTS.index(name) for name in used]]
            self._grid = (key, Trace(fitted.architecture, grid))
        return self.network(timeline).forward(self._grid[1])

    def on_denser(self, timeline: Timeline, times: int) -> Trace:
        """Pass the plane with so many times the points on a side: for the plane alone, at rest."""
        fitted, extent = self.fitted(timeline), self.extent(timeline)

        def made() -> Trace:
            places = grid_points(extent, times * (SIDE - 1) + 1)
            return Trace(fitted.architecture, fitted.inputs(places))

        key = (fitted.architecture, fitted.setup.inputs, extent, times)
        return self.network(timeline).forward(self._denser(key, made))

    def _at_points(self, timeline: Timeline) -> Trace:
        """Pass all points, those of training first."""
        fitted, points = self.fitted(timeline), self.points(timeline)
        key = (fitted.architecture, fitted.setup.inputs, points)
        if self._passed is None or self._passed[0] != key:
            self._passed = (key, Trace(fitted.architecture, fitted.inputs(points.inputs)))
        return self.network(timeline).forward(self._passed[1])

    def at(self, timeline: Timeline, places: FloatArray) -> Trace:
        """Pass places of the plane (n, 2)."""
        return self.network(timeline).forward(self.fitted(timeline).inputs(places))

    def answers(self, timeline: Timeline, trace: Trace) -> FloatArray:
        """Return what is read as the answer, (n, outputs): probabilities, a score or a value."""
        fitted = self.fitted(timeline)
        return fitted.loss.prediction(trace.output_layer)

    def scale(self, timeline: Timeline) -> tuple[float, float, float]:
        """Return low, middle and high of one output's answers: what stands for class 0, between, and class 1.

        Of values it is symmetric about 0, and holds those of all points.
        """
        loss = self.fitted(timeline).loss
        if self.fitted(timeline).task is not Task.REGRESSION:
            return loss.low, loss.threshold, loss.high
        targets = self.points(timeline).targets
        reach = max(float(np.abs(targets).max()) if len(targets) else 1.0, 1e-6)
        return -reach, 0.0, reach

    def classes(self, timeline: Timeline, trace: Trace) -> IntArray:
        """Return the class (n,) that is read from each answer."""
        return self.fitted(timeline).answered(trace.z[-1], trace.output)

    def _answered(self, timeline: Timeline) -> IntArray:
        """Return the class (n,) that each of all points is answered as."""
        return self.classes(timeline, self.at_points(timeline))

    def _wrong(self, timeline: Timeline) -> NDArray[np.bool_]:
        """Return which of all points (n,) are answered wrongly; none, where values are fitted."""
        points = self.points(timeline)
        if points.task is Task.REGRESSION:
            return np.zeros(len(points), bool)
        return np.asarray(self.answered(timeline) != points.targets)

    def _point_set(self, timeline: Timeline) -> PointSet:
        """Return all points, and which are answered wrongly; the same object while both are the same."""
        points, wrong, known = self.points(timeline), self.wrong(timeline), self._shown
        train = len(self.moment(timeline).train)
        if known is None or known[0] is not points or not np.array_equal(known[1].wrong, wrong):
            names = class_names(points) if points.names else ()
            scales = tuple((scale.mean, scale.deviation) for scale in self.moment(timeline).scales)
            shown = PointSet(points.inputs, points.targets, train, wrong, names, scales, points.names)
            known = self._shown = (points, shown)
        return known[1]

    def straight(self, timeline: Timeline) -> list[tuple[float, float, float]] | None:
        """Return w₁, w₂ and b of each neuron of the first layer; None where it sees more than x₁ and x₂."""
        names, network = self.fitted(timeline).setup.inputs, self.network(timeline)
        if not set(names) <= {"x1", "x2"}:
            return None
        rows = dict(zip(names, network.weights[0].tolist(), strict=True))
        biases = network.biases[0].tolist()
        none = [0.0] * len(biases)
        return list(zip(rows.get("x1", none), rows.get("x2", none), biases, strict=True))

    def is_curve(self, timeline: Timeline) -> bool:
        """Return whether values are fitted along x₁ alone."""
        moment = self.moment(timeline)
        flat = not moment.train.inputs[:, 1].any() and not moment.test.inputs[:, 1].any()
        return moment.train.task is Task.REGRESSION and flat

    @staticmethod
    def picture(values: FloatArray) -> FloatArray:
        """Return values over a grid (side², n) as pictures (n, columns, rows), the top row first."""
        side = math.isqrt(len(values))
        return values.T.reshape(-1, side, side)


def _same(one: Points, other: Points) -> bool:
    """Return whether points are the same; from another process they come as copies."""
    return one is other or (
        (one.task, one.classes, one.names) == (other.task, other.classes, other.names)
        and np.array_equal(one.inputs, other.inputs)
        and np.array_equal(one.targets, other.targets)
    )
