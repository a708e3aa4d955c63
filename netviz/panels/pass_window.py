"""The window on the input, and enlarged: what it sees × the kernel = the products."""

from __future__ import annotations

from functools import partial

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import MINUS, exact, fixed
from netviz.panels.number_grid import Grid, Heat, fitted, frame, ink, needed, signed
from netviz.panels.pass_data import PassData, Place
from netviz.panels.pass_sketch import FOOT, GAP, HEAD, MOST, Sketch

SHARE, LEAST = 0.46, 0.24  # of the width: the most for the input, and the least if there are no numbers
ENOUGH = 0.4  # of the width: what the input may give way to for numbers in the maps
BARS = 100  # design units: the least width of the list of channels


def draw_input(sketch: Sketch, area: Rect, data: PassData, at: Place) -> Grid:
    """Draw the chosen channel of the input with its padding, and the window on it."""
    canvas, values = sketch.canvas, data.padded[data.channel]
    grid = input_grid(canvas, area, data, maps_width(canvas, data))
    high, wide = data.inputs.shape[1:]
    channel = f", channel {data.channel + 1}" if data.channels > 1 else ""
    of = f"{channel} of {data.channels}" if channel else ""
    titles = (
        f"input x: {data.source}{of}, {high}×{wide}", f"input x: {data.source}{of}",
        f"x: {data.source}{of}", f"x: {data.source}{channel}", "input x",
    )  # fmt: skip
    border, stride = data.border, f"stride {data.stride}"
    formulas = (
        f"padding: {border} of zeros around   {stride}" if border else f"no padding   {stride}",
        f"padding {border}, {stride}" if border else f"no padding, {stride}",
        stride,
    )
    sketch.grid(
        grid, values, input_heat(canvas, data), titles, formulas,
        partial(tell_input, data), partial(put_input, data), outside=data.outside,
    )  # fmt: skip
    frame(canvas, window_on(grid, data, at))
    return grid


def input_grid(canvas: Canvas, area: Rect, data: PassData, maps: int = 0) -> Grid:
    """Return the large cells on the left, for the input or its gradient.

    They give way a little where that leaves the width that numbers in `maps` beside them need. Where numbers
    do not fit into them, they leave width for numbers in the enlarged window.
    """
    px, padded = canvas.px, data.padded[data.channel]
    room = Rect(area.x, area.y + px(HEAD), round(area.width * SHARE), area.height - px(HEAD + FOOT))
    grid = fitted(canvas, room, padded, px(MOST))
    style = grid.style(canvas)
    if style is not None:
        room.width = area.width - maps - px(GAP)
        if area.width * ENOUGH <= room.width < grid.area.width:
            narrower = fitted(canvas, room, padded, px(MOST))
            return narrower if narrower.style(canvas) is style else grid
        return grid
    for spread in (1, 0):
        wanted = (3 * data.size + 2 * spread) * needed(canvas) + between(canvas) + px(GAP + BARS)
        if area.width - wanted >= area.width * LEAST:
            room.width = min(room.width, area.width - wanted)
            return fitted(canvas, room, padded, px(MOST))
    return grid


def between(canvas: Canvas, gap: int = GAP) -> int:
    """Return how much of the width is left between window, kernel, products and what follows."""
    return 3 * canvas.px(gap)


def maps_width(canvas: Canvas, data: PassData) -> int:
    """Return how wide the output's maps are at least where there are numbers in all their cells."""
    longest: int = max(data.z.shape)
    return (1 + len(data.stages)) * (longest * needed(canvas) + canvas.px(GAP)) - canvas.px(GAP)


def input_heat(canvas: Canvas, data: PassData) -> Heat:
    """Return ink for an image, else heat for signed numbers."""
    return ink(canvas.theme, *data.paper) if data.paper else signed(canvas.theme, data.inputs[data.channel])


def window_on(grid: Grid, data: PassData, at: Place) -> Rect:
    """Return the cells of the padded input that the window lies on."""
    return grid.span(at[0] * data.stride, at[1] * data.stride, data.size, data.size)


def put_input(data: PassData, row: int, column: int) -> Place:
    """Return the place whose window has a cell of the padded input in its middle."""
    half, every = (data.size - 1) // 2, data.stride
    return round((row - half) / every), round((column - half) / every)


def tell_input(data: PassData, row: int, column: int) -> tuple[str, ...]:
    """Return what a cell of the padded input is, and its exact number."""
    if data.outside[row, column]:
        return ("padding: 0", "zeros around the input, so that the window fits at its edge")
    place = f"row {row - data.border + 1}, column {column - data.border + 1}"
    return (f"x, {place}, channel {data.channel + 1}", exact(float(data.padded[data.channel, row, column])))


def draw_window(
    sketch: Sketch, corner: Place, data: PassData, at: Place, spread: int, large: Grid, cell: Place,
    gap: int,
) -> None:  # fmt: skip
    """Draw the window enlarged × the kernel = the products, and lines from the window on the input.

    `spread` cells around the window are shown too; `cell` is the width and height of all cells, `gap` between
    the three, in pixels.
    """
    canvas, px, k = sketch.canvas, sketch.canvas.px, data.size
    shown, (wide, high) = k + 2 * spread, cell
    padded = data.padded[data.channel]
    top = min(max(at[0] * data.stride - spread, 0), padded.shape[0] - shown)
    left = min(max(at[1] * data.stride - spread, 0), padded.shape[1] - shown)
    part = slice(top, top + shown), slice(left, left + shown)
    heat = input_heat(canvas, data)
    patch = Grid(corner[0] + px(2), corner[1], shown, shown, wide, high)
    around = patch.span(at[0] * data.stride - top, at[1] * data.stride - left, k, k)
    _join(canvas, large, window_on(large, data, at), patch, around)

    def tell(row: int, column: int) -> tuple[str, ...]:
        return tell_input(data, top + row, left + column)

    titles = "x around the window" if spread else "x in the window", "window on x", "x"
    sketch.grid(
        patch, padded[part], heat, titles,
        where(data, at), tell, width=shown * wide + gap - px(6), outside=data.outside[part],
    )  # fmt: skip
    frame(canvas, around)
    y = patch.y + spread * patch.height
    kernel, products = data.kernel[data.channel], data.products(*at)
    weights = Grid(patch.area.right + gap, y, k, k, wide, patch.height)
    of = f"filter {data.filter + 1}"
    sketch.grid(
        weights, kernel, signed(canvas.theme, data.kernel), ("kernel w",),
        (f"{of}, channel {data.channel + 1}", of) if data.channels > 1 else (of,),
        lambda row, column: (
            f"{data.layers[data.layer]} weight [{data.filter + 1},{data.channel + 1},{row + 1},{column + 1}]",
            exact(float(kernel[row, column])),
        ),
        width=weights.area.width + gap - px(6),
    )  # fmt: skip
    result = Grid(weights.area.right + gap, y, k, k, wide, patch.height)

    def tell_product(row: int, column: int) -> tuple[str, ...]:
        x, w = float(data.patch(*at)[row, column]), float(kernel[row, column])
        return (f"x · w = {exact(float(products[row, column]))}", f"x = {exact(x)}", f"w = {exact(w)}")

    sketch.grid(
        result, products, signed(canvas.theme, products), ("products x · w", "x · w"),
        (f"Σ = {short(float(data.sums(*at)[data.channel]))}",), tell_product,
        width=result.area.width + gap - px(6),
    )  # fmt: skip
    for sign, before in (("×", patch), ("=", weights)):
        sketch.sign(sign, (before.area.right + gap // 2, weights.area.centery))


def _join(canvas: Canvas, large: Grid, window: Rect, patch: Grid, around: Rect) -> None:
    """Draw lines from the window's height on the input to its height on the enlarged cells."""
    color = canvas.theme.tint(canvas.theme.focus, 0.6)
    left, right = large.area.right + canvas.px(2), patch.x - canvas.px(3)
    canvas.line((left, window.top), (right, around.top), color)
    canvas.line((left, window.bottom), (right, around.bottom), color)


def where(data: PassData, at: Place) -> tuple[str, str]:
    """Return the rows and columns of the input that the window lies on, counted from 1; 0 is padding.

    In words, and without.
    """
    top, left = (place * data.stride - data.border + 1 for place in at)
    rows, columns = (f"{first}–{first + data.size - 1}".replace("-", MINUS) for first in (top, left))
    return f"rows {rows}, cols {columns}", f"{rows} × {columns}"


def short(value: float) -> str:
    """Return a number with three decimals."""
    return fixed(value, 3).strip()
