"""Numbers of a column of an update's tables: in one notation, and with the digits that the graph has."""

from __future__ import annotations

import math
from collections.abc import Sequence

from netviz.drawing.numbers import MINUS, exact, within
from netviz.panels.update_words import brief

APART, LONG = 2, 8  # characters left free beside long numbers, and how long others may be
PLAIN, SMALL = 1e-3, 1e-2  # below the one a number has an exponent, below the other all of a column may


def in_column(values: Sequence[float], signs: int) -> list[str]:
    """Return numbers in one notation, each in at most `signs` characters and with three digits if these fit.

    Where some are too small to do without an exponent, all have one, if none is much larger; else those have
    as many decimals as there is room for, and an exponent only if these would be zeros.
    """
    texts = [brief(value) for value in values]
    sizes = [abs(value) for value in values if value and math.isfinite(value)]
    if sizes and min(sizes) < PLAIN:
        if max(sizes) < SMALL:
            ways = [[_power(value, digits) for value in values] for digits in (3, 2, 1)]
            return next((way for way in ways if max(map(len, way)) <= signs), ways[-1])
        texts = [_decimals(value, text, signs) for value, text in zip(values, texts, strict=True)]
    pairs = zip(values, texts, strict=True)
    return [text if len(text) <= signs else within(value, signs) for value, text in pairs]


def _power(value: float, digits: int) -> str:
    """Return a number with an exponent and so many digits: 1.35e−3."""
    if not value or not math.isfinite(value):
        return exact(value)
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def _decimals(value: float, text: str, signs: int) -> str:
    """Return what is too small to do without an exponent in as many decimals as fit; else `text` as it is."""
    if not 0 < abs(value) < PLAIN:
        return text
    least = math.ceil(-math.log10(abs(value)))  # decimals of one digit
    room = max(signs - APART, min(signs, LONG))
    decimals = min(least + 2, room - len("0.") - (value < 0))
    return f"{value:.{decimals}f}".replace("-", MINUS) if decimals >= least else text
