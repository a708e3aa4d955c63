"""What lies over the panels for a while, a hint or a message; what it hides can be seen again."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.quick import quick_copy


class Overlay:
    """Sheets over a frame, each with a copy of what is under it."""

    def __init__(self) -> None:
        self._sheets: list[tuple[Rect, Callable[[], None]]] = []
        self._hidden: list[pygame.Surface] = []  # what is under each; nothing while they are lifted

    def __repr__(self) -> str:
        return f"Overlay({[tuple(box) for box, _ in self._sheets]})"

    def lift(self, canvas: Canvas) -> None:
        """Have what is under it seen again, before another frame is drawn."""
        for (box, _), hidden in zip(self._sheets[::-1], self._hidden[::-1], strict=False):
            canvas.surface.blit(hidden, box)
        self._hidden = []

    def set(self, canvas: Canvas, sheets: list[tuple[Rect, Callable[[], None]]]) -> None:
        """Lay these over the frame: where each is, and what draws it."""
        self._sheets = sheets
        self._lay(canvas)

    def left_there(self, canvas: Canvas, show: Callable[[], None]) -> Callable[[], None]:
        """Return `show` with what lay over the last frame: meanwhile it lies over this one, begun since."""

        def show_under() -> None:
            self._lay(canvas)
            show()
            self.lift(canvas)

        return show_under

    def _lay(self, canvas: Canvas) -> None:
        for box, draw in self._sheets:
            self._hidden.append(quick_copy(canvas.surface, box))
            draw()
