"""The loss of an MLP over two of its parameters."""

from __future__ import annotations

import math

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import Probe
from netviz.panels.loss_surface import Surface
from networks import MLP, Trace

POINTS = 17  # a side of the surface


class LossLandscape:
    """Losses of networks that differ from a snapshot in two parameters, and of the run's own past."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._setup = probe.setup
        self._path_losses = PerVersion(self._losses_on_the_way)

    def _losses_on_the_way(self, timeline: Timeline) -> FloatArray:
        """Return the loss of every snapshot kept, (moments,)."""
        return self._losses(self._probe.over_time(timeline))

    def _losses(self, trace: Trace) -> FloatArray:
        setup = self._setup
        targets = setup.loss.encode(setup.dataset.targets)
        return setup.loss.values(setup.architecture.output, trace.z[-1], trace.activations[-1], targets)

    def surface(self, timeline: Timeline, x: int, y: int) -> Surface:
        """Return the loss over parameters `x` and `y`, the others as in the newest snapshot."""
        path = timeline.parameters[:, [x, y]]
        xs, ys = (np.linspace(*_round_window(values), POINTS) for values in path.T)
        many = np.tile(timeline.snapshot.parameters, (POINTS, POINTS, 1))
        many[:, :, x] = xs[None, :]
        many[:, :, y] = ys[:, None]
        trace = MLP(self._setup.architecture, many).forward(self._setup.dataset.inputs)
        heights = self._losses(trace)
        return Surface(xs, ys, heights, np.column_stack((path, self._path_losses(timeline))))


def _round_window(values: FloatArray) -> tuple[float, float]:
    """Return whole numbers around the values, at least 6 apart, that move only when they must."""
    low, high = math.floor(values.min() - 0.5), math.ceil(values.max() + 0.5)
    air = max(0, math.ceil((6 - (high - low)) / 2))
    return float(low - air), float(high + air)
