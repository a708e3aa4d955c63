"""How good predicted classes are: the confusion matrix, and the figures that are read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from networks.arrays import AnyFloatArray, FloatArray
from networks.cross_entropy import Labels

Counts = NDArray[np.int64]


def confusion_matrix(labels: Labels, predictions: Labels, classes: int = 10) -> Counts:
    """Return counts (true class, predicted class) of labels and predictions (n,), 0 … classes − 1."""
    places = np.asarray(labels, np.int64) * classes + np.asarray(predictions, np.int64)
    return np.bincount(places, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Scores:
    """How predictions compare with the labels, for each class and as their plain means ("macro").

    `loss` is the mean cross-entropy, −ln of the probability given to the label; all others are 0 … 1.
    With t images of a class rightly found, f images wrongly taken for it and m of it missed:
    precision = t / (t + f), recall = t / (t + m), F1 = 2 t / (2 t + f + m), each 0 where the division has no
    answer (a class never predicted, or never there). The macro means go over the classes that occur, among
    the labels or the predictions.
    """

    loss: float
    confusion: Counts
    accuracy: float
    precisions: FloatArray
    recalls: FloatArray
    f1s: FloatArray
    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, confusion: Counts, loss: float) -> Scores:
        """Return the scores that a confusion matrix (classes, classes) says, with this loss."""
        found = np.diagonal(confusion).astype(np.float64)
        predicted, there = confusion.sum(axis=0), confusion.sum(axis=1)
        precisions = _share(found, predicted)
        recalls = _share(found, there)
        f1s = _share(2 * found, predicted + there)
        occurs = (predicted + there) > 0

        def macro(values: FloatArray) -> float:
            return float(values[occurs].mean()) if occurs.any() else 0.0

        total = int(confusion.sum())
        return cls(
            loss=loss,
            confusion=confusion,
            accuracy=float(found.sum() / total) if total else 0.0,
            precisions=precisions,
            recalls=recalls,
            f1s=f1s,
            precision=macro(precisions),
            recall=macro(recalls),
            f1=macro(f1s),
        )


def scores(probabilities: AnyFloatArray, labels: Labels) -> Scores:
    """Return the scores of probabilities (n, classes), the largest predicted, against labels (n,).

    A probability that has become 0 counts as the smallest number there is, so that the loss stays finite.
    """
    predictions = probabilities.argmax(axis=1)
    own = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    loss = -np.log(np.maximum(own, np.finfo(probabilities.dtype).tiny)).mean() if len(labels) else 0.0
    return Scores.of(confusion_matrix(labels, predictions, probabilities.shape[1]), float(loss))


def _share(part: FloatArray, whole: NDArray[Any]) -> FloatArray:
    """Return part / whole, 0 where whole is 0."""
    shares: FloatArray = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return shares
