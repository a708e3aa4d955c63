"""The edges of an update's graph: wide where their numbers are large, some of them with these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pygame

from netviz.drawing.canvas import Canvas
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import number
from netviz.panels.dashes import dashes
from netviz.panels.update_layout import Edges, Layout
from netviz.panels.update_shown import Shown

LEVELS = 48  # of width and colour
WIDEST, DASHED, DASH = 4.0, 80, (14, 6)  # units; up to so many edges negative ones are dashed; dash and gap


def draw_edges(
    canvas: Canvas, edges: Edges, layer: int, part: Shown, chosen: tuple[int, int, int], fans_out: bool
) -> None:
    """Draw the edges into a layer, as wide as their numbers are large; the chosen neuron's stand out."""
    theme = canvas.theme
    chosen_layer, _, neuron = chosen
    values = part.wires[edges.sources, edges.neurons]
    most = float(np.abs(np.nan_to_num(part.wires[:-1])).max(initial=0.0)) or 1.0
    shares = np.minimum(np.abs(np.nan_to_num(values)) / most, 1.0)
    levels, negative = np.rint(shares * LEVELS).astype(int).tolist(), (values < 0).tolist()
    zero = (values == 0).tolist()
    strengths = np.full(len(values), 0.42 if part.used else 0.16)
    if part.used and layer == (chosen_layer + 1 if fans_out else chosen_layer):
        strengths[(edges.sources if fans_out else edges.neurons) == neuron] = 1.0
    widest = WIDEST * (1.0 if part.used else 0.4)
    widths = [max(1, canvas.px(1 + widest * level / LEVELS)) for level in range(LEVELS + 1)]
    dashed, dash, gap = len(values) <= DASHED, canvas.px(DASH[0]), canvas.px(DASH[1])
    line, surface = pygame.draw.aaline, canvas.surface
    for i, ((start, end), strength) in enumerate(zip(edges.places, strengths.tolist(), strict=True)):
        ink = theme.secondary if zero[i] else theme.negative if negative[i] else theme.positive
        color = theme.tint(ink, strength * (0.45 + 0.55 * levels[i] / LEVELS))
        width = widths[levels[i]]
        if negative[i] and dashed:
            for a, b in dashes(start, end, dash, gap):
                line(surface, color, a, b, width)
        else:
            line(surface, color, start, end, width)


def draw_labels(
    canvas: Canvas, layout: Layout, parts: Sequence[Shown], chosen: tuple[int, int, int], fans_out: bool
) -> None:
    """Write the numbers of the edges of the chosen neuron near their far ends."""
    theme, px = canvas.theme, canvas.px
    layer, source, neuron = chosen
    owner = layer + 1 if fans_out else layer
    if owner >= len(parts) or not parts[owner].used:
        return
    edges, part = layout.edges[owner], parts[owner]
    mine = np.flatnonzero((edges.sources if fans_out else edges.neurons) == neuron).tolist()
    sides = [(edges.starts[i].tolist(), edges.ends[i].tolist()) for i in mine]
    room = round(min((end[0] - start[0] for start, end in sides), default=0))
    values = [float(part.wires[edges.sources[i], edges.neurons[i]]) for i in mine]
    chose = [not fans_out and edges.sources[i] == source for i in mine]
    rooms = [room - px(8 if focus else 14) for focus in chose]
    texts = [_fitting(canvas, *one) for one in zip(values, rooms, strict=True)]
    told = "" not in texts  # the chosen weight alone, where not all numbers have room
    for focus, text, ((x, y), (x1, y1)) in zip(chose, texts, sides, strict=True):
        if focus and not text:
            canvas.line((x, y), (x1, y1), theme.focus, 2)
        if not text or not (told or focus):
            continue
        half = canvas.text_width(text, Face.TINY) / 2 + px(7)
        share = min(half / max(x1 - x, 1.0), 0.5)
        share = max(share, 0.5 if len(mine) == 1 else 0.0)
        share = 1 - share if fans_out else share
        at = (x + share * (x1 - x), y + share * (y1 - y))
        box = canvas.label(text, at, theme.text if focus else theme.secondary)
        if focus:
            plate(canvas, box, None, theme.focus, radius=3)


def _fitting(canvas: Canvas, value: float, room: int) -> str:
    """Return a number with three digits, or two, as there is room; nothing where two have none."""
    texts = number(value, even=True), number(value, 2, even=True), number(value, 2)
    return next((text for text in texts if canvas.text_width(text, Face.TINY) <= room), "")
