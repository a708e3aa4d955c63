"""The forward pass of one filter: window × kernel, the sums, the bias, and what comes after."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.numbers import MINUS, exact, fixed
from netviz.panels.number_grid import Grid, Heat, Values, fitted, frame, ink, signed
from netviz.panels.pass_channels import draw_channels
from netviz.panels.pass_data import PassData, Place, Stage, Step, trace
from netviz.panels.pass_sketch import FOOT, HEAD, LINE, Sketch, Token

MOST = 64  # design units: no cell is larger
SHARE = 0.46  # of the width that the input may take
GAP = 22  # design units between parts


def draw_forward(sketch: Sketch, area: Rect, data: PassData, at: Place) -> None:
    """Draw everything that makes one number of the output, and the output so far."""
    canvas, px = sketch.canvas, sketch.canvas.px
    large = draw_input(sketch, area, data, at)
    x = large.area.right + px(GAP)
    right = Rect(x, area.y, area.right - x, area.height)
    steps = trace(data, *at)
    lines = sketch.wrap(_arithmetic(data, steps, at), right.width)
    plate = len(lines) * px(LINE) + px(8)
    maps = 1 + len(steps)
    wide = (right.width - (maps - 1) * px(GAP)) // maps
    spread = 0 if large.style(canvas) else 1  # how many cells around the window the enlarged one shows
    spread = spread if min(data.padded.shape[1:]) >= data.size + 2 else 0
    units = 3 * data.size + 2 * spread
    channels = max(px(118), right.width // 4)
    cell = min((right.width - channels - px(2 * GAP + 16)) // units, px(MOST + 16))
    free = area.height - plate - 2 * px(HEAD + FOOT)
    upper = (data.size + 2 * spread) * cell
    if upper + wide > free:
        upper = min(upper, max(free // 2, free - wide))
        wide = min(wide, free - upper)
    upper = upper // (data.size + 2 * spread) * (data.size + 2 * spread)
    left = area.height - plate - 2 * px(HEAD + FOOT) - upper - wide
    terms = sketch.wrap(_terms(data, at), right.width)
    if left - len(terms) * px(LINE) >= px(3 * GAP):  # there is room to write them out
        lines = terms + lines
        plate += len(terms) * px(LINE)
        left -= len(terms) * px(LINE)
    gap = max(left // 3, 0)
    top = area.y + px(HEAD)
    _draw_window(sketch, Rect(right.x, top, right.width, upper), data, at, spread, large, channels)
    bars = Rect(right.right - channels, area.y, channels, upper + px(HEAD + FOOT) + min(gap, px(40)))
    draw_channels(sketch, bars, data, data.sums(*at), float(data.z[at]))
    y = top + upper + px(FOOT) + gap
    sketch.arithmetic(Rect(right.x, y, right.width, plate), lines)
    y += plate + gap + px(HEAD)
    _draw_maps(sketch, Rect(right.x, y, right.width, wide), data, at, steps)


def draw_input(sketch: Sketch, area: Rect, data: PassData, at: Place) -> Grid:
    """Draw the chosen channel of the input with its padding, and the window on it."""
    canvas, values = sketch.canvas, data.padded[data.channel]
    grid = input_grid(canvas, area, values)
    high, wide = data.inputs.shape[1:]
    channel = f", channel {data.channel + 1} of {data.channels}" if data.channels > 1 else ""
    border = f"padding: {data.border} of zeros around" if data.border else "no padding"
    sketch.grid(
        grid, values, input_heat(canvas, data), f"input x: {data.source}{channel}, {high}×{wide}",
        f"{border}   stride {data.stride}",
        partial(tell_input, data), partial(put_input, data), outside=data.outside,
    )  # fmt: skip
    frame(canvas, window_on(grid, data, at))
    return grid


def input_grid(canvas: Canvas, area: Rect, padded: Values) -> Grid:
    """Return the large cells on the left, for the input or its gradient."""
    px = canvas.px
    height = area.height - px(HEAD + FOOT)
    return fitted(
        canvas, Rect(area.x, area.y + px(HEAD), round(area.width * SHARE), height), padded, px(MOST)
    )


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


def _draw_window(
    sketch: Sketch, area: Rect, data: PassData, at: Place, spread: int, large: Grid, channels: int
) -> None:
    """Draw the window enlarged × the kernel = the products, and lines from the window on the input."""
    canvas, px, k = sketch.canvas, sketch.canvas.px, data.size
    shown = k + 2 * spread
    high = area.height // shown
    free = area.width - channels - px(2 * GAP + 16)
    wide = min(free // (3 * k + 2 * spread), px(MOST + 16))
    side = min(wide, high)
    wide = min(wide, max(side, px(36)))
    padded = data.padded[data.channel]
    top = min(max(at[0] * data.stride - spread, 0), padded.shape[0] - shown)
    left = min(max(at[1] * data.stride - spread, 0), padded.shape[1] - shown)
    part = slice(top, top + shown), slice(left, left + shown)
    heat = input_heat(canvas, data)
    patch = Grid(area.x + px(2), area.y, shown, shown, wide, high if high < wide else side)
    around = patch.span(at[0] * data.stride - top, at[1] * data.stride - left, k, k)
    source = window_on(large, data, at)
    color = canvas.theme.tint(canvas.theme.focus, 0.4)
    for start, end in ((source.topright, around.topleft), (source.bottomright, around.bottomleft)):
        canvas.line(start, end, color)

    def tell(row: int, column: int) -> tuple[str, ...]:
        return tell_input(data, top + row, left + column)

    sketch.grid(
        patch, padded[part], heat, "x around the window" if spread else "x in the window",
        where(data, at), tell, width=shown * wide + px(GAP - 6), outside=data.outside[part],
    )  # fmt: skip
    frame(canvas, around)
    y = patch.y + spread * patch.height
    kernel, products = data.kernel[data.channel], data.products(*at)
    weights = Grid(patch.area.right + px(GAP), y, k, k, wide, patch.height)
    of = f"filter {data.filter + 1}" + (f", channel {data.channel + 1}" if data.channels > 1 else "")
    sketch.grid(
        weights, kernel, signed(canvas.theme, data.kernel), "kernel w", of,
        lambda row, column: (
            f"{data.layers[data.layer]} weight [{data.filter + 1},{data.channel + 1},{row + 1},{column + 1}]",
            exact(float(kernel[row, column])),
        ),
        width=weights.area.width + px(GAP - 6),
    )  # fmt: skip
    result = Grid(weights.area.right + px(GAP), y, k, k, wide, patch.height)

    def tell_product(row: int, column: int) -> tuple[str, ...]:
        x, w = float(data.patch(*at)[row, column]), float(kernel[row, column])
        return (f"x · w = {exact(float(products[row, column]))}", f"x = {exact(x)}", f"w = {exact(w)}")

    sketch.grid(
        result, products, signed(canvas.theme, products), "products x · w",
        f"Σ = {_short(float(data.sums(*at)[data.channel]))}", tell_product,
    )  # fmt: skip
    for sign, before in (("×", patch), ("=", weights)):
        sketch.sign(sign, (before.area.right + px(GAP) // 2, weights.area.centery))


def where(data: PassData, at: Place) -> str:
    """Return the rows and columns of the input that the window lies on, counted from 1; 0 is padding."""
    top, left = (place * data.stride - data.border + 1 for place in at)
    return f"rows {top}–{top + data.size - 1}, columns {left}–{left + data.size - 1}".replace("-", MINUS)


def _arithmetic(data: PassData, steps: tuple[Step, ...], at: Place) -> list[Token]:
    """Return the sum at this place, from the products to the last stage."""
    sums = data.sums(*at)
    one = _short(float(sums[data.channel]))
    tokens: list[Token] = [(f"Σ x·w = {one}", False)]
    if data.channels > 1:
        tokens = [
            (f"channel {data.channel + 1}: Σ x·w = {one}", False),
            (f"all {data.channels} channels: {_short(float(sums.sum()))}", False),
        ]
    tokens += [(f"+ b {_short(data.bias)}", False), (f"= z {_short(float(data.z[at]))}", True)]
    for step in steps:
        if step.value is None:
            tokens.append(("→ in no window of the pool", False))
            break
        stage = step.stage
        what = f"{'max' if stage.largest else 'mean'} of {stage.size**2}:" if stage.pools else stage.name
        tokens.append((f"→ {what} {_short(step.value)}", True))
    return tokens


def _terms(data: PassData, at: Place) -> list[Token]:
    """Return every product of the chosen channel written out."""
    pairs = zip(data.patch(*at).ravel().tolist(), data.kernel[data.channel].ravel().tolist(), strict=True)
    terms = [f"{_bracketed(x)}·{_bracketed(w)}" for x, w in pairs]
    words = ["Σ x·w ="] + [term + " +" for term in terms[:-1]] + [terms[-1]]
    return [(word, False) for word in words]


def _bracketed(value: float) -> str:
    text = _short(value)
    return f"({text})" if text.startswith(MINUS) else text


def _short(value: float) -> str:
    return fixed(value, 3).strip()


def _draw_maps(sketch: Sketch, area: Rect, data: PassData, at: Place, steps: tuple[Step, ...]) -> None:
    """Draw z and what every stage makes of it, as far as the window has come."""
    canvas, px, theme = sketch.canvas, sketch.canvas.px, sketch.canvas.theme
    maps = 1 + len(steps)
    pitch = (area.width + px(GAP)) // maps
    heats = [signed(theme, data.z)] + [signed(theme, *(step.stage.outputs for step in steps))] * len(steps)
    titles = [f"z  {_shape(data.z)}", *(f"{s.stage.name}  {_shape(s.stage.outputs)}" for s in steps)]
    formulas = ["z = Σ x·w + b", *(step.stage.formula for step in steps)]
    values = [data.z, *(step.stage.outputs for step in steps)]
    reached = [data.passed(*at), *(step.reached for step in steps)]
    places: list[Place | None] = [at, *(step.at for step in steps)]
    puts = putters(steps)
    names = ["z", *(step.stage.letter for step in steps)]
    for i in range(maps):
        grid = map_grid(canvas, Rect(area.x + i * pitch, area.y, pitch - px(GAP), area.height), values[i])
        sketch.grid(
            grid, values[i], heats[i], titles[i], formulas[i],
            partial(tell_map, names[i], formulas[i], values[i]), puts[i],
            width=pitch - px(6), reached=reached[i],
        )  # fmt: skip
        if i < len(steps) and steps[i].stage.pools and steps[i].window is not None:
            draw_pool(canvas, grid, steps[i])
        place = places[i]
        if place is not None:
            frame(canvas, grid.span(*place))
        if i:
            sketch.sign("→", (grid.x - px(GAP) // 2 - px(1), area.centery))


def map_grid(canvas: Canvas, area: Rect, values: Values) -> Grid:
    """Return square cells for a map, as large as they fit, from the corner of `area`."""
    rows, columns = values.shape
    side = max(min(area.width // columns, area.height // rows, canvas.px(MOST)), 1)
    return Grid(area.x, area.y, rows, columns, side, side)


def draw_pool(canvas: Canvas, grid: Grid, step: Step) -> None:
    """Frame the pool's window, and mark the maximum that it takes with a disc."""
    assert step.window is not None
    frame(canvas, grid.span(*step.window, step.stage.size, step.stage.size), strong=False)
    if step.best is not None:
        draw_best(canvas, grid, step.best)


def draw_best(canvas: Canvas, grid: Grid, cell: Place) -> None:
    """Mark a maximum: a disc in a corner of its cell, where a number may stand beside it."""
    box = grid.span(*cell)
    radius = max(min(canvas.px(3), box.width // 4), 1)
    canvas.circle((box.right - radius - 1, box.top + radius + 1), radius, canvas.theme.text)


def putters(steps: tuple[Step, ...]) -> list[Callable[[int, int], Place]]:
    """Return for every map the way from its cells back to a place of the convolution's output."""

    def back(stages: tuple[Stage, ...], row: int, column: int) -> Place:
        for stage in reversed(stages):
            if stage.pools:
                row, column = row * stage.pace + stage.size - 1, column * stage.pace + stage.size - 1
        return row, column

    stages = tuple(step.stage for step in steps)
    return [partial(back, stages[:i]) for i in range(len(stages) + 1)]


def tell_map(name: str, formula: str, values: Values, row: int, column: int) -> tuple[str, ...]:
    """Return the exact number of a map's cell."""
    return (f"{name}, row {row + 1}, column {column + 1}", exact(float(values[row, column])), formula)


def _shape(values: Values) -> str:
    return f"{values.shape[0]}×{values.shape[1]}"
