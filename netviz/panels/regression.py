"""One-dimensional regression: the network's curve over x₁, the points, and how far each is missed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.marks import Looks, draw_mark, draw_points, radius_for
from netviz.drawing.numbers import exact, fixed, number
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import AddPoint, MovePoint
from netviz.panels.by_hand import ByHand
from netviz.panels.by_mouse import PIN_NAMES, Place
from netviz.panels.panel import Choices, View
from netviz.panels.place_words import file_words
from netviz.panels.plane_data import Array, PointSet
from netviz.panels.plane_path import draw_stand_along, draw_way_along
from netviz.panels.plane_words import PINNING
from netviz.panels.walk_data import Path

FORMULA = "mean (ŷ − y)² / 2 ="  # ½ in the small face for numbers looks like %
SMALL = 0.8  # of the usual size of points: they are read by their height
MARGIN = 0.15  # of the targets' range, kept free above and below


@dataclass(frozen=True, eq=False)
class Fit:
    """The curve: `ys` (n,) at rising `xs` (n,). `answers` (points,) is ŷ for each point, `at` for any x₁."""

    xs: Array
    ys: Array
    points: PointSet
    answers: Array
    at: Callable[[float], float]
    output: str = "ŷ"

    @cached_property
    def residuals(self) -> Array:
        """ŷ − y of all points, (points,)."""
        residuals: Array = self.answers - self.points.targets
        return residuals

    def error(self, part: slice) -> float:
        """Return half the mean squared error of some points, as the loss is."""
        return 0.5 * float(np.mean(self.residuals[part] ** 2))


class Regression(ByHand):
    """Curve, points, residuals and, if there is one, the `path` from one input to another.

    Dragging a point changes its x₁ and its target.
    """

    def __init__(
        self,
        source: Callable[[Timeline], Fit],
        title: str = "Regression",
        path: Callable[[View], Path] | None = None,
    ) -> None:
        super().__init__()
        self.title = title
        self._source, self._path = source, path
        self._fit: Fit | None = None  # as last drawn
        self._buttons: dict[str, Rect] = {}

    def value(self, view: View) -> str:
        """Return half the mean squared error, or with the keyboard's cursor what is there."""
        return self.values(view)[0]

    def values(self, view: View) -> tuple[str, ...]:
        """Return it in fewer words, too."""
        fit = self._source(view.timeline)
        if self._focused and self._axes is not None:
            x, y = self._hand()
            here = f"({number(x)}, {number(y)})"
            return f"{here}: {fit.output} = {number(fit.at(x))}", f"{fit.output} = {number(fit.at(x))}"
        train, count = fit.points.train, len(fit.points)
        own = number(fit.error(slice(train))) if train else ""
        test = [f"test {number(fit.error(slice(train, None)))}"] if count > train else []
        brief = " · ".join(([own] if own else []) + test)
        return (f"{FORMULA} {brief}" if own else brief, brief, *([own] if own and test else []))

    # what a place means

    def _add(self, place: Place, choices: Choices) -> AddPoint:
        return AddPoint(place[0], 0.0, place[1])

    def _move(self, index: int, place: Place, joins: bool) -> MovePoint:
        return MovePoint(index, place[0], 0.0, joins, place[1])

    def _input(self, place: Place) -> Place:
        return place[0], 0.0

    def _pin_spot(self, pin: Place, at: Point) -> Point:
        return super()._pin_spot((pin[0], 0.0), at)[0], at[1]

    # drawing

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw residuals, curve, points and pins."""
        fit, choices, theme = self._source(view.timeline), view.choices, canvas.theme
        self._fit, self._room = fit, area.inflate(canvas.px(16), 0)
        y = self._scale(fit)
        axes = Axes(canvas, area, Linear(float(fit.xs[0]), float(fit.xs[-1])), y)
        axes.draw_frame("x₁", "y")
        self._lay_out(axes, np.stack((fit.points.inputs[:, 0], fit.points.targets), axis=-1), view)
        spots = self._moved_spots()
        places = axes.points(spots[:, 0], spots[:, 1])
        with canvas.clipped(axes.inner):
            if choices.residuals:
                self._draw_residuals(canvas, places, fit)
        with canvas.clipped(axes.inner.inflate(canvas.px(12), canvas.px(12))):
            side = math.sqrt(axes.inner.width * axes.inner.height) / canvas.scale
            radius = SMALL * radius_for(len(fit.points), side)
            if len(places):
                draw_points(canvas, places, _looks(canvas, fit), radius)
        with canvas.clipped(axes.inner):
            axes.curve(fit.xs, fit.ys, theme.panel, 4)
            axes.curve(fit.xs, fit.ys, theme.focus, 2)
        if (path := None if self._path is None else self._path(view)) is not None:
            draw_way_along(axes, path, fit.xs, fit.ys)
        with canvas.clipped(axes.inner.inflate(canvas.px(12), canvas.px(12))):
            if self._focused and choices.sample < len(places):
                canvas.circle(places[choices.sample], canvas.px(radius + 5), theme.focus, 2)
            if self._adding and self._place is not None:
                draw_mark(canvas, axes.point(*self._place), 0, theme.text, radius + 1.5)
            self._draw_cursor(canvas)
        self._draw_pins(canvas, choices)
        if path is not None:
            draw_stand_along(axes, path, choices.walk, fit.xs, fit.ys, len(choices.pins))
        self._draw_buttons(canvas, axes, choices)

    def _scale(self, fit: Fit) -> Linear:
        """Return the axis of values; it stands still while a point is held."""
        if self._axes is not None and (self._held is not None or self._grabbed is not None or self._adding):
            held = self._axes.y
            assert isinstance(held, Linear)
            return held
        values = fit.points.targets if len(fit.points) else fit.ys
        values = values[np.isfinite(values)]
        if not len(values):
            return Linear(-1.0, 1.0)
        low, high = float(values.min()), float(values.max())
        margin = MARGIN * (high - low)
        return Linear.around(low - margin, high + margin, 8)

    def _draw_residuals(self, canvas: Canvas, places: NDArray[np.float64], fit: Fit) -> None:
        """Draw a thin line from each point to the curve, in the colour of its sign."""
        axes, theme = self._axes, canvas.theme
        assert axes is not None
        answers = fit.answers.copy()
        index = self._in_hand()
        if index is not None and self._place is not None:
            answers[index] = fit.at(self._place[0])
        ends = axes.points(np.zeros(len(answers)), np.nan_to_num(answers))[:, 1]
        above, below = theme.tint(theme.positive, 0.8), theme.tint(theme.negative, 0.8)
        for (x, y), end in zip(places.tolist(), ends.tolist(), strict=True):
            canvas.rule((round(x), round(y)), (round(x), round(end)), above if end < y else below)

    def _draw_pins(self, canvas: Canvas, choices: Choices) -> None:
        axes, theme, px = self._axes, canvas.theme, canvas.px
        assert axes is not None
        for name, pin in zip(PIN_NAMES, choices.pins, strict=False):
            x = round(axes.point(pin[0], 0.0)[0])
            for top in range(axes.inner.top, axes.inner.bottom, px(7)):
                canvas.rule((x, top), (x, min(top + px(3), axes.inner.bottom - 1)), theme.focus)
            canvas.label(name, (x, axes.inner.top + px(8)), theme.focus, Face.TINY)

    def _draw_buttons(self, canvas: Canvas, axes: Axes, choices: Choices) -> None:
        """Draw, right of the axis' name, what can be switched."""
        theme, px = canvas.theme, canvas.px
        right, self._buttons = axes.inner.right, {}
        for name, on in (("pin", choices.pinning), ("residuals", choices.residuals)):
            width = canvas.text_width(name, Face.SMALL)
            row = Rect(right - width - px(22), axes.area.top - px(4), width + px(22), px(20))
            box = Rect(row.x + px(2), row.centery - px(5), px(10), px(10))
            canvas.rect(box, theme.secondary, width=1, radius=2)
            if on:
                canvas.rect(box.inflate(-px(4), -px(4)), theme.focus, radius=1)
            at = (row.right - px(4), row.centery)
            canvas.text(name, at, theme.text if on else theme.secondary, Face.SMALL, "midright")
            self._buttons[name] = row
            right = row.left - px(8)

    # the mouse and the keyboard

    def _told_of(self, at: Point, view: View) -> Hint | None:
        """Return exact numbers: of the point or of the curve above or below the mouse."""
        fit, axes = self._fit, self._axes
        if fit is None or axes is None:
            return None
        for name, row in self._buttons.items():
            if row.collidepoint(at):
                return Hint(_SAYS[name])
        if not axes.inner.inflate(12, 12).collidepoint(at):
            return None
        point = self._point_at(at)
        if point is None:
            x, y = self._data(at)
            does = (
                "click: pin this input" if view.choices.pinning else "click: add a point   P: pin this input"
            )
            where = f"x₁ = {fixed(x, 3).strip()}, y = {number(y)} under the mouse"
            told = file_words(fit.points, {"x₁": x, "y": y})
            return Hint((f"{fit.output} = {exact(fit.at(x))}", where, *told, does))
        x, y = self._spot(point)
        kind = "training" if point < fit.points.train else "test"
        off = float(fit.residuals[point])
        return Hint(
            (
                f"{kind} point {point + 1}",
                f"x₁ = {exact(x)}",
                f"y = {exact(y)}",
                *file_words(fit.points, {"x₁": x, "y": y}),
                f"{fit.output} = {exact(float(fit.answers[point]))}",
                f"{fit.output} − y = {exact(off)}",
                f"({fit.output} − y)² = {exact(off * off)}",
                "drag: move   right click: remove   P: pin",
            )
        )

    def press(self, at: Point, view: View) -> Choices | None:
        """Switch something, else use the hand."""
        for name, row in self._buttons.items():
            if row.collidepoint(at):
                return _switched(name, view.choices)
        return super().press(at, view)

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Switch residuals by `e`; else as the hand does."""
        if word == "write" and text == "e" and self._axes is not None:
            return _switched("residuals", view.choices)
        return super().typed(word, text, view)


def _switched(name: str, choices: Choices) -> Choices:
    if name == "pin":
        return replace(choices, pinning=not choices.pinning)
    return replace(choices, residuals=not choices.residuals)


def _looks(canvas: Canvas, fit: Fit) -> Looks:
    count = len(fit.points)
    zeros, none = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    return Looks(zeros, zeros, (canvas.theme.secondary,), np.arange(count) >= fit.points.train, none)


_SAYS = {
    "pin": PINNING,
    "residuals": ("how far each point is missed", "orange: ŷ too high, blue: too low", "e, after Tab"),
}
