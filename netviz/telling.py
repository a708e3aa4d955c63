"""A line on stderr, for whoever reads it. Knows no NumPy, so that a refusal needs none."""

from __future__ import annotations

import contextlib
import sys


def say(text: str) -> None:
    """Print a line on stderr; nobody listening is no reason to stop."""
    if sys.stderr is None:  # a program without a console; print would take stdout
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(text, file=sys.stderr, flush=True)
