"""A word that passes: told for a while on the screen."""

from __future__ import annotations

import time
from typing import Protocol

STAYS = 4.0  # seconds


class Teller(Protocol):
    """Whatever shows a message while it has one."""

    message: str


class Passing:
    """Has `teller` tell one message at a time, each for a while."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._until = 0.0

    def __repr__(self) -> str:
        return f"Passing({self._teller.message!r})"

    def say(self, message: str) -> None:
        """Tell this from now on; nothing if it is empty."""
        self._teller.message = message
        self._until = time.perf_counter() + STAYS

    def passes(self) -> bool:
        """Take back a message that has been told for long enough; return whether one was."""
        gone = bool(self._teller.message) and time.perf_counter() > self._until
        if gone:
            self._teller.message = ""
        return gone
