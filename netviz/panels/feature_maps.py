"""What every layer makes of the chosen image: its maps side by side, one scale a layer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.mosaic import Mosaic
from netviz.drawing.numbers import count, exact, number
from netviz.drawing.widgets import Hint
from netviz.panels.feature_layout import Column, Wanted, arrange
from netviz.panels.layer_maps import LayerMaps, Maps
from netviz.panels.map_scale import draw_scale, table_of
from netviz.panels.panel import Choices, Panel, View


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
            canvas.still(bar, key, partial(draw_scale, canvas, bar, layer))
            low = -limit if layer.signed else 0.0
            colors = table_of(canvas.theme, layer)
            mosaic.draw(canvas, layer.values, colors, low, limit, (layer, canvas.theme))
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
