"""What the training batches said: a band from least to greatest, and the moving average over it.

Only the newest places change from refresh to refresh. All before is drawn once and kept as a picture.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.theme import Color, Theme
from netviz.engine.series import Series
from netviz.panels.loss_curve import AVERAGED, joined, moving_average

Array = NDArray[np.float64]
KEPT = 16  # bins: the picture is drawn anew when so many have come


def curve_colors(theme: Theme) -> tuple[Color, Color]:
    """Return the colours of what training said, and of what validation or test did."""
    return theme.focus, theme.series(2)[1]


class TrainingCurve:
    """The band and the average of `factor` times a series. Places are groups of `every` bins."""

    def __init__(self, axes: Axes, series: Series, factor: float, color: Color) -> None:
        self._axes, self._series, self._factor, self._color = axes, series, factor, color
        self._old = max(len(series) - 1, 0) // KEPT * KEPT  # bins that stay until all merge with neighbours
        soon = self._old + KEPT
        self._every = max(1, 2 * soon // axes.inner.width)
        self._window = max(2, round(AVERAGED * soon))

    def __repr__(self) -> str:
        return f"TrainingCurve({self._series!r})"

    def draw(self, ground: Callable[[], None], key: Hashable) -> None:
        """Draw it over what `ground` draws, which is the same while `key` is."""
        if not len(self._series):
            ground()
            return
        axes, seam = self._axes, self._old // self._every - 1

        def draw_old() -> None:
            ground()
            self._draw_places(0, seam)

        if seam < 1:
            ground()
        else:
            state = (self._series, self._series.stride, self._old, axes.x, axes.y, key)
            axes.canvas.still(axes.inner, state, draw_old)
        self._draw_places(max(seam, 0), None)

    def _draw_places(self, first: int, last: int | None) -> None:
        """Draw the bars of the places from `first` to before `last`, and the average up to and at `last`."""
        series, every, canvas = self._series, self._every, self._axes.canvas
        end = len(series) if last is None else (last + 1) * every
        before = min(first, 1)  # a bar reaches to the one before
        part = slice((first - before) * every, end)
        steps, low, high, mean = joined(
            (series.steps[part], series.low[part], series.high[part], series.mean[part]), every
        )
        average = self._average(first, end)
        with canvas.clipped(self._axes.inner):
            self._draw_bars(steps, low * self._factor, high * self._factor, before, last is None)
            if len(average) > 1:
                places = steps[before : before + len(average)]
                self._axes.curve(places, average * self._factor, self._color, 2)
            elif first == 0:
                at = self._axes.point(steps[0], mean[0] * self._factor)
                canvas.circle(at, canvas.px(2), self._color)

    def _average(self, first: int, end: int) -> Array:
        """Return the mean over the window that ends with each whole place from `first` to bin `end`."""
        at = (first + 1) * self._every - 1
        start = max(at + 1 - self._window, 0)
        values = moving_average(self._series.mean[start:end], self._window)
        return values[at - start :: self._every]

    def _draw_bars(self, steps: Array, low: Array, high: Array, before: int, newest: bool) -> None:
        """Fill from the least to the greatest value at each place after the first `before`.

        Upright bars: several times as fast as a polygon through as many points, which looks the same. The
        last place only ends the bar before it, unless it is the `newest`.
        """
        axes = self._axes
        low[1:], high[1:] = np.minimum(low[1:], high[:-1]), np.maximum(high[1:], low[:-1])
        tops, feet = np.rint(axes.points(steps, np.stack((high, low)))).astype(int)
        bars = np.ones((len(steps), 4), int)  # left, top, width, height
        bars[:, :2] = tops
        np.maximum(tops[1:, 0] - tops[:-1, 0], 1, out=bars[:-1, 2])
        bars[:, 3] += feet[:, 1] - tops[:, 1]
        fill, color = axes.canvas.surface.fill, axes.canvas.theme.tint(self._color, 0.3)
        for bar in bars[before : None if newest else -1].tolist():
            fill(color, bar)
