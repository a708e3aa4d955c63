"""A slider whose number can also be typed."""

from __future__ import annotations

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import Answer, Control
from netviz.drawing.controls.number_field import BOX, NumberField
from netviz.drawing.controls.slider import Slider
from netviz.drawing.controls.span import Span

APART = 6  # design units between the track and the number


class SliderField(Control):
    """A track and a box. A digit, Enter or a click on the box begins to type; else arrows move the knob."""

    value: float

    def __init__(
        self,
        label: str,
        value: float,
        span: Span,
        help: str = "",
        *,
        enabled: bool = True,
        reason: str = "",
    ) -> None:
        super().__init__(label, help, enabled=enabled, reason=reason)
        self.value, self.span = value, span
        self._slider, self._number = Slider(label, value, span), NumberField(label, value, span)
        self._joined()

    def _joined(self) -> None:
        """Let both parts have the value, the limits and the state of the whole."""
        for part in (self._slider, self._number):
            part.value, part.span, part.enabled = self.value, self.span, self.enabled

    def _kept(self, answer: Answer) -> Answer:
        if isinstance(answer, int | float):
            self.value = answer
        return answer

    def exactly(self) -> str:
        """Return the value in full, and the limits."""
        self._joined()
        return self._slider.exactly()

    @property
    def busy(self) -> bool:
        """Whether it is held, or something is being typed."""
        return self._slider.busy or self._number.busy

    @property
    def trouble(self) -> str:
        """Why what was typed could not be taken."""
        return self._number.trouble

    @property
    def box(self) -> Rect:
        """Where the number stands."""
        return self._number.box

    def state(self) -> tuple[object, ...]:
        """Return also what is being typed, and whether it is held."""
        self._joined()
        return (bool(self.warning), self._slider.busy, *self._number.state())

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the track, and the box to its right."""
        self._joined()
        self._number.paint_box(canvas, part, focused=focused, hovered=hovered)
        track = Rect(part.x, part.y, self._number.box.x - canvas.px(APART) - part.x, part.height)
        least = part.width - canvas.px(BOX + APART)  # of the track, while the box is not wider
        if track.width >= min(canvas.px(40), least):
            self._slider.paint_track(canvas, track, focused=focused, hovered=hovered)

    def outline(self) -> Rect:
        """Return all of it, or the box while something is typed in it."""
        return self._number.box if self._number.busy else self.part

    def press(self, at: Point) -> Answer:
        """Press the track or the box, whichever is there; what was being typed gives way to the track."""
        self._joined()
        if self._number.box.collidepoint(at):
            return self._number.press(at)
        answer = self._slider.press(at)
        if self._slider.busy and self._number.busy:
            self._number.key("escape")
        return self._kept(answer)

    def drag(self, at: Point) -> Answer:
        """Move the knob, if it is held."""
        return self._kept(self._slider.drag(at)) if self._slider.busy else None

    def release(self) -> Answer:
        """Let go of the knob."""
        return self._slider.release() if self._slider.busy else None

    def key(self, word: str) -> Answer:
        """Type, or move the knob."""
        self._joined()
        typing = self._number.busy or word in ("enter", "backspace", "delete")
        return self._kept(self._number.key(word) if typing else self._slider.key(word))

    def write(self, text: str) -> Answer:
        """Type a sign of a number."""
        self._joined()
        return self._number.write(text)

    def leave(self) -> Answer:
        """Take what is typed, if it can be; else show again the number that is."""
        self._joined()
        return self._kept(self._number.leave())
