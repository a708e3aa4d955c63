"""Spaces of layers of one neuron, two, three and eight, made up by hand."""

import numpy as np

from netviz.panels.folded import Folded, FoldedSpace
from netviz.panels.plane_data import PointSet
from tests.panels.plane_scenes import view

LAYERS = ("h1", "h2", "output")
EXTENT = (-1.2, 1.2)
LABELS = {1: ("x₁", "h₁"), 2: ("h₁", "h₂"), 3: ("h₁", "h₂", "h₃"), 8: ("PC 1, 81%", "PC 2, 14%")}
WAYS = {1: ("2D",), 2: ("2D",), 3: ("2D", "3D"), 8: ("2D", "3D", "PC 2D", "PC 3D")}


def bent(plane, neurons):
    """Return made-up activations (..., d) at places (..., 2) of the plane."""
    x, y = plane[..., 0], plane[..., 1]
    neuron = np.tanh(1.2 * x - y), np.tanh(x * y + 0.8 * y), np.tanh(x - y**2)
    if neurons == 1:
        return np.stack((x, neuron[0]), axis=-1)
    return np.stack(neuron[: 3 if neurons == 3 else 2], axis=-1)


def net(lines=7, along=21):
    """Return straight lines (2 · lines, along, 2) over the plane."""
    fixed, free = np.meshgrid(np.linspace(*EXTENT, lines), np.linspace(*EXTENT, along), indexing="ij")
    return np.concatenate((np.stack((fixed, free), -1), np.stack((free, fixed), -1)))


def data(neurons=2, points=60, classes=2, layers=LAYERS, layer=1, way=None):
    rng = np.random.default_rng(neurons)
    inputs = rng.uniform(-1, 1, (points, 2))
    targets = (inputs[:, 0] > inputs[:, 1]).astype(float) if classes else inputs.sum(axis=1)
    wrong = rng.random(points) < 0.1 if classes else np.zeros(points, bool)
    bounds = ((-1.05, 1.05),) * len(LABELS[neurons])
    return Folded(
        PointSet(inputs, targets, points // 2, wrong), bent(inputs, neurons), bent(net(), neurons),
        (EXTENT, *bounds[1:]) if neurons == 1 else bounds, LABELS[neurons], layers, layer,
        WAYS[neurons], way or WAYS[neurons][-1 if neurons == 3 else 2 if neurons == 8 else 0], classes,
        "8D → 2D" if neurons == 8 else "",
    )  # fmt: skip


def space(focused=None, **how):
    """Return a panel that shows such data and whether it has the keyboard, and a view."""
    made = data(**how)
    panel = FoldedSpace(lambda _: made)
    panel.focus(focused)
    return panel, view()


FOLDED_SCENES = {
    "folded-of-one": lambda: space(neurons=1, layers=("h1", "output"), layer=0),
    "folded-of-two": space,
    "folded-of-three": lambda: space(neurons=3, points=150),
    "folded-of-eight": lambda: space(neurons=8, points=500, focused=1),
    "folded-values": lambda: space(classes=0, points=200),
}
