"""Panels of what takes many frames to compute: how they say so, what they show until there is a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count
from netviz.panels.panel import Choices, Panel, View


class Work(Protocol):
    """Something computed a little with every frame, for one panel or several."""

    @property
    def left(self) -> bool:
        """Whether anything is left to do for the newest snapshot that a panel has drawn."""

    def advance(self, view: View) -> None:
        """Do a little; asked again before the next frame is drawn, do nothing."""

    def complete(self, view: View) -> None:
        """Do all of it for the newest snapshot."""


@dataclass(frozen=True)
class Waiting:
    """There is no result yet: so many of `total` images are done; `why` says why there is none if all are."""

    done: int
    total: int
    why: str = ""


class Gradual(Panel):
    """A panel that wants frames while its work has anything left to do."""

    def __init__(self, title: str, work: Work) -> None:
        self.title = title
        self._work = work

    @property
    def lively(self) -> bool:
        """Whether work is left."""
        return self._work.left

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Do a little of the work."""
        self._work.advance(view)
        return None

    def settle(self, view: View) -> None:
        """Do all of the work."""
        self._work.complete(view)


def draw_waiting(canvas: Canvas, area: Rect, waiting: Waiting) -> None:
    """Write how far the first result is, over a bar; or why there is none."""
    theme, px = canvas.theme, canvas.px
    if waiting.why:
        for i, line in enumerate(canvas.lettering.wrap(waiting.why, Face.TEXT, area.width)):
            canvas.text(line, (area.x, area.y + i * canvas.line_height(Face.TEXT)), theme.secondary)
        return
    words = "reading the validation images"
    canvas.text(words, (area.centerx, area.centery - px(22)), theme.secondary, Face.TEXT, "midbottom")
    figures = f"{count(waiting.done)} of {count(waiting.total)}"
    canvas.text(figures, (area.centerx, area.centery - px(14)), theme.secondary, Face.TINY, "midtop")
    bar = Rect(0, 0, min(px(200), area.width - px(16)), px(4))
    bar.center = (area.centerx, area.centery + px(12))
    canvas.rect(bar, theme.grid, radius=2)
    bar.width = round(bar.width * waiting.done / max(waiting.total, 1))
    if bar.width:
        canvas.rect(bar, theme.focus, radius=2)
