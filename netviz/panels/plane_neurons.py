"""The hidden neurons' own lines in the input plane, each named where it ends."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.nearness import nearest_curve
from netviz.drawing.numbers import MINUS, exact
from netviz.drawing.widgets import Hint
from netviz.panels.boundary import level_lines
from netviz.panels.feature_plane import line_in_box
from netviz.panels.plane_data import Answer, NeuronLine
from netviz.panels.plane_ground import split_points
from netviz.panels.plane_marks import Marked

Array = NDArray[np.float64]
CELL, ROUND = 12, 6  # pixels between the points from which curves are drawn, in haste and at leisure
NAMED = 12  # so many lines have their names
GRID = 6  # design units of the cells that names keep off
HIDDEN = 0.15  # the share of a name that may be covered
FIRST, FURTHER = 10, 14  # design units from a line's end to its name, and to where else that may be


@dataclass(frozen=True, eq=False)
class Drawn:
    """A neuron's line in pixels, (n, 2)."""

    neuron: NeuronLine
    places: Array


def draw_neurons(axes: Axes, answer: Answer) -> list[Drawn]:
    """Draw all lines and return them."""
    canvas, box = axes.canvas, axes.inner
    color = canvas.theme.tint(canvas.theme.text, 0.7)
    found = [(neuron, line) for neuron in answer.neurons for line in _lines(neuron, answer, box.width)]
    places = split_points(axes, [line for _, line in found])
    drawn = [Drawn(neuron, line) for (neuron, _), line in zip(found, places, strict=True)]
    canvas.segments([one.places for one in drawn if len(one.places) == 2], color)
    for one in drawn:
        if len(one.places) > 2:
            canvas.polyline(one.places, color)
    return drawn


def write_names(axes: Axes, drawn: list[Drawn], marked: Marked, rings: list[Rect]) -> list[Rect]:
    """Write each neuron's name by its line, on the side where its z is positive, clear of the others.

    They are off the `rings` of pins, too; returns where rings and names are.

    Names keep off what is `marked` by points, which are drawn over them, as far as they can. Where there are
    too many, or a name has no room, the mouse tells.
    """
    if len({one.neuron.name for one in drawn}) > NAMED:
        return rings
    canvas = axes.canvas
    color = canvas.theme.tint(canvas.theme.text, 0.7)
    taken = list(rings)
    named = set()
    for one in drawn:
        if one.neuron.name not in named:
            size = canvas.text_width(one.neuron.name, Face.TINY) + canvas.px(8), canvas.line_height(Face.TINY)
            if (box := _name_box(axes, one, size, taken, marked)) is not None:
                named.add(one.neuron.name)
                taken.append(box)
                canvas.label(one.neuron.name, box.center, color, Face.TINY)
    return taken


def _lines(neuron: NeuronLine, answer: Answer, width: int) -> list[Array]:
    if neuron.weights is None:
        if neuron.scores is None:
            return []
        cell = ROUND if answer.dense else CELL
        every = max(1, round(cell * len(neuron.scores) / max(width, 1)))
        return level_lines(neuron.scores, 0.0, answer.extent, every)
    w1, w2, b = neuron.weights
    ends = line_in_box((w1, w2, -b), (answer.extent, answer.extent))
    return [] if ends is None else [ends]


def _name_box(
    axes: Axes, one: Drawn, size: tuple[int, int], taken: list[Rect], marked: Marked
) -> Rect | None:
    """Return a free place of a `size` beside a line, near to one of its ends, or one hardly covered.

    None where all are taken.
    """
    px, (width, height) = axes.canvas.px, size
    near, air = px(2), px(4)
    room = axes.inner.inflate(-air, -air)
    last, lowest = room.right - width, room.bottom - height
    places = one.places.tolist()
    far = list(accumulate((math.dist(a, b) for a, b in pairwise(places)), initial=0.0))  # along the line
    best, least = None, HIDDEN
    known, x, y, across, down, aside = 0, 0.0, 0.0, 0.0, 0.0, 0.0
    for off in range(px(FIRST), round(far[-1] / 2), px(FURTHER)):
        for along in (off, far[-1] - off):
            k = max(bisect_left(far, along), 1)
            if k != known:  # a straight line has one piece
                known, ((x, y), (x1, y1)) = k, places[k - 1 : k + 1]
                length = max(far[k] - far[k - 1], 1e-9)
                across, down = (x1 - x) / length, (y1 - y) / length
                aside = (abs(down) * width + abs(across) * height) / 2 + near
                if one.neuron.weights is not None:
                    w1, w2, _ = one.neuron.weights
                    aside *= 1 if -w1 * down - w2 * across > 0 else -1  # pixels grow downwards
            part = along - far[k - 1]
            left = round(x + part * across - aside * down - width / 2)
            top = round(y + part * down + aside * across - height / 2)
            if room.left <= left <= last and room.top <= top <= lowest:
                box = Rect(left, top, width, height)
                if box.inflate(air, air).collidelist(taken) < 0:
                    covered = marked.share(box)
                    if not covered:
                        return box
                    if covered < least:
                        best, least = box, covered
    return best


def neuron_at(drawn: list[Drawn], at: Point, reach: float) -> Hint | None:
    """Return which neuron's line runs within `reach` pixels, with its equation."""
    far, nearest = nearest_curve(at, (one.places for one in drawn))
    if far > reach:
        return None
    neuron = drawn[nearest].neuron
    title = f"{neuron.name}: its z is 0 on this line"
    if neuron.weights is None:
        return Hint((title, "a curve, as it sees more than x₁ and x₂"))
    w1, w2, b = neuron.weights
    equation = f"{exact(w1, 5)} x₁ {_signed(w2)} x₂ {_signed(b)} = 0"
    return Hint((title, f"w·x + b: {equation}", "positive on the side of its name"))


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'} {exact(abs(value), 5)}"
