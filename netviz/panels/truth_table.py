"""Every sample with its target and the network's live answer; a click chooses the sample."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, fixed, number
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, Panel, View


@dataclass(frozen=True)
class Answers:
    """What the network says to each sample. `low` and `high` are the classes' targets."""

    inputs: NDArray[np.float64]  # (samples, features)
    classes: tuple[int, ...]
    outputs: NDArray[np.float64]  # (samples,)
    low: float
    threshold: float
    high: float
    formula: str  # how the output comes about


class TruthTable(Panel):
    """Inputs, target, output, and whether it is right."""

    def __init__(self, source: Callable[[Timeline], Answers]) -> None:
        self.title = "Truth table"
        self._source = source
        self._rows: list[Rect] = []

    def value(self, view: View) -> str:
        """Return how many samples are right."""
        answers = self._source(view.timeline)
        right = sum(self._right(answers, i) for i in range(len(answers.outputs)))
        return f"{right} of {len(answers.outputs)} right"

    @staticmethod
    def _right(answers: Answers, i: int) -> bool:
        return bool((answers.outputs[i] > answers.threshold) == (answers.classes[i] == 1))

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the head and a row per sample."""
        answers, px = self._source(view.timeline), canvas.px
        count = len(answers.outputs)
        height = min(max((area.height - px(18)) // count, px(18)), px(84))
        places = (12, 44, 82, 120) if area.width >= px(300) else (8, 30, 56, 82)
        if area.width < px(180):
            places = (8, 24, 42, 58)
        columns = [area.x + px(x) for x in places]
        rows = [Rect(area.x, area.y + px(18) + i * height, area.width, height - px(2)) for i in range(count)]
        self._rows = rows
        table = Rect(area.x, area.y, area.width, px(18) + count * height)
        chosen = view.choices.sample
        canvas.still(table, chosen, lambda: self._draw_ground(canvas, columns, answers, chosen))
        for i, row in enumerate(rows):
            self._draw_answer(canvas, row, columns[3], answers, i)

    def _draw_ground(self, canvas: Canvas, columns: list[int], answers: Answers, chosen: int) -> None:
        """Draw what training does not change: head, inputs, targets and which row is chosen."""
        theme, px = canvas.theme, canvas.px
        for x, head in zip(columns, ("x₁", "x₂", "y", "ŷ"), strict=True):
            canvas.text(head, (x, self._rows[0].y - px(18)), theme.faint, Face.SMALL)
        for i, row in enumerate(self._rows):
            if i == chosen:
                canvas.rect(row, theme.raised, radius=4)
                canvas.rect(Rect(row.x, row.y, px(3), row.height), theme.focus, radius=1)
            target = answers.high if answers.classes[i] else answers.low
            values = [exact(float(value), 6) for value in (*answers.inputs[i], target)]
            for x, value in zip(columns, values, strict=False):
                canvas.text(value, (x, row.centery), theme.text, Face.MONO, "midleft")

    def _draw_answer(self, canvas: Canvas, row: Rect, x: int, answers: Answers, i: int) -> None:
        theme, px = canvas.theme, canvas.px
        y = row.centery
        output = float(answers.outputs[i])
        written = canvas.text(fixed(output, 3).strip(), (x, y), theme.text, Face.MONO, "midleft")
        right = self._right(answers, i)
        verdict = "right" if right else "wrong"
        color = theme.secondary if right else theme.warning
        canvas.text(verdict, (row.right - px(8), y), color, Face.SMALL, "midright")
        bar = Rect(max(x + px(58), written.right + px(8)), y - px(4), 0, px(8))
        bar.width = row.right - px(20) - canvas.text_width("wrong", Face.SMALL) - bar.left
        if bar.width > px(24):
            self._draw_bar(canvas, bar, answers, output)

    @staticmethod
    def _draw_bar(canvas: Canvas, bar: Rect, answers: Answers, output: float) -> None:
        """Draw the output between the classes' targets, from the threshold out."""
        theme = canvas.theme
        canvas.rect(bar, theme.grid, radius=2)
        span = answers.high - answers.low
        middle = bar.left + round((answers.threshold - answers.low) / span * bar.width)
        share = min(max((output - answers.low) / span, 0.0), 1.0) if np.isfinite(output) else 0.5
        end = bar.left + round(share * bar.width)
        left, right = min(middle, end), max(middle, end)
        color = theme.positive if end > middle else theme.negative
        canvas.rect(Rect(left, bar.top, max(right - left, 1), bar.height), color, radius=1)
        canvas.rule((middle, bar.top - canvas.px(2)), (middle, bar.bottom + canvas.px(1)), theme.secondary)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the exact output of the row under the mouse."""
        answers = self._source(view.timeline)
        for i, row in enumerate(self._rows[: len(answers.outputs)]):
            if row.collidepoint(at):
                output = float(answers.outputs[i])
                inputs = ", ".join(exact(float(value), 6) for value in answers.inputs[i])
                target = answers.high if answers.classes[i] else answers.low
                return Hint(
                    (
                        f"x = ({inputs})",
                        f"ŷ = {exact(output)}",
                        f"ŷ − y = {exact(output - target)}",
                        f"class 1 where ŷ > {number(answers.threshold, 1)}",
                        answers.formula,
                    )
                )
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Choose the sample of the row under the mouse."""
        for i, row in enumerate(self._rows):
            if row.collidepoint(at):
                return replace(view.choices, sample=i)
        return None
