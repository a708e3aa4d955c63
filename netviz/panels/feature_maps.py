"""What every layer makes of the chosen image: its maps side by side, one scale a layer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial

import numpy as np
import pygame

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.colormap import ColorTable, diverging, ink, magnitudes
from netviz.drawing.lettering import Face
from netviz.drawing.mosaic import Mosaic
from netviz.drawing.numbers import MINUS, count, exact, number
from netviz.drawing.scales import round_limit
from netviz.drawing.theme import Theme
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import Parameters
from netviz.panels.feature_layout import Column, Wanted, arrange
from netviz.panels.panel import Choices, Panel, View


@dataclass(frozen=True, eq=False)
class LayerMaps:
    """One layer's numbers: `values` (pictures, rows, columns); plain numbers have one row and one column."""

    name: str
    shape: str
    values: Parameters
    signed: bool  # whether it can give numbers below zero
    formula: str
    conv: int | None = None  # which convolution's filters made the pictures, if any did
    ink: bool = False  # the image itself, 0 paper … 1 ink
    names: tuple[str, ...] = ()  # of plain numbers

    @cached_property
    def greatest(self) -> float:
        """Return the size of the greatest number."""
        return _greatest(self.values) if self.signed else float(self.values.max())

    @cached_property
    def limit(self) -> float:
        """Return where the scale ends."""
        return 1.0 if self.ink else limit_for(self.values, self.greatest)

    @property
    def exceeded(self) -> bool:
        """Return whether any number lies beyond that."""
        return self.greatest > self.limit * (1 + 1e-6)

    @cached_property
    def beyond(self) -> int:
        """Return how many numbers lie beyond that."""
        return int(np.count_nonzero(np.abs(self.values) > self.limit * (1 + 1e-6)))


@dataclass(frozen=True, eq=False)
class Maps:
    """The layers from the image on; `left_out` says what is not among them, or nothing."""

    layers: tuple[LayerMaps, ...]
    left_out: str = ""


def limit_for(values: Parameters, greatest: float | None = None) -> float:
    """Return a round number from the greatest on, or from three times the root of the mean square if less.

    So a few great values do not leave all others pale, and the scale changes rarely.
    """
    flat = values.ravel()
    most = _greatest(flat) if greatest is None else greatest
    return round_limit(min(most, 3 * math.sqrt(float(flat @ flat) / flat.size)))


def _greatest(values: Parameters) -> float:
    return max(float(values.max()), -float(values.min()))


class FeatureMaps(Panel):
    """The chosen image on its way through the network."""

    def __init__(self, source: Callable[[View], Maps]) -> None:
        self.title = "Feature maps"
        self._source = source
        self._key: object = None
        self._shown: list[tuple[Column, Mosaic]] = []

    def value(self, view: View) -> str:
        """Return how many layers there is room for, where it is not all."""
        layers, shown = len(self._source(view).layers), len(self._shown)
        return f"{shown} of {layers} layers fit" if 0 < shown < layers else ""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw a column for each layer: name and shape, maps, scale."""
        data = self._source(view)
        self._lay_out(canvas, area, data)
        canvas.still(area, self._key, lambda: self._draw_words(canvas, data))
        foot = canvas.px(18)
        for column, mosaic in self._shown:
            layer = data.layers[column.layer]
            limit = layer.limit
            bar = Rect(column.area.x, column.area.bottom - foot, column.area.width, foot)
            key = (limit, layer.exceeded, layer.signed)
            canvas.still(bar, key, partial(_scale, canvas, bar, layer))
            low = -limit if layer.signed else 0.0
            mosaic.draw(canvas, layer.values, _table(canvas.theme, layer), low, limit, (layer, canvas.theme))
            chosen = view.choices.filter
            if layer.conv is not None and layer.conv == view.choices.layer and chosen < mosaic.count:
                box = mosaic.box(chosen)
                canvas.rect(box.inflate(canvas.px(4), canvas.px(4)), canvas.theme.focus, 1.5, 2)

    def _lay_out(self, canvas: Canvas, area: Rect, data: Maps) -> None:
        """Find the places of all columns, unless they are known."""
        key = (tuple(area), canvas.scale, tuple((n.name, n.shape) for n in data.layers))
        if key == self._key:
            return
        line, foot = canvas.line_height(Face.SMALL), canvas.px(22)
        wanted = [
            Wanted(
                len(layer.values),
                (layer.values.shape[1], layer.values.shape[2]),
                max(canvas.text_width(text, Face.SMALL) for text in (layer.name, layer.shape)),
                canvas.text_width(_cut(len(layer.values), len(layer.values)), Face.SMALL),
            )
            for layer in data.layers
        ]
        head = 2 * line + canvas.px(4)
        self._shown = []
        for column in arrange(wanted, area, head, foot, canvas.scale):
            shape = wanted[column.layer].shape
            corner = (column.area.x, column.area.y + head)
            self._shown.append(
                (column, Mosaic(corner, column.shown, shape, column.size, column.across, column.gap))
            )
        self._key = key

    def _draw_words(self, canvas: Canvas, data: Maps) -> None:
        """Write what never changes while the layout is the same."""
        for column, mosaic in self._shown:
            _draw_head(canvas, column, data.layers[column.layer])
            _draw_names(canvas, mosaic, data.layers[column.layer])

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the number under the mouse, and whose it is."""
        data = self._source(view)
        for column, mosaic in self._shown:
            layer = data.layers[column.layer]
            if place := mosaic.at(at):
                return _hint(layer, *place)
            if column.area.collidepoint(at):
                scale = (
                    f"colours from {number(-layer.limit if layer.signed else 0.0)} to {number(layer.limit)}"
                )
                if layer.exceeded:
                    scale += f", {count(layer.beyond)} of {count(layer.values.size)} numbers beyond"
                least, most = float(layer.values.min()), float(layer.values.max())
                numbers = (f"least    {exact(least)}", f"greatest {exact(most)}")
                return Hint((f"{layer.name}, {layer.shape}", *numbers, scale, layer.formula))
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the filter whose map is under the mouse."""
        data = self._source(view)
        for column, mosaic in self._shown:
            layer = data.layers[column.layer]
            if layer.conv is not None and (place := mosaic.at(at)):
                return replace(view.choices, layer=layer.conv, filter=place[0], channel=0)
        return None

    def key(self, word: str, view: View) -> Choices | None:
        """Choose a filter of the next convolution, or the next or the previous filter."""
        filters = {n.conv: len(n.values) for n in self._source(view).layers if n.conv is not None}
        if not filters:
            return None
        choices, layer = view.choices, view.choices.layer % len(filters)
        match word:
            case "layer":
                return replace(choices, layer=(layer + 1) % len(filters), filter=0, channel=0)
            case "filter" | "filter back":
                step = 1 if word == "filter" else -1
                return replace(choices, layer=layer, filter=(choices.filter + step) % filters[layer])
        return None


def _draw_head(canvas: Canvas, column: Column, layer: LayerMaps) -> None:
    """Write a layer's name and shape, or how many of its maps are shown."""
    theme, place = canvas.theme, column.area
    canvas.text(layer.name, place.topleft, theme.text, Face.SMALL)
    shape, color = layer.shape, theme.secondary
    if column.shown < len(layer.values):
        shape, color = _cut(column.shown, len(layer.values)), theme.warning
    canvas.text(shape, (place.x, place.y + canvas.line_height(Face.SMALL)), color, Face.SMALL)


def _draw_names(canvas: Canvas, mosaic: Mosaic, layer: LayerMaps) -> None:
    """Write the name of each number beside it, where they have room."""
    if len(layer.names) == mosaic.count and mosaic.across == 1 and mosaic.size[1] >= canvas.px(11):
        for i, name in enumerate(layer.names):
            box = mosaic.box(i)
            at = (box.right + canvas.px(5), box.centery)
            canvas.text(name, at, canvas.theme.secondary, Face.TINY, "midleft")


def _cut(shown: int, of: int) -> str:
    return f"{shown} of {of}"


def _hint(layer: LayerMaps, picture: int, row: int, column: int) -> Hint:
    value = exact(float(layer.values[picture, row, column]))
    total, rows, columns = layer.values.shape
    if rows == columns == 1:
        name = layer.names[picture] if layer.names else f"{count(picture + 1)} of {count(total)}"
        return Hint((f"{layer.name}, {name}", value, layer.formula))
    which = layer.name if layer.ink else f"{layer.name}, map {picture + 1} of {total}"
    lines = (which, f"row {row + 1}, column {column + 1}", value, layer.formula)
    click = ("click: this filter on the other pages   k, f, F",) if layer.conv is not None else ()
    return Hint((*lines, *click))


def _table(theme: Theme, layer: LayerMaps) -> ColorTable:
    if layer.ink:
        return ink(theme)
    return diverging(theme) if layer.signed else magnitudes(theme)


@lru_cache(maxsize=64)
def _strip(table: ColorTable, size: tuple[int, int]) -> pygame.Surface:
    """Return the colours of a table from the first to the last, side by side."""
    strip = pygame.Surface(size, 0, 32)
    for x in range(size[0]):
        strip.fill(table.colors[round(x * 255 / max(size[0] - 1, 1))], (x, 0, 1, size[1]))
    return strip


def _scale(canvas: Canvas, area: Rect, layer: LayerMaps) -> None:
    """Draw which colours stand for which numbers, and whether some lie beyond."""
    theme, px = canvas.theme, canvas.px
    bar = Rect(area.x, area.y, min(area.width, px(64)), px(4))
    canvas.surface.blit(_strip(_table(theme, layer), bar.size), bar)
    most = exact(layer.limit, 3)
    lower, upper = (f"≤{MINUS}{most}", f"≥{most}") if layer.exceeded else (MINUS + most, most)
    lower = lower if layer.signed else "0"
    y, fits = bar.bottom + px(1), canvas.text_width(f"{lower} {upper}", Face.TINY) <= bar.width
    if layer.signed and not fits:
        shorter = (f"±{exact(layer.limit, digits)}" + "+" * layer.exceeded for digits in (3, 1))
        short = next((s for s in shorter if canvas.text_width(s, Face.TINY) <= area.width), "")
        canvas.text(short, (bar.centerx, y), theme.secondary, Face.TINY, "midtop")
        return
    if fits:
        canvas.text(lower, (bar.x, y), theme.secondary, Face.TINY)
    canvas.text(upper, (bar.right, y), theme.secondary, Face.TINY, "topright")
