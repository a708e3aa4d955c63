"""The network's output as colour over the input plane, with the line on which it decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np
from contourpy import FillType, LineType, SerialContourGenerator, ZInterp, contour_generator
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ENTRIES, diverging
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed, number
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, Panel, View

Array = NDArray[np.float64]
CELL = 8  # pixels between the points from which the line is drawn: then it is true to half a pixel


@dataclass(frozen=True)
class Field:
    """The output over a square of the input plane.

    `values` (n, n) is indexed [column, row], row 0 at the greatest x₂; `extent` are the least and largest
    coordinate of both axes. Classes meet where the output is `threshold`; `low` and `high` are their targets.
    There `scores` (n, n), the output neuron's z, is `level`: less bent than the output, it gives the line.
    """

    values: Array
    scores: Array
    level: float
    extent: tuple[float, float]
    low: float
    threshold: float
    high: float
    points: Array  # (samples, 2)
    classes: tuple[int, ...]
    output: str  # what the colour is, e.g. "output ŷ"
    at: Callable[[float, float], float]  # the exact output at one place


class Boundary(Panel):
    """Output as colour, the decision line sharp, the samples on top."""

    def __init__(self, source: Callable[[Timeline], Field]) -> None:
        self.title = "Decision boundary"
        self._source = source
        self._axes: Axes | None = None

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw heat, contour, samples and the colour scale."""
        field, theme, px = self._source(view.timeline), canvas.theme, canvas.px
        bar, left, above, below = px(54), px(30), px(20), px(22)  # colour scale, and axis labels
        side = max(min(area.width - left - bar, area.height - above - below), 8)
        frame = Rect(0, 0, side + left + px(10), side + above + below)
        frame.x = area.x + (area.width - side - left - bar) // 2
        frame.y = area.y + (area.height - frame.height) // 2
        scale = Linear(*field.extent)
        axes = self._axes = Axes(canvas, frame, scale, scale, left=30)
        axes.draw_frame("x₁", "x₂", grid=False, ticks=(4, 4))
        canvas.heat(field.values, axes.inner, diverging(theme), *_symmetric(field))
        with canvas.clipped(axes.inner):
            for line in contour_lines(field, every=max(1, round(CELL * len(field.scores) / side))):
                canvas.polyline(axes.points(line[:, 0], line[:, 1]), theme.text, 2)
        box = axes.inner
        for i, (point, klass) in enumerate(zip(field.points, field.classes, strict=True)):
            canvas.mark(axes.point(*point), klass, chosen=i == view.choices.sample)
        scale_area = Rect(box.right + px(12), box.top - px(4), px(46), box.height + px(8))
        key = (field.low, field.threshold, field.high)
        ramp = Rect(box.right + px(14), box.top, px(10), box.height)
        canvas.still(scale_area, key, lambda: self._draw_scale(canvas, ramp, field))

    def _draw_scale(self, canvas: Canvas, bar: Rect, field: Field) -> None:
        theme, px = canvas.theme, canvas.px
        low, high = _symmetric(field)
        canvas.heat(
            np.linspace((high, high), (low, low), ENTRIES // 4, axis=-1), bar, diverging(theme), low, high
        )
        scale = Linear(field.low, field.high)
        for value in (field.low, field.threshold, field.high):
            y = bar.bottom - 1 - float(scale.fraction(value)) * (bar.height - 1)
            strong = value == field.threshold
            if strong:
                canvas.rule((bar.left - px(2), round(y)), (bar.right + px(1), round(y)), theme.text)
            at = (bar.right + px(5), min(max(y, bar.top + px(6)), bar.bottom - px(6)))
            canvas.text(
                exact(value, 6),
                at,
                theme.text if strong else theme.secondary,
                Face.TINY,
                "midleft",
            )

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact output under the mouse."""
        axes = self._axes
        if axes is None or not axes.inner.inflate(16, 16).collidepoint(at):
            return None
        field = self._source(view.timeline)
        places = axes.points(field.points[:, 0], field.points[:, 1])
        sample = choose_sample(at, places, view.choices, reach=8)
        x, y = axes.data(at) if sample is None else field.points[sample.sample].tolist()
        value = field.at(x, y)
        klass = int(value > field.threshold)
        sign = ">" if klass else "≤"
        truth = () if sample is None else (f"a sample of class {field.classes[sample.sample]}",)
        return Hint(
            (
                f"{field.output} = {exact(value)}",
                f"x₁ = {fixed(x, 3).strip()}, x₂ = {fixed(y, 3).strip()}",
                f"class {klass}, as {field.output} {sign} {number(field.threshold, 1)}",
                *truth,
            )
        )

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the sample under the mouse."""
        axes = self._axes
        if axes is None:
            return None
        field = self._source(view.timeline)
        return choose_sample(at, axes.points(field.points[:, 0], field.points[:, 1]), view.choices)


def _symmetric(field: Field) -> tuple[float, float]:
    reach = max(field.threshold - field.low, field.high - field.threshold)
    return field.threshold - reach, field.threshold + reach


def contour_lines(field: Field, every: int = 1) -> list[Array]:
    """Return the lines on which a field's output equals the threshold; see `level_lines`."""
    return level_lines(field.scores, field.level, field.extent, every)


def level_lines(scores: Array, level: float, extent: tuple[float, float], every: int = 1) -> list[Array]:
    """Return the lines (n, 2) in data coordinates on which `scores` (n, n) are `level`.

    Of the grid's points every n-th is used, and those at the far edges.
    """
    across, up, kept = _grid(extent, len(scores), every)
    values = scores[kept]
    if np.isfinite(values).all():  # then there is nothing to mask, which is most of the time it takes
        plain = SerialContourGenerator(
            across,
            up,
            values,
            None,  # type: ignore[arg-type]  # its annotation forgets that there may be no mask
            corner_mask=False,
            line_type=LineType.Separate,
            fill_type=FillType.OuterOffset,
            quad_as_tri=False,
            z_interp=ZInterp.Linear,
        )
        return [np.asarray(line) for line in plain.lines(level)]
    masked = contour_generator(across, up, values, line_type=LineType.Separate)
    return [np.asarray(line) for line in masked.lines(level)]


@lru_cache(maxsize=8)
def _grid(extent: tuple[float, float], count: int, every: int) -> tuple[Array, Array, Any]:
    """Return x₁ and x₂ (n, n) of every n-th of a field's points, and the index that picks them out."""
    kept = np.unique(np.append(np.arange(0, count, every), count - 1))
    axis = np.linspace(*extent, count)
    across, up = np.meshgrid(axis[kept], axis[::-1][kept], indexing="ij")
    return across, up, np.ix_(kept, kept)


def choose_sample(at: Point, places: Array, choices: Choices, reach: float = 14) -> Choices | None:
    """Return choices with the sample whose pixel is within `reach` of the mouse, if there is one."""
    distances = np.hypot(*(places - at).T)
    nearest = int(np.argmin(distances))
    return replace(choices, sample=nearest) if distances[nearest] <= reach else None
