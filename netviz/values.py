"""Reading the values of flags. Each function raises ValueError with words that follow the flag's name."""

from __future__ import annotations

import math
import re

from netviz.options import LARGEST, MAX_LAYERS, MAX_NEURONS, SMALLEST

LONGEST_QUOTE = 40


def quoted(text: str) -> str:
    """Return the text in quotes on one line, shortened."""
    return repr(text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…")


def whole(text: str, low: int, high: int) -> int:
    """Read a whole number from `low` to `high`."""
    digits = re.fullmatch(r"\s*\+?0*([0-9]{1,18})\s*", text, re.ASCII)
    value = int(digits[1]) if digits else -1
    if not low <= value <= high:
        raise ValueError(f"must be a whole number from {low:,} to {high:,}, not {quoted(text)}")
    return value


def rate(text: str, high: float) -> float:
    """Read a finite number above 0 and at most `high`."""
    value = _number(text)
    if not 0.0 < value <= high:
        raise ValueError(f"must be a number above 0 and at most {high:,.0f}, not {quoted(text)}")
    return value


def between(text: str, low: float, high: float) -> float:
    """Read a number from `low` to `high`."""
    value = _number(text)
    if not low <= value <= high:
        raise ValueError(f"must be a number from {low:g} to {high:g}, not {quoted(text)}")
    return value


def _number(text: str) -> float:
    """Return NaN for what is no number; comparisons with it are all false."""
    try:
        return float(text)
    except ValueError:
        return math.nan


def one_of(text: str, known: tuple[str, ...]) -> str:
    """Read one of the known words."""
    if text not in known:
        raise ValueError(f"must be one of {', '.join(known)}, not {quoted(text)}")
    return text


def layers(text: str) -> tuple[int, ...]:
    """Read the neurons of each hidden layer: `3` or `8,4`."""
    sizes = text.split(",")
    if len(sizes) > MAX_LAYERS:
        raise ValueError(f"may name at most {MAX_LAYERS} hidden layers, not {quoted(text)}")
    try:
        return tuple(whole(size, 1, MAX_NEURONS) for size in sizes)
    except ValueError:
        raise ValueError(
            f"must be from 1 to {MAX_NEURONS} neurons a hidden layer, like 3 or 8,4, not {quoted(text)}"
        ) from None


def size(text: str) -> tuple[int, int]:
    """Read a window size: `1280x800`."""
    found = re.fullmatch(r"\s*([0-9]{1,6})\s*[xX×]\s*([0-9]{1,6})\s*", text, re.ASCII)
    pixels = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(low <= side <= high for low, side, high in zip(SMALLEST, pixels, LARGEST, strict=True)):
        low, high = "x".join(map(str, SMALLEST)), "x".join(map(str, LARGEST))
        raise ValueError(f"must be WIDTHxHEIGHT from {low} to {high} pixels, not {quoted(text)}")
    return pixels
