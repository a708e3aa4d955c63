"""How 3-D views turn: slowly by themselves, until the user takes them in hand."""

from __future__ import annotations

from netviz.looking import Looking
from netviz.panels.panel import Panel

TURN, DRAG = 0.12, 0.008  # radians that a key, and a pixel of dragging, turn a 3-D view
DRIFT, DRIFT_EVERY = 0.12, 0.03  # radians per second that it turns by itself; seconds a step


class Turning:
    """Turns the 3-D views on the screen. Once the user has turned one, none turns by itself any more."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._still = False  # whether the user has taken over
        self._unturned = 0.0  # seconds since views last turned by themselves

    @property
    def going(self) -> bool:
        """Whether there is a view that turns by itself, if nothing steadies it."""
        return not self._still and any(panel.turns for panel in self._looking.shown)

    def drift(self, seconds: float, *, steadied: bool) -> None:
        """Let views turn by themselves, in steps that last for some frames."""
        self._unturned += seconds
        if self._unturned >= DRIFT_EVERY and self.going and not steadied:
            self._turn(-DRIFT * min(self._unturned, 0.1), 0)
            self._unturned = 0.0

    def by_key(self, across: int, up: int) -> None:
        """Turn all views by so many key presses."""
        self._still = True
        self._turn(across * TURN, up * TURN)

    def by_hand(self, panel: Panel, across: float, down: float) -> None:
        """Turn one view by so many pixels."""
        self._still = True
        panel.turn(across * DRAG, down * DRAG)

    def _turn(self, across: float, up: float) -> None:
        for panel in self._looking.shown:
            panel.turn(across, up)
