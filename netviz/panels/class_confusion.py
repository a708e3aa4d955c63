"""How many points of each class are answered as which: of training and of test, side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import count, percent
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.engine.timeline import Timeline
from netviz.panels.confusion import FAINTEST
from netviz.panels.panel import Panel, View
from netviz.panels.words import little_room

HEAD, FOOT, LEFT = 34, 4, 30  # design units above, below and left of a matrix
WIDEST = 1.9  # width of a cell to its height, at most


@dataclass(frozen=True, eq=False)
class ClassCounts:
    """`train` and `test` (class, answered as); `test` is None where no points test."""

    train: IntArray
    test: IntArray | None = None

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

    def value(self, view: View) -> str:
        """Return the share answered rightly, of training and of test."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it with fewer digits and words, too."""
        parts = [(name, counts) for name, counts in self._source(view.timeline).parts if counts.sum()]
        rates = [float(np.trace(counts) / counts.sum()) for _, counts in parts]
        exact = [f"{name} {percent(rate)}" for (name, _), rate in zip(parts, rates, strict=True)]
        if len(parts) < 2:
            return (*exact,) or ("",)
        train, test = (percent(rate) for rate in rates)
        return " · ".join(exact), f"{train} · test {test}", f"test {test}", test, ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a matrix for each part, beside or below each other as there is room."""
        parts, self._cells = self._source(view.timeline).parts, []
        if little_room(canvas, area):
            return
        beside = area.width >= area.height
        length = area.width if beside else area.height
        for (start, size), (name, counts) in zip(
            divide(length, (1,) * len(parts), canvas.px(12)), parts, strict=True
        ):
            place = Rect(area.x + start, area.y, size, area.height)
            if not beside:
                place = Rect(area.x, area.y + start, area.width, size)
            cells = _cells(canvas, place, len(counts))
            self._cells += [(box, name, i, j, counts) for (i, j), box in cells.items()]
            draw = partial(_draw_matrix, canvas, place, name, counts, cells)
            canvas.still(place, (name, counts.tobytes()), draw, settling=True)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the count under the mouse, and what it is of its row and column."""
        for box, name, i, j, counts in self._cells:
            if box.collidepoint(at):
                here, row, column = int(counts[i, j]), int(counts[i].sum()), int(counts[:, j].sum())
                recall, precision = (" (recall)", " (precision)") if i == j else ("", "")
                return Hint(
                    (
                        f"{name}: {count(here)} of class {i} answered as class {j}",
                        f"{_share(here, row)} of {count(row)} that are of class {i}{recall}",
                        f"{_share(here, column)} of {count(column)} answered as class {j}{precision}",
                        "green by share of the row, yellow by number",
                    )
                )
        return None


def _cells(canvas: Canvas, area: Rect, classes: int) -> dict[tuple[int, int], Rect]:
    """Return where each cell of a matrix is, by row and column."""
    px = canvas.px
    high = max((area.height - px(HEAD + FOOT)) // classes, 1)
    wide = max(min((area.width - px(LEFT)) // classes, round(WIDEST * high)), 1)
    high = min(high, max(wide, px(14)))
    left, top = area.x + px(LEFT), area.y + px(HEAD)
    return {
        (i, j): Rect(left + j * wide, top + i * high, wide - 1, high - 1)
        for i in range(classes)
        for j in range(classes)
    }


def _draw_matrix(
    canvas: Canvas, area: Rect, name: str, counts: IntArray, cells: Mapping[tuple[int, int], Rect]
) -> None:
    theme, px, classes = canvas.theme, canvas.px, len(counts)
    left, top = area.x + px(LEFT), area.y + px(HEAD)
    canvas.text(name, (left, area.y), theme.secondary, Face.SMALL)
    after = left + canvas.text_width(name, Face.SMALL) + px(8)
    says = (f"{count(int(counts.sum()))} points, answered as →", "answered as →", "as →", "")
    fitting = (text for text in says if after + canvas.text_width(text, Face.SMALL) <= area.right)
    canvas.text(next(fitting, ""), (after, area.y), theme.faint, Face.SMALL)
    canvas.text("is ↓", (area.x, area.y + px(16)), theme.faint, Face.SMALL)
    wide, high = (size + 1 for size in cells[0, 0].size)
    for i in range(classes):
        color = theme.classes[i]
        draw_mark(canvas, (left - px(12), top + (i + 0.5) * high), i, color, 4.5)
        draw_mark(canvas, (left + (i + 0.5) * wide, top - px(9)), i, color, 4.5)
    rows, most = counts.sum(axis=1), max(int((counts - np.diag(np.diagonal(counts))).max()), 1)
    for (i, j), box in cells.items():
        here = int(counts[i, j])
        ground = theme.grid
        if i == j:
            ground = theme.tint(theme.focus, 0.12 + 0.5 * here / max(int(rows[i]), 1))
        elif here:
            ground = theme.tint(theme.warning, FAINTEST + (0.9 - FAINTEST) * here / most)
        canvas.rect(box, ground, radius=2)
        if here and canvas.text_width(str(here), Face.TINY) <= wide - 2:
            canvas.text(str(here), box.center, ink_on(theme, ground), Face.TINY, "center")


def _share(part: int, whole: int) -> str:
    return percent(part / whole, 2) if whole else "none"
