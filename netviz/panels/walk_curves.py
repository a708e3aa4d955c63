"""The small curves of a walk: one a neuron, filled from zero by sign, with a mark where one stands."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import fixed
from netviz.drawing.scales import Linear
from netviz.drawing.theme import Color
from netviz.panels.walk_data import PathLayer

Array = NDArray[np.float64]
WORDS = 40  # design units of height from which words stand above a curve, else to its left
SLIM = 44  # design units of width that a curve beside words has at least


class Curves:
    """The curves of one layer in boxes of one size, in pixels upwards from the foot, found all at once.

    The widest name of all layers is `named` pixels wide: curves beside names begin below each other.
    """

    def __init__(self, canvas: Canvas, layer: PathLayer, size: tuple[int, int], named: int) -> None:
        px, theme = canvas.px, canvas.theme
        self._layer = layer
        self._named = max(canvas.text_width(name, Face.SMALL) for name in layer.neurons)
        self._least = canvas.text_width(fixed(-1.0, 2), Face.TINY)  # of a value
        self._names = self._named_by_class(canvas, size[0])
        self._inner = Rect((0, 0), size).inflate(-px(4), -px(6))  # in a box at (0, 0)
        self._beside = self._valued = False  # whether words are to the left of the curve, values below them
        if size[1] >= px(WORDS):
            self._inner.y, self._inner.height = self._inner.y + px(15), self._inner.height - px(15)
        else:
            self._set_beside(canvas, named)
        self._scale, self._tall = Linear(layer.low, layer.high), self._inner.height - 1
        values = np.clip(np.nan_to_num(layer.values, nan=layer.low), layer.low, layer.high)
        self._up = self._scale.fraction(values) * self._tall
        self._xs = np.linspace(0, self._inner.width - 1, len(values))
        self._zero = self._height(0.0)
        self._parts = [
            (self._up.max(axis=0) - self._zero > 0.5, np.maximum(self._up, self._zero), theme.positive),
            (self._zero - self._up.min(axis=0) > 0.5, np.minimum(self._up, self._zero), theme.negative),
        ]

    def _set_beside(self, canvas: Canvas, named: int) -> None:
        """Leave room to the left of the curve for the name, and if there is enough, for a value below it."""
        px, inner = canvas.px, self._inner
        lines = canvas.line_height(Face.SMALL) + canvas.line_height(Face.TINY)
        for valued in (True, False):
            lead = max(named, self._least * valued) + px(6)
            if inner.width - lead >= px(SLIM) and (not valued or inner.height + px(6) >= lines):
                self._names, self._beside, self._valued = self._layer.neurons, True, valued
                inner.x, inner.width = inner.x + lead, inner.width - lead
                return

    def share_at(self, box: Rect, x: float) -> float:
        """Return how far along the curve in a box a place is, 0 … 1."""
        inner = self._inner.move(box.topleft)
        return min(max((x - inner.x) / max(inner.width - 1, 1), 0.0), 1.0)

    def _named_by_class(self, canvas: Canvas, width: int) -> tuple[str, ...]:
        """Return the neurons' names, of outputs with their classes if these leave figures their room."""
        px, names, means = canvas.px, self._layer.neurons, self._layer.means
        figure = self._least + px(4) if width >= self._least + self._named + px(14) else 0
        if len(means) < 2:
            return names
        numbered = all(says.removeprefix("for class ").isdecimal() for says in means)
        for start in ("for ",) if numbered else ("for ", "for class "):  # ŷ₀ 0 would tell nothing
            called = tuple(
                f"{name} {says.removeprefix(start)}" for name, says in zip(names, means, strict=True)
            )
            if max(canvas.text_width(name, Face.SMALL) for name in called) + figure + px(10) <= width:
                return called
        return names

    def _height(self, value: float) -> float:
        """Return how far up a value is."""
        return min(max(self._scale.place(value), 0.0), 1.0) * self._tall

    def _filled(self, neuron: int, left: int, foot: int) -> Iterator[tuple[list[Point], Color]]:
        """Yield what is filled between the curve and zero, above it and below, with its colour."""
        for seen, up, ink in self._parts:
            if seen[neuron]:
                edge = np.empty((len(up) + 2, 2))
                edge[:-2, 0], edge[:-2, 1] = left + self._xs, foot - up[:, neuron]
                edge[-2], edge[-1] = (edge[-3, 0], foot - self._zero), (edge[0, 0], foot - self._zero)
                yield [(x, y) for x, y in edge.tolist()], ink

    def draw(
        self, canvas: Canvas, box: Rect, neuron: int, share: float, *, hovered: bool, chosen: bool
    ) -> None:
        """Draw a neuron's curve into its box, and a mark where one stands, `share` of the way on."""
        theme, px = canvas.theme, canvas.px
        canvas.rect(box, theme.raised if hovered or chosen else theme.grid, radius=3)
        inner = self._inner.move(box.topleft)
        foot = inner.bottom - 1
        zero = foot - self._zero
        for edge, ink in self._filled(neuron, inner.x, foot):
            canvas.polygon(edge, theme.tint(ink, 0.34))
        canvas.rule((inner.x, round(zero)), (inner.right - 1, round(zero)), theme.hairline)
        curve = np.column_stack((inner.x + self._xs, foot - self._up[:, neuron]))
        canvas.polyline(curve, theme.text)
        here = float(self._layer.here[neuron])
        x = inner.x + share * (inner.width - 1)
        canvas.rule((round(x), inner.y), (round(x), box.bottom - px(3)), theme.focus)
        if math.isfinite(here):
            canvas.circle((x, foot - self._height(here)), px(3), theme.focus)
        if chosen:
            canvas.rect(box, theme.focus, width=1.5, radius=3)
        self._draw_words(canvas, box, self._names[neuron], here)

    def _draw_words(self, canvas: Canvas, box: Rect, name: str, here: float) -> None:
        """Write the name and the present value over the curve or beside it, as far as there is room.

        A value has no room where one below zero with the longest name has none: else a few would seem to be
        pointed out.
        """
        px, theme = canvas.px, canvas.theme
        figure, left = fixed(here, 2).strip(), box.x + px(5)
        if self._beside:
            up = canvas.line_height(Face.SMALL) // 2 if self._valued else 0
            canvas.text(name, (left, box.centery - up), theme.text, Face.SMALL, "midleft")
            if self._valued and canvas.text_width(figure, Face.TINY) <= max(self._least, self._named):
                below = box.centery + canvas.line_height(Face.TINY) // 2
                canvas.text(figure, (left, below), theme.secondary, Face.TINY, "midleft")
        elif box.height >= px(WORDS):
            width = max(canvas.text_width(figure, Face.TINY), self._least)
            if box.width >= width + self._named + px(14):
                at = (box.right - px(5), box.y + px(2))
                canvas.text(figure, at, theme.secondary, Face.TINY, "topright")
            canvas.text(name, (left, box.y + px(2)), theme.text, Face.SMALL)
