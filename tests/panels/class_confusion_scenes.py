"""Confusions of a few classes, made up by hand."""

import numpy as np

from netviz.panels.class_confusion import ClassConfusion, ClassCounts
from tests.panels.plane_scenes import view


def confusion(classes=5, test=True, names=()):
    rng = np.random.default_rng(classes)
    counts = rng.integers(0, 7, (2, classes, classes)) * (rng.random((2, classes, classes)) < 0.5)
    counts = counts + np.eye(classes, dtype=int) * 60
    data = ClassCounts(counts[0], counts[1] // 2 if test else None, names)
    return ClassConfusion(lambda _: data), view()


CLASS_CONFUSION_SCENES = {
    "class-confusion": confusion,
    "class-confusion-of-two": lambda: confusion(2),
    "class-confusion-of-names": lambda: confusion(3, names=("setosa", "versicolor", "one of a long nam…")),
    "class-confusion-without-test": lambda: confusion(3, test=False),
}
