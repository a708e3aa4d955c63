"""How probable the network held each digit, for one image, at the moments kept of the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, percent
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.engine.cache import PerKey
from netviz.panels.gradual import Gradual, Work
from netviz.panels.panel import View
from netviz.panels.paths_layout import apart
from netviz.panels.trace_alone import TraceAlone
from netviz.panels.trace_names import Lines, place_beside

LEAST, PEAK = 0.02, 0.1  # probabilities worth a name: at the end, and at the highest
RIVAL = 0.005  # and that of the two most probable at the end
NEAR = 24  # design units from a point within which the mouse means it


@dataclass(frozen=True, eq=False)
class Traced:
    """`probabilities` (moments, classes) at `steps` (moments,); `waiting` are still to be computed."""

    steps: NDArray[np.int64]
    probabilities: NDArray[np.floating]
    waiting: int = 0


class Traces(Gradual):
    """A line for each digit over the batches, in the digit's colour and named at its end."""

    def __init__(self, source: Callable[[View], Traced], work: Work, *, over_a_run: bool = True) -> None:
        super().__init__("Probabilities over the run" if over_a_run else "Probabilities now", work)
        self._source = source
        self._axes: Axes | None = None
        self._alone = TraceAlone(explains=over_a_run)
        self._near = NEAR
        self._free = PerKey[dict[int, Rect]]()  # places of names beside the lines

    def value(self, view: View) -> str:
        """Say how many moments the lines join, or which the only one is."""
        traced = self._source(view)
        known = len(traced.steps)
        if known == 1 and not traced.waiting:
            return f"batch {count(int(traced.steps[0]))}"
        if traced.waiting:
            return f"{known} of {known + traced.waiting} moments"
        return f"{known} moments kept"

    def values(self, view: View) -> tuple[str, ...]:
        """Return that, also without what becomes of them."""
        told = self.value(view)
        return told, told.removesuffix(" kept")

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the faint lines first, then the probable digits', each with its digit where it ends."""
        traced, theme, px = self._source(view), canvas.theme, canvas.px
        self._near = px(NEAR)
        if len(traced.steps) == 1 and not traced.waiting:
            self._axes = None
            self._alone.draw(canvas, area, int(traced.steps[0]), traced.probabilities[0])
            return
        self._alone.forget()
        frame = Rect(area.x, area.y, area.width - px(80), area.height)
        last = view.timeline.snapshot.step
        axes = self._axes = Axes(canvas, frame, Linear.steps(last), Linear(0.0, 1.0))
        axes.draw_frame("batch", "probability")
        colors = theme.series(traced.probabilities.shape[1])
        for digit in np.argsort(traced.probabilities[-1], kind="stable").tolist():
            line = traced.probabilities[:, digit]
            strong = bool(line.max() >= PEAK)
            color = colors[digit] if strong else theme.tint(colors[digit], 0.5)
            if len(line) > 1:
                axes.curve(traced.steps, line, color, 2 if strong else 1)
            if np.isfinite(line[-1]):
                canvas.circle(axes.point(float(traced.steps[-1]), float(line[-1])), px(2), color)
        if np.isfinite(traced.probabilities[-1]).all():
            self._name_lines(canvas, axes, traced)

    def _name_lines(self, canvas: Canvas, axes: Axes, traced: Traced) -> None:
        """Write each digit beside its line's end; one that was probable before where that is, if free."""
        newest, peaks = traced.probabilities[-1], traced.probabilities.max(axis=0)
        ranked = np.argsort(-newest, kind="stable").tolist()
        ends = [d for i, d in enumerate(ranked) if newest[d] >= (RIVAL if i < 2 else LEAST)]
        self._name_ends(canvas, axes, newest, ends)
        gone = [digit for digit in ranked if digit not in ends and peaks[digit] >= PEAK]
        if len(traced.steps) < 2:
            return
        key = (traced, tuple(axes.inner), axes.x, canvas.scale)
        size = (canvas.text_width("8", Face.TINY), canvas.line_height(Face.TINY))
        free = self._free(key, lambda: _beside(axes, traced, sorted(gone, key=lambda d: -peaks[d]), size))
        colors = canvas.theme.series(len(newest))
        for digit, place in free.items():
            canvas.text(str(digit), place.center, colors[digit], Face.TINY, "center")

    def _name_ends(self, canvas: Canvas, axes: Axes, newest: NDArray[np.floating], digits: list[int]) -> None:
        """Write digits, the most probable first, with their probability right of where their lines end.

        They move apart where they are too close; of too many the least probable have no name.
        """
        theme, px, box = canvas.theme, canvas.px, axes.inner
        height = canvas.line_height(Face.TINY) - px(2)
        digits = digits[: max((box.height + height) // height, 1)]
        ends = [axes.point(0, float(newest[digit]))[1] for digit in digits]
        colors = theme.series(len(newest))
        moved = apart(ends, height, box.top - height / 2, box.bottom + height / 2)
        for digit, end, y in zip(digits, ends, moved, strict=True):
            x, color = box.right + px(8), colors[digit]
            if abs(y - end) > px(2):
                canvas.line((box.right + px(2), end), (x - px(2), y), theme.tint(color, 0.5))
            text = f"{digit} {percent(float(newest[digit]))}"
            canvas.text(text, (x, round(y)), color, Face.TINY, "midleft")

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the nearest line's digit, and its probability at its moment nearest to the mouse."""
        axes = self._axes
        if axes is None:
            traced = self._source(view)
            return self._alone.hover(at, int(traced.steps[-1]), traced.probabilities[-1])
        if not axes.inner.inflate(8, 8).collidepoint(at):
            return None
        traced = self._source(view)
        places = axes.points(traced.steps[:, np.newaxis], traced.probabilities)
        row = int(np.abs(places[:, 0, 0] - at[0]).argmin())
        away = np.abs(places[row, :, 1] - at[1])
        if np.hypot(places[row, 0, 0] - at[0], away.min()) > self._near:
            return None
        digit = int(away.argmin())
        ranked = np.argsort(-traced.probabilities[row], kind="stable")[:3]
        return Hint(
            (
                f"digit {digit} at batch {count(int(traced.steps[row]))}",
                f"p = {exact(float(traced.probabilities[row, digit]))}",
                "first: " + ", ".join(f"{d} {percent(float(traced.probabilities[row, d]))}" for d in ranked),
                "p = exp(z) / Σ exp(z of all ten)",
            )
        )


def _beside(axes: Axes, traced: Traced, digits: list[int], size: tuple[int, int]) -> dict[int, Rect]:
    """Return free places of a size beside the lines of digits, of those for which there is one."""
    places = axes.points(traced.steps[:, np.newaxis], traced.probabilities)
    lines, found = Lines(places, axes.inner), dict[int, Rect]()
    for digit in digits:
        place = place_beside(places[:, digit], lines, size, axes.inner, tuple(found.values()))
        if place is not None:
            found[digit] = place
    return found
