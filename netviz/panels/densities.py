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
from netviz.panels.gradual import Gradual, Work
from netviz.panels.panel import Choices, View
from netviz.panels.tabs import HEIGHT, Tabs

WIDE, HIGH = 128, 84  # design units that a picture needs at least
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
        self._tabs = (Tabs(), Tabs())
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
        table = self._source(view)
        if not table.spreads:
            return ""
        moments = len(table.spreads[0][0].steps)
        kept = len(view.timeline.steps)
        text = f"{moments} of {kept} kept moments, the last batch {count(table.step)}"
        if moments == kept == 1 and table.step:
            text = f"of the run, only batch {count(table.step)} is known here"
        layers = len({column for _, column in self._shown})
        if not self._column and 0 < layers < len(table.columns):
            text = f"{layers} of {len(table.columns)} layers   {text}"
        return text

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same, and in fewer words."""
        table, told = self._source(view), self.value(view)
        return told, told.partition(",")[0], f"batch {count(table.step)}" if told else ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the tabs and the pictures."""
        table, px = self._source(view), canvas.px
        self._behind = False
        self._names = (len(table.rows), len(table.columns))
        end = area.x
        for tabs, names, chosen in zip(
            self._tabs,
            (("all", *table.rows), ("all layers", *table.columns)),
            (self._row, self._column),
            strict=True,
        ):
            fitting = _fitting(canvas, names, area.right - end)
            active = [i == chosen for i in range(len(fitting))]
            end = tabs.draw(canvas, (end, area.y), fitting, active) + px(16)
        if table.spreads and len(table.spreads[0][0].steps) > 1:  # one moment alone is an outline
            self._draw_scale(canvas, Rect(end, area.y, area.right - end, px(HEIGHT)))
        top = area.y + px(HEIGHT + 4)
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

    def _arranged(self, canvas: Canvas, area: Rect, table: Table) -> list[tuple[Rect, tuple[int, int]]]:
        """Return where each picture goes: quantities below each other, or one of them in a grid."""
        px = canvas.px
        rows = range(len(table.rows)) if not self._row else [self._row - 1]
        columns = range(len(table.columns)) if not self._column else [self._column - 1]
        across, down = len(columns), len(rows)
        if down == 1:
            while across > 1 and area.width / across < 1.3 * area.height / -(-len(columns) // across):
                across -= 1
            down = -(-len(columns) // across)
        across = min(across, max((area.width + px(12)) // px(WIDE + 12), 1))
        down = min(down, max((area.height + px(8)) // px(HIGH + 8), 1))
        wide = divide(area.width, [1] * across, px(12))
        high = divide(area.height, [1] * down, px(8))
        cells = [(row, column) for row in rows for column in columns]
        if len(rows) > 1:
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
        for cell in self._shown:
            hint = self._densities[cell].hover(at)
            if hint is not None:
                return hint
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Show one quantity, one layer, or all of them."""
        row, column = self._tabs[0].at(at), self._tabs[1].at(at)
        if row is not None:
            self._row = row
        elif column is not None:
            self._column = column
        else:
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


def _fitting(canvas: Canvas, names: tuple[str, ...], width: int) -> list[str]:
    """Return as many names as there is room for side by side."""
    kept: list[str] = []
    for name in names:
        width -= canvas.text_width(name, Face.SMALL) + canvas.px(16)
        if width < 0:
            break
        kept.append(name)
    return kept
