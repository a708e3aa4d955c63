"""Rows of text from a CSV file, each with its line, read one by one and no further than is asked for."""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from netviz.labs import whole_file

MAX_BYTES = 64_000_000  # 10,000 rows are far shorter, whatever other columns they have
MAX_LINE = 65_536
_BOM = b"\xef\xbb\xbf"


class CsvError(ValueError):
    """A file cannot be used; one sentence without its full stop says where, why, and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """The fields of one row, without the spaces around them, and the line on which it begins, from 1."""

    file: str
    line: int
    fields: tuple[str, ...]

    def error(self, told: str) -> CsvError:
        """Return the complaint that begins with file and line and goes on with `told`."""
        return _error(self.file, self.line, told)


def rows(path: Path) -> Generator[Row, None, None]:
    """Give the rows of a file that are not blank; raises CsvError where it cannot be read as CSV in UTF-8.

    The first of these that is in the first row parts the fields throughout: tab, semicolon, comma. A byte
    order mark is passed over. The file is closed with the generator.
    """
    name = repr(str(path))
    try:
        with whole_file.opened(path, MAX_BYTES) as file:
            yield from _rows(name, _lines(name, file))
    except CsvError:
        raise
    except ValueError as error:
        raise CsvError(f"{name} {error}") from None


def _rows(name: str, lines: Iterator[str]) -> Iterator[Row]:
    blank = 0
    for first in lines:
        if first.strip():
            break
        blank += 1
    else:
        return
    delimiter = next((sign for sign in "\t;" if sign in first), ",")
    # The reader takes its first line from here, so that it counts lines from there on.
    reader = csv.reader(_from(first, lines), delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        line = blank + reader.line_num + 1
        try:
            fields = tuple(field.strip() for field in next(reader))
        except StopIteration:
            return
        except csv.Error as error:
            told = str(error).partition(" - ")[0]
            raise _error(name, line, f"this is not CSV: {told} (mind the quotes)") from None
        if fields and fields != ("",):
            yield Row(name, line, fields)


def _from(first: str, others: Iterator[str]) -> Iterator[str]:
    yield first
    yield from others


def _lines(name: str, file: BinaryIO) -> Iterator[str]:
    """Give the lines of a file as text; raises CsvError for what is not UTF-8 and for an endless line."""
    number = 0
    while raw := file.readline(MAX_LINE + 1):
        number += 1
        if len(raw) > MAX_LINE:
            raise _error(name, number, f"the line is longer than {MAX_LINE:,} bytes; write one point a line")
        try:
            yield (raw.removeprefix(_BOM) if number == 1 else raw).decode()
        except UnicodeDecodeError:
            raise _error(name, number, "this is not text in UTF-8; save the file as CSV in UTF-8") from None


def _error(name: str, line: int, told: str) -> CsvError:
    return CsvError(f"{name}, line {line:,}: {told}")
