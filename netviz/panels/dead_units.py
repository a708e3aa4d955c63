"""Units behind a ReLU that are zero for every image looked at: counted, named and shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import sequential
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, percent
from netviz.drawing.widgets import Hint
from netviz.panels.gradual import Gradual, Work
from netviz.panels.panel import View
from netviz.panels.words import longest, more_layers, no_room_for

ABOVE, APART, CLOSE = 2, 6, 3  # design units from words to their strip, from a strip to the next words
LEAST, CROSSED, MOST = 4, 5, 26  # of a cell, and within one that is crossed out
FEWEST = 5  # pixels of a cell, so that a dead one has a hole
HIGH = 280  # design units of an area from which on it is high
LINES = 4  # in which dead ones are named in a high area; one fewer in others
SEEN = 8  # design units of a cell, in a high area, with which so many lines are still good
LARGE = 20  # and in others; with smaller cells there is one line


@dataclass(frozen=True, eq=False)
class Units:
    """A layer: `alive` (units,) is the share of images (and places) for which a unit is above zero."""

    layer: str
    word: str  # "maps" or "units"
    alive: NDArray[np.float64]

    @property
    def dead(self) -> list[int]:
        """The units that are always zero, counted from 1."""
        return [int(i) + 1 for i in np.flatnonzero(self.alive == 0)]


@dataclass(frozen=True, eq=False)
class Census:
    """All layers with a ReLU, at `step`, for so many `images`; step −1 before any has been looked at."""

    units: tuple[Units, ...]
    step: int
    images: int


class DeadUnits(Gradual):
    """A line and a strip of cells for each layer with a ReLU."""

    def __init__(self, source: Callable[[View], Census], work: Work) -> None:
        super().__init__("Dead ReLUs", work)
        self._source = source
        self._drawn: list[tuple[Rect, Units, int, int]] = []
        self._lines: list[tuple[Rect, Units]] = []
        self._units: tuple[Units, ...] = ()
        self._looks = 0  # counts what was drawn

    def value(self, view: View) -> str:
        """Return how many are dead."""
        census = self._source(view)
        if not census.units:
            return ""
        dead = sum(len(units.dead) for units in census.units)
        return f"{dead} of {sum(len(units.alive) for units in census.units)} dead"

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same, without of how many, and without a word."""
        told = self.value(view)
        dead = told.partition(" ")[0]
        return told, f"{dead} dead" if told else "", dead

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Write which units are dead, and draw how often each of the others is above zero."""
        census, theme = self._source(view), canvas.theme
        if self._units is not census.units:
            self._units, self._looks = census.units, self._looks + 1
        canvas.still(area, (id(self), self._looks, theme.name), lambda: self._draw(canvas, area, census))

    def _draw(self, canvas: Canvas, area: Rect, census: Census) -> None:
        theme, px = canvas.theme, canvas.px
        self._drawn, self._lines = [], []
        line = canvas.line_height(Face.SMALL)
        if not census.units:
            words = "no ReLU in this network" if census.step >= 0 else "looking at the newest moment …"
            canvas.text(words, area.topleft, theme.secondary, Face.SMALL)
            return
        laid = _laid_out(canvas, area, census)
        for i, text in enumerate(reversed(laid.foot)):
            at = (area.left, area.bottom - i * line)
            canvas.text(text, at, theme.faint, Face.SMALL, "bottomleft")
        y = area.y
        for units, lines in zip(census.units, laid.named, strict=False):
            head = Rect(area.x, y, area.width, len(lines) * line)
            color = theme.warning if units.dead else theme.secondary
            for i, text in enumerate(lines):
                canvas.text(text, (area.x, y + i * line), color, Face.SMALL)
            self._lines.append((head, units))
            y += head.height + px(ABOVE)
            across = max(area.width // laid.size, 1)
            strip = Rect(area.x, y, area.width, -(-len(units.alive) // across) * laid.size)
            self._strip(canvas, strip, units, laid.size, across)
            y += strip.height + laid.below
        if more := len(census.units) - len(laid.named):
            says = no_room_for(more_layers(more))
            text = says[longest(canvas, says, Face.SMALL, area.width)]
            canvas.text(text, (area.x, y), theme.secondary, Face.SMALL)

    def _strip(self, canvas: Canvas, area: Rect, units: Units, size: int, across: int) -> None:
        """Draw a cell for each unit, line by line; a dead one is hollow and, if large enough, crossed out."""
        theme = canvas.theme
        places = sequential().indices(units.alive, 0.0, 1.0).tolist()
        colors = sequential().colors
        inner = max(size - 2, 1)
        for i, place in enumerate(places):
            down, right = divmod(i, across)
            cell = Rect(area.x + right * size, area.y + down * size, inner, inner)
            if units.alive[i] > 0:
                canvas.surface.fill(colors[place], cell)
            else:
                canvas.rect(cell, theme.warning, width=1)
                if inner < canvas.px(CROSSED):  # a stroke would fill it
                    continue
                canvas.line((cell.left, cell.bottom - 1), (cell.right - 1, cell.top), theme.warning)
        self._drawn.append((area, units, size, across))

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return how often the unit under the mouse is above zero, or all dead ones of the layer."""
        census = self._source(view)
        for area, units, size, across in self._drawn:
            column, row = int(at[0] - area.x) // size, int(at[1] - area.y) // size
            i = row * across + column
            if area.collidepoint(at) and column < across and i < len(units.alive):
                share = float(units.alive[i])
                kind = units.word.removesuffix("s")
                state = "dead: zero for all images" if share == 0 else f"above zero in {percent(share, 2)}"
                places = "images and places" if units.word == "maps" else "images"
                return Hint(
                    (
                        f"{units.layer}, {kind} {i + 1}",
                        state,
                        f"of {census.images} validation {places}",
                        f"batch {count(census.step)}",
                    )
                )
        for area, units in self._lines:
            if area.collidepoint(at) and units.dead:
                return Hint((f"{units.layer}: dead", *_in_lines(units.dead)))
        return None


def _named(canvas: Canvas, units: Units, width: int, lines: int) -> list[str]:
    """Return how many are dead and which, in at most so many lines."""
    dead = units.dead
    of = f"{units.layer}: {len(dead)} of {len(units.alive)}"
    says = (f"{of} {units.word} dead", f"{of} dead")
    told = says[longest(canvas, says, Face.SMALL, width)]
    text = ": ".join((told, *((", ".join(map(str, dead)),) if dead else ())))
    words = canvas.lettering.wrap(text, Face.SMALL, width)
    if len(words) <= lines:
        return words
    end, whole = " …", " ".join(words[lines - 1 :]).split()  # it ends with a number, not within one
    while len(whole) > 1 and canvas.text_width(" ".join(whole) + end, Face.SMALL) > width:
        whole.pop()
    last = " ".join(whole) + end
    if lines == 1 and len(" ".join(whole).rstrip(":")) <= len(told):  # not even one number has room
        last = told
    return [*words[: lines - 1], canvas.lettering.fit(last, Face.SMALL, width)]


@dataclass(frozen=True)
class _Laid:
    """How the layers are laid out: the lines over each strip of those shown, and what holds for all."""

    named: list[list[str]]
    foot: list[str]
    size: int  # of a cell
    below: int  # pixels from a strip to the next layer


def _laid_out(canvas: Canvas, area: Rect, census: Census) -> _Laid:
    """Return a layout with all layers; where there is none, one with the most, and room to say so.

    Before layers are left out, what is said below them becomes shorter, and they move closer together.
    """
    high = area.height >= canvas.px(HIGH)
    most = LINES if high else LINES - 1
    names = [[_named(canvas, units, area.width, lines) for units in census.units] for lines in (most, 1)]
    roomy = _fitted(canvas, area, census, names[0], 0)
    if roomy is not None and roomy.size >= canvas.px(SEEN if high else LARGE):
        return roomy
    for left_out in range(len(census.units)):
        if (laid := _fitted(canvas, area, census, names[1], left_out)) is not None:
            return laid
    return _Laid(names[1][:1], [], max(canvas.px(LEAST), FEWEST), canvas.px(CLOSE))


def _fitted(
    canvas: Canvas, area: Rect, census: Census, named: list[list[str]], left_out: int
) -> _Laid | None:
    """Return a layout of all layers but the last so many, with these words over them, if there is one."""
    px, line = canvas.px, canvas.line_height(Face.SMALL)
    feet = [canvas.lettering.wrap(words, Face.SMALL, area.width) for words in _feet(census.images)]
    feet = sorted(feet[:2], key=len) + feet[2:]  # the longest, if others take no fewer lines
    named = named[: len(named) - left_out]
    counts = [len(units.alive) for units in census.units[: len(named)]]
    for foot, below in [(feet[0], px(APART)), *((foot, px(CLOSE)) for foot in feet)]:
        free = area.height - line * bool(left_out) - len(foot) * line - px(4)
        free -= sum(len(lines) * line + px(ABOVE) + below for lines in named)
        size = _fitting(counts, area.width, free, px(MOST))
        if size >= max(px(LEAST), FEWEST):
            return _Laid(named, foot, size, below)
    return None


def _feet(images: int) -> tuple[str, ...]:
    """Return what cells mean, in more and in fewer words."""
    return (
        f"dead: zero for all of {images} validation images.  Colour: share of them above zero",
        f"dead: zero for all of {images} validation images; colour: share above zero",
        f"dead: zero for all {images} images; colour: share above zero",
    )


def _fitting(counts: list[int], width: int, height: int, most: int) -> int:
    """Return the largest cell with which all strips fit, 0 if none does."""
    for size in range(most, 0, -1):
        across = max(width // size, 1)
        if sum(-(-count // across) * size for count in counts) <= height:
            return size
    return 0


def _in_lines(numbers: list[int], across: int = 12, most: int = 10) -> tuple[str, ...]:
    lines = [", ".join(map(str, numbers[i : i + across])) for i in range(0, len(numbers), across)]
    return tuple(lines if len(lines) <= most else [*lines[:most], "…"])
