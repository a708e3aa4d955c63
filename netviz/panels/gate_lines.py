"""Each neuron's line in the input plane, with the side on which it is on, and the corners of a table."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.nearness import nearest_curve
from netviz.drawing.numbers import MINUS, exact, fixed
from netviz.drawing.scales import Linear
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.boundary import level_lines
from netviz.panels.feature_plane import line_in_box
from netviz.panels.gate_plane import Array, GateLine, GatePlane
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.plane_ground import finer, soft

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
ARROW, REACH = 26, 5  # design units: of the normal, and round a line where the mouse is on it
NAMED = 12  # so many lines have their names; of more only the chosen one


class GateLines(Panel):
    """A click on a line chooses its neuron."""

    prompt = True

    def __init__(self, source: Callable[[Timeline], GatePlane]) -> None:
        self.title = "Lines and corners"
        self._source = source
        self._axes: Axes | None = None
        self._drawn: list[tuple[GateLine, Array]] = []  # lines in pixels (n, 2)

    def value(self, view: View) -> str:
        """Return how many corners are right, where that is known."""
        corners = self._source(view.timeline).corners
        known = [corner.right for corner in corners if corner.target is not None]
        return f"{sum(known)} of {len(known)} corners right" if known else ""

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the answer, the lines with their arrows, and the corners."""
        data, px = self._source(view.timeline), canvas.px
        left, above, below = px(30), px(20), px(22)
        side = max(min(area.width - left - px(10), area.height - above - below), 8)
        frame = Rect(0, area.y, side + left + px(10), side + above + below)
        frame.x = area.x + (area.width - frame.width) // 2
        frame.y = area.y + (area.height - frame.height) // 2
        scale = Linear(*data.extent)
        axes = self._axes = Axes(canvas, frame, scale, scale, left=30)
        axes.draw_frame("x₁", "x₂", grid=False, ticks=(4, 4))
        layer, chosen = view.choices.neuron
        with canvas.clipped(axes.inner):
            values = finer(data.values) if axes.inner.width >= 6 * len(data.values) else data.values
            canvas.heat(values, axes.inner, soft(canvas.theme), data.low, data.high)
            self._draw_lines(axes, data, chosen if layer == 0 else None)
            self._draw_corners(axes, data)

    def _draw_lines(self, axes: Axes, data: GatePlane, chosen: int | None) -> None:
        canvas, theme, px = axes.canvas, axes.canvas.theme, axes.canvas.px
        self._drawn = [
            (line, axes.points(places[:, 0], places[:, 1]))
            for line in sorted(data.lines, key=lambda one: one.neuron == chosen)
            for places in _places(line, data, axes.inner.width)
        ]
        for line, places in self._drawn:
            lit = line.neuron == chosen
            color = theme.focus if lit else theme.text
            canvas.polyline(places, color, 2.5 if lit else 1.5)
            if line.weights is not None:
                self._draw_arrow(axes, line.weights, color)
        taken = [Rect(0, 0, px(44), px(16)).move(-px(22), -px(8)).move(at) for at in _told_at(axes, data)]
        named: set[int] = set()
        for line, places in reversed(self._drawn):  # the chosen one first
            lit = line.neuron == chosen
            if line.neuron not in named and (lit or len(data.lines) <= NAMED):
                named.add(line.neuron)
                taken.append(_write_name(axes, line, places, theme.focus if lit else theme.text, taken))

    @staticmethod
    def _draw_arrow(axes: Axes, weights: tuple[float, float, float], color: Color) -> None:
        """Draw the normal where the line is nearest to the corners' middle."""
        canvas, px = axes.canvas, axes.canvas.px
        w1, w2, b = weights
        size = math.hypot(w1, w2)  # its square may be no number: too small, or too large
        far = (w1 / size) * 0.5 + (w2 / size) * 0.5 + b / size
        low, high = axes.x.low, axes.x.high
        margin = 0.12 * (high - low)
        foot = [min(max(0.5 - far * (w / size), low + margin), high - margin) for w in (w1, w2)]
        x, y = axes.point(foot[0], foot[1])
        across, up = w1 / size, -w2 / size  # pixels grow downwards
        tip = (x + px(ARROW) * across, y + px(ARROW) * up)
        canvas.line((x, y), tip, color, 2)
        wing = px(5)
        canvas.polygon(
            [
                (tip[0] + wing * across, tip[1] + wing * up),
                (tip[0] - wing * across - wing * up, tip[1] - wing * up + wing * across),
                (tip[0] - wing * across + wing * up, tip[1] - wing * up - wing * across),
            ],
            color,
        )

    @staticmethod
    def _draw_corners(axes: Axes, data: GatePlane) -> None:
        canvas, theme = axes.canvas, axes.canvas.theme
        places = zip(CORNERS, data.corners, _told_at(axes, data), strict=False)
        for (x1, x2), corner, told in places:
            at = axes.point(x1, x2)
            if corner.target is None:
                draw_mark(canvas, at, 3, theme.text, 5, hollow=True)
            else:
                draw_mark(canvas, at, corner.target, theme.classes[corner.target], 7, ringed=not corner.right)
            color = theme.text if corner.right else theme.warning
            canvas.label(fixed(corner.answer, 2).strip(), told, color, Face.TINY)

    # the mouse

    def _line_at(self, at: Point) -> GateLine | None:
        if self._axes is None or not self._axes.inner.collidepoint(at):
            return None
        reach = self._axes.canvas.px(REACH)
        far, k = nearest_curve(at, (places for _, places in self._drawn))
        return self._drawn[k][0] if far <= reach else None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the answer at the corner under the mouse, or the line's equation and gate."""
        axes, data = self._axes, self._source(view.timeline)
        if axes is None:
            return None
        for (x1, x2), corner in zip(CORNERS, data.corners, strict=False):
            if math.dist(at, axes.point(x1, x2)) <= axes.canvas.px(11):
                wrong = "" if corner.right else ", answered wrongly"
                what = "" if corner.target is None else f": class {corner.target}{wrong}"
                return Hint((f"corner ({x1}, {x2}){what}", f"ŷ = {exact(corner.answer)}"))
        line = self._line_at(at)
        return None if line is None else Hint(_told(line))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the neuron whose line is under the mouse."""
        line = self._line_at(at)
        return None if line is None else replace(view.choices, neuron=(0, line.neuron))


def _told_at(axes: Axes, data: GatePlane) -> list[tuple[int, int]]:
    """Return where the answers at the corners are written, above them or below."""
    apart, told = axes.canvas.px(19), []
    for (x1, x2), _ in zip(CORNERS, data.corners, strict=False):
        x, y = axes.point(x1, x2)
        told.append((round(x), round(y + (apart if x2 == 0 else -apart))))
    return told


def _places(line: GateLine, data: GatePlane, width: int) -> list[Array]:
    """Return a line's pieces in the plane, each (n, 2)."""
    if line.weights is not None:
        w1, w2, b = line.weights
        ends = line_in_box((w1, w2, -b), (data.extent, data.extent))
        return [] if ends is None else [ends]
    if line.scores is None or not np.isfinite(line.scores).all():
        return []
    return level_lines(line.scores, 0.0, data.extent, max(1, round(8 * len(line.scores) / max(width, 1))))


def _write_name(axes: Axes, line: GateLine, places: Array, color: Color, taken: list[Rect]) -> Rect:
    """Write a line's name near one of its ends, on the side of its arrow, clear of what is `taken`."""
    canvas, px = axes.canvas, axes.canvas.px
    text = f"{line.name} ≈ {line.gate}" if line.gate and line.off <= 0.25 else line.name
    size = canvas.text_width(text, Face.SMALL) + px(8), canvas.line_height(Face.SMALL)
    plates = [one.inflate(px(4), px(2)) for one in taken]
    free = (box for box in _beside(axes, line, places, size) if box.collidelist(plates) < 0)
    box = next(free, None) or next(_beside(axes, line, places, size))
    canvas.label(text, box.center, color, Face.SMALL)
    return box


def _beside(axes: Axes, line: GateLine, places: Array, size: tuple[int, int]) -> Iterator[Rect]:
    """Go through places for a name of a size beside a line, from both its ends on."""
    px, (width, height) = axes.canvas.px, size
    room = axes.inner.inflate(-px(6), -px(6))
    ways = []
    for (x, y), (x1, y1) in (places[:2].tolist(), places[-1:-3:-1].tolist()):
        length = max(math.hypot(x1 - x, y1 - y), 1e-9)
        along, down = (x1 - x) / length, (y1 - y) / length
        side = 1.0
        if line.weights is not None:
            w1, w2, _ = line.weights
            side = 1.0 if -w1 * down - w2 * along > 0 else -1.0  # pixels grow downwards
        off = (abs(down) * width + abs(along) * height) / 2 + px(4)
        ways.append((x - side * down * off, y + side * along * off, along, down))
    for far in range(px(20), px(165), px(24)):
        for x, y, along, down in ways:
            box = Rect(0, 0, width, height)
            box.center = round(x + along * far), round(y + down * far)
            yield box.clamp(room)


def _told(line: GateLine) -> tuple[str, ...]:
    """Return a line's equation and its gate."""
    near = (f"nearest gate: {line.gate}, off by {exact(line.off, 4)}",) if line.gate else ()
    if line.weights is None:
        return (f"{line.name}: z = 0 on this curve", *near, "a curve, as it sees more than x₁ and x₂")
    w1, w2, b = (exact(abs(w), 5) for w in line.weights)
    first, second, third = (MINUS if w < 0 else "+" for w in line.weights)
    equation = f"z = {first if first == MINUS else ''}{w1} x₁ {second} {w2} x₂ {third} {b} = 0"
    return (f"{line.name}: z = 0 on this line, above 0 where its arrow points", equation, *near)
