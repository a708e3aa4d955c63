"""On which processors a thread runs."""

from __future__ import annotations

import contextlib
import os


def allowed() -> list[int]:
    """Return those on which this thread may run; none where the system does not tell."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def keep_to(processors: list[int]) -> None:
    """Run this thread, and those it will start, on these alone, if there are any and the system lets it.

    Else the system, which likes to wake a process where the one runs that woke it, has both halves of a batch
    computed on one processor in turn.
    """
    if processors:
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, processors)
