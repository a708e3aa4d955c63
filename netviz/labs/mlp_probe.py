"""Forward passes through a snapshot of an MLP, made when a panel asks and kept until the next refresh."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.neuron_words import neuron_words
from netviz.labs.plane_grid import grid_points
from networks import MLP, Architecture, Dataset, Loss, Trace
from networks.activations import RANGES
from networks.figures import subscript

EXTENT = (-1.0, 2.0)  # of the input plane shown, on both axes
FINEST, COARSEST = 51, 21  # points a side of the grid over it, odd: every second reaches both edges
GRID_WORK = 3e6  # points × parameters that a grid may cost before it becomes coarser


@dataclass(frozen=True)
class Setup:
    """What an MLP lab trains: its shape, its data and its loss."""

    architecture: Architecture
    dataset: Dataset
    loss: Loss

    @property
    def hidden(self) -> int:
        """The number of neurons in the last hidden layer, whose activations are the features."""
        return self.architecture.sizes[-2]

    @property
    def classes(self) -> tuple[int, ...]:
        """The class, 0 or 1, of every sample."""
        return tuple(int(target) for target in self.dataset.targets[:, 0])

    @property
    def samples(self) -> tuple[str, ...]:
        """The samples' names on the screen."""
        return tuple("(" + ", ".join(f"{x:g}" for x in row) + ")" for row in self.dataset.inputs)

    @property
    def level(self) -> float:
        """The output neuron's z at which its answer is the threshold: where it decides."""
        return self.loss.level(self.architecture.output)


class Probe:
    """Looks into snapshots of one set-up; has traces of its own, so that training is never touched."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        work = setup.architecture.parameter_count
        self.resolution = int(min(max((GRID_WORK / work) ** 0.5, COARSEST), FINEST)) | 1
        self.network = PerVersion(self._network)
        self.at_samples = PerVersion(self._at_samples)
        self.on_grid = PerVersion(self._on_grid)
        self.over_time = PerVersion(self._over_time)
        self._samples = Trace(setup.architecture, setup.dataset.inputs)
        self._grid = Trace(setup.architecture, grid_points(EXTENT, self.resolution))

    def _network(self, timeline: Timeline) -> MLP:
        """Return the network of the newest snapshot."""
        return MLP(self.setup.architecture, timeline.snapshot.parameters)

    def _at_samples(self, timeline: Timeline) -> Trace:
        """Pass the data through the newest snapshot: activations (samples, neurons)."""
        return self.network(timeline).forward(self._samples)

    def _on_grid(self, timeline: Timeline) -> Trace:
        """Pass the input plane through it: activations (resolution², neurons), see `picture`."""
        return self.network(timeline).forward(self._grid)

    def _over_time(self, timeline: Timeline) -> Trace:
        """Pass the data through every snapshot kept, all at once: activations (moments, samples, neurons)."""
        return MLP(self.setup.architecture, timeline.parameters).forward(self.setup.dataset.inputs)

    def predictions(self, trace: Trace) -> FloatArray:
        """Return what the user reads as the network's answer, (..., batch)."""
        setup = self.setup
        answer = setup.loss.prediction(trace.output_layer)
        return answer[..., 0]

    def predict(self, timeline: Timeline, x: float, y: float) -> float:
        """Return the answer at one place of the input plane."""
        return float(self.predictions(self.network(timeline).forward(np.array([[x, y]])))[0])

    def picture(self, values: FloatArray) -> FloatArray:
        """Return values over the grid (resolution², n) as pictures (n, columns, rows), the top row first."""
        return values.T.reshape(-1, self.resolution, self.resolution)


def activation_range(name: str, values: FloatArray) -> tuple[float, float]:
    """Return the range over which an activation is coloured: its own, or symmetric about 0 if it has none."""
    if name in RANGES:
        return RANGES[name]
    reach = float(np.abs(values[np.isfinite(values)]).max(initial=0.0)) or 1.0
    return -reach, reach


def neuron_names(architecture: Architecture) -> tuple[tuple[str, ...], ...]:
    """Return the neurons' names, layer by layer from the inputs: x₁, h₁, ŷ; see `neuron_words`."""
    inputs = tuple("x" + subscript(i) for i in range(1, architecture.sizes[0] + 1))
    return neuron_words(inputs, architecture.sizes)


@lru_cache(maxsize=8)
def layer_names(architecture: Architecture) -> tuple[str, ...]:
    """Return the names of the layers with weights."""
    if architecture.layers == 2:
        return "hidden layer", "output layer"
    return (*(f"hidden layer {i}" for i in range(1, architecture.layers)), "output layer")
