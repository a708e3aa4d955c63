"""What is computed from a moment and the user's choices, once for each."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from netviz.panels.panel import Choices, View

Result = TypeVar("Result")


class PerView(Generic[Result]):
    """Calls `compute(view)` once per version of the timeline and per value of `key(choices)`."""

    def __init__(self, compute: Callable[[View], Result], key: Callable[[Choices], Hashable]) -> None:
        self._compute, self._key = compute, key
        self._known: tuple[object, int, Hashable, Result] | None = None

    def __repr__(self) -> str:
        return f"PerView({self._compute!r})"

    def __call__(self, view: View) -> Result:
        """Return the result for this moment and these choices."""
        timeline, key, known = view.timeline, self._key(view.choices), self._known
        if known is None or known[0] is not timeline or known[1:3] != (timeline.version, key):
            known = (timeline, timeline.version, key, self._compute(view))
            self._known = known
        return known[3]
