"""How many points of each class are answered as which: of training and of test, side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import divide
from netviz.drawing.numbers import count, percent
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.engine.cache import PerKey
from netviz.engine.timeline import Timeline
from netviz.panels.class_matrix import ClassMatrix, side_of, words_beside
from netviz.panels.panel import Panel, View
from netviz.panels.words import bare_room, little_room, write_figures


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """`train` and `test` (class, answered as); `test` is None where no points test.

    `names` are what the classes are called, where that is not their number.
    """

    train: IntArray
    test: IntArray | None = None
    names: tuple[str, ...] = ()

    @cached_property
    def key(self) -> Hashable:
        """What is the same where all numbers and names are."""
        return (self.train.tobytes(), self.test is not None and self.test.tobytes(), self.names)

    @property
    def parts(self) -> tuple[tuple[str, IntArray], ...]:
        """Return what there is, named."""
        return (("training", self.train), *((("test", self.test),) if self.test is not None else ()))

    @property
    def shares(self) -> list[tuple[str, float]]:
        """Return which share of each part is answered rightly, of those that have points."""
        return [(name, float(np.trace(counts) / counts.sum())) for name, counts in self.parts if counts.sum()]


class ClassConfusion(Panel):
    """Rows are what points are, columns what they are answered as; classes by their marks."""

    def __init__(self, source: Callable[[Timeline], ClassCounts], title: str = "Confusion") -> None:
        self.title = title
        self._source = source
        self._cells: list[tuple[Rect, str, int, int, IntArray]] = []
        self._alone = False  # whether only the test's is drawn, for want of room
        self._matrices: tuple[Hashable, list[tuple[Rect, ClassMatrix]]] | None = None
        self._told = PerKey[tuple[str, ...]]()

    def value(self, view: View) -> str:
        """Return the share answered rightly, of training and of test."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it with fewer digits and words, too."""
        data = self._source(view.timeline)
        return self._told(data.key, lambda: self._values(data))

    @staticmethod
    def _values(data: ClassCounts) -> tuple[str, ...]:
        exact = [f"{name} {percent(share)}" for name, share in data.shares]
        if len(exact) < 2:
            return (*exact,) or ("",)
        train, test = (percent(share) for _, share in data.shares)
        return " · ".join(exact), f"{train} · test {test}", f"test {test}", test, ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a matrix for each part, beside or below each other as there is room.

        Where that is too little for the numbers of both, only that of the test is drawn; where there is none
        for either, the shares answered rightly are written.
        """
        data = self._source(view.timeline)
        bare = bare_room(canvas, area)
        if bare or little_room(canvas, area):
            self._cells, self._matrices = [], None
            if bare:
                figures = [(name, (f"{percent(share)} right", percent(share))) for name, share in data.shares]
                write_figures(canvas, area, figures)
            return
        key = (tuple(area), canvas.scale, data.key)
        if self._matrices is None or self._matrices[0] != key:
            self._matrices = (key, self._fitting(canvas, area, data))
        for place, matrix in self._matrices[1]:
            canvas.still(place, matrix.key, partial(matrix.draw, canvas), settling=True)

    def _fitting(self, canvas: Canvas, area: Rect, data: ClassCounts) -> list[tuple[Rect, ClassMatrix]]:
        """Return the matrices that there is room for, and take note of their cells."""
        matrices = self._laid_out(canvas, area, data, data.parts)
        self._alone = len(matrices) > 1 and not all(matrix.legible(canvas) for _, matrix in matrices)
        if self._alone:
            matrices = self._laid_out(canvas, area, data, data.parts[-1:])
        self._cells = [
            (box, matrix.name, i, j, matrix.counts)
            for _, matrix in matrices
            for (i, j), box in matrix.cells.items()
        ]
        return matrices

    @staticmethod
    def _laid_out(
        canvas: Canvas, area: Rect, data: ClassCounts, parts: Sequence[tuple[str, IntArray]]
    ) -> list[tuple[Rect, ClassMatrix]]:
        """Return the matrices of some parts, each in its place."""
        beside = area.width >= area.height
        length = area.width if beside else area.height
        matrices = []
        pieces = divide(length, (1,) * len(parts), canvas.px(12))
        same = min(size for _, size in pieces)  # so that all cells are alike
        sides = [
            max(side_of(canvas, words) for words in alike)
            for alike in zip(*(words_beside(name, counts) for name, counts in parts), strict=True)
        ]
        for (start, _), (name, counts) in zip(pieces, parts, strict=True):
            place = Rect(area.x + start, area.y, same, area.height)
            if not beside:
                place = Rect(area.x, area.y + start, area.width, same)
            matrices.append((place, ClassMatrix.within(canvas, place, name, counts, data.names, sides)))
        brevity = max(matrix.least(canvas) for _, matrix in matrices)
        face = max(matrix.largest(canvas) for _, matrix in matrices)
        return [(place, replace(matrix, brevity=brevity, face=face)) for place, matrix in matrices]

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the count under the mouse, and what it is of its row and column."""
        called = self._source(view.timeline).names
        for box, name, i, j, counts in self._cells:
            if box.collidepoint(at):
                one, other = (f"class {called[k] if called else k}" for k in (i, j))
                here, row, column = int(counts[i, j]), int(counts[i].sum()), int(counts[:, j].sum())
                recall, precision = (" (recall)", " (precision)") if i == j else ("", "")
                return Hint(
                    (
                        f"{name}: {count(here)} of {one} answered as {other}",
                        f"{_share(here, row)} of {count(row)} that are of {one}{recall}",
                        f"{_share(here, column)} of {count(column)} answered as {other}{precision}",
                        "the deeper its colour, the larger its share of the row",
                        *(("the training points: with more room (Enter)",) if self._alone else ()),
                    )
                )
        return None


def _share(part: int, whole: int) -> str:
    return percent(part / whole, 2) if whole else "none"
