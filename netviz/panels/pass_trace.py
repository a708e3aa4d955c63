"""The way of one place of a convolution's output through the activation and the pool after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.panels.pass_data import Mask, PassData, Place, Stage, Values


@dataclass(frozen=True, eq=False)
class Step:
    """What a stage makes of the place where the window stands.

    `at` is the place in the stage's outputs, None if no window of a pool takes it; `window` that of the pool
    in its inputs (top, left); `best` the cell whose value it takes. `inputs` (rows, columns) go in; `reached`
    are the outputs that the places passed so far suffice for.
    """

    stage: Stage
    at: Place | None
    window: Place | None
    best: Place | None
    inputs: Values
    reached: Mask

    @property
    def value(self) -> float | None:
        """The stage's output there."""
        return None if self.at is None else float(self.stage.outputs[self.at])


def trace(data: PassData, row: int, column: int) -> tuple[Step, ...]:
    """Follow one place of the convolution's output through the stages after it."""
    steps: list[Step] = []
    at: Place | None = (row, column)
    inputs, reached = data.z, data.passed(row, column)
    for stage in data.stages:
        window = best = None
        if stage.pools:
            reached = _pooled(stage, reached)
            at = None if at is None else _pool_window(stage, *at)
            if at is not None:
                window = at[0] * stage.pace, at[1] * stage.pace
                best = _largest(stage, inputs, window) if stage.largest else None
        steps.append(Step(stage, at, window, best, inputs, reached))
        inputs = stage.outputs
    return tuple(steps)


def winners(step: Step) -> Mask:
    """Return which cells of a max pool's inputs some window takes, the first of equals row by row."""
    stage = step.stage
    seen = np.lib.stride_tricks.sliding_window_view(step.inputs, (stage.size, stage.size))
    cells = seen[:: stage.pace, :: stage.pace]
    best = cells.reshape(*cells.shape[:2], -1).argmax(axis=2)
    rows, columns = np.indices(best.shape) * stage.pace
    mask = np.zeros(step.inputs.shape, dtype=bool)
    mask[rows + best // stage.size, columns + best % stage.size] = True
    return mask


def _pool_window(stage: Stage, row: int, column: int) -> Place | None:
    """Return which window of a pool takes a cell of its input; the last of several, None if none does."""
    rows, columns = stage.outputs.shape
    window = min(row // stage.pace, rows - 1), min(column // stage.pace, columns - 1)
    inside = row - window[0] * stage.pace < stage.size and column - window[1] * stage.pace < stage.size
    return window if inside else None


def _largest(stage: Stage, inputs: Values, corner: Place) -> Place:
    """Return the cell of a pool's inputs that is the largest of a window, the first of equals row by row."""
    cells = inputs[corner[0] : corner[0] + stage.size, corner[1] : corner[1] + stage.size]
    row, column = divmod(int(cells.argmax()), cells.shape[1])
    return corner[0] + row, corner[1] + column


def _pooled(stage: Stage, reached: Mask) -> Mask:
    """Return which windows of a pool lie wholly on cells `reached`."""
    seen = np.lib.stride_tricks.sliding_window_view(reached, (stage.size, stage.size))
    done: Mask = np.all(seen[:: stage.pace, :: stage.pace], axis=(2, 3))
    return done
