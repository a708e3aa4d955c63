"""From pygame's key events to actions."""

from __future__ import annotations

import pygame

from netviz.actions import Action, actions_by_key
from netviz.panels.panel import KEYS

HELD = pygame.KMOD_CTRL | pygame.KMOD_ALT | pygame.KMOD_META
ALT_GR = pygame.KMOD_RALT | pygame.KMOD_MODE


def action_of(key: int, typed: str, modifiers: int, scancode: int = 0, lab: str = "") -> Action | None:
    """Return what a key press means in a lab; with Ctrl, Alt or Meta it means nothing here.

    What is typed counts first, whatever the keyboard's layout: AltGr may be needed to type it. With CapsLock,
    and on layouts of other scripts, a letter key still does what its letter on a Latin keyboard does; but
    CapsLock alone does not leave a run.
    """
    held, alt_gr = modifiers & HELD, modifiers & ALT_GR
    a_sign = bool(typed.strip()) and typed.isprintable() and not typed.isalnum()
    if held and not (alt_gr and a_sign):
        return None
    by_key = actions_by_key(lab)
    if typed.isprintable() and typed.strip():
        for character in (typed, typed.lower(), _latin(typed, scancode)):
            if (action := by_key.get(character)) is not None:
                caps = bool(modifiers & pygame.KMOD_CAPS) and not modifiers & pygame.KMOD_SHIFT
                return None if caps and action is Action.ALL_LABS else action
    name = pygame.key.name(key)
    if modifiers & pygame.KMOD_SHIFT and f"shift+{name}" in by_key:
        return by_key[f"shift+{name}"]
    return by_key.get(name) if len(name) > 1 else None


def word_of(key: int, typed: str, modifiers: int) -> str:
    """Return what a key press is to a control, one of `panel.KEYS`; empty if it is nothing to any."""
    name = {"return": "enter", "keypad enter": "enter"}.get(pygame.key.name(key), pygame.key.name(key))
    if name in KEYS and not modifiers & HELD:
        return name
    writes = typed.isprintable() and bool(typed) and not (modifiers & HELD and not modifiers & ALT_GR)
    return "write" if writes else ""


def _latin(typed: str, scancode: int) -> str:
    """Return the letter at this place of a Latin keyboard, where something else than ASCII is typed."""
    if typed.isascii() or not pygame.KSCAN_A <= scancode <= pygame.KSCAN_Z:
        return ""
    letter = chr(ord("a") + scancode - pygame.KSCAN_A)
    return letter.upper() if typed.isupper() else letter
