"""The backward pass of one filter: the gradient arrives, dW is gathered, dX is scattered."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.drawing.canvas import Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, exponent_of, number, power
from netviz.panels.number_grid import Grid, Values, frame, signed
from netviz.panels.pass_arrival import arrival_words, draw_arrival
from netviz.panels.pass_data import Backward, PassData, Place
from netviz.panels.pass_kernels import Row, draw_dw, draw_dx, kernel_cell
from netviz.panels.pass_maps import map_side
from netviz.panels.pass_sketch import APART, FOOT, GAP, HEAD, LINE, Link, Sketch
from netviz.panels.pass_trace import trace
from netviz.panels.pass_window import input_grid, put_input, tell_input, window_on

SCATTERED = (
    "dX += dz · w under the window, place by place",
    "dX += dz · w under the window",
    "dX += dz · w",
)
BIAS = 128  # design units: width of what is told about db
LEAST = 130  # of height, beside the arithmetic, for all that has cells
LOW = 340  # of height, below which the arithmetic does not repeat what is written below the kernels
TALL = 0.58  # of the height that is free, for dW and dX


def draw_backward(sketch: Sketch, area: Rect, data: PassData, back: Backward, at: Place) -> None:
    """Draw the gradient's way from the outputs to the kernel, the bias and the input."""
    px, k = sketch.canvas.px, data.size
    exponent = exponent_of(data.scattered_whole, data.total)
    so_far = data.scattered(data.passed(*at))
    large = _draw_scattered(sketch, area, data, so_far, exponent, at)
    x = large.area.right + px(GAP)
    right = Rect(x, area.y, area.right - x, area.height)
    steps = trace(data, *at)
    free = area.height - 3 * px(HEAD + FOOT + APART)
    words = arrival_words(back, steps, at)
    lines = sketch.wrap(words[:-1] if free < px(LOW) else words, right.width)
    plate = len(lines) * px(LINE) + px(8)
    if free - plate < px(LEAST):  # the numbers are more than words about them
        plate = 0
    free -= plate
    cell, columns = kernel_cell(sketch.canvas, right.width, round(free * TALL) // 2, k)
    high = k * cell[1]
    side = map_side(sketch.canvas, right.width - px(BIAS + GAP), data.z, len(steps))
    maps = min(free - 2 * high, side * len(data.z))
    gap = max((free - 2 * high - maps) // 3, 0) + px(APART)
    y = area.y + px(HEAD)
    draw_arrival(sketch, Rect(x, y, right.width - px(BIAS + GAP), maps), data, back, steps, at)
    _draw_bias(sketch, Rect(right.right - px(BIAS), area.y, px(BIAS), maps), data, back, at)
    y += maps + px(FOOT) + gap
    if plate:
        sketch.arithmetic(Rect(x, y, right.width, plate), lines)
    y += plate + gap + px(HEAD)
    draw_dw(Row(sketch, Rect(x, y, right.width, high), k, cell, columns), data, back, at)
    y += high + px(FOOT + HEAD) + gap
    draw_dx(Row(sketch, Rect(x, y, right.width, high), k, cell, columns), data, back, so_far, exponent, at)


def _draw_scattered(
    sketch: Sketch, area: Rect, data: PassData, so_far: Values, exponent: int, at: Place
) -> Grid:
    """Draw what this filter adds to the input's gradient: where the window has been, the rest faint."""
    canvas = sketch.canvas
    whole, touched = data.scattered_whole, data.touched(data.passed(*at))
    grid = input_grid(canvas, area, data)
    channel = f", channel {data.channel + 1} of {data.channels}" if data.channels > 1 else ""
    by = f"by filter {data.filter + 1}"
    titles = tuple(
        title + power(exponent)
        for title in (
            f"dX = ∂L/∂x so far, {by}: {data.source}{channel}", f"dX so far, {by}: {data.source}{channel}",
            f"dX so far, {by}{channel}", f"dX so far, {by}", "dX so far",
        )
    )  # fmt: skip

    def tell(row: int, column: int) -> tuple[str, ...]:
        place = tell_input(data, row, column)[0].removeprefix("x, ")
        kept = ("on the padding: belongs to no input",) if data.outside[row, column] else ()
        return (
            f"∂L/∂x, {place}",
            f"so far {exact(float(so_far[row, column]))}",
            f"in the end {exact(float(whole[row, column]))}, by filter {data.filter + 1} alone",
            *kept,
        )

    sketch.grid(
        grid, np.where(touched, so_far, whole), signed(canvas.theme, whole),
        titles, SCATTERED, tell, partial(put_input, data),
        exponent=exponent, reached=touched, outside=data.outside,
    )  # fmt: skip
    frame(canvas, window_on(grid, data, at))
    return grid


def _draw_bias(sketch: Sketch, area: Rect, data: PassData, back: Backward, at: Place) -> None:
    """Write db, the sum of dz: so far, in the end, and the batch's."""
    canvas, theme, px = sketch.canvas, sketch.canvas.theme, sketch.canvas.px
    so_far = data.gathered_bias(data.passed(*at))
    y = area.y + px(HEAD - 4)
    canvas.text("db = Σ dz", (area.x, y), theme.secondary, Face.SMALL, "bottomleft")
    y += px(6)
    for name, value, says in (
        ("so far", so_far, f"of {back.loss}"),
        ("whole image", back.dbias, f"of {back.loss}"),
        ("batch", back.batch_dbias, back.of_batch),
    ):
        line = Rect(area.x, y, area.width, px(18))
        canvas.text(name, (line.x, line.centery), theme.secondary, Face.SMALL, "midleft")
        canvas.text(number(value), (line.right, line.centery), theme.text, Face.TINY, "midright")
        sketch.links.append(Link(line, (f"db, {name}: {exact(value)}", says)))
        y += line.height
