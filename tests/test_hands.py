"""Keys that were pressed before a window could be seen are not meant for it."""

from __future__ import annotations

from types import SimpleNamespace

import pygame
import pytest

from netviz.actions import Action
from netviz.hands import Hands, hand_at_work


def key(kind, code, text):
    return pygame.Event(kind, key=code, unicode=text, mod=0, scancode=0)


def hands():
    return Hands(SimpleNamespace(controlled=False), "playground")


@pytest.mark.parametrize(
    "code, text, action", [(pygame.K_3, "3", Action.PAGE_3), (pygame.K_RIGHT, "", Action.STEP_REFRESH)]
)
def test_a_key_held_since_before_means_nothing_until_it_is_let_go(code, text, action):
    one, down = hands(), key(pygame.KEYDOWN, code, text)
    one.hold(code)
    assert one.take(down) is None
    assert one.take(down) is None
    assert one.take(key(pygame.KEYUP, code, "")) is None
    assert one.take(down) is action


def test_other_keys_are_obeyed_meanwhile():
    one = hands()
    one.hold(pygame.K_3)
    assert one.take(key(pygame.KEYDOWN, pygame.K_2, "2")) is Action.PAGE_2


def test_the_key_that_quits_is_told_also_of_before():
    assert hands().quits(key(pygame.KEYDOWN, pygame.K_q, "q"))
    assert not hands().quits(key(pygame.KEYUP, pygame.K_q, "q"))
    assert not hands().quits(key(pygame.KEYDOWN, pygame.K_s, "s"))


@pytest.fixture
def posted(monkeypatch):
    """Return a function that says whether the hand is at work once an event has come."""
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    pygame.display.init()

    def at_work(kind, held=False, **content):
        monkeypatch.setattr(pygame.mouse, "get_pressed", lambda: (held, False, False))
        pygame.event.clear()
        pygame.event.post(pygame.Event(kind, **content))
        return hand_at_work()

    yield at_work
    pygame.display.quit()


@pytest.mark.parametrize("held", [False, True])
def test_keys_clicks_the_wheel_another_size_and_the_end_are_the_hand_at_work(posted, held):
    assert posted(pygame.KEYDOWN, held, key=pygame.K_a, unicode="a", mod=0, scancode=0)
    assert posted(pygame.MOUSEBUTTONDOWN, held, button=1, pos=(3, 3))
    assert posted(pygame.MOUSEWHEEL, held, precise_y=1.0)
    assert posted(pygame.VIDEORESIZE, held, size=(640, 400), w=640, h=400)
    assert posted(pygame.QUIT, held)


def test_a_mouse_is_at_work_while_a_button_is_held_and_not_when_it_only_passes(posted):
    moved = {"pos": (3, 3), "rel": (1, 0), "buttons": (0, 0, 0)}
    assert posted(pygame.MOUSEMOTION, True, **moved)
    assert not posted(pygame.MOUSEMOTION, False, **moved)


@pytest.mark.parametrize("held", [False, True])
def test_what_is_let_go_does_not_count(posted, held):
    assert not posted(pygame.KEYUP, held, key=pygame.K_a, unicode="a", mod=0, scancode=0)
    assert not posted(pygame.MOUSEBUTTONUP, held, button=1, pos=(3, 3))
    assert not posted(pygame.WINDOWLEAVE, held)
