"""What the images of each digit are read as: counts of true and predicted classes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, percent, short_count
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.panels.gradual import Gradual, Waiting, Work, draw_waiting
from netviz.panels.panel import Choices, View

FAINTEST = 0.22  # tint of a single error, so that it is seen
MOVES = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


@dataclass(frozen=True, eq=False)
class Confusion:
    """`counts` (true, predicted) of the images, by the network after `step` steps."""

    counts: IntArray
    step: int

    @cached_property
    def images(self) -> int:
        """Return how many images were read."""
        return int(self.counts.sum())

    @cached_property
    def right(self) -> int:
        """Return how many of them as what they are."""
        return int(np.trace(self.counts))

    @cached_property
    def worst(self) -> tuple[int, int]:
        """Return the cell with the most errors, the first cell where there are none."""
        errors = self.counts - np.diag(np.diagonal(self.counts))
        row, column = divmod(int(errors.argmax()), len(errors))
        return row, column


class ConfusionMatrix(Gradual):
    """Rows are what the images are, columns what they are read as; a click on a cell shows its images.

    Keys choose a cell too, and leave it to the user to go to its images.
    """

    def __init__(self, source: Callable[[View], Confusion | Waiting], work: Work) -> None:
        super().__init__("Confusion", work)
        self._source = source
        self._cells = Rect(0, 0, 0, 0)
        self._cell = 1  # height of a cell; the width is `self._wide`
        self._wide = 1
        self._margins = False
        self._margin = (0, 0)  # pixels right of the cells and below them, of recall and precision

    def value(self, view: View) -> str:
        """Return how well all images were read, when, and how many they are; or how far it has come.

        Where a cell is chosen, how many images that is.
        """
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same, also with fewer and fewer words."""
        data = self._source(view)
        if isinstance(data, Waiting):
            return (f"{count(data.done)} of {count(data.total)} images read",)
        if view.choices.cell is not None:
            i, j = view.choices.cell
            many, row = int(data.counts[i, j]), int(data.counts[i].sum())
            says = f"{count(many)} × {i} read as {j}"
            brief = f"{count(many)} × {i} as {j}"
            return f"{says}, {percent(many / max(row, 1))} of all {i}", says, brief, count(many)
        share = percent(data.right / max(data.images, 1))
        of = f"{share} of {count(data.images)}"
        return f"{of} · batch {count(data.step)}", of, share

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the matrix, or how far the first reading has come."""
        data = self._source(view)
        if isinstance(data, Waiting):
            self._cells = Rect(0, 0, 0, 0)
            draw_waiting(canvas, area, data)
            return
        self._lay_out(canvas, area, len(data.counts))
        cell = view.choices.cell
        canvas.still(area, (data, cell), lambda: self._draw_matrix(canvas, area, data, cell))

    def _lay_out(self, canvas: Canvas, area: Rect, classes: int) -> None:
        """Find the cells' sizes, and whether there is room for recall and precision."""
        px = canvas.px
        left, top = px(30), canvas.line_height(Face.SMALL) + px(16)
        share = canvas.text_width("99.9", Face.TINY) + px(10)
        self._margins = area.width >= left + share + classes * px(24) and area.height >= top + px(16) * (
            classes + 1
        ) + px(4)
        self._margin = (share, px(18)) if self._margins else (0, 0)
        width = area.width - left - self._margin[0]
        height = area.height - top - self._margin[1]
        self._cell = max(height // classes, 1)
        least = canvas.text_width("0", Face.MONO) + px(4)  # so that heads stay apart in little height
        self._wide = max(min(width // classes, max(round(self._cell * 1.8), least)), 1)
        self._cells = Rect(area.x + left, area.y + top, classes * self._wide, classes * self._cell)

    def _box(self, row: int, column: int) -> Rect:
        x, y = self._cells.topleft
        return Rect(x + column * self._wide, y + row * self._cell, self._wide - 1, self._cell - 1)

    def _draw_matrix(
        self, canvas: Canvas, area: Rect, data: Confusion, chosen: tuple[int, int] | None
    ) -> None:
        theme, px, counts = canvas.theme, canvas.px, data.counts
        rows = counts.sum(axis=1)
        errors = counts - np.diag(np.diagonal(counts))
        most = max(int(errors.max()), 1)
        for i, line in enumerate(counts.tolist()):
            for j, many in enumerate(line):
                if i == j:
                    color = theme.tint(theme.focus, 0.12 + 0.5 * many / max(int(rows[i]), 1))
                elif many:
                    color = theme.tint(theme.warning, FAINTEST + (0.9 - FAINTEST) * many / most)
                else:
                    color = theme.grid
                box = self._box(i, j)
                canvas.rect(box, color)
                text = next((t for t in (str(many), short_count(many)) if self._fits(canvas, t)), "")
                if many and text:
                    canvas.text(text, box.center, ink_on(canvas.theme, color), Face.TINY, "center")
        self._draw_heads(canvas, area, len(counts))
        if self._margins:
            self._draw_margins(canvas, counts)
        if chosen is not None:
            ring = self._box(*chosen).inflate(px(4), px(4))
            canvas.rect(ring, theme.panel, 3, 3)
            canvas.rect(ring, theme.text, 1.5, 3)

    def _fits(self, canvas: Canvas, text: str) -> bool:
        return canvas.text_width(text, Face.TINY) <= self._wide - 2 and self._cell > canvas.px(12)

    def _draw_heads(self, canvas: Canvas, area: Rect, classes: int) -> None:
        theme, px, cells = canvas.theme, canvas.px, self._cells
        canvas.text("is ↓", area.topleft, theme.faint, Face.SMALL)
        canvas.text("read as →", (cells.x, area.y), theme.faint, Face.SMALL)
        every = 1 if self._cell >= px(11) else 3 if self._cell * 3 >= px(11) else classes
        face = Face.MONO if self._cell >= px(14) else Face.TINY
        for i in range(classes):
            right, below = self._box(i, 0), self._box(0, i)
            if i % every == 0:
                canvas.text(str(i), (cells.x - px(7), right.centery), theme.secondary, face, "midright")
            canvas.text(str(i), (below.centerx, cells.y - px(2)), theme.secondary, Face.MONO, "midbottom")

    def _draw_margins(self, canvas: Canvas, counts: IntArray) -> None:
        """Write the recall of each row and the precision of each column."""
        theme, px, cells = canvas.theme, canvas.px, self._cells
        found = np.diagonal(counts)
        recall, precision = _shares(found, counts.sum(axis=1)), _shares(found, counts.sum(axis=0))
        end = cells.right + px(6) + canvas.text_width("99.9", Face.TINY)
        canvas.text("recall", (end, cells.y - px(3)), theme.faint, Face.SMALL, "bottomright")
        canvas.text("prec.", (cells.x - px(4), cells.bottom + px(3)), theme.faint, Face.SMALL, "topright")
        fits = canvas.text_width("99.9", Face.TINY) <= self._wide - px(6)
        for i in range(len(counts)):
            at = (end, self._box(i, 0).centery)
            canvas.text(_percent(recall[i], fits=True), at, theme.secondary, Face.TINY, "midright")
            at = (self._box(0, i).centerx, cells.bottom + px(3))
            canvas.text(_percent(precision[i], fits=fits), at, theme.secondary, Face.TINY, "midtop")

    def _at(self, at: Point) -> tuple[int, int] | None:
        if not self._cells.collidepoint(at):
            return None
        column, row = int(at[0]) - self._cells.x, int(at[1]) - self._cells.y
        return row // self._cell, column // self._wide

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the count under the mouse, and what it is of its row and column."""
        data, cell = self._source(view), self._at(at)
        if isinstance(data, Waiting):
            return None
        if cell is None:
            return self._margin_hint(at, data.counts)
        i, j = cell
        many = int(data.counts[i, j])
        row, column = int(data.counts[i].sum()), int(data.counts[:, j].sum())
        title = f"{count(many)} × {i} read as {j}"
        of_row = f"{_exact_percent(many, row)} of {count(row)} that are {i}"
        of_column = f"{_exact_percent(many, column)} of {count(column)} read as {j}"
        return Hint(
            (
                title,
                of_row + (" (recall)" if i == j else ""),
                of_column + (" (precision)" if i == j else ""),
                "green by share of the row, yellow by number: each has its own scale",
                "click: these images   Shift + arrows, then 7",
            )
        )

    def _margin_hint(self, at: Point, counts: IntArray) -> Hint | None:
        """Return the recall of a row or the precision of a column, as what share of what it is."""
        cells, (wide, high) = self._cells, self._margin
        if Rect(cells.right, cells.y, wide, cells.height).collidepoint(at):
            i = (int(at[1]) - cells.y) // self._cell
            name, whole, of = "recall", int(counts[i].sum()), f"that are {i}"
        elif Rect(cells.x, cells.bottom, cells.width, high).collidepoint(at):
            i = (int(at[0]) - cells.x) // self._wide
            name, whole, of = "precision", int(counts[:, i].sum()), f"read as {i}"
        else:
            return None
        right = int(counts[i, i])
        of_all = f"{count(right)} of {count(whole)} {of} are read rightly"
        return Hint((f"{name} of {i}: {_exact_percent(right, whole)}", of_all))

    def press(self, at: Point, view: View) -> Choices | None:
        """Show the images of the cell under the mouse."""
        cell = self._at(at)
        return None if cell is None else replace(view.choices, cell=cell, go_to="mistakes")

    def key(self, word: str, view: View) -> Choices | None:
        """Choose the cell beside the chosen one, first that with the most errors; or none (clear)."""
        data, cell = self._source(view), view.choices.cell
        if word == "clear" and cell is not None:
            return replace(view.choices, cell=None)
        if isinstance(data, Waiting) or word not in MOVES:
            return None
        if cell is None:
            return replace(view.choices, cell=data.worst)
        classes, (down, across) = len(data.counts), MOVES[word]
        return replace(view.choices, cell=((cell[0] + down) % classes, (cell[1] + across) % classes))


def _shares(part: IntArray, whole: IntArray) -> list[float]:
    """Return part / whole, NaN where the whole is nothing."""
    return [p / w if w else float("nan") for p, w in zip(part.tolist(), whole.tolist(), strict=True)]


def _percent(share: float, *, fits: bool = True) -> str:
    """Return a share in percent, with a decimal where that fits; 100 only where nothing is missing."""
    if np.isnan(share):
        return "–"
    if share == 1:
        return "100"
    return f"{min(100 * share, 99.9):.1f}" if fits else f"{min(100 * share, 99):.0f}"


def _exact_percent(part: int, whole: int) -> str:
    return f"{exact(100 * part / whole, 6)} %" if whole else "none"
