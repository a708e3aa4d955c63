"""On or off: a switch in a row of its own, or a chip among others."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import Answer, Control
from netviz.drawing.controls.shapes import disc, edge_of, plate
from netviz.drawing.lettering import Face


class Toggle(Control):
    """A switch. Enter turns it over; left and home turn it off, right and end on."""

    value: bool

    def __init__(
        self, label: str, value: bool = False, help: str = "", *, enabled: bool = True, reason: str = ""
    ) -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        self.value = value
        self._outline = Rect(0, 0, 0, 0)

    def outline(self) -> Rect:
        """Return the switch and its word."""
        return self._outline

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the switch, its knob to the right where it is on, and the word."""
        theme, px = canvas.theme, canvas.px
        box = Rect(0, 0, px(32), px(18))
        box.midleft = (part.x + px(4), part.centery)
        knob = (box.right - px(9) if self.value else box.x + px(9), box.centery)
        if not self.enabled:
            faint = self.faint(canvas)
            plate(canvas, box, None, faint, radius=9, width=1)
            disc(canvas, knob, 4, faint, faint)
            word = faint
        elif self.value:
            plate(canvas, box, theme.focus, radius=9)
            disc(canvas, knob, 6, theme.panel, theme.panel)
            word = theme.text
        else:
            plate(canvas, box, None, theme.text if hovered else theme.secondary, radius=9, width=1.5)
            disc(canvas, knob, 4, theme.text if hovered else theme.secondary, theme.secondary, width=1)
            word = theme.secondary
        said = "on" if self.value else "off"
        canvas.text(said, (box.right + px(8), part.centery), word, Face.TEXT, "midleft")
        width = box.right - part.x + px(14) + canvas.text_width("off")
        self._outline = Rect(part.x, part.y, min(width, part.width), part.height)

    def exactly(self) -> str:
        """Return on or off."""
        return "on" if self.value else "off"

    def press(self, at: Point) -> Answer:
        """Turn it over."""
        return self._set(not self.value) if self.enabled else None

    def key(self, word: str) -> Answer:
        """Turn it over, off or on."""
        if not self.enabled:
            return None
        match word:
            case "enter":
                return self._set(not self.value)
            case "left" | "down" | "home":
                return self._set(False)
            case "right" | "up" | "end":
                return self._set(True)
        return None


class Chip(Toggle):
    """The same as a small plate with the label on it, for many of a kind side by side."""

    labelled = False

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the plate, raised and underlined where it is on."""
        theme, px = canvas.theme, canvas.px
        fill = theme.tint(theme.text, 0.13) if self.value else theme.raised if hovered else None
        plate(canvas, part, fill, edge_of(theme, hovered=hovered))
        color = theme.text if self.value else theme.secondary
        if not self.enabled:  # what is on is read on its raised ground, also where it must stay on
            color = theme.secondary if self.value else self.faint(canvas)
        if self.value:
            under = Rect(part.x + px(7), part.bottom - px(3), part.width - px(14), max(2, px(2)))
            canvas.rect(under, theme.focus if self.enabled else self.faint(canvas))
        label = canvas.lettering.fit(self.label, Face.TEXT, part.width - px(4))
        self._outline = part
        canvas.text(label, part.center, color, Face.TEXT, "center")

    def width(self, canvas: Canvas) -> int:
        """Return the room for its label."""
        return max(canvas.text_width(self.label) + canvas.px(18), canvas.px(36))
