"""A matrix of counts: what points are down its side, what they are answered as over its top."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import short_count
from netviz.engine.arrays import IntArray
from netviz.panels.confusion import FAINTEST
from netviz.panels.words import longest, points_of, told_apart

HEAD, FOOT, LEFT = 34, 4, 30  # design units above, below and left of a matrix
NAMED = 56  # and how much more on the left names may take, a quarter of the room or what square cells leave
FEWEST = 4  # signs of a name that is cut, its dots among them
WIDEST = 1.9  # width of a cell to its height, at most
SMALL = 20  # design units of width of a cell beside which no name is worth being cut


@dataclass(frozen=True, eq=False)
class ClassMatrix:
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
    ) -> ClassMatrix:
        """Return one that fits into `area`.

        Names are left to the hint where they would be cut to two letters, or be cut and leave cells small.
        """
        px, classes = canvas.px, len(counts)
        high = max((area.height - px(HEAD + FOOT)) // classes, 1)
        room = max((canvas.text_width(one, Face.TINY) for one in called), default=-px(4)) + px(4)
        spare = area.width - px(LEFT) - classes * high  # beside square cells
        room = min(room, max(min(px(NAMED), area.width // 4), spare))
        if any(len(one) < FEWEST for one in _cut(told_apart(canvas, called, Face.TINY, room))):
            called, room = (), 0
        wide = _wide(area.width - px(LEFT) - room, classes, high)
        if wide < px(SMALL) and _cut(told_apart(canvas, called, Face.TINY, room)):
            called, room, wide = (), 0, _wide(area.width - px(LEFT), classes, high)
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


def _wide(room: int, classes: int, high: int) -> int:
    """Return how wide cells are that have so much room together and are so high."""
    return max(min(room // classes, round(WIDEST * high)), 1)


def _cut(names: Sequence[str]) -> list[str]:
    """Return those names that are not whole."""
    return [name for name in names if name.endswith("…") or not name]


def written(canvas: Canvas, here: int, room: int) -> str:
    """Return a count as it fits into a cell: 1234, 1.23k, 1.2k, 1k; nothing for none."""
    short = [short_count(here), *(short_count(here, digits) for digits in (2, 1))] if here >= 1000 else []
    texts = [str(here), *short] if here else []
    return next((text for text in texts if canvas.text_width(text, Face.TINY) <= room), "")
