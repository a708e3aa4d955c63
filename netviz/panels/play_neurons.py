"""Neurons and inputs of the graph: square activation maps, a mark for each bias, what is frozen or muted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pygame

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.controls.shapes import ring
from netviz.drawing.lettering import Face
from netviz.drawing.quick import stretch
from netviz.panels.discs import draw_discs
from netviz.panels.play_biases import lock_bias, placed_bias
from netviz.panels.play_cells import brief, draw_cells
from netviz.panels.play_layout import NAME, NUMBERS, Layout
from netviz.panels.play_network import Array, Pass, PlayNetwork
from netviz.panels.play_shape import Press, refused
from netviz.panels.play_wires import cross, lock


def draw_maps(canvas: Canvas, maps: Array, boxes: Sequence[Rect], low: float, high: float) -> None:
    """Draw pictures (k, n, n), each into its square, colours from `low` to `high`."""
    if not boxes:
        return
    table = diverging(canvas.theme)
    pixels = table.packed.take(table.indices(maps, low, high).transpose(0, 2, 1))
    count, width, height = maps.shape
    pile = pygame.image.frombuffer(pixels.tobytes(), (width, count * height), "BGRA").convert(32, 0)
    for k, box in enumerate(boxes):
        stretch(pile.subsurface((0, k * height, width, height)), canvas.surface, box)


def draw_features(
    canvas: Canvas, layout: Layout, network: PlayNetwork, hovered: Press | None, cursor: Press | None
) -> None:
    """Draw all inputs with their names; those not used are pale."""
    theme, px = canvas.theme, canvas.px
    near = layout.features[1].y - layout.features[0].y < canvas.line_height(Face.SMALL) - px(2)
    maps = np.stack([feature.map / (np.abs(feature.map).max() or 1.0) for feature in network.features])
    draw_maps(canvas, maps, layout.features, -1.0, 1.0)
    for k, (feature, box) in enumerate(zip(network.features, layout.features, strict=True)):
        press = Press("input", k)
        used, lit = feature.row is not None, press == hovered and not refused(network, press)
        if not used:
            veil(canvas, box, 0.25 if lit else 0.12)
        edge = theme.text if lit else theme.secondary if used else theme.tint(theme.text, 0.26)
        canvas.rect(box, edge, width=1)
        color = theme.text if used or lit else theme.faint
        if near and not (used or lit or press == cursor):
            continue  # names would lie on each other; the mouse tells
        canvas.text(feature.shown, (box.x - px(6), box.centery), color, Face.SMALL, "midright")
        if press == cursor:
            ring(canvas, box.inflate(px(2), px(4)), theme.focus)


def veil(canvas: Canvas, box: Rect, left: float) -> None:
    """Fade what is drawn in a square into the panel, so that a share is left of it."""
    shade = pygame.Surface(box.size)
    shade.fill(canvas.theme.panel)
    shade.set_alpha(round(255 * (1 - left)))
    canvas.surface.blit(shade, box)


def draw_neurons(canvas: Canvas, layout: Layout, network: PlayNetwork, passed: Pass | None) -> None:
    """Draw every neuron shown, with its bias; numbers of an input on its way, if they are in cells."""
    theme, px = canvas.theme, canvas.px
    for k, (layer, boxes) in enumerate(zip(network.layers, layout.neurons, strict=True)):
        muted = network.muted(k)
        if passed is not None and layout.cells is not None:
            draw_cells(canvas, layer, boxes, layout.cells[k], passed.z[k], passed.a[k], muted)
        else:
            maps = layer.maps if len(boxes) == len(layer.maps) else layer.maps[list(boxes)]
            draw_maps(canvas, maps, list(boxes.values()), layer.low, layer.high)
            for neuron, box in boxes.items():
                if muted[neuron]:
                    veil(canvas, box, 0.3)
                canvas.rect(box, theme.secondary, width=1)
        draw_marks_on(canvas, layout, network, k, boxes)
        if k == len(network.layers) - 1:
            for neuron, box in boxes.items():
                above = 0
                if passed is not None and layout.cells is None and layout.named_above(canvas):
                    above = canvas.line_height(Face.SMALL) // 2 + canvas.line_height(Face.TINY)
                at = (box.right + px(6), box.centery - above)
                canvas.text(layer.neurons[neuron], at, theme.text, Face.SMALL, "midleft")


def draw_names(canvas: Canvas, layout: Layout, network: PlayNetwork) -> None:
    """Write beside each hidden neuron what it is called."""
    for layer, boxes in zip(network.layers[:-1], layout.neurons[:-1], strict=True):
        for neuron, box in boxes.items():
            at = (box.right + canvas.px(NAME), box.centery)
            canvas.text(layer.neurons[neuron], at, canvas.theme.secondary, Face.SMALL, "midleft")


def draw_marks_on(
    canvas: Canvas, layout: Layout, network: PlayNetwork, k: int, neurons: Iterable[int]
) -> None:
    """Draw on neurons of a layer what is frozen and muted, and biases, beside the largest of all."""
    layer, most, px = network.layers[k], network.largest_bias, canvas.px
    muted, frozen, places = network.muted(k), layer.frozen, layout.neurons[k]
    values, free, alive = (row[-1].tolist() for row in (layer.weights, layer.free, layer.alive))
    marks = []
    for neuron in neurons:
        box = places[neuron]
        x, y = (box.right - px(2), box.top + px(2)) if layout.cells is None else (box.right + px(8), box.top)
        if muted[neuron]:
            cross(canvas, (x, y))
        if frozen[neuron]:
            aside = px(15) if muted[neuron] else 0
            lock(canvas, (x - aside, y) if layout.cells is None else (x + aside, y))  # off the numbers
        held = not free[neuron] and not frozen[neuron]  # a neuron that is frozen has the lock itself
        reach = 0.45 * box.width / canvas.scale
        at = (box.left, box.bottom - 1)
        mark = placed_bias(canvas, at, values[neuron] / most, frozen=held, alive=alive[neuron], reach=reach)
        marks.append(mark)
        if held:
            lock_bias(canvas, at, mark)
    canvas.surface.fblits(marks)


def draw_probe(
    canvas: Canvas, boxes: Sequence[Rect], network: PlayNetwork, probe: tuple[float, float] | None
) -> None:
    """Draw on maps where an input is, if it is one of the plane shown."""
    low, high = network.extent
    if probe is None or not all(low <= x <= high for x in probe):
        return
    across, down = (probe[0] - low) / (high - low), (high - probe[1]) / (high - low)
    places = [(box.x + across * (box.width - 1), box.y + down * (box.height - 1)) for box in boxes]
    draw_discs(canvas, places, 2, rim=3)


def draw_numbers(canvas: Canvas, layout: Layout, network: PlayNetwork, passed: Pass) -> None:
    """Write beside each neuron its z and a."""
    theme, px = canvas.theme, canvas.px
    line, apart = canvas.line_height(Face.TINY) - px(1), px(4)
    texts = []
    for k, column in enumerate(layout.neurons):
        z, a = passed.z[k].tolist(), passed.a[k].tolist()
        for neuron, box in column.items():
            x, y = box.right + apart, box.centery
            if k == len(network.layers) - 1 and not layout.named_above(canvas):  # over the output's name
                canvas.rect(Rect(x, y - line, px(NUMBERS), 2 * line), theme.panel)
            texts.append((f"z {brief(z[neuron])}", (x, y - line), theme.secondary))
            texts.append((f"a {brief(a[neuron])}", (x, y), theme.text))
    canvas.texts(texts, Face.TINY)
