"""Events that one screen leaves for the next."""

from __future__ import annotations

from collections.abc import Sequence

import pygame


def put_back(events: Sequence[pygame.Event]) -> None:
    """Have events that were not taken be the first of those that come next."""
    if events:
        for event in (*events, *pygame.event.get()):
            pygame.event.post(event)
