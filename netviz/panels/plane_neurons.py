"""The hidden neurons' own lines in the input plane, each named where it ends."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Point
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import MINUS, exact
from netviz.drawing.widgets import Hint
from netviz.panels.boundary import level_lines
from netviz.panels.feature_plane import line_in_box
from netviz.panels.plane_data import Answer, NeuronLine

Array = NDArray[np.float64]
CELL = 12  # pixels between the points from which curves are drawn


@dataclass(frozen=True, eq=False)
class Drawn:
    """A neuron's line in pixels, (n, 2)."""

    neuron: NeuronLine
    places: Array


def draw_neurons(axes: Axes, answer: Answer) -> list[Drawn]:
    """Draw all lines, each named on the side where its neuron's z is positive; return them."""
    canvas, box = axes.canvas, axes.inner
    color = canvas.theme.tint(canvas.theme.text, 0.7)
    found = [(neuron, line) for neuron in answer.neurons for line in _lines(neuron, answer, box.width)]
    if not found:
        return []
    whole = np.concatenate([line for _, line in found])
    ends = np.cumsum([len(line) for _, line in found])[:-1]
    places = np.split(axes.points(whole[:, 0], whole[:, 1]), ends)
    drawn = [Drawn(neuron, line) for (neuron, _), line in zip(found, places, strict=True)]
    for one in drawn:
        canvas.polyline(one.places, color)
    taken: list[Point] = []
    named = set()
    for one in drawn:
        if one.neuron.name not in named:
            named.add(one.neuron.name)
            at = _label_place(axes, one, taken)
            taken.append(at)
            canvas.label(one.neuron.name, at, color, Face.TINY)
    return drawn


def _lines(neuron: NeuronLine, answer: Answer, width: int) -> list[Array]:
    if neuron.weights is None:
        if neuron.scores is None:
            return []
        every = max(1, round(CELL * len(neuron.scores) / max(width, 1)))
        return level_lines(neuron.scores, 0.0, answer.extent, every)
    w1, w2, b = neuron.weights
    ends = line_in_box((w1, w2, -b), (answer.extent, answer.extent))
    return [] if ends is None else [ends]


def _label_place(axes: Axes, one: Drawn, taken: list[Point]) -> Point:
    """Return a place beside one end of a line, the one farther from the names that are there."""
    px, box = axes.canvas.px, axes.inner.inflate(-axes.canvas.px(22), -axes.canvas.px(14))
    found = []
    first, second, before, last = one.places[[0, 1, -2, -1]].tolist()
    for (x, y), towards in ((first, second), (last, before)):
        length = max(math.dist((x, y), towards), 1e-9)
        along, down = (towards[0] - x) / length, (towards[1] - y) / length
        side = px(11)
        if one.neuron.weights is not None:
            w1, w2, _ = one.neuron.weights
            side *= 1 if -w1 * down - w2 * along > 0 else -1  # pixels grow downwards
        x, y = x + px(22) * along - side * down, y + px(22) * down + side * along
        found.append((min(max(x, box.left), box.right), min(max(y, box.top), box.bottom)))
    return max(found, key=lambda at: min((math.dist(at, other) for other in taken), default=0.0))


def neuron_at(drawn: list[Drawn], at: Point, reach: float) -> Hint | None:
    """Return which neuron's line runs within `reach` pixels, with its equation."""
    nearest = min(((_distance(one.places, at), i) for i, one in enumerate(drawn)), default=(math.inf, 0))
    if nearest[0] > reach:
        return None
    neuron = drawn[nearest[1]].neuron
    title = f"{neuron.name}: its z is 0 on this line"
    if neuron.weights is None:
        return Hint((title, "a curve, as it sees more than x₁ and x₂"))
    w1, w2, b = neuron.weights
    equation = f"{exact(w1, 5)} x₁ {_signed(w2)} x₂ {_signed(b)} = 0"
    return Hint((title, f"w·x + b: {equation}", "positive on the side of its name"))


def _signed(value: float) -> str:
    return f"{MINUS if value < 0 else '+'} {exact(abs(value), 5)}"


def _distance(places: Array, at: Point) -> float:
    """Return how far a pixel is from a line through pixels (n, 2)."""
    start, along = places[:-1], np.diff(places, axis=0)
    length = np.maximum(np.einsum("ij,ij->i", along, along), 1e-9)
    share = np.clip(np.einsum("ij,ij->i", np.asarray(at) - start, along) / length, 0, 1)
    off = start + share[:, None] * along - at
    return float(np.sqrt(np.einsum("ij,ij->i", off, off)).min())
