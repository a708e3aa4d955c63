"""Remembering what was computed until that changes which it was computed from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from netviz.engine.timeline import Timeline

Result = TypeVar("Result")


class PerVersion(Generic[Result]):
    """Calls `compute(timeline)` once per version of a timeline, and only when asked."""

    def __init__(self, compute: Callable[[Timeline], Result]) -> None:
        self._compute = compute
        self._known: tuple[Timeline, int, Result] | None = None

    def __repr__(self) -> str:
        return f"PerVersion({self._compute!r})"

    def __call__(self, timeline: Timeline) -> Result:
        """Return the result for the timeline as it is now."""
        known = self._known
        if known is None or known[0] is not timeline or known[1] != timeline.version:
            known = (timeline, timeline.version, self._compute(timeline))
            self._known = known
        return known[2]


class Same:
    """A key, or a part of one, that only this very object equals: an array, or what takes long to compare."""

    def __init__(self, thing: object) -> None:
        self._thing = thing  # held, so that no other has its place in memory meanwhile

    def __repr__(self) -> str:
        return f"Same({self._thing!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self._thing is other._thing

    def __hash__(self) -> int:
        return id(self._thing)


class PerKey(Generic[Result]):
    """Makes something once for each key in turn, and only when asked; keys are compared by `==`."""

    def __init__(self) -> None:
        self._known: tuple[object, Result] | None = None

    def __repr__(self) -> str:
        return f"PerKey({self._known!r})"

    def __call__(self, key: object, make: Callable[[], Result]) -> Result:
        """Return what was made last if the key is the same, else what `make` makes now."""
        known = self._known
        if known is None or known[0] != key:
            known = self._known = (key, make())
        return known[1]
