"""The network under the hand: every neuron's map, every weight and bias, to be read and to be changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import ring
from netviz.drawing.numbers import count
from netviz.drawing.scales import round_limit
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.play_editor import Editor
from netviz.panels.play_heads import draw_heads, draw_rest, unseen_of
from netviz.panels.play_hints import spot_hint
from netviz.panels.play_labels import draw_terms
from netviz.panels.play_layout import GAP, NUMBERS, Layout
from netviz.panels.play_legend import draw_legend
from netviz.panels.play_network import Pass, PlayNetwork, Spot
from netviz.panels.play_neurons import (
    draw_features,
    draw_marks_on,
    draw_neurons,
    draw_numbers,
    draw_probe,
)
from netviz.panels.play_shape import Press, explain, wishes
from netviz.panels.play_walk import WAYS, Stop, walk
from netviz.panels.play_wires import Current, draw_glow, draw_marks, draw_wires, width_of

Array = NDArray[np.float64]


class PlayGraph(Panel):
    """Neurons hold their activation maps; whatever is pressed is chosen, and worked at the foot."""

    controls = 1

    def __init__(self, source: Callable[[Timeline], PlayNetwork]) -> None:
        self.title = "Your network"
        self._source = source
        self._network: PlayNetwork | None = None
        self._layout: Layout | None = None
        self._layout_key: Hashable = None
        self._flow_key: Hashable = None
        self._blocks: list[Array] = []  # what the edges show, of all layers
        self._most = 1.0
        self._passed: tuple[PlayNetwork, tuple[float, float], Pass] | None = None
        self._reach = 0
        self._first: list[int] = []  # neuron shown first, of each layer
        self._editor = Editor()
        self._chosen: Spot | None = None
        self._cursor: Press | None = None  # button that the keyboard is on
        self._outgoing = False
        self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return how many weights and biases there are."""
        network = self._source(view.timeline)
        return f"{count(sum(layer.weights.size for layer in network.layers))} parameters"

    @property
    def chosen(self) -> Spot | None:
        """The neuron, weight or bias that is in hand."""
        return self._chosen

    @property
    def layout(self) -> Layout:
        """Where everything was drawn last."""
        assert self._layout is not None
        return self._layout

    @property
    def editor(self) -> Editor:
        """The controls at the foot."""
        return self._editor

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw edges, neurons over them, buttons above, what is chosen at the foot."""
        network = self._network = self._source(view.timeline)
        if self._chosen is not None and not self._chosen.exists(network):
            self._chosen = None
        layout = self._lay_out(canvas, area, network)
        if self._cursor is not None and self._cursor not in layout.presses:
            self._cursor = None
        self._editor.take(self._chosen, network)
        probe = view.choices.probe
        passed = self._pass(network, probe)
        self._reach = canvas.px(NUMBERS) if passed and layout.numbers else 0
        self._find_flow(network, passed, probe)
        over = self._over()
        hovered = over if isinstance(over, Press) else None
        cursor = self._cursor if self._focused else None
        eye = over.whole if isinstance(over, Spot) and over.source is None else None
        if eye is None and self._chosen is not None and self._chosen.source is None:
            eye = self._chosen
        self._draw_heads(canvas, layout, network, hovered, cursor)
        edge = layout.features[0].right + canvas.px(1)
        gap = canvas.px(GAP) - 1
        body = layout.body.inflate(0, 2 * gap)
        left = Rect(body.x, body.y, edge - body.x, body.height)
        key = (network.features, layout, probe, hovered, cursor)
        canvas.still(
            left, key, lambda: self._draw_left(canvas, layout, network, hovered, cursor, probe), settling=True
        )
        right = Rect(edge, body.y, body.right - edge, body.height)
        key_ = (network, layout, probe, eye)
        canvas.still(
            right, key_, lambda: self._draw_right(canvas, layout, network, passed, probe, eye), settling=True
        )
        draw_rest(canvas, layout, network, hovered)
        self._draw_over(canvas, layout, over)
        if self._chosen is None:
            draw_legend(canvas, layout.foot, self._most, probe)
        else:
            step = view.timeline.snapshot.step
            focused = self._focused and self._cursor is None
            self._editor.draw(canvas, layout.foot, step, self._mouse, focused=focused)

    def _lay_out(self, canvas: Canvas, area: Rect, network: PlayNetwork) -> Layout:
        shape = tuple((layer.name, layer.activation, layer.neurons) for layer in network.layers)
        rows = tuple((feature.shown, feature.row) for feature in network.features)
        key = (tuple(area), canvas.scale, shape, rows, tuple(self._first))
        if self._layout is None or key != self._layout_key:
            self._layout = Layout(canvas, area, network, self._first)
            self._first = list(self._layout.first)
            self._layout_key = (*key[:-1], tuple(self._first))
        return self._layout

    def _pass(self, network: PlayNetwork, probe: tuple[float, float] | None) -> Pass | None:
        """Return the probe's way through the network, the same until one of them changes."""
        if probe is None:
            self._passed = None
            return None
        kept = self._passed
        if kept is None or kept[0] is not network or kept[1] != probe:
            kept = self._passed = (network, probe, network.at(*probe))
        return kept[2]

    def _find_flow(self, network: PlayNetwork, passed: Pass | None, probe: object) -> None:
        """Find what the edges show: weights, or what they carry of the probe."""
        if (network, probe) == self._flow_key:
            return
        self._flow_key = (network, probe)
        with np.errstate(all="ignore"):
            self._blocks = [layer.weights if passed is None else layer.counting() for layer in network.layers]
            if passed is not None:
                self._blocks = [block[:-1] * passed.into(k)[:, None] for k, block in enumerate(self._blocks)]
        rows = [len(layer.weights) - 1 for layer in network.layers]
        carried = [block[:row].ravel() for block, row in zip(self._blocks, rows, strict=True)]
        sizes = np.abs(np.concatenate(carried))
        self._most = round_limit(float(sizes[np.isfinite(sizes)].max(initial=0.0)))

    def _draw_heads(
        self,
        canvas: Canvas,
        layout: Layout,
        network: PlayNetwork,
        hovered: Press | None,
        cursor: Press | None,
    ) -> None:
        area = layout.top.inflate(0, canvas.px(4))
        canvas.still(
            area, (layout, hovered, cursor), lambda: draw_heads(canvas, layout, network, hovered, cursor)
        )

    @staticmethod
    def _draw_left(
        canvas: Canvas, layout: Layout, network: PlayNetwork, hovered: Press | None, cursor: Press | None,
        probe: tuple[float, float] | None,
    ) -> None:  # fmt: skip
        draw_features(canvas, layout, network, hovered, cursor)
        pairs = zip(network.features, layout.features, strict=True)
        draw_probe(canvas, [box for feature, box in pairs if feature.row is not None], network, probe)

    def _draw_right(
        self, canvas: Canvas, layout: Layout, network: PlayNetwork, passed: Pass | None,
        probe: tuple[float, float] | None, eye: Spot | None,
    ) -> None:  # fmt: skip
        wires = layout.wires(self._reach)
        faded = np.zeros(len(wires.layers), dtype=np.bool_)
        if eye is not None:
            faded = ~self._touches(layout, eye)
        values = wires.of(self._blocks).astype(np.float64)
        free = wires.of([layer.free for layer in network.layers]).astype(np.bool_)
        alive = wires.of([layer.alive for layer in network.layers]).astype(np.bool_)
        current = Current(values, self._most, free, alive, faded)
        draw_wires(canvas, wires, current)
        draw_neurons(canvas, layout, network)
        whole_in = [np.tile(layer.frozen, (len(layer.free), 1)) for layer in network.layers]
        whole_out = [
            np.tile(~layer.alive.any(axis=1, keepdims=True), layer.alive.shape[1]) for layer in network.layers
        ]
        wholes = (wires.of(blocks).astype(np.bool_) for blocks in (whole_in, whole_out))
        draw_marks(canvas, wires, current, *wholes)
        if passed is not None:
            for boxes in layout.neurons:
                draw_probe(canvas, list(boxes.values()), network, probe)
            draw_numbers(canvas, layout, network, passed)
            if eye is not None:
                draw_terms(canvas, wires, values, eye)

    def _touches(self, layout: Layout, eye: Spot) -> NDArray[np.bool_]:
        """Return which edges go into a neuron, or out of it."""
        wires = layout.wires(self._reach)
        into = (wires.layers == eye.layer) & (wires.neurons == eye.neuron)
        out = (wires.layers == eye.layer + 1) & (wires.sources == eye.neuron)
        found: NDArray[np.bool_] = into | out
        return found

    def _draw_over(self, canvas: Canvas, layout: Layout, over: Stop | None) -> None:
        """Draw what lights up: under the mouse, and what is chosen."""
        theme = canvas.theme
        if isinstance(over, Spot) and over != self._chosen:
            self._light(canvas, layout, over, theme.secondary)
        if self._chosen is not None:
            self._light(canvas, layout, self._chosen, theme.focus)

    def _light(self, canvas: Canvas, layout: Layout, spot: Spot, color: tuple[int, int, int]) -> None:
        assert self._network is not None
        if spot.source is None:
            box = layout.neurons[spot.layer].get(spot.neuron)
            if box is not None:
                ring(canvas, box.inflate(canvas.px(2), canvas.px(4)), color)
                draw_marks_on(canvas, layout, self._network, spot.layer, [spot.neuron])
            return
        if spot.is_bias(self._network):
            if (at := layout.bias(spot)) is not None:
                canvas.circle(at, canvas.px(11), color, 2)
            return
        wires = layout.wires(self._reach)
        if (i := wires.find(spot)) is not None:
            width = width_of(float(self._blocks[spot.layer][spot.source, spot.neuron]), self._most)
            draw_glow(canvas, tuple(wires.starts[i].tolist()), tuple(wires.ends[i].tolist()), color, width)

    # the mouse

    def _over(self) -> Stop | None:
        return None if self._mouse is None else self._at(self._mouse)

    def _at(self, at: Point) -> Stop | None:
        """Return the button, or the part of the network, under a pixel."""
        if self._layout is None or self._network is None:
            return None
        press = self._layout.press_at(at)
        if press is not None:
            return press
        body = self._layout.body.inflate(0, self._layout.near * 2)
        return self._layout.spot_at(at, self._network, self._reach) if body.collidepoint(at) else None

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what lies under the mouse, a neuron with its map, large."""
        network, over = self._network, self._at(at)
        if network is None or self._layout is None:
            return None
        if over is None:
            return self._editor.hover(at)
        if isinstance(over, Press):
            unseen = unseen_of(self._layout, network, over.index) if over.kind == "rest" else 0
            return explain(network, over, unseen)
        probe = view.choices.probe
        return spot_hint(network, over, self._pass(network, probe), probe)

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose what is under the mouse, or change the shape by a button."""
        self.pressed_control = None
        network, over = self._network, self._at(at)
        if network is None or self._layout is None:
            return None
        control = self._editor.at(at)
        if control is not None:
            self.pressed_control, self._cursor = 0, None
            self._editor.hold(at, control)
            return view.choices
        if over is None:
            chosen, self._chosen = self._chosen, None
            return None if chosen is None else view.choices
        self.pressed_control = 0
        if isinstance(over, Press):
            return view.choices.asking(*self._pressed(over))
        self._choose(over)
        self._editor.hold(at, None)
        return view.choices

    def drag(self, at: Point, view: View) -> Choices | None:
        """Drag the value of what was pressed up or down."""
        return self._asking(self._editor.drag(at), view)

    def release(self, view: View) -> Choices | None:
        """Let it go."""
        return self._asking(self._editor.release(view.timeline.snapshot.step), view)

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Turn the value that is chosen, over it or at the foot; or go through neurons that are not shown."""
        if self._layout is None:
            return None
        over = self._at(at)
        on_foot = self._chosen is not None and self._layout.foot.collidepoint(at)
        if self._chosen is not None and (on_foot or over == self._chosen):
            return self._asking(self._editor.turn(by), view)
        if isinstance(over, Press) and over.kind == "rest":
            self._scroll(over.index, -1 if by > 0 else 1)
            return view.choices
        return None

    def _choose(self, spot: Spot) -> None:
        """Take a spot in hand, and bring it in sight."""
        assert self._network is not None and self._layout is not None
        self._chosen, self._cursor = spot, None
        self._editor.take(spot, self._network)
        self._reveal(spot.layer, spot.neuron)
        if spot.source is not None and spot.layer and not spot.is_bias(self._network):
            self._reveal(spot.layer - 1, spot.source)

    def _reveal(self, layer: int, neuron: int) -> None:
        assert self._layout is not None
        shown = self._layout.neurons[layer]
        if layer in self._layout.rest and neuron not in shown:
            least = min(shown)
            self._first[layer] = neuron if neuron < least else neuron - len(shown) + 1

    def _scroll(self, layer: int, by: int) -> None:
        """Show other neurons of a layer, round and round."""
        assert self._layout is not None and self._network is not None
        shown, many = len(self._layout.neurons[layer]), len(self._network.layers[layer].neurons)
        last, first = many - shown, self._layout.first[layer]
        if by > 1 and first == last:
            self._first[layer] = 0
        else:
            self._first[layer] = min(max(first + by, 0), last)

    def _pressed(self, press: Press) -> tuple[Wish, ...]:
        assert self._network is not None and self._layout is not None
        if press.kind == "rest":
            self._scroll(press.index, len(self._layout.neurons[press.index]))
            return ()
        return wishes(self._network, press)

    @staticmethod
    def _asking(asked: tuple[Wish, ...], view: View) -> Choices:
        return view.choices.asking(*asked)

    # the keyboard

    def focus(self, control: int | None) -> None:
        """Give the keyboard to the graph, or take it away."""
        self._focused = control is not None
        by_mouse, self.pressed_control = self.pressed_control is not None, None
        if self._focused and not by_mouse and self._chosen is None and self._network is not None:
            self._choose(Spot(0, 0))

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Walk by arrows, type a number, freeze, mute, compare; see `walk`."""
        network, layout, field = self._network, self._layout, self._editor.field
        if network is None or layout is None:
            return None
        single = self._chosen is not None and self._chosen.source is not None and self._cursor is None
        if word == "leave":
            return self._answered(field.leave(), view) if field.busy else None
        if field.busy:
            return self._answered(field.write(text) if word == "write" else field.key(word), view)
        if word in WAYS:
            at: Stop = self._cursor or self._chosen or Spot(0, 0)
            stop, self._outgoing = walk(network, layout, at, word, self._outgoing)
            if isinstance(stop, Press):
                self._cursor = stop
            else:
                self._choose(stop)
            return view.choices
        if word == "enter" and self._cursor is not None:
            return self._asking(self._pressed(self._cursor), view)
        if word == "write" and self._chosen is not None and self._cursor is None:
            match text.lower():
                case "f":
                    return self._asking(self._editor.toggle_frozen(), view)
                case "m":
                    return self._asking(self._editor.toggle_muted(), view)
                case "t":
                    self._editor.check(view.timeline.snapshot.step)
                    return view.choices
        if single:
            return self._answered(field.write(text) if word == "write" else field.key(word), view)
        return view.choices if word == "enter" and self._chosen is not None else None

    def _answered(self, answer: object, view: View) -> Choices | None:
        """Return choices for what the number field answered."""
        if answer is None:
            return None
        if isinstance(answer, float | int) and not isinstance(answer, bool):
            return self._asking(self._editor.set(float(answer)), view)
        return view.choices

    # time

    @property
    def lively(self) -> bool:
        """Whether a value that was asked for is being waited for."""
        return self._editor.waiting

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Wait for what was asked for."""
        self._editor.tick(seconds)
        return None
