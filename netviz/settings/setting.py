"""One thing that can be set: its name, type, range, default and what it does to learning."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Value = Any  # of a setting: str, int, float or a tuple of them


@dataclass(frozen=True, kw_only=True)
class Setting(ABC):
    """What every setting says of itself.

    `name` is the field of the options, `label` the words on the screen, `flag` that of the command line,
    `help` says in a sentence what it does to learning.
    """

    name: str
    label: str
    section: str
    flag: str
    help: str
    default: Value

    @abstractmethod
    def check(self, value: Value) -> Value:
        """Return the value as it is kept; raises ValueError with the end of a sentence about the setting."""

    @abstractmethod
    def read(self, text: str) -> Value:
        """Return the value that a text means; raises ValueError as `check` does."""

    @property
    @abstractmethod
    def range(self) -> str:
        """What can be given, in a few words."""

    def write(self, value: Value) -> str:
        """Return the text that `read` takes for this value."""
        return f"{value:g}" if isinstance(value, float) else str(value)


@dataclass(frozen=True, kw_only=True)
class Number(Setting):
    """A number from `low` to `high`; `whole` ones have no fraction. On a `log` scale 0 may be the least."""

    low: float
    high: float
    log: bool = False
    whole: bool = False

    def check(self, value: Value) -> Value:
        """Refuse what is not a number of the range."""
        good = isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
        if not good or not self.low <= value <= self.high or (self.whole and value != int(value)):
            raise ValueError(f"must be {self.range}, not {value}")
        return int(value) if self.whole else float(value)

    def read(self, text: str) -> Value:
        """Read a number."""
        try:
            return self.check(float(text))
        except ValueError:
            raise ValueError(f"must be {self.range}, not {text!r}") from None

    @property
    def range(self) -> str:
        """From least to most."""
        if self.whole:
            return f"a whole number from {self.low} to {self.high}"
        return f"a number from {self.low:g} to {self.high:g}"

    def write(self, value: Value) -> str:
        """Return the shortest text that reads as this very number."""
        if self.whole:
            return str(value)
        short = f"{value:g}"
        return short if float(short) == value else repr(float(value))


@dataclass(frozen=True, kw_only=True)
class Choice(Setting):
    """One of a few words."""

    words: tuple[str, ...]

    def check(self, value: Value) -> Value:
        """Refuse another word."""
        if value not in self.words:
            raise ValueError(f"must be one of {', '.join(self.words)}, not {value!r}")
        return value

    def read(self, text: str) -> Value:
        """Take the word."""
        return self.check(text)

    @property
    def range(self) -> str:
        """The words."""
        return ", ".join(self.words)


@dataclass(frozen=True, kw_only=True)
class Several(Setting):
    """Some of a few words, in any order, `least` of them; none twice unless they may `repeat`.

    `synonyms` are what a word may be written as besides, and the word.
    """

    words: tuple[str, ...]
    synonyms: Mapping[str, str] = field(default_factory=dict, hash=False)
    least: int = 1
    most: int = 99
    repeat: bool = False

    def check(self, value: Value) -> Value:
        """Refuse other words, too few, too many, or one twice."""
        if not isinstance(value, (tuple, list)):
            raise ValueError(f"must be {self.range}, not {value!r}")
        chosen = tuple(value)
        if unknown := [word for word in chosen if word not in self.words]:
            raise ValueError(f"must be of {', '.join(self.words)}, not {unknown[0]!r}")
        if not self.least <= len(chosen) <= self.most or (not self.repeat and len(set(chosen)) < len(chosen)):
            twice = "" if self.repeat else ", none twice"
            most = self.most if self.repeat else min(self.most, len(self.words))
            raise ValueError(f"must be {self.least} to {most} of the words{twice}")
        return chosen

    def read(self, text: str) -> Value:
        """Read words between commas."""
        words = (word.strip() for word in text.split(","))
        return self.check(tuple(self.synonyms.get(word, word) for word in words))

    @property
    def range(self) -> str:
        """The words."""
        return f"some of {', '.join(self.words)}, with commas between"

    def write(self, value: Value) -> str:
        """Return the words with commas between."""
        return ",".join(value)


@dataclass(frozen=True, kw_only=True)
class Sizes(Setting):
    """How many neurons each layer has: up to `layers` numbers of 1 to `most`; perhaps none."""

    layers: int
    most: int

    def check(self, value: Value) -> Value:
        """Refuse what are not such numbers."""
        if not isinstance(value, (tuple, list)):
            raise ValueError(f"must be {self.range}, not {value!r}")
        sizes = tuple(value)
        good = all(isinstance(size, int) and 1 <= size <= self.most for size in sizes)
        if not good or len(sizes) > self.layers:
            raise ValueError(f"must be {self.range}, not {self.write(sizes)}")
        return sizes

    def read(self, text: str) -> Value:
        """Read numbers between commas; 0 or nothing means no layer."""
        try:
            return self.check(
                () if text.strip() in ("", "0") else tuple(int(part) for part in text.split(","))
            )
        except ValueError:
            raise ValueError(f"must be {self.range}, not {text!r}") from None

    @property
    def range(self) -> str:
        """How many, of which size."""
        return f"up to {self.layers} numbers of 1 to {self.most} with commas between, or 0 for no layer"

    def write(self, value: Value) -> str:
        """Return the numbers with commas between."""
        return ",".join(map(str, value)) or "0"
