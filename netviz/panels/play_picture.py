"""The picture of a network that can be worked: where everything is, what edges show, and drawing it."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import ring
from netviz.drawing.scales import round_limit
from netviz.drawing.theme import Color
from netviz.engine.cache import PerKey
from netviz.panels.play_heads import draw_heads, draw_rest
from netviz.panels.play_labels import draw_all_terms, draw_terms
from netviz.panels.play_layout import GAP, NUMBERS, Layout
from netviz.panels.play_network import Array, Pass, PlayNetwork, Spot
from netviz.panels.play_neurons import (
    draw_features,
    draw_marks_on,
    draw_names,
    draw_neurons,
    draw_numbers,
    draw_probe,
)
from netviz.panels.play_shape import Press
from netviz.panels.play_walk import Stop
from netviz.panels.play_wires import Current, draw_glow, draw_marks, draw_wires, width_of

Place = tuple[float, float]


class PlayPicture:
    """One network, shown; made once there is one and an area, and told by `show` of newer ones."""

    def __init__(self, canvas: Canvas, area: Rect, network: PlayNetwork) -> None:
        self.network = network
        self._first: list[int] = []  # neuron shown first, of each layer
        self.layout = Layout(canvas, area, network, self._first)
        self._layouts: dict[bool, Layout] = {}  # while an input is looked at, and otherwise
        self._layout_key: Hashable = None
        self._flow_key: Hashable = None
        self._blocks: list[Array] = []  # what the edges show, of all layers
        self._features = network.features  # as drawn; newer ones with the same maps are the same
        self.most = 1.0  # the widest edge
        self._beside = ""  # what stands to the right of hidden neurons: names, or numbers
        self.reach = 0  # pixels that are kept for it
        self._probe: Place | None = None
        self._passed = PerKey[Pass]()

    def show(self, canvas: Canvas, area: Rect, network: PlayNetwork, probe: Place | None) -> None:
        """Take over what is to be drawn: a network, and an input that is looked at, if any."""
        self.network, self._probe = network, probe
        if self._features is not network.features:
            pairs = zip(self._features, network.features, strict=True)
            if any(old.map is not new.map or old.row != new.row for old, new in pairs):
                self._features = network.features
        self._lay_out(canvas, area)
        self._beside = self._choose_beside()
        self.reach = {"numbers": canvas.px(NUMBERS), "names": self.layout.named, "": 0}[self._beside]
        if (network, probe) != self._flow_key:
            self._flow_key = (network, probe)
            self._find_flow(self.passed(probe))

    def _choose_beside(self) -> str:
        """Return what has room beside neurons: of an input looked at its numbers, which may be in cells."""
        layout = self.layout
        if self._probe is not None and layout.numbers:
            return "numbers"
        return "names" if layout.named and not layout.cells else ""

    def _lay_out(self, canvas: Canvas, area: Rect) -> None:
        layers, features = self.network.layers, self.network.features
        shape = tuple((layer.name, layer.activation, layer.neurons) for layer in layers)
        rows = tuple((feature.shown, feature.row) for feature in features)
        key = (tuple(area), canvas.scale, shape, rows)
        probing = self._probe is not None
        if (*key, *self._first) != self._layout_key:
            self._layouts = {}
        if probing not in self._layouts:
            self._layouts[probing] = Layout(canvas, area, self.network, self._first, probing=probing)
        self.layout = self._layouts[probing]
        self._first = list(self.layout.first)
        self._layout_key = (*key, *self._first)

    def passed(self, probe: Place | None) -> Pass | None:
        """Return an input's way through the network, the same until one of them changes."""
        if probe is None:
            return None
        return self._passed((self.network, probe), lambda: self.network.at(*probe))

    def _find_flow(self, passed: Pass | None) -> None:
        """Find what the edges show: weights, or what they carry of the input."""
        layers = self.network.layers
        if passed is None:
            self._blocks = [layer.weights[:-1] for layer in layers]
        else:
            with np.errstate(all="ignore"):
                given = (passed.into(k)[:, None] for k in range(len(layers)))
                self._blocks = [layer.counting()[:-1] * x for layer, x in zip(layers, given, strict=True)]
        sizes = np.abs(np.concatenate([block.ravel() for block in self._blocks]))
        self.most = round_limit(float(sizes[np.isfinite(sizes)].max(initial=0.0)))

    # drawing

    def draw(self, canvas: Canvas, eye: Spot | None, hovered: Press | None, cursor: Press | None) -> None:
        """Draw all but the foot; other edges than those of the neuron `eye` are faded, if there is one."""
        layout, network, probe = self.layout, self.network, self._probe
        gap = canvas.px(GAP)
        heads = layout.top.inflate(0, gap // 2)
        canvas.still(
            heads, (layout, hovered, cursor), lambda: draw_heads(canvas, layout, network, hovered, cursor)
        )
        body = layout.body.inflate(0, 2 * gap - 2)
        edge = layout.features[0].right + canvas.px(1)
        left = Rect(body.x, body.y, edge - body.x, body.height)
        places = tuple(tuple(box) for box in layout.features)  # the same for most shapes of the network
        key = (self._features, places, probe, hovered, cursor)
        canvas.still(left, key, lambda: self._draw_left(canvas, hovered, cursor), settling=True)
        right = Rect(edge, body.y, body.right - edge, body.height)

        def edges() -> None:
            with canvas.clipped(right):  # thick ones would reach over what is left of them
                self._draw_right(canvas, eye)

        canvas.still(right, (network, layout, probe, eye), edges, settling=True)
        draw_rest(canvas, layout, hovered)

    def _draw_left(self, canvas: Canvas, hovered: Press | None, cursor: Press | None) -> None:
        """Draw the column of inputs."""
        network, layout = self.network, self.layout
        draw_features(canvas, layout, network, hovered, cursor)
        pairs = zip(network.features, layout.features, strict=True)
        draw_probe(canvas, [box for feature, box in pairs if feature.row is not None], network, self._probe)

    def _draw_right(self, canvas: Canvas, eye: Spot | None) -> None:
        """Draw edges and neurons."""
        network, layout = self.network, self.layout
        wires = layout.wires(self.reach)
        current = self._current(eye)
        draw_wires(canvas, wires, current, layout.widest)
        passed = self.passed(self._probe)
        draw_neurons(canvas, layout, network, passed)
        if self._beside == "names":
            draw_names(canvas, layout, network)
        if not (current.free.all() and current.alive.all()):
            self._draw_held(canvas, current)
        if passed is None:
            return
        if layout.cells is None:
            boxes = [box for column in layout.neurons for box in column.values()]
            draw_probe(canvas, boxes, network, self._probe)
            if self._beside == "numbers":
                draw_numbers(canvas, layout, network, passed)
        if eye is not None:
            draw_terms(canvas, wires, current.values, eye)
        else:
            draw_all_terms(canvas, layout.terms(canvas, self.reach), current.values)

    def _draw_held(self, canvas: Canvas, current: Current) -> None:
        """Draw what is frozen and muted; of a whole neuron its own mark tells."""
        layers, wires = self.network.layers, self.layout.wires(self.reach)
        frozen = [np.tile(layer.frozen, (len(layer.free), 1)) for layer in layers]
        muted = [np.tile(~layer.alive.any(axis=1, keepdims=True), layer.alive.shape[1]) for layer in layers]
        wholes = (wires.of(blocks).astype(np.bool_) for blocks in (frozen, muted))
        draw_marks(canvas, wires, current, *wholes)

    def _current(self, eye: Spot | None) -> Current:
        """Return what the edges show."""
        wires, layers = self.layout.wires(self.reach), self.network.layers
        faded: NDArray[np.bool_] = np.zeros(len(wires.layers), dtype=np.bool_)
        if eye is not None:
            into, out = wires.touching(eye)
            faded = ~(into | out)
        free = wires.of([layer.free for layer in layers]).astype(np.bool_)
        alive = wires.of([layer.alive for layer in layers]).astype(np.bool_)
        return Current(wires.of(self._blocks).astype(np.float64), self.most, free, alive, faded)

    def light(self, canvas: Canvas, spot: Spot, color: Color) -> None:
        """Have a neuron, a weight or a bias stand out."""
        layout = self.layout
        box = layout.neurons[spot.layer].get(spot.neuron)
        if spot.source is None or spot.is_bias(self.network):
            if box is None:
                return
            if spot.source is None:
                ring(canvas, box.inflate(canvas.px(2), canvas.px(4)), color)
                draw_marks_on(canvas, layout, self.network, spot.layer, [spot.neuron])
            else:
                canvas.circle((box.left, box.bottom - 1), canvas.px(11), color, 2)
            return
        wires = layout.wires(self.reach)
        if (i := wires.find(spot)) is not None:
            value = float(self._blocks[spot.layer][spot.source, spot.neuron])
            width = width_of(value, self.most, layout.widest)
            (x, y), (x1, y1) = wires.starts[i].tolist(), wires.ends[i].tolist()
            draw_glow(canvas, (x, y), (x1, y1), color, width)

    # what is where, and which neurons are shown

    def place_of(self, stop: Stop) -> Point | None:
        """Return a pixel at which `at` finds a button or a part of the network; None if it is not drawn."""
        if isinstance(stop, Press):
            box = self.layout.presses.get(stop)
            return None if box is None else box.center
        box = self.layout.neurons[stop.layer].get(stop.neuron)
        if stop.source is None or stop.is_bias(self.network):
            return None if box is None else box.center if stop.source is None else (box.left, box.bottom - 1)
        wires = self.layout.wires(self.reach)
        if (i := wires.find(stop)) is None:
            return None
        (x, y), (x1, y1) = wires.starts[i].tolist(), wires.ends[i].tolist()
        along = ((x + (x1 - x) * k / 20, y + (y1 - y) * k / 20) for k in (10, 13, 7, 16, 4, 18, 2, 19, 1))
        return next((place for place in along if self.at(place) == stop), None)

    def at(self, at: Point) -> Stop | None:
        """Return the button, or the part of the network, under a pixel."""
        press = self.layout.press_at(at)
        if press is not None:
            return press
        body = self.layout.body.inflate(0, 2 * self.layout.near)
        return self.layout.spot_at(at, self.network, self.reach) if body.collidepoint(at) else None

    def unseen(self, layer: int) -> int:
        """Return how many neurons of a layer are not drawn."""
        return len(self.network.layers[layer].neurons) - len(self.layout.neurons[layer])

    def shown_by(self, press: Press) -> tuple[int, int]:
        """Return the first and the last neuron shown beside a button of the kind rest, from 1 on."""
        shown = self.layout.neurons[press.index] if press.kind == "rest" else ()
        return (min(shown) + 1, max(shown) + 1) if shown else (0, 0)

    def reveal(self, spot: Spot) -> None:
        """Bring in sight a neuron, or a weight with both its ends."""
        self._bring(spot.layer, spot.neuron)
        if spot.source is not None and spot.layer and not spot.is_bias(self.network):
            self._bring(spot.layer - 1, spot.source)

    def _bring(self, layer: int, neuron: int) -> None:
        shown = self.layout.neurons[layer]
        if neuron not in shown:
            self._first[layer] = neuron if neuron < min(shown) else neuron - len(shown) + 1

    def scroll(self, layer: int, by: int) -> None:
        """Show neurons so many places on."""
        self._first[layer] = min(max(self.layout.first[layer] + by, 0), self.unseen(layer))

    def turn(self, layer: int) -> None:
        """Show the next neurons of a layer, after the last the first."""
        at_end = self.layout.first[layer] == self.unseen(layer)
        shown = len(self.layout.neurons[layer])
        self.scroll(layer, -len(self.network.layers[layer].neurons) if at_end else shown)
