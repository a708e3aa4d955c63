"""A layer's space for the feature panel of the playground: two of its neurons, three, or its components."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from netviz.engine.timeline import Timeline
from netviz.labs.per_view import PerView
from netviz.labs.play_names import neuron_names
from netviz.labs.play_view import Look
from netviz.panels.folded import Folded
from netviz.panels.panel import Choices, View
from networks import Trace
from networks.activations import RANGES
from networks.figures import number

LINES, ALONG = 9, 33  # of the net over the plane: lines each way, and points on each
TWO, THREE, COMPONENTS, COMPONENTS_3 = "2D", "3D", "PC 2D", "PC 3D"
MOST = 1e100  # larger values are shown as this: their squares are still numbers
LEAST = 1e-300  # of what an axis goes by: a tenth of it is still a number

Pair = tuple[float, float]


class Features:
    """Tells the feature panel; keeps the buffers through which the net passes."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._kept: tuple[object, Trace] | None = None

    def __call__(self, view: View) -> Folded:
        """Return the chosen layer's space; with one neuron, that neuron against x₁."""
        look, timeline = self._look, view.timeline
        fitted, extent, points = look.fitted(timeline), look.extent(timeline), look.point_set(timeline)
        layers = (*(f"h{i + 1}" for i in range(len(fitted.setup.hidden))), "output")
        layer = layer_of(view.choices, len(layers))
        values, net = _finite(look.at_points(timeline).activations[layer]), self._net(timeline, layer)
        kind, count = fitted.architecture.activations[layer].name, values.shape[1]
        cut = any(float(np.abs(one).max(initial=0.0)) >= MOST for one in (values, net))
        ways, names, note = ways_of(count), list(neuron_names(fitted)[layer + 1]), ""
        way = view.choices.fold if view.choices.fold in ways else COMPONENTS if count > 3 else ways[-1]
        shown = {TWO: 2, THREE: 3, COMPONENTS: 2, COMPONENTS_3: 3}[way]
        if count == 1:
            values = np.concatenate((points.inputs[:, :1], values), axis=1)
            net = np.concatenate((_plane(extent)[:, :1], net), axis=1)
            bounds, names = [extent, _bounds(kind, net[:, 1])], ["x₁", *names]
        elif way in (TWO, THREE):
            values, net, names = values[:, :shown], net[:, :shown], names[:shown]
            bounds = [_bounds(kind, column) for column in net.T]
        else:
            values, net, shares = components(values, net, shown)
            bounds, note = _reaches(net), f"{count}D → {shown}D"
            names = [f"PC {i + 1}, {share:.0%}" for i, share in enumerate(shares)]
        if cut:
            note = f"{note}, cut at {number(MOST)}".removeprefix(", ")
        lines = net.reshape(2 * LINES, ALONG, -1)
        return Folded(
            points, values, lines, tuple(bounds), tuple(names), layers, layer, ways, way, fitted.classes, note
        )

    def _net(self, timeline: Timeline, layer: int) -> FloatArray:
        """Return what a layer makes of the net over the plane, (places, neurons)."""
        look = self._look
        fitted, extent = look.fitted(timeline), look.extent(timeline)
        key = (fitted.architecture, fitted.setup.inputs, extent)
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, Trace(fitted.architecture, fitted.inputs(_plane(extent))))
        return _finite(look.network(timeline).forward(self._kept[1]).activations[layer])


def source(look: Look) -> PerView[Folded]:
    """Return what tells the feature panel."""
    return PerView(Features(look), lambda choices: (choices.space, choices.fold))


def layer_of(choices: Choices, count: int) -> int:
    """Return which of `count` layers is shown: the one that is chosen and there, else the last hidden one."""
    chosen = choices.space
    return chosen if chosen is not None and 0 <= chosen < count else max(count - 2, 0)


def ways_of(neurons: int) -> tuple[str, ...]:
    """Return the ways to look at a space of so many dimensions."""
    if neurons > 3:
        return TWO, THREE, COMPONENTS, COMPONENTS_3
    return (TWO, THREE) if neurons == 3 else (TWO,)


def components(values: FloatArray, net: FloatArray, count: int) -> tuple[FloatArray, FloatArray, list[float]]:
    """Project values (n, d) and net (m, d) on the first principal components (Pearson 1901) of the net.

    Return both, and each component's share of the variance. A component's largest entry is positive.
    """
    mean = net.mean(axis=0)
    centred = net - mean
    sizes, directions = np.linalg.eigh(centred.T @ centred)  # the least first
    axes = directions[:, : -count - 1 : -1]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), np.arange(count)] < 0, -1.0, 1.0)
    total = float(np.maximum(sizes, 0.0).sum()) or 1.0
    shares = [max(float(size), 0.0) / total for size in sizes[: -count - 1 : -1]]
    return (values - mean) @ axes, centred @ axes, shares


@lru_cache(maxsize=8)
def _plane(extent: Pair) -> FloatArray:
    """Return the places (2 · LINES · ALONG, 2) of lines over the plane, along both axes."""
    places, along = np.linspace(*extent, LINES), np.linspace(*extent, ALONG)
    fixed, free = np.meshgrid(places, along, indexing="ij")
    return frozen(np.concatenate((np.stack((fixed, free), -1), np.stack((free, fixed), -1))).reshape(-1, 2))


def _bounds(kind: str, values: FloatArray) -> Pair:
    """Return an activation's own range with a little margin, else one around the values, see `_rounded`."""
    if kind in RANGES:
        low, high = RANGES[kind]
        return low - 0.05, high + 0.05
    low, high = float(values.min()), float(values.max())
    step = _step(high - low or abs(high) or 1.0)
    return step * (math.floor(low / step) - 0.5), step * (math.ceil(high / step) + 0.5)


def _reaches(net: FloatArray) -> list[Pair]:
    """Return ranges around 0, none much shorter than the longest."""
    reach = np.abs(net).max(axis=0)
    longest = float(reach.max()) or 1.0
    steps = [_step(max(float(one), longest / 4)) for one in reach]
    ends = [
        step * math.ceil(1.03 * max(float(one), longest / 4) / step)
        for one, step in zip(reach, steps, strict=True)
    ]
    return [(-end, end) for end in ends]


def _step(size: float) -> float:
    """Return about a tenth of a size, so round that axes stand still from refresh to refresh."""
    return float(10.0 ** (math.ceil(math.log10(max(size, LEAST)) - 1e-9) - 1)) / 2


def _finite(values: FloatArray) -> FloatArray:
    """Return values for drawing: those that are no numbers, or too large to be squared, brought in range."""
    size = max(float(values.max(initial=0.0)), -float(values.min(initial=0.0)))  # NaN if any is
    return values.copy() if size <= MOST else np.nan_to_num(np.clip(values, -MOST, MOST))
