"""Mouse and keyboard of the real window: pygame's events into what the stage understands, and actions."""

from __future__ import annotations

import time

import pygame

from netviz.actions import PAGES, REPEATING, Action
from netviz.keyboard import action_of, word_of
from netviz.stage import Stage

DOUBLE_CLICK = 0.35  # seconds
PRESSES = (pygame.KEYDOWN, pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.VIDEORESIZE, pygame.QUIT)
NEAR = 6  # pixels between two clicks that are one double click


class Hands:
    """What the user does with mouse and keyboard, event by event; `lab` is the name of the lab shown."""

    def __init__(self, stage: Stage, lab: str) -> None:
        self._stage, self._lab = stage, lab
        self._down: set[int] = set()  # keys that are held,
        self._old: set[int] = set()  # and those of them that were pressed for what was shown before
        self._last_click = (0.0, (-99, -99))

    def take(self, event: pygame.Event) -> Action | None:
        """Let the stage have an event; return what it asks the window to do."""
        stage = self._stage
        match event.type:
            case pygame.KEYDOWN:
                return self._press_key(event)
            case pygame.KEYUP:
                self._down.discard(event.key)
                self._old.discard(event.key)
            case pygame.WINDOWFOCUSLOST:
                self._down.clear()
                self._old.clear()
            case pygame.MOUSEMOTION:
                stage.mouse = event.pos
                if event.buttons[0]:
                    stage.drag(event.pos, *event.rel)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return self._click(event.pos)
            case pygame.MOUSEBUTTONUP if event.button == 1:
                stage.release()
            case pygame.MOUSEBUTTONDOWN if event.button == 3:
                stage.other_press(event.pos)
            case pygame.MOUSEWHEEL if stage.mouse is not None:
                stage.wheel(stage.mouse, event.precise_y)
            case pygame.WINDOWLEAVE:
                stage.mouse = None
        return None

    def hold(self, key: int) -> None:
        """Take a key as one that is held since before: until it is let go it means nothing."""
        self._old.add(key)

    def quits(self, event: pygame.Event) -> bool:
        """Return whether it is a key that ends the program."""
        return event.type == pygame.KEYDOWN and self._meant_by(event) is Action.QUIT

    def works(self, event: pygame.Event) -> bool:
        """Return whether an event may be for what is on the page, which is drawn first then."""
        if event.type == pygame.KEYDOWN:
            return self._meant_by(event) not in (Action.QUIT, *PAGES)
        return event.type in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL)

    def _press_key(self, event: pygame.Event) -> Action | None:
        """Return what a key means; held down, only what makes sense many times over."""
        if event.key in self._old:
            return None
        word = word_of(event.key, event.unicode, event.mod) if self._stage.controlled else ""
        if word and self._stage.typed(word, event.unicode):
            return None
        action = self._meant_by(event)
        held = event.key in self._down
        self._down.add(event.key)
        return None if held and action not in REPEATING else action

    def _meant_by(self, event: pygame.Event) -> Action | None:
        return action_of(event.key, event.unicode, event.mod, event.scancode, self._lab)

    def _click(self, at: tuple[int, int]) -> Action | None:
        now, (when, where) = time.perf_counter(), self._last_click
        near = abs(at[0] - where[0]) < NEAR and abs(at[1] - where[1]) < NEAR
        double = near and now - when < DOUBLE_CLICK
        self._last_click = (0.0 if double else now, at)
        self._stage.mouse = at
        return self._stage.press(at, double=double)


def is_work(event: pygame.Event) -> bool:
    """Return whether an event is something done by hand; a mouse that only passes does nothing."""
    return event.type in PRESSES or (event.type == pygame.MOUSEMOTION and any(event.buttons))


def hand_at_work() -> bool:
    """Return whether something done by hand waits to be taken."""
    if pygame.event.peek(PRESSES):
        return True
    return any(pygame.mouse.get_pressed()) and pygame.event.peek(pygame.MOUSEMOTION)
