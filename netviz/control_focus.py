"""The keyboard, where it belongs to a control inside a panel: a field, a slider, a neuron."""

from __future__ import annotations

from collections.abc import Sequence

from netviz.drawing.canvas import Point
from netviz.drawing.widgets import Hint
from netviz.panels.panel import Choices, Panel, View

Place = tuple[Panel, int]
"""A panel, and which of its `controls`."""


class ControlFocus:
    """Which control of which panel has the keyboard, if any."""

    def __init__(self) -> None:
        self._place: Place | None = None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._place})"

    @property
    def taken(self) -> bool:
        """Whether a control has the keyboard."""
        return self._place is not None

    @property
    def place(self) -> Place | None:
        """Which control has the keyboard, and of which panel."""
        return self._place

    def give(self, place: Place | None, view: View | None) -> Choices | None:
        """Give the keyboard to a control, or to none; the one that had it may first take what is typed.

        Returns the choices which that one makes of it.
        """
        before, self._place = self._place, place
        chosen = None
        if before is not None and before != place:
            if view is not None:
                chosen = before[0].typed("leave", "", view)
            before[0].focus(None)
        if place is not None:
            place[0].focus(place[1])
        return chosen

    def neighbour(self, panels: Sequence[Panel], step: int) -> Place | None:
        """Return the next control of `panels` that does something, round and round; None if there is none."""
        places = [(panel, control) for panel in panels for control in range(panel.controls)]
        at = places.index(self._place) + step if self._place in places else min(step, 0)
        for _ in places:
            panel, control = places[at % len(places)]
            if not panel.idle(control):
                return panel, control
            at += step
        return None

    def told(self, view: View) -> tuple[Hint, Point] | None:
        """Return what the control with the keyboard tells, and where on the screen it is."""
        if self._place is None or (at := self._place[0].stop()) is None:
            return None
        hint = self._place[0].hover(at, view)
        return None if hint is None else (hint, at)

    def typed(self, word: str, text: str, view: View) -> Choices | None:
        """Return what the control with the keyboard makes of a key, see `panel.KEYS`; None if nothing."""
        return None if self._place is None else self._place[0].typed(word, text, view)
