"""What both directions of the filter pass draw with: titled grids that answer the mouse, arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.panels.number_grid import Grid, Heat, Mask, Values, draw_grid
from netviz.panels.words import Words, longest

BETWEEN = 10  # design units between two pieces of arithmetic
HEAD, FOOT, LINE = 18, 17, 20  # design units: above and below a grid, and a line of arithmetic

APART = 4  # design units at least between what stands one below the other, beside its labels
GAP, MOST = 22, 96  # design units: between two parts; no cell is larger

Place = tuple[int, int]
Token = tuple[str, bool]  # a piece of arithmetic, and whether it is a result


@dataclass(frozen=True)
class Spot:
    """Cells that tell their number, and put the window where a click on them wants it."""

    grid: Grid
    tell: Callable[[int, int], tuple[str, ...]]
    put: Callable[[int, int], Place] | None = None


@dataclass(frozen=True)
class Link:
    """A place that tells something, and where a click may choose an input channel."""

    area: Rect
    says: tuple[str, ...]
    channel: int | None = None


@dataclass
class Sketch:
    """The canvas, and what has been drawn so far that answers the mouse."""

    canvas: Canvas
    spots: list[Spot] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def grid(
        self,
        grid: Grid,
        values: Values,
        heat: Heat,
        titles: Words,
        formulas: Words,
        tell: Callable[[int, int], tuple[str, ...]],
        put: Callable[[int, int], Place] | None = None,
        *,
        width: int = 0,
        exponent: int = 0,
        reached: Mask | None = None,
        outside: Mask | None = None,
        figure: str = "",
        unsigned: bool = False,
    ) -> None:
        """Draw cells with a title above and a formula below, in the words that fit into `width`.

        A `figure` after the formula is set apart, as it changes from refresh to refresh.
        """
        canvas, theme, area = self.canvas, self.canvas.theme, grid.area
        draw_grid(
            canvas, grid, values, heat,
            exponent=exponent, reached=reached, outside=outside, unsigned=unsigned,
        )  # fmt: skip
        self.spots.append(Spot(grid, tell, put))
        width = max(width, area.width)
        title, formula = (self._fitting(words, width) for words in (titles, formulas))
        canvas.text(title, (area.x, area.y - canvas.px(4)), theme.secondary, Face.SMALL, "bottomleft")
        below = canvas.text(formula, (area.x, area.bottom + canvas.px(3)), theme.faint, Face.SMALL)
        x = below.right + canvas.px(4)
        if figure and x + canvas.text_width(figure, Face.TINY) <= area.x + width:
            canvas.text(figure, (x, below.centery), theme.faint, Face.TINY, "midleft")

    def _fitting(self, words: Words, width: int) -> str:
        """Return the words that fit, cut where even the fewest do not."""
        canvas = self.canvas
        return canvas.lettering.fit(words[longest(canvas, words, Face.SMALL, width)], Face.SMALL, width)

    def sign(self, text: str, at: Point) -> None:
        """Write what stands between two grids."""
        self.canvas.text(text, at, self.canvas.theme.secondary, Face.TITLE, "center")

    def arithmetic(self, area: Rect, lines: Sequence[Sequence[Token]]) -> None:
        """Write lines of arithmetic on a plate; results in the colour of text. Cut what is too long."""
        canvas, theme, px = self.canvas, self.canvas.theme, self.canvas.px
        canvas.rect(area, theme.raised, radius=4)
        y = area.centery - len(lines) * px(LINE) // 2 + px(LINE) // 2
        for line in lines:
            x = area.x + px(10)
            for text, result in line:
                room = area.right - px(8) - x
                if len(text) * canvas.text_width("0", Face.MONO) > room:
                    text = canvas.lettering.fit(text, Face.MONO, room)
                color: Color = theme.text if result else theme.secondary
                words, space, figure = text.rpartition(" ")  # the words stay while the figure changes
                if words:
                    canvas.text(words, (x, y), color, Face.MONO, "midleft")
                    x += len(words + space) * canvas.text_width("0", Face.MONO)
                if figure:
                    x = canvas.text(figure, (x, y), color, Face.MONO, "midleft").right + px(BETWEEN)
            y += px(LINE)

    def wrap(self, tokens: Sequence[Token], width: int) -> list[list[Token]]:
        """Return tokens in lines no wider than `width`."""
        canvas, px = self.canvas, self.canvas.px
        lines: list[list[Token]] = [[]]
        x = px(18)
        for token in tokens:
            wide = len(token[0]) * canvas.text_width("0", Face.MONO) + px(BETWEEN)
            if lines[-1] and x + wide > width:
                lines.append([])
                x = px(18)
            lines[-1].append(token)
            x += wide
        return lines

    def hover(self, at: Point) -> Hint | None:
        """Return what lies under the mouse."""
        for spot in self.spots:
            cell = spot.grid.at(at)
            if cell is not None:
                return Hint(spot.tell(*cell))
        for link in self.links:
            if link.says and link.area.collidepoint(at):
                return Hint(link.says)
        return None
