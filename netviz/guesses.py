"""The flag that was probably meant by one that is unknown."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

NEAR = 0.75  # of 1: how alike two words are of which one may be the other misspelt
LEAST = 3  # letters from which a word may be the beginning of a flag


def meant(word: str, flags: Iterable[str]) -> str | None:
    """Return the flag that is nearly the word, or else begins with it, by its last spelling; or None."""
    given, known = _bare(word), {_bare(flag): flag for flag in flags}
    near = difflib.get_close_matches(given, known, 1, NEAR)
    longer = [flag for flag in known if len(given) >= LEAST and flag.startswith(given)]
    return next((known[flag] for flag in (*near, *longer)), None)


def _bare(flag: str) -> str:
    """Return a flag's letters alone, as there is more than one way to set them."""
    return flag.lstrip("-").replace("_", "-").lower()
