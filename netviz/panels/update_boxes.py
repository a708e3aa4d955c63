"""The columns of boxes on the graph of an update: their names, the inputs, each layer's neurons."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.drawing.canvas import Canvas
from netviz.drawing.controls.shapes import chevron, plate
from netviz.drawing.lettering import Face
from netviz.panels.update_box import draw_box
from netviz.panels.update_data import UpdateData
from netviz.panels.update_layout import Layout
from netviz.panels.update_shown import Shown
from netviz.panels.update_walk import Walk
from netviz.panels.update_words import brief

SMALL = ("δ", "∂b", "Δb")  # numbers that are coloured beside the largest of their layer, however small


def draw_names(canvas: Canvas, layout: Layout, y: int, data: UpdateData, parts: list[Shown]) -> None:
    """Write the name of each column at a height, bright where the phase computes its boxes."""
    px, theme = canvas.px, canvas.theme
    shown = [k for k, boxes in enumerate(layout.columns) if boxes]
    room = layout.area.width // len(shown) - px(4)
    said: list[list[str]] = []  # the same in fewer and fewer words, of each column
    for k in shown:
        name, part = data.layers[k - 1].name if k else "inputs", parts[k - 1] if k else None
        short = {0: "x", len(data.layers): "out"}.get(k, str(k))
        names = [name, name.replace("hidden ", ""), short]
        if part is not None and part.lit and part.values is not None:  # what its boxes hold
            names[:] = [f"{one}: {part.sign}" for one in names]
        said.append(names)
    width = partial(canvas.text_width, face=Face.SMALL)
    fit = (k for k in (0, 1) if all(width(names[k]) <= room for names in said))
    brevity = next(fit, 2)  # all alike
    for k, names in zip(shown, said, strict=True):
        lit, half = k > 0 and parts[k - 1].lit, width(names[brevity]) // 2
        x = next(iter(layout.columns[k].values())).centerx
        x = min(max(x, layout.area.x + half), layout.area.right - half)
        canvas.text(names[brevity], (x, y), theme.text if lit else theme.faint, Face.SMALL, "center")


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
        if part.sign not in SMALL:  # an answer of 0.01 is a weak one, though no other stands beside it
            most = max(most, 1.0)
    for neuron, box in layout.columns[layer + 1].items():
        value = None if part.values is None else float(part.values[neuron])
        below = None
        if part.below is not None and layout.tall:
            below = f"{part.below[0]} {brief(float(part.below[1][neuron]))}"
        draw_box(canvas, box, names[neuron], value, below, lit=part.lit, most=most)
        if (layer, neuron) == (chosen_layer, chosen):
            plate(canvas, box.inflate(canvas.px(4), canvas.px(4)), None, canvas.theme.focus, width=2)


def draw_more(canvas: Canvas, layout: Layout) -> None:
    """Write how many more neurons there are above and below those that have room, and how many layers."""
    px, theme = canvas.px, canvas.theme
    for more, side in layout.aside:
        way = -1 if side.x == layout.area.x else 1
        at = (side.x + px(5) if way < 0 else side.right - px(5), side.centery)
        chevron(canvas, at, way, theme.secondary)
        anchor = "midleft" if way < 0 else "midright"
        x = side.x if way < 0 else side.right
        canvas.text(f"+{more}", (x, at[1] - px(14)), theme.secondary, Face.SMALL, anchor)
    for boxes, (above, below) in zip(layout.columns, layout.hidden, strict=True):
        listed = list(boxes.values())
        for more, place, under in ((above, 0, False), (below, -1, True)):
            if more:
                box = listed[place]
                y = box.bottom + px(9) if under else box.top - px(8)
                canvas.label(f"+{more}", (box.centerx, y), theme.faint)
