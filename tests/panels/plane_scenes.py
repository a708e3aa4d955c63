"""Input planes made up by hand: two classes, five, and a surface; few points and many."""

from dataclasses import replace

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, View
from netviz.panels.plane import Plane
from netviz.panels.plane_data import Answer, NeuronLine, PointSet

EXTENT = (-1.2, 1.2)


def timeline(step=0):
    seen, zeros = Timeline(), np.zeros(2)
    snapshot = Snapshot(step, zeros, zeros, zeros, 0.3, 0.8)
    seen.add(Refresh(snapshot, np.zeros((0, 1)), State.PAUSED, "", 0, 1, 10, 1))
    return seen


def view(**choices):
    return View(timeline(), Choices(**{"sample": 10**6, "samples": 10**6 + 1, **choices}))


def over_plane(function, cells=64):
    """Return values of function(x₁, x₂) over the plane as panels want them."""
    axis = np.linspace(*EXTENT, cells)
    return function(*np.meshgrid(axis, axis[::-1], indexing="ij"))


NEURONS = (
    NeuronLine("h₁", (2.0, 1.0, 0.9)),
    NeuronLine("h₂", (1.5, -1.0, -0.4)),
    NeuronLine("h₃", None, over_plane(lambda x, y: x**2 + y - 0.9)),
)


def two_classes(points=120, neurons=(), low=0.0):
    """Return an answer whose line is a wave, for two classes that overlap a little."""

    def z(x, y):
        return 6 * (y - 0.45 * np.sin(3.2 * x))

    def output(x, y):
        return low + (1 - low) / (1 + np.exp(-z(x, y)))

    rng = np.random.default_rng(3)
    inputs = rng.uniform(-1.05, 1.05, (points, 2))
    targets = (z(*inputs.T) + rng.normal(0, 1.6, points) > 0).astype(float)
    threshold = (1 + low) / 2
    wrong = (output(*inputs.T) > threshold) != targets
    return Answer(
        over_plane(output), EXTENT, PointSet(inputs, targets, max(points * 3 // 4, 4), wrong),
        lambda x, y: np.array([output(x, y)]), 2, low, threshold, 1.0, over_plane(z), 0.0, "ŷ", neurons,
    )  # fmt: skip


def more_classes(classes=5, points=200, spread=0.22):
    """Return an answer with a class round each of some centres."""
    angles = np.arange(classes) * 2 * np.pi / classes + 0.4
    centres = 0.7 * np.stack((np.cos(angles), np.sin(angles)), axis=-1)

    def logits(x, y):
        x, y = np.asarray(x)[..., None], np.asarray(y)[..., None]
        far = (x - centres[:, 0]) ** 2 + (y - centres[:, 1]) ** 2
        return np.moveaxis(-5.0 * far, -1, 0)

    def chances(x, y):
        powers = np.exp(logits(x, y) - logits(x, y).max(axis=0))
        return powers / powers.sum(axis=0)

    rng = np.random.default_rng(5)
    targets = rng.integers(0, classes, points)
    inputs = centres[targets] + rng.normal(0, spread, (points, 2))
    wrong = chances(*inputs.T).argmax(axis=0) != targets
    return Answer(
        over_plane(chances), EXTENT, PointSet(inputs, targets.astype(float), points * 3 // 4, wrong),
        chances, classes, scores=over_plane(logits), output="p",
    )  # fmt: skip


def surface(points=90):
    """Return an answer that is a value: a saddle."""

    def output(x, y):
        return 1.2 * x * y + 0.3 * np.sin(4 * x)

    rng = np.random.default_rng(9)
    inputs = rng.uniform(-1.05, 1.05, (points, 2))
    targets = output(*inputs.T) + rng.normal(0, 0.15, points)
    return Answer(
        over_plane(output), EXTENT, PointSet(inputs, targets, points * 3 // 4, np.zeros(points, bool)),
        lambda x, y: np.array([output(x, y)]), 0, -1.5, 0.0, 1.5,
    )  # fmt: skip


def plane(answer, **choices):
    return Plane(lambda _: answer), view(**choices)


def named(answer, names):
    """Return an answer whose classes have names."""
    return replace(answer, points=replace(answer.points, names=names))


PLANE_SCENES = {
    "plane-of-two": lambda: plane(two_classes(neurons=NEURONS), pins=((-0.6, 0.5), (0.7, -0.3)), sample=5),
    "plane-of-two-in-steps": lambda: plane(two_classes(500, low=-1.0), bands=True),
    "plane-of-four-points": lambda: plane(two_classes(4, NEURONS[:2]), adds=0.0),
    "plane-of-five": lambda: plane(more_classes()),
    "plane-of-five-in-steps": lambda: plane(more_classes(), bands=True, pinning=True),
    "plane-of-three-with-many": lambda: plane(more_classes(3, 2000)),
    "plane-of-named-classes": lambda: plane(named(more_classes(3), ("oak", "7", "one of a long nam…"))),
    "plane-surface": lambda: plane(surface(), adds=0.8),
    "plane-surface-in-steps": lambda: plane(surface(), bands=True),
}
