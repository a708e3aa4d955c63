"""Wishes of a run as text, each with the step at which it was obeyed, so that a command line can carry them.

`@40 learning-rate 0.3; freeze 0,1; @52 undo` are three: two at step 40, one at 52. A `+` before one says that
it goes on with the movement of the one before. Options are called by their flags.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from netviz.engine.wishes import (
    LARGEST,
    OWN,
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
    Wish,
)

Script = tuple[tuple[int, Wish], ...]
FURTHEST = 10 * LARGEST  # that a point is put by hand: beside those of a file a plane has a margin


class _TooFar(ValueError):
    """Raised for a point out of reach."""


class Said(Protocol):
    """An option of a table: how it is called, and how its values are written and read."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def flag(self) -> str:
        """Its name on the command line, with dashes before it."""

    def read(self, text: str) -> Any:
        """Return the value that a text means; raises ValueError."""

    def write(self, value: Any) -> str:
        """Return the text of a value."""


def write(wish: Wish, table: Mapping[str, Said]) -> str:
    """Return the text of a wish that has been obeyed."""
    match wish:
        case SetOption(name, value, joins):
            said = table[name]
            told = f"{said.flag.lstrip('-')} {value if value == OWN else said.write(value)}"
            return f"{'+' * joins}{told}"
        case SetParameters(places, values, joins):
            return f"{'+' * joins}set {_listed(places)} {_listed(values)}"
        case Freeze(places, on):
            return f"{'' if on else 'un'}freeze {_listed(places)}"
        case Mute(places, on):
            return f"{'' if on else 'un'}mute {_listed(places)}"
        case AddPoint(x, y, target):
            return f"point {float(x)!r} {float(y)!r} {float(target)!r}"
        case MovePoint(index, x, y, joins, target):
            last = "" if target is None else f" {float(target)!r}"
            return f"{'+' * joins}move {index} {float(x)!r} {float(y)!r}{last}"
        case RemovePoint(index):
            return f"remove {index}"
        case AddLayer(index):
            return f"layer {index}"
        case RemoveLayer(index):
            return f"no-layer {index}"
        case Undo():
            return "undo"
        case Redo():
            return "redo"
        case Challenge(on):
            return "challenge" if on else "no-challenge"
        case Together(says, wishes):
            return f"together {says}: {' & '.join(write(one, table) for one in wishes)}"


def read(text: str, table: Mapping[str, Said]) -> Script:
    """Return the wishes of a text and their steps; raises ValueError with the end of a sentence about it."""
    flags, step, found = {said.flag.lstrip("-"): said for said in table.values()}, 0, []
    for part in filter(None, map(str.strip, text.split(";"))):
        at, rest = part.split(maxsplit=1) if part.startswith("@") and " " in part else ("", part)
        try:
            then = int(at[1:]) if at else step
            wish = _read(rest, flags)
        except _TooFar:
            raise ValueError(f"must have points within ±{FURTHEST:,.0f}, not {part!r}") from None
        except (ValueError, IndexError, TypeError):
            then = -1
        if then < step:
            raise ValueError(f"must be edits as c copies them, each at an epoch, in order, not {part!r}")
        step = then
        found.append((step, wish))
    return tuple(found)


def _read(text: str, flags: Mapping[str, Said]) -> Wish:
    joins, text = text.startswith("+"), text.removeprefix("+")
    word, _, rest = text.partition(" ")
    if word in flags:
        said = flags[word]
        own = said.name == "problem" and rest == OWN
        return SetOption(said.name, OWN if own else said.read(rest), joins)
    parts = rest.split()
    match word:
        case "set":
            places, values = _places(parts[0]), tuple(map(float, parts[1].split(",")))
            if len(parts) == 2 and len(places) == len(values):
                return SetParameters(places, values, joins)
        case "freeze" | "unfreeze":
            return Freeze(_places(rest), word == "freeze")
        case "mute" | "unmute":
            return Mute(_places(rest), word == "mute")
        case "point":
            return AddPoint(*_near(parts, 3))
        case "move":
            x, y, *target = _near(parts[1:], 3 if parts[3:] else 2)
            return MovePoint(int(parts[0]), x, y, joins, target[0] if target else None)
        case "remove":
            return RemovePoint(int(rest))
        case "layer":
            return AddLayer(int(rest))
        case "no-layer":
            return RemoveLayer(int(rest))
        case "undo" | "redo" if not rest:
            return Undo() if word == "undo" else Redo()
        case "challenge" | "no-challenge" if not rest:
            return Challenge(word == "challenge")
        case "together" if ":" in rest[1:]:
            says, _, wishes = rest.partition(":")
            return Together(
                says, tuple(_read(one.strip(), flags) for one in wishes.split("&") if one.strip())
            )
    raise ValueError(f"there is no {word!r}")


def _listed(numbers: Sequence[float]) -> str:
    """Return numbers with commas between, each as short as it reads as itself."""
    return ",".join(repr(n) if isinstance(n, int) else repr(float(n)) for n in numbers)


def _places(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(",")))


def _near(parts: Sequence[str], count: int) -> tuple[float, ...]:
    """Return so many numbers of a point; raises ValueError where there are others or too large ones."""
    numbers = tuple(map(float, parts))
    if len(numbers) != count or not all(map(math.isfinite, numbers)):
        raise ValueError
    if max(map(abs, numbers)) > FURTHEST:
        raise _TooFar
    return numbers
