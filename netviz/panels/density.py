"""How numbers are spread, moment after moment: time across, value up, the share of the numbers as colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pygame
from numpy.typing import NDArray

from netviz.drawing.axes import BOTTOM, Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.colormap import ENTRIES, sequential
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, percent
from netviz.drawing.scales import Linear, Log, Scale, step_for
from netviz.drawing.widgets import Hint
from netviz.panels.time_axis import time_axis

Array = NDArray[np.float64]
BANDS = 64  # of values, in a picture, at most
MARGIN = 44  # design units right of the picture, for the newest moment alone


@dataclass(frozen=True, eq=False)
class Spread:
    """A histogram: `counts` (bins,) evenly from `low` to `high` of the numbers that are not zero.

    `total` counts the zeros too, which are `zeros`; `mean` and `deviation` are over all of them.
    """

    low: float
    high: float
    counts: NDArray[np.int64]
    zeros: int
    total: int
    mean: float
    deviation: float

    def shares(self, edges: Array) -> Array:
        """Return the share of all numbers between `edges` (n + 1,), (n,); bins are cut in proportion."""
        if not self.total:
            return np.zeros(len(edges) - 1)
        own = np.linspace(self.low, self.high, len(self.counts) + 1)
        below = np.concatenate(((0,), np.cumsum(self.counts)))
        shares: Array = np.diff(np.interp(edges, own, below)) / self.total
        return shares

    @cached_property
    def foot(self) -> float:
        """The value below which half a per cent of the numbers that are not zero lie, to a bin's width."""
        below = np.cumsum(self.counts)
        i = int(np.searchsorted(below, 0.005 * below[-1]))
        return self.low + (self.high - self.low) * i / len(self.counts)


@dataclass(frozen=True, eq=False)
class Spreads:
    """`spreads` at `steps`, oldest first, at least one. `logarithmic`: the values are log₁₀ of sizes.

    Of `every` numbers one was counted.
    """

    layer: str
    what: str
    steps: NDArray[np.int64]
    spreads: tuple[Spread, ...]
    logarithmic: bool = False
    every: int = 1

    @property
    def bands(self) -> int:
        """Return into how many bands of values a picture is cut: few, where there are few numbers."""
        return int(np.clip(3 * self.spreads[-1].total ** (1 / 3), 8, BANDS))

    @cached_property
    def bounds(self) -> tuple[float, float]:
        """Return the range of all values; of sizes, without the smallest half per cent."""
        seen = [spread for spread in self.spreads if spread.counts.any()]
        if not seen:
            return -1.0, 1.0
        low = min(spread.foot if self.logarithmic else spread.low for spread in seen)
        return low, max(spread.high for spread in seen)


class Density:
    """Draws one of them, and remembers the columns that stay the same from frame to frame."""

    def __init__(self) -> None:
        self._columns: dict[int, tuple[Spread, Array]] = {}
        self._of: object = None  # the edges for which they hold
        self._drawn: tuple[Axes, Spreads, Rect] | None = None

    def shows(self, data: Spreads) -> bool:
        """Return whether these were drawn last."""
        return self._drawn is not None and self._drawn[1] is data

    def draw(self, canvas: Canvas, area: Rect, data: Spreads) -> None:
        """Draw axes, the picture, and at its right the newest moment's histogram."""
        canvas.still(area, (id(self), id(data)), lambda: self._draw(canvas, area, data))

    def draw_again(self, canvas: Canvas, area: Rect) -> None:
        """Draw what was drawn last."""
        if self._drawn is not None:
            self.draw(canvas, area, self._drawn[1])

    def _draw(self, canvas: Canvas, area: Rect, data: Spreads) -> None:
        px, alone = canvas.px, len(data.steps) == 1
        margin = px(MARGIN) if area.width >= px(190) and not alone else 0
        frame = Rect(area.x, area.y, area.width - margin, area.height)
        y = _scale(data)
        time = Linear(0.0, 1.0) if alone else time_axis(int(data.steps[-1]))
        axes = Axes(canvas, frame, time, y, left=40, bottom=BOTTOM - alone)
        box = axes.inner
        ticks = (min(max(2, box.width // px(64)), int(axes.x.high)), max(2, box.height // px(30)))
        self._draw_head(canvas, area, data)
        shares = self._shares(data, _edges(data, y))
        self._drawn = (axes, data, area)
        if alone:  # there is no time for an axis
            axes.draw_frame("", "", grid=False, ticks=ticks)
            self._draw_newest(canvas, box, shares[:, -1])
            at = (box.left, box.bottom + px(4))
            canvas.text(f"batch {count(int(data.steps[0]))}", at, canvas.theme.secondary, Face.SMALL)
            return
        axes.draw_frame("batch" if box.width >= px(110) else "", "", grid=False, ticks=ticks)
        most = float(shares.max(initial=0.0)) or 1.0
        self._draw_picture(canvas, axes, data, np.sqrt(shares / most))
        if margin:
            beside = Rect(box.right + px(6), box.top, margin - px(6), box.height)
            self._draw_newest(canvas, beside, shares[:, -1])

    @staticmethod
    def _draw_head(canvas: Canvas, area: Rect, data: Spreads) -> None:
        """Name layer and numbers, and say how many are zero where that is worth saying."""
        theme, px = canvas.theme, canvas.px
        newest = data.spreads[-1]
        end = canvas.text(data.layer, area.topleft, theme.text, Face.SMALL).right
        share = newest.zeros / newest.total if newest.total else 0.0
        zeros = f"{percent(share, 0)} zero" if share >= 0.005 else ""
        what = canvas.lettering.fit(data.what, Face.SMALL, area.right - end - px(6))
        end = canvas.text(what, (end + px(6), area.y), theme.secondary, Face.SMALL).right
        if end + canvas.text_width(zeros, Face.SMALL) + px(8) <= area.right:
            canvas.text(zeros, (area.right, area.y), theme.secondary, Face.SMALL, "topright")

    def _shares(self, data: Spreads, edges: Array) -> Array:
        """Return the shares (bands, moments), the highest values first."""
        of = (float(edges[0]), float(edges[-1]), len(edges))
        if self._of != of:
            self._of, self._columns = of, {}
        kept: dict[int, tuple[Spread, Array]] = {}
        for step, spread in zip(data.steps.tolist(), data.spreads, strict=True):
            known = self._columns.get(step)
            if known is None or known[0] is not spread:
                known = (spread, spread.shares(edges)[::-1])
            kept[step] = known
        self._columns = kept
        return np.stack([column for _, column in kept.values()], axis=1)

    @staticmethod
    def _draw_picture(canvas: Canvas, axes: Axes, data: Spreads, strength: Array) -> None:
        """Fill the axes from the first moment on: each reaches half way to its neighbours."""
        box, table = axes.inner, sequential()
        colors = table.packed[(strength * (ENTRIES - 1)).astype(np.uint8)]
        r, g, b = canvas.theme.panel
        ground = 0xFF000000 | r << 16 | g << 8 | b
        colors[strength <= 0.02] = ground
        first, last = float(data.steps[0]), float(data.steps[-1])
        least = min(canvas.px(6), box.width)
        end = max(round(axes.x.place(last) * (box.width - 1)) + 1, least)
        start = min(round(axes.x.place(first) * (box.width - 1)), end - least)
        middles = 0.5 * (data.steps[1:] + data.steps[:-1])
        times = np.linspace(first, last, end - start)
        picture = np.ascontiguousarray(colors[:, np.searchsorted(middles, times)])
        small = pygame.image.frombuffer(picture.tobytes(), (end - start, len(strength)), "BGRA").convert(
            32, 0
        )
        scaled = pygame.transform.scale(small, (end - start, box.height))
        canvas.surface.blit(scaled, (box.left + start, box.top))

    @staticmethod
    def _draw_newest(canvas: Canvas, area: Rect, shares: Array) -> None:
        """Draw the newest moment's histogram, lying on its side."""
        theme = canvas.theme
        widths = shares / (float(shares.max(initial=0.0)) or 1.0) * area.width
        heights = area.top + np.linspace(0, area.height - 1, len(shares))
        outline = [(area.left + float(w), float(y)) for w, y in zip(widths, heights, strict=True)]
        closed = [(area.left, area.top), *outline, (area.left, area.bottom - 1)]
        canvas.polygon(closed, theme.tint(theme.focus, 0.45))
        canvas.rule(area.topleft, (area.left, area.bottom - 1), theme.hairline)

    def hover(self, at: tuple[float, float]) -> Hint | None:
        """Return how many numbers lie in the band under the mouse, at the moment under it."""
        if self._drawn is None:
            return None
        axes, data, area = self._drawn
        if not area.collidepoint(at) or not axes.inner.top <= at[1] < axes.inner.bottom:
            return None
        step, value = axes.data(at)
        i = int(np.argmin(np.abs(data.steps - step))) if at[0] < axes.inner.right else -1
        spread = data.spreads[i]
        edges = _edges(data, axes.y)
        place = np.log10(value) if data.logarithmic else value
        band = int(np.clip(np.searchsorted(edges, place) - 1, 0, len(edges) - 2))
        share = float(spread.shares(edges[band : band + 2])[0])
        low, high = edges[band : band + 2].tolist()
        part = f", 1 in {data.every} counted" if data.every > 1 else ""
        if data.logarithmic:
            low, high = 10.0**low, 10.0**high
        signed = ", signed" if data.logarithmic else ""  # though the picture is of sizes
        wide = len("deviation" + signed)
        return Hint(
            (
                f"{data.layer} {data.what}, batch {count(float(data.steps[i]))}",
                f"{percent(share, 2)} from {exact(low, 4)} to {exact(high, 4)}",
                f"{'zero':<{wide}}  {count(spread.zeros)} of {count(spread.total)}{part}",
                f"{'mean' + signed:<{wide}}  {exact(spread.mean)}",
                f"deviation{signed}  {exact(spread.deviation)}",
            )
        )


def _scale(data: Spreads) -> Scale:
    """Return the axis of values: a little wider than they are, in jerks, so that it stands still mostly."""
    low, high = data.bounds
    if data.logarithmic:
        foot, top = np.floor(low), np.ceil(high)
        return Log(10.0**foot, 10.0 ** max(top, foot + 1))
    step = step_for(high - low, 10)
    return Linear(float(np.floor(low / step)) * step, float(np.ceil(high / step)) * step)


def _edges(data: Spreads, y: Scale) -> Array:
    """Return the limits of the bands, as the spreads count."""
    low, high = (np.log10(y.low), np.log10(y.high)) if data.logarithmic else (y.low, y.high)
    edges: Array = np.linspace(low, high, data.bands + 1)
    return edges
