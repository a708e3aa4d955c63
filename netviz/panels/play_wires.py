"""Edges of the graph: as wide as their numbers are large, negative ones dashed, muted ones dotted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.theme import Color, Theme
from netviz.panels.dashes import even_dashes
from netviz.panels.play_wiring import Wires

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

WIDEST = 4.0  # design units that the widest edge is wider than the narrowest
DASH, DOT = (26, 8), (3, 7)  # design units drawn and left out
LEVELS = 24  # of width and colour
FADED = 0.22  # of an edge's colour, where the eye is on others


@dataclass(frozen=True, eq=False)
class Current:
    """What edges show: `values` (n,), the largest of which is `most`; which are `free`, `alive`, `faded`."""

    values: Array
    most: float
    free: Flags
    alive: Flags
    faded: Flags


def draw_wires(canvas: Canvas, wires: Wires, current: Current, widest: float = WIDEST) -> None:
    """Draw all edges, the strong over the weak; `widest` as for `width_of`."""
    shares = np.abs(np.nan_to_num(current.values / current.most, nan=0.0, posinf=1.0, neginf=-1.0))
    levels = np.rint(np.minimum(shares, 1.0) * LEVELS).astype(int)
    order = np.argsort(levels + 2 * LEVELS * ~current.faded, kind="stable").tolist()
    places, steps = wires.places, levels.tolist()
    negative = (current.values < 0).tolist()
    faded, alive = current.faded.tolist(), current.alive.tolist()
    line, surface = pygame.draw.aaline, canvas.surface
    looks = {
        kind: _looks(canvas.theme, canvas.scale, widest, *kind)
        for kind in set(zip(negative, faded, strict=True))
    }
    dash, gap = canvas.px(DASH[0]), canvas.px(DASH[1])
    for i in order:
        start, end = places[i]
        color, width = looks[negative[i], faded[i]][steps[i]]
        if not alive[i]:
            shade = canvas.theme.tint(canvas.theme.secondary, 0.35 if faded[i] else 0.9)
            draw_dashes(canvas, start, end, shade, 1, DOT)
        elif negative[i]:
            for a, b in even_dashes(start, end, dash, gap):
                line(surface, color, a, b, width)
        else:
            line(surface, color, start, end, width)


@lru_cache(maxsize=64)
def _looks(theme: Theme, scale: float, widest: float, negative: bool, faded: bool) -> list[tuple[Color, int]]:
    """Return the colour and the pixels of width of edges of each level."""
    ink, left = theme.negative if negative else theme.positive, FADED if faded else 1.0
    shares = [level / LEVELS for level in range(LEVELS + 1)]
    return [
        (theme.tint(ink, (0.3 + 0.7 * share) * left), max(1, round((1 + widest * share) * scale)))
        for share in shares
    ]


def draw_dashes(
    canvas: Canvas, start: Point, end: Point, color: Color, width: int, pattern: tuple[int, int] = DASH
) -> None:
    """Draw a line with gaps, a dash at both ends; `width` in pixels."""
    line, surface = pygame.draw.aaline, canvas.surface
    for a, b in even_dashes(start, end, canvas.px(pattern[0]), canvas.px(pattern[1])):
        line(surface, color, a, b, width)


def draw_marks(
    canvas: Canvas, wires: Wires, current: Current, frozen_neuron: Flags, muted_neuron: Flags
) -> None:
    """Draw a lock on each frozen edge and a cross on each muted one, unless its neuron tells it of all."""
    free, alive = current.free | frozen_neuron, current.alive | muted_neuron
    for i in np.flatnonzero(~(free & alive)).tolist():
        (x, y), (x1, y1) = wires.starts[i].tolist(), wires.ends[i].tolist()
        share = 0.62 if len(wires.starts) > 1 else 0.5  # off the middle, where most edges cross
        at = (x + share * (x1 - x), y + share * (y1 - y))
        if not alive[i]:
            cross(canvas, at)
            at = (at[0] - canvas.px(14) * (x1 - x) / max(math.hypot(x1 - x, y1 - y), 1.0), at[1])
        if not free[i]:
            lock(canvas, at)


def lock(canvas: Canvas, at: Point) -> None:
    """Draw a small lock: what is frozen."""
    px, theme = canvas.px, canvas.theme
    x, y = round(at[0]), round(at[1])
    canvas.rect(Rect(x - px(6), y - px(7), px(13), px(14)), theme.panel, radius=4)
    shackle = Rect(x - px(3), y - px(5), px(7), px(8))
    canvas.rect(shackle, theme.text, width=1.4, radius=3)
    canvas.rect(Rect(x - px(4), y - px(1), px(9), px(6)), theme.text, radius=1)


def cross(canvas: Canvas, at: Point) -> None:
    """Draw a small cross: what is muted."""
    px, theme = canvas.px, canvas.theme
    x, y, r = round(at[0]), round(at[1]), px(3.5)
    canvas.circle((x, y), px(7), theme.panel)
    for way in (1, -1):
        canvas.line((x - r, y - way * r), (x + r, y + way * r), theme.text, 1.6)


def draw_glow(canvas: Canvas, start: Point, end: Point, color: Color, width: float) -> None:
    """Draw two lines along both sides of an edge, `width` units wide, that stands out."""
    (x, y), (x1, y1) = start, end
    length = max(math.hypot(x1 - x, y1 - y), 1.0)
    reach = canvas.px(width / 2 + 2.5)
    across = (-(y1 - y) / length * reach, (x1 - x) / length * reach)
    for way in (1, -1):
        a = (x + way * across[0], y + way * across[1])
        b = (x1 + way * across[0], y1 + way * across[1])
        canvas.line(a, b, color, 1.5)


def widest_beside(side: float) -> float:
    """Return how many design units the widest edge is wider than the narrowest, beside maps of such a side.

    Beside small maps edges are slimmer: they would hide each other, and the maps be lost among them.
    """
    return min(WIDEST, max(round(side / 2.5) / 2, 1.0))


def width_of(value: float, most: float, widest: float = WIDEST) -> float:
    """Return the design units that an edge is wide; the widest is `widest` more than the narrowest."""
    share = abs(value / most) if math.isfinite(value) else 1.0
    return 1 + widest * min(share, 1.0)
