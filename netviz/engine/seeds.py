"""Seeds of a run."""

from __future__ import annotations

import secrets

MAX_SEED = 2**32 - 1


def draw_seed() -> int:
    """Draw a seed from the operating system; no generator of the program is touched."""
    return secrets.randbelow(MAX_SEED + 1)
