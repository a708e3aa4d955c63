"""A place on the input plane in words."""

from __future__ import annotations

from netviz.drawing.numbers import fixed


def place_words(x: float, y: float) -> str:
    """Return both inputs, in brackets."""
    return f"({fixed(x).strip()}, {fixed(y).strip()})"
