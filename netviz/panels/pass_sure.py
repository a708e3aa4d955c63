"""The line above the backward pass: how sure the network is of the image, on which its gradient depends.

The loss −ln p of a digit begins its way back with p − 1. Of an image that is read surely hardly anything is
left of that, so another one is offered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.lettering import Face
from netviz.drawing.numbers import count, exact, number
from netviz.drawing.widgets import Button, Hint
from netviz.panels.panel import Choices
from netviz.panels.words import longest

HEIGHT, ROOMY = 24, 380  # design units: of the line, and of a panel that has room for it
SURE = 0.01  # what is left to 1 where a network is sure
KEYS = "keys: 7, then ."


@dataclass(frozen=True)
class Sureness:
    """`digit` is the one whose loss it is, `missing` its 1 − p.

    `mistake` is the validation image that the network is surest of and wrong about, counted from 0, at batch
    `step`; -1 where there is none, None where the images have not been read yet.
    """

    digit: int
    missing: float
    mistake: int | None = None
    step: int = 0

    @property
    def sure(self) -> bool:
        """Whether hardly any gradient is left."""
        return self.missing < SURE

    def words(self) -> tuple[str, ...]:
        """Return what it comes to, with fewer and fewer words."""
        p = f"p({self.digit})"
        if self.sure:
            so = f"{p} = 1 − {number(self.missing)}"
            return (
                f"The network is already sure of this image, {so}: hardly any gradient is left.",
                f"Already sure of this image, {so}: hardly any gradient.",
                f"Already sure: {so}",
                so,
            )
        so = f"{p} = {number(1 - self.missing)}"
        return f"{so}: the way back begins with ∂L/∂logit = p − 1 = {number(-self.missing)}", so


class SureLine:
    """Draws the line, and takes the user to another image."""

    def __init__(self) -> None:
        self._button: tuple[Button, Sureness] | None = None
        self._said: tuple[Rect, Sureness] | None = None

    def forget(self) -> None:
        """There is nothing under the mouse."""
        self._button = self._said = None

    def draw(self, canvas: Canvas, area: Rect, data: Sureness) -> None:
        """Write the words, and behind them what can be looked at instead."""
        theme, px = canvas.theme, canvas.px
        self.forget()
        label = _offer(data)
        width = canvas.text_width(label, Face.TITLE) + px(16) if label else 0
        words = data.words()
        text = words[longest(canvas, words, Face.SMALL, area.width - width - px(8))]
        at = (area.x, area.centery)
        color = theme.text if data.sure else theme.secondary
        said = canvas.text(text, at, color, Face.SMALL, "midleft")
        self._said = (said, data)
        if label and said.right + px(8) + width <= area.right:
            button = Button(Rect(said.right + px(8), area.y, width, area.height), label, "", active=True)
            button.draw(canvas, hovered=False)
            self._button = (button, data)

    def hover(self, at: Point) -> Hint | None:
        """Return what the button does, or the figure exactly."""
        if self._button is not None and self._button[0].area.collidepoint(at):
            data = self._button[1]
            if data.mistake is None:
                return Hint(("the page of mistakes: 7",))
            why = f"surest of all that was read wrongly at batch {count(data.step)}"
            return Hint((f"choose validation {count(data.mistake + 1)}", why, KEYS))
        if self._said is not None and self._said[0].collidepoint(at):
            data = self._said[1]
            left = f"1 − p({data.digit}) = {exact(data.missing)}"
            return Hint((left, "loss = −ln p;  ∂L/∂logit = p − 1 for the digit itself, p for the others"))
        return None

    def press(self, at: Point, choices: Choices) -> Choices | None:
        """Choose the mistake, or open their page."""
        if self._button is None or not self._button[0].area.collidepoint(at):
            return None
        mistake = self._button[1].mistake
        if mistake is None:
            return replace(choices, go_to="mistakes")
        return choices.of_source("validation", mistake)


def _offer(data: Sureness) -> str:
    """Return the word on the button; none where there is nothing to offer."""
    if not data.sure or data.mistake == -1:
        return ""
    return "mistakes" if data.mistake is None else f"surest mistake: validation {count(data.mistake + 1)}"
