"""How the weights, activations and gradients of every layer are spread, over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import sequential
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count
from netviz.drawing.widgets import Hint
from netviz.panels.density import Density, Spreads
from netviz.panels.density_tabs import DensityTabs
from netviz.panels.gradual import Gradual, Work
from netviz.panels.panel import Choices, View

WIDE, HIGH = 128, 70  # design units that a picture needs at least
RENEWED = 2  # pictures a frame that are drawn anew, so that a frame stays cheap


@dataclass(frozen=True, eq=False)
class Table:
    """`rows` name the quantities, `columns` the layers; `spreads[row][column]`, None before it is known."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    spreads: tuple[tuple[Spreads, ...], ...]  # none before the first moment has been looked at
    step: int  # of the newest


class Densities(Gradual):
    """A picture for each quantity of each layer; tabs show one quantity or one layer alone."""

    def __init__(self, source: Callable[[View], Table], work: Work) -> None:
        super().__init__("Distributions over time", work)
        self._source = source
        self._row = self._column = 0  # 0: all of them
        self._choosers = DensityTabs()
        self._densities: dict[tuple[int, int], Density] = {}
        self._shown: list[tuple[int, int]] = []
        self._places: list[tuple[Rect, tuple[int, int]]] = []
        self._names: tuple[int, int] = (0, 0)
        self._behind = False  # whether a picture is still of older numbers

    @property
    def lively(self) -> bool:
        """Whether moments are still to be looked at, or pictures to be drawn anew."""
        return super().lively or self._behind

    def value(self, view: View) -> str:
        """Return up to when, and how many moments."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same, and in fewer words; how many pictures there is room for, if not all, stays."""
        table = self._source(view)
        if not table.spreads:
            return ("",)
        moments, kept, batch = len(table.spreads[0][0].steps), len(view.timeline.steps), count(table.step)
        told = [
            f"{moments} of {kept} kept moments, the last batch {batch}",
            f"{moments} of {kept} kept moments",
        ]
        if moments == kept == 1 and table.step:
            told = [f"of the run, only batch {batch} is known here", f"only batch {batch} is known"]
        shown, of = len(self._shown), len(self._cells(table))
        if not 0 < shown < of:
            return *told, f"batch {batch}"
        fit = f"{shown} of {of} pictures fit"
        return *(f"{fit}   {words}" for words in told), fit, f"{shown} of {of}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the tabs and the pictures."""
        table = self._source(view)
        self._behind = False
        self._names = (len(table.rows), len(table.columns))
        names = (("all", *table.rows), ("all layers", *table.columns))
        used, beside = self._choosers.draw(canvas, area, names, (self._row, self._column))
        if table.spreads and len(table.spreads[0][0].steps) > 1:  # one moment alone is an outline
            self._draw_scale(canvas, beside)
        top = area.y + used
        below = Rect(area.x, top, area.width, area.bottom - top)
        self._shown = []
        if not table.spreads:
            canvas.text("looking at the kept moments …", below.topleft, canvas.theme.secondary)
            return
        cells = self._arranged(canvas, below, table)
        left = RENEWED if self._places == cells else len(cells)
        self._places = cells
        for place, cell in cells:
            density = self._densities.setdefault(cell, Density())
            data = table.spreads[cell[0]][cell[1]]
            if density.shows(data) or left:
                left -= not density.shows(data)
                density.draw(canvas, place, data)
            else:  # its turn comes with the next frames
                density.draw_again(canvas, place)
                self._behind = True
            self._shown.append(cell)

    def _cells(self, table: Table) -> list[tuple[int, int]]:
        """Return the row and the column of each picture that is wanted."""
        rows = range(len(table.rows)) if not self._row else [self._row - 1]
        columns = range(len(table.columns)) if not self._column else [self._column - 1]
        return [(row, column) for row in rows for column in columns]

    def _arranged(self, canvas: Canvas, area: Rect, table: Table) -> list[tuple[Rect, tuple[int, int]]]:
        """Return where each picture goes: quantities below each other, or one of them in a grid."""
        px, cells = canvas.px, self._cells(table)
        across, down = (len({cell[i] for cell in cells}) for i in (1, 0))
        most_across = max((area.width + px(12)) // px(WIDE + 12), 1)
        most_down = max((area.height + px(8)) // px(HIGH + 8), 1)
        several = down > 1 and across > 1
        if down == 1:
            while across > 1 and area.width / across < 1.3 * area.height / -(-len(cells) // across):
                across -= 1
        elif across == 1:  # beside each other too, where there is no room below
            across = -(-down // most_down)
        across = min(across, most_across)
        down = min(down if several else -(-len(cells) // across), most_down)
        wide = divide(area.width, [1] * across, px(12))
        high = divide(area.height, [1] * down, px(8))
        if several:
            rows, columns = (sorted({cell[i] for cell in cells}) for i in (0, 1))
            cells = [(row, column) for row in rows[:down] for column in columns[:across]]
        places = [Rect(area.x + x, area.y + y, width, height) for y, height in high for x, width in wide]
        return list(zip(places, cells, strict=False))

    @staticmethod
    def _draw_scale(canvas: Canvas, area: Rect) -> None:
        """Draw the colours of few and many."""
        theme, px = canvas.theme, canvas.px
        width = canvas.text_width("many", Face.SMALL) + px(6)
        bar = Rect(area.right - width - px(64), area.y + px(6), px(64), px(8))
        left = bar.left - canvas.text_width("few", Face.SMALL) - px(6)
        if left < area.left:
            return

        def draw() -> None:
            ramp = sequential().rgb
            for x in range(bar.width):
                r, g, b = ramp[x * (len(ramp) - 1) // max(bar.width - 1, 1)].tolist()
                canvas.rule((bar.left + x, bar.top), (bar.left + x, bar.bottom - 1), (r, g, b))
            middle = bar.centery
            canvas.text("many", (bar.right + px(6), middle), theme.secondary, Face.SMALL, "midleft")
            canvas.text("few", (bar.left - px(6), middle), theme.secondary, Face.SMALL, "midright")

        canvas.still(Rect(left, area.y, area.right - left, area.height), ("few", theme.name), draw)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the numbers of the picture under the mouse."""
        if (hint := self._choosers.hover(at)) is not None:
            return hint
        for cell in self._shown:
            hint = self._densities[cell].hover(at)
            if hint is not None:
                return hint
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Show one quantity, one layer, or all of them."""
        match self._choosers.at(at):
            case (0, row):
                self._row = row
            case (1, column):
                self._column = column
            case _:
                return None
        return view.choices

    def key(self, word: str, view: View) -> Choices | None:
        """Go to the next layer, the next quantity."""
        rows, columns = self._names
        match word:
            case "layer":
                self._column = (self._column + 1) % (columns + 1)
            case "filter":
                self._row = (self._row + 1) % (rows + 1)
            case "filter back":
                self._row = (self._row - 1) % (rows + 1)
            case _:
                return None
        return view.choices
