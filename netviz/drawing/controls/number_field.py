"""A number that is typed: Enter takes it, Escape gives it up; what cannot be taken can be mended, or left."""

from __future__ import annotations

import math

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import TAKEN, Answer, Control
from netviz.drawing.controls.draft import Draft
from netviz.drawing.controls.shapes import edge_of, plate
from netviz.drawing.controls.span import Span
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import within

BOX = 64  # design units, at rest, unless a field has another `room`
THROUGH = frozenset("qQnrR")  # letters that close the window, or train with the number as it is typed
EDGE = 6  # design units between the box's edges and the number: seven characters have room


class NumberField(Control):
    """Typing begins at once with a digit or a point, and with the old number by Enter or a click.

    So it does with a sign, where a number can be negative.

    The old number is then as exact as the box has room for; left as it is, it changes nothing.
    Before it begins, up and down move the number a step, and letters are left to others; then only a few are.
    """

    value: float
    room = BOX

    def __init__(
        self,
        label: str,
        value: float,
        span: Span | None = None,
        help: str = "",
        *,
        enabled: bool = True,
        reason: str = "",
    ) -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        self.value, self.span = value, span or Span()
        self.draft: Draft | None = None
        self._trouble = ""
        self.box = Rect(0, 0, 0, 0)  # where the number stands
        self._text_at, self._digit = 0, 1  # where its line begins, and how wide a character is
        self._most = 0  # characters that the box has room for at its widest; 0 before it is drawn
        self._opened = ""  # the old number, as it was when typing began with it

    def exactly(self) -> str:
        """Return the value in full, and the limits."""
        limits = self.span.limits()
        return self.span.full(self.value) + (f"   ({limits})" if limits else "")

    @property
    def busy(self) -> bool:
        """Whether something is being typed."""
        return self.draft is not None

    @property
    def trouble(self) -> str:
        """Why what was typed could not be taken."""
        return self._trouble

    def state(self) -> tuple[object, ...]:
        """Return also what is being typed."""
        warns = bool(self.warning)
        return (self.value, self.label, self.enabled, warns, self.draft, self._trouble, self.span)

    # drawing

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the box with the number."""
        self.paint_box(canvas, part, focused=focused, hovered=hovered)

    def paint_box(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the number in a box at the right of `part`, wider where a long one is typed.

        One that is not typed is shown with as many digits as the box has room for.
        """
        theme, px = canvas.theme, canvas.px
        draft, margin = self.draft, px(EDGE)
        self._digit = max(canvas.text_width("0", Face.MONO), 1)
        self._most = max((part.width - 2 * margin) // self._digit, 1)
        free = (min(px(self.room), part.width) - 2 * margin) // self._digit
        text = draft.text if draft else self.span.text(self.value, max(free, 1))
        wide = canvas.text_width(text, Face.MONO)
        width = min(max(px(self.room), wide + 2 * margin + (px(2) if draft else 0)), part.width)
        self.box = box = Rect(part.right - width, part.y, width, part.height)
        edge = theme.error if self._trouble else theme.focus if draft else edge_of(theme, hovered=hovered)
        plate(canvas, box, theme.raised if self.enabled else None, edge)
        room = box.width - 2 * margin
        over = most = max(wide - room, 0)
        if draft and over:  # from its beginning, unless the caret is beyond: it is seen where it is
            over = 0 if draft.marked else min(max(draft.caret * self._digit - room, 0), over)
            self._text_at = box.x + margin - over
        else:
            self._text_at = box.right - margin - wide
        color = theme.error if self._trouble else theme.text if self.enabled else self.faint(canvas)
        with canvas.clipped(box.inflate(-2 * margin + px(2), 0)):
            if draft and draft.marked and text:
                marked = Rect(self._text_at - px(1), box.y + px(4), wide + px(2), box.height - px(8))
                canvas.rect(marked, theme.tint(theme.focus, 0.35), radius=2)
            canvas.text(text, (self._text_at, box.centery), color, Face.MONO, "midleft")
            if draft and not draft.marked:
                x = self._text_at + draft.caret * self._digit
                canvas.rect(Rect(x, box.y + px(5), max(1, px(1.5)), box.height - px(10)), theme.focus)
        if draft and over > 0:
            _more(canvas, (box.x, box.centery), 1)
        if draft and over < most:
            _more(canvas, (box.right, box.centery), -1)

    def outline(self) -> Rect:
        """Return the box."""
        return self.box

    # answers

    def press(self, at: Point) -> Answer:
        """Begin to type, or put the caret where the mouse is; mark first what could not be taken."""
        if not self.enabled:
            return None
        if self.box.collidepoint(at):
            if self.draft is None:
                self._begin()
            elif self._trouble and not self.draft.marked:
                self.draft = Draft.of(self.draft.text)  # to be typed anew, or with a click more to be mended
            else:
                self.draft = self.draft.at(round((at[0] - self._text_at) / self._digit))
        return TAKEN

    def key(self, word: str) -> Answer:
        """Take what is typed, give it up, or mend it."""
        if not self.enabled:
            return None
        match word:
            case "enter":
                return self._begin() if self.draft is None else self._take()
            case "escape" if self.draft is not None:
                self.draft, self._trouble = None, ""
                return TAKEN
            case "up" | "down":
                return self._step(1 if word == "up" else -1)
            case "backspace" | "delete" if self.draft is None:
                self._begin()
        if self.draft is None:
            return None
        changed = self.draft.pressed(word)
        if changed is None:
            return None
        self.draft, self._trouble = changed, ""
        return TAKEN

    def write(self, text: str) -> Answer:
        """Type a sign of a number."""
        if not self.enabled:
            return None
        draft = self.draft or Draft.of("")
        if self.span.low >= 0 and draft.would_sign(text):
            return None  # a key that does something elsewhere
        changed = draft.written(text)
        if changed is None:
            return self._refuse(text)
        if self.draft is None or self.draft.marked or not self.draft.text:
            self._opened = ""  # it is typed anew
        self.draft, self._trouble = changed, ""
        return TAKEN

    def _refuse(self, text: str) -> Answer:
        """Keep a letter, while a number is typed, from doing what it does elsewhere."""
        if self.draft is None or not (text.isascii() and text.isalpha()) or text in THROUGH:
            return None
        self._trouble = f"a number cannot have {text} here"
        return TAKEN

    def leave(self) -> Answer:
        """Take what is typed, if it can be; else show again the number that is."""
        if self.draft is None:
            return None
        answer = self._take()
        self.draft, self._trouble = None, ""
        return answer

    def _begin(self) -> Answer:
        text = self.span.full(self.value)
        if self._most and len(text) > self._most:
            text = within(self.value, self._most, self._most)
        self.draft, self._opened, self._trouble = Draft.of(text), text, ""
        return TAKEN

    def _take(self) -> Answer:
        assert self.draft is not None
        if self.draft.text == self._opened != "" and math.isfinite(self.value):
            self.draft, self._trouble = None, ""
            return TAKEN
        try:
            value = self.span.read(self.draft.text)
        except ValueError as error:
            self._trouble = str(error)
            self.draft = self.draft.at(self.draft.caret)
            return TAKEN
        self.draft, self._trouble = None, ""
        if value == self.value:
            return TAKEN
        self.value = value
        return value

    def _step(self, by: int) -> Answer:
        if self.draft is not None:
            return TAKEN
        value = self.span.moved(self.value, by)
        if value == self.value:
            return TAKEN
        self.value = value
        return value


def _more(canvas: Canvas, edge: Point, way: int) -> None:
    """Point out of a box over one of its edges, `way` being inwards: the line goes on there."""
    px, (x, y) = canvas.px, edge
    tip, base = x + way * px(2), x + way * px(6)
    canvas.polygon([(tip, y), (base, y - px(4)), (base, y + px(4))], canvas.theme.focus)
