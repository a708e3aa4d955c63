"""How far a form is scrolled, where not all of its rows have room."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import draw_scroll

NOTCH = 48  # design units that one notch of the wheel scrolls


class Scroll:
    """Shows of a sheet, `height` pixels high, what fits in `seen`, its place on the screen."""

    def __init__(self) -> None:
        self.seen, self.height = Rect(0, 0, 0, 0), 0
        self.top = 0  # the row of the sheet's pixels that is first in sight
        self._notch = NOTCH

    def __repr__(self) -> str:
        return f"Scroll(from {self.top}, {self.seen.height} of {self.height})"

    @property
    def furthest(self) -> int:
        """The greatest `top`; 0 where all has room."""
        return max(self.height - self.seen.height, 0)

    def fit(self, canvas: Canvas, seen: Rect, height: int) -> None:
        """Take another size, and stay in sight of the sheet."""
        self.seen, self.height, self._notch = seen, height, canvas.px(NOTCH)
        self.top = min(self.top, self.furthest)

    def reveal(self, row: Rect, near: int) -> None:
        """Bring a row of the sheet in sight, with `near` pixels of its neighbours."""
        most, least = row.y - near, row.bottom + near - self.seen.height
        self._go(most if most < least else min(max(self.top, least), most))

    def turn(self, notches: float) -> None:
        """Scroll by notches of the wheel."""
        self._go(self.top - round(notches * self._notch))

    def _go(self, top: int) -> None:
        self.top = min(max(top, 0), self.furthest)

    def on_sheet(self, at: Point) -> Point:
        """Return where on the sheet a place of the screen is."""
        return at[0] - self.seen.x, at[1] - self.seen.y + self.top

    def on_screen(self, area: Rect) -> Rect:
        """Return where on the screen a part of the sheet is, in sight or not."""
        return area.move(self.seen.x, self.seen.y - self.top)

    def draw(self, canvas: Canvas) -> None:
        """Draw, where not all fits, a bar beside it and a fading edge where it goes on."""
        draw_scroll(canvas, self.seen, self.top, self.height, edge=20, apart=1, least=24)
