"""The flag that was probably meant by one that is unknown."""

from __future__ import annotations

from collections.abc import Iterable

LEAST = 3  # letters from which a word may be misspelt, or the beginning of a flag
LONG = 8  # letters from which two slips are forgiven


def meant(word: str, flags: Iterable[str]) -> str | None:
    """Return the flag that differs from a word by a slip or two, or else begins with it; or None."""
    given = _bare(word)
    allowed = (len(given) >= LEAST) + (len(given) >= LONG)
    known = sorted(flags, key=lambda flag: slips(given, _bare(flag)))
    if known and slips(given, _bare(known[0])) <= allowed:
        return known[0]
    longer = (flag for flag in known if len(given) >= LEAST and _bare(flag).startswith(given))
    return next(longer, None)


def _bare(flag: str) -> str:
    """Return a flag's letters alone, as there is more than one way to set them."""
    return flag.lstrip("-").replace("_", "-").lower()


def slips(one: str, other: str) -> int:
    """Return the fewest slips that lead from a word to another (optimal string alignment distance).

    A slip is a letter too many, too few or another, or two neighbours in the wrong order.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))  # slips from what was read of `one` to each beginning of `other`
    for i, letter in enumerate(one):
        before, last, row = row, before, [i + 1]
        for j, wanted in enumerate(other):
            row.append(min(before[j] + (letter != wanted), before[j + 1] + 1, row[j] + 1))
            if i and j and (letter, one[i - 1]) == (other[j - 1], wanted):
                row[-1] = min(row[-1], last[j - 1] + 1)
    return row[-1]
