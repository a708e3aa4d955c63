"""A person's own points from a CSV file: columns x1, x2 and y or label, one point a row.

A first row without any number is the header: its names (in any case and order) say which columns are read,
and others are passed over. Without a header three columns are x1, x2, y and two are x1, y.

What is asked follows from the last. A `label` is always a class, and so is `y` where its first row is text. A
`y` of numbers is a class where there are two inputs and at most 5 different whole numbers; otherwise it is a
value (regression). With the input x1 alone, y is always a value. Classes are numbered in the order of their
names, or of their numbers where all are whole numbers (1.0 is the same class as 1).
"""

from __future__ import annotations

import math
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.labs.csv_columns import WANTED, Answers, by_count, column_count, finite, named, number_of
from netviz.labs.csv_rows import CsvError, rows
from netviz.labs.csv_scale import Scale, Scales
from networks.figures import round_below
from networks.tasks import Points

__all__ = ["CsvError", "CsvPoints", "extent_around", "read"]

MAX_ROWS = 10_000  # which are drawn in a frame, and trained on between two
FAR = 20.0  # beyond it sigmoid and tanh are flat; a column that takes less of the plane than 1/20 is a line


@dataclass(frozen=True, eq=False)
class CsvPoints:
    """The points of a file, with the file's own numbers unless they were standardised.

    `names` are those of the classes, none for regression. With one of `dimensions` x2 is 0 throughout.
    `scales` tell for x1, x2 and the value how the file's numbers come back, where they were.
    """

    points: Points
    names: tuple[str, ...]
    dimensions: int
    scales: Scales = ()

    @property
    def extent(self) -> tuple[float, float]:
        """Return the least and largest coordinate to be shown, on both axes, as round numbers.

        It holds all points with a margin; with one dimension also the values, which are the second axis.
        """
        return extent_around(*self._shown())

    @property
    def better_standardised(self) -> bool:
        """Whether networks and pictures would have trouble with the file's numbers.

        That is where one is beyond ±20, or where a column takes less than 1/20 of the plane shown.
        """
        columns = [*self._shown(), *([] if self.names else [self.points.targets])]
        whole = np.ptp(np.concatenate(self._shown()))
        beyond = any(float(np.abs(column).max()) > FAR for column in columns)
        return beyond or any(0.0 < np.ptp(column) < whole / FAR for column in columns)

    def standardised(self) -> CsvPoints:
        """Return the points with every column at mean 0 and standard deviation 1; classes stay.

        A column whose numbers are all the same becomes 0.
        """
        x1, x2, target = (_scale(column) for column in (*self.points.inputs.T, self.points.targets))
        target = Scale() if self.names else target
        inputs = np.column_stack(
            [
                (column - s.mean) / s.deviation
                for column, s in zip(self.points.inputs.T, (x1, x2), strict=True)
            ]
        )
        targets = (self.points.targets - target.mean) / target.deviation
        points = replace(self.points, inputs=inputs, targets=targets)
        return replace(self, points=points, scales=(x1, x2, target))

    def _shown(self) -> tuple[FloatArray, FloatArray]:
        second = self.points.inputs[:, 1] if self.dimensions == 2 else self.points.targets
        return self.points.inputs[:, 0], second


def read(path: Path) -> CsvPoints:
    """Return the points of a file, in its order; raises CsvError for whatever is wrong, with its line.

    No more than 10,000 rows are read; a longer file is refused without reading the rest.
    """
    file = repr(str(path))
    with closing(rows(path)) as given:
        first = next(given, None)
        if first is None:
            raise CsvError(f"{file} is empty; it needs {WANTED}")
        header = all(number_of(field) is None for field in first.fields)
        columns = named(first) if header else by_count(first)
        answers = Answers(columns)
        inputs = []
        for number, row in enumerate(given if header else chain([first], given), 1):
            if number > MAX_ROWS:
                raise CsvError(f"{file} has more than {MAX_ROWS:,} rows; leave at most so many")
            if len(row.fields) != columns.width:
                told = f"{column_count(len(row.fields))} where line {first.line:,} has {columns.width}"
                raise row.error(f"{told}; every row needs as many")
            inputs.append([finite(row, place, name) for name, place in columns.inputs.items()])
            answers.add(row)
    if not inputs:
        raise CsvError(f"{file} has only a header; add at least two rows")
    plane = np.zeros((len(inputs), 2))
    plane[:, : len(columns.inputs)] = inputs
    task, targets, names = answers.task(file)
    return CsvPoints(Points(plane, np.array(targets), task, len(names), names), names, len(columns.inputs))


def extent_around(*columns: FloatArray) -> tuple[float, float]:
    """Return a round least and largest number around all numbers, with a margin of an eighth or more.

    They are multiples of 1, 2 or 5 × 10ⁿ, about a twentieth of what is shown.
    """
    together = np.concatenate(columns)
    low, high = float(together.min()), float(together.max())
    if high - low <= 1e-9 * max(abs(low), abs(high), 1.0):
        low, high = low - max(1.0, abs(low)), high + max(1.0, abs(high))
    margin = (high - low) / 8.0
    step = round_below(margin / 2.0)
    edges = math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step
    decimals = -math.floor(math.log10(step) + 1e-9)
    return round(edges[0], decimals), round(edges[1], decimals)


def _scale(column: FloatArray) -> Scale:
    deviation = float(column.std())
    mean = float(column.mean())
    return Scale(mean, deviation if deviation > 1e-12 * max(1.0, abs(mean)) else 1.0)
