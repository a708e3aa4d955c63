"""The loss of an MLP over two of its parameters."""

from __future__ import annotations

import math

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerKey, PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import Probe
from netviz.panels.loss_surface import Surface
from networks import MLP, Trace

POINTS = 16  # a side of the surface
ON_PATH = 48  # moments of the run that the path goes through


class LossLandscape:
    """Losses of networks that differ from a snapshot in two parameters, and of the run's own past."""

    def __init__(self, probe: Probe) -> None:
        self._setup = probe.setup
        self._on_the_way = PerVersion(self._way)
        self._kept = PerKey[Surface]()

    def _way(self, timeline: Timeline) -> tuple[FloatArray, FloatArray]:
        """Return the parameters (moments, P) of snapshots along the run, ends included, and their losses."""
        rows = np.unique(np.linspace(0, len(timeline) - 1, ON_PATH).astype(int))
        parameters = timeline.parameters[rows]
        passed = MLP(self._setup.architecture, parameters).forward(self._setup.dataset.inputs)
        return parameters, self._losses(passed)

    def _losses(self, trace: Trace) -> FloatArray:
        setup = self._setup
        targets = setup.loss.encode(setup.dataset.targets)
        return setup.loss.values(trace.output_layer, targets)

    def surface(self, timeline: Timeline, x: int, y: int) -> Surface:
        """Return the loss over parameters `x` and `y`, the others as in the newest snapshot."""
        return self._kept((timeline.version, x, y), lambda: self._surface(timeline, x, y))

    def _surface(self, timeline: Timeline, x: int, y: int) -> Surface:
        parameters, losses = self._on_the_way(timeline)
        path = parameters[:, [x, y]]
        xs, ys = (np.linspace(*_round_window(values), POINTS) for values in path.T)
        many = np.tile(timeline.snapshot.parameters, (POINTS, POINTS, 1))
        many[:, :, x] = xs[None, :]
        many[:, :, y] = ys[:, None]
        trace = MLP(self._setup.architecture, many).forward(self._setup.dataset.inputs)
        heights = self._losses(trace)
        return Surface(xs, ys, heights, np.column_stack((path, losses)))


def _round_window(values: FloatArray) -> tuple[float, float]:
    """Return whole numbers around the values, at least 6 apart, that move only when they must."""
    low, high = math.floor(values.min() - 0.5), math.ceil(values.max() + 0.5)
    air = max(0, math.ceil((6 - (high - low)) / 2))
    return float(low - air), float(high + air)
