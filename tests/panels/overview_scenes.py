"""Pictures of the overview of a convolutional network, from numbers made up by hand."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.answer import Answer, AnswerBars
from netviz.panels.confusion import Confusion, ConfusionMatrix
from netviz.panels.feature_maps import FeatureMaps
from netviz.panels.gradual import Waiting
from netviz.panels.layer_maps import LayerMaps, Maps
from netviz.panels.metric_curves import MetricCurves
from netviz.panels.optimizer_state import Measure, OptimizerState, Schedule, Stepping
from netviz.panels.panel import Choices, View
from netviz.panels.validations import Validations

SETS = (("training", 500), ("validation", 60), ("test", 0), ("drawn", 1))
TOTAL = 4000


def view(metrics=(), step=1200, **choices):
    """Return a view of a run whose batches had these losses and accuracies, (n, 2)."""
    timeline = Timeline()
    news = np.asarray(metrics, dtype=np.float64).reshape(-1, 2)
    flat = np.zeros(3, np.float32)
    at = len(news) or step
    last = news[-1] if len(news) else (0.0712, 0.984375)
    for when, some in ((0, news[:0]), (at, news)):
        snapshot = Snapshot(when, flat, flat, flat, float(last[0]), float(last[1]))
        timeline.add(Refresh(snapshot, some, State.RUNNING, "", 0, 1, TOTAL, 10))
    start = Choices(sources=SETS).of_source("validation", 12)
    return View(timeline, Choices(**{**vars(start), **choices}))


def seven(side=14):
    """Return a seven, (side, side), 0 paper … 1 ink."""
    pixels = np.zeros((side, side))
    pixels[2:4, 3:11] = 1.0
    for row in range(4, 12):
        column = 10 - (row - 4) // 2
        pixels[row, column - 1 : column + 1] = (0.55, 0.95)
    return pixels


def maps(layers=None, **choices):
    data = Maps(layers or _layers())
    return FeatureMaps(lambda _: data), view(**choices)


def _waves(count, side, phase=0.0, least=-4.0):
    x, y = np.meshgrid(np.linspace(0, 3, side), np.linspace(0, 3, side))
    pictures = [(1 + k % 5) * np.sin((k + 1) * x / 2 + y + phase) * np.cos(y - k) for k in range(count)]
    return np.maximum(np.stack(pictures), least).astype(np.float32)


def _layers():
    numbers = np.random.default_rng(3).normal(0, 2, 64).astype(np.float32)[:, None, None]
    logits = np.linspace(-6, 9, 10).astype(np.float32)[::-1, None, None]
    return (
        LayerMaps("image", "1×14×14", seven()[None], False, "validation 13", ink=True),
        LayerMaps("conv 1", "4×14×14", _waves(4, 14), True, "z = Σ w·x + b", conv=0),
        LayerMaps("relu 1", "4×14×14", _waves(4, 14, least=0), False, "a = max(0, z)", conv=0),
        LayerMaps("conv 2", "8×7×7", _waves(8, 7, 1.0), True, "z = Σ w·x + b", conv=1),
        LayerMaps("dense 1", "64", numbers, True, "z = Σ w·x + b"),
        LayerMaps("dense 2", "10", logits, True, "z = Σ w·x + b", names=tuple("0123456789")),
    )


def many_maps():
    """Return more layers, and more maps of each, than there is room for."""
    layers = [LayerMaps("image", "1×28×28", seven(28)[None], False, "validation 13", ink=True)]
    layers += [
        LayerMaps(f"conv {k + 1}", "64×14×14", _waves(64, 14, k), True, "z = Σ w·x + b", conv=k)
        for k in range(16)
    ]
    return maps((*layers, *_layers()[-2:]))


def answer(probabilities=(1, 0, 3, 12, 0, 2, 0, 970, 4, 8), label=7, **choices):
    share = np.array(probabilities, np.float32) / sum(probabilities)
    loss = None if label is None else float(-np.log(share[label]))
    name = "drawn" if label is None else "validation 13"
    pixels = seven()
    data = Answer(name, pixels, (pixels - 0.13) / 0.31, label, share, loss)
    return AnswerBars(lambda _: data), view(**choices)


def falling(count=1200):
    """Return losses and accuracies (count, 2) that become better, unevenly."""
    steps = np.arange(count)
    loss = 2.3 * np.exp(-steps / 150) + 0.05 * (1.2 + np.sin(steps * 1.7)) * (1 + np.cos(steps / 40) ** 2)
    return np.stack((loss, 1 - 0.35 * loss / (1 + 0.2 * loss)), axis=-1)


def curves(logarithmic=True, metrics=None, epochs=3):
    ends = np.arange(1, epochs + 1)
    steps = ends * 1125 // epochs
    held = Validations(ends, steps, 0.5 * np.exp(-steps / 400), 1 - 0.1 * np.exp(-steps / 400))
    seen = view(falling() if metrics is None else metrics, log_loss=logarithmic)
    return MetricCurves(lambda _: held), seen


def just_begun():
    none = np.zeros(0, np.int64)
    return MetricCurves(lambda _: Validations(none, none, np.zeros(0), np.zeros(0))), view(step=0)


def only_looked_at():
    """Return the curves of a network that came from a file: what the validations said, and no batch."""
    panel, _ = curves()
    return panel, view(step=1125)


class Reading:
    """Work that has a matrix when it is done."""

    def __init__(self, counts, waits):
        self._shares = 3
        self._done = 1 if waits else self._shares
        self._data = Confusion(counts, 1200)
        self.left = False

    def matrix(self, view):
        self.left = self._done < self._shares
        images = self._data.images
        return Waiting(images * self._done // self._shares, images) if self.left else self._data

    def advance(self, view):
        self._done += 1

    def complete(self, view):
        self._done = self._shares


def confusion(waits=False, size=1, **choices):
    counts = size * np.diag([58, 67, 55, 60, 57, 0, 59, 61, 40, 52])
    for (i, j), many in {(4, 9): 7, (9, 4): 3, (3, 5): 2, (7, 1): 1, (8, 3): 12, (8, 5): 1}.items():
        counts[i, j] = many
    reading = Reading(counts, waits)
    return ConfusionMatrix(reading.matrix, reading), view(**choices)


def optimizer(layers=4, adam=True):
    steps = np.unique(np.linspace(0, TOTAL - 1, 60).astype(int))
    rise = np.minimum(steps / 400, 1.0)
    schedule = Schedule(steps, 2e-3 * rise * (1 + np.cos(np.pi * steps / TOTAL)) / 2, TOTAL)
    sizes = 1.0 + np.arange(layers)
    measures = [
        Measure("|Δθ|", "|Δθ| = √Σ Δθ²", 8.8e-5 * sizes**2),
        Measure("|Δθ|/|θ|", "|Δθ| / |θ|", 2.5e-5 * sizes[::-1]),
    ]
    if adam:
        measures.append(Measure("|m|", "|m| = √Σ m²", 0.037 * sizes))
        measures.append(Measure("|v|", "|v| = √Σ v²", np.append(0.0, 1.3e-6 * sizes[1:])))
    names = (*(f"conv {k + 1}" for k in range(layers - 1)), "dense 1")
    data = Stepping("adam", "θ ← θ − η m̂ / (√v̂ + ε)", 1.57e-3, schedule, names, tuple(measures))
    return OptimizerState(lambda _: data), view()


OVERVIEW_SCENES = {
    "overview-maps": lambda: maps(layer=1, filter=5),
    "overview-maps-many": many_maps,
    "overview-answer": answer,
    "overview-answer-wrong": lambda: answer((1, 0, 3, 12, 0, 2, 0, 400, 4, 570)),
    "overview-answer-drawn": lambda: answer(label=None),
    "overview-curves": curves,
    "overview-curves-linear": lambda: curves(False),
    "overview-curves-begun": just_begun,
    "overview-curves-epochs": lambda: curves(epochs=60),
    "overview-curves-looking": only_looked_at,
    "overview-curves-unknown": lambda: curves(metrics=(), epochs=0),
    "overview-confusion": lambda: confusion(cell=(8, 3)),
    "overview-confusion-large": lambda: confusion(size=1000),
    "overview-confusion-waiting": lambda: confusion(waits=True),
    "overview-optimizer": optimizer,
    "overview-optimizer-deep": lambda: optimizer(20, adam=False),
}
