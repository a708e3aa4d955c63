"""The network's answer as colour over the input plane, smooth or in steps, and the lines between classes.

Where an answer is a bent score, as a probability is, scores are looked up in colours: between the points at
which a network was asked they are nearly straight, so that the ground is as smooth as the line in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import ColorTable, diverging
from netviz.drawing.quick import stretch
from netviz.drawing.theme import Color, Theme
from netviz.panels.boundary import level_lines
from netviz.panels.plane_data import Answer, Read

Array = NDArray[np.float64]
SOFT = 0.6  # share of a class's colour in the ground where the network is sure: its points stand out
STEPS = 10  # of the output, from one end of its scale to the other
SURE = 3  # steps from torn between two classes to sure of one
FAR, ENTRIES = 7.0, 1024  # scores of class 0 or 1 beyond doubt, and colours from the one to the other
SPARSE, EDGE = 6, 3  # pixels from point to point, at the most: of a smooth ground, of steps
LEAST = 1e-300  # by which a class is ahead of one that is level with it
CELL, FINE = 8, 6  # pixels between the points from which a line is drawn, and lines that meet, in haste


@lru_cache
def soft(theme: Theme) -> ColorTable:
    """Return the diverging map on which full-coloured points of both classes stand out."""
    ends = theme.tint(theme.negative, SOFT), theme.tint(theme.positive, SOFT)
    return ColorTable((ends[0], theme.panel, ends[1]))


def table_of(theme: Theme, answer: Answer) -> ColorTable:
    """Return the colours of an answer: of values undimmed, so that a point that is met sinks into them."""
    return soft(theme) if answer.classes == 2 else diverging(theme)


def class_color(theme: Theme, answer: Answer, target: float) -> Color:
    """Return the colour of a class, or of a value."""
    if answer.classes:
        return theme.classes[int(target) % len(theme.classes)]
    table = diverging(theme)
    place = table.indices([target], answer.threshold - answer.reach, answer.threshold + answer.reach)
    return table.colors[int(place[0])]


def draw_ground(canvas: Canvas, area: Rect, answer: Answer, *, bands: bool) -> None:
    """Fill `area` with the answer."""
    theme, read, scores = canvas.theme, answer.read, answer.scores
    if answer.classes > 2:
        chances = np.nan_to_num(answer.values)
        if read is not None and scores is not None and area.width >= SPARSE * scores.shape[-1]:
            chances = np.nan_to_num(read(np.stack([finer(one) for one in scores])))
        _paint(canvas, area, _mixed(theme, chances, bands=bands), crisp=bands)
        return
    bent = scores if read is not None else None
    values = answer.values if bent is None else bent
    while area.width >= (EDGE if bands else SPARSE) * len(values):
        values = finer(values)
    low, high = answer.threshold - answer.reach, answer.threshold + answer.reach
    if read is not None and bent is not None:
        places = values * ((ENTRIES - 1) / (2 * FAR))
        places += ENTRIES / 2
        np.fmin(np.fmax(places, 0, out=places), ENTRIES - 1, out=places)
        colors = _read_colors(theme, read, low, high, bands)
        _paint(canvas, area, colors.take(places.astype(np.intp)), crisp=bands)
    elif bands:
        _paint(canvas, area, _stepped(table_of(theme, answer), values, low, high), crisp=True)
    else:
        canvas.heat(values, area, table_of(theme, answer), low, high)


@lru_cache(maxsize=16)
def _read_colors(theme: Theme, read: Read, low: float, high: float, bands: bool) -> NDArray[np.uint32]:
    """Return the pixels (ENTRIES,) of scores from −FAR to FAR, of which answers go from `low` to `high`."""
    values, table = read(np.linspace(-FAR, FAR, ENTRIES)), soft(theme)
    return _stepped(table, values, low, high) if bands else table.packed[table.indices(values, low, high)]


def _stepped(table: ColorTable, values: Array, low: float, high: float) -> NDArray[np.uint32]:
    """Return the pixels of values (...), in steps of a table from `low` to `high`."""
    shares = np.clip((np.nan_to_num(values, nan=low) - low) / (high - low), 0, 1 - 1e-9)
    steps: NDArray[np.uint32] = table.packed[(np.floor(shares * STEPS) / (STEPS - 1) * 255).astype(np.uint8)]
    return steps


def finer(values: Array) -> Array:
    """Return (2n − 1, 2n − 1) for (n, n): between any two neighbours their mean."""
    for _ in range(2):
        wide = np.empty((values.shape[1], 2 * len(values) - 1))
        wide[:, ::2] = values.T
        np.add(wide[:, :-1:2], wide[:, 2::2], out=wide[:, 1::2])
        wide[:, 1::2] *= 0.5
        values = wide
    return values


def _mixed(theme: Theme, chances: Array, *, bands: bool) -> NDArray[np.uint32]:
    """Return packed colours (n, n): classes mixed by `chances` (classes, n, n), paler where two are close.

    So the ground has the panel's colour where classes meet, as that of two classes has.
    """
    inks = np.array(theme.classes[: len(chances)], float)
    ground = np.array(theme.panel, float)
    best, second, first = _ranked(chances)
    sure = best - second
    if bands:
        shares = SOFT * np.arange(1, SURE + 1) / SURE
        table = _packed(ground + shares[:, None] * (inks[:, None] - ground))  # (classes, SURE)
        return table[first, np.minimum(sure * SURE, SURE - 1).astype(np.intp)]
    return _packed(ground + (SOFT * sure)[..., None] * (np.tensordot(chances, inks, (0, 0)) - ground))


def _packed(colors: Array) -> NDArray[np.uint32]:
    """Return colours (..., 3) as pixels (...)."""
    whole = np.clip(colors + 0.5, 0, 255).astype(np.uint32)
    packed = 0xFF000000 | (whole[..., 0] << 16) | (whole[..., 1] << 8) | whole[..., 2]
    return packed.astype(np.uint32)


def _ranked(values: Array) -> tuple[Array, Array, NDArray[np.intp]]:
    """Return for values (classes, n, n) the greatest, the second and which is the greatest, all (n, n)."""
    best, second = values[0].copy(), np.full(values.shape[1:], -np.inf)
    first = np.zeros(values.shape[1:], np.intp)
    for k, value in enumerate(values[1:], start=1):
        first[value > best] = k
        np.maximum(second, np.minimum(best, value), out=second)
        np.maximum(best, value, out=best)
    return best, second, first


def _paint(canvas: Canvas, area: Rect, packed: NDArray[np.uint32], *, crisp: bool) -> None:
    """Fill `area` with packed colours (columns, rows), scaled smoothly or with crisp edges."""
    pixels = np.ascontiguousarray(packed.T)
    image = pygame.image.frombuffer(pixels.tobytes(), packed.shape, "BGRA").convert(32, 0)
    while crisp and 1.5 * image.get_width() < area.width:
        image = pygame.transform.scale2x(image)  # which rounds the corners of cells
    stretch(image, canvas.surface, area)


def draw_boundaries(axes: Axes, answer: Answer, color: Color | None = None) -> None:
    """Draw the line between two classes, or those between more, if not in a `color`, in that of text."""
    if not answer.classes:
        return
    canvas = axes.canvas
    scores = answer.values if answer.scores is None else answer.scores
    cell = 0 if answer.dense else CELL if answer.classes == 2 else FINE
    every = max(1, round(cell * scores.shape[-1] / max(axes.inner.width, 1)))
    fields = [scores] if answer.classes == 2 else _margins(scores)
    level = 0.0 if answer.classes > 2 else answer.level if answer.scores is not None else answer.threshold
    lines = [line for field in fields for line in level_lines(field, level, answer.extent, every)]
    for line in split_points(axes, lines):
        canvas.polyline(line, color or canvas.theme.text, 2)


def split_points(axes: Axes, lines: Sequence[Array]) -> list[Array]:
    """Return lines (n, 2) of the plane in pixels, found for all of them at once."""
    if not lines:
        return []
    whole = np.concatenate(lines)
    places = axes.points(whole[:, 0], whole[:, 1])
    ends = accumulate((len(line) for line in lines), initial=0)
    return [places[begin:end] for begin, end in pairwise(ends)]


def _margins(scores: Array) -> list[Array]:
    """Return by how much each class is ahead of the best other, (n, n), for all classes but the last.

    Any two classes meet where one of these is zero. Of classes that are level the first is answered: it is
    ahead by `LEAST`.
    """
    best, second, first = _ranked(scores)
    return [
        np.where(first == k, np.maximum(value - second, LEAST), value - best)
        for k, value in enumerate(scores[:-1])
    ]
