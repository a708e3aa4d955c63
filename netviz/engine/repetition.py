"""What a run obeys by itself, each wish at its step, so that it repeats one that a hand was at."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from netviz.engine.script import Script
from netviz.engine.wishes import Wish


class Repetition:
    """A script on its way; what the lab refuses of it is kept in `refused`, in words."""

    def __init__(self, script: Script) -> None:
        self._to_come = deque(script)
        self.refused: list[str] = []

    def __repr__(self) -> str:
        return f"Repetition({len(self)} to come, {len(self.refused)} refused)"

    def __len__(self) -> int:
        """How many wishes have not had their turn."""
        return len(self._to_come)

    def due(self, step: int) -> Iterator[Wish]:
        """Yield the wishes that have their turn at a step, or had it before."""
        while self._to_come and self._to_come[0][0] <= step:
            yield self._to_come.popleft()[1]

    def first(self, step: int) -> int:
        """Return the step of the next wish, if that comes before `step`; else `step`."""
        return min(step, self._to_come[0][0]) if self._to_come else step

    def end(self) -> str:
        """Leave out what is still to come; return what to tell of that, empty if there was nothing."""
        left = len(self)
        self._to_come.clear()
        return f"you go on from here: {left} of --edits left out" if left else ""
