"""What a panel is: one view of one moment, which also answers where the mouse is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Wish


@dataclass(frozen=True, eq=False)
class Drawing:
    """A picture that a user drew: `pixels` (side, side), 0 paper … 1 ink, read-only."""

    pixels: NDArray[np.float64]


@dataclass(frozen=True)
class Choices:
    """What the user has chosen to look at; the same for all panels. A lab uses those fields that it has.

    `samples` and `parameters` are how many there are to choose from. A panel may set `go_to` to the name of
    a page, which the stage then shows, and add wishes to `asks`, which the stage passes on to the lab.
    """

    samples: int = 1
    parameters: int = 2
    sample: int = 0
    log_loss: bool = True
    x_weight: int = 0
    y_weight: int = 1
    source: str = ""  # the set that the chosen sample is from, where a lab has several
    sources: tuple[tuple[str, int], ...] = ()  # those sets, with the number of their samples
    drawn: Drawing | None = None
    layer: int = 0
    filter: int = 0
    channel: int = 0
    backward: bool = False
    cell: tuple[int, int] | None = None  # of the confusion matrix: true class, predicted class
    probe: tuple[float, float] | None = None  # the input that is looked at just now, (x₁, x₂)
    pins: tuple[tuple[float, float], ...] = ()  # inputs to be compared, two at most
    adds: float = 1.0  # class, or value, of a point that a click adds
    pinning: bool = False  # whether a click pins an input instead
    walk: float = 0.5  # how far on the way from one pin to the other, 0 … 1
    neuron: tuple[int, int] = (0, 0)  # layer, the first with weights is 0, and neuron in it; see `neuron_in`
    bands: bool = False  # whether the answer over the plane is shown in steps
    neuron_lines: bool = True
    residuals: bool = True
    space: int | None = None  # the layer whose space is shown, from 0; None: the last hidden one
    fold: str = ""  # how that space is shown
    go_to: str = ""
    asks: tuple[Wish, ...] = ()

    def asking(self, *wishes: Wish) -> Choices:
        """Return choices that ask the lab for something more."""
        return replace(self, asks=(*self.asks, *wishes))

    def pinned(self, place: tuple[float, float]) -> Choices:
        """Return choices with one more pin; a third takes the place of the nearer of two."""
        if len(self.pins) < 2:
            return replace(self, pins=(*self.pins, place))
        first, second = self.pins
        return replace(self, pins=(place, second) if _nearer(place, first, second) else (first, place))

    def neuron_in(self, counts: Sequence[int]) -> tuple[int, int]:
        """Return the chosen neuron of layers with so many, the nearest there is if the shape has changed."""
        layer = min(max(self.neuron[0], 0), len(counts) - 1)
        return layer, min(max(self.neuron[1], 0), counts[layer] - 1)

    def next_neuron(self, counts: Sequence[int], step: int) -> Choices:
        """Return choices with another neuron, `step` places on through all layers, the ends not passed."""
        layer, neuron = self.neuron_in(counts)
        at = min(max(sum(counts[:layer]) + neuron + step, 0), sum(counts) - 1)
        layer = next(k for k in range(len(counts)) if at < sum(counts[: k + 1]))
        return replace(self, neuron=(layer, at - sum(counts[:layer])))

    def next_sample(self, step: int) -> Choices:
        """Return choices with the sample `step` places on, round and round."""
        return replace(self, sample=(self.sample + step) % self.samples)

    def next_source(self) -> Choices:
        """Return choices with the first sample of the next set that has any."""
        names = [name for name, count in self.sources if count]
        if not names:
            return self
        at = names.index(self.source) + 1 if self.source in names else 0
        return self.of_source(names[at % len(names)])

    def of_source(self, name: str, sample: int = 0) -> Choices:
        """Return choices with a sample of the set `name`."""
        return replace(self, source=name, sample=sample, samples=dict(self.sources)[name])

    def next_weight(self, *, across: bool) -> Choices:
        """Return choices with the next parameter on one axis of the surface, never the same on both."""
        x, y, count = self.x_weight, self.y_weight, self.parameters
        if across:
            x = (x + 1) % count
            return replace(self, x_weight=(x + (x == y)) % count)
        y = (y + 1) % count
        return replace(self, y_weight=(y + (x == y)) % count)


def _nearer(place: tuple[float, float], first: tuple[float, float], second: tuple[float, float]) -> bool:
    return math.dist(place, first) <= math.dist(place, second)


@dataclass(frozen=True)
class View:
    """Everything a panel may draw from: the run so far, and the user's choices."""

    timeline: Timeline
    choices: Choices = Choices()


class Panel:
    """One view. Subclasses draw; the rest has answers that fit a still picture."""

    title = ""
    turns = False  # whether it holds a camera that moves by itself
    plays = False  # whether it is motion to be seen when it is lively, rather than work to be done
    tells_notices = False  # whether it says why what was asked of the lab was not done
    prompt = False  # whether what is done by hand is seen here first, then in the other panels
    keeps_clicks = False  # whether a double click on what it takes is two, and does not enlarge it
    controls = 0  # how many places Tab can stop at inside, besides the panel itself
    pressed_control: int | None = None  # the control that the last press was on, which then has the keyboard

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.title!r})"

    @property
    def lively(self) -> bool:
        """Whether it moves by itself just now, so that `tick` and new frames are wanted."""
        return False

    def suit(self, view: View) -> None:
        """Become what this moment asks for, before its title is read and it is drawn."""

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw into `area`, the part of the panel below its title."""
        raise TypeError(f"{type(self).__name__} does not draw")

    def value(self, view: View) -> str:
        """Return the live value for the title line, or nothing."""
        return ""

    def values(self, view: View) -> tuple[str, ...]:
        """Return the live value in more and in fewer words: the title line shows the first that fits."""
        return (self.value(view),)

    def value_hint(self, view: View) -> Hint | None:
        """Return what the live value in the title line tells under the mouse: all its words, or exactly."""
        value = self.value(view)
        return Hint((value,)) if value else None

    def hover(self, at: Point, view: View) -> Hint | None:
        """Return what lies under the mouse, by the geometry last drawn."""
        return None

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Return new choices where the mouse, now over `at` or no longer over the panel, makes some."""
        return None

    def press(self, at: Point, view: View) -> Choices | None:
        """Return choices, new or the same, where a click means something; `drag` and `release` follow."""
        return None

    def drag(self, at: Point, view: View) -> Choices | None:
        """Return new choices where the mouse, held since a press that meant something, makes some."""
        return None

    def release(self, view: View) -> Choices | None:
        """Let go of the mouse; return new choices if that makes some."""
        return None

    def key(self, word: str, view: View) -> Choices | None:
        """Obey one of `WORDS`; return choices, new or the same, where it means something here."""
        return None

    def other_press(self, at: Point, view: View) -> Choices | None:
        """Return choices where a click with the other mouse button means something."""
        return None

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Return choices where turning the wheel over `at` means something."""
        return None

    def idle(self, control: int) -> bool:
        """Return whether one of its `controls` does nothing just now, so that Tab passes it over."""
        return False

    def focus(self, control: int | None) -> None:
        """Give the keyboard to one of its `controls`, or to none."""

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Take a key while one of its controls has the keyboard: a word of `KEYS`, or what it writes.

        None where the control has no use for it: the key then means what it means elsewhere. The word `come`
        is the first, `leave` comes before the keyboard goes elsewhere, `take` has what is typed taken.
        """
        return None

    def stop(self) -> Point | None:
        """Return where on the screen the control with the keyboard is: `hover` there is what it tells."""
        return None

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Move on by so much time, while `lively`; return new choices if that makes some."""
        return None

    def settle(self, view: View) -> None:
        """Finish what is spread over many frames, for a picture that nobody waits for."""

    def turn(self, across: float, up: float) -> None:
        """Turn the camera, in radians."""


WORDS = (
    "play", "step", "back", "faster", "slower", "left", "right", "up", "down",
    "next sample", "previous sample", "layer", "filter", "filter back", "channel", "backward", "numbers",
    "pen", "clear", "pin",
)  # fmt: skip
"""What keys may ask of the panels of a page: the first that answers has it."""

KEYS = ("enter", "escape", "backspace", "delete", "left", "right", "up", "down", "home", "end", "write")
"""Keys that a control may have a use for; with `write` comes the text."""

ARROWS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
"""How far right and how far down an arrow key leads on the screen."""
