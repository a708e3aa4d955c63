"""How many points of each class are answered as which: of training and of test, side by side."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import count, percent, short_count
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.engine.cache import PerKey
from netviz.engine.timeline import Timeline
from netviz.panels.confusion import FAINTEST
from netviz.panels.panel import Panel, View
from netviz.panels.words import little_room, longest, points_of, told_apart

HEAD, FOOT, LEFT = 34, 4, 30  # design units above, below and left of a matrix
NAMED = 56  # and how much more on the left names may take, a quarter of the room at most
WIDEST = 1.9  # width of a cell to its height, at most


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


class ClassConfusion(Panel):
    """Rows are what points are, columns what they are answered as; classes by their marks."""

    def __init__(self, source: Callable[[Timeline], ClassCounts], title: str = "Confusion") -> None:
        self.title = title
        self._source = source
        self._cells: list[tuple[Rect, str, int, int, IntArray]] = []
        self._alone = False  # whether only the test's is drawn, for want of room
        self._matrices: tuple[Hashable, list[tuple[Rect, _Matrix]]] | None = None
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
        parts = [(name, counts) for name, counts in data.parts if counts.sum()]
        rates = [float(np.trace(counts) / counts.sum()) for _, counts in parts]
        exact = [f"{name} {percent(rate)}" for (name, _), rate in zip(parts, rates, strict=True)]
        if len(parts) < 2:
            return (*exact,) or ("",)
        train, test = (percent(rate) for rate in rates)
        return " · ".join(exact), f"{train} · test {test}", f"test {test}", test, ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a matrix for each part, beside or below each other as there is room.

        Where that is too little for the numbers of both, only that of the test is drawn.
        """
        data = self._source(view.timeline)
        if little_room(canvas, area):
            self._cells, self._matrices = [], None
            return
        key = (tuple(area), canvas.scale, data.key)
        if self._matrices is None or self._matrices[0] != key:
            self._matrices = (key, self._fitting(canvas, area, data))
        for place, matrix in self._matrices[1]:
            canvas.still(place, matrix.key, partial(matrix.draw, canvas), settling=True)

    def _fitting(self, canvas: Canvas, area: Rect, data: ClassCounts) -> list[tuple[Rect, _Matrix]]:
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
    ) -> list[tuple[Rect, _Matrix]]:
        """Return the matrices of some parts, each in its place."""
        beside = area.width >= area.height
        length = area.width if beside else area.height
        matrices = []
        pieces = divide(length, (1,) * len(parts), canvas.px(12))
        same = min(size for _, size in pieces)  # so that all cells are alike
        for (start, _), (name, counts) in zip(pieces, parts, strict=True):
            place = Rect(area.x + start, area.y, same, area.height)
            if not beside:
                place = Rect(area.x, area.y + start, area.width, same)
            matrices.append((place, _Matrix.within(canvas, place, name, counts, data.names)))
        brevity = max(matrix.least(canvas) for _, matrix in matrices)
        return [(place, replace(matrix, brevity=brevity)) for place, matrix in matrices]

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
                        "green by share of the row, yellow by number",
                        *(("the training points: with more room (Enter)",) if self._alone else ()),
                    )
                )
        return None


@dataclass(frozen=True, eq=False)
class _Matrix:
    """One part's counts: where the corner of its first cell is, and how large a cell."""

    area: Rect
    name: str
    counts: IntArray
    called: tuple[str, ...]
    room: int  # for the names of rows
    wide: int
    high: int
    brevity: int = 0  # of the words over it, the same over all

    @classmethod
    def within(
        cls, canvas: Canvas, area: Rect, name: str, counts: IntArray, called: tuple[str, ...]
    ) -> _Matrix:
        """Return one that fits into `area`."""
        px, classes = canvas.px, len(counts)
        room = max((canvas.text_width(one, Face.TINY) for one in called), default=-px(4)) + px(4)
        room = min(room, px(NAMED), area.width // 4)
        high = max((area.height - px(HEAD + FOOT)) // classes, 1)
        wide = max(min((area.width - px(LEFT) - room) // classes, round(WIDEST * high)), 1)
        high = min(high, max(wide, px(14)))
        return cls(area.move(px(LEFT) + room, px(HEAD)), name, counts, called, room, wide, high)

    @cached_property
    def key(self) -> Hashable:
        """What is the same where all numbers, names and words are."""
        return (self.name, self.counts.tobytes(), self.called, self.brevity)

    @property
    def cells(self) -> dict[tuple[int, int], Rect]:
        """Where each cell is, by row and column."""
        left, top = self.area.topleft
        return {
            (i, j): Rect(left + j * self.wide, top + i * self.high, self.wide - 1, self.high - 1)
            for i in range(len(self.counts))
            for j in range(len(self.counts))
        }

    def legible(self, canvas: Canvas) -> bool:
        """Return whether every count has room in its cell."""
        return all(written(canvas, here, self.wide - 2) for here in self.counts.ravel().tolist() if here)

    @property
    def _says(self) -> tuple[str, ...]:
        """What is written over it, in more and in fewer words."""
        return f"{points_of(int(self.counts.sum()))}, answered as →", "answered as →", "as →", ""

    def least(self, canvas: Canvas) -> int:
        """Return how brief the words over it have to be."""
        room = self.area.width - canvas.px(LEFT) - self.room
        room -= canvas.text_width(self.name, Face.SMALL) + canvas.px(8)
        return longest(canvas, self._says, Face.SMALL, room)

    def draw(self, canvas: Canvas) -> None:
        """Draw heads, marks and names of the classes, and the cells."""
        theme, px, counts = canvas.theme, canvas.px, self.counts
        left, top = self.area.topleft
        above = top - px(HEAD)
        canvas.text(self.name, (left, above), theme.secondary, Face.SMALL)
        after = left + canvas.text_width(self.name, Face.SMALL) + px(8)
        canvas.text(self._says[self.brevity], (after, above), theme.faint, Face.SMALL)
        canvas.text("is ↓", (left - px(LEFT) - self.room, above + px(16)), theme.faint, Face.SMALL)
        self._draw_classes(canvas)
        rows, most = counts.sum(axis=1), max(int((counts - np.diag(np.diagonal(counts))).max()), 1)
        for (i, j), box in self.cells.items():
            here = int(counts[i, j])
            ground = theme.grid
            if i == j:
                ground = theme.tint(theme.focus, 0.12 + 0.5 * here / max(int(rows[i]), 1))
            elif here:
                ground = theme.tint(theme.warning, FAINTEST + (0.9 - FAINTEST) * here / most)
            canvas.rect(box, ground, radius=2)
            shown = written(canvas, here, self.wide - 2)
            if shown:
                canvas.text(shown, box.center, ink_on(theme, ground), Face.TINY, "center")

    def _draw_classes(self, canvas: Canvas) -> None:
        """Draw the mark of each class beside its row and above its column, with its name if it has one."""
        theme, px, called = canvas.theme, canvas.px, self.called
        left, top = self.area.topleft
        ink = theme.secondary
        roomy = bool(called) and all(
            canvas.text_width(one, Face.TINY) <= self.wide - px(18) for one in called
        )
        rows = told_apart(canvas, called, Face.TINY, self.room)
        for i in range(len(self.counts)):
            across, down = left + (i + 0.5) * self.wide, top + (i + 0.5) * self.high
            draw_mark(canvas, (left - px(12), down), i, theme.classes[i], 4.5)
            if called:
                canvas.text(rows[i], (left - px(20), down), ink, Face.TINY, "midright")
            if roomy:
                across -= (canvas.text_width(called[i], Face.TINY) + px(4)) / 2
                canvas.text(called[i], (across + px(8), top - px(9)), ink, Face.TINY, "midleft")
            draw_mark(canvas, (across, top - px(9)), i, theme.classes[i], 4.5)


def written(canvas: Canvas, here: int, room: int) -> str:
    """Return a count as it fits into a cell: 1234, 1.23k, 1.2k, 1k; nothing for none."""
    short = [short_count(here), *(short_count(here, digits) for digits in (2, 1))] if here >= 1000 else []
    texts = [str(here), *short] if here else []
    return next((text for text in texts if canvas.text_width(text, Face.TINY) <= room), "")


def _share(part: int, whole: int) -> str:
    return percent(part / whole, 2) if whole else "none"
