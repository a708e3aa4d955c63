"""Who goes first where the window and the training both want a processor."""

from __future__ import annotations

import contextlib
import os

BEHIND = 10  # of 19 steps of priority that the window stands behind the training


def give_way() -> None:
    """Let training go first where both want a processor: a frame has time until the next refresh comes.

    And keep to every second processor, those on which a helper of the training runs
    (`networks.fast.helper`): what it leaves of them, waiting for its half of the next batch, is enough for a
    window. The others are for the training itself: slowed down, it would keep helper and window waiting.
    """
    with contextlib.suppress(AttributeError, OSError):  # not on Windows, in part not on macOS
        os.nice(BEHIND)
        if others := sorted(os.sched_getaffinity(0))[1::2]:
            os.sched_setaffinity(0, others)
