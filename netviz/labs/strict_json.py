"""Reading JSON that people write: a complaint names the file, the key, and what would fit there."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

LONGEST_QUOTE = 40
MOST_DIGITS = 20  # a longer whole number is only known to be too large


class ConfigError(ValueError):
    """A file does not say what it should; the text is one sentence without its full stop."""


@dataclass(frozen=True)
class Place:
    """A value of the file, and where it stands: `path` is like `layers[3].stride`, empty for the whole."""

    file: str
    path: str
    value: Any

    def error(self, told: str) -> ConfigError:
        """Return the complaint that begins with file and key and goes on with `told`."""
        return ConfigError(f"{self.file}: {self.path}{' ' if self.path else ''}{told}")

    def unfit(self, wanted: str) -> ConfigError:
        """Return the complaint that this must be something else."""
        return self.error(f"must be {wanted}, not {shown(self.value)}")

    def fields(self, known: Iterable[str]) -> dict[str, Place]:
        """Return the values of an object by key; raises ConfigError for what is none and for other keys."""
        names = tuple(known)
        if not isinstance(self.value, _Object):
            raise self.unfit("an object in braces { }")
        if self.value.twice is not None:
            raise self.error(f"has the key {shown(self.value.twice)} twice")
        for key in self.value:
            if key not in names:
                raise self.error(f"{'has' if self.path else 'there is'} no key {unknown(key, names)}")
        before = f"{self.path}." if self.path else ""
        return {key: Place(self.file, before + key, value) for key, value in self.value.items()}

    def items(self, most: int, what: str) -> list[Place]:
        """Return the values of a list of 1 to `most`; raises ConfigError for anything else."""
        if not isinstance(self.value, list):
            raise self.unfit(f"a list of {what} in brackets [ ]")
        if not 1 <= len(self.value) <= most:
            raise self.error(f"must hold 1 to {most} {what}, not {len(self.value):,}")
        return [Place(self.file, f"{self.path}[{at}]", value) for at, value in enumerate(self.value)]


class Rule(Protocol):
    """What may stand at a place."""

    @property
    def wanted(self) -> str:
        """Say it in words that follow "must be"."""

    def read(self, place: Place) -> Any:
        """Return the value; raises ConfigError."""


@dataclass(frozen=True)
class Whole:
    """A whole number; 3.0 is one too, as JSON knows one kind of number only; true is none."""

    low: int
    high: int

    @property
    def wanted(self) -> str:
        """Say so in words."""
        return f"a whole number from {self.low:,} to {self.high:,}"

    def read(self, place: Place) -> int:
        """Return it; raises ConfigError."""
        value = place.value
        if _is_number(value) and self.low <= value <= self.high and value == int(value):
            return int(value)
        raise place.unfit(self.wanted)


@dataclass(frozen=True)
class Number:
    """A finite number; `above` and `below` say that the limit itself is not allowed."""

    low: float
    high: float
    above: bool = False
    below: bool = False

    @property
    def wanted(self) -> str:
        """Say so in words."""
        low = f"above {self.low:g}" if self.above else f"at least {self.low:g}"
        high = f"below {self.high:g}" if self.below else f"at most {self.high:g}"
        return f"a number {low} and {high}"

    def read(self, place: Place) -> float:
        """Return it; raises ConfigError."""
        value = place.value
        if _is_number(value) and self.low <= value <= self.high:
            outside = (self.above and value == self.low) or (self.below and value == self.high)
            if not outside:
                return float(value)
        raise place.unfit(self.wanted)


@dataclass(frozen=True)
class Word:
    """One of some words."""

    known: tuple[str, ...]

    @property
    def wanted(self) -> str:
        """Say so in words."""
        return f"one of {', '.join(self.known)}"

    def read(self, place: Place) -> str:
        """Return it; raises ConfigError, with the word that was probably meant."""
        if isinstance(place.value, str) and place.value in self.known:
            return place.value
        near = nearest(place.value, self.known)
        hint = f" (did you mean {near}?)" if near else ""
        raise place.error(f"must be {self.wanted}, not {shown(place.value)}{hint}")


def parse(file: str, text: str) -> Place:
    """Return the whole of a JSON text; numbers that are not finite and keys given twice are found by `Place`.

    Raises ConfigError with line and column where it is not JSON.
    """
    try:
        value = json.loads(
            text, object_pairs_hook=_Object, parse_int=_whole, parse_float=float, parse_constant=float
        )
    except json.JSONDecodeError as error:
        told = error.msg[:1].lower() + error.msg[1:]
        raise ConfigError(
            f"{file}: not JSON at line {error.lineno:,}, column {error.colno:,}: {told}"
        ) from None
    except RecursionError:
        raise ConfigError(f"{file}: the brackets are nested too deeply for a configuration") from None
    return Place(file, "", value)


def shown(value: object) -> str:
    """Return a value as the file has it, on one line and short."""
    match value:
        case str():
            short = value if len(value) <= LONGEST_QUOTE else value[: LONGEST_QUOTE - 1] + "…"
            return repr(short)
        case bool() | None:
            return json.dumps(value)
        case int():
            return repr(value)
        case float():
            return "infinity" if math.isinf(value) else repr(value).replace("nan", "NaN")
        case list():
            return "a list"
    return "an object"


def unknown(word: str, known: tuple[str, ...]) -> str:
    """Return words about an unknown one: the one that was probably meant, and those there are."""
    near = nearest(word, known)
    hint = f" (did you mean {near}?)" if near else ""
    return f"{shown(word)}{hint}; known are {', '.join(known)}"


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant."""
    if not isinstance(word, str):
        return None
    plain = word[:LONGEST_QUOTE].strip().lower().replace("-", "_").replace(" ", "_")
    return next(iter(get_close_matches(plain, list(known), 1)), None)


class _Object(dict[str, Any]):
    """A JSON object that remembers a key given twice."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] | Mapping[str, Any]) -> None:
        self.twice: str | None = None
        super().__init__()
        for key, value in dict(pairs).items() if isinstance(pairs, Mapping) else pairs:
            if key in self and self.twice is None:
                self.twice = key
            self[key] = value


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float(digits)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
