"""Numbers as people read them: a true minus, a sensible number of digits, exponents written in one way."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

MINUS = "\u2212"
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 3, *, signed: bool = False, even: bool = False) -> str:
    """Return `value` with `digits` significant digits, one less beside an exponent: 0.125, −3.41, 2.1e−7.

    With `even` it has all of them beside an exponent too, zeros at the end among them: 2.10e−7.
    """
    if value == 0 or not math.isfinite(value):
        return exact(value)
    sign = MINUS if value < 0 else "+" if signed and value > 0 else ""
    size = abs(value)
    if not 1e-3 <= size < 1e5:
        return sign + scientific(size, max(digits - 1 if even else digits - 2, 0), even=even)
    rounded = float(f"{size:.{digits - 1}e}")  # 0.009996 has as many decimals as 0.01
    return f"{sign}{size:.{max(digits - 1 - math.floor(math.log10(rounded)), 0)}f}"


def scientific(value: float, decimals: int = 1, *, even: bool = False) -> str:
    """Return a number with an exponent: 2.1e−5. Zeros at the end are left out, unless `even`, for columns."""
    if value == 0 or not math.isfinite(value):
        return exact(value)
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    if "." in mantissa and not even:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent)}".replace("-", MINUS)


def fixed(value: float, decimals: int = 2) -> str:
    """Return `value` with so many decimals and a place for the sign, for columns of figures."""
    if not math.isfinite(value):
        return exact(value)
    if abs(value) >= 1000:
        return number(value, 3)
    text = f"{abs(value):.{decimals}f}"
    negative = value < 0 and float(text) != 0
    return (MINUS if negative else " ") + text


def fixed_within(value: float, decimals: int, room: int) -> str:
    """Return `value` with so many decimals, or where these need more than `room` characters, `within` it."""
    text = fixed(value, decimals).strip()
    return text if len(text) <= room else within(value, room)


def percent(share: float, decimals: int = 1) -> str:
    """Return a share in percent; 100 and 0 only where nothing is missing."""
    least = 10.0**-decimals  # percent that can be told
    if not math.isfinite(share):
        return exact(share)
    if 0 < 100 * share <= least / 2:
        return f"< {least:.{decimals}f} %"
    if 100 - least / 2 <= 100 * share < 100:
        return f"> {100 - least:.{decimals}f} %"
    return f"{100 * share:.{decimals}f} %".replace("-", MINUS)


def exact(value: float, digits: int = 10) -> str:
    """Return `value` with ten significant digits, or as many as told, for hints and in formulas."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value == 0:
        return "0"  # also what is written −0 in binary
    mantissa, sign, exponent = f"{value:.{digits}g}".partition("e")
    return (f"{mantissa}e{int(exponent)}" if sign else mantissa).replace("-", MINUS)


def within(value: float, room: int, digits: int = 4) -> str:
    """Return `value` whole in `room` characters, with as many digits, up to `digits`, as that leaves.

    With an exponent only where more digits fit so: 0.0003796 is 3.8e−4 in six. What has no room even with
    one digit is returned longer.
    """
    for kept in range(digits, 0, -1):
        for text in (exact(value, kept), scientific(value, kept - 1)):
            if len(text) <= room:
                return text
    return min(exact(value, 1), scientific(value, 0), key=len)


def count(value: float) -> str:
    """Return a whole number in groups of three: 30 000."""
    return f"{value:,.0f}".replace(",", " ").replace("-", MINUS)


def short_count(value: float, digits: int = 3) -> str:
    """Return a whole number for a narrow place, with so many digits at least: 950, 12.5k, 3M."""
    for size, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= 0.9995 * size:
            return _rounded(value / size, digits) + unit
    return f"{value:.0f}".replace("-", MINUS)


def _rounded(value: float, digits: int) -> str:
    """Return a number from 1 to 1000 with so many digits, those before the point always among them."""
    return exact(value, max(digits, math.floor(math.log10(max(abs(value), 1.0))) + 1))


def exponent_of(*values: ArrayLike) -> int:
    """Return the power of ten to write numbers in: 0, unless the largest is below 0.1 or has four digits.

    What is not finite does not count.
    """
    sizes = (np.abs(np.asarray(v, dtype=np.float64)) for v in values)
    largest = max((float(size[np.isfinite(size)].max(initial=0.0)) for size in sizes), default=0.0)
    return 0 if largest == 0 or 0.1 <= largest < 1000 else math.floor(math.log10(largest))


def power(exponent: int) -> str:
    """Return what a label adds for numbers written in a power of ten: nothing for 0, else " ×10⁻³"."""
    return f" ×10{str(exponent).translate(SUPERSCRIPTS)}" if exponent else ""
