"""One number of the network: what it was, is, and why it moved; and its way over the run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.axes import BOTTOM, LEFT, TOP, Axes
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, exponent_of, power, within
from netviz.drawing.scales import Linear
from netviz.drawing.theme import Color
from netviz.drawing.widgets import Hint
from netviz.engine.arrays import Parameters
from netviz.panels.panel import Panel, View
from netviz.panels.time_axis import time_axis
from netviz.panels.words import say_no_curve

WIDE, TEXT = 560, 260  # an area that has the curves at its side, and the width of its words; design units
ONE, TWO = 84, 230  # the least height of a curve, and of two
FOOT = 44  # of height for the words that there is no curve
DOTS = 5  # design units from one kept moment to the next that dots need
DIGITS, FEW = 10, 11  # of a figure, at most; signs for which there is room where names can stay whole
SHORT = {"gradient ∂L/∂w": "∂L/∂w", "last update Δw": "Δw", "w at the start": "w at start"}


@dataclass(frozen=True, eq=False)
class Story:
    """`figures` are what the number was and is, by name; `formula` how it moved last, with its own numbers.

    `weights` and `gradients` (n,) are those of the kept moments, at `steps` (n,); NaN where there was none.
    """

    name: str
    figures: tuple[tuple[str, float], ...]
    formula: tuple[str, ...]
    steps: NDArray[np.int64]
    weights: Parameters
    gradients: Parameters

    def hint(self) -> Hint:
        """Return all of it in words."""
        widest = max(len(name) for name, _ in self.figures)
        lines = tuple(f"{name:<{widest}}  {exact(value)}" for name, value in self.figures)
        return Hint((self.name, *lines, *self.formula))


class WeightStory(Panel):
    """The figures of one number, the formula of its last update, and its curve."""

    title = "One weight"

    def __init__(self, source: Callable[[View], Story | None]) -> None:
        self._source = source
        self._axes: list[tuple[str, Axes, Story]] = []

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Write figures and formula, and draw what the number did over the run."""
        story, theme, px = self._source(view), canvas.theme, canvas.px
        self._axes = []
        if story is None:
            canvas.text("no weight to show", area.topleft, theme.secondary)
            return
        beside = area.width >= px(WIDE)
        text = Rect(area.x, area.y, px(TEXT), area.height) if beside else area
        y = self._write(canvas, text, story)
        alone = len(story.steps) == 1  # a point is no curve
        left = area.bottom - y - (px(FOOT) if alone else 0)
        curve = 0 if beside or alone or left < px(ONE) else px(ONE)
        y = self._formula(canvas, Rect(text.x, y, text.width, left - curve), story)
        if alone:
            say_no_curve(canvas, Rect(area.x, y, area.width, area.bottom - y), int(story.steps[0]))
            return
        x, top = (text.right + px(24), area.y) if beside else (area.x, y)
        self._curves(canvas, Rect(x, top, area.right - x, area.bottom - top), story)

    @staticmethod
    def _formula(canvas: Canvas, area: Rect, story: Story) -> int:
        """Write the formula, line by line as far as there is room; return where it ends."""
        px, line, end = canvas.px, canvas.line_height(Face.MONO), area.y
        for words in story.formula:
            parts = _folded(canvas, words, area.width)
            if end + len(parts) * line + px(8) > area.bottom:
                break
            for part in parts:
                canvas.text(part, (area.x, end), canvas.theme.secondary, Face.MONO)
                end += line
        return end + px(8) if end > area.y else end

    @staticmethod
    def _write(canvas: Canvas, area: Rect, story: Story) -> int:
        """Write name and figures, with as many digits as there is room for; return where they end."""
        theme, px = canvas.theme, canvas.px
        line, y = canvas.line_height(Face.MONO), area.y
        for part in canvas.lettering.wrap(story.name, Face.MONO, area.width):
            canvas.text(part, (area.x, y), theme.focus, Face.MONO)
            y += line
        y += px(6)
        names = [name for name, _ in story.figures]
        for tried in (names, [SHORT.get(name, name) for name in names]):
            values = area.x + max(canvas.text_width(name, Face.SMALL) for name in tried) + px(14)
            room = (area.right - values) // canvas.text_width("0", Face.MONO)
            if room >= FEW:
                break
        for name, (_, value) in zip(tried, story.figures, strict=True):
            canvas.text(name, (area.x, y + line // 2), theme.secondary, Face.SMALL, "midleft")
            canvas.text(within(value, room, DIGITS), (values, y), theme.text, Face.MONO)
            y += line + px(1)
        return y + px(8)

    def _curves(self, canvas: Canvas, area: Rect, story: Story) -> None:
        """Draw the weight's curve and the gradient's, or the first, or none, as the height allows."""
        px, half = canvas.px, area.height // 2
        if area.height >= px(TWO):
            self._curve(canvas, Rect(area.x, area.y, area.width, half), story, gradients=False)
            self._curve(canvas, Rect(area.x, area.y + half, area.width, half), story, gradients=True)
        elif area.height >= px(ONE):
            self._curve(canvas, area, story, gradients=False)

    def _curve(self, canvas: Canvas, area: Rect, story: Story, *, gradients: bool) -> None:
        theme, px = canvas.theme, canvas.px
        values = story.gradients if gradients else story.weights
        finite = values[np.isfinite(values)]
        low, high = (float(finite.min()), float(finite.max())) if len(finite) else (-1.0, 1.0)
        name = "gradient ∂L/∂w" if gradients else "weight w"
        exponent = exponent_of(low, high)
        values = values / 10.0**exponent
        y = Linear.around(low / 10.0**exponent, high / 10.0**exponent)
        x, up = time_axis(int(story.steps[-1])), max(2, (area.height - px(TOP + BOTTOM)) // px(36))
        widest = max(canvas.text_width(text, Face.SMALL) for _, text in y.ticks(up))
        axes = Axes(canvas, area, x, y, left=max(LEFT, widest / canvas.scale + 8))
        across = min(max(2, axes.inner.width // px(64)), int(x.high))
        shown, named = name + power(exponent), axes.leaves_two("batch", across)
        labels = ("batch", shown) if named else ("", f"{shown}, by batch")
        axes.draw_frame(*labels, ticks=(across, up))
        color: Color = theme.series(2)[1] if gradients else theme.focus
        with canvas.clipped(axes.inner.inflate(px(6), px(6))):
            axes.curve(story.steps, values, color, 1)
            known, dot, fill = np.isfinite(values), px(3), canvas.surface.fill
            places = np.rint(axes.points(story.steps[known], values[known])).astype(int) - dot // 2
            apart = axes.inner.width >= DOTS * canvas.scale * len(places)
            for x, y in places.tolist() if apart else ():  # else the line alone says more
                fill(color, (x, y, dot, dot))
        self._axes.append((name, axes, story))

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact value of the kept moment nearest to the mouse."""
        for name, axes, story in self._axes:
            if axes.inner.inflate(4, 8).collidepoint(at):
                i = int(np.argmin(np.abs(story.steps - axes.data(at)[0])))
                values = story.weights if name.startswith("weight") else story.gradients
                when = f"batch {count(float(story.steps[i]))}, one of {len(story.steps)} kept moments"
                value = exact(float(values[i])) if np.isfinite(values[i]) else "none"
                return Hint((story.name, f"{name} = {value}", when))
        return None


def _folded(canvas: Canvas, formula: str, width: int) -> list[str]:
    """Return a formula in lines of a width, broken after a comma or before its figure, none of both apart.

    What is wider all the same is broken between words.
    """
    if canvas.text_width(formula, Face.MONO) <= width:
        return [formula]
    first, *others = formula.split(", ")
    head, equals, figure = formula.rpartition(" = ")
    lines = [first]
    for part in others:
        if canvas.text_width(f"{lines[-1]}, {part},", Face.MONO) <= width:
            lines[-1] += f", {part}"
        else:
            lines[-1] += ","
            lines.append(part)
    if not others and equals:
        lines = [head, f"  = {figure}"]
    fits = all(canvas.text_width(line, Face.MONO) <= width for line in lines)
    return lines if fits else canvas.lettering.wrap(formula, Face.MONO, width)
