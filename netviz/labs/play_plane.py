"""What the playground's panels show of the plane: the answer over it, the points, the neurons' lines."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.play_names import answer_of, neuron_names
from netviz.labs.play_setup import Fitted
from netviz.labs.play_view import Look
from netviz.panels.plane_data import Answer, NeuronLine, Read
from networks import Trace
from networks.activations import ACTIVATIONS, Activation
from networks.losses import Loss
from networks.output_layer import OutputLayer
from networks.tasks import Task


def source(look: Look) -> PerVersion[Answer]:
    """Return what tells a plane panel of the newest snapshot."""
    return PerVersion(lambda timeline: answer(look, timeline))


def answer(look: Look, timeline: Timeline) -> Answer:
    """Return the network's answer over the plane, and all points; while training rests, denser if asked."""

    @cache
    def denser(times: int) -> Answer:
        return replace(_answer(look, timeline, look.on_denser(timeline, times)), dense=True)

    coarse = _answer(look, timeline, look.on_grid(timeline))
    return coarse if timeline.latest.running else replace(coarse, denser=denser)


def _answer(look: Look, timeline: Timeline, grid: Trace) -> Answer:
    """Return the answer over the plane of which a grid was passed."""
    fitted = look.fitted(timeline)
    loss, output, outputs = fitted.loss, fitted.architecture.output, fitted.architecture.sizes[-1]
    several = fitted.task is Task.CLASSES
    values = look.picture(_told(fitted, look.answers(timeline, grid)))
    scores = None if outputs > 1 and output.name == "relu" else look.picture(grid.z[-1])
    points = look.point_set(timeline)
    low, threshold, high = look.scale(timeline)
    if outputs > 1 and not several:
        low, threshold, high = 0.0, 0.5, 1.0
        scores = None if scores is None else scores[1:] - scores[:1]
    if several and loss.name != "cross_entropy":
        values = _shares(values)

    def at(x: float, y: float) -> FloatArray:
        answers = look.answers(timeline, look.at(timeline, np.array([[x, y]])))
        here: FloatArray = _told(fitted, answers)[0]
        return here

    return Answer(
        values if several else values[0],
        look.extent(timeline),
        points,
        at,
        fitted.classes,
        low,
        threshold,
        high,
        scores if several or scores is None else scores[0],
        loss.level(output),
        answer_of(fitted)[0] if several else "ŷ",
        neurons=_lines(look, timeline, grid),
        read=_read(loss, output, outputs, several),
    )


def _told(fitted: Fitted, answers: FloatArray) -> FloatArray:
    """Return of answers (n, outputs) what is told: of two probabilities that of class 1, (n, 1), says all."""
    return answers[:, 1:] if fitted.task is Task.BINARY and answers.shape[1] == 2 else answers


@lru_cache(maxsize=32)
def _read(loss: Loss, output: Activation, outputs: int, several: bool) -> Read | None:
    """Return what makes the answer of the scores, None where it is not bent like a logistic one."""
    if loss.name == "cross_entropy" and output.name == "linear":
        return _chances if several else ACTIVATIONS["sigmoid"]
    bent = output.name in ("sigmoid", "tanh") or (loss.name == "bce" and output.name == "linear")
    if outputs > 1 or not bent:
        return None
    return lambda scores: loss.prediction(OutputLayer.of(output, scores))


def _chances(scores: FloatArray) -> FloatArray:
    """Return the softmax of scores (classes, …) over the classes, which are first here for speed."""
    chances: FloatArray = scores - scores.max(axis=0)
    np.exp(chances, out=chances)
    chances /= chances.sum(axis=0)
    return chances


def _shares(values: FloatArray) -> FloatArray:
    """Return outputs (classes, …) that are no probabilities as shares of their sum, lifted to 0 or above."""
    lifted = values - np.minimum(values.min(axis=0), 0.0)
    total = lifted.sum(axis=0)
    shares: FloatArray = np.divide(lifted, total, out=np.full_like(lifted, 1 / len(lifted)), where=total > 0)
    return shares


def _lines(look: Look, timeline: Timeline, grid: Trace) -> tuple[NeuronLine, ...]:
    """Return where the neurons of the first hidden layer have z = 0."""
    fitted = look.fitted(timeline)
    if not fitted.setup.hidden:
        return ()
    called = neuron_names(fitted)[1]
    if (straight := look.straight(timeline)) is not None:
        return tuple(NeuronLine(name, weights) for name, weights in zip(called, straight, strict=True))
    scores = look.picture(grid.z[0])
    return tuple(NeuronLine(name, scores=z) for name, z in zip(called, scores, strict=True))
