"""Keys that were pressed before a window could be seen are not meant for it."""

from __future__ import annotations

from types import SimpleNamespace

import pygame

from netviz.actions import Action
from netviz.hands import Hands


def key(kind, code, text):
    return pygame.Event(kind, key=code, unicode=text, mod=0, scancode=0)


def hands():
    return Hands(SimpleNamespace(controlled=False), "playground")


def test_a_key_held_since_before_means_nothing_until_it_is_let_go():
    one, three = hands(), key(pygame.KEYDOWN, pygame.K_3, "3")
    assert one.hold(three) is Action.PAGE_3
    assert one.take(three) is None
    assert one.take(key(pygame.KEYUP, pygame.K_3, "")) is None
    assert one.take(three) is Action.PAGE_3


def test_other_keys_are_obeyed_meanwhile():
    one = hands()
    one.hold(key(pygame.KEYDOWN, pygame.K_3, "3"))
    assert one.take(key(pygame.KEYDOWN, pygame.K_2, "2")) is Action.PAGE_2


def test_the_key_that_quits_is_told_also_of_before():
    assert hands().hold(key(pygame.KEYDOWN, pygame.K_q, "q")) is Action.QUIT
