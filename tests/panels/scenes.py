"""One picture for every panel, from numbers made up by hand: no network has trained for them."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.boundary import Boundary, Field
from netviz.panels.comparison import Change, Comparison
from netviz.panels.curves import Curves, Lines
from netviz.panels.feature_plane import FeaturePlane, PlaneFeatures
from netviz.panels.feature_space import FeatureSpace, SpaceFeatures
from netviz.panels.findings import Finding, Findings, Report
from netviz.panels.histogram import Histogram, Sample
from netviz.panels.loss_curve import LossCurve
from netviz.panels.loss_surface import LossSurface, Surface
from netviz.panels.network_graph import Graph, LayerView, NetworkGraph
from netviz.panels.panel import Choices, View
from netviz.panels.truth_table import Answers, TruthTable
from tests.panels.class_confusion_scenes import CLASS_CONFUSION_SCENES
from tests.panels.features_scenes import FEATURES_SCENES
from tests.panels.filters_scenes import FILTERS_SCENES
from tests.panels.folded_scenes import FOLDED_SCENES
from tests.panels.form_scenes import FORM_SCENES
from tests.panels.gates_scenes import GATES_SCENES
from tests.panels.losses_scenes import LOSSES_SCENES
from tests.panels.overview_scenes import OVERVIEW_SCENES
from tests.panels.pass_scenes import PASS_SCENES
from tests.panels.paths_scenes import PATHS_SCENES
from tests.panels.plane_scenes import PLANE_SCENES
from tests.panels.play_scenes import PLAY_SCENES
from tests.panels.probe_scenes import PROBE_SCENES
from tests.panels.regression_scenes import REGRESSION_SCENES
from tests.panels.standing_scenes import STANDING_SCENES
from tests.panels.update_scenes import UPDATE_SCENES

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
NAMES = ("(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)")
CLASSES = (0, 1, 1, 0)


def timeline(losses=(), parameters=(0.5, -1.0)):
    """Return a timeline that has seen these losses, one a step."""
    seen = Timeline()
    values, flat = np.asarray(losses, dtype=np.float64), np.asarray(parameters, dtype=np.float64)
    last = float(values[-1]) if len(values) else 0.25
    for step, news in ((0, values[:0]), (max(len(values), 1), values)):
        snapshot = Snapshot(step, flat, np.zeros(len(flat)), np.zeros(len(flat)), last, 0.75)
        seen.add(Refresh(snapshot, news[:, None], State.RUNNING, "", 0, 1, 1000, 100))
    return seen


def view(losses=(), **choices):
    return View(timeline(losses), Choices(samples=4, parameters=9, **choices))


def waves(count, size=16):
    """Return smooth pictures (count, size, size) in 0…1, each another."""
    x, y = np.meshgrid(np.linspace(-1, 2, size), np.linspace(2, -1, size), indexing="ij")
    return np.stack([0.5 + 0.5 * np.sin((k + 1) * x - (2 - k % 3) * y) for k in range(count)])


def graph(neurons=3, flip=1.0):
    rng = np.random.default_rng(4)

    def layer(name, names, inputs):
        count = len(names)
        a = rng.uniform(0, 1, (4, count))
        return LayerView(
            name, names, waves(count), 0.0, 1.0, a,
            z=np.log(a / (1 - a)), biases=rng.normal(size=count),
            weights=flip * rng.normal(0, 2, (inputs, count)), gradients=rng.normal(size=(inputs, count)),
            formula="a = sigmoid(z)",
        )  # fmt: skip

    inputs = LayerView("inputs", ("x₁", "x₂"), waves(2), -1.0, 2.0, SQUARE)
    hidden = layer("hidden layer", tuple(f"h{i + 1}" for i in range(neurons)), 2)
    drawn = Graph((inputs, hidden, layer("output layer", ("ŷ",), neurons)), NAMES)
    return NetworkGraph(lambda _: drawn), view(sample=1)


def boundary(classes=CLASSES, sign=1.0):
    def z(x, y):
        return sign * (6 * x * (1 - y) + 6 * y * (1 - x) - 3)

    axis = np.linspace(-1, 2, 40)
    scores = z(*np.meshgrid(axis, axis[::-1], indexing="ij"))
    field = Field(
        values=1 / (1 + np.exp(-scores)), scores=scores, level=0.0, extent=(-1.0, 2.0),
        low=0.0, threshold=0.5, high=1.0, points=SQUARE, classes=classes, output="ŷ",
        at=lambda x, y: float(1 / (1 + np.exp(-z(x, y)))),
    )  # fmt: skip
    return Boundary(lambda _: field), view(sample=2)


def falling(count=3000):
    steps = np.arange(count)
    return 0.13 * np.exp(-steps / 600) + 0.004 * (1 + np.sin(steps / 7) ** 2)


def loss(logarithmic=True):
    return LossCurve("L = ½ · mean (ŷ − y)²"), view(falling(), log_loss=logarithmic)


def truth_table(outputs=(0.07, 0.91, 0.4, 0.62), sample=0):
    answers = Answers(SQUARE, CLASSES, np.array(outputs), 0.0, 0.5, 1.0, "ŷ = sigmoid(z)")
    return TruthTable(lambda _: answers), view(sample=sample)


def folded(dimensions):
    """Return bent lines (12, 16, dimensions) through the unit cube."""
    places, along = np.linspace(0.05, 0.95, 6), np.linspace(0, 1, 16)
    lines = []
    for place in places:
        lines.append(np.stack((along, place + 0.2 * along * (1 - along), along**2)[:dimensions], axis=-1))
        lines.append(np.stack((place * (0.6 + 0.4 * along), along, 1 - along)[:dimensions], axis=-1))
    return np.array(lines)


def feature_plane(line=(1.0, -2.0, -0.4), classes=CLASSES):
    data = PlaneFeatures(
        points=np.array([[0.1, 0.2], [0.3, 0.85], [0.75, 0.8], [0.9, 0.3]]), classes=classes,
        samples=NAMES, grid=folded(2), bounds=((0.0, 1.0), (0.0, 1.0)), labels=("h₁", "h₂"),
        line=line, background=waves(1, 24)[0],
    )  # fmt: skip
    return FeaturePlane("Feature space", lambda _: data), view(sample=3)


def projection():
    data = PlaneFeatures(
        points=np.array([[-0.5, 0.2], [0.3, 0.6], [0.4, -0.6], [-0.2, -0.3]]), classes=CLASSES,
        samples=NAMES, grid=folded(2) - 0.5, bounds=((-1.0, 1.0), (-1.0, 1.0)),
        labels=("PC 1, 81%", "PC 2, 14%"), note="a projection of 8 dimensions",
    )  # fmt: skip
    return FeaturePlane("Feature space, projected", lambda _: data), view()


def feature_space(plane=(1.0, -1.5, 0.8, 0.1)):
    data = SpaceFeatures(
        points=np.array([[0.1, 0.2, 0.9], [0.3, 0.85, 0.4], [0.75, 0.8, 0.2], [0.9, 0.3, 0.6]]),
        classes=CLASSES, samples=NAMES, grid=folded(3), bounds=((0.0, 1.0),) * 3,
        labels=("h₁", "h₂", "h₃"), plane=plane,
    )  # fmt: skip
    return FeatureSpace("Feature space", lambda _: data), view(sample=1)


def loss_surface(path=True):
    xs, ys = np.linspace(-3, 3, 17), np.linspace(-2, 4, 17)
    heights = 0.02 * (xs[None, :] - 1) ** 2 + 0.03 * (ys[:, None] - 1.5) ** 2
    along = np.linspace(0, 1, 30 if path else 2)[:, None] * (1 if path else 1e-6)
    way = np.hstack((2.5 - 3 * along, -1.5 + 3 * along, 0.4 - 0.35 * along))
    data = Surface(xs, ys, heights, way)
    names = tuple(f"W1[{i},{j}]" for i in (1, 2) for j in (1, 2))
    return LossSurface(names, lambda _timeline, _x, _y: data), view()


def curves(logarithmic=True, lines=3):
    steps = np.linspace(0, 3000, 80).astype(int)
    values = np.stack([10.0 ** -(k + steps / 1500) for k in range(3)], axis=-1)
    if not logarithmic:
        values = 0.5 + 0.5 * np.sin(steps[:, None] / (400, 700, 1100))
    names = ("hidden layer 1", "hidden layer 2", "output layer")
    data = Lines(
        steps, values[:, :lines], names[:lines], "|∂L/∂θ|" if logarithmic else "a", logarithmic,
        None if logarithmic else (0.0, 1.0), "√Σ (∂L/∂θ)²", "",
    )  # fmt: skip
    return Curves("Gradient norms", lambda _: data), view(falling())


def histogram():
    rng = np.random.default_rng(8)
    samples = [
        Sample("hidden layer", rng.normal(0.5, 1.5, 400)),
        Sample("output layer", rng.beta(2, 5, 300), (0.0, 1.0)),
    ]
    return Histogram("Weights by layer", "weights", lambda _: samples), view()


def comparison():
    initial = np.array([0.3, 0.6, 0.1, 0.9, 0.0, 0.0, 0.5, 0.7, 0.0])
    now = np.array([4.1, -3.0, 4.0, -3.2, -1.9, 1.4, 7.2, 7.5, -3.6])
    names = ("W1[1,1]", "W1[1,2]", "W1[2,1]", "W1[2,2]", "b1[1]", "b1[2]", "W2[1,1]", "W2[2,1]", "b2[1]")
    change = Change(names, initial, now, (("hidden layer", 0), ("output layer", 6)))
    return Comparison("Start and now", lambda _: change), view()


def findings():
    report = Report(
        (
            Finding("h₁", "active", "a 0.012 … 0.981   slope ≤ 0.210", ("slope 0.2101234567",)),
            Finding("h₂", "saturated", "a 0.991 … 0.999   slope ≤ 0.002", ("slope 0.0021234567",), True),
            Finding("h₃", "constant", "a 0.501 … 0.502   slope ≤ 0.250", ("range 0.0011111111",), True),
        ),
        ("constant: a varies by less than 0.01 over the samples", "saturated: slope below 1% of its largest"),
    )
    return Findings("Hidden neurons", lambda _: report), view()


SCENES = {
    "network-graph": graph,
    "network-graph-of-20": lambda: graph(20),
    "boundary": boundary,
    "loss-logarithmic": loss,
    "loss-linear": lambda: loss(False),
    "truth-table": truth_table,
    "feature-plane": feature_plane,
    "feature-projection": projection,
    "feature-space": feature_space,
    "loss-surface": loss_surface,
    "curves-logarithmic": curves,
    "curves-bounded": lambda: curves(False),
    "histogram": histogram,
    "comparison": comparison,
    "findings": findings,
}
SCENES |= FEATURES_SCENES
SCENES |= OVERVIEW_SCENES
SCENES |= PATHS_SCENES
SCENES |= FILTERS_SCENES
SCENES |= PASS_SCENES
SCENES |= PLANE_SCENES
SCENES |= PROBE_SCENES
SCENES |= REGRESSION_SCENES
SCENES |= LOSSES_SCENES
SCENES |= CLASS_CONFUSION_SCENES
SCENES |= FORM_SCENES
SCENES |= FOLDED_SCENES
SCENES |= STANDING_SCENES
SCENES |= PLAY_SCENES
SCENES |= GATES_SCENES
SCENES |= UPDATE_SCENES
