"""What a panel is: one view of one moment, which also answers where the mouse is."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline


@dataclass(frozen=True)
class Choices:
    """What the user has chosen to look at, of so many samples and parameters; the same for all panels."""

    samples: int = 1
    parameters: int = 2
    sample: int = 0
    log_loss: bool = True
    x_weight: int = 0
    y_weight: int = 1

    def next_sample(self, step: int) -> Choices:
        """Return choices with the sample `step` places on, round and round."""
        return replace(self, sample=(self.sample + step) % self.samples)

    def next_weight(self, *, across: bool) -> Choices:
        """Return choices with the next parameter on one axis of the surface, never the same on both."""
        x, y, count = self.x_weight, self.y_weight, self.parameters
        if across:
            x = (x + 1) % count
            return replace(self, x_weight=(x + (x == y)) % count)
        y = (y + 1) % count
        return replace(self, y_weight=(y + (x == y)) % count)


@dataclass(frozen=True)
class View:
    """Everything a panel may draw from: the run so far, and the user's choices."""

    timeline: Timeline
    choices: Choices = Choices()


class Panel:
    """One view. Subclasses draw; the rest has answers that fit a still picture."""

    title = ""
    turns = False  # whether it holds a camera that moves by itself

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.title!r})"

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw into `area`, the part of the panel below its title."""
        raise TypeError(f"{type(self).__name__} does not draw")

    def value(self, view: View) -> str:
        """Return the live value for the title line, or nothing."""
        return ""

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what lies under the mouse, by the geometry last drawn."""
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Return new choices where a click makes one."""
        return None

    def turn(self, across: float, up: float) -> None:
        """Turn the camera, in radians."""
