"""A number while it is being typed: the line, the caret, and whether all of it is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

SIGNS = "0123456789.,-+eE\u2212"


@dataclass(frozen=True)
class Draft:
    """A line of text with a caret before its character `caret`; marked, the next character replaces all."""

    text: str
    caret: int
    marked: bool = False

    @classmethod
    def of(cls, text: str) -> Draft:
        """Return all of a text, marked."""
        return cls(text, len(text), marked=True)

    @property
    def _before(self) -> str:
        """What stays of the line before the next character."""
        return "" if self.marked else self.text[: self.caret]

    def would_sign(self, sign: str) -> bool:
        """Return whether this would be the sign of the number, and not of its power of ten."""
        return sign in ("+", "-", "\u2212") and not self._before.endswith(("e", "E"))

    def written(self, sign: str) -> Draft | None:
        """Return the line with a sign more, or None where it has no place in a number."""
        if len(sign) != 1 or sign not in SIGNS:
            return None
        before = self._before
        after = "" if self.marked else self.text[self.caret :]
        if sign in "eE" and not any(digit.isdigit() for digit in before):
            return None
        return Draft(before + sign + after, len(before) + 1)

    def pressed(self, word: str) -> Draft | None:
        """Return the line after a key, or None if the key means nothing in a line."""
        text, caret = self.text, self.caret
        match word:
            case "left":
                return Draft(text, 0 if self.marked else max(caret - 1, 0))
            case "right":
                return Draft(text, len(text) if self.marked else min(caret + 1, len(text)))
            case "home":
                return Draft(text, 0)
            case "end":
                return Draft(text, len(text))
            case "backspace" | "delete" if self.marked:
                return Draft("", 0)
            case "backspace":
                return Draft(text[: max(caret - 1, 0)] + text[caret:], max(caret - 1, 0))
            case "delete":
                return Draft(text[:caret] + text[caret + 1 :], caret)
        return None

    def at(self, caret: int) -> Draft:
        """Return the line with the caret elsewhere."""
        return replace(self, caret=min(max(caret, 0), len(self.text)), marked=False)
