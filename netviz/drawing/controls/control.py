"""What every control is: a value with a name, drawn in a row, that answers the mouse and the keyboard."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum, auto

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.shapes import ring
from netviz.drawing.lettering import Face

HEIGHT = 24  # design units, also of the smallest thing to hit
OVER = 17  # design units of a label over what is worked
GAP = 10  # design units between the label and what is worked

Value = bool | int | float | str


class Taken(Enum):
    """Said by a control that has taken a key or a press, and has no new value yet."""

    TAKEN = auto()


TAKEN = Taken.TAKEN
Answer = Value | Taken | None
"""What a control says to a key or a press: a new value, `TAKEN`, or None where it has no use for it."""


class Control:
    """A row: its label to the left, what is worked to the right.

    Disabled, it takes nothing and says why in `reason`; `warning` is what speaks against its value.
    """

    value: Value
    labelled = True  # whether the label stands before it, rather than on it

    def __init__(self, label: str, help: str = "", *, enabled: bool = True, reason: str = "") -> None:
        self.label, self.help = label, help
        self.enabled, self.reason, self.warning = enabled, reason, ""
        self.area = Rect(0, 0, 0, 0)  # the row, as last drawn
        self.part = Rect(0, 0, 0, 0)  # what is worked

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.label!r}, {self.value!r})"

    # what a subclass is

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw what is worked."""
        raise TypeError(f"{type(self).__name__} does not draw")

    def outline(self) -> Rect:
        """Return what the ring of focus goes around, as last drawn."""
        return self.part

    def width(self, canvas: Canvas) -> int:
        """Return the pixels that it wants where it shares a row with others."""
        return canvas.px(96)

    def least(self, canvas: Canvas) -> int:
        """Return the pixels without which what is worked is cut."""
        return 0

    @property
    def busy(self) -> bool:
        """Whether a user is just dragging it or typing in it: its value is then not to be replaced."""
        return False

    @property
    def trouble(self) -> str:
        """Why what is typed cannot be taken."""
        return ""

    def state(self) -> Hashable:
        """Return all that its picture depends on, besides place, focus and mouse."""
        return (self.value, self.label, self.enabled, bool(self.warning))

    def exactly(self) -> str:
        """Return its value in full, for a hint."""
        return str(self.value)

    def point(self, at: Point | None) -> None:
        """Know where the mouse is, if it is over the row, before it is drawn."""

    def press(self, at: Point) -> Answer:
        """Take a press of the mouse somewhere in the row."""
        return TAKEN if self.enabled else None

    def drag(self, at: Point) -> Answer:
        """Take the place of the mouse, held since the press."""
        return None

    def release(self) -> Answer:
        """Let go of the mouse."""
        return None

    def key(self, word: str) -> Answer:
        """Take one of the keys enter, escape, backspace, delete, left, right, up, down, home and end."""
        return None

    def write(self, text: str) -> Answer:
        """Take what a key writes."""
        return None

    def leave(self) -> Answer:
        """Know that the keyboard goes elsewhere."""
        return None

    # what all share

    def draw(
        self, canvas: Canvas, area: Rect, *, focused: bool = False, hovered: bool = False,
        lead: int | None = None,
    ) -> None:  # fmt: skip
        """Draw the row into `area`, with `lead` pixels for the label, by default as many as it needs.

        In an area that is higher than a row, the label is over the control.
        """
        theme, px = canvas.theme, canvas.px
        if not self.labelled:
            lead = 0
        elif lead is None:
            lead = min(canvas.text_width(self.label) + px(GAP), area.width // 2)
        self.area = area
        over = area.height - px(HEIGHT) if lead and area.height >= px(HEIGHT) + px(OVER) else 0
        beside = 0 if over else lead
        self.part = part = Rect(area.x + beside, area.y + over, area.width - beside, area.height - over)
        if lead:
            color = (theme.text if focused else theme.secondary) if self.enabled else self.faint(canvas)
            warned = bool(self.warning) and self.enabled
            room = (beside or area.width) - px(22 if warned else 4)
            label, y = canvas.lettering.fit(self.label, Face.TEXT, room), area.y + over // 2
            at = (area.x, y if over else area.centery)
            box = canvas.text(label, at, color, Face.TEXT, "midleft")
            if warned:
                self._draw_warning(canvas, (box.right + px(10), box.centery))
        self.paint(canvas, part, focused=focused, hovered=hovered and self.enabled)
        if focused:
            color = theme.focus if self.enabled else theme.faint
            ring(canvas, self.outline(), theme.error if self.trouble else color)

    def _set(self, value: Value) -> Answer:
        """Take a value; return it if it is a new one."""
        if value == self.value:
            return TAKEN
        self.value = value
        return value

    @staticmethod
    def _draw_warning(canvas: Canvas, at: Point) -> None:
        """Draw a triangle behind the label: there is something to be read in the hint."""
        px, r, (x, y) = canvas.px, canvas.px(5), at
        canvas.polygon([(x - r, y + r - 1), (x, y - r), (x + r, y + r - 1)], canvas.theme.warning)
        bar = max(1, px(1))
        canvas.rect(Rect(x - bar // 2, y - px(2), bar, px(4)), canvas.theme.panel)

    @staticmethod
    def faint(canvas: Canvas) -> tuple[int, int, int]:
        """Return the colour of what cannot be used just now."""
        return canvas.theme.tint(canvas.theme.faint, 0.62)
