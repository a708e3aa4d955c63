"""Undo and redo of edits by hand, each kept as what was there before and what was after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

import numpy as np

MOST = 1000  # edits kept; older ones can no longer be taken back
MOST_BYTES = 64_000_000  # of their arrays; the last edit is kept whatever its size
EMPTY = frozenset((str, int, float, bool, type(None)))  # kinds without arrays: of most of what there is


class Counts(NamedTuple):
    """How many edits something was trained with, or will be next; and how many of them are taken back."""

    made: int = 0
    back: int = 0


@dataclass(frozen=True, eq=False)
class Edit:
    """One edit: what it did, in a few words, and the parts of the lab it changed, by name."""

    says: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    joins: bool = False  # goes on with the movement of the edit before, if that is of the same thing
    what: object = None  # the thing: an option's name, a point's place, those of parameters
    setting: bool = False  # whether only settings were changed
    network: Any = None  # the one before it, to which one that training has lost since goes back
    steps: tuple[int, ...] = ()  # of the run at which it was made, taken back, made again, and so on
    number: int = 0  # in its history, in which another goes by another

    @cached_property
    def size(self) -> int:
        """Return about how many bytes it adds to a history, in which an edit begins where the last ended."""
        return max(_size(self.before), _size(self.after)) + _size(self.network)

    def turned(self, step: int) -> Edit:
        """Return it made or taken back at a step; both at the same one is as if nothing had been."""
        here = self.steps[-1:] == (step,)
        return replace(self, steps=self.steps[:-1] if here else (*self.steps, step))

    @property
    def counts(self) -> Counts:
        """Return what it adds to those of its history."""
        return Counts(min(len(self.steps), 1), int(self.steps != () and len(self.steps) % 2 == 0))


def _size(thing: Any) -> int:
    """Return the bytes of all arrays in a thing."""
    if isinstance(thing, np.ndarray):
        return thing.nbytes
    parts: Iterable[object] = ()
    if isinstance(thing, Mapping):
        parts = thing.values()
    elif isinstance(thing, tuple | list):
        parts = thing
    else:
        parts = (getattr(thing, name) for name in _names(thing.__class__))
    return sum(_size(part) for part in parts if type(part) not in EMPTY)


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Return what the fields of a dataclass are called; another kind has none."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


class History:
    """Edits made, and edits taken back."""

    def __init__(self) -> None:
        self._done: list[Edit] = []
        self._undone: list[Edit] = []
        self.under_way = False  # whether the last edit is of the movement that the hand is at
        self._added = 0
        self._counts = [Counts(), Counts()]  # of edits of other things, and of settings alone

    def __repr__(self) -> str:
        return f"History({len(self._done)} done, {len(self._undone)} taken back)"

    def __len__(self) -> int:
        return len(self._done)

    @property
    def undo_says(self) -> str:
        """Return what would be taken back; empty if nothing."""
        return self._done[-1].says if self._done else ""

    @property
    def redo_says(self) -> str:
        """Return what would be made again; empty if nothing."""
        return self._undone[-1].says if self._undone else ""

    @property
    def network(self) -> Any:
        """Return the network from before what would be taken back; None if it comes back in any case."""
        return self._done[-1].network if self._done else None

    def counts(self, *, setting: bool) -> Counts:
        """Return how many edits were of settings alone, or of more; none that was undone at the same step."""
        return self._counts[setting]

    @property
    def standing(self) -> tuple[object, ...]:
        """Return what is equal at two moments of one step where the same edits are in force at both."""
        return (*self._counts, self._done[-1].number if self._done else 0)

    def _turned(self, edit: Edit, step: int) -> Edit:
        """Return an edit made or taken back at a step, and count it."""
        turned = edit.turned(step)
        changes = zip(self._counts[edit.setting], turned.counts, edit.counts, strict=True)
        self._counts[edit.setting] = Counts(*(count + new - old for count, new, old in changes))
        return turned

    def begin(self) -> None:
        """Begin another movement: what joins from now on is no part of the edits so far."""
        self.under_way = False

    def add(self, edit: Edit, step: int) -> None:
        """Note an edit at a step of the run; what had been taken back is forgotten."""
        self._undone.clear()
        self._added += 1
        edit = replace(edit, number=self._added)
        last = self._done[-1] if edit.joins and self.under_way and self._done else None
        if last is not None and last.what == edit.what and last.before.keys() == edit.before.keys():
            self._done.pop()
            edit = replace(edit, before=last.before, network=last.network, steps=last.steps)
        else:
            edit = self._turned(edit, step)
        self._done.append(edit)
        self._forget()
        self.under_way = True

    def _forget(self) -> None:
        """Let go of the oldest edits, as many as are too many or too large."""
        kept = total = 0
        for edit in reversed(self._done[-MOST:]):
            total += edit.size
            if kept and total > MOST_BYTES:
                break
            kept += 1
        del self._done[:-kept]

    def undo(self, step: int) -> Mapping[str, Any]:
        """Take the last edit back: return what was there before it; empty if there is none."""
        if not self._done:
            return {}
        self._undone.append(self._turned(self._done.pop(), step))
        return self._undone[-1].before

    def redo(self, step: int, network: Any = None) -> Mapping[str, Any]:
        """Make the edit again that was taken back last: return what was there after it; empty if none.

        `network` is the one of now, before it.
        """
        if not self._undone:
            return {}
        edit = self._turned(self._undone.pop(), step)
        self._done.append(edit if edit.network is None else replace(edit, network=network))
        return self._done[-1].after
