"""The input plane: the network's answer as colour, all points, and the hand that changes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.marks import Looks, Placed, draw_mark, draw_placed, placed, radius_for
from netviz.drawing.numbers import number
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.cache import PerKey, Same
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddPoint
from netviz.panels.by_hand import ByHand
from netviz.panels.by_mouse import PIN_NAMES, Place
from netviz.panels.panel import Choices, View
from netviz.panels.plane_data import Answer, Array
from netviz.panels.plane_ends import draw_pins, ring_box
from netviz.panels.plane_ground import class_color, draw_boundaries, draw_ground
from netviz.panels.plane_marks import Marked
from netviz.panels.plane_neurons import GRID, Drawn, draw_neurons, neuron_at, write_names
from netviz.panels.plane_path import draw_stand, draw_way
from netviz.panels.plane_tools import (
    NARROW,
    WIDTH,
    Tools,
    chosen_by,
    least_height,
    pressed,
    target_of,
    wanted_width,
)
from netviz.panels.plane_words import answer_words, point_hint, told_at
from netviz.panels.walk_data import Path
from netviz.panels.words import points_of

ROOMY = 340  # design units of width from which on the tools have room for more words
SHADES = 33  # of points that have a value rather than a class
TOGGLES = {"b": "steps", "w": "lines"}


class Plane(ByHand):
    """Heat, lines and points on a square, and the column of tools beside it."""

    def __init__(
        self,
        source: Callable[[Timeline], Answer],
        title: str = "Input plane",
        path: Callable[[View], Path] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self._source, self._path = source, path
        self._tools = Tools()
        self._answer: Answer | None = None  # as last drawn
        self._neurons: list[Drawn] = []
        self._taken: list[Rect] = []  # where names of neurons are, and rings of pins
        self._ring = 6.0  # design units: radius of a pin's ring, so that a point in it can be seen
        self._looks = PerKey[Looks]()
        self._placed = PerKey[list[Placed]]()
        self._outside = PerKey[int]()
        self._marked = PerKey[Marked]()

    def value(self, view: View) -> str:
        """Return how many are answered wrongly, or with the keyboard's cursor what is there."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too."""
        answer = self._source(view.timeline)
        if self._focused and self._axes is not None:
            x, y = self._hand()
            said = answer_words(answer, answer.at(x, y))
            return f"({number(x)}, {number(y)}): {said}", said
        points, test = answer.points, len(answer.points) - answer.points.train
        outside = self._count_outside(answer)
        beyond = f" · {outside} outside" if outside else ""
        if not answer.classes:
            told = points_of(points.train) + (f" + {test} test" if test else "")
            return told + beyond, told
        wrong, missed = points.missed
        whole = f"{wrong} of {points.train} wrong" + (f" · test {missed} of {test}" if test else "")
        brief = f"{wrong} wrong" + (f" · test {missed}" if test else "")
        return whole + beyond, whole, brief, f"{wrong} wrong"

    def _count_outside(self, answer: Answer) -> int:
        points, extent = answer.points, answer.extent
        return self._outside((points, extent), lambda: points.outside(extent))

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the ground, lines, points, pins, and the tools."""
        answer, choices, px = self._source(view.timeline), view.choices, canvas.px
        self._answer, self._room = answer, area.inflate(px(16), 0)
        left, above, below = px(30), px(20), px(22)
        tools = px(WIDTH if area.width >= px(ROOMY) else NARROW)
        spare = area.width - left - px(14) - (area.height - above - below)  # beside a plane of that height
        tools = max(tools, min(wanted_width(canvas, answer), spare))
        column = tools + px(14)
        side = max(min(area.width - left - column, area.height - above - below), 8)
        frame = Rect(0, 0, side + left + px(10), side + above + below)
        frame.x = area.x + (area.width - side - left - column) // 2
        frame.y = area.y + (area.height - frame.height) // 2
        scale = Linear(*answer.extent)
        axes = Axes(canvas, frame, scale, scale, left=30)
        axes.draw_frame("x₁", "x₂", grid=False, ticks=(4, 4))
        self._lay_out(axes, answer.points.inputs, view)
        box = axes.inner
        radius = radius_for(len(answer.points), box.width / canvas.scale)
        self._ring = 1.3 * (radius + 1) + 2.5  # clear of any shape's corners
        pins = [(PIN_NAMES[k], self._pin_spot(pin, (0.0, 0.0))) for k, pin in enumerate(choices.pins)]

        def ground() -> None:
            with canvas.clipped(box):
                fine = answer.fit(box.width)
                draw_ground(canvas, box, fine, bands=choices.bands)
                self._neurons = draw_neurons(axes, fine) if choices.neuron_lines else []
                draw_boundaries(axes, fine)
                rings = [ring_box(canvas, at, self._ring) for _, at in pins]
                self._taken = write_names(axes, self._neurons, self._marked_at(axes, answer), rings)

        key = (answer, choices.bands, choices.neuron_lines, choices.pins)
        canvas.still(box, key, ground, settling=True)
        room, taken = box.inflate(px(8), px(8)), list(self._taken)
        with canvas.clipped(room):
            path = None if self._path is None else self._path(view)
            if path is not None:
                draw_way(axes, path)
            self._draw_points(canvas, answer, choices, radius)
            draw_pins(canvas, pins, self._ring, room, taken)
            if path is not None:
                draw_stand(axes, path, choices.walk, len(choices.pins), room, taken)
            self._draw_cursor(canvas)
        top = box.top - px(4)
        if side < area.height - above - below or area.bottom - top < least_height(canvas, answer):
            top = area.y
        column_area = Rect(box.right + px(14), top, tools, area.bottom - top)
        self._tools.draw(canvas, column_area, answer, choices, area.right - column_area.right, box.bottom)

    def _draw_points(self, canvas: Canvas, answer: Answer, choices: Choices, radius: float) -> None:
        axes, points = self._axes, answer.points
        assert axes is not None
        spots = self._moved_spots()
        if len(points):
            draw_placed(canvas, self._placed_at(axes, spots, self._looks_of(canvas, answer), radius))
        if self._focused and choices.sample < len(points):  # else it would look like a pin
            at = axes.point(*spots[choices.sample].tolist())
            canvas.circle(at, canvas.px(radius + 6), canvas.theme.panel, 4)
            canvas.circle(at, canvas.px(radius + 5), canvas.theme.focus, 2)
        if self._adding and self._place is not None:
            target = target_of(answer, choices)
            color = class_color(canvas.theme, answer, target)
            shape = int(target) if answer.classes else 0
            rim = None if answer.classes else canvas.theme.secondary
            draw_mark(canvas, axes.point(*self._place), shape, color, radius + 1.5, rim=rim)

    def _looks_of(self, canvas: Canvas, answer: Answer) -> Looks:
        key = (answer.points, answer.classes, answer.threshold, answer.reach, canvas.theme)
        return self._looks(key, lambda: _looks(canvas, answer))

    def _placed_at(self, axes: Axes, spots: Array, looks: Looks, radius: float) -> list[Placed]:
        """Return all marks with their places, the same until one of them changes."""
        canvas = axes.canvas
        key = (Same(spots), looks, tuple(axes.inner), axes.x, axes.y, radius, canvas.scale)
        return self._placed(key, lambda: placed(canvas, axes.points(*spots.T), looks, radius))

    def _marked_at(self, axes: Axes, answer: Answer) -> Marked:
        """Return the cells that points reach into, the same until these or the axes change."""
        canvas, inputs, box = axes.canvas, answer.points.inputs, axes.inner
        reach = canvas.scale * radius_for(len(inputs), box.width / canvas.scale)
        key = (Same(inputs), tuple(box), answer.extent, canvas.scale)
        return self._marked(key, lambda: Marked(box, axes.points(*inputs.T), reach, max(canvas.px(GRID), 1)))

    # the mouse

    def _told_of(self, at: Point, view: View) -> Hint | None:
        """Return exact numbers: of the point, the neuron's line or the place under the mouse."""
        axes, answer = self._axes, self._answer
        if axes is None or answer is None:
            return None
        tool = self._tools.hover(at, answer, view.choices)
        if tool is not None or not axes.inner.inflate(16, 16).collidepoint(at):
            return tool
        point = self._point_at(at)
        if point is not None:
            return point_hint(answer, point)
        pin = self._pin_at(at, view.choices)
        line = neuron_at(self._neurons, at, axes.canvas.px(3)) if pin is None else None
        if line is not None or not self._on_ground(at):
            return line
        x, y = self._data(at) if pin is None else view.choices.pins[pin]
        does = "click: add a point   P: pin this input"
        if pin is not None:
            does = f"pin {PIN_NAMES[pin]}   drag: move   right click: remove"
        elif view.choices.pinning:
            does = "click: pin this input"
        return Hint((*told_at(answer, x, y), does))

    def press(self, at: Point, view: View) -> Choices | None:
        """Use a tool, else the hand."""
        if self._answer is None:
            return None
        return self._tools.press(at, self._answer, view.choices) or super().press(at, view)

    # the keyboard

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Choose by digits what is added and by letters what is shown; else as the hand does."""
        if word == "write" and self._answer is not None:
            if text.isascii() and text.isdigit():
                adds = chosen_by(int(text), self._answer)
                return view.choices if adds is None else replace(view.choices, adds=adds, pinning=False)
            if text in TOGGLES:
                return pressed(TOGGLES[text], view.choices)
        return super().typed(word, text, view)

    def _add(self, place: Place, choices: Choices) -> AddPoint:
        assert self._answer is not None
        return AddPoint(*place, target_of(self._answer, choices))


def _looks(canvas: Canvas, answer: Answer) -> Looks:
    """Return how the points look: class as shape and colour, test points hollow, wrong ones ringed."""
    points, theme = answer.points, canvas.theme
    hollow = np.arange(len(points)) >= points.train
    if answer.classes:
        kinds = points.targets.astype(np.int64)
        return Looks(kinds, kinds, theme.classes, hollow, points.wrong)
    values = np.linspace(answer.threshold - answer.reach, answer.threshold + answer.reach, SHADES)
    palette = tuple(class_color(theme, answer, value) for value in values.tolist())
    step = values[1] - values[0]
    places = np.clip(np.rint((points.targets - values[0]) / step), 0, SHADES - 1).astype(np.int64)
    discs = np.zeros(len(points), np.int64)
    return Looks(discs, places, palette, hollow, points.wrong, theme.secondary)
