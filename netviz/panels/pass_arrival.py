"""How the gradient arrives at a filter's z: from the layers after it, through pool and activation."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.drawing.canvas import Rect
from netviz.drawing.numbers import exact, exponent_of, number, power
from netviz.panels.number_grid import Mask, Values, signed
from netviz.panels.pass_data import Backward, PassData, Place
from netviz.panels.pass_maps import draw_best, draw_pool, map_grid, map_pitch, mark, putters
from netviz.panels.pass_sketch import GAP, Sketch, Token
from netviz.panels.pass_trace import Step, winners

DOTS = 10  # pixels of a cell from which on every maximum is marked


def _gradients(back: Backward, steps: tuple[Step, ...]) -> list[Values]:
    """Return ∂L/∂z and ∂L/∂outputs of every stage."""
    gradients = [back.dz]
    for step in steps:
        assert step.stage.gradient is not None
        gradients.append(step.stage.gradient)
    return gradients


def draw_arrival(
    sketch: Sketch, area: Rect, data: PassData, back: Backward, steps: tuple[Step, ...], at: Place
) -> None:
    """Draw the gradient after every stage, the last stage first, and dz as far as it has been used."""
    canvas, px, theme = sketch.canvas, sketch.canvas.px, sketch.canvas.theme
    gradients, puts = _gradients(back, steps), putters(steps)
    places: list[Place | None] = [at, *(step.at for step in steps)]
    letters = ["z", *(step.stage.letter for step in steps)]
    count = len(gradients)
    pitch = map_pitch(canvas, area, data.z, len(steps))
    before: Rect | None = None
    for column, i in enumerate(reversed(range(count))):
        values = gradients[i]
        grid = map_grid(canvas, Rect(area.x + column * pitch, area.y, pitch - px(GAP), area.height), values)
        exponent = exponent_of(values)
        shut: Mask | None = None
        if i < len(steps) and steps[i].stage.slope is not None:
            shut = np.asarray(steps[i].stage.slope == 0)
        formulas = steps[i].stage.formulas_back if i < len(steps) else ("from the next layer", "next layer")
        name, ten = f"d{letters[i]}", power(exponent)
        sketch.grid(
            grid, values, signed(theme, values), (f"{name} = ∂L/∂{letters[i]}{ten}", name + ten), formulas,
            partial(_tell, letters[i], formulas[0], values), puts[i],
            width=pitch - px(6), exponent=exponent, outside=shut,
            reached=None if i else data.passed(*at),
        )  # fmt: skip
        if i < len(steps) and steps[i].stage.pools:
            step = steps[i]
            if step.stage.largest and grid.width >= DOTS:
                numbered = grid.style(canvas) is not None
                for cell in np.argwhere(winners(step)).tolist():
                    draw_best(canvas, grid, (cell[0], cell[1]), numbered=numbered)
            if step.window is not None:
                draw_pool(canvas, grid, step)
        mark(sketch, grid, places[i], before)
        before = grid.area


def _tell(letter: str, formula: str, values: Values, row: int, column: int) -> tuple[str, ...]:
    return (f"∂L/∂{letter}, row {row + 1}, column {column + 1}", exact(float(values[row, column])), formula)


def arrival_words(back: Backward, steps: tuple[Step, ...], at: Place) -> list[Token]:
    """Return how the gradient gets to this place, and what it does there."""
    gradients = _gradients(back, steps)
    letters = ["z", *(step.stage.letter for step in steps)]
    places: list[Place | None] = [at, *(step.at for step in steps)]
    tokens: list[Token] = []
    last = places[-1]
    if last is not None:
        tokens.append((f"d{letters[-1]} {number(float(gradients[-1][last]))}", False))
    for i in reversed(range(len(steps))):
        stage, place, step = steps[i].stage, places[i], steps[i]
        if place is None:
            continue
        if stage.pools:
            why = _through_pool(step, place)
        else:
            assert stage.slope is not None
            why = f"{stage.name} {_gate(float(stage.slope[place]))}"
        tokens.append((f"→ {why}: d{letters[i]} {number(float(gradients[i][place]))}", i == 0))
    if not steps:
        tokens.append((f"dz {number(float(back.dz[at]))}", True))
    tokens.append(("→ dz · x into dW, dz · w into dX, dz into db", False))
    return tokens


def _gate(slope: float) -> str:
    """Say how much of the gradient an activation lets through."""
    return {0.0: "shut", 1.0: "open"}.get(slope, f"× {number(slope)}")


def _through_pool(step: Step, place: Place) -> str:
    """Say what a pool does with the gradient for one of its inputs."""
    stage = step.stage
    if step.window is None:
        return "in no window of the pool"
    if stage.pace < stage.size:
        return "from all windows of the pool over it"
    if not stage.largest:
        return f"{stage.name} / {stage.size**2}"
    return "the maximum is here" if step.best == place else "the maximum is elsewhere"
