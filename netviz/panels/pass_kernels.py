"""Two rows of kernels side by side: dW gathered from dz · x, and dX under the window from dz · w."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import exact, exponent_of, number, power
from netviz.panels.number_grid import Grid, Heat, Mask, Values, frame, needed, signed
from netviz.panels.pass_data import Backward, PassData, Place
from netviz.panels.pass_maps import map_grid
from netviz.panels.pass_sketch import GAP, MOST, Sketch
from netviz.panels.pass_window import input_heat, put_input
from netviz.panels.words import Words

LABEL = 72  # design units that what is written over and below the last kernel may need
ALL = 5  # kernels side by side; without x and w, which the forward pass shows, one less


def kernel_cell(canvas: Canvas, width: int, height: int, k: int) -> tuple[tuple[int, int], int]:
    """Return the size of cells and how many kernels stand side by side: one less if numbers need it."""
    px = canvas.px
    most = min(height // k, px(MOST))
    for columns in (ALL, ALL - 1):
        room = (width - (columns - 1) * px(GAP)) // (columns * k)
        if room >= needed(canvas):
            break
    side = max(min(room, most), 1)
    return (max(min(room, max(side, px(36))), 1), side), columns


class Row:
    """Kernels side by side in an area."""

    def __init__(self, sketch: Sketch, area: Rect, k: int, cell: tuple[int, int], columns: int) -> None:
        self.sketch, self.whole = sketch, columns == ALL
        self._area, self._k, self._cell = area, k, cell
        px, kernel = sketch.canvas.px, k * cell[0]
        spare = area.width - (columns - 1) * kernel - max(kernel, px(LABEL))
        self._gap = min(spare // (columns - 1), 3 * px(GAP))
        self._x = area.x

    def next(self, sign: str = "") -> tuple[Rect, int]:
        """Return where the next kernel goes, and how wide its labels may be; draw the sign before it."""
        area = Rect(self._x, self._area.y, self._k * self._cell[0], self._k * self._cell[1])
        if sign:
            self.sketch.sign(sign, (area.x - self._gap // 2, area.centery))
        width = self._room
        self._x = area.right + self._gap
        return area, width

    @property
    def _room(self) -> int:
        """How wide the next kernel's labels may be."""
        wide = self._k * self._cell[0] + self._gap - self.sketch.canvas.px(4)
        return min(wide, self._area.right - self._x)

    def add(
        self, sign: str, values: Values, heat: Heat, title: str, formulas: Words, *,
        exponent: int = 0, outside: Mask | None = None, figure: str = "", says: str = "",
    ) -> Grid:  # fmt: skip
        """Draw the next kernel, after a sign. The mouse is told the formula below, or what `says` says."""
        area, width = self.next(sign)
        grid = Grid(area.x, area.y, self._k, self._k, *self._cell)

        def tell(row: int, column: int) -> tuple[str, ...]:
            return (
                f"{title}: row {row + 1}, column {column + 1}",
                exact(float(values[row, column])),
                says or f"{formulas[0]} {figure}".rstrip(),
            )

        short = title.replace(" · ", "·").split()[0]
        titles = title + power(exponent), short + power(exponent)
        self.sketch.grid(
            grid, values, heat, titles, formulas, tell,
            width=width, exponent=exponent, outside=outside, figure=figure,
        )  # fmt: skip
        return grid


def draw_dw(row: Row, data: PassData, back: Backward, at: Place) -> None:
    """Draw dz · x of this place, and dW: so far, in the end, and the batch's."""
    canvas, channel = row.sketch.canvas, data.channel
    dz, patch, final = float(back.dz[at]), data.patch(*at), back.dkernel[channel]
    exponent, heat = exponent_of(final), signed(canvas.theme, final)
    if row.whole:
        where = f"channel {channel + 1}" if data.channels > 1 else "of the image"
        frame(canvas, row.add("", patch, input_heat(canvas, data), "x in the window", (where,)).area)
    _add_product(row, dz, patch, heat, "dz · x")
    row.add("→", data.gathered(data.passed(*at)), heat, "dW so far", ("dW += dz · x",), exponent=exponent)
    row.add("→", final, heat, "dW whole", ("the network's own", "of this image"), exponent=exponent)
    batch = back.batch_dkernel[channel]
    row.add(
        "", batch, signed(canvas.theme, batch), "batch dW",
        ("before update", back.batch, back.batch.partition(",")[0]),
        exponent=exponent_of(batch), says=back.of_batch,
    )  # fmt: skip


def draw_dx(row: Row, data: PassData, back: Backward, so_far: Values, exponent: int, at: Place) -> None:
    """Draw dz · w of this place, and dX under the window: so far, and in the end with all filters."""
    theme, k = row.sketch.canvas.theme, data.size
    dz, kernel = float(back.dz[at]), data.kernel[data.channel]
    window = tuple(slice(place * data.stride, place * data.stride + k) for place in at)
    total, outside = data.total[window], data.outside[window]
    heat = signed(theme, data.scattered_whole)
    if row.whole:
        row.add("", kernel, signed(theme, data.kernel), "kernel w", (f"filter {data.filter + 1}",))
    _add_product(row, dz, kernel, heat, "dz · w")
    here = row.add(
        "→", so_far[window], heat, "dX so far", ("dX += dz · w",), exponent=exponent, outside=outside
    )
    frame(row.sketch.canvas, here.area)
    every = f"all {data.filters} filters" if data.filters > 1 else "the only filter"
    row.add(
        "→", total, signed(theme, back.dinputs[data.channel]), "dX whole", (every,),
        exponent=exponent, outside=outside,
    )  # fmt: skip
    _draw_total(row, data, back, at, every)


def _add_product(row: Row, dz: float, values: Values, heat: Heat, title: str) -> None:
    """Draw what one place adds, coloured as the sum but in a power of ten of its own: it may be small."""
    products: Values = dz * values
    sign = "→" if row.whole else ""
    row.add(sign, products, heat, title, ("dz =",), exponent=exponent_of(products), figure=number(dz))


def _draw_total(row: Row, data: PassData, back: Backward, at: Place, every: str) -> None:
    """Draw the input's whole gradient, over all filters, and the window on it."""
    canvas, values = row.sketch.canvas, back.dinputs[data.channel]
    area, width = row.next()
    grid = map_grid(canvas, area, values)

    def tell(i: int, j: int) -> tuple[str, ...]:
        return (f"∂L/∂x, row {i + 1}, column {j + 1}, over {every}", exact(float(values[i, j])))

    def put(i: int, j: int) -> Place:
        return put_input(data, i + data.border, j + data.border)

    row.sketch.grid(
        grid, values, signed(canvas.theme, values), ("dX map",), (every,), tell, put,
        width=width, exponent=exponent_of(values),
    )  # fmt: skip
    top, left = (place * data.stride - data.border for place in at)
    with canvas.clipped(grid.area.inflate(4, 4)):
        frame(canvas, grid.span(top, left, data.size, data.size))
