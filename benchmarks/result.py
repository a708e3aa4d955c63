"""What a measurement tells: a row of the table, and the few statistics that all of them use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np


class CannotMeasure(Exception):
    """What is needed is missing here; the message says what, in a sentence."""


@dataclass(frozen=True)
class Result:
    """One row: what was measured, its figure, what is required, and whether that holds.

    `required` is empty and `holds` None where the figure only explains another.
    """

    measure: str
    figure: str
    required: str = ""
    holds: bool | None = None


def at_most(measure: str, value: float, limit: float, unit: str, note: str = "") -> Result:
    """Return a row whose value may not exceed the limit."""
    return _row(measure, value, "≤", limit, unit, value <= limit, note)


def at_least(measure: str, value: float, limit: float, unit: str, note: str = "") -> Result:
    """Return a row whose value must reach the limit."""
    return _row(measure, value, "≥", limit, unit, value >= limit, note)


def _row(measure: str, value: float, sign: str, limit: float, unit: str, holds: bool, note: str) -> Result:
    figure = _with_unit(f"{value:.2f}", unit) + (f" ({note})" if note else "")
    return Result(measure, figure, f"{sign} {_with_unit(f'{limit:g}', unit)}", holds)


def _with_unit(number: str, unit: str) -> str:
    return f"{number} ×" if unit == "×" else f"{number} {unit}"


def median_ratio(values: Sequence[float], bases: Sequence[float]) -> float:
    """Return the median ratio of values taken in turns: what disturbs both sides alike drops out."""
    return median(value / base for value, base in zip(values, bases, strict=True))


def spread(values: Iterable[float], scale: float = 1.0) -> str:
    """Return the middle half of the values, which tells how calm the machine was."""
    low, high = np.percentile([scale * value for value in values], (25, 75))
    return f"middle half {low:.2f}–{high:.2f}"


def table(results: Iterable[Result]) -> str:
    """Return the results as Markdown."""
    lines = ["| measure | figure | required | holds |", "| --- | --- | --- | --- |"]
    for row in results:
        holds = {True: "yes", False: "**no**", None: ""}[row.holds]
        lines.append(f"| {row.measure} | {row.figure} | {row.required} | {holds} |")
    return "\n".join(lines)
