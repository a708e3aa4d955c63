"""From neuron to weight to neuron, and over the buttons, by arrow keys."""

from __future__ import annotations

from netviz.panels.panel import ARROWS
from netviz.panels.play_layout import Layout
from netviz.panels.play_network import PlayNetwork, Spot
from netviz.panels.play_shape import Press

LINES = (("add", "remove"), ("fewer", "more"), ("activation",))  # of buttons, from the top
FLAT = (("add", "remove"), ("fewer", "more", "activation"))  # where there is room beside one another

Stop = Spot | Press


def walk(network: PlayNetwork, layout: Layout, at: Stop, word: str, outgoing: bool) -> tuple[Stop, bool]:
    """Return where an arrow key leads, and whether up and down go there through a neuron's outgoing weights.

    Left of a neuron are its incoming weights, the bias last, right of it its outgoing ones; over the first
    neuron of a hidden layer are the layer's buttons.
    """
    across, down = ARROWS[word]
    if isinstance(at, Press):
        return _from_input(network, at, across, down) if at.kind == "input" else (
            _from_button(layout, at, across, down), False)  # fmt: skip
    layer = network.layers[at.layer]
    last = len(network.layers) - 1
    if at.source is None:
        if down:
            if at.neuron + down < 0 and at.layer < last:
                return Press("activation", at.layer), False
            return Spot(at.layer, min(max(at.neuron + down, 0), len(layer.neurons) - 1)), False
        if across < 0:
            return Spot(at.layer, at.neuron, 0), False
        return (at, False) if at.layer == last else (Spot(at.layer + 1, 0, at.neuron), True)
    bias = at.is_bias(network)
    if across > 0:
        return at.whole, False
    if across < 0:
        return (at.whole, False) if bias else (_source(network, at.layer, at.source), False)
    if outgoing and not bias:
        neuron = min(max(at.neuron + down, 0), len(layer.neurons) - 1)
        return Spot(at.layer, neuron, at.source), True
    return Spot(at.layer, at.neuron, min(max(at.source + down, 0), len(layer.weights) - 1)), False


def _source(network: PlayNetwork, layer: int, source: int) -> Stop:
    """Return what a weight comes from."""
    if layer:
        return Spot(layer - 1, source)
    return Press("input", network.features.index(network.used[source]))


def _from_input(network: PlayNetwork, at: Press, across: int, down: int) -> tuple[Stop, bool]:
    if across > 0:
        row = network.features[at.index].row
        return (Spot(0, 0), False) if row is None else (Spot(0, 0, row), True)
    if at.index + down < 0:
        return Press("add", 0), False
    return Press("input", min(at.index + down, len(network.features) - 1)), False


def _from_button(layout: Layout, at: Press, across: int, down: int) -> Stop:
    lines = [_line(layout, kinds) for kinds in (FLAT if layout.rows.flat else LINES)]
    line = next((i for i, row in enumerate(lines) if at in row), len(lines) - 1)
    x = layout.presses[at].centerx if at in layout.presses else 0
    if across:
        row = lines[line]
        place = row.index(at) + across if at in row else 0
        if 0 <= place < len(row):
            return row[place]
        beyond = [press for row in lines for press in row if (layout.presses[press].centerx - x) * across > 0]
        return min(beyond, key=lambda press: abs(layout.presses[press].centerx - x), default=at)
    for row in lines[line + 1 :] if down > 0 else reversed(lines[:line]):
        if row:
            return min(row, key=lambda press: abs(layout.presses[press].centerx - x))
    if down < 0:
        return at
    return Press("input", 0) if at.kind in LINES[0] else Spot(at.index, 0)


def _line(layout: Layout, kinds: tuple[str, ...]) -> list[Press]:
    """Return the buttons of one line, from left to right."""
    row = [press for press in layout.presses if press.kind in kinds]
    return sorted(row, key=lambda press: layout.presses[press].centerx)
