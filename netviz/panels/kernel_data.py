"""What the panel of kernels draws from: a layer's numbers then and now, and what has changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from netviz.drawing.numbers import count
from netviz.drawing.scales import round_limit
from netviz.engine.arrays import Parameters
from netviz.panels.kernel_grid import Shape


@dataclass(frozen=True, eq=False)
class Sheets:
    """The parameters of one layer then and now, flat: weights (filters, channels, k, k), then biases.

    `start` is of the first of `steps`: if that is not 0, a network that was loaded.
    `layers` are the layers to choose among, `layer` is the one chosen. `moving` are, by name, the arrays of
    the same length that say how the parameters move, such as the gradient.
    """

    layers: tuple[str, ...]
    layer: int
    shape: Shape
    start: Parameters
    now: Parameters
    steps: tuple[int, int]
    moving: tuple[tuple[str, Parameters], ...] = ()


def limit_of(sheets: Sheets) -> float:
    """Return a round number that no weight, then or now, exceeds; zero lies in the middle of the colours."""
    values = np.abs(np.concatenate((sheets.start, sheets.now)))
    return round_limit(float(values[np.isfinite(values)].max(initial=0.0)))


def views_of(sheets: Sheets, limit: float) -> list[tuple[str, Parameters, float]]:
    """Return start, now and change: each with the value of the strongest colour."""
    then, now = (f"batch {count(step)}" for step in sheets.steps)
    change = sheets.now - sheets.start
    times = _magnified(change, limit)
    return [
        (f"{'loaded' if sheets.steps[0] else 'start'}, {then}", sheets.start, limit),
        (f"now, {now}", sheets.now, limit),
        ("change" + (f", colours ×{times}" if times > 1 else ""), change, limit / times),
    ]


def _magnified(change: Parameters, limit: float) -> int:
    """Return the power of two by which a change, often small, is shown larger, so that it can be seen."""
    most = float(np.abs(change[np.isfinite(change)]).max(initial=0.0))
    times = 1
    while most and 2 * times * most <= limit and times < 1024:
        times *= 2
    return times
