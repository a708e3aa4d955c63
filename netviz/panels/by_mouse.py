"""Points that the mouse adds, moves and takes away, and inputs that it pins."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Point, Rect
from netviz.drawing.scales import Scale
from netviz.drawing.widgets import Hint
from netviz.engine.wishes import AddPoint, MovePoint, RemovePoint
from netviz.panels.panel import Choices, Panel, View

Place = tuple[float, float]
Array = NDArray[np.float64]

REACH = 9  # design units round a point or pin where the mouse is on it
STILL = 3  # design units that a held mouse may shake before what it holds moves
PIN_NAMES = "AB"


class ByMouse(Panel):
    """A panel with axes on which points are edited. What is edited is the geometry last drawn.

    Press and release on empty ground adds, drag moves, the other button removes. Where a click pins instead,
    it pins what is under it; pins are dragged and removed as points are.
    """

    keeps_clicks = True

    def __init__(self) -> None:
        self._axes: Axes | None = None
        self._room = Rect(0, 0, 0, 0)  # of the panel as last drawn, with its margins
        self._spots: Array = np.empty((0, 2))  # of all points, in data coordinates
        self._version = -1  # of the timeline that was drawn
        self._numbering = 0  # of the points drawn
        self._removed_at = -1  # version from which a point was taken away: the next click waits for a picture
        self._held: int | None = None  # point under the held mouse
        self._held_pin: int | None = None
        self._adding = False
        self._pressed: Point = (0.0, 0.0)
        self._place: Place | None = None  # of what the mouse or the cursor holds, once it has moved
        self._moving = False  # whether the movement has begun
        self._grabbed: int | None = None  # point that moves with the cursor
        self._mouse: Point | None = None
        self._by_keys = False  # whether the cursor was used later than the mouse

    # what a place means

    def _add(self, place: Place, choices: Choices) -> AddPoint:
        """Return the wish for a new point."""
        return AddPoint(*place, choices.adds)

    def _move(self, index: int, place: Place, joins: bool) -> MovePoint:
        """Return the wish to put a point elsewhere."""
        return MovePoint(index, *place, joins)

    def _input(self, place: Place) -> Place:
        """Return the input (x₁, x₂) of a place."""
        return place

    def _pin_spot(self, pin: Place, at: Point) -> Point:
        """Return the pixel of a pin, the one nearest to `at` if it has many."""
        assert self._axes is not None
        return self._axes.point(*pin)

    # geometry

    def _lay_out(self, axes: Axes, spots: Array, view: View) -> None:
        """Take note of what is drawn: points (n, 2) in the axes' own numbers."""
        numbering = view.timeline.snapshot.numbering
        index = self._in_hand()
        if index is not None and (numbering != self._numbering or index >= len(spots)):
            self._held = self._grabbed = self._place = None  # it has another place now, or is no more
        self._axes, self._spots, self._numbering = axes, spots, numbering
        self._version = view.timeline.version

    def _in_hand(self) -> int | None:
        """Return the point that moves with the mouse or the cursor."""
        return self._held if self._held is not None else self._grabbed

    def _point_at(self, at: Point, reach: float = REACH) -> int | None:
        axes = self._axes
        if axes is None or not len(self._spots):
            return None
        distances = np.hypot(*(axes.points(self._spots[:, 0], self._spots[:, 1]) - at).T)
        nearest = int(np.argmin(distances))
        return nearest if distances[nearest] <= axes.canvas.px(reach) else None

    def _pin_at(self, at: Point, choices: Choices) -> int | None:
        axes = self._axes
        if axes is None:
            return None
        far = {i: math.dist(self._pin_spot(pin, at), at) for i, pin in enumerate(choices.pins)}
        return min((i for i in far if far[i] <= axes.canvas.px(REACH)), key=far.__getitem__, default=None)

    def _on_ground(self, at: Point) -> bool:
        return self._axes is not None and bool(self._axes.inner.collidepoint(at))

    def _spot(self, i: int) -> Place:
        return float(self._spots[i, 0]), float(self._spots[i, 1])

    def _data(self, at: Point) -> Place:
        """Return the place under a pixel, inside the axes, with no more digits than a pixel can tell."""
        assert self._axes is not None
        x, y = self._axes.data(at)
        return kept(x, self._axes.x), kept(y, self._axes.y)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return exact numbers, to be told over its own panel: those beside it tell what becomes of them."""
        told = self._told_of(at, view)
        return told and replace(told, within=self._room)

    def _told_of(self, at: Point, view: View) -> Hint | None:
        """Return exact numbers of what is under the mouse."""
        return None

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Have the input under the mouse looked at by all panels."""
        if at == self._mouse or self._held is not None or self._held_pin is not None:
            return None
        self._mouse, self._by_keys = at, False
        return self._looked_at(view.choices)

    def _under_mouse(self) -> Place | None:
        """Return the place under the mouse, or exactly that of the point that it is on."""
        at = self._mouse
        if at is None or not self._on_ground(at):
            return None
        i = self._point_at(at)
        return self._data(at) if i is None else self._spot(i)

    def _looked_at(self, choices: Choices) -> Choices | None:
        """Return choices in which the input under the mouse is looked at, or none; None if none was."""
        place = self._under_mouse()
        if place is None and choices.probe is None:
            return None
        return replace(choices, probe=None if place is None else self._input(place))

    def press(self, at: Point, view: View) -> Choices | None:
        """Take hold of a point or pin, or begin a new one on empty ground."""
        if self._axes is None or not self._axes.inner.inflate(12, 12).collidepoint(at):
            return None
        choices = view.choices
        point, pin = self._point_at(at), self._pin_at(at, choices)
        self._pressed, self._place, self._moving = at, None, False
        if pin is not None and (choices.pinning or point is None):
            self._held_pin = pin
            return choices
        if choices.pinning:
            place = self._data(at) if point is None else self._spot(point)
            return choices.pinned(self._input(place))
        if point is not None:
            self._held = point
            return replace(choices, sample=point, samples=len(self._spots))
        if not self._on_ground(at):
            return None
        self._adding, self._place = True, self._data(at)
        return choices

    def drag(self, at: Point, view: View) -> Choices | None:
        """Move what is held."""
        axes, choices = self._axes, view.choices
        if axes is None:
            return None
        if not self._moving and math.dist(at, self._pressed) < axes.canvas.px(STILL):
            return None
        place = self._data(at)
        if self._held is not None:
            wish = self._move(self._held, place, self._moving)
            self._place, self._moving = place, True
            return replace(choices, probe=self._input(place)).asking(wish)
        if self._held_pin is not None and self._held_pin < len(choices.pins):
            pins = list(choices.pins)
            pins[self._held_pin] = self._input(place)
            self._moving = True
            return replace(choices, pins=tuple(pins), probe=self._input(place))
        if self._adding:
            self._moving = True
            self._place = place if self._on_ground(at) else None
            return choices
        return None

    def release(self, view: View) -> Choices | None:
        """Let go; a new point stays where it is then, unless that is beyond the edge."""
        adds = self._place if self._adding else None
        self._held = self._held_pin = self._place = None
        self._adding = self._moving = False
        return None if adds is None else view.choices.asking(self._add(adds, view.choices))

    def other_press(self, at: Point, view: View) -> Choices | None:
        """Take away the point or the pin under the mouse."""
        pin = self._pin_at(at, view.choices)
        point = self._point_at(at)
        return self._without(point, pin, view.choices)

    def _without(self, point: int | None, pin: int | None, choices: Choices) -> Choices | None:
        if self._held is not None or self._held_pin is not None:
            return None
        if pin is not None:
            return replace(choices, pins=choices.pins[:pin] + choices.pins[pin + 1 :])
        if point is None:
            return None
        if self._removed_at == self._version:
            return choices  # the points drawn are those before the last one went: numbers have changed
        self._removed_at = self._version
        if self._grabbed is not None:
            self._grabbed = self._place = None
        return choices.asking(RemovePoint(point))

    # drawing

    def _moved_spots(self) -> Array:
        """Return the points' places, with the one that is held where the hand has it."""
        index = self._in_hand()
        if index is None or self._place is None:
            return self._spots
        spots = self._spots.copy()
        spots[index] = self._place
        return spots


def kept(value: float, scale: Scale) -> float:
    """Return a value inside a scale, rounded to about a two-thousandth of it."""
    digits = 3 - math.floor(math.log10(max(scale.high - scale.low, 1e-12)))
    return round(min(max(value, scale.low), scale.high), digits)
