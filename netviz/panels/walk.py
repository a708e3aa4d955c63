"""Every neuron's response along a straight path from one input to another, and how far one has walked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls import Slider, Span
from netviz.drawing.controls.shapes import ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.place_words import place_words
from netviz.panels.walk_curves import Curves
from netviz.panels.walk_data import Path
from netviz.panels.walk_layout import lay_out
from netviz.panels.words import without_details

FOOT = 28  # design units of the slider
Place = tuple[int, int]


class Walk(Panel):
    """Small curves, layer below layer, and a slider from A to B; a click on a curve chooses its neuron."""

    controls = 1

    def __init__(self, source: Callable[[View], Path]) -> None:
        self.title = "From A to B"
        self._source = source
        self._slider = Slider("from A to B", 0.5, Span(0.0, 1.0, step=0.01))
        self._boxes: dict[Place, Rect] = {}
        self._curves: list[Curves] = []  # of each layer, as last drawn
        self._foot = Rect(0, 0, 0, 0)
        self._held = self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return what A and B are."""
        return self._source(view).says

    def values(self, view: View) -> tuple[str, ...]:
        """Return it, or where there is no room, only how many pins there are."""
        return without_details(self.value(view))

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw all curves, then the slider below."""
        path, px, share = self._source(view), canvas.px, view.choices.walk
        counts = [len(layer.neurons) for layer in path.layers]
        chosen = view.choices.neuron_in(counts)
        rows = Rect(area.x, area.y, area.width, area.height - px(FOOT + 4))
        self._boxes, self._curves = {}, []
        named = max(canvas.text_width(name, Face.SMALL) for layer in path.layers for name in layer.neurons)
        for layer, boxes in enumerate(lay_out(canvas, rows, counts)):
            rest = counts[layer] - len(boxes)
            self._draw_name(canvas, rows, path.layers[layer].name, boxes, rest)
            curves = Curves(canvas, path.layers[layer], boxes[0].size, named)
            self._curves.append(curves)
            near = chosen[1] - len(boxes) // 2 if layer == chosen[0] else 0  # so that it is among those shown
            for neuron, box in enumerate(boxes, start=min(max(near, 0), rest)):
                self._boxes[layer, neuron] = box
                hovered = self._mouse is not None and box.collidepoint(self._mouse)
                this = (layer, neuron) == chosen
                curves.draw(canvas, box, neuron, share, hovered=hovered, chosen=this)
        self._foot = Rect(area.x, area.bottom - px(FOOT), area.width, px(FOOT))
        self._draw_slider(canvas, self._foot, path, share)

    @staticmethod
    def _draw_name(canvas: Canvas, rows: Rect, name: str, boxes: list[Rect], rest: int) -> None:
        y, line = boxes[0].y + canvas.px(1), canvas.line_height(Face.SMALL)
        if rest and boxes[0].height < 2 * line:
            name, rest = f"{name.split()[-1]} +{rest}", 0
        canvas.text(name, (rows.x, y), canvas.theme.secondary, Face.SMALL)
        if rest:
            below = y + line - canvas.px(2)
            canvas.text(f"+{rest}", (rows.x, below), canvas.theme.faint, Face.SMALL)

    def _draw_slider(self, canvas: Canvas, foot: Rect, path: Path, share: float) -> None:
        """Draw the slider between both ends."""
        px, theme = canvas.px, canvas.theme
        self._slider.value = share
        canvas.text("A", (foot.x, foot.centery), theme.focus, Face.TITLE, "midleft")
        canvas.text("B", (foot.right, foot.centery), theme.focus, Face.TITLE, "midright")
        x, y = path.at(share)
        says = place_words(x, y, flat=path.flat)
        width = canvas.text_width("x₁ −0.00" if path.flat else "(−0.00, −0.00)", Face.MONO)
        room = foot.width - px(36) - width - px(10) >= px(80)
        track = Rect(
            foot.x + px(16), foot.y, foot.width - px(32) - (width + px(10) if room else 0), foot.height
        )
        hovered = self._mouse is not None and foot.collidepoint(self._mouse)
        self._slider.area = self._slider.part = track
        self._slider.paint_track(canvas, track, focused=self._focused, hovered=hovered)
        if room:
            canvas.text(says, (foot.right - px(18), foot.centery), theme.text, Face.MONO, "midright")
        if self._focused:
            ring(
                canvas,
                Rect(track.x - px(2), foot.y + px(3), track.width + px(4), foot.height - px(6)),
                theme.focus,
            )

    # the mouse and the keyboard

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Know where the mouse is, for what lights up under it."""
        self._mouse = at
        return None

    def _at(self, at: Point) -> Place | None:
        return next((place for place, box in self._boxes.items() if box.collidepoint(at)), None)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the activation under the mouse, exactly; on the slider, where one stands."""
        path, share = self._source(view), view.choices.walk
        place = self._at(at)
        if place is not None:
            layer, box = path.layers[place[0]], self._boxes[place]
            last = len(layer.values) - 1
            k = round(self._curves[place[0]].share_at(box, at[0]) * last)
            x, y = path.at(k / last)
            where = f"x₁ = {exact(x, 4)}" if path.flat else f"({exact(x, 4)}, {exact(y, 4)})"
            under = f"a = {exact(float(layer.values[k, place[1]]))} at {where}"
            here = f"a = {exact(float(layer.here[place[1]]))} where the slider stands"
            lines = [f"{layer.neurons[place[1]]}, {exact(100 * k / last, 3)} % of the way", under, here]
            if layer.p is not None:
                p = layer.p[:, place[1]]
                lines[1:] = [f"p = {exact(float(p[at]))}, {line}" for at, line in ((k, under), (-1, here))]
            if layer.means:
                lines.insert(1, f"{layer.neurons[place[1]]} is {layer.means[place[1]]}")
            return Hint(tuple(lines))
        if self._foot.collidepoint(at):
            x, y = path.at(share)
            where = f"x₁ = {exact(x, 6)}" + ("" if path.flat else f", x₂ = {exact(y, 6)}")
            return Hint(
                (f"{exact(100 * share, 3)} % of the way from A to B", where, "drag, or ← → after Tab")
            )
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Take hold of the slider, or choose the neuron whose curve is under the mouse."""
        self.pressed_control = None
        place = self._at(at)
        if place is not None:
            return replace(view.choices, neuron=place)
        if not self._foot.collidepoint(at):
            return None
        self._held, self.pressed_control = True, 0
        return self._taken(self._slider.press(at), view)

    def drag(self, at: Point, view: View) -> Choices | None:
        """Walk to where the mouse is."""
        return self._taken(self._slider.drag(at), view) if self._held else None

    def release(self, view: View) -> Choices | None:
        """Let the slider go."""
        self._held = False
        self._slider.release()
        return None

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or give it back."""
        self._focused = control is not None

    def stop(self) -> Point | None:
        """Return where the slider is."""
        return self._foot.center

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Walk by a step, or to an end."""
        self._slider.value = view.choices.walk
        answer = self._slider.key(word)
        return None if answer is None else self._taken(answer, view)

    @staticmethod
    def _taken(answer: object, view: View) -> Choices:
        return replace(view.choices, walk=float(answer)) if isinstance(answer, int | float) else view.choices
