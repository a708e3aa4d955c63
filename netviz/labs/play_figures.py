"""What the playground's other panels show: losses, confusion, residuals, a curve through values."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray, IntArray
from netviz.engine.timeline import Timeline
from netviz.labs.loss_words import equation
from netviz.labs.play_names import class_names
from netviz.labs.play_view import Look
from netviz.panels.class_confusion import ClassCounts
from netviz.panels.histogram import Sample
from netviz.panels.regression import Fit
from netviz.panels.two_losses import Course
from networks.tasks import Task

CURVE = 201  # places of the curve


def course(look: Look, timeline: Timeline) -> Course:
    """Return what there is to show of the losses."""
    fitted, moment = look.fitted(timeline), look.moment(timeline)
    now = (moment.train_loss, moment.test_loss, moment.train_accuracy, moment.test_accuracy)
    classes = fitted.task is not Task.REGRESSION
    return Course(
        equation(fitted.loss, fitted.architecture.output_activation), now, len(moment.test) > 0, classes
    )


def counts(look: Look, timeline: Timeline) -> ClassCounts:
    """Return how many points of each class are answered as which."""
    points, train = look.points(timeline), len(look.moment(timeline).train)
    answers = look.answered(timeline)
    truth, classes = points.targets.astype(int), points.classes

    def matrix(part: slice) -> IntArray:
        found = np.bincount(truth[part] * classes + answers[part], minlength=classes * classes)
        return found.reshape(classes, classes).astype(np.int64)

    test = matrix(slice(train, None)) if len(points) > train else None
    return ClassCounts(matrix(slice(0, train)), test, class_names(points) if points.names else ())


def residuals(look: Look, timeline: Timeline) -> list[Sample]:
    """Return how far values are missed, ŷ − y, of the training and of the test points."""
    points, train = look.points(timeline), len(look.moment(timeline).train)
    missed = look.answers(timeline, look.at_points(timeline))[:, 0] - points.targets
    parts = (("training", missed[:train]), ("test", missed[train:]))
    return [Sample(f"{name} ŷ − y", values) for name, values in parts if len(values)]


def curve(look: Look, timeline: Timeline) -> Fit:
    """Return the network's curve over x₁, where there is no x₂."""
    points = look.point_set(timeline)
    xs = np.linspace(*look.extent(timeline), CURVE)

    def answers(places: FloatArray) -> FloatArray:
        plane = np.stack((places, np.zeros_like(places)), axis=-1)
        found: FloatArray = look.answers(timeline, look.at(timeline, plane))[:, 0]
        return found

    trace = look.at_points(timeline)
    return Fit(
        xs,
        answers(xs),
        points,
        look.answers(timeline, trace)[:, 0].copy(),
        lambda x: float(answers(np.array([x]))[0]),
    )
