"""The mouse over the panels: where it is, what it holds, and what panels make of its presses."""

from __future__ import annotations

import math

from netviz.actions import Action
from netviz.drawing.canvas import Point
from netviz.drawing.widgets import Hint
from netviz.looking import Looking
from netviz.panels.panel import Panel
from netviz.turning import Turning

SHAKES = 4  # pixels that a hand moves the mouse without meaning to


class Pointer:
    """The mouse. `at` is None while it is outside the window."""

    def __init__(self, looking: Looking, turning: Turning) -> None:
        self._looking, self._turning = looking, turning
        self.at: Point | None = None
        self._held: Panel | None = None  # the panel being turned or dragged in
        self._dragging = False  # whether it takes the mouse's places, rather than turns
        self._under: Panel | None = None  # the panel that was under the mouse in the last frame
        self._worked = False  # whether the last press was for a control
        self._hushed: Point | None = None  # where the mouse was when something was worked

    @property
    def holds(self) -> bool:
        """Whether a button is held down on something that can be turned or dragged."""
        return self._held is not None

    @property
    def steadies(self) -> bool:
        """Whether 3-D views keep still because of it: one is held, or lies under it, to be read."""
        under = self._looking.panel_at(self.at)
        return self.holds or (under is not None and under.turns)

    def hush(self) -> None:
        """Have nothing told where the mouse is until it moves on: it would cover what is being worked."""
        self._hushed = self.at

    @property
    def hushed(self) -> bool:
        """Whether the mouse is where it was when something was worked, but for a shaking hand."""
        return self._hushed is not None

    def hint(self) -> Hint | None:
        """Return what the panel under the mouse tells."""
        panel, view = self._looking.panel_at(self.at), self._looking.view
        return None if panel is None or self.at is None or view is None else panel.hover(self.at, view)

    def pass_over(self, *, covered: bool) -> None:
        """Tell the panel under the mouse where it is, and the one it has left that it is gone.

        Where the panels are `covered`, none is under it.
        """
        looking = self._looking
        if self._hushed and (self.at is None or math.dist(self.at, self._hushed) > SHAKES):
            self._hushed = None
        under = None if covered else looking.panel_at(self.at)
        if self._under is not None and self._under is not under and looking.now is not None:
            looking.choose(self._under.passed(None, looking.now))
        if under is not None and looking.now is not None:
            looking.choose(under.passed(self.at, looking.now))
        self._under = under

    def press(self, at: Point, *, double: bool) -> Action | None:
        """Take a click: change what is looked at, or return what it asks for."""
        looking = self._looking
        panel, place = looking.panel_at(at), looking.control.place
        if panel is None:
            return None
        if place is not None and place[0] is not panel:
            looking.focus_control(None)  # first what is typed there is taken
        if (view := looking.now) is None:
            return None
        chosen = panel.press(at, view)
        if chosen is not None:
            self._held, self._dragging = panel, not panel.turns
        control = None if chosen is None else panel.pressed_control
        worked, self._worked = self._worked, control is not None
        looking.focus_control(None if control is None else (panel, control))
        if chosen is not None:
            self.hush()
        if chosen is not None and chosen != looking.choices:
            looking.choose(chosen)
        elif double and not (worked or self._worked or (panel.keeps_clicks and chosen is not None)):
            looking.focused = None  # so that it is the panel under the mouse
            return Action.ENLARGE
        elif panel.turns:
            self._held = panel
        return None

    def drag(self, at: Point, across: float, down: float) -> None:
        """Move the mouse, held, to `at` and by so many pixels: drag in a panel or turn it."""
        looking = self._looking
        if self._held is None or looking.now is None:
            return
        if self._dragging:
            looking.choose(self._held.drag(at, looking.now))
        else:
            self._turning.by_hand(self._held, across, down)

    def release(self) -> None:
        """Let go of what was held."""
        looking = self._looking
        if self._held is not None and self._dragging and looking.now is not None:
            looking.choose(self._held.release(looking.now))
            self.hush()
        self._held, self._dragging = None, False

    def other_press(self, at: Point) -> None:
        """Take a click with the other mouse button."""
        panel, view = self._looking.panel_at(at), self._looking.now
        if panel is not None and view is not None:
            self._looking.choose(panel.other_press(at, view))

    def wheel(self, at: Point, by: float) -> None:
        """Turn the wheel over a place."""
        panel, view = self._looking.panel_at(at), self._looking.now
        if panel is not None and view is not None:
            self._looking.choose(panel.wheel(at, by, view))
