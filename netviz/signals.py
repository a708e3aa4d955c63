"""SIGINT and SIGTERM as a flag that loops look at, so that a run ends between two steps."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


def status_of(number: int | None) -> int:
    """Return the exit status of a program that a signal ended, 128 and its number; 0 where none did."""
    return 0 if number is None else 128 + number


class Caught:
    """The first signal that came, if any."""

    def __init__(self) -> None:
        self.number: int | None = None

    def __repr__(self) -> str:
        return f"Caught({self.number})"

    def __bool__(self) -> bool:
        return self.number is not None

    @property
    def status(self) -> int:
        """The exit status that tells of it."""
        return status_of(self.number)

    def note(self, number: int, frame: FrameType | None = None) -> None:
        """Remember a signal; a handler for `signal.signal`."""
        if self.number is None:
            self.number = number


@contextlib.contextmanager
def caught_signals() -> Iterator[Caught]:
    """Have SIGINT and SIGTERM only noted meanwhile; outside the main thread nothing changes.

    On Windows nobody sends SIGTERM; Ctrl+C arrives as SIGINT and Ctrl+Break as SIGBREAK.
    """
    caught = Caught()
    numbers = [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGBREAK", None)]
    before = {}
    if threading.current_thread() is threading.main_thread():
        before = {number: signal.signal(number, caught.note) for number in numbers if number is not None}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
