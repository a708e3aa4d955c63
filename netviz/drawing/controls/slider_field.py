"""A slider whose number can also be typed."""

from __future__ import annotations

from functools import cached_property

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.controls.control import Answer
from netviz.drawing.controls.number_field import BOX, NumberField
from netviz.drawing.controls.slider import Slider

APART, TRACK = 6, 40  # design units between the track and the number, and of a track at the least


class SliderField(Slider):
    """A track and a box. A digit, Enter or a click on the box begins to type; else arrows move the knob."""

    @cached_property
    def _number(self) -> NumberField:
        return NumberField(self.label, self.value, self.span)

    def _joined(self) -> NumberField:
        """Return the box, with the value, the limits and the state of the whole."""
        box = self._number
        box.value, box.span, box.enabled = self.value, self.span, self.enabled
        return box

    def _kept(self, answer: Answer) -> Answer:
        """Take over what was typed in the box, if it is a new value."""
        if isinstance(answer, int | float):
            self.value = answer
        return answer

    @property
    def busy(self) -> bool:
        """Whether it is held, or something is being typed."""
        return self.held or self._number.busy

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
        return (bool(self.warning), self.held, *self._joined().state())

    def least(self, canvas: Canvas) -> int:
        """Return the width in which there is a track beside the box on which a knob can be moved."""
        return canvas.px(BOX + APART + TRACK)

    def paint(self, canvas: Canvas, part: Rect, *, focused: bool, hovered: bool) -> None:
        """Draw the track, and the box to its right."""
        self._joined().paint_box(canvas, part, focused=focused, hovered=hovered)
        track = Rect(part.x, part.y, self.box.x - canvas.px(APART) - part.x, part.height)
        least = part.width - canvas.px(BOX + APART)  # of the track, while the box is not wider
        if track.width >= min(canvas.px(TRACK), least):
            self.paint_track(canvas, track, focused=focused, hovered=hovered)

    def outline(self) -> Rect:
        """Return all of it, or the box while something is typed in it."""
        return self.box if self._number.busy else self.part

    def press(self, at: Point) -> Answer:
        """Press the track or the box, whichever is there; what was being typed gives way to the track."""
        if self.box.collidepoint(at):
            return self._joined().press(at)
        answer = super().press(at)
        if self.held and self._number.busy:
            self._number.key("escape")
        return answer

    def drag(self, at: Point) -> Answer:
        """Move the knob, if it is held."""
        return super().drag(at) if self.held else None

    def release(self) -> Answer:
        """Let go of the knob."""
        return super().release() if self.held else None

    def key(self, word: str) -> Answer:
        """Type, or move the knob."""
        if self._number.busy or word in ("enter", "backspace", "delete"):
            return self._kept(self._joined().key(word))
        return super().key(word)

    def write(self, text: str) -> Answer:
        """Type a sign of a number."""
        return self._joined().write(text)

    def leave(self) -> Answer:
        """Take what is typed, if it can be; else show again the number that is."""
        return self._kept(self._joined().leave())
