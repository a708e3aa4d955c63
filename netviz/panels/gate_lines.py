"""Each neuron's line in the input plane, with the side on which it is on, and the corners of a table."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.marks import draw_mark
from netviz.drawing.nearness import nearest_curve
from netviz.drawing.numbers import exact, fixed_within
from netviz.drawing.scales import Linear
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.boundary import level_lines
from netviz.panels.feature_plane import line_in_box
from netviz.panels.gate_legend import draw_legend
from netviz.panels.gate_marks import Path, draw_arrow, rounder, write_name
from netviz.panels.gate_plane import Array, GateLine, GatePlane
from netviz.panels.gate_words import told
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.plane_data import Answer
from netviz.panels.plane_ground import draw_boundaries, draw_ground

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
REACH = 5  # design units round a line where the mouse is on it
COARSE = 16  # pixels between the points of a grid, from which a curve would have corners
NAMED = 4  # so many lines have arrows and names; of more only the chosen one and the one under the mouse,
THIN = 12  # and of more than this the others step back
LEFT, ABOVE, BELOW = 30, 20, 22  # design units beside the plane
AXIS = 12  # of the name of its axis
SIGNS = 6  # of an answer at a corner


class GateLines(Panel):
    """A click on a line chooses its neuron. Of many lines those that are not looked at are bare."""

    prompt = True

    def __init__(self, source: Callable[[Timeline], GatePlane]) -> None:
        self.title = "Lines and corners"
        self._source = source
        self._axes: Axes | None = None
        self._drawn: list[tuple[GateLine, Array]] = []  # lines in pixels (n, 2)
        self._mouse: Point | None = None

    def suit(self, view: View) -> None:
        """Be called after what there is."""
        self.title = "Lines and corners" if self._source(view.timeline).corners else "Lines"

    def value(self, view: View) -> str:
        """Return how many corners are right, or else what to do where not all lines have names."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too."""
        data = self._source(view.timeline)
        known = [corner.right for corner in data.corners if corner.target is not None]
        if known:
            right = f"{sum(known)} of {len(known)}"
            return f"{right} corners right", f"{right} right"
        lines = f"{self._seen} lines"
        return (f"{lines}: a click chooses one", lines) if self._seen > NAMED else ("",)

    @property
    def _seen(self) -> int:
        """How many neurons have a line in the plane."""
        return len({line.neuron for line, _ in self._drawn})

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the answer, the lines with their arrows, and the corners."""
        data, px = self._source(view.timeline), canvas.px
        left, above, below = px(LEFT), px(ABOVE), px(BELOW)
        side = max(min(area.width - left - px(10), area.height - above - below), 8)
        frame = Rect(0, area.y, side + left + px(10), side + above + below)
        frame.x = area.x + (area.width - frame.width) // 2
        frame.y = area.y + (area.height - frame.height) // 2
        scale = Linear(*data.answer.extent)
        axes = self._axes = Axes(canvas, frame, scale, scale, left=LEFT)
        axes.draw_frame("x₁", "" if data.flat else "x₂", grid=False, ticks=(4, 0 if data.flat else 4))
        layer, chosen = view.choices.neuron_in(data.counts)
        data = data.fit(axes.inner.width)
        with canvas.clipped(axes.inner):
            canvas.still(axes.inner, data.answer, partial(_draw_answer, axes, data.answer), settling=True)
            ink = self._draw_lines(axes, data, chosen if layer == 0 else None)
            self._draw_corners(axes, data)
        begin = axes.inner.x + px(AXIS)
        room = Rect(begin, axes.inner.y - above + px(1), max(axes.inner.right - begin, 0), above - px(3))
        draw_legend(canvas, room, data.answer, ink)

    def _draw_lines(self, axes: Axes, data: GatePlane, chosen: int | None) -> Color | None:
        """Draw all lines, and arrow and name of those that have them; return the colour of arrows, if any."""
        canvas, theme, px = axes.canvas, axes.canvas.theme, axes.canvas.px
        self._drawn = [
            (line, axes.points(places[:, 0], places[:, 1]))
            for line in data.lines
            for places in _places(line, data, axes.inner.width)
        ]
        under = None if self._mouse is None else self._line_at(self._mouse)
        hovered = None if under is None else under.neuron
        self._drawn.sort(key=lambda one: (one[0].neuron == chosen, one[0].neuron == hovered))
        many, thin = self._seen > NAMED, self._seen > THIN
        longest: dict[int, tuple[GateLine, Array]] = {}  # of a curve's pieces, by neuron
        for line, places in self._drawn:
            if line.neuron == chosen:
                color, width = theme.focus, 2.5
            elif line.neuron == hovered:
                color, width = theme.text, 2.5
            else:
                color, width = (theme.secondary, 1.0) if thin else (theme.text, 1.0 if many else 1.5)
            canvas.polyline(places, color, width)
            if line.neuron not in longest or len(places) > len(longest[line.neuron][1]):
                longest[line.neuron] = line, places
        shown = (chosen, hovered)
        marked = [one for one in reversed(longest.values()) if not many or one[0].neuron in shown]
        taken = [Rect(0, 0, px(44), px(16)).move(-px(22), -px(8)).move(at) for at in _told_at(axes, data)]
        taken += [Rect(0, 0, px(18), px(18)).move(-px(9), -px(9)).move(at) for at in _corners_at(axes, data)]
        paths = [(line, Path(places)) for line, places in marked]  # the chosen one first
        inks = [theme.focus if line.neuron == chosen else theme.text for line, _ in paths]
        arrows: list[Rect] = []
        for (line, path), ink in zip(paths, inks, strict=True):
            arrows.append(draw_arrow(axes, line, path, ink, [*taken, *arrows]))
        for (line, path), ink in zip(paths, inks, strict=True):
            taken.append(write_name(axes, line, path, ink, taken, arrows))
        return None if not marked else theme.text if len(marked) > 1 else inks[0]

    @staticmethod
    def _draw_corners(axes: Axes, data: GatePlane) -> None:
        canvas, theme = axes.canvas, axes.canvas.theme
        places = zip(_corners_at(axes, data), data.corners, _told_at(axes, data), strict=True)
        for at, corner, above in places:
            klass = corner.klass if corner.target is None else corner.target
            if klass is None:
                draw_mark(canvas, at, 3, theme.text, 5, hollow=True)
            else:
                ink = theme.classes[klass % len(theme.classes)]
                if corner.target is None:  # the ground has that colour, too
                    ink = theme.text
                draw_mark(canvas, at, klass, ink, 7, hollow=corner.target is None, ringed=not corner.right)
            color = theme.text if corner.right else theme.warning
            canvas.label(fixed_within(corner.answer, 2, SIGNS), above, color, Face.TINY)

    # the mouse

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is: the line under it has its arrow and its name."""
        self._mouse = at
        return None

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
        for (x1, x2), corner, place in zip(CORNERS, data.corners, _corners_at(axes, data), strict=False):
            if math.dist(at, place) <= axes.canvas.px(11):
                wrong = "" if corner.right else ", answered wrongly"
                what = "" if corner.target is None else f": class {corner.target}{wrong}"
                if corner.klass is not None:
                    what = f", taken for {data.answer.points.class_of(corner.klass)}"
                return Hint((f"corner ({x1}, {x2}){what}", f"{corner.output} = {exact(corner.answer)}"))
        line = self._line_at(at)
        return None if line is None else Hint(told(line))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the neuron whose line is under the mouse."""
        line = self._line_at(at)
        return None if line is None else replace(view.choices, neuron=(0, line.neuron))


def _draw_answer(axes: Axes, answer: Answer) -> None:
    """Draw the ground; where several classes meet sharply, it alone would be a string of beads."""
    draw_ground(axes.canvas, axes.inner, answer, bands=False)
    if answer.classes > 2 and answer.dense:
        draw_boundaries(axes, answer, axes.canvas.theme.panel)


def _corners_at(axes: Axes, data: GatePlane) -> list[tuple[int, int]]:
    """Return where the corners are."""
    places = (axes.point(x1, x2) for (x1, x2), _ in zip(CORNERS, data.corners, strict=False))
    return [(round(x), round(y)) for x, y in places]


def _told_at(axes: Axes, data: GatePlane) -> list[tuple[int, int]]:
    """Return where the answers at the corners are written, above them or below."""
    apart = axes.canvas.px(19)
    places = zip(CORNERS, _corners_at(axes, data), strict=False)
    return [(x, y + (apart if x2 == 0 else -apart)) for (_, x2), (x, y) in places]


def _places(line: GateLine, data: GatePlane, width: int) -> list[Array]:
    """Return a line's pieces in the plane, each (n, 2)."""
    extent, scores = data.answer.extent, line.scores
    if line.weights is not None:
        w1, w2, b = line.weights
        ends = line_in_box((w1, w2, -b), (extent, extent))
        return [] if ends is None else [ends]
    if scores is None or not np.isfinite(scores).all():
        return []
    if width > COARSE * len(scores):
        scores = rounder(scores)
    return level_lines(scores, 0.0, extent, max(1, round(8 * len(scores) / max(width, 1))))
