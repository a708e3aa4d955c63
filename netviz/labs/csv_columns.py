"""What the columns of a CSV file mean: which are inputs, and whether a class or a value is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from netviz.engine.wishes import LARGEST
from netviz.labs.csv_rows import CsvError, Row
from netviz.labs.strict_json import shown
from networks.tasks import MOST_CLASSES, Task

LONGEST_NAME = 40
WANTED = "columns x1, x2 and y or label (or x1 and y for one input)"
_KNOWN = ("x1", "x2", "y", "label")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are read: the places of the inputs, by name, and that of what is asked."""

    width: int
    inputs: dict[str, int]
    target: int
    target_name: str


def named(header: Row) -> Columns:
    """Return what a header says; raises CsvError."""
    names = [field.lower() for field in header.fields]
    if not set(names) & set(_KNOWN):
        first = shown(header.fields[0])
        told = f"{first} is neither a number nor the name of a column"
        if header.fields[0][:1].isalpha():
            told = f"no column of the header is called x1, x2, y or label; the first is {first}"
        raise header.error(f"{told}; a file needs {WANTED}, and decimals with a point")
    if twice := [name for name in _KNOWN if names.count(name) > 1]:
        raise header.error(f"the column {twice[0]} is there twice; rename or remove one")
    targets = [name for name in ("y", "label") if name in names]
    if len(targets) > 1:
        raise header.error("there are both y and label; rename or remove one")
    inputs: dict[str, int] = {name: names.index(name) for name in ("x1", "x2") if name in names}
    lacking = [name for name in ("x1", "x2") if name not in inputs]
    if not targets:
        raise header.error(f"the header lacks y or label; a file needs {WANTED}")
    if lacking == ["x1"] or len(lacking) == 2 or (lacking and targets == ["label"]):
        raise header.error(f"the header lacks {' and '.join(lacking)}; a file needs {WANTED}")
    return Columns(len(names), inputs, names.index(targets[0]), targets[0])


def by_count(row: Row) -> Columns:
    """Return what the number of columns says, where there is no header; raises CsvError."""
    width = len(row.fields)
    if width not in (2, 3):
        told = f"{column_count(width)} and no header; a file needs {WANTED}"
        raise row.error(f"{told}, parted by comma, semicolon or tab")
    inputs = ("x1", "x2")[: width - 1]
    return Columns(width, {name: place for place, name in enumerate(inputs)}, width - 1, "y")


class Answers:
    """What is asked of the points, row by row: classes, or numbers of which the kind shows at the end."""

    def __init__(self, columns: Columns) -> None:
        self._place, self._name = columns.target, columns.target_name
        self._plane = len(columns.inputs) == 2
        self._numbers: list[float] = []
        self._labels: list[str] = []
        self._known: set[str] = set()

    def add(self, row: Row) -> None:
        """Take what a row says; raises CsvError."""
        text = row.fields[self._place]
        if self._labels or self._name == "label":
            self._add_label(row, text)
        elif self._numbers or number_of(text) is not None or not text:
            self._numbers.append(finite(row, self._place, self._name))
        elif not self._plane:
            told = f"y must be a number where x1 is the only input, not {shown(text)}"
            raise row.error(f"{told}; a class needs x1 and x2")
        else:
            self._add_label(row, text)

    def _add_label(self, row: Row, text: str) -> None:
        number = number_of(text)
        if number is not None and not math.isfinite(number):
            raise row.error(f"{self._name} must be a class, not {shown(text)}; correct it or remove the row")
        name = _whole_name(number) if number is not None and number.is_integer() else text
        if not (name.isprintable() and 1 <= len(name) <= LONGEST_NAME):
            told = f"{self._name} must be the name of a class, 1 to {LONGEST_NAME} characters on one line"
            raise row.error(f"{told}, not {shown(text)}")
        if name not in self._known and len(self._known) == MOST_CLASSES:
            told = f"{shown(name)} is one class more than the {MOST_CLASSES} there can be; join some"
            if self._name == "y":
                told += ", or give the column y numbers"
            elif all(map(_is_value, (*self._known, name))):
                told += ", or name the column y for values"
            raise row.error(told)
        self._known.add(name)
        self._labels.append(name)

    def task(self, file: str) -> tuple[Task, Sequence[float], tuple[str, ...]]:
        """Return the task, the targets, and the names of the classes; raises CsvError."""
        labels = self._labels
        if different := set(self._numbers):
            few = len(different) <= MOST_CLASSES and all(number.is_integer() for number in different)
            if not few or not self._plane:
                if len(different) == 1:
                    told = f"every y of {file} is {different.pop():g}, so there is nothing to learn"
                    raise CsvError(f"{told}; give it different ones")
                return Task.REGRESSION, self._numbers, ()
            labels = [_whole_name(number) for number in self._numbers]
        names = _sorted(set(labels))
        if len(names) == 1:
            raise CsvError(f"{file} has only one class, {shown(names[0])}; it needs 2 to {MOST_CLASSES}")
        places = {name: float(place) for place, name in enumerate(names)}
        task = Task.BINARY if len(names) == 2 else Task.CLASSES
        return task, [places[label] for label in labels], names


def _sorted(names: set[str]) -> tuple[str, ...]:
    numbers = {name: number_of(name) for name in names}
    whole = {name: number for name, number in numbers.items() if number is not None and number.is_integer()}
    return tuple(sorted(names, key=whole.__getitem__ if len(whole) == len(names) else None))


def _whole_name(number: float) -> str:
    return str(int(number))


def number_of(text: str) -> float | None:
    """Return the number that a text is, also NaN or infinite, or None."""
    try:
        return None if "_" in text else float(text)
    except ValueError:
        return None


def _is_value(text: str) -> bool:
    """Return whether a text is a number that a column of numbers takes."""
    number = number_of(text)
    return number is not None and abs(number) <= LARGEST


def finite(row: Row, place: int, name: str) -> float:
    """Return the number at a place of a row, that of the column `name`; raises CsvError."""
    text = row.fields[place]
    number = number_of(text)
    if number is not None and abs(number) <= LARGEST:
        return number
    if not text:
        raise row.error(f"{name} is empty; give a number or remove the row")
    too_large = number is not None and math.isfinite(number)
    wanted = f"within ±{LARGEST:,.0f}" if too_large else "a finite number"
    comma = number is None and "," in text
    advice = "write decimals with a point" if comma else "correct it or remove the row"
    raise row.error(f"{name} must be {wanted}, not {shown(text)}; {advice}")


def column_count(columns: int) -> str:
    """Say in words how many columns there are."""
    return f"there {'is 1 column' if columns == 1 else f'are {columns} columns'}"
