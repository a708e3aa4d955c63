"""Many images as points, each drawn as its digit where the network's features put it; in a plane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import BOTTOM, LEFT, RIGHT, TOP, Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.numbers import count, exact, percent
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.panels.card import Shown, draw_card
from netviz.panels.digit_marks import DigitMarks
from netviz.panels.gradual import Gradual, Waiting, Work, draw_waiting
from netviz.panels.panel import Choices, View
from netviz.panels.thumbnails import Thumbnails

Array = NDArray[np.float64]
CARD = 52  # design units that a card is high
FLAT, SIDE = 2.0, 230  # an area so many times wider than high has the card at its side, so wide
BRIEF = 400  # width of a plot under which its axes have fewer words
REACH = 9  # pixels round a point in which the mouse is on it


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points of images, of the network after `step` steps; `points` (n, axes), `indices` (n,) in their set.

    `axes` name the axes, with ≈ while they turn into their place; `shares` of the variance lie along them,
    all points between `bounds`. `chosen` is the chosen image with its point, which need not be one of these.
    """

    step: int
    unit: str
    source: str  # the set that the images are from
    total: int  # images in that set
    indices: NDArray[np.int64]
    labels: NDArray[np.int64]
    probabilities: NDArray[Any]  # (n, classes)
    points: Array
    bounds: tuple[tuple[float, float], ...]
    axes: tuple[str, ...]
    shares: tuple[float, ...]
    shown: Callable[[int], Shown]  # the image in a row
    chosen: tuple[Shown, Array]

    @cached_property
    def wrong(self) -> NDArray[np.bool_]:
        """Which are read wrongly, (n,)."""
        missed: NDArray[np.bool_] = self.probabilities.argmax(axis=1) != self.labels
        return missed

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands at each axis: its name and its share."""
        named = zip(self.axes, self.shares, strict=True)
        return tuple(f"{name}, {percent(share, 0)}" for name, share in named)


class CloudPanel(Gradual):
    """What a cloud in the plane and one in space have in common: the mouse, and the first result."""

    def __init__(self, title: str, source: Callable[[View], Cloud | Waiting], work: Work) -> None:
        super().__init__(title, work)
        self._source = source
        self._marks, self._thumbnails = DigitMarks(), Thumbnails()
        self._spots: Array | None = None  # (n, 2) pixels, as last drawn
        self._under: int | None = None  # the row under the mouse since it was drawn
        self._shown: int | None = None  # the row that was under it before

    @property
    def lively(self) -> bool:
        """Whether work is left, or the mouse is on another image than the one drawn."""
        return super().lively or self._under != self._shown

    def value(self, view: View) -> str:
        """Return which moment is shown."""
        cloud = self._source(view)
        if isinstance(cloud, Waiting):
            return ""
        return f"{cloud.unit} {count(cloud.step)}"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the points, or how far the first result is."""
        cloud = self._source(view)
        if isinstance(cloud, Waiting):
            self._spots = self._under = self._shown = None
            draw_waiting(canvas, area, cloud)
            return
        self._shown, self._under = self._under, None  # `hover` comes after this, if the mouse is still here
        self._draw(canvas, area, cloud, None if self._shown is None else cloud.shown(self._shown))

    def _draw(self, canvas: Canvas, area: Rect, cloud: Cloud, under: Shown | None) -> None:
        raise TypeError(f"{type(self).__name__} does not draw")

    def _at(self, at: Point) -> int | None:
        """Return the row of the image under the mouse."""
        if self._spots is None or not len(self._spots):
            return None
        distances = np.hypot(*(self._spots - at).T)
        nearest = int(distances.argmin())
        return nearest if distances[nearest] <= REACH else None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return exactly what the network makes of the image under the mouse."""
        self._under = row = self._at(at)
        cloud = self._source(view)
        if row is None or isinstance(cloud, Waiting):
            return None
        shown = cloud.shown(row)
        places = (
            f"{name} = {exact(float(value))}"
            for name, value in zip(cloud.axes, cloud.points[row], strict=True)
        )
        return Hint((f"{shown.title}: {shown.verdict}", *shown.figures(), *places))

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the image under the mouse."""
        row, cloud = self._at(at), self._source(view)
        if row is None or isinstance(cloud, Waiting):
            return None
        return view.choices.of_source(cloud.source, int(cloud.indices[row]))


class CloudPlane(CloudPanel):
    """A cloud in the plane, with the chosen image, or the one under the mouse, below."""

    def _draw(self, canvas: Canvas, area: Rect, cloud: Cloud, under: Shown | None) -> None:
        px = canvas.px
        plot, card = divided(canvas, area)
        axes = Axes(canvas, plot, *_alike(cloud.bounds, plot, px))
        names = cloud.headings
        if plot.width >= px(BRIEF):
            names = tuple(f"{name} of variance" for name in names)
        axes.draw_frame(names[0], names[1], ticks=(5, 5))
        self._spots = spots = axes.points(cloud.points[:, 0], cloud.points[:, 1])
        shown, place = cloud.chosen
        wrong = cloud.wrong
        order = np.argsort(wrong, kind="stable")  # those read wrongly above the others
        with canvas.clipped(axes.inner.inflate(px(16), px(16))):
            self._marks.draw(canvas, spots[order], cloud.labels[order].tolist(), wrong[order].tolist())
            at = axes.point(float(place[0]), float(place[1]))
            self._marks.ring(canvas, at, shown.label, wrong=shown.label not in (None, shown.predicted))
        draw_card(canvas, card, under or shown, self._thumbnails)


def divided(canvas: Canvas, area: Rect) -> tuple[Rect, Rect]:
    """Return where a plot and its card go: the card below, or beside it where there is little height."""
    px = canvas.px
    card = Rect(area.x, area.bottom - px(CARD), area.width, px(CARD))
    if area.width < FLAT * area.height:
        return Rect(area.x, area.y, area.width, card.top - px(8) - area.y), card
    card.width = px(SIDE)
    return Rect(card.right + px(12), area.y, area.right - card.right - px(12), area.height), card


def _alike(
    bounds: tuple[tuple[float, float], ...], area: Rect, px: Callable[[float], int]
) -> tuple[Linear, Linear]:
    """Return scales of a plot on `area` with as many pixels to the unit on one axis as on the other."""
    sizes = (area.width - px(LEFT + RIGHT) - 1, area.height - px(TOP + BOTTOM) - 1)
    unit = max((high - low) / max(size, 1) for (low, high), size in zip(bounds, sizes, strict=False))
    scales = []
    for (low, high), size in zip(bounds, sizes, strict=False):
        middle, half = (low + high) / 2, unit * max(size, 1) / 2
        scales.append(Linear(middle - half, middle + half))
    return scales[0], scales[1]
