"""How the numbers of each layer are spread, with their mean and variance."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.layout import divide
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View
from netviz.panels.ticks import thinned
from netviz.panels.words import LEAST, longest, write_figures

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Sample:
    """The numbers of one layer, and the range they can lie in if it is fixed."""

    name: str
    values: Array  # any shape
    bounds: tuple[float, float] | None = None


class Histogram(Panel):
    """One histogram per layer, side by side; all over one range, with `alike`, in the same steps."""

    def __init__(
        self, title: str, what: str, source: Callable[[Timeline], list[Sample]], *, alike: bool = False
    ) -> None:
        self.title = title
        self._what = what
        self._source, self._alike = source, alike
        self._drawn: list[tuple[Axes, Array, Array, Sample]] = []

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw each layer's bars, mean and variance; in little room only these figures."""
        samples, px = self._source(view.timeline), canvas.px
        self._drawn = []
        stacked = area.width < px(200) * len(samples) and area.height > px(110) * len(samples)
        length = area.height if stacked else area.width
        parts = [
            Rect(area.x, area.y + start, area.width, size)
            if stacked
            else Rect(area.x + start, area.y, size, area.height)
            for start, size in divide(length, [1] * len(samples), px(12))
        ]
        if parts and min(part.height for part in parts) < px(LEAST[1]):
            figures = [(sample.name, _figures(*_moments(sample))) for sample in samples]
            write_figures(canvas, area, figures)
            return
        told = [_figures(*_moments(sample)) for sample in samples]
        room = min((part.width for part in parts), default=0) - px(10)
        brevity = max((longest(canvas, texts, Face.SMALL, room) for texts in told), default=0)
        bins = max(6, min(30, min((part.width for part in parts), default=0) // px(14)))
        scale = _over([sample.values for sample in samples]) if self._alike else None
        for sample, part in zip(samples, parts, strict=True):
            self._draw_one(canvas, part, sample, scale, bins, brevity)

    def _draw_one(
        self, canvas: Canvas, area: Rect, sample: Sample, scale: Linear | None, bins: int, brevity: int
    ) -> None:
        """Draw one, over the `scale` if there is one, else over its bounds or what it has."""
        theme, px = canvas.theme, canvas.px
        values = sample.values[np.isfinite(sample.values)].ravel()
        if not values.size:
            canvas.text(f"{sample.name}: none is finite", area.topleft, theme.faint, Face.SMALL)
            return
        x = scale or (Linear(*sample.bounds) if sample.bounds else _over([values]))
        heights, edges = np.histogram(values, bins=bins, range=(x.low, x.high))
        foot = canvas.line_height(Face.SMALL)
        axes = Axes(
            canvas, Rect(area.x, area.y, area.width, area.height - foot), x, _counts(heights), left=38
        )
        ticks = (
            max(2, axes.inner.width // px(64)),
            max(1, min(axes.inner.height // px(36), int(axes.y.high))),
        )
        for many in range(ticks[0], ticks[0] + 4):  # until there are two, if they have room
            widest = max((canvas.text_width(text, Face.SMALL) for _, text in x.ticks(many)), default=0)
            axes.x, ticks = thinned(x, axes.inner.width, widest + px(6)), (many, ticks[1])
            if len(axes.x.ticks(many)) > 1:
                break
        titles = f"{sample.name}: {len(values)} {self._what}", f"{sample.name}: {len(values)}", sample.name
        axes.draw_frame("", titles[longest(canvas, titles, Face.SMALL, area.width)], ticks=ticks)
        axes.bars(edges, heights, theme.tint(theme.focus, 0.75))
        mean, variance = _moments(sample)
        if x.low <= mean <= x.high:  # the sum of the largest numbers is none
            at, _ = axes.point(mean, 0)
            canvas.line((at, axes.inner.top), (at, axes.inner.bottom - 1), theme.text, 1)
        text = _figures(mean, variance)[brevity]
        canvas.text(text, (area.right - px(10), area.bottom), theme.secondary, Face.SMALL, "bottomright")
        self._drawn.append((axes, heights, edges, sample))

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the count of the bar under the mouse, with the exact mean and variance."""
        for axes, heights, edges, sample in self._drawn:
            if axes.inner.collidepoint(at):
                i = int(np.clip(np.searchsorted(edges, axes.data(at)[0]) - 1, 0, len(heights) - 1))
                values = sample.values[np.isfinite(sample.values)]
                return Hint(
                    (
                        f"{sample.name}: {int(heights[i])} of {values.size} {self._what}",
                        f"from {exact(edges[i])} to {exact(edges[i + 1])}",
                        f"mean     {exact(float(values.mean()))}",
                        f"variance {exact(float(values.var()))}",
                    )
                )
        return None


def _over(samples: list[Array]) -> Linear:
    """Return an axis over all that is finite in the samples."""
    kept = [values[np.isfinite(values)] for values in samples]
    low = min((float(values.min()) for values in kept if values.size), default=0.0)
    high = max((float(values.max()) for values in kept if values.size), default=1.0)
    return Linear.around(low, high)


def _counts(heights: Array) -> Linear:
    """Return the axis of counts: whole numbers with a little air above."""
    return Linear(0, max(4.0, float(heights.max()) * 1.05))


def _moments(sample: Sample) -> tuple[float, float]:
    """Return mean and variance of what is finite; NaN where nothing is."""
    values = sample.values[np.isfinite(sample.values)]
    return (float(values.mean()), float(values.var())) if values.size else (math.nan, math.nan)


def _figures(mean: float, variance: float) -> tuple[str, ...]:
    """Return them in more and in fewer words."""
    short = number(mean, 2), number(variance, 2)
    return (
        f"mean {number(mean)}   variance {number(variance)}",
        f"mean {short[0]}  variance {short[1]}",
        f"mean {short[0]}  var. {short[1]}",
        f"mean {short[0]}",
    )
