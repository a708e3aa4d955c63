"""Several numbers over the epochs, each line named where it ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact
from netviz.drawing.scales import Linear, Log, Scale
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Lines:
    """`values` (moments, lines) at `steps` (moments,); `bounds` fixes the y axis, if given."""

    steps: NDArray[np.int64]
    values: Array
    names: tuple[str, ...]
    y_label: str = ""
    logarithmic: bool = False
    bounds: tuple[float, float] | None = None
    formula: str = ""
    note: str = ""


class Curves(Panel):
    """Lines over the epochs."""

    def __init__(self, title: str, source: Callable[[Timeline], Lines], unit: str = "epoch") -> None:
        self.title = title
        self._source = source
        self._unit = unit
        self._axes: Axes | None = None

    def value(self, view: View) -> str:
        """Return what the source wants said, such as how many of the lines are shown."""
        return self._source(view.timeline).note

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw every line and name it at its end."""
        data, theme, px = self._source(view.timeline), canvas.theme, canvas.px
        line = canvas.line_height(Face.TINY) - px(2)
        widest = max(canvas.text_width(name, Face.TINY) for name in (*data.names, self._unit)) + px(4)
        # Names need room below each other and beside the lines; else the mouse tells.
        named = len(data.names) * line <= area.height - px(48) and area.width - widest >= px(130)
        room = widest if named else 0
        frame = Rect(area.x, area.y, area.width - room, area.height)
        axes = self._axes = Axes(canvas, frame, Linear.steps(view.timeline.snapshot.step), _scale(data))
        axes.draw_frame(self._unit, data.y_label, outside=named)
        colors = theme.series(len(data.names))
        dots = len(data.steps) <= 40
        with canvas.clipped(axes.inner.inflate(0, px(4))):
            for k, color in enumerate(colors):
                axes.curve(data.steps, data.values[:, k], color, 1)
                if dots:
                    for x, y in axes.points(data.steps, data.values[:, k]).tolist():
                        canvas.rect(Rect(round(x) - 1, round(y) - 1, 3, 3), color)
        if named and len(data.values):
            _name_ends(axes, data, colors)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact value of the line nearest to the mouse."""
        axes = self._axes
        data = self._source(view.timeline)
        if axes is None or not axes.inner.inflate(4, 8).collidepoint(at) or not len(data.steps):
            return None
        i = int(np.argmin(np.abs(data.steps - axes.data(at)[0])))
        row = data.values[i]
        heights = axes.points(np.full(len(row), data.steps[i]), np.nan_to_num(row))[:, 1]
        k = int(np.argmin(np.abs(heights - at[1])))
        lines = (data.names[k], f"{exact(float(row[k]))}", f"at {self._unit} {count(float(data.steps[i]))}")
        return Hint((*lines, data.formula) if data.formula else lines)


def _scale(data: Lines) -> Scale:
    if data.logarithmic:
        return Log.around(data.values)
    if data.bounds is not None:
        return Linear(*data.bounds)
    finite = data.values[np.isfinite(data.values)]
    return Linear.around(float(finite.min()), float(finite.max())) if len(finite) else Linear(-1, 1)


def _name_ends(axes: Axes, data: Lines, colors: Sequence[Color]) -> None:
    """Write the names right of the lines' ends, moved apart where they would overlap."""
    canvas, box = axes.canvas, axes.inner
    ends = [axes.point(axes.x.high, value)[1] for value in np.nan_to_num(data.values[-1]).tolist()]
    line = canvas.line_height(Face.TINY) - canvas.px(2)
    foot = box.bottom - canvas.px(3)  # clear of the unit below
    for k, y in spread([min(max(y, box.top), foot) for y in ends], line, box.top, foot):
        canvas.text(data.names[k], (box.right + canvas.px(5), y), colors[k], Face.TINY, "midleft")


def spread(places: list[float], gap: float, top: float, bottom: float) -> list[tuple[int, float]]:
    """Return (index, place) in order, near where they were but `gap` apart where the room allows."""
    order = sorted(range(len(places)), key=places.__getitem__)
    gap = min(gap, (bottom - top) / max(len(order) - 1, 1))
    moved: list[float] = []
    for k in order:
        moved.append(max(places[k], moved[-1] + gap if moved else top))
    limit = bottom
    for i in range(len(moved) - 1, -1, -1):
        moved[i] = min(moved[i], limit)
        limit = moved[i] - gap
    return list(zip(order, moved, strict=True))
