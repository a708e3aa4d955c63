"""The loss over two of the weights, all others as they are now, and the way the run has come."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import sequential
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.space import Camera, Space
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, Panel, View

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Surface:
    """Loss `heights` (rows, columns) at `ys` (rows,) × `xs` (columns,), and the path (n, 3) of the run.

    The path's heights are the losses the run really had; the other weights were others then, so only its
    last point lies on the surface.
    """

    xs: Array
    ys: Array
    heights: Array
    path: Array


class LossSurface(Panel):
    """A landscape over two chosen weights."""

    turns = True

    def __init__(self, names: tuple[str, ...], source: Callable[[Timeline, int, int], Surface]) -> None:
        self.title = "Loss surface"
        self._names = names
        self._source = source
        self._camera = Camera(azimuth=0.9, elevation=0.5)
        self._choosers: tuple[Rect, Rect] | None = None
        self._seen: tuple[Array, Array] | None = None  # the surface's points as pixels and as data

    def turn(self, across: float, up: float) -> None:
        """Turn the landscape."""
        self._camera = self._camera.turned(-across, up)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the landscape, the path so far and where the run is now."""
        theme, px, choices = canvas.theme, canvas.px, view.choices
        x, y = choices.x_weight, choices.y_weight
        data = self._source(view.timeline, x, y)
        low, high = float(data.heights.min()), float(data.heights.max())
        top = _round_up(max(high, float(data.path[:, 2].max())))
        bounds = ((data.xs[0], data.xs[-1]), (data.ys[0], data.ys[-1]), (0.0, top))
        inner = Rect(area.x, area.y + px(14), area.width, area.height - px(14))
        space = Space(canvas, inner, self._camera, bounds)
        space.draw_box((self._names[x], self._names[y], "loss"))
        grid = np.stack((*np.meshgrid(data.xs, data.ys), data.heights), axis=-1)
        middle = (
            data.heights[:-1, :-1] + data.heights[1:, 1:] + data.heights[1:, :-1] + data.heights[:-1, 1:]
        ) / 4
        table = sequential()
        colors = [table.colors[i] for i in table.indices(middle, low, high).ravel().tolist()]
        space.mesh(grid, colors)
        self._seen = (space.project(grid)[0].reshape(-1, 2), grid.reshape(-1, 3))
        space.polyline(data.path, theme.text, 2)
        pixels, _ = space.project(data.path[-1])
        canvas.circle(tuple(pixels), px(6), theme.panel)
        canvas.circle(tuple(pixels), px(5), theme.focus)
        self._draw_choosers(canvas, area, (f"x: {self._names[x]}", f"y: {self._names[y]}"))

    def _draw_choosers(self, canvas: Canvas, area: Rect, labels: tuple[str, str]) -> None:
        """Write the two weights as places to press."""
        theme, px = canvas.theme, canvas.px
        places = []
        left = area.x
        for label in labels:
            box = Rect(left, area.y, canvas.text_width(label, Face.TINY) + px(12), px(18))
            canvas.rect(box, theme.raised, radius=4)
            canvas.text(label, box.center, theme.text, Face.TINY, "center")
            places.append(box)
            left = box.right + px(6)
        self._choosers = (places[0], places[1])

    def value(self, view: View) -> str:
        """Return the loss at the point where the run is."""
        return number(view.timeline.snapshot.loss, 4)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return where the run is, exactly, or what a press changes."""
        for box, key in zip(self._choosers or (), "xy", strict=False):
            if box.collidepoint(at):
                return Hint((f"press for the next weight ({key})",))
        names = [self._names[i] for i in (view.choices.x_weight, view.choices.y_weight)]
        parameters = view.timeline.snapshot.parameters
        here = [float(parameters[i]) for i in (view.choices.x_weight, view.choices.y_weight)]
        rows = _three(names, (*here, view.timeline.snapshot.loss))
        if self._seen is not None:
            distances = np.hypot(*(self._seen[0] - at).T)
            nearest = int(np.argmin(distances))
            if distances[nearest] < 14:
                return Hint(
                    ("the surface here, other weights as now", *_three(names, self._seen[1][nearest]))
                )
        line = "line: the losses on the way, when other weights were others"
        return Hint(("the run now", *rows, line))

    def press(self, at: Point, view: View) -> Choices | None:
        """Take the next weight for the axis pressed."""
        if self._choosers is not None and self._choosers[0].collidepoint(at):
            return view.choices.next_weight(across=True)
        if self._choosers is not None and self._choosers[1].collidepoint(at):
            return view.choices.next_weight(across=False)
        return None


def _round_up(value: float) -> float:
    """Return the least number of two digits that is not below a value, so that heights stay comparable."""
    if not 1e-300 < value < math.inf:  # below, a power of ten is beyond the largest number
        return 1.0
    digits = 1 - math.floor(math.log10(value))
    return math.ceil(value * 10.0**digits - 1e-9) / 10.0**digits  # 0.14 · 100 is 14.000000000000002


def _three(names: Sequence[str], values: Sequence[float] | Array) -> tuple[str, str, str]:
    """Return two weights and the loss, exactly, one to a line."""
    first, second = (f"{name} = {exact(float(value))}" for name, value in zip(names, values, strict=False))
    return first, second, f"loss = {exact(float(values[2]))}"
