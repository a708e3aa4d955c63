"""The words over the distributions: which quantity and which layer is shown; on one row or on two."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.tabs import HEIGHT, Tabs
from netviz.panels.words import more_layers

PADS = (14, 10, 6)  # design units within a word's place beside the word, the widest that fits
BETWEEN, BELOW = 16, 4  # between the groups, and below the words
LOW = 170  # of an area in which one row must do
MORE = 34  # for how many words there is no room
KEYS = ("f", "k")  # that go on within each group


class DensityTabs:
    """Two groups of words, each with one that is chosen; those there is no room for are counted."""

    def __init__(self) -> None:
        self._tabs = (Tabs(), Tabs())
        self._first = [0, 0]  # of the words shown after the first of all, which is always there
        self._more: list[tuple[Rect, int, int]] = []  # where, how many, of which group

    def __repr__(self) -> str:
        return f"DensityTabs({len(self._more)} cut)"

    def draw(
        self, canvas: Canvas, area: Rect, groups: Sequence[Sequence[str]], chosen: Sequence[int]
    ) -> tuple[int, Rect]:
        """Draw the groups into the upper part of an area; return how high that is, and what it leaves free.

        Where one row is too narrow, there are two; where even that is, words go that are far from the chosen.
        """
        px, self._more = canvas.px, []
        between = px(BETWEEN)
        pad = next(
            (p for p in PADS if sum(_width(canvas, g, p) for g in groups) + between <= area.width), None
        )
        rows = 1 if pad is not None or area.height < px(LOW) else 2
        x, y, beside = area.x, area.y, Rect(0, 0, 0, 0)
        for k, (words, active) in enumerate(zip(groups, chosen, strict=True)):
            room = area.right - x
            own = PADS[-1] if pad is None else pad
            if rows == 1 and pad is None and k == 0:  # not all for itself
                room = (room - between) // 2
            if rows > 1:
                own = next((p for p in PADS if _width(canvas, words, p) <= room), PADS[-1])
            x = self._draw_group(canvas, Rect(x, y, room, px(HEIGHT)), k, words, active, own) + between
            beside = Rect(x, y, max(area.right - x, 0), px(HEIGHT)) if k == 0 or rows == 1 else beside
            if rows > 1:
                x, y = area.x, y + px(HEIGHT)
        return rows * px(HEIGHT) + px(BELOW), beside

    def _draw_group(
        self, canvas: Canvas, line: Rect, group: int, words: Sequence[str], chosen: int, pad: float
    ) -> int:
        """Draw as many words as there is room for, the chosen one among them; return where they end."""
        first, last = _window(canvas, words, chosen, line.width, pad)
        self._first[group] = first
        kept = [0, *range(first, last)]
        active = [i == chosen for i in kept]
        end = self._tabs[group].draw(canvas, line.topleft, [words[i] for i in kept], active, pad)
        if cut := len(words) - len(kept):
            at = (end + canvas.px(4), line.y + canvas.px(HEIGHT - 2) // 2)
            box = canvas.text(f"+{cut}", at, canvas.theme.secondary, Face.SMALL, "midleft")
            self._more.append((box, cut, group))
            end = box.right
        return end

    def at(self, point: Point) -> tuple[int, int] | None:
        """Return the group, and the word in it, under a point."""
        for group, tabs in enumerate(self._tabs):
            word = tabs.at(point)
            if word is not None:
                return group, word and word - 1 + self._first[group]
        return None

    def hover(self, point: Point) -> Hint | None:
        """Tell how to come to the words that there is no room for."""
        for box, cut, group in self._more:
            if box.collidepoint(point):
                quantities = f"{cut} more quantit{'y' if cut == 1 else 'ies'}"
                return Hint(((quantities, more_layers(cut))[group], f"{KEYS[group]}: the next one"))
        return None


def _width(canvas: Canvas, words: Sequence[str], pad: float) -> int:
    """Return how wide a row of words is, each with so many design units beside it."""
    return sum(canvas.text_width(word, Face.SMALL) + canvas.px(pad) + canvas.px(2) for word in words)


def _window(canvas: Canvas, words: Sequence[str], chosen: int, width: int, pad: float) -> tuple[int, int]:
    """Return which words, from and to, have room after the first of all: the chosen one with those before."""
    if _width(canvas, words, pad) <= width:
        return 1, len(words)
    room = width - _width(canvas, words[:1], pad) - canvas.px(MORE)
    first, last = 1, max(chosen + 1, 1)
    while first < last - 1 and _width(canvas, words[first:last], pad) > room:
        first += 1
    while last < len(words) and _width(canvas, words[first : last + 1], pad) <= room:
        last += 1
    return first, last
