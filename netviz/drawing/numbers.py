"""Numbers as people read them: a true minus, a sensible number of digits."""

from __future__ import annotations

import math

MINUS = "\u2212"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3, *, signed: bool = False) -> str:
    """Return `value` with about `digits` significant digits: 0.125, −3.41, 2.1e−7."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if size and not 1e-3 <= size < 1e5:
        mantissa, exponent = f"{size:.{max(digits - 2, 0)}e}".split("e")
        return f"{sign}{mantissa}e{int(exponent)}".replace("-", MINUS)
    whole = len(str(int(size))) if size >= 1 else 1
    return f"{sign}{size:.{max(digits - whole + (size < 1), 0)}f}"


def fixed(value: float, decimals: int = 2) -> str:
    """Return `value` with so many decimals and a place for the sign, for columns of figures."""
    if not math.isfinite(value):
        return number(value)
    if abs(value) >= 1000:
        return number(value, 3)
    text = f"{abs(value):.{decimals}f}"
    negative = value < 0 and float(text) != 0
    return (MINUS if negative else " ") + text


def percent(share: float) -> str:
    """Return a share in percent with one decimal; 100 and 0 only where nothing is missing."""
    if 0 < share < 0.0005:
        return "< 0.1 %"
    if 0.9995 <= share < 1:
        return "> 99.9 %"
    return f"{share:.1%}".replace("%", " %")


def exact(value: float) -> str:
    """Return `value` with ten significant digits, for hints."""
    return f"{value:.10g}".replace("-", MINUS)


def count(value: float) -> str:
    """Return a whole number in groups of three: 30 000."""
    return f"{value:,.0f}".replace(",", " ").replace("-", MINUS)


def short_count(value: float) -> str:
    """Return a whole number for a narrow place: 950, 12.5k, 3M."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{unit}"
    return f"{value:.0f}"
