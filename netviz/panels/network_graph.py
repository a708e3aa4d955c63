"""The network as circles and lines: what every neuron sees, and what every weight is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import diverging
from netviz.drawing.lettering import Face
from netviz.drawing.nearness import nearest_line
from netviz.drawing.numbers import exact, fixed
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.dashes import dashes
from netviz.panels.panel import Panel, View

Array = NDArray[np.float64]
SHOWN = 12  # a layer of more neurons shows its first and last few
ENDS = (5, 4)
LINE, NUMBERS = 12, 66  # design units: from one number to the next, and the width they need
LEAST, EDGES = 9, 28  # design units of a circle that has numbers beside it, and of edges after these
DASHED = 64  # up to so many edges, negative ones are dashed; beyond, only colour and hover tell


@dataclass(frozen=True)
class LayerView:
    """One layer as the graph shows it.

    `maps` (neurons, columns, rows), first row at the top, over the input plane, coloured from `low` to
    `high`; `a` and `z` (samples, neurons); `biases` (neurons,); `weights` (inputs, neurons) with their
    gradients. The input layer has maps and `a` only.
    """

    name: str
    neurons: tuple[str, ...]
    maps: Array
    low: float
    high: float
    a: Array
    z: Array | None = None
    biases: Array | None = None
    weights: Array | None = None
    gradients: Array | None = None
    formula: str = ""


@dataclass(frozen=True)
class Graph:
    """All layers, inputs first, and the samples' names."""

    layers: tuple[LayerView, ...]
    samples: tuple[str, ...]


def shown_neurons(count: int) -> list[int]:
    """Return which neurons of a layer are drawn: all, or the first and last few."""
    if count <= SHOWN:
        return list(range(count))
    return [*range(ENDS[0]), *range(count - ENDS[1], count)]


class NetworkGraph(Panel):
    """Neurons hold their activation maps; edges are as wide as their weights are large."""

    def __init__(self, source: Callable[[Timeline], Graph]) -> None:
        self.title = "Network"
        self._source = source
        self._places: list[dict[int, Point]] = []
        self._radius = 1
        self._reach = 0
        self._top = 0
        self._pitch = 1.0
        self._numbers = True  # whether they are written, and below the circles or beside them
        self._below = True

    def value(self, view: View) -> str:
        """Return the sample whose numbers are shown."""
        samples = self._source(view.timeline).samples
        return f"sample {samples[view.choices.sample]}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw edges, then neurons over them, then their numbers."""
        graph = self._source(view.timeline)
        self._lay_out(canvas, area, graph)
        for i in range(1, len(graph.layers)):
            self._draw_edges(canvas, graph.layers[i], self._places[i - 1], self._places[i])
        for layer, places in zip(graph.layers, self._places, strict=True):
            self._draw_layer(canvas, layer, places, view.choices.sample)

    def _lay_out(self, canvas: Canvas, area: Rect, graph: Graph) -> None:
        """Give every shown neuron a place: layers are columns, numbers stand below or beside the circles."""
        px = canvas.px
        kept = [shown_neurons(len(layer.neurons)) for layer in graph.layers]
        slots = [
            len(which) + (len(which) < len(layer.neurons))
            for which, layer in zip(kept, graph.layers, strict=True)
        ]
        head = px(18)  # for the layer's name
        self._top = area.y
        top, height = area.y + head, area.height - head
        self._pitch = min(height / max(slots), px(240))
        written = 3 * px(LINE) + px(4)
        below = (self._pitch - px(6) - written) / 2
        self._below = below >= px(18)
        radius = min(below if self._below else self._pitch * 0.42, px(44), area.width / len(slots) * 0.24)
        gaps = max(len(slots) - 1, 1)
        room = (area.width - px(NUMBERS + 12)) / gaps - px(NUMBERS + EDGES)
        beside = room / (2 + 2 / gaps)  # radius of circles between which there is room for numbers and edges
        self._numbers = self._below or beside >= px(LEAST)  # where there is no room, the mouse tells
        if self._numbers and not self._below:
            radius = min(radius, beside)
        self._radius = round(max(radius, px(6)))
        right = px(NUMBERS) if self._numbers and not self._below else 0
        self._reach = self._radius + right  # how far a neuron with its numbers goes to the right
        first, last = area.x + self._radius + px(12), area.right - self._radius - (right or px(24))
        gap = (last - first) / gaps
        self._places = []
        for column, (which, count) in enumerate(zip(kept, slots, strict=True)):
            pitch = min(height / count, max(self._pitch, px(72)))
            y = top + (height - pitch * count) / 2 + pitch / 2 - (written / 2 if self._below else 0)
            places: dict[int, Point] = {}
            for place, neuron in enumerate(which):
                skipped = count > len(which) and place >= ENDS[0]
                places[neuron] = (first + column * gap, y + (place + skipped) * pitch)
            self._places.append(places)

    def _draw_edges(
        self, canvas: Canvas, layer: LayerView, before: dict[int, Point], after: dict[int, Point]
    ) -> None:
        assert layer.weights is not None
        theme = canvas.theme
        largest = float(np.abs(layer.weights).max()) or 1.0
        few = len(before) * len(after) <= DASHED
        for i, (x, y) in before.items():
            start = (x + self._reach, y)  # clear of the numbers
            for j, end in after.items():
                weight = float(layer.weights[i, j])
                share = abs(weight) / largest
                color = theme.tint(theme.positive if weight > 0 else theme.negative, 0.35 + 0.65 * share)
                width = 1 + 4 * share
                if weight < 0 and few:
                    for a, b in dashes(start, end, canvas.px(12), canvas.px(6)):
                        canvas.line(a, b, color, width)
                else:
                    canvas.line(start, end, color, width)

    def _draw_layer(self, canvas: Canvas, layer: LayerView, places: dict[int, Point], sample: int) -> None:
        theme, table, px = canvas.theme, diverging(canvas.theme), canvas.px
        x = next(iter(places.values()))[0]
        canvas.text(layer.name, (x, self._top + px(6)), theme.faint, Face.SMALL, "center")
        maps = layer.maps[list(places)]
        canvas.discs(maps, list(places.values()), self._radius, table, layer.low, layer.high)
        if len(places) < len(layer.neurons):
            ends = sorted(places)
            above, below = places[ends[ENDS[0] - 1]], places[ends[ENDS[0]]]
            middle = (x, (above[1] + below[1]) / 2)
            canvas.label(f"{len(layer.neurons)} neurons", middle, theme.text, Face.SMALL)
        if self._numbers:
            self._draw_numbers(canvas, layer, places, sample)

    def _draw_numbers(self, canvas: Canvas, layer: LayerView, places: dict[int, Point], sample: int) -> None:
        """Write z, a and b of each neuron, as many as there is room for; a first."""
        theme, px = canvas.theme, canvas.px
        line = px(LINE)
        for neuron, (x, y) in places.items():
            rows = [("a", float(layer.a[sample, neuron]), theme.text)]
            if layer.z is not None and layer.biases is not None:
                rows.append(("z", float(layer.z[sample, neuron]), theme.secondary))
                rows.append(("b", float(layer.biases[neuron]), theme.secondary))
                rows = rows[: 3 if self._below else max(1, int(self._pitch // line))]
            else:
                rows = [(layer.neurons[neuron], rows[0][1], theme.text)]
            width = px(NUMBERS - 2)
            if self._below:
                box = Rect(round(x) - width // 2, round(y + self._radius + px(3)), width, line * len(rows))
            else:
                left = round(x + self._radius + px(2))
                box = Rect(left, round(y - line * len(rows) / 2), width, line * len(rows))
            if self._below:
                canvas.rect(box, theme.panel)
            for k, (name, value, color) in enumerate(rows):
                canvas.text(f"{name} {fixed(value, 2)}", (box.x + px(5), box.y + k * line), color, Face.TINY)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact numbers of the neuron or weight under the mouse."""
        graph = self._source(view.timeline)
        sample = view.choices.sample
        for layer, places in zip(graph.layers, self._places, strict=False):
            for neuron, place in places.items():
                if np.hypot(place[0] - at[0], place[1] - at[1]) <= self._radius:
                    return _neuron_hint(layer, neuron, sample, graph.samples[sample])
        return self._edge_hint(graph, at)

    def _edge_hint(self, graph: Graph, at: Point) -> Hint | None:
        best: tuple[float, int, int, int] | None = None
        for depth in range(1, len(self._places)):
            for i, (x, y) in self._places[depth - 1].items():
                for j, end in self._places[depth].items():
                    distance, _ = nearest_line(at, [(x + self._reach, y)], [end])
                    if distance < 5 and (best is None or distance < best[0]):
                        best = (distance, depth, i, j)
        if best is None:
            return None
        _, depth, i, j = best
        layer = graph.layers[depth]
        assert layer.weights is not None and layer.gradients is not None
        return Hint(
            (
                f"weight {graph.layers[depth - 1].neurons[i]} → {layer.neurons[j]}",
                f"w     = {exact(float(layer.weights[i, j]))}",
                f"∂L/∂w = {exact(float(layer.gradients[i, j]))}",
                "∂L/∂w = Σ over samples of its input · δ of its neuron",
            )
        )


def _neuron_hint(layer: LayerView, neuron: int, sample: int, sample_name: str) -> Hint:
    rows = [f"{layer.neurons[neuron]} for {sample_name}"]
    if layer.z is not None and layer.biases is not None:
        rows.append(f"z = {exact(float(layer.z[sample, neuron]))}")
        rows.append(f"a = {exact(float(layer.a[sample, neuron]))}")
        rows.append(f"b = {exact(float(layer.biases[neuron]))}")
        rows.append(layer.formula)
    else:
        rows.append(f"{exact(float(layer.a[sample, neuron]))}")
    return Hint(tuple(rows))
