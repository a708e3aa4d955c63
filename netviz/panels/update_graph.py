"""The network while one update goes through it: what is computed in a phase, and on what edges."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import plate, ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.update_controls import HEIGHT, Controls
from netviz.panels.update_data import UpdateData, UpdateLayer
from netviz.panels.update_layout import Edges, Layout
from netviz.panels.update_walk import Walk

Array = NDArray[np.float64]

NAMES, FOOT = 18, 18  # design units of the line over the columns and of that below
WIDEST, DASHED, DASH = 4.0, 80, (14, 6)
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


@dataclass(frozen=True, eq=False)
class Shown:
    """What a phase shows of a layer: a number (out,) in each box, and perhaps another below it.

    `wires` (in + 1, out) are the numbers of its edges; `lit` says whether boxes are computed in this phase,
    `used` whether its edges are.
    """

    sign: str
    values: Array | None
    below: tuple[str, Array] | None
    wire: str
    wires: Array
    lit: bool
    used: bool


def shown(data: UpdateData, phase: int, layer: int, sample: int) -> Shown:
    """Return what a phase shows of a layer."""
    now, own = data.phases[phase], data.layers[layer]
    at = now.layer
    match now.kind:
        case "forward":
            assert at is not None
            known = layer <= at
            a = own.a[sample] if known else None
            z = ("z", own.z[sample]) if known else None
            return Shown("a", a, z, "w", own.weights, layer == at, layer == at)
        case "loss":
            last = layer == len(data.layers) - 1
            y = ("y", data.targets[sample]) if last else ("z", own.z[sample])
            return Shown("a", own.a[sample], y, "w", own.weights, last, False)
        case "output delta" | "hidden delta":
            assert at is not None
            if layer < at:
                return Shown("a", own.a[sample], ("z", own.z[sample]), "w", own.weights, False, False)
            below = ("a", own.a[sample])
            return Shown("δ", own.delta[sample], below, "w", own.weights, layer == at, layer == at + 1)
        case "gradients":
            return Shown("∂b", own.gradients[-1], ("δ", own.delta[sample]), "∂w", own.gradients, True, True)
        case _:
            return Shown("Δb", own.changes[-1], ("b", own.weights[-1]), "Δw", own.changes, True, True)


class UpdateGraph(Panel):
    """Boxes hold the numbers of the phase; its edges are lit, with numbers those of the neuron."""

    keeps_clicks = True
    plays = True
    controls = 1

    def __init__(self, source: Callable[[View], UpdateData], walk: Walk) -> None:
        self.title = "One update"
        self._source, self.walk = source, walk
        self._controls = Controls(walk)
        self._layout: Layout | None = None
        self._focused = False

    @property
    def lively(self) -> bool:
        """Whether the phases go by by themselves."""
        return self.walk.playing

    def value(self, view: View) -> str:
        """Return the sample and the loss."""
        data = self._source(view)
        return f"{data.samples[min(self.walk.sample, len(data.samples) - 1)]}   L = {number(data.loss, 4)}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the controls, the edges and the boxes over them."""
        data, px = self._source(view), canvas.px
        self.walk.fit(data)
        top = area.y + px(HEIGHT)
        self._controls.draw(canvas, Rect(area.x, area.y, area.width, px(HEIGHT)), data)
        body = Rect(area.x, top + px(NAMES), area.width, max(area.bottom - top - px(NAMES + FOOT), px(40)))
        layout = self._layout = Layout(canvas, body.inflate(-px(4), 0), data, self.walk.chosen)
        parts = [shown(data, self.walk.phase, k, self.walk.sample) for k in range(len(data.layers))]
        for k in sorted(range(len(parts)), key=lambda k: parts[k].used):
            self._draw_edges(canvas, layout.edges[k], k, data, parts[k])
        self._draw_names(canvas, top, data, parts)
        self._draw_inputs(canvas, layout.columns[0], data)
        for k, part in enumerate(parts):
            self._draw_boxes(canvas, k, data.layers[k], part)
        self._draw_labels(canvas, data, parts)
        self._draw_more(canvas)
        if self._focused:
            ring(canvas, Rect(area.x - px(4), top, area.width + px(8), area.bottom - top), canvas.theme.focus)

    # drawing

    def _draw_edges(self, canvas: Canvas, edges: Edges, layer: int, data: UpdateData, part: Shown) -> None:
        theme = canvas.theme
        chosen_layer, _, neuron = self.walk.chosen
        values = part.wires[edges.sources, edges.neurons]
        most = float(np.abs(np.nan_to_num(part.wires[:-1])).max(initial=0.0)) or 1.0
        shares = np.minimum(np.abs(np.nan_to_num(values)) / most, 1.0)
        dashes = len(values) <= DASHED
        fans_out = self._fans_out(data)
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

    def _fans_out(self, data: UpdateData) -> bool:
        """Return whether the chosen neuron hears from the layer after it: on the way back."""
        return data.phases[self.walk.phase].kind == "hidden delta"

    def _draw_names(self, canvas: Canvas, top: int, data: UpdateData, parts: list[Shown]) -> None:
        assert self._layout is not None
        px, theme = canvas.px, canvas.theme
        room = self._layout.area.width // len(self._layout.columns) - px(4)
        for k, boxes in enumerate(self._layout.columns):
            name = data.layers[k - 1].name if k else "inputs"
            if canvas.text_width(name, Face.SMALL) > room:
                name = {0: "x", len(data.layers): "out"}.get(k, str(k))
            lit = k > 0 and parts[k - 1].lit
            first = next(iter(boxes.values()))
            color = theme.text if lit else theme.faint
            x = min(max(first.centerx, self._layout.area.x + canvas.text_width(name, Face.SMALL) // 2),
                    self._layout.area.right - canvas.text_width(name, Face.SMALL) // 2)  # fmt: skip
            canvas.text(name, (x, top + px(NAMES) // 2), color, Face.SMALL, "center")

    def _draw_inputs(self, canvas: Canvas, boxes: dict[int, Rect], data: UpdateData) -> None:
        values = data.layers[0].x[self.walk.sample]
        phase = data.phases[self.walk.phase]
        used = phase.layer == 0 and phase.kind == "forward"
        for i, box in boxes.items():
            self._box(canvas, box, data.inputs[i], float(values[i]), None, lit=used, most=1.0)

    def _draw_boxes(self, canvas: Canvas, layer: int, own: UpdateLayer, part: Shown) -> None:
        assert self._layout is not None
        chosen_layer, _, chosen = self.walk.chosen
        most = 1.0
        if part.values is not None:
            most = float(np.abs(np.nan_to_num(part.values)).max(initial=0.0)) or 1.0
        for neuron, box in self._layout.columns[layer + 1].items():
            value = None if part.values is None else float(part.values[neuron])
            below = None if part.below is None else f"{part.below[0]} {number(float(part.below[1][neuron]))}"
            name = own.neurons[neuron]
            self._box(canvas, box, name, value, below, lit=part.lit, most=most)
            if (layer, neuron) == (chosen_layer, chosen):
                plate(canvas, box.inflate(canvas.px(4), canvas.px(4)), None, canvas.theme.focus, width=2)

    def _box(
        self, canvas: Canvas, box: Rect, name: str, value: float | None, below: str | None, *, lit: bool,
        most: float,
    ) -> None:  # fmt: skip
        """Draw one box: name and number, and a smaller line below where there is room."""
        assert self._layout is not None
        theme, px = canvas.theme, canvas.px
        share = 0.0 if value is None or not np.isfinite(value) else min(abs(value) / max(most, 1e-300), 1.0)
        tone = theme.negative if value is not None and value < 0 else theme.positive
        fill = theme.tint(tone, (0.1 + 0.28 * share) if lit else 0.06 * share)
        if value is None:
            fill = theme.panel
        plate(canvas, box, theme.panel)
        plate(canvas, box, fill, theme.tint(tone, 0.8) if lit and value is not None else theme.hairline)
        two = self._layout.tall and below is not None
        y = box.y + (box.height * 0.32 if two else box.height / 2)
        bright = theme.text if lit else theme.secondary
        text = "" if value is None else number(value)
        if value is not None and canvas.text_width(text, Face.TINY) > box.width - px(4):
            text = number(value, 2)
        labelled = canvas.text_width(name, Face.SMALL) + canvas.text_width(text, Face.TINY) + px(14)
        if value is None:
            canvas.text(name, (box.centerx, y), theme.faint, Face.SMALL, "center")
        elif labelled <= box.width:
            canvas.text(name, (box.x + px(6), y), theme.secondary, Face.SMALL, "midleft")
            canvas.text(text, (box.right - px(6), y), bright, Face.TINY, "midright")
        else:
            canvas.text(text, (box.centerx, y), bright, Face.TINY, "center")
        if two and below is not None and canvas.text_width(below, Face.TINY) <= box.width - px(6):
            at = (box.right - px(6), box.y + box.height * 0.7)
            canvas.text(below, at, theme.faint, Face.TINY, "midright")

    def _draw_labels(self, canvas: Canvas, data: UpdateData, parts: list[Shown]) -> None:
        """Write the numbers of the edges of the chosen neuron near their far ends."""
        assert self._layout is not None
        theme, px = canvas.theme, canvas.px
        layer, source, neuron = self.walk.chosen
        out = self._fans_out(data)
        owner = layer + 1 if out else layer
        if owner >= len(parts) or not parts[owner].used:
            return
        edges, part = self._layout.edges[owner], parts[owner]
        mine = np.flatnonzero((edges.sources if out else edges.neurons) == neuron).tolist()
        for i in mine:
            (x, y), (x1, y1) = edges.starts[i].tolist(), edges.ends[i].tolist()
            text = number(float(part.wires[edges.sources[i], edges.neurons[i]]))
            half = canvas.text_width(text, Face.TINY) / 2 + px(7)
            share = min(half / max(x1 - x, 1.0), 0.5)
            share = max(share, 0.5 if len(mine) == 1 else 0.0)
            share = 1 - share if out else share
            at = (x + share * (x1 - x), y + share * (y1 - y))
            focus = not out and edges.sources[i] == source
            if x1 - x < 2 * half and not focus:
                continue
            box = canvas.label(text, at, theme.text if focus else theme.secondary)
            if focus:
                plate(canvas, box, None, theme.focus, radius=3)

    def _draw_more(self, canvas: Canvas) -> None:
        assert self._layout is not None
        for boxes, (above, below) in zip(self._layout.columns, self._layout.hidden, strict=True):
            listed = list(boxes.values())
            for count, box, side in ((above, listed[0], -1), (below, listed[-1], 1)):
                if count:
                    y = box.top - canvas.px(8) if side < 0 else box.bottom + canvas.px(9)
                    canvas.label(f"+{count}", (box.centerx, y), canvas.theme.faint)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact numbers of what is under the mouse."""
        hint = self._controls.hover(at)
        if hint is not None or self._layout is None:
            return hint
        found = self._layout.at(at)
        if found is None:
            return None
        data, (column, source, neuron) = self._source(view), found
        sample = data.samples[self.walk.sample]
        if column == 0:
            value = float(data.layers[0].x[self.walk.sample, neuron])
            return Hint((f"{data.inputs[neuron]} of {sample}", exact(value)))
        return Hint((*_told(data, column - 1, source, neuron, self.walk.sample), _click(data, self.walk)))

    def press(self, at: Point, view: View) -> Choices | None:
        """Obey a button, or choose a neuron or a weight; a gradient is then compared with a difference."""
        self.pressed_control = None
        if self._layout is None:
            return None
        if self._controls.press(at):
            return view.choices
        found = self._layout.at(at)
        if found is None or found[0] == 0:
            return None
        data, (column, source, neuron) = self._source(view), found
        self.walk.fit(data)
        if data.phases[self.walk.phase].kind == "gradients":
            self.walk.checking = True
            if source is None:
                source = len(data.sources(column - 1))
        self.walk.playing = False
        self.walk.choose(column - 1, source, neuron)
        self.pressed_control = 0
        return view.choices

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Let phases go by."""
        self.walk.fit(self._source(view))
        self.walk.tick(seconds)
        return None

    # the keyboard

    def focus(self, control: int | None) -> None:
        """Give the plain arrow keys to the graph, or take them away."""
        self._focused = control is not None

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Choose with the arrows; compare by Enter."""
        if word in ARROWS:
            return self.key(word, view)
        return self.key("numbers", view) if word == "enter" else None

    def key(self, word: str, view: View) -> Choices | None:
        """Obey the keys of the page."""
        walk = self.walk
        walk.fit(self._source(view))
        match word:
            case "play":
                walk.toggle()
            case "step" | "back":
                walk.step(1 if word == "step" else -1)
            case "faster" | "slower":
                walk.faster(1 if word == "faster" else -1)
            case "left" | "right" | "up" | "down":
                walk.move(*ARROWS[word])
            case "next sample" | "previous sample":
                walk.next_sample(1 if word == "next sample" else -1)
            case "layer":
                walk.next_layer()
            case "numbers":
                walk.checking = not walk.checking
            case _:
                return None
        return view.choices


def _told(data: UpdateData, layer: int, source: int | None, neuron: int, sample: int) -> list[str]:
    """Return the exact numbers of a neuron for a sample, or of a weight."""
    own = data.layers[layer]
    if source is not None:
        return [
            data.name(layer, source, neuron),
            f"w     = {exact(float(own.weights[source, neuron]))}",
            f"∂L/∂w = {exact(float(own.gradients[source, neuron]))}",
            f"Δw    = {exact(float(own.changes[source, neuron]))}",
        ]
    return [
        f"{own.neurons[neuron]} for {data.samples[sample]}",
        f"z     = {exact(float(own.z[sample, neuron]))}",
        f"a     = {exact(float(own.a[sample, neuron]))}",
        f"f′(z) = {exact(float(own.slope[sample, neuron]))}",
        f"δ     = {exact(float(own.delta[sample, neuron]))}",
        f"b     = {exact(float(own.weights[-1, neuron]))}",
        f"∂L/∂b = {exact(float(own.gradients[-1, neuron]))}",
        f"Δb    = {exact(float(own.changes[-1, neuron]))}",
    ]


def _click(data: UpdateData, walk: Walk) -> str:
    if data.phases[walk.phase].kind == "gradients":
        return "a click compares it with a difference of two losses"
    return "a click chooses it; v compares its gradient with a difference"


def _dashes(canvas: Canvas, start: Point, end: Point, color: tuple[int, int, int], width: float) -> None:
    (x, y), (x1, y1) = start, end
    length = max(float(np.hypot(x1 - x, y1 - y)), 1.0)
    dash, gap = canvas.px(DASH[0]), canvas.px(DASH[1])
    for k in range(int(length / (dash + gap)) + 1):
        a, b = k * (dash + gap) / length, min((k * (dash + gap) + dash) / length, 1.0)
        canvas.line((x + a * (x1 - x), y + a * (y1 - y)), (x + b * (x1 - x), y + b * (y1 - y)), color, width)
