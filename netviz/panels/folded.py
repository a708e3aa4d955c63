"""The input plane as a layer folds it: points and a net of lines, in two dimensions or three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.marks import Looks, draw_points, radius_for
from netviz.drawing.numbers import exact
from netviz.drawing.scales import Linear
from netviz.drawing.space import Camera, Space
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.plane_data import Array, PointSet
from netviz.panels.tabs import HEIGHT, Tabs

SMALL = 0.8  # of the usual size of points: many lie close together
NEAR = 12  # design units from the mouse to a point that is told


@dataclass(frozen=True, eq=False)
class Folded:
    """Places in the space of one layer, already in the two or three dimensions that are shown.

    `places` (points, d) of `points`; `net` (lines, points, d) are straight lines of the plane; `bounds` one
    pair for each dimension. `layers` and `ways` are what can be chosen; `layer` and `way` what is.
    """

    points: PointSet
    places: Array
    net: Array
    bounds: tuple[tuple[float, float], ...]
    labels: tuple[str, ...]
    layers: tuple[str, ...]
    layer: int
    ways: tuple[str, ...]
    way: str
    classes: int
    note: str = ""


class FoldedSpace(Panel):
    """Any layer, by its own neurons or by principal components."""

    controls = 1

    def __init__(self, source: Callable[[View], Folded], title: str = "Feature space") -> None:
        self.title = title
        self._source = source
        self._camera = Camera()
        self._layers, self._ways = Tabs(), Tabs()
        self._seen: tuple[Folded, Array] | None = None
        self._focused = False
        self.turns = False

    def value(self, view: View) -> str:
        """Return how much of the variance a projection keeps, if it is one."""
        return self._source(view).note

    def turn(self, across: float, up: float) -> None:
        """Turn the cube."""
        self._camera = self._camera.turned(-across, up)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the words to choose from, then net and points."""
        data, px = self._source(view), canvas.px
        end = self._layers.draw(
            canvas, (area.x, area.y), data.layers, [i == data.layer for i in range(len(data.layers))]
        )
        self._ways.draw(canvas, (end + px(12), area.y), data.ways, [way == data.way for way in data.ways])
        if self._focused:
            canvas.rect(Rect(area.x, area.y - px(1), area.width, px(HEIGHT)), canvas.theme.focus, 1, 4)
        below = Rect(area.x, area.y + px(HEIGHT + 4), area.width, max(area.height - px(HEIGHT + 4), px(20)))
        self.turns = len(data.labels) == 3
        places = (
            self._draw_space(canvas, below, data) if self.turns else self._draw_plane(canvas, below, data)
        )
        self._seen = (data, places)

    def _draw_plane(self, canvas: Canvas, area: Rect, data: Folded) -> Array:
        axes = Axes(canvas, area, Linear(*data.bounds[0]), Linear(*data.bounds[1]))
        axes.draw_frame(data.labels[0], data.labels[1], ticks=(5, 5))
        with canvas.clipped(axes.inner):
            net = axes.points(data.net[..., 0], data.net[..., 1])
            canvas.polylines(net, canvas.theme.tint(canvas.theme.secondary, 0.5))
            places = axes.points(data.places[:, 0], data.places[:, 1])
            self._draw_points(canvas, places, data, axes.inner.width)
        return places

    def _draw_space(self, canvas: Canvas, area: Rect, data: Folded) -> Array:
        x, y, z = data.bounds
        space = Space(canvas, area, self._camera, (x, y, z))
        space.draw_box((data.labels[0], data.labels[1], data.labels[2]))
        canvas.polylines(space.project(data.net)[0], canvas.theme.tint(canvas.theme.secondary, 0.5))
        places, depth = space.project(data.places)
        order = np.argsort(depth)
        self._draw_points(canvas, places[order], data, min(area.size), order)
        return places

    @staticmethod
    def _draw_points(
        canvas: Canvas, places: Array, data: Folded, side: int, order: IntArray | None = None
    ) -> None:
        if not len(places):
            return
        points, count = data.points, len(data.points)
        hollow = np.arange(count) >= points.train
        if data.classes:
            kinds, palette = points.targets.astype(np.int64), canvas.theme.classes
        else:
            reach = float(np.abs(points.targets).max()) or 1.0
            shades = np.linspace(-1, 1, 17)
            palette = tuple(
                canvas.theme.tint(
                    canvas.theme.positive if s > 0 else canvas.theme.negative, 0.25 + 0.75 * abs(s)
                )
                for s in shades
            )
            kinds = np.rint((points.targets / reach + 1) * 8).astype(np.int64)
        shapes = kinds if data.classes else np.zeros(count, np.int64)
        some = slice(None) if order is None else order
        looks = Looks(shapes[some], kinds[some], palette, hollow[some], points.wrong[some])
        draw_points(canvas, places, looks, SMALL * radius_for(count, side / canvas.scale))

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact place of the point under the mouse."""
        if self._seen is None or not len(self._seen[1]):
            return None
        data, places = self._seen
        distances = np.hypot(*(places - at).T)
        i = int(np.argmin(distances))
        if distances[i] > NEAR:
            return None
        kind = "test" if i >= data.points.train else "training"
        target = data.points.targets[i]
        what = f"class {target:.0f}" if data.classes else f"y {exact(float(target))}"
        x = ", ".join(exact(float(value)) for value in data.points.inputs[i])
        told = [f"{label} {exact(float(v))}" for label, v in zip(data.labels, data.places[i], strict=True)]
        return Hint((f"{kind} point, {what}", f"x ({x})", *told))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose another layer or another way to look at it."""
        self.pressed_control = None
        data = self._source(view)
        if (i := self._layers.at(at)) is not None:
            self.pressed_control = 0
            return replace(view.choices, layer=i)
        if (i := self._ways.at(at)) is not None:
            self.pressed_control = 0
            return replace(view.choices, fold=data.ways[i])
        return None

    def focus(self, control: int | None) -> None:
        """Take the keyboard, or let it go."""
        self._focused = control is not None

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Left and right go from layer to layer, up and down from one way to look to the other."""
        data = self._source(view)
        step = {"left": -1, "up": -1, "right": 1, "down": 1}.get(word, 0)
        if word in ("left", "right"):
            return replace(view.choices, layer=(data.layer + step) % len(data.layers))
        if word in ("up", "down"):
            return replace(view.choices, fold=data.ways[(data.ways.index(data.way) + step) % len(data.ways)])
        return None
