"""Numbers on the edges of one neuron: what each of them carries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed
from netviz.panels.play_cells import SIGNS, brief
from netviz.panels.play_network import Array, Spot
from netviz.panels.play_wiring import Wires

MOST = 16  # edges into a layer, of which each may have its number
TRIES = 150  # arrangements of numbers
SHARES = np.array(sorted(np.linspace(0.1, 0.9, 33), key=lambda share: abs(share - 0.5)))  # of the way, tried
CLEAR = (0.45, 0.25)  # of a line, that other edges are from the middle of a number at least, if need be
MIDDLE = 0.45  # of the way along an edge, from the end where the edges are apart


def draw_terms(canvas: Canvas, wires: Wires, values: Array, eye: Spot) -> None:
    """Write on the edges into a neuron and out of it their w·x."""
    into, out = wires.touching(eye)
    line = canvas.line_height(Face.TINY)
    ways = ((into, wires.starts, canvas.theme.text), (out, wires.ends, canvas.theme.secondary))
    for which, ends, color in ways:
        apart = float(np.diff(np.sort(ends[which, 1])).min(initial=np.inf))
        share = max(min(MIDDLE, 1 - line / apart), 0.0) if apart else 0.0
        share = share if ends is wires.starts else 1 - share
        for i in np.flatnonzero(which).tolist():
            text, way = fixed(float(values[i])).strip(), wires.ends[i] - wires.starts[i]
            half = (canvas.text_width(text, Face.TINY) / 2 + canvas.px(4)) / float(way[0])
            half = min(half, 0.5)  # of the way; a number is off what the edge joins
            x, y = (wires.starts[i] + min(max(share, half), 1 - half) * way).tolist()
            canvas.label(text, (x, y), color, Face.TINY)


def term_places(canvas: Canvas, wires: Wires) -> dict[int, Point]:
    """Return where the number of each edge has room; of a layer all of them have, or none."""
    width = canvas.text_width("0" * SIGNS, Face.TINY) + canvas.px(6)
    height = canvas.line_height(Face.TINY)
    places: dict[int, Point] = {}
    for layer in range(int(wires.layers[-1]) + 1):
        mine = np.flatnonzero(wires.layers == layer)
        if len(mine) <= MOST:
            places |= _placed(wires.starts[mine], wires.ends[mine], mine.tolist(), width, height)
    return places


def _placed(starts: Array, ends: Array, names: list[int], width: float, height: float) -> dict[int, Point]:
    """Return a place on each of some lines, off the other lines and numbers; nothing unless all have one.

    Those with the least choice choose first; some arrangements are tried.
    """
    along = SHARES[:, None, None] * (ends - starts) + starts  # (shares, lines, 2)
    slopes = (ends[:, 1] - starts[:, 1]) / (ends[:, 0] - starts[:, 0])
    apart = np.abs(starts[:, 1] + slopes * (along[..., :1] - starts[:, 0]) - along[..., 1:])
    apart[:, range(len(names)), range(len(names))] = np.inf  # from itself
    inside = (along[..., 0] - starts[:, 0] >= width / 2) & (ends[:, 0] - along[..., 0] >= width / 2)
    for clear in CLEAR:
        free = inside & (apart.min(axis=2) >= clear * height)
        choices = [along[free[:, i], i].tolist() for i in range(len(names))]
        order = sorted(range(len(names)), key=lambda i: len(choices[i]))
        found = _arranged([choices[i] for i in order], width, height)
        if found:
            return {names[i]: at for i, at in zip(order, found, strict=True)}
    return {}


def _arranged(choices: Sequence[Sequence[Sequence[float]]], width: float, height: float) -> list[Point]:
    """Return one of the places of each number so that none lies on another; nothing if none was found."""
    places: list[Point] = []
    at = [0]
    for _ in range(TRIES):
        k = len(places)
        if k == len(choices):
            return places
        while at[k] < len(choices[k]):
            x, y = choices[k][at[k]]
            at[k] += 1
            if all(abs(x - u) >= width or abs(y - v) >= height for u, v in places):
                places.append((x, y))
                at.append(0)
                break
        else:
            if not places:
                break
            places.pop()
            at.pop()
    return []


def draw_all_terms(canvas: Canvas, places: dict[int, Point], values: Array) -> None:
    """Write on edges what they carry."""
    for i, at in places.items():
        canvas.label(brief(float(values[i])).strip(), at, canvas.theme.text, Face.TINY)
