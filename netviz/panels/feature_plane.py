"""The input plane as the hidden layer folds it, in two dimensions."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.numbers import exact
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.boundary import choose_sample
from netviz.panels.panel import Choices, Panel, View

Array = NDArray[np.float64]


@dataclass(frozen=True)
class PlaneFeatures:
    """Features in two dimensions.

    `grid` (lines, points, 2) are straight lines of the input plane as mapped; `points` (samples, 2);
    `line` = (w₁, w₂, c) is where the output neuron decides, w₁f₁ + w₂f₂ = c, if there is one;
    `background` (columns, rows), first row at the top, is the output over the plane, if it has one.
    """

    points: Array
    classes: tuple[int, ...]
    samples: tuple[str, ...]
    grid: Array
    bounds: tuple[tuple[float, float], tuple[float, float]]
    labels: tuple[str, str]
    line: tuple[float, float, float] | None = None
    background: Array | None = None
    range: tuple[float, float] = (0.0, 1.0)
    note: str = ""


class FeaturePlane(Panel):
    """Samples and grid in feature space, with the output neuron's line."""

    def __init__(self, title: str, source: Callable[[Timeline], PlaneFeatures]) -> None:
        self.title = title
        self._source = source
        self._axes: Axes | None = None

    def value(self, view: View) -> str:
        """Return how much of the variance a projection keeps, if it is one."""
        return self._source(view.timeline).note

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw background, folded grid, line and samples."""
        data, theme = self._source(view.timeline), canvas.theme
        axes = self._axes = Axes(canvas, area, Linear(*data.bounds[0]), Linear(*data.bounds[1]))
        axes.draw_frame(data.labels[0], data.labels[1], grid=data.background is None, ticks=(5, 5))
        if data.background is not None:
            canvas.heat(data.background, axes.inner, diverging(theme), *data.range)
        with canvas.clipped(axes.inner.inflate(canvas.px(14), canvas.px(14))):
            grid = axes.points(data.grid[..., 0], data.grid[..., 1])
            canvas.polylines(grid, theme.tint(theme.secondary, 0.6))
        if data.line is not None:
            with canvas.clipped(axes.inner):
                ends = line_in_box(data.line, data.bounds)
                if ends is not None:
                    canvas.polyline(axes.points(ends[:, 0], ends[:, 1]), theme.text, 2)
        for i, (point, klass) in enumerate(zip(data.points, data.classes, strict=True)):
            canvas.mark(axes.point(*point), klass, chosen=i == view.choices.sample)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact features of the sample, or of the place, under the mouse."""
        axes = self._axes
        if axes is None or not axes.inner.inflate(16, 16).collidepoint(at):
            return None
        data = self._source(view.timeline)
        names = [label.split(",")[0] for label in data.labels]
        chosen = choose_sample(at, axes.points(data.points[:, 0], data.points[:, 1]), view.choices)
        x, y = axes.data(at) if chosen is None else data.points[chosen.sample]
        head = "feature space" if chosen is None else f"sample {data.samples[chosen.sample]}"
        rows = [head, f"{names[0]} = {exact(float(x))}", f"{names[1]} = {exact(float(y))}"]
        if data.line is not None:
            w1, w2, c = data.line
            rows.append(f"line: {exact(w1)} {names[0]}")
            rows.append(f"      {'−' if w2 < 0 else '+'} {exact(abs(w2))} {names[1]} = {exact(c)}")
        return Hint(tuple(rows))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the sample under the mouse."""
        if self._axes is None:
            return None
        points = self._source(view.timeline).points
        return choose_sample(at, self._axes.points(points[:, 0], points[:, 1]), view.choices)


def line_in_box(
    line: tuple[float, float, float], bounds: tuple[tuple[float, float], tuple[float, float]]
) -> Array | None:
    """Return the two ends (2, 2) of w₁x + w₂y = c inside a box, or None where it does not cross it."""
    w1, w2, c = line
    (x0, x1), (y0, y1) = bounds
    found = []
    if w2:
        found += [(x, (c - w1 * x) / w2) for x in (x0, x1) if y0 <= (c - w1 * x) / w2 <= y1]
    if w1:
        found += [((c - w2 * y) / w1, y) for y in (y0, y1) if x0 <= (c - w2 * y) / w1 <= x1]
    if len(found) < 2:
        return None
    first = found[0]
    return np.array((first, max(found, key=lambda end: math.dist(end, first))))
