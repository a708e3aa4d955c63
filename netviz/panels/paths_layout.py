"""Where the picture of paths has its columns of tiles, cells and digits, and where links begin and end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.mosaic import Mosaic
from netviz.drawing.numbers import count
from netviz.panels.paths_data import Column, Node

HEAD = 36  # design units above the columns, for their names
GAP = 3  # between tiles
IMAGE, MAP, CELL = 112, 88, 12  # the greatest sides of the image, a map and a unit's cell
LEADER, BOX, LINE = 14, 62, 15  # from a unit's cell to its number; that number; from one to the next
DIGITS = 148, 180  # the column of digits, at least and where there is room
TIGHT = 66  # that column where there is no room for all columns, their names and what units are
WIDE = 800  # where there is
BETWEEN = 20  # the least between two columns
KEPT = 4096  # cells remembered


@dataclass(frozen=True, eq=False)
class Layout:
    """`tiles` of all columns but the digits, their `middles`; `rows` of the digits; `boxes` beside units.

    `slot` is the width that names of columns are cut to where all is `tight`: units then have no boxes.
    """

    area: Rect
    tiles: tuple[Mosaic, ...]
    middles: tuple[int, ...]
    rows: tuple[Rect, ...]
    slot: int = 0
    boxes: dict[Node, Rect] = field(default_factory=dict)
    cells: dict[Node, Rect] = field(default_factory=dict)  # those found before

    @property
    def tight(self) -> bool:
        """Whether there is room for what is needed most only."""
        return self.slot > 0

    def cell(self, node: Node) -> Rect:
        """Return the pixels of one number, at least a pixel each way; the caller only reads it."""
        cell = self.cells.get(node)
        if cell is None:
            if len(self.cells) >= KEPT:
                self.cells.clear()
            cell = self.cells[node] = self._cell(node)
        return cell

    def _cell(self, node: Node) -> Rect:
        tiles = self.tiles[node.column]
        box, (rows, columns) = tiles.box(node.unit), tiles.shape
        row, column = node.place or (0, 0)
        left, right = (box.x + at * box.width // columns for at in (column, column + 1))
        top, bottom = (box.y + at * box.height // rows for at in (row, row + 1))
        return Rect(left, top, max(right - left, 1), max(bottom - top, 1))

    def exit(self, node: Node) -> Point:
        """Return where links to later columns begin: beside a unit's number, or in the middle of a pixel."""
        box = self.boxes.get(node)
        if box is not None:
            return box.right, box.centery
        return self._middle(node)

    def entry(self, node: Node) -> Point:
        """Return where links from earlier columns end."""
        if node.column == len(self.tiles):
            row = self.rows[node.unit]
            return row.left, row.centery
        if node in self.boxes:
            cell = self.cell(node)
            return cell.left, cell.centery
        return self._middle(node)

    def _middle(self, node: Node) -> Point:
        cell = self.cell(node)
        return cell.x + cell.width / 2, cell.y + cell.height / 2


def lay_out(canvas: Canvas, area: Rect, columns: Sequence[Column]) -> Layout:
    """Share the width out: each column as large as the height lets it be, the rest between them."""
    px = canvas.px
    body = Rect(area.x, area.y + px(HEAD), area.width, max(area.height - px(HEAD), 1))
    shown, digits = columns[:-1], px(DIGITS[area.width >= px(WIDE)])
    size = 1.0
    while True:
        plans = [_plan(canvas, column, body.height, i == 0, size) for i, column in enumerate(shown)]
        heads = [max(canvas.text_width(text, Face.SMALL) for text in heading(column)) for column in shown]
        widths = [max(plan[2], head) for plan, head in zip(plans, heads, strict=True)]
        between = (body.width - digits - sum(widths)) / len(shown)
        if between >= px(BETWEEN):
            break
        if size < 0.3:
            return _lay_out_tight(canvas, area, body, columns)
        size *= 0.85
    x = float(body.x)
    tiles, middles = [], []
    for column, (side, across, width), slot in zip(shown, plans, widths, strict=True):
        tiles.append(_tiles(canvas, column, body, round(x + (slot - width) / 2), side, across))
        middles.append(round(x + slot / 2))
        x += slot + between
    return Layout(area, tuple(tiles), tuple(middles), _rows(canvas, body, columns, digits))


def _lay_out_tight(canvas: Canvas, area: Rect, body: Rect, columns: Sequence[Column]) -> Layout:
    """Give all columns the same width, and make the tiles of each as small as that needs."""
    px, shown = canvas.px, columns[:-1]
    slot = max((body.width - px(TIGHT) - px(4)) // len(shown), 1)
    tiles = tuple(
        _tiles_within(canvas, column, body, body.x + i * slot, slot, i == 0) for i, column in enumerate(shown)
    )
    middles = tuple(body.x + i * slot + slot // 2 for i in range(len(shown)))
    return Layout(area, tiles, middles, _rows(canvas, body, columns, px(TIGHT)), slot - px(1))


def _tiles_within(canvas: Canvas, column: Column, body: Rect, x: int, slot: int, first: bool) -> Mosaic:
    """Return tiles in the middle of a slot, as large as it lets them be."""
    px, size = canvas.px, 1.0
    while True:
        side, across, width = _plan(canvas, column, body.height, first, size)
        width -= 0 if column.maps else px(LEADER + BOX)
        if width <= slot - px(14) or size < 0.1:
            return _tiles(canvas, column, body, x + (slot - width) // 2, side, across)
        size *= 0.85


def _rows(canvas: Canvas, body: Rect, columns: Sequence[Column], digits: int) -> tuple[Rect, ...]:
    """Return the rows of the digits."""
    many = len(columns[-1].values)
    pitch = min(body.height / many, canvas.px(56))
    top, left = body.y + (body.height - pitch * many) / 2, body.right - digits
    return tuple(Rect(left, round(top + i * pitch), digits, round(pitch) - canvas.px(2)) for i in range(many))


def heading(column: Column) -> tuple[str, str]:
    """Return a column's name and shape."""
    units, rows, columns = column.values.shape
    if not column.maps:
        return column.name, f"{count(units)} units"
    return column.name, f"{rows}×{columns}" if units == 1 else f"{units} × {rows}×{columns}"


def _plan(canvas: Canvas, column: Column, height: int, first: bool, size: float) -> tuple[int, int, int]:
    """Return the side of a tile (or a unit's cell), how many stand side by side, and the column's width."""
    px, units = canvas.px, len(column.values)
    gap = px(GAP) if column.maps else 0
    least, most = (px(18), px(IMAGE if first else MAP) * size) if column.maps else (px(3), px(CELL))
    across = 1
    while (height + gap) // -(-units // across) - gap < least and across < min(units, 8):
        across += 1
    side = max(min((height + gap) // -(-units // across) - gap, int(most)), 1)
    if column.maps and side % column.values.shape[2] < side / 8:
        side -= side % column.values.shape[2]  # pixels that are all alike
    width = across * (side + gap) - gap
    if not column.maps:
        width = across * _broad(canvas, side, across) + px(LEADER + BOX)
    return side, across, width


def _tiles(canvas: Canvas, column: Column, body: Rect, x: int, side: int, across: int) -> Mosaic:
    px, (units, rows, columns) = canvas.px, column.values.shape
    gap = px(GAP) if column.maps else 0
    down = -(-units // across)
    if column.maps and down > 1:  # spread a little, so that columns of few maps reach as high as the others
        gap = max(min((body.height - down * side) // (down - 1), max(side // 3, gap)), 1)
    size = (side, side) if column.maps else (_broad(canvas, side, across), side)
    high = down * (size[1] + gap) - gap
    corner = (x, body.y + max((body.height - high) // 2, 0))
    return Mosaic(corner, units, (rows, columns), size, across, gap, framed=column.maps)


def _broad(canvas: Canvas, side: int, across: int) -> int:
    """Return the width of a unit's cell, which may be flat."""
    return max(side, canvas.px(8 if across <= 3 else 4))


def place_boxes(canvas: Canvas, layout: Layout, nodes: Sequence[Node]) -> None:
    """Put a number beside each unit on a path, near its cell, none over another, where there is room."""
    px = canvas.px
    if layout.tight:
        return
    for number, tiles in enumerate(layout.tiles):
        units = sorted({node for node in nodes if node.column == number}, key=lambda node: node.unit)
        x = tiles.area.right + px(LEADER)
        top, bottom = layout.area.y + px(HEAD), layout.area.bottom
        places = apart([layout.cell(node).centery for node in units], px(LINE), top, bottom)
        for node, y in zip(units, places, strict=True):
            layout.boxes[node] = Rect(x, round(y - px(LINE) / 2), px(BOX), px(LINE))


def apart(places: Sequence[float], line: float, low: float, high: float) -> list[float]:
    """Return `places` moved in their order, a line from one to the next, inside low … high.

    They stay where they are if they can; runs that are too close spread about their middle.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    runs: list[tuple[float, int]] = []  # the middle of a run of neighbours, and how many they are
    for i in order:
        middle, count = places[i], 1
        middle = min(max(middle, low + line / 2), high - line / 2)
        while runs and middle - count * line / 2 < runs[-1][0] + runs[-1][1] * line / 2:
            before, many = runs.pop()
            middle = (before * many + middle * count) / (many + count)
            count += many
            half = count * line / 2
            middle = min(max(middle, low + half), max(high - half, low + half))
        runs.append((middle, count))
    spread = [middle + (k - (count - 1) / 2) * line for middle, count in runs for k in range(count)]
    moved = [0.0] * len(places)
    for i, y in zip(order, spread, strict=True):
        moved[i] = y
    return moved
