"""A place on a page where one of several panels stands, as the moment asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from netviz.drawing.canvas import Canvas, Point, Rect
from netviz.drawing.widgets import Hint
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, Panel, View


class Either(Panel):
    """Is the panel whose place among `panels` is `which(timeline)`; its title is in the value line."""

    def __init__(self, panels: Sequence[Panel], which: Callable[[Timeline], int]) -> None:
        self._panels, self._which = tuple(panels), which
        self._now = self._panels[0]
        self._control: int | None = None  # which has the keyboard

    def __repr__(self) -> str:
        return f"Either({', '.join(map(repr, self._panels))})"

    @property
    def panel(self) -> Panel:
        """The panel that stands here, as the last moment asked for."""
        return self._now

    @property
    def title(self) -> str:  # type: ignore[override]
        """Its title."""
        return self._now.title

    @property
    def turns(self) -> bool:  # type: ignore[override]
        """Whether it holds a camera."""
        return self._now.turns

    @property
    def plays(self) -> bool:  # type: ignore[override]
        """Whether it is motion to be seen."""
        return self._now.plays

    @property
    def prompt(self) -> bool:  # type: ignore[override]
        """Whether what is done by hand is seen here first."""
        return self._now.prompt

    @property
    def keeps_clicks(self) -> bool:  # type: ignore[override]
        """Whether a double click is two clicks."""
        return self._now.keeps_clicks

    @property
    def controls(self) -> int:  # type: ignore[override]
        """How many places Tab can stop at."""
        return self._now.controls

    @property
    def tells_notices(self) -> bool:  # type: ignore[override]
        """Whether it says why a wish was not obeyed."""
        return self._now.tells_notices

    @property
    def pressed_control(self) -> int | None:  # type: ignore[override]
        """Which control was pressed."""
        return self._now.pressed_control

    @property
    def lively(self) -> bool:
        """Whether it moves."""
        return self._now.lively

    def suit(self, view: View) -> None:
        """Have the panel stand here that the moment asks for; the keyboard stays here."""
        before, self._now = self._now, self._panels[self._which(view.timeline)]
        if self._now is not before:
            before.release(view)  # what the mouse held there is gone, and so is what would come of it
            if self._control is not None:
                before.focus(None)
                self._now.focus(min(self._control, self._now.controls - 1) if self._now.controls else None)
        self._now.suit(view)

    def draw(self, canvas: Canvas, area: Rect, view: View) -> None:
        """Draw the panel."""
        self._now.draw(canvas, area, view)

    def value(self, view: View) -> str:
        """Ask the panel."""
        return self._now.value(view)

    def values(self, view: View) -> tuple[str, ...]:
        """Return the same in more and in fewer words."""
        return self._now.values(view)

    def value_hint(self, view: View) -> Hint | None:
        """Ask the panel."""
        return self._now.value_hint(view)

    def hover(self, at: Point, view: View) -> Hint | None:
        """Ask the panel."""
        return self._now.hover(at, view)

    def passed(self, at: Point | None, view: View) -> Choices | None:
        """Tell the panel."""
        return self._now.passed(at, view)

    def press(self, at: Point, view: View) -> Choices | None:
        """Press the panel."""
        return self._now.press(at, view)

    def other_press(self, at: Point, view: View) -> Choices | None:
        """Press the panel."""
        return self._now.other_press(at, view)

    def wheel(self, at: Point, by: float, view: View) -> Choices | None:
        """Turn the wheel over the panel."""
        return self._now.wheel(at, by, view)

    def drag(self, at: Point, view: View) -> Choices | None:
        """Drag in the panel."""
        return self._now.drag(at, view)

    def release(self, view: View) -> Choices | None:
        """Let go in the panel."""
        return self._now.release(view)

    def key(self, word: str, view: View) -> Choices | None:
        """Ask the panel."""
        return self._now.key(word, view)

    def idle(self, control: int) -> bool:
        """Ask the panel."""
        return self._now.idle(control)

    def focus(self, control: int | None) -> None:
        """Give the panel the keyboard."""
        self._control = control
        self._now.focus(control)

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Type in the panel."""
        return self._now.typed(word, text, view)

    def stop(self) -> Point | None:
        """Ask the panel."""
        return self._now.stop()

    def tick(self, seconds: float, view: View) -> Choices | None:
        """Move the panel on."""
        return self._now.tick(seconds, view)

    def settle(self, view: View) -> None:
        """Have the panel finish."""
        self.suit(view)
        self._now.settle(view)

    def turn(self, across: float, up: float) -> None:
        """Turn the panel's camera."""
        self._now.turn(across, up)
