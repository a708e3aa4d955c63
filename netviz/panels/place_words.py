"""A place on the input plane in words, also as the user's file has it."""

from __future__ import annotations

from collections.abc import Mapping

from netviz.drawing.numbers import exact, fixed
from netviz.panels.plane_data import PointSet


def place_words(x: float, y: float, *, flat: bool = False) -> str:
    """Return both inputs, in brackets; x₁ by name where it is the only one, and inputs are `flat`."""
    return f"x₁ {fixed(x).strip()}" if flat else f"({fixed(x).strip()}, {fixed(y).strip()})"


def file_words(points: PointSet, numbers: Mapping[str, float]) -> tuple[str, ...]:
    """Return in a line what "x₁", "x₂" and "y" are in the user's file; none where they are the same there."""
    if not points.scales:
        return ()
    scales = dict(zip(("x₁", "x₂", "y"), points.scales, strict=True))
    told = [f"{name} = {exact(scales[name][0] + scales[name][1] * n)}" for name, n in numbers.items()]
    return (f"in the file: {', '.join(told)}",)
