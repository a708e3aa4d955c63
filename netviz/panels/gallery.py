"""Images side by side, each with what it is and what it is read as; a click chooses one everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, percent
from netviz.drawing.widgets import Hint
from netviz.panels.card import Judged
from netviz.panels.gradual import Gradual, Waiting, Work, draw_waiting
from netviz.panels.panel import Choices, View
from netviz.panels.tabs import HEIGHT, Tabs
from netviz.panels.thumbnails import Thumbnails

SIZES = range(168, 55, -7)  # of an image; the largest with which all have a place, else the smallest
WORDS = 34  # height of the words under an image
BREADTH = 92  # least width of a place

ALL, BEFORE, AFTER = "× show all mistakes", "‹ before", "next ›"
KEYS = {ALL: "clear", BEFORE: "left", AFTER: "right"}
HINTS = {
    ALL: "all mistakes again   Backspace",
    BEFORE: "the images before   Shift + ←",
    AFTER: "the next images   Shift + →",
}


@dataclass(frozen=True, eq=False)
class Gallery:
    """The images of a set that are shown, of the network after `step` steps.

    `count` of them, `shown(i)` is the i-th; `indices` their places in the set `source`. `what` says in a few
    words which they are, `order` how they are sorted, `none` what it means that there are none.
    """

    step: int
    unit: str
    source: str
    indices: tuple[int, ...]
    shown: Callable[[int], Judged]
    what: str
    order: str
    none: tuple[str, str]


class GalleryPanel(Gradual):
    """As many images as fit, the others on further leaves."""

    keeps_clicks = True

    def __init__(self, title: str, source: Callable[[View], Gallery | Waiting], work: Work) -> None:
        super().__init__(title, work)
        self._source = source
        self._thumbnails, self._tabs = Thumbnails(), Tabs()
        self._words: tuple[str, ...] = ()  # of the tabs
        self._leaf = 0
        self._cell: tuple[int, int] | None = None  # whose leaf it is
        self._first, self._fit = 0, 1  # first image shown, and how many have a place
        self._places: list[Rect] = []  # of the images shown

    def value(self, view: View) -> str:
        """Return which images are shown, and of which moment."""
        gallery = self._source(view)
        return (
            "" if isinstance(gallery, Waiting) else f"{gallery.what} · {gallery.unit} {count(gallery.step)}"
        )

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a leaf of images, or how far the first result is."""
        gallery, px = self._source(view), canvas.px
        self._places = []
        self._tabs.forget()
        if isinstance(gallery, Waiting):
            draw_waiting(canvas, area, gallery)
            return
        if view.choices.cell != self._cell:
            self._cell, self._leaf = view.choices.cell, 0
        head = Rect(area.x, area.y, area.width, px(HEIGHT))
        body = Rect(area.x, head.bottom + px(6), area.width, area.bottom - head.bottom - px(6))
        total = len(gallery.indices)
        size, columns, rows = _grid(canvas, body, total)
        self._fit = columns * rows
        self._leaf = min(self._leaf, max(total - 1, 0) // self._fit)
        self._first = self._leaf * self._fit
        self._draw_head(canvas, head, gallery, view.choices)
        if not total:
            self._draw_none(canvas, body, gallery)
            return
        width = body.width // columns
        height = body.height // rows if total > self._fit else size + px(WORDS + 10)
        for place in range(min(self._fit, total - self._first)):
            row, column = divmod(place, columns)
            self._places.append(Rect(body.x + column * width, body.y + row * height, width, height))
        chosen = view.choices.sample if view.choices.source == gallery.source else -1
        key = (gallery, self._first, size, chosen)
        ringed = Rect(body.x, body.y - px(2), body.width, body.height + px(2))  # the ring of the first row
        canvas.still(ringed, key, lambda: self._draw_images(canvas, gallery, size, chosen))

    def _draw_head(self, canvas: Canvas, area: Rect, gallery: Gallery, choices: Choices) -> None:
        """Draw how the images are sorted, and the small buttons."""
        px, total = canvas.px, len(gallery.indices)
        leaves = (BEFORE, AFTER) if total > self._fit else ()
        self._words = ((ALL,) if choices.cell is not None else ()) + leaves
        left = area.right - sum(canvas.text_width(word, Face.SMALL) + px(16) for word in self._words)
        left += px(2 + 7) if self._words else 0  # so that the last word, not its margin, ends at the edge
        self._tabs.draw(canvas, (left, area.y), self._words, [False] * len(self._words))
        text = gallery.order if total else ""
        if total > self._fit:
            last = min(self._first + self._fit, total)
            text = f"{count(self._first + 1)} to {count(last)} of {count(total)}, {text}"
        text = canvas.lettering.fit(text, Face.SMALL, left - area.x - px(8))
        canvas.text(text, (area.x, area.centery), canvas.theme.secondary, Face.SMALL, "midleft")

    @staticmethod
    def _draw_none(canvas: Canvas, area: Rect, gallery: Gallery) -> None:
        theme = canvas.theme
        at = (area.centerx, area.centery)
        canvas.text(gallery.none[0], at, theme.text, Face.TITLE, "midbottom")
        canvas.text(gallery.none[1], (at[0], at[1] + canvas.px(6)), theme.secondary, Face.TEXT, "midtop")

    def _draw_images(self, canvas: Canvas, gallery: Gallery, size: int, chosen: int) -> None:
        theme, px = canvas.theme, canvas.px
        for place, i in zip(self._places, range(self._first, len(gallery.indices)), strict=False):
            shown = gallery.shown(i)
            box = Rect(0, place.y + px(3), size, size)
            box.centerx = place.centerx
            canvas.surface.blit(self._thumbnails.get(canvas, shown.key, shown.pixels, size), box)
            if gallery.indices[i] == chosen:
                canvas.rect(box.inflate(px(8), px(8)), theme.focus, width=2, radius=4)
            else:
                canvas.rect(box.inflate(2, 2), theme.hairline, width=1)
            y = box.bottom + px(6)
            canvas.text(shown.verdict, (place.centerx, y), theme.text, Face.SMALL, "midtop")
            sure = percent(shown.sure)
            below = y + canvas.line_height(Face.SMALL)
            canvas.text(sure, (place.centerx, below), theme.secondary, Face.TINY, "midtop")

    # the mouse and the keys

    def _at(self, at: Point) -> int | None:
        """Return which of the gallery's images is under the mouse."""
        place = next((i for i, place in enumerate(self._places) if place.collidepoint(at)), None)
        return None if place is None else self._first + place

    def _pressed(self, at: Point) -> str:
        """Return the word of the button under the mouse, or nothing."""
        i = self._tabs.at(at)
        return "" if i is None else self._words[i]

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return exactly what the network makes of the image under the mouse, or what a button does."""
        if word := self._pressed(at):
            return Hint((HINTS[word],))
        gallery, i = self._source(view), self._at(at)
        if i is None or isinstance(gallery, Waiting) or i >= len(gallery.indices):
            return None
        shown = gallery.shown(i)
        return Hint(
            (f"{shown.title}: {shown.verdict}", *shown.figures(), "click: chosen everywhere   . and ,")
        )

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the image under the mouse, or do what the button says."""
        if word := self._pressed(at):
            return self.key(KEYS[word], view)
        gallery, i = self._source(view), self._at(at)
        if i is None or isinstance(gallery, Waiting) or i >= len(gallery.indices):
            return None
        return view.choices.of_source(gallery.source, gallery.indices[i])

    def key(self, word: str, view: View) -> Choices | None:
        """Turn the leaves (left, right), choose the next image or the one before, show all again (clear)."""
        gallery = self._source(view)
        if isinstance(gallery, Waiting):
            return None
        match word:
            case "left" | "right":
                last = max(len(gallery.indices) - 1, 0) // self._fit
                self._leaf = min(max(self._leaf + (1 if word == "right" else -1), 0), last)
                return view.choices
            case "step" | "back" if gallery.indices:
                return self._walk(gallery, view.choices, 1 if word == "step" else -1)
            case "clear" if view.choices.cell is not None:
                return replace(view.choices, cell=None)
        return None

    def _walk(self, gallery: Gallery, choices: Choices, step: int) -> Choices:
        """Choose the image `step` places on and turn to its leaf; without one, the first on this leaf."""
        total = len(gallery.indices)
        if choices.source == gallery.source and choices.sample in gallery.indices:
            i = (gallery.indices.index(choices.sample) + step) % total
        else:
            i = min(self._first, total - 1)
        self._leaf = i // self._fit
        return choices.of_source(gallery.source, gallery.indices[i])


def _grid(canvas: Canvas, area: Rect, total: int) -> tuple[int, int, int]:
    """Return the size of an image, and how many columns and rows of them there are."""
    px = canvas.px
    size, columns, rows = 0, 1, 1
    for units in SIZES:
        size = px(units)
        columns = max(area.width // max(size + px(16), px(BREADTH)), 1)
        rows = max(area.height // (size + px(WORDS + 10)), 1)
        if columns * rows >= total:
            return size, columns, rows
    room = min(area.width // columns - px(16), area.height // rows - px(WORDS + 10))
    return max(size, min(room, px(SIZES[0]))), columns, rows
