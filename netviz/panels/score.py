"""How a challenge stands: the loss as the score, the best so far, and where it is solved."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import exact, number
from netviz.drawing.scales import Log
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Panel, View

LARGE, COLUMN = 200, 640  # design units of height from which rules are larger, and how wide they are then
LOW, HIGH = 1e-3, 10.0  # of the scale of losses


@dataclass(frozen=True)
class Score:
    """`loss` is None where there is no score; `best` infinite before the first; solved below `limit`."""

    on: bool
    loss: float | None
    best: float
    limit: float
    right: int
    corners: int
    solved: bool
    says: str


class ScoreLine(Panel):
    """The losses on a logarithmic line, and the rules in words."""

    def __init__(self, title: str, source: Callable[[Timeline], Score]) -> None:
        self.title = title
        self._source = source
        self._line = Rect(0, 0, 0, 0)

    def value(self, view: View) -> str:
        """Return whether it is on, or solved."""
        score = self._source(view.timeline)
        return "solved" if score.on and score.solved else "on" if score.on else "off"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the figures, the line below, and as much of the rules as fits; without a score, the rules.

        In little room the line is nearer to the figures, and at last without numbers: then these tell where
        it is solved.
        """
        score, px = self._source(view.timeline), canvas.px
        self._line, y = Rect(0, 0, 0, 0), area.y
        if score.loss is not None:
            roomy = area.height + px(2) >= px(56)
            at = area.x, y + px(10 if roomy else 7)
            y += px(32 if roomy else 22)
            told = y + px(24) <= area.bottom + px(2)
            lined = y + px(8) <= area.bottom + px(2)
            self._draw_figures(canvas, at, area.right, score, score.loss, limit=lined and not told)
            if lined:
                bar = Rect(area.x + px(14), y, area.width - px(28), px(8))
                self._draw_line(canvas, bar, score, told=told)
                y += px(30 if told else 14)
        large = area.height >= px(LARGE)
        alone = score.loss is None
        face = Face.HEADING if large and alone else Face.TEXT if large or alone else Face.SMALL
        line = canvas.line_height(face) + (px(4) if large else 0)
        room = max(area.bottom + px(2) - y, 0) // line
        wide = min(area.width, px(COLUMN)) if large else area.width
        for text in _fitting(canvas, score.says, face, wide, room):
            canvas.text(text, (area.x, y), canvas.theme.secondary, face)
            y += line

    @staticmethod
    def _draw_figures(
        canvas: Canvas, at: Point, right: int, score: Score, loss: float, *, limit: bool
    ) -> None:
        """Write the figures, as many as there is room for, and if asked after the loss its `limit`."""
        theme, px, (x, y) = canvas.theme, canvas.px, at
        strong = theme.focus if score.on and score.solved else theme.text
        best = number(score.best) if math.isfinite(score.best) else "–"
        corners = f"{score.right} of {score.corners}"
        told = [("loss", number(loss), strong if score.on else theme.secondary)]
        told += [("goal", f"< {exact(score.limit)}", theme.text)] * limit
        told += [("best by hand", best, theme.text), ("corners right", corners, theme.text)]

        def width(label: str, text: str) -> int:
            return canvas.text_width(label, Face.SMALL) + canvas.text_width(text, Face.MONO) + px(6)

        if x + sum(width(*one[:2]) for one in told) + px(18) * (len(told) - 1) > right:
            told[-2:] = [("best", best, theme.text), ("right", corners, theme.text)]
        for label, text, color in told:
            if x + width(label, text) > right:
                break
            box = canvas.text(label, (x, y), theme.faint, Face.SMALL, "midleft")
            box = canvas.text(text, (box.right + px(6), y), color, Face.MONO, "midleft")
            x = box.right + px(18)

    def _draw_line(self, canvas: Canvas, line: Rect, score: Score, *, told: bool) -> None:
        """Draw the scale, `told` in numbers, with the part that counts as solved, and both losses on it."""
        theme, px, scale = canvas.theme, canvas.px, Log(LOW, HIGH)
        self._line = line

        def place(loss: float) -> int:
            return line.x + round(min(max(scale.place(loss), 0.0), 1.0) * (line.width - 1))

        canvas.rect(line, theme.grid, radius=3)
        limit = place(score.limit)
        canvas.rect(
            Rect(line.x, line.y, limit - line.x, line.height), theme.tint(theme.focus, 0.35), radius=3
        )
        for value, text in scale.ticks(6) if told else ():
            x = place(value)
            canvas.rule((x, line.bottom), (x, line.bottom + px(3)), theme.hairline)
            canvas.text(text, (x, line.bottom + px(3)), theme.faint, Face.SMALL, "midtop")
        if math.isfinite(score.best):
            x = place(score.best)
            canvas.rect(Rect(x - px(1), line.y - px(4), px(3), line.height + px(8)), theme.focus, radius=1)
        if score.loss is not None and math.isfinite(score.loss):
            at = (place(score.loss), line.centery)
            canvas.circle(at, px(8), theme.panel)
            canvas.circle(at, px(6), theme.text if score.on else theme.secondary)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return the losses exactly."""
        score = self._source(view.timeline)
        if not self._line.inflate(12, 20).collidepoint(at) or score.loss is None:
            return None
        best = [f"best by hand = {exact(score.best)}"] if math.isfinite(score.best) else []
        return Hint((f"loss = {exact(score.loss)}", *best, f"solved below {exact(score.limit)}"))


def _fitting(canvas: Canvas, text: str, face: Face, width: int, most: int) -> list[str]:
    """Return as many whole sentences as fit into `most` lines: the last ones, which say when it is solved."""
    sentences = re.split(r"(?<=[.?:]) ", text)
    for first in range(len(sentences)):
        left = " ".join(sentences[first:])
        lines = canvas.lettering.wrap(left[:1].upper() + left[1:], face, width)
        if len(lines) <= most:
            return lines
    return []
