"""Two-dimensional axes: a frame with ticks, and the way from data to pixels and back."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.scales import Log, Scale

LEFT, BOTTOM, TOP, RIGHT = 46, 22, 20, 10  # design units kept for tick and axis labels


class Axes:
    """Axes in a part of a canvas. `inner` is the plotting rectangle, inside the labels."""

    def __init__(
        self, canvas: Canvas, area: Rect, x: Scale, y: Scale, *, left: float = LEFT, bottom: float = BOTTOM
    ) -> None:
        """Keep so much for labels, in design units; with less than BOTTOM below, x has none."""
        self.canvas = canvas
        self.x, self.y = x, y
        self.area = area
        self._labelled = bottom >= BOTTOM
        px = canvas.px
        self.inner = Rect(
            area.x + px(left),
            area.y + px(TOP),
            max(area.width - px(left + RIGHT), 1),
            max(area.height - px(TOP + bottom), 1),
        )

    @classmethod
    def bare(cls, canvas: Canvas, area: Rect, x: Scale, y: Scale) -> Axes:
        """Return axes that have all of `area` for plotting, and no labels."""
        axes = cls(canvas, area, x, y, left=0, bottom=0)
        axes.inner = Rect(area.x, area.y, max(area.width, 1), max(area.height, 1))
        return axes

    def points(self, xs: ArrayLike, ys: ArrayLike) -> NDArray[np.float64]:
        """Return pixels (..., 2) for data; far outside is brought near, so that drawing stays cheap."""
        return self.placed(self.x.fraction(xs), self.y.fraction(ys))

    def placed(self, across: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return pixels (..., 2) for fractions of both axes, as `points` does."""
        box = self.inner
        places = np.empty((*np.broadcast(across, up).shape, 2))
        places[..., 0], places[..., 1] = across, up
        np.fmin(np.fmax(places, -2.0, out=places), 3.0, out=places)
        places *= (box.width - 1, 1 - box.height)
        places += (box.left, box.bottom - 1)
        return places

    def point(self, x: float, y: float) -> Point:
        """Return the pixel of one place."""
        box = self.inner
        across = min(max(self.x.place(x), -2.0), 3.0)
        up = min(max(self.y.place(y), -2.0), 3.0)
        return box.left + across * (box.width - 1), box.bottom - 1 - up * (box.height - 1)

    def data(self, at: Point) -> tuple[float, float]:
        """Return the place under a pixel."""
        box = self.inner
        across = (at[0] - box.left) / max(box.width - 1, 1)
        up = (box.bottom - 1 - at[1]) / max(box.height - 1, 1)
        return self.x.value(across), self.y.value(up)

    def draw_frame(
        self,
        x_label: str = "",
        y_label: str = "",
        *,
        grid: bool = True,
        ticks: tuple[int, int] | None = None,
        outside: bool = False,
        beyond: bool = False,
    ) -> None:
        """Draw ticks, grid and labels on the bare ground, before any data.

        The y label stands above its axis, the x label right of its ticks.

        `ticks` are the most along x and y, along y also none; as many as fit, if not given. Along x there are
        more where the x label would leave room for one number alone. `outside` puts the x label beyond the
        end of the axis, `beyond` also beyond a number there: see `besides`.
        """
        key = (self.x, self.y, x_label, y_label, grid, ticks, outside, beyond)
        area = self.area.copy()
        area.width += self.canvas.text_width(x_label, Face.SMALL) if outside else 0
        area.width += self.besides(self.canvas, x_label) if beyond else 0
        self.canvas.still(area, key, lambda: self._draw_frame(x_label, y_label, grid, ticks, outside, beyond))

    @staticmethod
    def besides(canvas: Canvas, x_label: str) -> int:
        """Return how much room right of its area an x label takes that is beyond the numbers."""
        return canvas.text_width(x_label, Face.SMALL) + canvas.px(5)

    def _draw_frame(
        self,
        x_label: str,
        y_label: str,
        grid: bool,
        ticks: tuple[int, int] | None,
        outside: bool,
        beyond: bool,
    ) -> None:
        canvas, box, theme, px = self.canvas, self.inner, self.canvas.theme, self.canvas.px
        many_x, many_y = ticks or (max(2, box.width // px(64)), max(2, box.height // px(36)))
        below, line = math.inf, px(11)  # where the last label stands, and how far the next keeps away
        for value, text in self.y.ticks(many_y) if many_y else ():
            y = round(self.point(self.x.low, value)[1])
            if grid:
                canvas.rule((box.left, y), (box.right - 1, y), theme.grid)
            if below - y < line:
                continue
            below, right = y, max(box.left - px(6), self.area.left + canvas.text_width(text, Face.SMALL))
            canvas.text(text, (right, y), theme.secondary, Face.SMALL, "midright")
        end = self.area.right if beyond else box.right if outside else self._before(x_label)
        if not x_label or not self._labelled:
            end = self.area.right + box.width  # nothing is in the way
        for x, text, half in self._ticks_before(end, many_x):
            if grid:
                canvas.rule((x, box.top), (x, box.bottom - 1), theme.grid)
            if self._labelled and x + half <= end:
                x = min(x, math.floor(self.area.right - half))  # what is kept of the frame ends there
                canvas.text(text, (x, box.bottom + px(4)), theme.secondary, Face.SMALL, "midtop")
        canvas.rule((box.left, box.bottom - 1), (box.right - 1, box.bottom - 1), theme.hairline)
        if x_label and self._labelled:
            right = (self.area.right if beyond else box.right) + px(5)
            at = (right if outside or beyond else box.right, box.bottom + px(4))
            canvas.text(x_label, at, theme.faint, Face.SMALL, "topleft" if outside or beyond else "topright")
        if y_label:
            y_label = canvas.lettering.fit(y_label, Face.SMALL, self.area.width)
            canvas.text(y_label, (self.area.left, self.area.top), theme.faint, Face.SMALL)

    def leaves_two(self, x_label: str, most: int) -> bool:
        """Return whether of `most` ticks along x, or of more, two numbers have room before the x label."""
        end = self._before(x_label)
        return sum(x + half <= end for x, _, half in self._ticks_before(end, most)) > 1

    def _before(self, x_label: str) -> int:
        """Return where numbers along x end that stand before the x label."""
        return self.inner.right - self.canvas.text_width(x_label, Face.SMALL) - self.canvas.px(8)

    def _ticks_before(self, end: float, most: int) -> list[tuple[int, str, float]]:
        """Return pixel, number and half its width of each tick along x.

        If but one of `most` numbers ends before `end`, there are more, as many as keep apart.
        """
        found: list[tuple[int, str, float]] = []
        for some in range(most, 3 * most + 1):
            ticks = [
                (round(self.point(value, self.y.low)[0]), text, self.canvas.text_width(text, Face.SMALL) / 2)
                for value, text in self.x.ticks(some)
            ]
            if found and any(b - a < v + w + self.canvas.px(8) for (a, _, v), (b, _, w) in pairwise(ticks)):
                break
            found = ticks
            if sum(x + half <= end for x, _, half in found) > 1:
                break
        return found

    def curve(self, xs: ArrayLike, ys: ArrayLike, color: tuple[int, int, int], width: float = 1) -> None:
        """Draw a line through data; points that are not finite, or have no place on the scale, break it.

        Of n points to a pixel the least and the greatest are drawn.
        """
        values = np.asarray(ys, dtype=np.float64)
        steps = np.asarray(xs)
        if isinstance(self.y, Log):
            values = np.where(values > 0, values, np.nan)
        if (every := 2 * len(values) // max(self.inner.width, 1)) > 2:
            kept = extremes(values, every)
            values, steps = values[kept], steps[kept]
        places = self.points(steps, values)
        finite = np.isfinite(values)
        if finite.all():
            self.canvas.polyline(places, color, width)
            return
        for run in np.split(np.arange(len(values)), np.flatnonzero(~finite)):
            self.canvas.polyline(places[run[finite[run]]], color, width)

    def band(self, xs: ArrayLike, low: ArrayLike, high: ArrayLike, color: tuple[int, int, int]) -> None:
        """Fill the space between two lines, where it is wide enough to be seen."""
        across, up = self.x.fraction(xs), np.stack((self.y.fraction(low), self.y.fraction(high)))
        self.fill_band(up, self.placed(across, up), color)

    def fill_band(
        self, up: NDArray[np.float64], places: NDArray[np.float64], color: tuple[int, int, int]
    ) -> None:
        """Fill a band between ends known as fractions (2, n) of the y axis and as pixels (2, n, 2)."""
        seen = np.flatnonzero((up[1] - up[0]) * self.inner.height > 1)
        if len(seen):
            lower, upper = places[:, max(seen[0] - 1, 0) : seen[-1] + 2]
            if len(upper) > 1:
                self.canvas.polygon(np.concatenate((upper, lower[::-1])).tolist(), color)

    def bars(self, edges: ArrayLike, heights: ArrayLike, color: tuple[int, int, int]) -> None:
        """Fill a histogram: `heights` (n,) over `edges` (n + 1,)."""
        sides = np.asarray(edges, dtype=np.float64)
        tops = np.asarray(heights, dtype=np.float64)
        upper = self.points(sides[:-1], tops)
        right = self.points(sides[1:], tops)[:, 0]
        foot = self.inner.bottom - 1
        for (left, top), end in zip(upper.tolist(), right.tolist(), strict=True):
            if top < foot:
                width = max(round(end) - round(left) - 1, 1)
                self.canvas.rect(Rect(round(left), round(top), width, foot - round(top)), color)


def extremes(values: NDArray[np.float64], every: int) -> NDArray[np.intp]:
    """Return, in order, the places of the least and greatest of each `every` neighbours, and both ends."""
    count = len(values) // every * every
    starts = np.arange(0, count, every)
    low = high = values[:count].reshape(-1, every)
    if np.isnan(low).any():  # which is neither
        low, high = np.nan_to_num(low, nan=np.inf), np.nan_to_num(high, nan=-np.inf)
    found = (starts + low.argmin(axis=1), starts + high.argmax(axis=1), [0, len(values) - 1])
    return np.unique(np.concatenate(found))
