"""The two rows over the graph of an update: how its phases go by, and which there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.widgets import Button, Hint
from netviz.panels.update_data import UpdateData
from netviz.panels.update_walk import Walk
from netviz.panels.words import longest

ROW, HEIGHT = 26, 60  # design units: one row, and both with the room below


class Controls:
    """Draws the rows and obeys a click on them."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._buttons: list[tuple[Button, Callable[[], None]]] = []

    def draw(self, canvas: Canvas, area: Rect, data: UpdateData) -> None:
        """Draw both rows into `area`."""
        px, walk, theme = canvas.px, self._walk, canvas.theme
        self._buttons = []
        x, wide, row = area.x, px(28), px(ROW)
        toggle = ("pause", "stop: p") if walk.playing else ("play", "let the phases go by: p")
        for sign, says, act in (
            ("restart", "the phase before: ,", partial(walk.step, -1)),
            (*toggle, walk.toggle),
            ("step", "the next phase: .", partial(walk.step, 1)),
            ("slower", f"slower: <  (now {walk.speed:g} phases a second)", partial(walk.faster, -1)),
            ("faster", f"faster: >  (now {walk.speed:g} phases a second)", partial(walk.faster, 1)),
        ):
            self._add(canvas, Button(Rect(x, area.y, wide, row), sign, says, sign == "pause"), act)
            x += wide
        phase = data.phases[walk.phase]
        place = f"{walk.phase + 1} of {len(data.phases)}"
        at = (area.right, area.y + row // 2)
        end = canvas.text(place, at, theme.faint, Face.TINY, "midright").left
        titles, room = (phase.title, phase.title.replace("hidden ", "")), end - x - px(20)
        title = canvas.lettering.fit(titles[longest(canvas, titles, Face.TITLE, room)], Face.TITLE, room)
        canvas.text(title, (x + px(12), area.y + row // 2), theme.text, Face.TITLE, "midleft")
        self._draw_phases(canvas, Rect(area.x, area.y + row + px(3), area.width, px(ROW - 2)), data)

    def _draw_phases(self, canvas: Canvas, area: Rect, data: UpdateData) -> None:
        """Draw a word for each phase: the whole one where all have room, else short signs."""
        px, theme = canvas.px, canvas.theme
        shorts = [phase.short for phase in data.phases]
        for words, face, beside in (
            ([phase.title for phase in data.phases], Face.TITLE, px(16)),
            (shorts, Face.TITLE, px(8)),
            (shorts, Face.SMALL, px(4)),
        ):
            if sum(canvas.text_width(word, face) + beside for word in words) <= area.width:
                break
        widths = [canvas.text_width(word, face) + min(beside, px(8)) for word in words]
        spare = max((area.width - sum(widths)) / len(words), 0.0)
        x = float(area.x)
        canvas.rule((area.x, area.bottom), (area.right - 1, area.bottom), theme.grid)
        for k, (word, width) in enumerate(zip(words, widths, strict=True)):
            box = Rect(round(x), area.y, round(width + spare), area.height)
            active = k == self._walk.phase
            says = f"{k + 1}  {data.phases[k].title}:  {data.phases[k].formula}"
            self._add(canvas, Button(box.inflate(-px(2), 0), word, says, active, face), partial(self._go, k))
            if active:
                line = Rect(box.x + px(4), box.bottom - px(2), box.width - px(8), px(2))
                canvas.rect(line, theme.focus)
            x += width + spare

    def _go(self, phase: int) -> None:
        self._walk.playing = False
        self._walk.go(phase)

    def _add(self, canvas: Canvas, button: Button, act: Callable[[], None]) -> None:
        button.draw(canvas, hovered=False)
        self._buttons.append((button, act))

    def hover(self, at: Point) -> Hint | None:
        """Return what the button under the mouse does."""
        return next((Hint((b.says,)) for b, _ in self._buttons if b.area.collidepoint(at)), None)

    def press(self, at: Point) -> bool:
        """Do what the button under the mouse does; return whether there is one."""
        for button, act in self._buttons:
            if button.area.collidepoint(at):
                act()
                return True
        return False
