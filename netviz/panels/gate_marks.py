"""What tells a neuron's line from others: an arrow to its positive side and its name, off each other."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate, chain, pairwise

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Rect
from netviz.drawing.lettering import Face
from netviz.drawing.theme import Color
from netviz.panels.gate_plane import Array, GateLine

ENDS = np.array((5, 15, -5, 1)) / 16  # of a cubic through four values, between the first and the second
ARROW, WING = 26, 5  # design units
INSET = 0.08  # of the plane's side, from the ends of a line to its arrow
STEP, STEPS = 20, 5  # design units between places that are tried for an arrow, and how many each way
NAMED = 0.25  # a gate is named that a neuron is off by so much, at the most


def rounder(values: Array) -> Array:
    """Return (2n − 1, 2n − 1) for (n, n), n ≥ 4: between two neighbours the cubic through four values."""
    for _ in range(2):
        across = values.T
        wide = np.empty((len(across), 2 * across.shape[1] - 1))
        wide[:, ::2] = across
        wide[:, 3:-3:2] = (9 * (across[:, 1:-2] + across[:, 2:-1]) - across[:, :-3] - across[:, 3:]) / 16
        wide[:, 1] = across[:, :4] @ ENDS
        wide[:, -2] = across[:, -4:] @ ENDS[::-1]
        values = wide
    return values


class Path:
    """A line in pixels, (n, 2): how far along it places are, and which are."""

    def __init__(self, places: Array) -> None:
        self._spots: list[tuple[float, float]] = [(x, y) for x, y in places.tolist()]
        steps = (math.dist(one, other) for one, other in pairwise(self._spots))
        self._far = list(accumulate(steps, initial=0.0))
        self.length = self._far[-1]

    def at(self, far: float) -> tuple[float, float]:
        """Return the place so `far` along, or the end."""
        k = min(max(bisect(self._far, far) - 1, 0), len(self._spots) - 2)
        (x, y), (x1, y1) = self._spots[k : k + 2]
        share = min(max((far - self._far[k]) / max(self._far[k + 1] - self._far[k], 1e-9), 0.0), 1.0)
        return x + share * (x1 - x), y + share * (y1 - y)

    def nearest(self, at: tuple[float, float]) -> float:
        """Return how far along is what is nearest to a place."""
        spots = self._spots
        k = min(range(len(spots)), key=lambda i: math.dist(at, spots[i]))
        best = (math.inf, 0.0)
        for begin in range(max(k - 1, 0), min(k + 1, len(spots) - 1)):  # the pieces that meet there
            (x, y), (x1, y1) = spots[begin : begin + 2]
            right, down = x1 - x, y1 - y
            square = max(right * right + down * down, 1e-9)
            share = min(max(((at[0] - x) * right + (at[1] - y) * down) / square, 0.0), 1.0)
            away = math.dist(at, (x + share * right, y + share * down))
            best = min(best, (away, self._far[begin] + share * math.sqrt(square)))
        return best[1]


def draw_arrow(axes: Axes, line: GateLine, path: Path, color: Color, taken: list[Rect]) -> Rect:
    """Draw a line's arrow near the middle of the corners, clear of what is `taken`; return where."""
    canvas, px = axes.canvas, axes.canvas.px
    feet = ((x, y, *_uphill(axes, line, x, y)) for x, y in _feet(axes, path))
    nearest = next(feet)
    free = (foot for foot in chain((nearest,), feet) if _arrow_box(axes, *foot).collidelist(taken) < 0)
    x, y, across, down = next(free, nearest)
    tip = (x + px(ARROW) * across, y + px(ARROW) * down)
    wing = px(WING)
    canvas.line((x, y), tip, color, 2)
    canvas.polygon(
        [
            (tip[0] + wing * across, tip[1] + wing * down),
            (tip[0] - wing * across - wing * down, tip[1] - wing * down + wing * across),
            (tip[0] - wing * across + wing * down, tip[1] - wing * down - wing * across),
        ],
        color,
    )
    return _arrow_box(axes, x, y, across, down)


def _arrow_box(axes: Axes, x: float, y: float, across: float, down: float) -> Rect:
    """Return what the head of an arrow from a foot in a direction covers, and half of its shaft."""
    px = axes.canvas.px
    near, far, wing = px(ARROW) / 2, px(ARROW + WING), px(WING)
    left, right = sorted((x + near * across, x + far * across))
    top, bottom = sorted((y + near * down, y + far * down))
    return Rect(left - wing, top - wing, right - left + 2 * wing, bottom - top + 2 * wing)


def _feet(axes: Axes, path: Path) -> Iterator[tuple[float, float]]:
    """Go through places on a line, the nearest to the middle of the corners first."""
    inset = min(INSET * axes.inner.width, 0.5 * path.length)
    nearest = min(max(path.nearest(axes.point(0.5, 0.5)), inset), path.length - inset)
    step = axes.canvas.px(STEP)
    yield path.at(nearest)
    for k in range(1, STEPS + 1):
        for far in (nearest - k * step, nearest + k * step):
            if inset <= far <= path.length - inset:
                yield path.at(far)


def _uphill(axes: Axes, line: GateLine, x: float, y: float) -> tuple[float, float]:
    """Return the direction in pixels, (right, down) of length 1, in which a neuron's z grows fastest."""
    if line.weights is not None:
        right, up, _ = line.weights
        return _unit(right, -up)
    scores, box = line.scores, axes.inner
    assert scores is not None
    most = len(scores) - 1
    column = round(min(max((x - box.x) / max(box.width - 1, 1), 0.0), 1.0) * most)
    row = round(min(max((y - box.y) / max(box.height - 1, 1), 0.0), 1.0) * most)
    right = float(scores[min(column + 1, most), row] - scores[max(column - 1, 0), row])
    down = float(scores[column, min(row + 1, most)] - scores[column, max(row - 1, 0)])
    return _unit(right, down)


def _unit(right: float, down: float) -> tuple[float, float]:
    """Return a direction with a length of 1, whatever its own is: tiny, huge or infinite; of none, none."""
    largest = max(abs(right), abs(down))
    if math.isinf(largest):
        right, down = (math.copysign(math.isinf(part), part) for part in (right, down))
    elif largest:
        right, down = right / largest, down / largest
    size = math.hypot(right, down)
    return (right / size, down / size) if size > 0 else (0.0, 0.0)


def write_name(
    axes: Axes, line: GateLine, path: Path, color: Color, taken: list[Rect], arrows: list[Rect]
) -> Rect:
    """Write a line's name near one of its ends, on the side of its arrow, clear of what is `taken`.

    Where it can, it keeps clear of `arrows` too.
    """
    canvas, px = axes.canvas, axes.canvas.px
    text = f"{line.name} ≈ {line.gate}" if line.gate and line.off <= NAMED else line.name
    size = canvas.text_width(text, Face.SMALL) + px(8), canvas.line_height(Face.SMALL)
    apart = px(4), px(2)
    boxes = list(_beside(axes, line, path, size))
    free = [box for box in boxes if box.inflate(apart).collidelist(taken) < 0]
    clear = (box for box in free if box.inflate(apart).collidelist(arrows) < 0)
    box = next(clear, None) or (free or boxes)[0]
    canvas.label(text, box.center, color, Face.SMALL)
    return box


def _beside(axes: Axes, line: GateLine, path: Path, size: tuple[int, int]) -> Iterator[Rect]:
    """Go through places for a name of a size beside a line, from both its ends on."""
    px, (width, height) = axes.canvas.px, size
    room = axes.inner.inflate(-px(6), -px(6))
    for far in range(px(20), px(165), px(24)):
        for x, y in (path.at(far), path.at(path.length - far)):
            across, down = _uphill(axes, line, x, y)
            off = (abs(across) * width + abs(down) * height) / 2 + px(4)
            box = Rect(0, 0, width, height)
            box.center = round(x + across * off), round(y + down * off)
            yield box.clamp(room)
