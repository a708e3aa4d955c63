"""The columns of boxes on the graph of an update: their names, the inputs, each layer's neurons."""

from __future__ import annotations

import numpy as np

from netviz.drawing.canvas import Canvas
from netviz.drawing.controls.shapes import plate
from netviz.drawing.lettering import Face
from netviz.panels.update_box import draw_box
from netviz.panels.update_data import UpdateData
from netviz.panels.update_layout import Layout
from netviz.panels.update_shown import Shown
from netviz.panels.update_walk import Walk
from netviz.panels.update_words import brief


def draw_names(canvas: Canvas, layout: Layout, y: int, data: UpdateData, parts: list[Shown]) -> None:
    """Write the name of each column at a height, bright where the phase computes its boxes."""
    px, theme = canvas.px, canvas.theme
    room = layout.area.width // len(layout.columns) - px(4)
    for k, boxes in enumerate(layout.columns):
        name = data.layers[k - 1].name if k else "inputs"
        if canvas.text_width(name, Face.SMALL) > room:
            name = {0: "x", len(data.layers): "out"}.get(k, str(k))
        lit = k > 0 and parts[k - 1].lit
        if lit and parts[k - 1].values is not None:  # what its boxes hold
            whole = f"{name}: {parts[k - 1].sign}"
            name = whole if canvas.text_width(whole, Face.SMALL) <= room else name
        half = canvas.text_width(name, Face.SMALL) // 2
        x = min(max(next(iter(boxes.values())).centerx, layout.area.x + half), layout.area.right - half)
        canvas.text(name, (x, y), theme.text if lit else theme.faint, Face.SMALL, "center")


def draw_inputs(canvas: Canvas, layout: Layout, data: UpdateData, walk: Walk) -> None:
    """Draw the inputs of the sample, lit while the first layer takes them."""
    values, phase = data.layers[0].x[walk.sample], data.phases[walk.phase]
    used = phase.layer == 0 and phase.kind == "forward"
    for i, box in layout.columns[0].items():
        draw_box(canvas, box, data.inputs[i], float(values[i]), None, lit=used, most=1.0)


def draw_neurons(
    canvas: Canvas, layout: Layout, layer: int, names: tuple[str, ...], part: Shown, walk: Walk
) -> None:
    """Draw a layer's neurons, with a frame around the chosen one."""
    chosen_layer, _, chosen = walk.chosen
    most = 1.0
    if part.values is not None:
        most = float(np.abs(np.nan_to_num(part.values)).max(initial=0.0)) or 1.0
    for neuron, box in layout.columns[layer + 1].items():
        value = None if part.values is None else float(part.values[neuron])
        below = None
        if part.below is not None and layout.tall:
            below = f"{part.below[0]} {brief(float(part.below[1][neuron]))}"
        draw_box(canvas, box, names[neuron], value, below, lit=part.lit, most=most)
        if (layer, neuron) == (chosen_layer, chosen):
            plate(canvas, box.inflate(canvas.px(4), canvas.px(4)), None, canvas.theme.focus, width=2)


def draw_more(canvas: Canvas, layout: Layout) -> None:
    """Write how many more neurons there are above and below those that have room."""
    for boxes, (above, below) in zip(layout.columns, layout.hidden, strict=True):
        listed = list(boxes.values())
        for more, box, side in ((above, listed[0], -1), (below, listed[-1], 1)):
            if more:
                y = box.top - canvas.px(8) if side < 0 else box.bottom + canvas.px(9)
                canvas.label(f"+{more}", (box.centerx, y), canvas.theme.faint)
