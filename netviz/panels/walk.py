"""Every neuron's response along a straight path from one input to another, and how far one has walked."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls import Slider, Span
from netviz.drawing.controls.shapes import ring
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed
from netviz.drawing.scales import Linear
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.place_words import place_words

Array = NDArray[np.float64]
FOOT, LEAD = 28, 40  # design units: of the slider, of the layers' names
LEAST = (34, 24)  # of the smallest curve, width and height
LARGEST, WORDS = 150, 40  # of a curve's height, and of one that has its words above it
Place = tuple[int, int]


@dataclass(frozen=True, eq=False)
class PathLayer:
    """A layer's activations (places, neurons) along the path, `here` (neurons,) where one stands."""

    name: str
    neurons: tuple[str, ...]
    values: Array
    here: Array
    low: float  # between which numbers they are shown
    high: float


@dataclass(frozen=True, eq=False)
class Path:
    """All layers, at places that are evenly spaced from the input `start` to the input `end`."""

    layers: tuple[PathLayer, ...]
    start: tuple[float, float]
    end: tuple[float, float]
    says: str  # what A and B are

    def at(self, share: float) -> tuple[float, float]:
        """Return the input so far on the way."""
        (x0, y0), (x1, y1) = self.start, self.end
        return x0 + share * (x1 - x0), y0 + share * (y1 - y0)


class _Curves:
    """The curves of one layer in boxes of one size, in pixels upwards from the foot, found all at once."""

    def __init__(self, canvas: Canvas, layer: PathLayer, size: tuple[int, int]) -> None:
        px, theme = canvas.px, canvas.theme
        self.layer = layer
        self.inner = Rect((0, 0), size).inflate(-px(4), -px(6))  # in a box at (0, 0)
        if size[1] >= px(WORDS):  # words stand above the curve
            self.inner.y, self.inner.height = self.inner.y + px(15), self.inner.height - px(15)
        self._scale, self._tall = Linear(layer.low, layer.high), self.inner.height - 1
        values = np.clip(np.nan_to_num(layer.values, nan=layer.low), layer.low, layer.high)
        self._up = self._scale.fraction(values) * self._tall
        self._xs = np.linspace(0, self.inner.width - 1, len(values))
        self.zero = self.height(0.0)
        self._parts = [
            (self._up.max(axis=0) - self.zero > 0.5, np.maximum(self._up, self.zero), theme.positive),
            (self.zero - self._up.min(axis=0) > 0.5, np.minimum(self._up, self.zero), theme.negative),
        ]

    def height(self, value: float) -> float:
        """Return how far up a value is."""
        return min(max(self._scale.place(value), 0.0), 1.0) * self._tall

    def places(self, neuron: int, left: int, foot: int) -> Array:
        """Return a neuron's curve (places, 2), given where its box begins."""
        return np.column_stack((left + self._xs, foot - self._up[:, neuron]))

    def filled(self, neuron: int, left: int, foot: int) -> Iterator[tuple[list[Point], Color]]:
        """Yield what is filled between the curve and zero, above it and below, with its colour."""
        for seen, up, ink in self._parts:
            if seen[neuron]:
                edge = np.empty((len(up) + 2, 2))
                edge[:-2, 0], edge[:-2, 1] = left + self._xs, foot - up[:, neuron]
                edge[-2], edge[-1] = (edge[-3, 0], foot - self.zero), (edge[0, 0], foot - self.zero)
                yield [(x, y) for x, y in edge.tolist()], ink


class Walk(Panel):
    """Small curves, layer below layer, and a slider from A to B; a click on a curve chooses its neuron."""

    controls = 1

    def __init__(self, source: Callable[[View], Path]) -> None:
        self.title = "From A to B"
        self._source = source
        self._slider = Slider("from A to B", 0.5, Span(0.0, 1.0, step=0.01))
        self._boxes: dict[Place, Rect] = {}
        self._foot = Rect(0, 0, 0, 0)
        self._held = self._focused = False
        self._mouse: Point | None = None

    def value(self, view: View) -> str:
        """Return what A and B are."""
        return self._source(view).says

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw all curves, then the slider below."""
        path, px, share = self._source(view), canvas.px, view.choices.walk
        chosen = view.choices.neuron_in([len(layer.neurons) for layer in path.layers])
        rows = Rect(area.x, area.y, area.width, area.height - px(FOOT + 4))
        self._boxes = {}
        for layer, boxes in enumerate(_lay_out(canvas, rows, path)):
            rest = len(path.layers[layer].neurons) - len(boxes)
            self._draw_name(canvas, rows, path.layers[layer].name, boxes, rest)
            curves = _Curves(canvas, path.layers[layer], boxes[0].size)
            near = chosen[1] - len(boxes) // 2 if layer == chosen[0] else 0  # so that it is among those shown
            for neuron, box in enumerate(boxes, start=min(max(near, 0), rest)):
                self._boxes[layer, neuron] = box
                self._draw_curve(canvas, box, curves, neuron, share, (layer, neuron) == chosen)
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

    def _draw_curve(
        self, canvas: Canvas, box: Rect, curves: _Curves, neuron: int, share: float, chosen: bool
    ) -> None:
        """Draw one neuron's curve: filled from zero by sign, and a mark where one stands."""
        theme, px = canvas.theme, canvas.px
        hovered = self._mouse is not None and box.collidepoint(self._mouse)
        canvas.rect(box, theme.raised if hovered or chosen else theme.grid, radius=3)
        inner = curves.inner.move(box.topleft)
        foot = inner.bottom - 1
        zero = foot - curves.zero
        for edge, ink in curves.filled(neuron, inner.x, foot):
            canvas.polygon(edge, theme.tint(ink, 0.34))
        canvas.rule((inner.x, round(zero)), (inner.right - 1, round(zero)), theme.hairline)
        canvas.polyline(curves.places(neuron, inner.x, foot), theme.text)
        here = float(curves.layer.here[neuron])
        x = inner.x + share * (inner.width - 1)
        canvas.rule((round(x), inner.y), (round(x), box.bottom - px(3)), theme.focus)
        if math.isfinite(here):
            canvas.circle((x, foot - curves.height(here)), px(3), theme.focus)
        if chosen:
            canvas.rect(box, theme.focus, width=1.5, radius=3)
        self._draw_words(canvas, box, curves.layer.neurons[neuron], here)

    @staticmethod
    def _draw_words(canvas: Canvas, box: Rect, name: str, here: float) -> None:
        """Write the name and the present value over the curve, as far as there is room."""
        px, theme = canvas.px, canvas.theme
        if box.height < px(WORDS):
            return
        figure = fixed(here, 2).strip()
        width = canvas.text_width(figure, Face.TINY)
        if box.width >= width + canvas.text_width(name, Face.SMALL) + px(14):
            canvas.text(figure, (box.right - px(5), box.y + px(2)), theme.secondary, Face.TINY, "topright")
        canvas.text(name, (box.x + px(5), box.y + px(2)), theme.text, Face.SMALL)

    def _draw_slider(self, canvas: Canvas, foot: Rect, path: Path, share: float) -> None:
        """Draw the slider between both ends."""
        px, theme = canvas.px, canvas.theme
        self._slider.value = share
        canvas.text("A", (foot.x, foot.centery), theme.focus, Face.TITLE, "midleft")
        canvas.text("B", (foot.right, foot.centery), theme.focus, Face.TITLE, "midright")
        x, y = path.at(share)
        says = place_words(x, y)
        width = canvas.text_width("(−0.00, −0.00)", Face.MONO)
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
            k = round(min(max((at[0] - box.x) / max(box.width - 1, 1), 0.0), 1.0) * last)
            x, y = path.at(k / last)
            under = f"a = {exact(float(layer.values[k, place[1]]))} at ({exact(x, 4)}, {exact(y, 4)})"
            here = f"a = {exact(float(layer.here[place[1]]))} where the slider stands"
            return Hint((f"{layer.neurons[place[1]]}, {exact(100 * k / last, 3)} % of the way", under, here))
        if self._foot.collidepoint(at):
            x, y = path.at(share)
            where = f"x₁ = {exact(x, 6)}, x₂ = {exact(y, 6)}"
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

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Walk by a step, or to an end."""
        self._slider.value = view.choices.walk
        answer = self._slider.key(word)
        return None if answer is None else self._taken(answer, view)

    @staticmethod
    def _taken(answer: object, view: View) -> Choices:
        return replace(view.choices, walk=float(answer)) if isinstance(answer, int | float) else view.choices


def _lay_out(canvas: Canvas, area: Rect, path: Path) -> list[list[Rect]]:
    """Return for each layer places of curves, as many as there is room for.

    All curves are of one size, as large as fits; a layer of many takes several rows.
    """
    px, gap = canvas.px, canvas.px(4)
    counts = [len(layer.neurons) for layer in path.layers]
    lead = px(LEAD)
    wide, high = area.width - lead, area.height
    most = max(min(max(counts), (wide + gap) // (px(LEAST[0]) + gap)), 1)
    best: tuple[float, int, int] = (0.0, most, 1)
    for columns in range(1, most + 1):
        lines = sum(math.ceil(count / columns) for count in counts)
        width, height = (wide + gap) / columns - gap, (high + gap) / lines - gap
        if height >= px(LEAST[1]):
            best = max(best, (min(width, 2.2 * height) * min(height, 1.2 * width), columns, lines))
    _, columns, lines = best
    if not best[0]:  # not all fit: one row a layer, of as many as there is room for
        lines = len(counts)
        width_of = (wide + gap) // columns - gap
        height_of = max((high + gap) // lines - gap, 4)
        kept = [min(count, columns) for count in counts]
    else:
        width_of = (wide + gap) // columns - gap
        height_of = min((high + gap) // lines - gap, px(LARGEST))
        kept = counts
    placed, y = [], area.y + max(area.height - lines * (height_of + gap) + gap, 0) // 2
    for count in kept:
        boxes = [
            Rect(
                area.x + lead + (k % columns) * (width_of + gap),
                y + (k // columns) * (height_of + gap),
                width_of,
                height_of,
            )
            for k in range(count)
        ]
        placed.append(boxes)
        y += math.ceil(count / columns) * (height_of + gap)
    return placed
