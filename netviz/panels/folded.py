"""The input plane as a layer folds it: points and a net of lines, in two dimensions or three."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from netviz.drawing.axes import LEFT, Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.marks import Looks, draw_points, radius_for
from netviz.drawing.numbers import exact
from netviz.drawing.scales import Linear
from netviz.drawing.space import Camera, Space
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import IntArray
from netviz.engine.cache import PerKey
from netviz.panels.folded_words import LayerTabs
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.plane_data import Array, PointSet
from netviz.panels.ticks import thinned
from netviz.panels.words import bare_room, little_room

SMALL = 0.8  # of the usual size of points: many lie close together
RINGED = 120  # points, up to which wrong ones are ringed: more rings would hide the net
NEAR = 12  # design units from the mouse to a point that is told
NARROW, LITTLE = 150, 28  # design units: a plot so narrow keeps so much for the numbers at its left
SHADES = 17  # of the colours of values
ASIDE = 0.1  # of the width, up to which the name of its axis is beside the numbers
LOOSE = 110  # design units between numbers at least where there are more than five


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

    def __init__(self, source: Callable[[View], Folded], title: str = "Feature space") -> None:
        self.title = title
        self._source = source
        self._camera = Camera()
        self._words = LayerTabs()
        self._seen: tuple[Folded, Array] | None = None
        self._near = NEAR
        self._looks = PerKey[Looks]()

    def value(self, view: View) -> str:
        """Return from how many dimensions to how many a projection leads, if it is one."""
        return self._source(view).note

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, or nothing."""
        return self.value(view), ""

    def turn(self, across: float, up: float) -> None:
        """Turn the cube."""
        self._camera = self._camera.turned(-across, up)

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the words to choose from, then net and points; in little room these alone."""
        data, px = self._source(view), canvas.px
        self._seen = None
        bare = bare_room(canvas, area)
        if not bare and little_room(canvas, area):
            return
        chosen = (data.layer, data.ways.index(data.way))
        room = self._words.draw(canvas, area, (data.layers, data.ways), chosen)
        self.controls = len(self._words)
        self.turns = len(data.labels) == 3
        draw = self._draw_space if self.turns else self._draw_plane
        places = draw(canvas, room, data, bare=bare)
        self._seen, self._near = (data, places), px(NEAR)

    def _draw_plane(self, canvas: Canvas, area: Rect, data: Folded, *, bare: bool) -> Array:
        x, y = (Linear(*ends) for ends in data.bounds)
        if bare:
            axes = Axes.bare(canvas, area.inflate(-canvas.px(8), -canvas.px(8)), x, y)
        else:
            axes = _framed(canvas, area, data, x, y)
        with canvas.clipped(axes.inner.inflate(canvas.px(8), canvas.px(8))):
            net = axes.points(data.net[..., 0], data.net[..., 1])
            canvas.polylines(net, canvas.theme.tint(canvas.theme.secondary, 0.5))
            places = axes.points(data.places[:, 0], data.places[:, 1])
            draw_points(canvas, places, self._looks_of(canvas, data), self._radius(canvas, data, axes.inner))
        return places

    def _looks_of(self, canvas: Canvas, data: Folded) -> Looks:
        return self._looks((data.points, data.classes, canvas.theme), lambda: _looks(canvas, data))

    def _draw_space(self, canvas: Canvas, area: Rect, data: Folded, *, bare: bool) -> Array:
        x, y, z = data.bounds
        space = Space(canvas, area, self._camera, (x, y, z))
        if not bare:
            space.draw_box((data.labels[0], data.labels[1], data.labels[2]))
        canvas.polylines(space.project(data.net)[0], canvas.theme.tint(canvas.theme.secondary, 0.5))
        places, depth = space.project(data.places)
        order = np.argsort(depth)
        draw_points(canvas, places[order], _looks(canvas, data, order), self._radius(canvas, data, area))
        return places

    @staticmethod
    def _radius(canvas: Canvas, data: Folded, area: Rect) -> float:
        return SMALL * radius_for(len(data.points), min(area.size) / canvas.scale)

    # the mouse

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact place of the point under the mouse, or what a word shows."""
        if self._seen is None:
            return None
        if (word := self._words.at(at)) is not None:
            return Hint(_SAYS[word[0]])
        data, places = self._seen
        if not len(places):
            return None
        distances = np.hypot(*(places - at).T)
        i = int(np.argmin(distances))
        if distances[i] > self._near:
            return None
        kind = "test" if i >= data.points.train else "training"
        target = data.points.targets[i]
        what = data.points.class_of(float(target)) if data.classes else f"y {exact(float(target))}"
        wrong = ", answered wrongly" if data.points.wrong[i] else ""
        x = ", ".join(exact(float(value)) for value in data.points.inputs[i])
        names = (label.split(",")[0] for label in data.labels)
        told = [f"{name} {exact(float(v))}" for name, v in zip(names, data.places[i], strict=True)]
        return Hint((f"{kind} point, {what}{wrong}", f"x ({x})", *told))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose another layer or another way to look at it."""
        self.pressed_control = None
        word = self._words.at(at)
        if word is None:
            return None
        self.pressed_control = self._words.control_of(word[0])
        return self._chosen(*word, view)

    def _chosen(self, group: int, word: int, view: View) -> Choices:
        if group == 0:
            return replace(view.choices, space=word)
        return replace(view.choices, fold=self._source(view).ways[word])

    # the keyboard

    def focus(self, control: int | None) -> None:
        """Take the keyboard for the layers or for the ways to look, or let it go."""
        self._words.focus(control)

    def stop(self) -> Point | None:
        """Return where the words are that have the keyboard."""
        return self._words.stop()

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Go with the arrows, or on with Enter, from word to word of the group that has the keyboard."""
        data, group = self._source(view), self._words.focused
        if group is None:
            return None
        count = (len(data.layers), len(data.ways))[group]
        now = (data.layer, data.ways.index(data.way))[group]
        to = {"left": now - 1, "up": now - 1, "right": now + 1, "down": now + 1, "home": 0, "end": -1}
        to["enter"] = now + 1
        return self._chosen(group, to[word] % count, view) if word in to else None


_SAYS = (
    ("the layer whose space is shown",),
    (
        "2D, 3D: its first neurons, an axis each",
        "PC: its principal components, in which",
        "the plane is spread out the most",
    ),
)


def _framed(canvas: Canvas, area: Rect, data: Folded, x: Linear, y: Linear) -> Axes:
    """Draw axes with two numbers or more along x: a short name is beyond them, a long one cut, or above."""
    px, left = canvas.px, LEFT if area.width >= canvas.px(NARROW) else LITTLE
    across, up = data.labels
    beyond = canvas.text_width(across, Face.SMALL) <= ASIDE * area.width
    if beyond:
        area = Rect(area.topleft, (area.width - Axes.besides(canvas, across), area.height))
    axes = Axes(canvas, area, x, y, left=left)
    wide, high = axes.inner.size
    most = min(max(wide // px(28), 2), max(5, wide // px(LOOSE)))
    if not beyond and not axes.leaves_two(across, most):
        across = across.split(",")[0]
        if not axes.leaves_two(across, most):
            across, up = "", f"{up.split(',')[0]} over {across}"
    axes.y = thinned(y, high, canvas.line_height(Face.SMALL))
    ticks = most, min(max(high // px(28), 1), max(5, high // px(LOOSE)))
    axes.draw_frame(across, up, ticks=ticks, beyond=beyond)
    return axes


def _looks(canvas: Canvas, data: Folded, order: IntArray | None = None) -> Looks:
    """Return how the points look, in this order if there is one: classes by marks, values by colour."""
    theme, points, count = canvas.theme, data.points, len(data.points)
    hollow = np.arange(count) >= points.train
    ringed = points.wrong if count <= RINGED else np.zeros(count, bool)
    if data.classes:
        shapes = kinds = points.targets.astype(np.int64)
        palette = theme.classes
    else:
        reach = float(np.abs(points.targets).max(initial=0.0)) or 1.0
        middle = SHADES // 2
        kinds = np.rint((points.targets / reach + 1) * middle).astype(np.int64)
        shapes = np.zeros(count, np.int64)
        palette = tuple(
            theme.tint(theme.positive if k > middle else theme.negative, 0.4 + 0.6 * abs(k - middle) / middle)
            for k in range(SHADES)
        )
    if order is None:
        return Looks(shapes, kinds, palette, hollow, ringed, joined=True)
    return Looks(shapes[order], kinds[order], palette, hollow[order], ringed[order], joined=True)
