"""All that a hand has done since a run began, as the text with which a command line repeats it."""

from __future__ import annotations

import os
from dataclasses import replace

from netviz.engine import script
from netviz.engine.wishes import MovePoint, SetOption, SetParameters, Wish, successor
from netviz.labs.play_setup import Setup
from netviz.settings.playground import SETTINGS

# Characters: what a system takes in a command line, less room for the rest of it.
MOST = 7_000 if os.name == "nt" else 100_000
# Options of which a movement leaves nothing but its end: they touch neither points nor network.
PLAIN = ("learning_rate", "l1", "l2", "dropout", "batch_size", "schedule_epochs")


class Journal:
    """Wishes that were obeyed, each with the step of the run at which it was."""

    def __init__(self) -> None:
        self._told: str | None = ""  # all but the last; None where it has become too long
        self._last: tuple[int, Wish] | None = None
        self._before: Setup | None = None  # the settings from which the last began
        self._step = 0  # of the last one told
        self._text: str | None = ""  # the same one for all moments until the next wish: it may be long

    def __repr__(self) -> str:
        return f"Journal({self.text!r})"

    @property
    def text(self) -> str | None:
        """Return all of it; None where it is too long for a command line."""
        if self._text is None and self._told is not None and self._last is not None:
            text = self._told + self._words(*self._last)
            self._text = text if len(text) <= MOST else None
        return self._text

    def note(self, step: int, wish: Wish, before: Setup, *, begins: bool) -> None:
        """Note a wish that was obeyed, and the settings from before it.

        `begins` one that goes on with no movement, though it may say so.
        """
        if self._told is None:
            return
        self._text = None
        if begins and isinstance(wish, SetOption | SetParameters | MovePoint):
            wish = replace(wish, joins=False)
        if self._last is not None:
            if (one := self._one(step, wish)) is not None:
                self._last = step, one
                return
            self._told += self._words(*self._last)
            self._step = self._last[0]
            if len(self._told) > MOST:
                self._told = None
        self._last, self._before = (step, wish), before

    def _one(self, step: int, wish: Wish) -> Wish | None:
        """Return the one wish that does what the last and this one do, the way between them left out."""
        assert self._last is not None
        then, last = self._last
        plain = isinstance(wish, SetParameters) or (isinstance(wish, SetOption) and wish.name in PLAIN)
        if then != step or not plain or not getattr(wish, "joins", False):
            return None
        if isinstance(wish, SetOption) and getattr(self._before, wish.name) == wish.value:
            return None  # back where it began it is an edit all the same, which undo takes back
        return successor(last, wish)

    def _words(self, step: int, wish: Wish) -> str:
        at = f"@{step} " if not self._told or step != self._step else ""
        return f"{'; ' if self._told else ''}{at}{script.write(wish, SETTINGS)}"
