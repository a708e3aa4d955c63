"""The first page: loss and accuracy, the chosen image and what becomes of it, mistakes, the optimizer."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerKey, Same
from netviz.labs.cnn_gradual import SweepWork
from netviz.labs.cnn_kinds import KINDS, SAME, title
from netviz.labs.cnn_norms import layer_norms
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.cnn_setup import Setup
from netviz.labs.per_view import PerView
from netviz.panels.answer import Answer, AnswerBars
from netviz.panels.confusion import Confusion, ConfusionMatrix
from netviz.panels.feature_maps import FeatureMaps
from netviz.panels.gradual import Waiting
from netviz.panels.layer_maps import LayerMaps, Maps
from netviz.panels.metric_curves import MetricCurves
from netviz.panels.optimizer_state import Measure, OptimizerState, Schedule, Stepping
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import View
from netviz.panels.validations import Validations
from networks.classification import confusion_matrix
from networks.cross_entropy import cross_entropies

RULES = {
    "sgd": "θ ← θ − η g",
    "momentum": "v ← μ v − η g, θ ← θ + v",
    "adam": "θ ← θ − η m̂ / (√v̂ + ε)",
}
SWEEPING = 0.00025  # seconds of a frame for reading validation images: each validation hands over its own
PLACES = 240  # at which the schedule is drawn


def page(probe: Probe) -> Page:
    """Return the overview."""
    validation, planned = Validation(probe), schedule(probe.setup)
    panels = (
        FeatureMaps(PerView(lambda view: maps(probe, view), image_key)),
        AnswerBars(answers(probe)),
        MetricCurves(PerView(lambda view: validations(probe, view), lambda _: None)),
        ConfusionMatrix(validation.matrix, validation),
        OptimizerState(PerView(lambda view: stepping(probe, planned, view), lambda _: None)),
    )
    upper = columns((1.95, 0), (1, 1))
    lower = columns((1.06, 2), (1.06, 3), (1, 4))
    return Page("overview", "Overview", panels, rows((1.04, upper), (1, lower)))


def answers(probe: Probe) -> PerView[Answer]:
    """Return the source of the chosen image and the answer to it, for any page."""
    return PerView(lambda view: answer(probe, view), image_key)


def answer(probe: Probe, view: View) -> Answer:
    """Return the chosen image and the answer of the newest network."""
    picture, passed = probe.picture(view.choices), probe.passed(view)
    loss = None
    if picture.label is not None:
        loss = float(cross_entropies(passed.logits, np.array([picture.label]))[0])
    return Answer(
        picture.title, picture.pixels, picture.image[0], picture.label, passed.probabilities[0], loss
    )


def maps(probe: Probe, view: View) -> Maps:
    """Return what each layer makes of the chosen image, the image first."""
    picture, passed, net = probe.picture(view.choices), probe.passed(view), probe.setup.net
    shown = [
        LayerMaps("image", _shape(net.input_shape), picture.pixels[None], False, picture.title, ink=True)
    ]
    signed, conv, last = True, -1, len(net.layers) - 1
    for i, layer in enumerate(net.layers):
        kind = KINDS[layer.kind]
        signed = signed if kind.signed is None else kind.signed
        conv += layer.kind == "conv"
        if layer.kind in SAME and i < last:
            continue
        shape = layer.output_shape
        pictures = len(shape) == 3
        shown.append(
            LayerMaps(
                title(layer),
                _shape(shape),
                passed.outputs[i][0].reshape(shape if pictures else (-1, 1, 1)),
                signed,
                kind.formula,
                conv if pictures and conv >= 0 else None,
                names=tuple(map(str, range(net.classes))) if i == last else (),
            )
        )
    return Maps(tuple(shown))


def _shape(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))


def validations(probe: Probe, view: View) -> Validations:
    """Return what the validation set said so far."""
    epochs = probe.moment(view).epochs
    return Validations(
        np.array([epoch.number for epoch in epochs], np.int64),
        np.array([epoch.step for epoch in epochs], np.int64),
        np.array([epoch.loss for epoch in epochs]),
        np.array([epoch.accuracy for epoch in epochs]),
    )


class Validation(SweepWork):
    """Reads the validation images for the confusion matrix."""

    def __init__(self, probe: Probe) -> None:
        super().__init__(probe, SWEEPING)
        self._images = len(probe.setup.digits.validation)
        self._classes = probe.setup.net.classes
        self._counted = PerKey[Confusion]()

    def matrix(self, view: View) -> Confusion | Waiting:
        """Return the matrix of the newest complete reading, or how far the first one has come."""
        read = self.result(view)
        if read is None:
            return Waiting(self.sweep.done, self._images)
        return self._counted(
            Same(read),
            lambda: Confusion(confusion_matrix(read.labels, read.predicted, self._classes), read.step),
        )


def schedule(setup: Setup) -> Schedule:
    """Return the learning rates of the whole run."""
    steps = np.unique(np.linspace(0, max(setup.total - 1, 0), PLACES).round().astype(np.int64))
    return Schedule(steps, np.array([setup.rate(int(step), setup.total) for step in steps]), setup.total)


def stepping(probe: Probe, planned: Schedule, view: View) -> Stepping:
    """Return how the optimizer made its last step, layer by layer."""
    setup, moment, snapshot = probe.setup, probe.moment(view), view.timeline.snapshot
    net = setup.net
    step, size = layer_norms(net, snapshot.updates), layer_norms(net, snapshot.parameters)
    measures = [
        Measure("|Δθ|", "|Δθ| = √Σ Δθ² of the last update, weights and biases", step),
        Measure("|Δθ|/|θ|", "the last update's norm over that of the parameters", _ratio(step, size)),
    ]
    if len(moment.second):
        first, second = layer_norms(net, moment.first), layer_norms(net, moment.second)
        measures.append(Measure("|m|", "m ← β₁ m + (1 − β₁) g;  |m| = √Σ m²", first))
        measures.append(Measure("|v|", "v ← β₂ v + (1 − β₂) g²;  |v| = √Σ v²", second))
    elif len(moment.first):
        measures.append(Measure("|v|", "v ← μ v − η g;  |v| = √Σ v²", layer_norms(net, moment.first)))
    names = tuple(layer.name for layer in net.layers if layer.parameter_count)
    rule = RULES.get(setup.optimizer, "")
    return Stepping(setup.optimizer, rule, moment.learning_rate, planned, names, tuple(measures))


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Return part / whole, 0 where the whole is nothing."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
