"""A button: it does something when it is pressed and let go."""

from __future__ import annotations

from collections.abc import Hashable

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import TAKEN, Answer, Control
from netviz.drawing.controls.shapes import edge_of, plate
from netviz.drawing.lettering import Face


class Button(Control):
    """Its new value is True each time it is pressed; the mouse may still leave it before it lets go."""

    value = False
    labelled = False

    def __init__(self, label: str, help: str = "", *, enabled: bool = True, reason: str = "") -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        self._held = self._over = False

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw a plate with the label on it."""
        theme = canvas.theme
        down = self._held and self._over
        fill = theme.tint(theme.text, 0.22 if down else 0.13 if hovered else 0.07)
        plate(canvas, part, fill if self.enabled else None, edge_of(theme, hovered=hovered and self.enabled))
        label = canvas.lettering.fit(self.label, Face.TEXT, part.width - canvas.px(8))
        color = theme.text if self.enabled else self.faint(canvas)
        canvas.text(label, (part.centerx, part.centery + down), color, Face.TEXT, "center")

    def width(self, canvas: Canvas) -> int:
        """Return the room for its label."""
        return canvas.text_width(self.label) + canvas.px(24)

    @property
    def busy(self) -> bool:
        """Whether it is held."""
        return self._held

    def state(self) -> Hashable:
        """Return also whether it is held down."""
        return (*super().state(), self._held and self._over)  # type: ignore[misc]

    def exactly(self) -> str:
        """Return nothing: it has no value to tell."""
        return ""

    def press(self, at: Point) -> Answer:
        """Hold it down."""
        if not self.enabled:
            return None
        self._held = self._over = True
        return TAKEN

    def drag(self, at: Point) -> Answer:
        """Note whether the mouse is still over it."""
        self._over = self.part.collidepoint(at)
        return TAKEN

    def release(self) -> Answer:
        """Do it, if the mouse is still over it."""
        done = self._held and self._over
        self._held = self._over = False
        return True if done else None

    def key(self, word: str) -> Answer:
        """Do it by Enter."""
        return True if word == "enter" and self.enabled else None
