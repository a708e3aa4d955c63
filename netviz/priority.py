"""Who goes first where the window and the training both want a processor."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

BEHIND = 10  # of 19 steps of priority that the window stands behind the training


@contextlib.contextmanager
def giving_way(training: int) -> Iterator[None]:
    """Let the process `training` go first meanwhile: a frame has time until the next refresh comes.

    And keep to every second processor, those on which a helper of the training runs
    (`networks.fast.helper`): what it leaves of them, waiting for its half of the next batch, is enough for a
    window. The others are for the training itself: slowed down, it would keep helper and window waiting.
    The processors are given back; priority, once given up, is not to be had again.
    """
    before: set[int] = set()
    with contextlib.suppress(AttributeError, OSError):  # not on Windows, in part not on macOS
        os.nice(max(os.getpriority(os.PRIO_PROCESS, training) + BEHIND - os.nice(0), 0))
        before = os.sched_getaffinity(0)
        if others := sorted(before)[1::2]:
            os.sched_setaffinity(0, others)
    try:
        yield
    finally:
        if before:
            with contextlib.suppress(OSError):  # those there were may be gone
                os.sched_setaffinity(0, before)
