"""How much gradient arrives at each layer: now, and between which bounds over the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number
from netviz.drawing.scales import Log
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Panel, View
from netviz.panels.words import longest

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Flow:
    """Norms of each layer, (layers,): of the gradient now, its least and most, of the weights and the update.

    The bounds are over `moments` kept moments; NaN where there has been none.
    """

    names: tuple[str, ...]
    now: Array
    low: Array
    high: Array
    weights: Array
    updates: Array
    sizes: tuple[int, ...]  # parameters of each layer
    moments: int


SAID = ("norm of ∂L/∂θ", "|∂L/∂θ|", "norms", "")
NARROW = 220  # design units of an area with small names


class GradientFlow(Panel):
    """A row for each layer, the first at the top: the disc is now, the bar from least to most."""

    title = "Gradient flow"

    def __init__(self, source: Callable[[View], Flow]) -> None:
        self._source = source
        self._rows: list[Rect] = []

    def value(self, view: View) -> str:
        """Return what the numbers are, or how many layers there is room for, where it is not all."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, also briefly, and nothing where even that would be cut."""
        shown, of = len(self._rows), len(self._source(view).names)
        if 0 < shown < of:
            return f"{shown} of {of} layers fit", f"{shown} of {of}"
        return SAID

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the axis, and a row for each layer."""
        flow, theme, px = self._source(view), canvas.theme, canvas.px
        self._rows = []
        face = Face.SMALL if area.width < px(NARROW) else Face.TEXT
        names = max(canvas.text_width(name, face) for name in flow.names) + px(12)
        figures = canvas.text_width("0.00000", Face.MONO) + px(10)
        line = canvas.line_height(Face.SMALL)
        foot = line + px(4) + (line if area.height >= px(120) else 0)
        box = Rect(area.x + names, area.y, area.width - names - figures, area.height - foot)
        scale = Log.around(np.concatenate((flow.now, flow.low, flow.high)))
        end = 0  # of the words before
        for value, text in scale.ticks(max(2, box.width // px(52))):
            x = box.left + round(scale.place(value) * (box.width - 1))
            canvas.rule((x, box.top), (x, box.bottom), theme.grid)
            if x - canvas.text_width(text, Face.SMALL) / 2 >= end:
                words = canvas.text(text, (x, box.bottom + px(3)), theme.secondary, Face.SMALL, "midtop")
                end = words.right + px(4)
        if area.height >= px(120):
            legends = _legends(flow.moments)
            legend = legends[longest(canvas, legends, Face.SMALL, area.width)]
            canvas.text(legend, area.bottomleft, theme.faint, Face.SMALL, "bottomleft")
        shown = min(len(flow.names), max(box.height // line, 1))
        height = min(box.height / shown, px(72))
        centres = []
        for i in range(shown):
            row = Rect(area.x, round(box.top + i * height), area.width, round(height))
            self._rows.append(row)
            canvas.text(flow.names[i], row.midleft, theme.text, face, "midleft")
            centre = self._draw_row(canvas, row, box, scale, flow, i)
            if centre is not None:
                centres.append(centre)
        canvas.polyline(centres, theme.tint(theme.focus, 0.55), 1)
        for centre in centres:
            canvas.circle(centre, px(4), theme.focus)

    @staticmethod
    def _draw_row(
        canvas: Canvas, row: Rect, box: Rect, scale: Log, flow: Flow, i: int
    ) -> tuple[int, int] | None:
        """Draw one layer but for name and disc; return its place, if the norm is positive."""
        theme, px, y = canvas.theme, canvas.px, row.centery
        now, low, high = float(flow.now[i]), float(flow.low[i]), float(flow.high[i])
        canvas.text(
            number(now) if flow.moments else "none yet", (row.right, y), theme.text, Face.MONO, "midright"
        )
        if low > 0 and np.isfinite(high):
            left, right = (box.left + round(scale.place(value) * (box.width - 1)) for value in (low, high))
            bar = Rect(left, y - px(3), max(right - left, px(2)), px(6))
            canvas.rect(bar, theme.tint(theme.focus, 0.3), radius=3)
        if not now > 0 or not np.isfinite(now):
            return None
        return box.left + round(scale.place(now) * (box.width - 1)), y

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact norms of the layer under the mouse."""
        for i, row in enumerate(self._rows):
            if row.collidepoint(at):
                flow = self._source(view)
                now, weights, updates = (float(x[i]) for x in (flow.now, flow.weights, flow.updates))
                ratio = updates / weights if weights else 0.0
                return Hint(
                    (
                        f"{flow.names[i]}: {count(flow.sizes[i])} parameters",
                        f"|∂L/∂θ|  {exact(now)}",
                        f"least    {exact(float(flow.low[i]))}",
                        f"most     {exact(float(flow.high[i]))}",
                        f"|Δθ|     {exact(updates)}",
                        f"|θ|      {exact(weights)}",
                        f"|Δθ|/|θ| {exact(ratio)}",
                        f"|x| = √Σ x², over {flow.moments} kept moments",
                    )
                )
        return None


def _legends(moments: int) -> tuple[str, ...]:
    """Return what disc and bar mean, in more and in fewer words."""
    if moments <= 1:
        return ("disc: now",)
    return (
        f"disc: now   bar: range of {moments} kept moments",
        f"disc: now   bar: range of {moments} moments",
        f"disc: now   bar: {moments} moments",
        "disc: now   bar: before",
    )
