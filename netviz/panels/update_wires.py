"""The edges of an update's graph: wide where their numbers are large, some of them with these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from netviz.drawing.canvas import Canvas, Point
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import number
from netviz.panels.update_layout import Edges, Layout
from netviz.panels.update_shown import Shown

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
    dashes = len(values) <= DASHED
    for i, (x, y, x1, y1) in enumerate(np.hstack((edges.starts, edges.ends)).tolist()):
        start, end = (x, y), (x1, y1)
        strength = 0.16
        if part.used:
            mine = edges.sources[i] if fans_out else edges.neurons[i]
            owner = chosen_layer + 1 if fans_out else chosen_layer
            strength = 1.0 if (layer, mine) == (owner, neuron) else 0.42
        share = float(shares[i])
        color = theme.tint(
            theme.negative if values[i] < 0 else theme.positive, strength * (0.45 + 0.55 * share)
        )
        width = 1 + WIDEST * share * (part.used or 0.4)
        if values[i] < 0 and dashes:
            _dashes(canvas, start, end, color, width)
        else:
            canvas.line(start, end, color, width)


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
    for i in mine:
        (x, y), (x1, y1) = edges.starts[i].tolist(), edges.ends[i].tolist()
        text = number(float(part.wires[edges.sources[i], edges.neurons[i]]))
        half = canvas.text_width(text, Face.TINY) / 2 + px(7)
        share = min(half / max(x1 - x, 1.0), 0.5)
        share = max(share, 0.5 if len(mine) == 1 else 0.0)
        share = 1 - share if fans_out else share
        at = (x + share * (x1 - x), y + share * (y1 - y))
        focus = not fans_out and edges.sources[i] == source
        if x1 - x < 2 * half and not focus:
            continue
        box = canvas.label(text, at, theme.text if focus else theme.secondary)
        if focus:
            plate(canvas, box, None, theme.focus, radius=3)


def _dashes(canvas: Canvas, start: Point, end: Point, color: tuple[int, int, int], width: float) -> None:
    (x, y), (x1, y1) = start, end
    length = max(float(np.hypot(x1 - x, y1 - y)), 1.0)
    dash, gap = canvas.px(DASH[0]), canvas.px(DASH[1])
    for k in range(int(length / (dash + gap)) + 1):
        a, b = k * (dash + gap) / length, min((k * (dash + gap) + dash) / length, 1.0)
        canvas.line((x + a * (x1 - x), y + a * (y1 - y)), (x + b * (x1 - x), y + b * (y1 - y)), color, width)
