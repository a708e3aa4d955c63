"""The start screen in its window: keys and clicks in, frames out, until a lab is chosen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pygame

from netviz.actions import Action
from netviz.display import open_window
from netviz.keyboard import HELD, action_of
from netviz.options import Options, at_least
from netviz.panels.preview import Preview
from netviz.passing import Passing
from netviz.picture import kept, png
from netviz.signals import Caught
from netviz.start_screen import StartScreen
from netviz.waiting import put_back

RATE = 6  # times a second that networks go on: enough to see learning by; keys and clicks do not wait for it
AT_ONCE = 4  # networks that go on each time, in turn: a screen that only waits takes little of a processor
NAMES = {"return": "enter", "keypad enter": "enter", "space": "enter"}
KNOWN = ("left", "right", "up", "down", "home", "end", "tab", "enter", "escape")
LETTERS = {Action.THEME: "t", Action.HELP: "h"}


@dataclass(frozen=True)
class Chosen:
    """What was chosen: a lab's `flag`, empty if none; `options` as changed meanwhile; the last picture.

    `held` are the keys that were down then, that which opened the lab among them.
    """

    flag: str
    options: Options
    picture: bytes
    held: frozenset[int] = frozenset()


def run(
    previews: Sequence[Preview], options: Options, program: str, caught: Caught, last: str = ""
) -> Chosen:
    """Show the start screen, with the tile of the flag `last` chosen, until it is left.

    The window stays open if a lab was chosen.
    """
    surface = open_window(options.size, "choose a lab", options.scale)
    screen = StartScreen(previews, program, options.theme, options.scale)
    screen.choose(last)
    window = StartWindow(surface, screen, options, caught)
    opens = window.loop()
    surface = pygame.display.get_surface() or surface
    picture = png(surface) if options.screenshot else b""
    size = at_least(surface.get_size(), options.scale)
    if not opens:
        pygame.display.quit()
    flag = screen.tiles[screen.chosen][0].flag if opens else ""
    changed = replace(options, theme=screen.theme.name, size=size)
    return Chosen(flag, changed, picture, frozenset(window.held))


class StartWindow:
    """The loop between a surface on the screen and the start screen."""

    def __init__(
        self, surface: pygame.Surface, screen: StartScreen, options: Options, caught: Caught
    ) -> None:
        self._surface, self._screen = surface, screen
        self._caught = caught
        self._pause = 1 / min(options.fps or RATE, RATE)
        self._passing = Passing(screen)
        self._hand = False
        self.held: set[int] = set()  # keys

    def loop(self) -> bool:
        """Return whether the chosen lab shall open; False if the program is left."""
        self._draw()
        drawn = time.perf_counter()
        while not self._caught:
            wait = self._pause - (time.perf_counter() - drawn)
            first = pygame.event.wait(max(int(wait * 1000), 1))
            events = [first, *pygame.event.get()] if first.type != pygame.NOEVENT else []
            for number, event in enumerate(events, 1):
                opens = self._obey(event)
                if opens is not None:
                    if opens:
                        self._show_opening()
                        put_back(events[number:])
                    return opens
            if events or time.perf_counter() - drawn >= self._pause:
                if time.perf_counter() - drawn >= self._pause:
                    drawn = time.perf_counter()
                    self._advance()
                self._draw(shown_again=any(event.type != pygame.MOUSEMOTION for event in events))
        return False

    def _advance(self) -> None:
        self._passing.passes()
        if pygame.display.get_active():
            self._screen.tick(most=AT_ONCE)

    def _draw(self, *, shown_again: bool = True) -> None:
        """Show what has changed; all of it where the window may have lost what it showed."""
        self._surface = pygame.display.get_surface() or self._surface
        if pygame.display.get_active():  # not while minimised
            changed = self._screen.draw(self._surface)
            if shown_again:
                pygame.display.flip()
            elif changed:
                pygame.display.update(changed)

    def _show_opening(self) -> None:
        """Say what is coming; it takes a moment."""
        self._screen.opening, self._screen.mouse, self._screen.message = True, None, ""
        self._draw()
        self._show_hand(False)

    def _show_hand(self, on: bool) -> None:
        """Have the mouse's sign tell whether a click opens something."""
        if on is not self._hand:
            self._hand = on
            pygame.mouse.set_cursor(pygame.SYSTEM_CURSOR_HAND if on else pygame.SYSTEM_CURSOR_ARROW)

    def _obey(self, event: pygame.Event) -> bool | None:
        """Take an event; return True where the chosen lab shall open, False where the program is left."""
        screen = self._screen
        match event.type:
            case pygame.QUIT:
                return False
            case pygame.KEYUP:
                self.held.discard(event.key)
            case pygame.WINDOWFOCUSLOST:
                self.held.clear()
            case pygame.KEYDOWN:
                self.held.add(event.key)
                action = action_of(event.key, event.unicode, event.mod, event.scancode)
                if action is Action.QUIT:
                    return False
                if action is Action.SCREENSHOT:
                    self._save_picture()
                return screen.key(_name(event, action)) or None
            case pygame.MOUSEMOTION:
                screen.point_at(event.pos)
                self._show_hand(screen.under(event.pos) is not None)
            case pygame.WINDOWLEAVE:
                screen.point_at(None)
            case pygame.MOUSEBUTTONDOWN if event.button == 1:
                return screen.press(event.pos) or None
        return None

    def _save_picture(self) -> None:
        """Write what is on the screen to a new file, and tell."""
        self._screen.message = ""
        self._screen.draw(self._surface)
        self._passing.say(kept(self._surface, "netviz-start"))


def _name(event: pygame.Event, action: Action | None) -> str:
    """Return a key as the screen knows it: by name, by what it writes, or by the action of all labs."""
    if action in LETTERS:
        return LETTERS[action]
    name = pygame.key.name(event.key)
    name = NAMES.get(name, name)
    if event.mod & HELD:
        return ""
    if name in KNOWN:
        return f"shift+{name}" if name == "tab" and event.mod & pygame.KMOD_SHIFT else name
    if action is not None and action.name.startswith("PAGE_"):
        return action.name.removeprefix("PAGE_")
    return ""
