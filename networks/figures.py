"""Numbers in sentences and sums, a few significant digits and a true minus; and round ones to be told."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

MINUS = "−"
MOST = 12  # digits of a number that is shown with its change
SMALL = 1e-3  # below which a number has an exponent
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def number(value: float, digits: int = 3) -> str:
    """Return `value` with so many significant digits and no zeros at the end: 0.125, −3.41, 1234, 2.1e−7.

    With an exponent below 0.001, as `number` of `netviz.drawing.numbers` has it in header and panels.
    """
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    mantissa, sign, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    if not sign and 0 < abs(value) < SMALL:
        mantissa, sign, exponent = f"{value:.{digits - 1}e}".partition("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    if sign and 1 <= abs(value) < 1e5:
        return f"{value:.0f}".replace("-", MINUS)
    return (f"{mantissa}e{int(exponent)}" if sign else mantissa).replace("-", MINUS)


def round_below(value: float) -> float:
    """Return the greatest of 1, 2 and 5 times a power of ten that is not above a `value` > 0.

    What is below such a number by no more than rounding, as 0.3 − 0.14 is below 0.16, counts as that number.
    """
    power = 10.0 ** math.floor(math.log10(value) + 1e-9)
    return power * max(step for step in (1, 2, 5) if step * power <= value * (1 + 1e-8))


def digits_for(value: float, change: float, least: int) -> int:
    """Return the significant digits with which a value's change is seen, two of its own, `least` at least."""
    if not (change and value and math.isfinite(value) and math.isfinite(change)):
        return least
    apart = math.floor(math.log10(abs(value))) - math.floor(math.log10(abs(change)))
    return min(max(least, apart + 2), MOST)


def subscript(value: int) -> str:
    """Return a whole number in small digits below the line."""
    return str(value).translate(_SUBSCRIPTS)


def factor(value: float, digits: int = 3) -> str:
    """Return a number as it stands in a product: in brackets if it is negative."""
    text = number(value, digits)
    return f"({text})" if text.startswith(MINUS) else text


def sum_of_products(
    pairs: Sequence[tuple[float, float]], digits: int = 3, most: int = 4, shown: int | None = None
) -> str:
    """Return "0.3 · 0.5 + (−1) · 2 + …": up to `most` products, the one numbered `shown` among them."""

    def product(index: int) -> str:
        left, right = pairs[index]
        return f"{factor(left, digits)} · {factor(right, digits)}"

    return sum_of(len(pairs), product, most, shown)


def sum_of(count: int, term: Callable[[int], str], most: int = 4, shown: int | None = None) -> str:
    """Return up to `most` of `count` terms, the one numbered `shown` among them, with … where others are."""
    kept = list(range(count))
    if count > most:
        kept = list(range(most))
        if shown is not None and shown >= most:
            kept[-1] = shown
    parts: list[str] = []
    before = -1
    for index in kept:
        if index != before + 1:
            parts.append("…")
        parts.append(term(index))
        before = index
    if before != count - 1:
        parts.append("…")
    return " + ".join(parts) if parts else "0"
