"""The network while one update goes through it: what is computed in a phase, and on what edges."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import plate, ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number
from netviz.drawing.widgets import Hint
from netviz.engine.snapshot import State
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.update_box import draw_box
from netviz.panels.update_controls import HEIGHT, Controls
from netviz.panels.update_data import UpdateData, UpdateLayer
from netviz.panels.update_layout import Layout
from netviz.panels.update_shown import Shown, shown
from netviz.panels.update_walk import Walk
from netviz.panels.update_wires import draw_edges, draw_labels

NAMES, FOOT = 18, 34  # design units of the line over the columns and of those below
STANDS = {
    State.RUNNING: "moving on with every refresh",
    State.PAUSED: "paused: it stands still",
    State.FINISHED: "the run is over",
    State.DIVERGED: "training has halted",
}
ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}


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
        self._laid_out: object = None  # what the layout was made for
        self._focused = False

    @property
    def lively(self) -> bool:
        """Whether the phases go by by themselves."""
        return self.walk.playing

    def value(self, view: View) -> str:
        """Return the sample, and the loss of the whole batch."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too: the loss alone, as it is no single sample's."""
        data = self._source(view)
        sample = data.samples[min(self.walk.sample, len(data.samples) - 1)]
        of_all = f"L = {number(data.loss, 4)}, the mean of the batch"
        return f"{sample}   {of_all}", of_all, f"batch: L = {number(data.loss, 4)}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the controls, the edges and the boxes over them."""
        data, px = self._source(view), canvas.px
        self.walk.fit(data)
        top = area.y + px(HEIGHT)
        self._controls.draw(canvas, Rect(area.x, area.y, area.width, px(HEIGHT)), data)
        body = Rect(area.x, top + px(NAMES), area.width, max(area.bottom - top - px(NAMES + FOOT), px(40)))
        layout = self._layout = self._lay_out(canvas, body.inflate(-px(4), 0), data)
        parts = [shown(data, self.walk.phase, k, self.walk.sample) for k in range(len(data.layers))]
        back = data.phases[self.walk.phase].kind == "hidden delta"  # then edges out of the neuron count
        for k in sorted(range(len(parts)), key=lambda k: parts[k].used):
            draw_edges(canvas, layout.edges[k], k, parts[k], self.walk.chosen, back)
        self._draw_names(canvas, top, data, parts)
        self._draw_inputs(canvas, layout.columns[0], data)
        for k, part in enumerate(parts):
            self._draw_boxes(canvas, k, data.layers[k], part)
        draw_labels(canvas, layout, parts, self.walk.chosen, back)
        self._draw_more(canvas)
        words = canvas.lettering.fit(stands(view), Face.SMALL, area.width)
        canvas.text(words, (area.x, area.bottom), canvas.theme.secondary, Face.SMALL, "bottomleft")
        if self._focused:
            ring(canvas, Rect(area.x - px(4), top, area.width + px(8), area.bottom - top), canvas.theme.focus)

    # drawing

    def _lay_out(self, canvas: Canvas, area: Rect, data: UpdateData) -> Layout:
        """Return where everything is: as before, if nothing has changed that it depends on."""
        shape = len(data.inputs), *(len(layer.neurons) for layer in data.layers)
        key = (tuple(area), canvas.scale, shape, self.walk.chosen)
        if self._layout is None or key != self._laid_out:
            self._laid_out = key
            return Layout(canvas, area, data, self.walk.chosen)
        return self._layout

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
            draw_box(canvas, box, data.inputs[i], float(values[i]), None, lit=used, most=1.0)

    def _draw_boxes(self, canvas: Canvas, layer: int, own: UpdateLayer, part: Shown) -> None:
        assert self._layout is not None
        chosen_layer, _, chosen = self.walk.chosen
        most = 1.0
        if part.values is not None:
            most = float(np.abs(np.nan_to_num(part.values)).max(initial=0.0)) or 1.0
        for neuron, box in self._layout.columns[layer + 1].items():
            value = None if part.values is None else float(part.values[neuron])
            below = None
            if part.below is not None and self._layout.tall:
                below = f"{part.below[0]} {number(float(part.below[1][neuron]))}"
            name = own.neurons[neuron]
            draw_box(canvas, box, name, value, below, lit=part.lit, most=most)
            if (layer, neuron) == (chosen_layer, chosen):
                plate(canvas, box.inflate(canvas.px(4), canvas.px(4)), None, canvas.theme.focus, width=2)

    def _draw_more(self, canvas: Canvas) -> None:
        assert self._layout is not None
        for boxes, (above, below) in zip(self._layout.columns, self._layout.hidden, strict=True):
            listed = list(boxes.values())
            for more, box, side in ((above, listed[0], -1), (below, listed[-1], 1)):
                if more:
                    y = box.top - canvas.px(8) if side < 0 else box.bottom + canvas.px(9)
                    canvas.label(f"+{more}", (box.centerx, y), canvas.theme.faint)

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


def stands(view: View) -> str:
    """Return in a few words which update of the run is shown, and whether another will take its place."""
    refresh = view.timeline.latest
    return f"next update after epoch {count(refresh.snapshot.step)}; {STANDS[refresh.state]}"


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
