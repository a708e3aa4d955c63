"""A layer's space for the feature panel of the playground: two of its neurons, three, or its components."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.labs.per_view import PerView
from netviz.labs.play_plane import point_set
from netviz.labs.play_view import Look
from netviz.panels.folded import Folded
from netviz.panels.panel import View
from networks import Trace

LINES, ALONG = 9, 37  # of the net over the plane: lines each way, and points on each
TWO, THREE, COMPONENTS, COMPONENTS_3 = "2D", "3D", "PC 2D", "PC 3D"
OWN_RANGES = {"sigmoid": (0.0, 1.0), "tanh": (-1.0, 1.0)}
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def source(look: Look) -> PerView[Folded]:
    """Return what tells the feature panel."""
    return PerView(lambda view: folded(look, view), lambda choices: (choices.layer, choices.fold))


def folded(look: Look, view: View) -> Folded:
    """Return the chosen layer's space; with one neuron, that neuron against x₁."""
    timeline = view.timeline
    fitted, network = look.fitted(timeline), look.network(timeline)
    layers = (*(f"h{i + 1}" for i in range(len(fitted.setup.hidden))), "output")
    chosen = view.choices.layer if 0 < view.choices.layer < len(layers) else max(len(layers) - 2, 0)
    if view.choices.layer == 0 and view.choices.fold:
        chosen = 0
    trace = look.at_points(timeline)
    net = _net(look.extent(timeline))
    passed = network.forward(Trace(fitted.architecture, fitted.inputs(net.reshape(-1, 2))))
    values, lines = trace.activations[chosen], passed.activations[chosen]
    count = values.shape[1]
    letter = "ŷ" if chosen == len(layers) - 1 else "h" if len(layers) == 2 else f"h{chosen + 1}"
    names = [
        letter + (str(i + 1).translate(SUBSCRIPTS) if count > 1 or letter != "ŷ" else "")
        for i in range(count)
    ]
    ways = (TWO, THREE, COMPONENTS, COMPONENTS_3) if count > 3 else (TWO, THREE) if count == 3 else (TWO,)
    way = view.choices.fold if view.choices.fold in ways else (COMPONENTS if count > 3 else ways[-1])
    points, note = point_set(look, timeline), ""
    if count == 1:
        places = np.concatenate((points.inputs[:, :1], values), axis=1)
        drawn = np.concatenate((net.reshape(-1, 2)[:, :1], lines), axis=1)
        bounds = [look.extent(timeline), _bounds(fitted.architecture.activations[chosen].name, drawn[:, 1])]
        labels = ["x₁", names[0]]
    elif way in (TWO, THREE):
        d = 2 if way == TWO else 3
        places, drawn, labels = values[:, :d], lines[:, :d], names[:d]
        kind = fitted.architecture.activations[chosen].name
        bounds = [_bounds(kind, drawn[:, i]) for i in range(d)]
    else:
        d = 2 if way == COMPONENTS else 3
        places, drawn, shares = _components(values, lines, d)
        reach = 1.05 * np.abs(drawn).max(axis=0)
        reach = np.maximum(reach, reach.max() / 4)
        bounds = [(-float(r), float(r)) for r in np.maximum(reach, 1e-9)]
        labels = [f"PC {i + 1}, {share:.0%}" for i, share in enumerate(shares)]
        note = f"{count}D → {d}D"
    shape = (*net.shape[:2], drawn.shape[1])
    return Folded(
        points,
        places,
        drawn.reshape(shape),
        tuple(bounds),
        tuple(labels),
        layers,
        chosen,
        ways,
        way,
        fitted.classes,
        note,
    )


def _components(values: FloatArray, lines: FloatArray, d: int) -> tuple[FloatArray, FloatArray, list[float]]:
    """Project on the first principal components (Pearson 1901) of the net, with signs that stay."""
    mean = lines.mean(axis=0)
    _, sizes, directions = np.linalg.svd(lines - mean, full_matrices=False)
    axes = directions[:d]
    largest = axes[np.arange(d), np.argmax(np.abs(axes), axis=1)]
    axes = axes * np.where(largest < 0, -1.0, 1.0)[:, None]
    total = float(np.sum(sizes**2)) or 1.0
    return (values - mean) @ axes.T, (lines - mean) @ axes.T, [float(s**2) / total for s in sizes[:d]]


def _net(extent: tuple[float, float]) -> FloatArray:
    """Return lines (2 · LINES, ALONG, 2) over the plane, along both axes."""
    places, along = np.linspace(*extent, LINES), np.linspace(*extent, ALONG)
    fixed, free = np.meshgrid(places, along, indexing="ij")
    return np.concatenate((np.stack((fixed, free), -1), np.stack((free, fixed), -1)))


def _bounds(kind: str, values: FloatArray) -> tuple[float, float]:
    """Return an activation's own range with a little margin, else one around the values."""
    if kind in OWN_RANGES:
        low, high = OWN_RANGES[kind]
        return low - 0.05, high + 0.05
    low, high = float(values.min()), float(values.max())
    margin = 0.05 * (high - low) or 0.5
    return low - margin, high + margin
