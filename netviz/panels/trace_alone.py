"""The probabilities of one moment alone, where there is no run to draw lines over, on a logarithmic axis."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number, power, scientific
from netviz.drawing.widgets import Hint
from netviz.panels.words import say_no_curve

LOWEST = -12  # exponent of the least probability that has a bar
HIGHEST_ROW = 30  # design units
TICKS = 56  # design units between two


class TraceAlone:
    """A bar for each digit, a piece for each power of ten: how far off those are that are hardly probable."""

    def __init__(self) -> None:
        self._rows: list[Rect] = []

    def forget(self) -> None:
        """There is nothing under the mouse."""
        self._rows = []

    def draw(self, canvas: Canvas, area: Rect, step: int, probabilities: NDArray[np.floating]) -> None:
        """Say why there is no curve, and draw the rows below where they have room."""
        theme, px, classes = canvas.theme, canvas.px, len(probabilities)
        self.forget()
        line = canvas.line_height(Face.SMALL)
        say_no_curve(canvas, area, step)
        top = area.y + 2 * line
        height = min((area.bottom - line - px(4) - top) // max(classes, 1), px(HIGHEST_ROW))
        if height < canvas.line_height(Face.TINY):
            return
        lowest = lowest_exponent(probabilities)
        left = area.x + px(20)
        right = area.right - canvas.text_width("9.99e−99", Face.TINY) - px(8)
        if right - left < px(TICKS):
            return
        bottom = top + classes * height
        every = -(-(px(TICKS) * -lowest) // (right - left))
        for exponent in range(0, lowest - 1, -every):
            x = left + (right - left) * (1 - exponent / lowest)
            canvas.rule((x, top), (x, bottom), theme.hairline)
            text = "p = 1" if exponent == 0 else power(exponent).strip().removeprefix("×")
            canvas.text(text, (x, bottom + px(4)), theme.faint, Face.SMALL, "midtop")
        colors = theme.series(classes)
        for digit, share in enumerate(probabilities.tolist()):
            row = Rect(area.x, top + digit * height, area.width, height)
            self._rows.append(row)
            canvas.text(str(digit), (row.x + px(4), row.centery), theme.secondary, Face.MONO, "midleft")
            if share > 0 and math.isfinite(share):
                decades = max(math.log10(share), lowest)
                length = round((right - left) * (1 - decades / lowest))
                bar = Rect(left, 0, max(length, px(2)), max(row.height // 2, 2))
                bar.centery = row.centery
                canvas.rect(bar, colors[digit], radius=2)
            text = "> 0.999" if 0.9995 <= share < 1 else number(share)
            if 0 < share < 1e-3:
                text = scientific(share, even=True)
            canvas.text(text, (row.right, row.centery), theme.text, Face.TINY, "midright")

    def hover(self, at: Point, step: int, probabilities: NDArray[np.floating]) -> Hint | None:
        """Return the digit's probability exactly."""
        digit = next((i for i, row in enumerate(self._rows) if row.collidepoint(at)), None)
        if digit is None:
            return None
        told = f"p = {exact(float(probabilities[digit]))}"
        return Hint((f"digit {digit} at batch {count(step)}", told, "p = exp(z) / Σ exp(z of all ten)"))


def lowest_exponent(probabilities: NDArray[np.floating]) -> int:
    """Return the power of ten at the axis' beginning: below all probabilities, within bounds."""
    seen = probabilities[np.isfinite(probabilities) & (probabilities > 0)]
    least = math.floor(math.log10(float(seen.min()))) if len(seen) else -1
    return max(min(least, -1), LOWEST)
