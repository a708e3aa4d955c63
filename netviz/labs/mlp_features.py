"""The features of an MLP, its last hidden layer's activations, as the feature panels ask for them."""

from __future__ import annotations

import math

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import Probe, neuron_names
from netviz.panels.feature_plane import PlaneFeatures
from netviz.panels.feature_space import SpaceFeatures
from networks import Trace
from networks.activations import RANGES
from networks.output_layer import OutputLayer

FOLDED_LINES, FOLDED_POINTS = 6, 16  # of the unit square's grid, shown as the hidden layer folds it
BACKGROUND = 24  # points a side of the output over the feature plane
Range = tuple[float, float]


class Features:
    """Feature space of the newest snapshot in one, two, three or, projected, more dimensions."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._setup = probe.setup
        self._names = neuron_names(probe.setup.architecture)[-2]
        self._square = _square_grid()
        self._trace = Trace(probe.setup.architecture, self._square.reshape(-1, 2))
        self.single = PerVersion(self._single)
        self.plane = PerVersion(self._plane)
        self.space = PerVersion(self._space)
        self.projection = PerVersion(self._projection)

    def _output_neuron(self, timeline: Timeline) -> tuple[FloatArray, float]:
        """Return the output neuron's weights (features,) and c, so that it decides where w·f = c."""
        network = self._probe.network(timeline)
        return network.weights[-1][:, 0], self._setup.level - float(network.biases[-1][0])

    def _bounds(self, values: FloatArray) -> tuple[Range, ...]:
        """Return a range for each feature: the activation's own, or round the values."""
        count = int(values.shape[-1])
        own = RANGES.get(self._setup.architecture.activations[-2].name)
        if own is not None:
            return (own,) * count
        flat = values.reshape(-1, count)
        return tuple(_rounded(float(v.min()), float(v.max())) for v in flat.T)

    def _folded(self, timeline: Timeline) -> FloatArray:
        """Return the unit square's grid lines in feature space, (lines, points, features)."""
        features = self._probe.network(timeline).forward(self._trace).activations[-2]
        return features.reshape(*self._square.shape[:-1], -1)

    def _plane(self, timeline: Timeline) -> PlaneFeatures:
        setup, grid = self._setup, self._folded(timeline)
        points = self._probe.at_samples(timeline).activations[-2]
        weights, c = self._output_neuron(timeline)
        bounds = self._bounds(grid)
        across, down = np.linspace(*bounds[0], BACKGROUND), np.linspace(*bounds[1], BACKGROUND)[::-1]
        z = weights[0] * across[:, None] + weights[1] * down[None, :] + (self._setup.level - c)
        output = setup.architecture.output
        answer = setup.loss.prediction(OutputLayer.of(output, z))
        reach = max(setup.loss.high - setup.loss.threshold, setup.loss.threshold - setup.loss.low)
        return PlaneFeatures(
            points=points,
            classes=setup.classes,
            samples=setup.samples,
            grid=grid,
            bounds=(bounds[0], bounds[1]),
            labels=(self._names[0], self._names[1]),
            line=(float(weights[0]), float(weights[1]), c),
            background=answer,
            range=(setup.loss.threshold - reach, setup.loss.threshold + reach),
        )

    def _projection(self, timeline: Timeline) -> PlaneFeatures:
        """Project the features on their first two principal components (Pearson 1901), found on the grid."""
        setup, grid = self._setup, self._folded(timeline)
        flat = grid.reshape(-1, grid.shape[-1])
        mean = flat.mean(axis=0)
        _, sizes, directions = np.linalg.svd(flat - mean, full_matrices=False)
        axes = directions[:2]
        # A component has no sign of its own: take the one in which its largest part is positive.
        largest = axes[np.arange(2), np.argmax(np.abs(axes), axis=1)]
        axes = axes * np.where(largest < 0, -1.0, 1.0)[:, None]
        shares = sizes**2 / (float(np.sum(sizes**2)) or 1.0)
        points = (self._probe.at_samples(timeline).activations[-2] - mean) @ axes.T
        lines = (grid - mean) @ axes.T
        wide, high = (_rounded_up(1.05 * float(reach)) for reach in np.abs(lines).max(axis=(0, 1)))
        high = max(high, wide / 4)  # so that a second component of next to nothing looks it
        return PlaneFeatures(
            points=points,
            classes=setup.classes,
            samples=setup.samples,
            grid=lines,
            bounds=((-wide, wide), (-high, high)),
            labels=(f"PC 1, {shares[0]:.0%}", f"PC 2, {shares[1]:.0%}"),
            note=f"{setup.hidden}D → 2D",
        )

    def _single(self, timeline: Timeline) -> PlaneFeatures:
        """Show one feature against the network's answer, which is a function of it alone."""
        probe, setup = self._probe, self._setup
        grid = probe.network(timeline).forward(self._trace)
        trace = probe.at_samples(timeline)
        both = np.stack((grid.activations[-2][:, 0], probe.predictions(grid)), axis=-1)
        points = np.stack((trace.activations[-2][:, 0], probe.predictions(trace)), axis=-1)
        loss = setup.loss
        low, high = min(loss.low, float(both[:, 1].min())), max(loss.high, float(both[:, 1].max()))
        return PlaneFeatures(
            points=points,
            classes=setup.classes,
            samples=setup.samples,
            grid=both[np.argsort(both[:, 0])][None],
            bounds=(self._bounds(both[:, :1])[0], (low - 0.05, high + 0.05)),
            labels=(self._names[0], "ŷ"),
            line=(0.0, 1.0, loss.threshold),
        )

    def _space(self, timeline: Timeline) -> SpaceFeatures:
        setup, grid = self._setup, self._folded(timeline)
        weights, c = self._output_neuron(timeline)
        names, bounds = self._names, self._bounds(grid)
        return SpaceFeatures(
            points=self._probe.at_samples(timeline).activations[-2],
            classes=setup.classes,
            samples=setup.samples,
            grid=grid,
            bounds=(bounds[0], bounds[1], bounds[2]),
            labels=(names[0], names[1], names[2]),
            plane=(float(weights[0]), float(weights[1]), float(weights[2]), c),
        )


def _square_grid() -> FloatArray:
    """Return the unit square's grid lines (lines, points, 2), first those along x₂, then along x₁."""
    places, along = np.linspace(0, 1, FOLDED_LINES), np.linspace(0, 1, FOLDED_POINTS)
    fixed, free = np.meshgrid(places, along, indexing="ij")
    return np.concatenate((np.stack((fixed, free), -1), np.stack((free, fixed), -1)))


def _rounded_up(value: float) -> float:
    """Return the least of 1, 1.5, 2, 3, 4, 5, 6, 8 × 10ⁿ that is not below `value`."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(m * power for m in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if m * power >= value)


def _rounded(low: float, high: float) -> Range:
    """Return round bounds for features without a range of their own, zero inside."""
    reach = _rounded_up(max(abs(low), abs(high), 1e-6) * 1.02)
    return (-reach if low < 0 else -0.05 * reach), reach
