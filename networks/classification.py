"""How good predicted classes are: the confusion matrix, and the figures that are read from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from networks.arrays import FloatArray
from networks.cross_entropy import Labels

Counts = NDArray[np.int64]


def confusion_matrix(labels: Labels, predictions: Labels, classes: int = 10) -> Counts:
    """Return counts (true class, predicted class) of labels and predictions (n,), 0 … classes − 1."""
    places = np.asarray(labels, np.int64) * classes + np.asarray(predictions, np.int64)
    return np.bincount(places, minlength=classes * classes).reshape(classes, classes).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Scores:
    """How predictions compare with the labels, for each class and as their plain means ("macro").

    All are 0 … 1. With t images of a class rightly found, f images wrongly taken for it and m of it missed:
    precision = t / (t + f), recall = t / (t + m), F1 = 2 t / (2 t + f + m), each 0 where the division has no
    answer (a class never predicted, or never there). The macro means go over the classes that occur, among
    the labels or the predictions.
    """

    confusion: Counts
    accuracy: float
    precisions: FloatArray
    recalls: FloatArray
    f1s: FloatArray
    precision: float
    recall: float
    f1: float

    @classmethod
    def of(cls, confusion: Counts) -> Scores:
        """Return the scores that a confusion matrix (classes, classes) says."""
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
            confusion=confusion,
            accuracy=float(found.sum() / total) if total else 0.0,
            precisions=precisions,
            recalls=recalls,
            f1s=f1s,
            precision=macro(precisions),
            recall=macro(recalls),
            f1=macro(f1s),
        )


def scores(labels: Labels, predictions: Labels, classes: int = 10) -> Scores:
    """Return the scores of predictions (n,) against labels (n,)."""
    return Scores.of(confusion_matrix(labels, predictions, classes))


def _share(part: FloatArray, whole: NDArray[Any]) -> FloatArray:
    """Return part / whole, 0 where whole is 0."""
    shares: FloatArray = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return shares
