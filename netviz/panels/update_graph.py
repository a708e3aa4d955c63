"""The network while one update goes through it: what is computed in a phase, and on what edges."""

from __future__ import annotations

from collections.abc import Callable

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.widgets import Hint
from netviz.panels.panel import ARROWS, Choices, Panel, View
from netviz.panels.update_boxes import draw_inputs, draw_more, draw_names, draw_neurons
from netviz.panels.update_controls import HEIGHT, Controls
from netviz.panels.update_data import UpdateData
from netviz.panels.update_layout import Layout
from netviz.panels.update_shown import shown
from netviz.panels.update_walk import Walk
from netviz.panels.update_wires import draw_edges, draw_labels
from netviz.panels.update_words import click, stands, told

NAMES, FOOT = 18, 34  # design units of the line over the columns and of those below


class UpdateGraph(Panel):
    """Boxes hold the numbers of the phase; its edges are lit, with numbers those of the neuron."""

    keeps_clicks = True
    plays = True
    prompt = True
    controls = 1

    def __init__(self, source: Callable[[View], UpdateData], walk: Walk) -> None:
        self.title = "One update"
        self._source, self.walk = source, walk
        self._controls = Controls(walk)
        self._layout: Layout | None = None
        self._laid_out: object = None  # what the layout was made for
        self._focused = False
        self._mouse: Point | None = None

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
        self._draw_hovered(canvas, layout)
        draw_names(canvas, layout, top + px(NAMES) // 2, data, parts)
        draw_inputs(canvas, layout, data, self.walk)
        for k, part in enumerate(parts):
            draw_neurons(canvas, layout, k, data.layers[k].neurons, part, self.walk)
        draw_labels(canvas, layout, parts, self.walk.chosen, back)
        draw_more(canvas, layout)
        words = canvas.lettering.fit(stands(view), Face.SMALL, area.width)
        canvas.text(words, (area.x, area.bottom), canvas.theme.secondary, Face.SMALL, "bottomleft")
        if self._focused:
            around = Rect(area.x - px(4), top, area.width + px(8), area.bottom - px(FOOT // 2) - top)
            ring(canvas, around, canvas.theme.focus)

    def _lay_out(self, canvas: Canvas, area: Rect, data: UpdateData) -> Layout:
        """Return where everything is: as before, if nothing has changed that it depends on."""
        shape = len(data.inputs), *(len(layer.neurons) for layer in data.layers)
        key = (tuple(area), canvas.scale, shape, self.walk.chosen)
        if self._layout is None or key != self._laid_out:
            self._laid_out = key
            return Layout(canvas, area, data, self.walk.chosen)
        return self._layout

    # the mouse

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is: the edge that is told of is lit."""
        self._mouse = at
        return None

    def _draw_hovered(self, canvas: Canvas, layout: Layout) -> None:
        """Light the edge under the mouse: its numbers are told beside the layers that it joins."""
        if self._mouse is None or not layout.area.collidepoint(self._mouse):
            return
        column, source, neuron = layout.at(self._mouse) or (0, None, 0)
        if source is not None:
            ends = layout.columns[column - 1][source].midright, layout.columns[column][neuron].midleft
            canvas.line(*ends, canvas.theme.text, 2)

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
        box = self._layout.columns[column][neuron] if source is None else self._layout.between(column)
        if column == 0:
            value = float(data.layers[0].x[self.walk.sample, neuron])
            return Hint((f"{data.inputs[neuron]} of {sample}", exact(value)), clear=box)
        numbers = told(data, column - 1, source, neuron, self.walk.sample)
        return Hint((*numbers, *click(data, self.walk.phase)), clear=box)

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

    def stop(self) -> Point | None:
        """Return where the chosen weight is, or of a bias its neuron."""
        return None if self._layout is None else self._layout.place_of(*self.walk.chosen)

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Choose with the arrows; compare by Enter."""
        if word in ARROWS:
            return self.key(word, view)
        return self.key("numbers", view) if word == "enter" else None

    def key(self, word: str, view: View) -> Choices | None:
        """Obey the keys of the page."""
        walk = self.walk
        walk.fit(self._source(view))
        if walk.obey(word):
            return view.choices
        match word:
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
