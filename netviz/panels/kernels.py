"""All kernels of a convolutional layer as pictures: at the start, now, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint
from netviz.panels.kernel_closeup import Closeup
from netviz.panels.kernel_data import Sheets, limit_of, views_of
from netviz.panels.kernel_grid import Grid, Room, Shape, arrange
from netviz.panels.kernel_sheet import KernelSheets, draw_scale
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.spot import Spot
from netviz.panels.tabs import HEIGHT, Tabs
from netviz.panels.weight_story import Story

__all__ = ["Kernels", "Sheets"]

CELL, WRITTEN = (4, 4), (42, 17)  # the least cells, plain and with a number in them; design units
MOST = 64  # of a cell's width
BELOW = 10  # between the kernels and the one that is shown large below them
ALONE = 0.58  # of the height that one sheet alone may take, so that the chosen kernel has room below it
SHRUNK = 0.8  # of its size that a cell may shrink to for that
MOVES = {"left": (0, -1), "right": (0, 1), "up": (-1, 0), "down": (1, 0)}


class Kernels(Panel):
    """A row of kernels for each filter, three times over, in one scale of colours."""

    title = "Kernels"

    def __init__(
        self,
        source: Callable[[View], Sheets | None],
        story: Callable[[View, int], Story],
        spot: Spot,
    ) -> None:
        self._source, self._story, self._spot = source, story, spot
        self._numbers = False
        self._tabs = Tabs()
        self._closeup = Closeup()
        self._drawn: tuple[Grid, list[Point], Sheets] | None = None
        self._mouse: Point | None = None
        self._pictures = KernelSheets()

    def value(self, view: View) -> str:
        """Return how many kernels there are."""
        sheets = self._source(view)
        if sheets is None:
            return ""
        shape = sheets.shape
        filters = "1 filter" if shape.filters == 1 else f"{shape.filters} filters"
        inputs = "1 input channel" if shape.channels == 1 else f"{shape.channels} input channels"
        return f"{filters} of {shape.size}×{shape.size}, {inputs}"

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw tabs, scale, and the kernels at the start, now, and the change."""
        sheets, theme, px = self._source(view), canvas.theme, canvas.px
        if sheets is None:
            canvas.text("This network has no convolutional layer.", area.topleft, theme.secondary)
            return
        words = [*sheets.layers, "numbers"]
        chosen = [i == sheets.layer for i in range(len(sheets.layers))] + [self._numbers]
        end = self._tabs.draw(canvas, (area.x, area.y), words, chosen)
        limit = limit_of(sheets)
        draw_scale(canvas, Rect(end, area.y, area.right - end, px(HEIGHT)), limit)
        caption = canvas.line_height(Face.SMALL) + px(2)
        top = area.y + px(HEIGHT + 6)
        parts = divide(area.width, [1] * self._sheets(canvas, area.width, sheets), px(16))
        height = area.bottom - top - caption
        lower = height if len(parts) > 1 or self._numbers else round(ALONE * height)
        grid = self._arranged(canvas, sheets, parts[0][1], lower, view.choices)
        size, many = sheets.shape.size, 1 + len(sheets.moving)
        for titled in (True, False) if self._closeup.wide_enough(canvas, area.width, size, many) else ():
            below = self._closeup.least(canvas, size, titled=titled) + px(BELOW)
            smaller = self._arranged(canvas, sheets, parts[0][1], min(lower, height - below), view.choices)
            if smaller.whole and smaller.cell[0] >= SHRUNK * grid.cell[0]:
                grid = smaller
                break
        if not grid.whole:  # and room for a line that says so
            grid = self._arranged(canvas, sheets, parts[0][1], height - caption, view.choices)
        corners: list[Point] = []
        shown = views_of(sheets, limit)[1:] if len(parts) == 1 else views_of(sheets, limit)
        for i, (start, width) in enumerate(parts):
            head, values, reach = shown[i]
            head = canvas.lettering.fit(head, Face.SMALL, width)
            canvas.text(head, (area.x + start, top), theme.secondary, Face.SMALL)
            corner = (area.x + start, top + caption)
            corners.append(corner)
            stamp = (view.timeline.version, sheets.layer)
            self._pictures.draw(canvas, grid, corner, values, reach, i, stamp, numbers=self._numbers)
            self._draw_chosen(canvas, grid, corner, view.choices, sheets)
        if not grid.whole:
            canvas.text(_shown(grid), area.bottomleft, theme.secondary, Face.SMALL, "bottomleft")
        below = top + caption + grid.size[1] + px(BELOW)
        height = area.bottom - below - (0 if grid.whole else caption)
        self._draw_closeup(canvas, Rect(area.x, below, area.width, height), sheets, view.choices)
        self._drawn = (grid, corners, sheets)

    def _draw_closeup(self, canvas: Canvas, area: Rect, sheets: Sheets, choices: Choices) -> None:
        """Draw the chosen kernel with all that moves it, where there is room left."""
        shape = sheets.shape
        filter, channel = choices.filter % shape.filters, choices.channel % shape.channels
        start = shape.offset(filter, channel, 0, 0)
        arrays = [
            (name, flat[start : start + shape.size**2].reshape(shape.size, shape.size))
            for name, flat in (("weight", sheets.now), *sheets.moving)
        ]
        title = f"{sheets.layers[sheets.layer]}, filter {filter + 1}, input {channel + 1}, now"
        at = shape.cell(self._spot.offset(choices, shape))
        chosen = at[2:] if at[:2] == (filter, channel) else None
        self._closeup.draw(canvas, area, title, arrays, chosen)

    def _sheets(self, canvas: Canvas, width: int, sheets: Sheets) -> int:
        """Return how many of start, now and change fit side by side; one alone is now."""
        px, shape = canvas.px, sheets.shape
        first, last = sheets.steps
        if first == last > 0:  # a network that was loaded and has not been trained since
            return 1
        if not self._numbers:
            return 3
        least = (shape.size + 1) * px(WRITTEN[0]) + canvas.text_width(str(shape.filters), Face.TINY) + px(14)
        return min(max((width + px(16)) // (least + px(16)), 1), 3)

    def _arranged(self, canvas: Canvas, sheets: Sheets, width: int, height: int, choices: Choices) -> Grid:
        px, shape = canvas.px, sheets.shape
        least = WRITTEN if self._numbers else CELL
        labels = canvas.text_width(str(shape.filters), Face.TINY) + px(6)
        above = canvas.line_height(Face.TINY)
        cell = (px(least[0]), px(least[1]))
        room = Room(width, height, cell, px(MOST), max(px(4), 2), labels, above, px(8))
        return arrange(shape, room, choices.filter % shape.filters, choices.channel % shape.channels)

    def _draw_chosen(
        self, canvas: Canvas, grid: Grid, corner: Point, choices: Choices, sheets: Sheets
    ) -> None:
        """Outline the chosen kernel, and the cell looked at."""
        theme, shape = canvas.theme, sheets.shape
        filter, channel = choices.filter % shape.filters, choices.channel % shape.channels
        if grid.shows(filter, channel):
            x, y = grid.corner(filter, channel)
            k, (wide, high) = shape.size, grid.cell
            box = Rect(corner[0] + x, corner[1] + y, k * wide, k * high).inflate(2, 2)
            canvas.rect(box, theme.focus, width=1)
        cell = grid.place(self._spot.offset(choices, shape))
        if cell is not None:
            canvas.rect(cell.move(round(corner[0]), round(corner[1])), theme.text, width=1)

    # the mouse and the keys

    def _under(self, at: Point, choices: Choices) -> int | None:
        """Return the offset of the cell under the mouse."""
        if self._drawn is None:
            return None
        grid, corners, _ = self._drawn
        width, height = grid.size
        for x, y in corners:
            if x <= at[0] < x + width and y <= at[1] < y + height:
                return grid.at((at[0] - x, at[1] - y))
        cell = self._closeup.at(at)
        if cell is None:
            return None
        filter, channel = choices.filter % grid.shape.filters, choices.channel % grid.shape.channels
        return grid.shape.offset(filter, channel, *cell)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return everything about the number under the mouse, and look at it from now on."""
        offset = self._under(at, view.choices)
        if offset is None:
            return None
        if at != self._mouse:  # a resting mouse does not take it back from the keys
            self._mouse = at
            self._spot.look(offset, view.choices)
        return self._story(view, offset).hint()

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose a layer, numbers or none, or the kernel under the mouse."""
        tab, sheets = self._tabs.at(at), self._source(view)
        if sheets is None:
            return None
        if tab is not None and tab < len(sheets.layers):
            return replace(view.choices, layer=tab, filter=0, channel=0)
        if tab is not None:
            return self.key("numbers", view)
        offset = self._under(at, view.choices)
        return None if offset is None else self._choose(offset, view.choices, sheets.shape)

    def _choose(self, offset: int, choices: Choices, shape: Shape) -> Choices:
        """Look at a number and choose its kernel; of a bias, the filter."""
        filter, channel, _, _ = shape.cell(offset)
        chosen = replace(choices, filter=filter, channel=choices.channel if channel < 0 else channel)
        self._spot.look(offset, chosen)
        return chosen

    def key(self, word: str, view: View) -> Choices | None:
        """Go to another layer, filter, channel or cell; switch the numbers."""
        sheets, choices = self._source(view), view.choices
        if sheets is None:
            return None
        shape = sheets.shape
        match word:
            case "layer":
                layer = (sheets.layer + 1) % len(sheets.layers)
                return replace(choices, layer=layer, filter=0, channel=0)
            case "filter" | "filter back":
                step = 1 if word == "filter" else -1
                return replace(choices, filter=(choices.filter + step) % shape.filters)
            case "channel":
                return replace(choices, channel=(choices.channel + 1) % shape.channels)
            case "numbers":
                self._numbers = not self._numbers
                return choices
            case "left" | "right" | "up" | "down":
                offset = shape.beside(self._spot.offset(choices, shape), *MOVES[word])
                return self._choose(offset, choices, shape)
        return None


def _shown(grid: Grid) -> str:
    shape = grid.shape
    text = f"filters {grid.first + 1}–{grid.first + grid.filters} of {shape.filters}"
    if grid.channels < shape.channels:
        last = grid.channel + grid.channels
        inputs = f"input {last}" if grid.channels == 1 else f"inputs {grid.channel + 1}–{last}"
        text += f", {inputs} of {shape.channels}"
    return text
