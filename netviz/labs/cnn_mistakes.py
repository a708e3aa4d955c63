"""The page of the mistakes: validation images that the network is surest of and wrong about."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.engine.arrays import IntArray
from netviz.engine.cache import PerKey
from netviz.labs.cnn_features import UNIT
from netviz.labs.cnn_gradual import SweepWork
from netviz.labs.cnn_overview import answers
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.cnn_sweep import Read
from netviz.panels.answer import AnswerBars
from netviz.panels.card import Judged
from netviz.panels.confusions import Confusions, Pairs
from netviz.panels.gallery import Gallery, GalleryPanel
from netviz.panels.gradual import Waiting
from netviz.panels.mistake_words import chosen_words
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import Choices, View
from networks.classification import confusion_matrix

Cell = tuple[int, int]
SECONDS = 0.003  # of each frame that the sweep may take: the panels themselves take little


def page(probe: Probe) -> Page:
    """Return the page."""
    mistakes = Mistakes(probe)
    panels = (
        GalleryPanel("Mistakes", mistakes.gallery, mistakes),
        AnswerBars(answers(probe)),
        Confusions("Read as another", mistakes.pairs, mistakes),
    )
    return Page("mistakes", "Mistakes", panels, columns((2, 0), (1, rows((1, 1), (1.2, 2)))))


class Mistakes(SweepWork):
    """What panels show of the newest complete reading of the validation set."""

    def __init__(self, probe: Probe) -> None:
        super().__init__(probe, SECONDS)
        self._probe = probe
        self._classes = probe.setup.net.classes
        self._gallery, self._pairs = PerKey[Gallery](), PerKey[Pairs]()

    def _waiting(self) -> Waiting:
        return Waiting(self.sweep.done, len(self._probe.setup.digits.validation))

    def gallery(self, view: View) -> Gallery | Waiting:
        """Return the mistakes, the surest first, or the images of the chosen cell of the confusion matrix."""
        read, cell = self.result(view), view.choices.cell
        if read is None:
            return self._waiting()
        return self._gallery((read, cell), lambda: self._gather(read, cell))

    def _gather(self, read: Read, cell: Cell | None) -> Gallery:
        found = chosen_rows(read, cell)
        words = chosen_words(cell, len(found), len(read.labels), UNIT, read.step)
        return Gallery(
            step=read.step,
            unit=UNIT,
            source="validation",
            indices=tuple(found.tolist()),
            shown=partial(self._shown, read, found),
            what=words.what,
            order=words.order,
            none=words.none,
        )

    def _shown(self, read: Read, found: IntArray, i: int) -> Judged:
        """Return the i-th image of those found."""
        index = int(found[i])
        choices = Choices(source="validation", sample=index)
        picture = self._probe.picture(choices)
        return Judged(
            image_key(choices),
            picture.title,
            picture.pixels,
            int(read.labels[index]),
            int(read.predicted[index]),
            float(read.sure[index]),
            float(read.own[index]),
        )

    def pairs(self, view: View) -> Pairs | Waiting:
        """Return which digits are read as which others."""
        read = self.result(view)
        if read is None:
            return self._waiting()
        return self._pairs(read, lambda: pairs(read, self._classes))


def chosen_rows(read: Read, cell: Cell | None) -> IntArray:
    """Return the images (n,) of a cell (true, predicted), or all mistakes.

    The wrong ones come in falling order of the probability given to the wrong digit, the right ones of a
    diagonal cell in rising order of the right digit's; like ones in the order of the set.
    """
    predicted = read.predicted
    if cell is None:
        rows_ = np.flatnonzero(predicted != read.labels)
    else:
        rows_ = np.flatnonzero((read.labels == cell[0]) & (predicted == cell[1]))
    sure = read.sure[rows_]
    right_first = cell is not None and cell[0] == cell[1]
    order: IntArray = rows_[np.argsort(sure if right_first else -sure, kind="stable")]
    return order


def pairs(read: Read, classes: int) -> Pairs:
    """Return the pairs of digits that are read as another, the commonest first, then by digits."""
    matrix = confusion_matrix(read.labels, read.predicted, classes)
    found = [(int(is_), int(as_), int(matrix[is_, as_])) for is_, as_ in np.argwhere(matrix) if is_ != as_]
    found.sort(key=lambda pair: (-pair[2], pair[0], pair[1]))
    return Pairs(read.step, UNIT, tuple(found), tuple(int(number) for number in matrix.sum(axis=1)))
