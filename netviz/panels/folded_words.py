"""The words over a layer's space: which layer, and which way to look; on one row, on two, or at its left."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.engine.cache import PerKey
from netviz.panels.tabs import HEIGHT, Tabs

BETWEEN, BELOW = 10, 4  # design units between the groups, and below the words
PADS = (14, 10, 6, 3)  # design units within a word's place beside the word, the widest that fits
LOW, LOWEST = 170, 84  # design units of height below which one row must do, and there is no room for words
ASIDE, FLAT = 115, 1.5  # design units of height below which words are at the left, if it is so much wider
COLUMN, AIR, APART = 88, 8, 10  # design units: of words at the left, beside each, and from them to the plot
SHORT = {"output": "ŷ"}  # words where there is little room


class LayerTabs:
    """Groups of words, each with one that is chosen; a group of a single word is not shown."""

    def __init__(self) -> None:
        self._tabs = (Tabs(), Tabs())
        self._shown: tuple[int, ...] = ()  # the groups that are
        self._control: int | None = None  # which of them has the keyboard
        self._lines, self._wide = PerKey[list[list[list[str]]]](), PerKey[int]()  # where they are aside
        self._around: Rect | None = None  # as last drawn
        self._fit: tuple[object, tuple[list[list[str]], float, int]] | None = None

    def __repr__(self) -> str:
        return f"LayerTabs({len(self)} groups)"

    def __len__(self) -> int:
        return len(self._shown)

    @property
    def focused(self) -> int | None:
        """The group that has the keyboard."""
        fits = self._control is not None and self._control < len(self._shown)
        return self._shown[self._control] if fits and self._control is not None else None

    def focus(self, control: int | None) -> None:
        """Give the keyboard to one of the groups shown, or to none."""
        self._control = control

    def stop(self) -> Point | None:
        """Return where the group is that has the keyboard."""
        return None if self.focused is None else self._tabs[self.focused].first

    def control_of(self, group: int) -> int:
        """Return the place of a group among those shown."""
        return self._shown.index(group)

    def at(self, point: Point) -> tuple[int, int] | None:
        """Return the group, and the word in it, under a point."""
        found = ((group, self._tabs[group].at(point)) for group in self._shown)
        return next(((group, word) for group, word in found if word is not None), None)

    def draw(
        self, canvas: Canvas, area: Rect, groups: Sequence[Sequence[str]], chosen: Sequence[int]
    ) -> Rect:
        """Draw the groups into an area, at its top or, where it is low, at its left; return what is left."""
        px = canvas.px
        self._shown = tuple(k for k, words in enumerate(groups) if len(words) > 1)
        if not self._shown or area.height < px(LOWEST):
            self._shown = ()
            return area
        if (aside := self._draw_aside(canvas, area, groups, chosen)) is not None:
            return aside
        key = (tuple(map(tuple, groups)), area.size, canvas.scale)
        if self._fit is None or self._fit[0] != key:
            self._fit = (key, self._fitted(canvas, area, [list(group) for group in groups]))
        rows = self._fit[1][2]
        around = Rect(area.x, area.y, area.width, rows * px(HEIGHT)).inflate(px(4), px(4))  # with the ring
        what = (key, tuple(chosen), self.focused)
        self._keep(canvas, around, what, lambda: self._draw_rows(canvas, area, chosen))
        used = rows * px(HEIGHT) + px(BELOW)
        return Rect(area.x, area.y + used, area.width, max(area.height - used, px(20)))

    def _draw_aside(
        self, canvas: Canvas, area: Rect, groups: Sequence[Sequence[str]], chosen: Sequence[int]
    ) -> Rect | None:
        """Draw both groups one below the other and return what is left beside; None if that is no gain."""
        px = canvas.px
        if len(self) < 2 or area.height >= px(ASIDE) or area.width < FLAT * area.height:
            return None
        key = (tuple(map(tuple, groups)), canvas.scale)
        lines = self._lines(key, lambda: [_lines(canvas, [SHORT.get(w, w) for w in some]) for some in groups])
        if sum(map(len, lines)) * px(HEIGHT) > area.height + px(2):  # below the last is some air
            return None
        wide = self._wide(key, lambda: max(_width(canvas, line, AIR) for group in lines for line in group))
        column = Rect(area.x, area.y, wide, area.height)

        def draw() -> None:
            y = area.y
            for group, rows in enumerate(lines):
                words = [word for row in rows for word in row]
                active = [i == chosen[group] for i in range(len(words))]
                self._tabs[group].draw(canvas, (area.x, y), words, active, AIR, px(COLUMN))
                if group == self.focused:
                    ring = Rect(area.x - px(2), y - px(2), wide + px(2), len(rows) * px(HEIGHT) + px(2))
                    canvas.rect(ring, canvas.theme.focus, 1, 5)
                y += len(rows) * px(HEIGHT)

        self._keep(canvas, column.inflate(px(4), px(4)), (key, tuple(chosen), self.focused), draw)
        left = column.right + px(APART)
        return Rect(left, area.y, area.right - left, area.height)

    def _keep(self, canvas: Canvas, around: Rect, key: Hashable, draw: Callable[[], None]) -> None:
        """Draw words, or again as they were while their places are the same."""
        if around != self._around:
            canvas.forget_stills(around)  # drawn there before, they may have gone elsewhere since
            self._around = around
        canvas.still(around, (self, key), draw)

    def _draw_rows(self, canvas: Canvas, area: Rect, chosen: Sequence[int]) -> None:
        assert self._fit is not None
        words, pad, rows = self._fit[1]
        px, (x, y) = canvas.px, area.topleft
        for group in self._shown:
            if rows > 1:
                x, pad = area.x, _widest(canvas, words[group], area.width)
            active = [i == chosen[group] for i in range(len(words[group]))]
            end = self._tabs[group].draw(canvas, (x, y), words[group], active, pad)
            if group == self.focused:
                ring = Rect(x - px(2), y - px(2), end - x + px(2), px(HEIGHT + 2))
                canvas.rect(ring, canvas.theme.focus, 1, 5)
            x = end + px(BETWEEN)
            y += px(HEIGHT) if rows > 1 else 0

    def _fitted(
        self, canvas: Canvas, area: Rect, words: list[list[str]]
    ) -> tuple[list[list[str]], float, int]:
        """Return the words, the air beside each, and rows: one if all fit, if need be with little air."""
        low = area.height < canvas.px(LOW)
        short = [[SHORT.get(word, word) for word in group] for group in words]
        between = canvas.px(BETWEEN) * (len(self._shown) - 1)
        for some, pads in ((words, PADS[:2]), (short, PADS if low else ())):
            for pad in pads:
                if sum(_width(canvas, some[k], pad) for k in self._shown) + between <= area.width:
                    return some, pad, 1
        return (short if low else words), PADS[0], len(self._shown)


def _lines(canvas: Canvas, words: Sequence[str]) -> list[list[str]]:
    """Return words in lines that fit into a column."""
    lines: list[list[str]] = []
    for word in words:
        if lines and _width(canvas, [*lines[-1], word], AIR) - canvas.px(2) <= canvas.px(COLUMN):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _widest(canvas: Canvas, words: Sequence[str], width: int) -> float:
    """Return the most air with which a row of words fits."""
    return next((pad for pad in PADS if _width(canvas, words, pad) <= width), PADS[-1])


def _width(canvas: Canvas, words: Sequence[str], pad: float) -> int:
    """Return how wide a row of words is, each with so many design units beside it."""
    return sum(canvas.text_width(word, Face.SMALL) + canvas.px(pad) + canvas.px(2) for word in words)
