"""The words over a layer's space: which layer, and which way to look; on one row or on two."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.panels.tabs import HEIGHT, Tabs

BETWEEN, BELOW = 10, 4  # design units between the groups, and below the words
PADS = (14, 10, 6, 3)  # design units within a word's place beside the word, the widest that fits


class Words:
    """Groups of words, each with one that is chosen; a group of a single word is not shown."""

    def __init__(self) -> None:
        self._tabs = (Tabs(), Tabs())
        self._shown: tuple[int, ...] = ()  # the groups that are
        self._control: int | None = None  # which of them has the keyboard

    def __repr__(self) -> str:
        return f"Words({len(self)} groups)"

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

    def control_of(self, group: int) -> int:
        """Return the place of a group among those shown."""
        return self._shown.index(group)

    def at(self, point: Point) -> tuple[int, int] | None:
        """Return the group, and the word in it, under a point."""
        found = ((group, self._tabs[group].at(point)) for group in self._shown)
        return next(((group, word) for group, word in found if word is not None), None)

    def draw(self, canvas: Canvas, area: Rect, groups: Sequence[Sequence[str]], chosen: Sequence[int]) -> int:
        """Draw the groups into the upper part of an area; return how high that part is."""
        px = canvas.px
        self._shown = tuple(k for k, words in enumerate(groups) if len(words) > 1)
        if not self._shown:
            return 0
        # On one row if they fit there with some air; else a row for each.
        pad, rows = PADS[0], 1
        between = px(BETWEEN) * (len(self._shown) - 1)
        for pad in PADS[:2]:
            if sum(_width(canvas, groups[k], pad) for k in self._shown) + between <= area.width:
                break
        else:
            rows = len(self._shown)
        x, y = area.topleft
        for group in self._shown:
            words = groups[group]
            if rows > 1:
                x, pad = area.x, next((p for p in PADS if _width(canvas, words, p) <= area.width), PADS[-1])
            end = self._tabs[group].draw(
                canvas, (x, y), words, [i == chosen[group] for i in range(len(words))], pad
            )
            if group == self.focused:
                ring = Rect(x - px(2), y - px(2), end - x + px(2), px(HEIGHT + 2))
                canvas.rect(ring, canvas.theme.focus, 1, 5)
            x = end + px(BETWEEN)
            y += px(HEIGHT) if rows > 1 else 0
        return rows * px(HEIGHT) + px(BELOW)


def _width(canvas: Canvas, words: Sequence[str], pad: float) -> int:
    """Return how wide a row of words is, each with so many design units beside it."""
    return sum(canvas.text_width(word, Face.SMALL) + canvas.px(pad) + canvas.px(2) for word in words)
