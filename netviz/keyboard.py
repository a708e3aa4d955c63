"""From pygame's key events to actions."""

from __future__ import annotations

import pygame

from netviz.actions import BY_KEY, Action


def action_of(key: int, typed: str, modifiers: int) -> Action | None:
    """Return what a key press means; Ctrl, Alt and Meta with a key mean nothing here."""
    if modifiers & (pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META):
        return None
    if typed.isprintable() and typed.strip() and typed in BY_KEY:
        return BY_KEY[typed]
    name = pygame.key.name(key)
    if modifiers & pygame.KMOD_SHIFT and f"shift+{name}" in BY_KEY:
        return BY_KEY[f"shift+{name}"]
    return BY_KEY.get(name) if len(name) > 1 else None
