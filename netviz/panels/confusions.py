"""Which digits are read as which others, the commonest first; a click shows the images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, percent
from netviz.drawing.widgets import Hint
from netviz.panels.gradual import Gradual, Waiting, Work, draw_waiting
from netviz.panels.panel import Choices, View

ROW = 22  # design units


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of digits (is, read as, images), the commonest first, of the network after `step` steps.

    `of` are the images of each digit, `wrong` of them all are read wrongly.
    """

    step: int
    unit: str
    pairs: tuple[tuple[int, int, int], ...]
    of: tuple[int, ...]

    @property
    def wrong(self) -> int:
        """How many images are read wrongly."""
        return sum(number for _, _, number in self.pairs)


class Confusions(Gradual):
    """A row a pair, with a bar; the chosen one is marked, and a click on it shows all mistakes again."""

    keeps_clicks = True

    def __init__(self, title: str, source: Callable[[View], Pairs | Waiting], work: Work) -> None:
        super().__init__(title, work)
        self._source = source
        self._rows: list[tuple[Rect, tuple[int, int, int]]] = []

    def value(self, view: View) -> str:
        """Return how many pairs there are."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return that at length and ever more briefly."""
        data = self._source(view)
        if isinstance(data, Waiting):
            return ("",)
        found = count(len(data.pairs))
        return f"{found} of {len(data.of) * (len(data.of) - 1)} pairs", f"{found} pairs", found

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the head and as many pairs as fit."""
        data, theme, px = self._source(view), canvas.theme, canvas.px
        self._rows = []
        if isinstance(data, Waiting):
            draw_waiting(canvas, area, data)
            return
        if not data.pairs:
            canvas.text("no digit is read as another", area.center, theme.secondary, Face.TEXT, "center")
            return
        room = max((area.height - px(ROW)) // px(ROW), 1)
        pairs = data.pairs if len(data.pairs) <= room else data.pairs[: room - 1]
        columns = (area.x + px(8), area.x + px(40), area.x + px(100))
        for x, head in zip(columns, ("is", "read as", "images"), strict=True):
            canvas.text(head, (x, area.y + px(2)), theme.faint, Face.SMALL)
        for i, pair in enumerate(pairs):
            row = Rect(area.x, area.y + px(ROW) * (i + 1), area.width, px(ROW))
            self._rows.append((row, pair))
            self._draw_row(canvas, row, columns, pair, data, chosen=view.choices.cell == pair[:2])
        if len(pairs) < len(data.pairs):
            rest = data.pairs[len(pairs) :]
            images = count(sum(number for _, _, number in rest))
            line = f"and {len(rest)} more pairs, {images} images"
            at = (area.x + px(8), area.y + px(ROW) * (len(pairs) + 1.5))
            canvas.text(line, at, theme.faint, Face.SMALL, "midleft")

    @staticmethod
    def _draw_row(
        canvas: Canvas,
        row: Rect,
        columns: tuple[int, int, int],
        pair: tuple[int, int, int],
        data: Pairs,
        *,
        chosen: bool,
    ) -> None:
        theme, px = canvas.theme, canvas.px
        if chosen:
            canvas.rect(row, theme.raised, radius=4)
            canvas.rect(Rect(row.x, row.y, px(3), row.height), theme.focus, radius=1)
        true, read, number = pair
        y = row.centery
        canvas.text(str(true), (columns[0], y), theme.text, Face.MONO, "midleft")
        canvas.text("→", (columns[1] - px(12), y), theme.faint, Face.SMALL, "center")
        canvas.text(str(read), (columns[1] + px(4), y), theme.text, Face.MONO, "midleft")
        most = data.pairs[0][2]
        widest = canvas.text_width(count(most), Face.MONO)
        canvas.text(count(number), (columns[2] + widest, y), theme.text, Face.MONO, "midright")
        left = columns[2] + widest + px(10)
        length = round((row.right - px(8) - left) * number / most)
        bar = Rect(left, y - px(4), max(length, px(2)), px(8))
        canvas.rect(bar, theme.focus if chosen else theme.tint(theme.secondary, 0.6), radius=2)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what share of the digit's images the pair is."""
        data = self._source(view)
        found = next((pair for row, pair in self._rows if row.collidepoint(at)), None)
        if found is None or isinstance(data, Waiting):
            return None
        true, read, number = found
        what = "all mistakes again" if view.choices.cell == (true, read) else "them"
        share = percent(number / max(data.of[true], 1), 2)
        return Hint(
            (
                f"{true} read as {read}: {count(number)}",
                f"of {count(data.of[true])} images that are {true}: {share}",
                f"of {count(data.wrong)} mistakes: {percent(number / max(data.wrong, 1))}",
                f"a click shows {what}   Shift + ↑, ↓",
            )
        )

    def press(self, at: Point, view: View) -> Choices | None:
        """Show the images of the pair under the mouse, or all again if they are shown."""
        for row, (true, read, _) in self._rows:
            if row.collidepoint(at):
                cell = None if view.choices.cell == (true, read) else (true, read)
                return replace(view.choices, cell=cell)
        return None

    def key(self, word: str, view: View) -> Choices | None:
        """Go to the next pair or the one before (down, up); above the first is all."""
        data = self._source(view)
        if word not in ("up", "down") or isinstance(data, Waiting) or not data.pairs:
            return None
        cells = [None, *((true, read) for true, read, _ in data.pairs)]
        at = cells.index(view.choices.cell) if view.choices.cell in cells else 0
        return replace(view.choices, cell=cells[(at + (1 if word == "down" else -1)) % len(cells)])
