"""A matrix of counts: what points are down its side, what they are answered as over its top."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.contrast import ink_on
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.numbers import count, percent, short_count
from netviz.engine.arrays import IntArray
from netviz.panels.words import Words, longest, points_of, told_apart

HEAD, FOOT, LEFT = 34, 4, 30  # design units above, below and left of a matrix
MARKS = 18  # above one that has its words beside it: they are there where rows would be lower
ROW, COLUMN = 14, 24  # than the first of these, if columns are as wide as the second all the same
LOW = 11  # height of a row in which marks and digits are crushed if it is less
NAMED = 56  # and how much more on the left names may take, a quarter of the room or what square cells leave
FEWEST = 4  # signs of a name that is cut, its dots among them
WIDEST = 2.6  # width of a cell to its height, at most
FAINTEST, DEEPEST = 0.12, 0.9  # tint of a cell of hardly any of its row, and of one of all of it
RIGHT = 0.55  # tint of one of all of its row that are answered rightly
LARGE = ((Face.DISPLAY, Face.TEXT, 52), (Face.HEADING, Face.SMALL, 40))  # of a count, of its share below it
# and the height of a cell for both; in lower ones a count is small, and alone
COLUMNS = "← as"
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
    face: int = len(LARGE)  # which of the large ones it has
    beside: Words = ()  # words at its right, a line each, where there are none over it

    @classmethod
    def within(
        cls,
        canvas: Canvas,
        area: Rect,
        name: str,
        counts: IntArray,
        called: tuple[str, ...],
        sides: Sequence[int] = (),
    ) -> ClassMatrix:
        """Return one that fits into `area`, its words beside it where that gives low rows more height.

        `sides` are the widths of these words, in more and in fewer; see `words_beside`.
        Names are left to the hint where they would be cut to two letters, or be cut and leave cells small.
        """
        under_words = cls._under(canvas, area, name, counts, called, HEAD)
        if under_words.high < canvas.px(ROW):
            for words, side in zip(words_beside(name, counts), sides, strict=False):
                left = Rect(area.x, area.y, area.width - side, area.height)
                made = cls._under(canvas, left, name, counts, called, MARKS)
                if made.wide >= canvas.px(COLUMN):
                    return replace(made, beside=words)
        return under_words

    @classmethod
    def _under(
        cls, canvas: Canvas, area: Rect, name: str, counts: IntArray, called: tuple[str, ...], head: int
    ) -> ClassMatrix:
        """Return one with so much over its cells, in design units."""
        px, classes = canvas.px, len(counts)
        high = max((area.height - px(head + FOOT)) // classes, 1)
        room = max((canvas.text_width(one, Face.TINY) for one in called), default=-px(4)) + px(4)
        spare = area.width - px(LEFT) - classes * high  # beside square cells
        room = min(room, max(min(px(NAMED), area.width // 4), spare))
        if any(len(one) < FEWEST for one in _cut(told_apart(canvas, called, Face.TINY, room))):
            called, room = (), 0
        wide = _wide(area.width - px(LEFT) - room, classes, high)
        if wide < px(SMALL) and _cut(told_apart(canvas, called, Face.TINY, room)):
            called, room, wide = (), 0, _wide(area.width - px(LEFT), classes, high)
        high = min(high, max(wide, px(14)))
        return cls(area.move(px(LEFT) + room, px(head)), name, counts, called, room, wide, high)

    @cached_property
    def key(self) -> Hashable:
        """What is the same where all numbers, names and words are."""
        return (self.name, self.counts.tobytes(), self.called, self.brevity, self.face, self.beside)

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
        """Return whether every count has room in its cell, and marks have in their rows."""
        known = (here for here in self.counts.ravel().tolist() if here)
        return self.high >= canvas.px(LOW) and all(written(canvas, here, self.wide - 2) for here in known)

    @property
    def _says(self) -> tuple[str, ...]:
        """What is written over it, in more and in fewer words."""
        return f"{points_of(int(self.counts.sum()))}, answered as →", "answered as →", "as →", ""

    def least(self, canvas: Canvas) -> int:
        """Return how brief the words over it have to be."""
        if self.beside:
            return 0
        room = self.area.width - canvas.px(LEFT) - self.room
        room -= canvas.text_width(self.name, Face.SMALL) + canvas.px(8)
        return longest(canvas, self._says, Face.SMALL, room)

    def largest(self, canvas: Canvas) -> int:
        """Return which is the largest face that counts, with their shares, have room for."""
        most = count(int(self.counts.max()))
        for k, (number, below, high) in enumerate(LARGE):
            widest = max(canvas.text_width(most, number), canvas.text_width(percent(1.0), below))
            if self.high >= canvas.px(high) and widest <= self.wide - canvas.px(8):
                return k
        return len(LARGE)

    def draw(self, canvas: Canvas) -> None:
        """Draw heads, marks and names of the classes, and the cells."""
        theme, px = canvas.theme, canvas.px
        left, top = self.area.topleft
        if self.beside:
            self._draw_beside(canvas)
        else:
            above = top - px(HEAD)
            canvas.text(self.name, (left, above), theme.secondary, Face.SMALL)
            after = left + canvas.text_width(self.name, Face.SMALL) + px(8)
            canvas.text(self._says[self.brevity], (after, above), theme.faint, Face.SMALL)
        canvas.text("is ↓", (left - px(LEFT) - self.room, top - px(MARKS)), theme.faint, Face.SMALL)
        self._draw_classes(canvas)
        rows, large = self.counts.sum(axis=1).tolist(), LARGE[self.face : self.face + 1]
        for (i, j), box in self.cells.items():
            here = int(self.counts[i, j])
            share = here / max(rows[i], 1)
            ground = theme.grid
            if i == j:
                ground = theme.tint(theme.focus, FAINTEST + (RIGHT - FAINTEST) * share)
            elif here:
                ground = theme.tint(theme.warning, FAINTEST + (DEEPEST - FAINTEST) * share)
            canvas.rect(box, ground, radius=2)
            ink = ink_on(theme, ground)
            for number, below, _ in large if here else ():
                canvas.text(count(here), (box.centerx, box.centery + px(4)), ink, number, "midbottom")
                canvas.text(percent(share), (box.centerx, box.centery + px(5)), ink, below, "midtop")
            if not large and (shown := written(canvas, here, self.wide - 2)):
                canvas.text(shown, box.center, ink, Face.TINY, "center")

    def _draw_beside(self, canvas: Canvas) -> None:
        """Draw words at the right: what columns are beside their marks, all others beside the rows."""
        theme, px = canvas.theme, canvas.px
        left, top = self.area.topleft
        x, line = left + len(self.counts) * self.wide + px(6), canvas.line_height(Face.SMALL)
        canvas.text(COLUMNS, (x, top - px(9)), theme.faint, Face.SMALL, "midleft")
        for k, text in enumerate(self.beside):
            canvas.text(text, (x, top + k * line), theme.faint if k else theme.secondary, Face.SMALL)

    def _draw_classes(self, canvas: Canvas) -> None:
        """Draw the mark of each class beside its row and above its column, with its name if it has one."""
        theme, px, called = canvas.theme, canvas.px, self.called
        left, top = self.area.topleft
        ink, radius = theme.secondary, 4.5 if self.face or called else 6.0
        roomy = bool(called) and all(
            canvas.text_width(one, Face.TINY) <= self.wide - px(18) for one in called
        )
        rows = told_apart(canvas, called, Face.TINY, self.room)
        for i in range(len(self.counts)):
            across, down = left + (i + 0.5) * self.wide, top + (i + 0.5) * self.high
            draw_mark(canvas, (left - px(12), down), i, theme.classes[i], radius)
            if called:
                canvas.text(rows[i], (left - px(20), down), ink, Face.TINY, "midright")
            if roomy:
                across -= (canvas.text_width(called[i], Face.TINY) + px(4)) / 2
                canvas.text(called[i], (across + px(8), top - px(9)), ink, Face.TINY, "midleft")
            draw_mark(canvas, (across, top - px(9)), i, theme.classes[i], radius)


def words_beside(name: str, counts: IntArray) -> tuple[Words, Words]:
    """Return what may stand beside a matrix, in more lines and in one."""
    return (name, points_of(int(counts.sum()))), (name,)


def side_of(canvas: Canvas, words: Words) -> int:
    """Return the width of such words, with what stands beside the columns' marks."""
    return max(canvas.text_width(text, Face.SMALL) for text in (*words, COLUMNS)) + canvas.px(8)


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
