"""The output's maps after the convolution, the activation and the pool, as far as the window has come."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.numbers import exact
from netviz.panels.number_grid import Grid, Mask, Values, frame, signed
from netviz.panels.pass_data import PassData, Place, Stage
from netviz.panels.pass_sketch import GAP, MOST, Sketch
from netviz.panels.pass_trace import Step

LABEL = 190  # design units that the formula below a map may need


def draw_maps(sketch: Sketch, area: Rect, data: PassData, at: Place, steps: tuple[Step, ...]) -> None:
    """Draw z and what every stage makes of it, as far as the window has come."""
    canvas, px, theme = sketch.canvas, sketch.canvas.px, sketch.canvas.theme
    maps = 1 + len(steps)
    pitch = map_pitch(canvas, area, data.z, len(steps))
    heats = [signed(theme, data.z)] + [signed(theme, *(step.stage.outputs for step in steps))] * len(steps)
    titles = [
        (f"{name}  {values.shape[0]}×{values.shape[1]}", name)
        for name, values in (("z", data.z), *((s.stage.name, s.stage.outputs) for s in steps))
    ]
    formulas = [("z = Σ x·w + b", "Σ x·w + b"), *(step.stage.formulas for step in steps)]
    values = [data.z, *(step.stage.outputs for step in steps)]
    reached = [data.passed(*at), *(step.reached for step in steps)]
    places: list[Place | None] = [at, *(step.at for step in steps)]
    puts = putters(steps)
    names = ["z", *(step.stage.letter for step in steps)]
    unsigned = [False, *(step.stage.unsigned for step in steps)]
    before: Rect | None = None
    for i in range(maps):
        grid = map_grid(canvas, Rect(area.x + i * pitch, area.y, pitch - px(GAP), area.height), values[i])
        sketch.grid(
            grid, values[i], heats[i], titles[i], formulas[i],
            partial(tell_map, names[i], formulas[i][0], values[i]), puts[i],
            width=min(pitch - px(6), area.right - grid.x), reached=reached[i], unsigned=unsigned[i],
        )  # fmt: skip
        if i < len(steps) and steps[i].stage.pools and steps[i].window is not None:
            draw_pool(canvas, grid, steps[i], reached[i], unsigned=unsigned[i])
        mark(sketch, grid, places[i], before)
        before = grid.area


def map_side(canvas: Canvas, width: int, z: Values, stages: int) -> int:
    """Return how large the cells of a convolution's output are, beside the maps of so many stages."""
    room = (width + canvas.px(GAP)) // (1 + stages) - canvas.px(GAP)
    longest: int = max(z.shape)
    return max(min(room // longest, canvas.px(MOST)), 1)


def map_pitch(canvas: Canvas, area: Rect, z: Values, stages: int) -> int:
    """Return how far it is from one map to the next: together, but with room for what is written below."""
    px, (rows, columns) = canvas.px, z.shape
    widest: int = max(area.height * columns // rows + 2 * px(GAP), px(LABEL))
    return min(int(area.width + px(GAP)) // (1 + stages), widest)


def mark(sketch: Sketch, grid: Grid, place: Place | None, before: Rect | None) -> None:
    """Frame the cell that is looked at, if there is one, and point to the map from the one before."""
    if place is not None:
        frame(sketch.canvas, grid.span(*place))
    if before is not None:
        y = grid.area.y + min(before.height, grid.area.height) // 2
        sketch.sign("→", ((before.right + grid.area.x) // 2, y))


def map_grid(canvas: Canvas, area: Rect, values: Values) -> Grid:
    """Return square cells for a map, as large as they fit, from the corner of `area`."""
    rows, columns = values.shape
    side = max(min(area.width // columns, area.height // rows, canvas.px(MOST)), 1)
    return Grid(area.x, area.y, rows, columns, side, side)


def draw_pool(
    canvas: Canvas, grid: Grid, step: Step, reached: Mask | None = None, *, unsigned: bool = False
) -> None:
    """Frame the pool's window, and mark the maximum that it takes with a disc.

    Cells not `reached` have no number.
    """
    assert step.window is not None
    frame(canvas, grid.span(*step.window, step.stage.size, step.stage.size), strong=False)
    if step.best is not None:
        bare = reached is not None and not reached[step.best]
        numbered = not bare and grid.style(canvas, unsigned=unsigned) is not None
        draw_best(canvas, grid, step.best, numbered=numbered)


def draw_best(canvas: Canvas, grid: Grid, cell: Place, *, numbered: bool) -> None:
    """Mark a maximum by a disc: in the middle of its cell, or small in a corner where a number stands."""
    box, px = grid.span(*cell), canvas.px
    radius = max(min(px(3), box.width // 4), 1)
    at: Point = box.center
    if numbered:
        radius = px(2)
        at = (box.right - px(3) - radius, box.top + px(2) + radius)
    canvas.circle(at, radius, canvas.theme.text)


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
