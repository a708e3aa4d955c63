"""The plates: what stands behind them, and what is on each: a panel, and its live value in the title line."""

from __future__ import annotations

from collections.abc import Callable

from netviz.backdrop import Backdrop
from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Hint, content_of
from netviz.looking import Looking
from netviz.panels.panel import Panel, View
from netviz.panels.words import longest


class Plates:
    """Draws panels in their places, and knows where the live values of the last frame are."""

    def __init__(self, looking: Looking) -> None:
        self._looking, self._backdrop = looking, Backdrop(looking)
        self._last_seen = False  # whether each panel of the last frame is seen until it is drawn anew
        self._values: list[tuple[Panel, Rect]] = []

    def __repr__(self) -> str:
        return f"Plates({[panel for panel, _ in self._values]})"

    def begin(self, canvas: Canvas) -> None:
        """Begin another frame."""
        self._values = []
        self._last_seen = self._backdrop.begin(canvas)

    def draw(
        self,
        canvas: Canvas,
        view: View,
        unwanted: Callable[[], bool],
        show: Callable[[], None] | None,
    ) -> bool:
        """Draw all panels, those first that are prompt, see `Stage.draw`; return whether all are drawn."""
        places, panels = self._looking.places, self._looking.page.panels
        first = [i for i in places if panels[i].prompt]
        later = [i for i in places if i not in first]
        for i in (*first, *later):
            if unwanted():
                return False
            if show and self._last_seen and first and i in later[:1]:
                show()
            self._backdrop.draw(canvas, places[i])
            self._values.append((panels[i], draw_on_plate(canvas, panels[i], places[i], view)))
        return True

    def clear_above(self, canvas: Canvas) -> None:
        """Have nothing but the window's colour above them."""
        self._backdrop.draw_above(canvas)

    def end(self, canvas: Canvas, *, covered: bool) -> None:
        """Take note that the frame is whole, and whether something covers the panels."""
        self._backdrop.end(canvas, covered=covered)

    def hint(self, at: Point, view: View) -> Hint | None:
        """Return what the live value under the mouse tells."""
        under = (panel for panel, box in self._values if box.collidepoint(at))
        return next((panel.value_hint(view) for panel in under), None)


def draw_on_plate(canvas: Canvas, panel: Panel, area: Rect, view: View) -> Rect:
    """Draw a panel, whose plate is `area`, and its live value in the words that fit; return where that is."""
    px, theme = canvas.px, canvas.theme
    with canvas.clipped(area.inflate(-px(4), -px(4))):
        panel.draw(canvas, content_of(canvas, area), view)
        values = panel.values(view)  # of what is drawn now: they may tell how much there is room for
        room = area.width - px(40) - canvas.text_width(panel.title, Face.TITLE)
        value = values[longest(canvas, values, Face.MONO, room)]
        value = canvas.lettering.fit(value, Face.MONO, max(room, 0))
        at = (area.right - px(12), area.y + px(9))
        return canvas.text(value, at, theme.secondary, Face.MONO, "topright")
