"""The probabilities of one moment alone, where there is no run to draw lines over."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, scientific
from netviz.drawing.scales import Linear
from netviz.drawing.widgets import Hint
from netviz.panels.likeliest import Likeliest, likeliest
from netviz.panels.words import say_no_curve

ROW, HIGHEST = 13, 30  # design units of a digit's row, least and most
TICKS = 56  # design units between two


class TraceAlone:
    """A bar for each digit on an axis from 0 to 1, as on the axis of the lines."""

    def __init__(self, *, explains: bool = True) -> None:
        self._explains = explains  # whether it says why there are no lines
        self._rows: dict[int, Rect] = {}  # by digit
        self._others: tuple[Rect, Likeliest] | None = None

    def __repr__(self) -> str:
        return f"TraceAlone({len(self._rows)} rows)"

    def forget(self) -> None:
        """There is nothing under the mouse."""
        self._rows, self._others = {}, None

    def draw(self, canvas: Canvas, area: Rect, step: int, probabilities: NDArray[np.floating]) -> None:
        """Say why there is no curve, and draw the rows below where they have room."""
        theme, px = canvas.theme, canvas.px
        self.forget()
        line = canvas.line_height(Face.SMALL)
        top = area.y
        if self._explains:
            top += say_no_curve(canvas, area, step) * line + px(4)
        rest = area.bottom - line - px(4) - top
        if rest < 3 * px(ROW):
            return
        digits = likeliest(probabilities, rest // px(ROW))
        height = min(rest // digits.lines, px(HIGHEST))
        bottom = top + digits.lines * height
        left, right = area.x + px(20), area.right - canvas.text_width("9.99e−99", Face.TINY) - px(8)
        if right - left < px(TICKS):
            return
        self._draw_axis(canvas, Rect(left, top, right - left, len(digits.shown) * height), bottom)
        colors = theme.series(len(probabilities))
        rows = [Rect(area.x, top + k * height, area.width, height) for k in range(digits.lines)]
        self._rows = dict(zip(digits.shown, rows, strict=False))
        for digit, row in self._rows.items():
            share = float(probabilities[digit])
            canvas.text(str(digit), (row.x + px(4), row.centery), theme.secondary, Face.MONO, "midleft")
            if share > 0 and math.isfinite(share):
                bar = Rect(left, 0, max(round((right - left) * share), px(2)), max(row.height // 2, 2))
                bar.centery = row.centery
                canvas.rect(bar, colors[digit], radius=2)
            canvas.text(_figure(share), (row.right, row.centery), theme.text, Face.TINY, "midright")
        if digits.others:
            self._others = (rows[-1], digits)
            digits.draw_others(canvas, rows[-1].inflate(-px(4), 0).move(px(2), 0))

    @staticmethod
    def _draw_axis(canvas: Canvas, box: Rect, below: int) -> None:
        """Draw rules at round probabilities from 0 to 1 through a box, and write these from `below` on."""
        theme, px = canvas.theme, canvas.px
        for value, text in Linear(0.0, 1.0).ticks(min(box.width // px(TICKS), 5)):
            x = box.left + round(value * box.width)
            canvas.rule((x, box.top), (x, box.bottom), theme.hairline)
            says = "p = 1" if value == 1 else text
            canvas.text(says, (x, below + px(4)), theme.faint, Face.SMALL, "midtop")

    def hover(self, at: Point, step: int, probabilities: NDArray[np.floating]) -> Hint | None:
        """Return the digit's probability exactly."""
        if self._others is not None and self._others[0].collidepoint(at):
            return self._others[1].hint()
        digit = next((i for i, row in self._rows.items() if row.collidepoint(at)), None)
        if digit is None:
            return None
        told = f"p = {exact(float(probabilities[digit]))}"
        return Hint((f"digit {digit} at batch {count(step)}", told, "p = exp(z) / Σ exp(z of all ten)"))


def _figure(share: float) -> str:
    """Return a probability with three digits, one near 1 as such."""
    if 0.9995 <= share < 1:
        return "> 0.999"
    return scientific(share, even=True) if 0 < share < 1e-3 else number(share)
