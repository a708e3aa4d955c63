"""The one table of keys: complete, without doubles, and read the same from pygame's events."""

import pygame
import pytest

from netviz.actions import GROUPS, PAGES, Action, actions_by_key
from netviz.keyboard import action_of
from netviz.options import LABS

BINDINGS = [binding for group in GROUPS for binding in group.bindings]


def test_every_action_has_a_key_and_no_key_two_actions_in_one_lab():
    assert {binding.action for binding in BINDINGS} == set(Action)
    for lab in LABS:
        groups = [group for group in GROUPS if group.lab in ("", lab)]
        keys = [key for group in groups for binding in group.bindings for key in binding.keys]
        assert len(keys) == len(set(keys)) == len(actions_by_key(lab))


def test_what_is_shown_in_the_help_says_what_it_does():
    for binding in BINDINGS:
        assert bool(binding.shown) == bool(binding.says)
    shown = " ".join(binding.shown for binding in BINDINGS)
    for key in ("q", "Space", "→", "n", "+", "-", "r", "R", "Tab", "Enter", "Esc", "s", "t", "l", "h"):
        assert key in shown.split()


@pytest.mark.parametrize(
    "key, typed, modifiers, action",
    [
        (pygame.K_q, "q", 0, Action.QUIT),
        (pygame.K_SPACE, " ", 0, Action.TOGGLE_PAUSE),
        (pygame.K_RIGHT, "", 0, Action.STEP_REFRESH),
        (pygame.K_RIGHT, "", pygame.KMOD_LSHIFT, Action.TURN_RIGHT),
        (pygame.K_n, "n", 0, Action.STEP_ONE),
        (pygame.K_PLUS, "+", pygame.KMOD_RSHIFT, Action.FASTER),
        (pygame.K_KP_PLUS, "+", 0, Action.FASTER),
        (pygame.K_EQUALS, "=", 0, Action.FASTER),
        (pygame.K_MINUS, "-", 0, Action.SLOWER),
        (pygame.K_KP_MINUS, "-", 0, Action.SLOWER),
        (pygame.K_r, "r", 0, Action.RESTART),
        (pygame.K_r, "R", pygame.KMOD_LSHIFT, Action.RESTART_NEW),
        (pygame.K_r, "R", pygame.KMOD_CAPS, Action.RESTART_NEW),
        (pygame.K_a, "A", pygame.KMOD_LSHIFT, Action.ALL_LABS),
        (pygame.K_a, "A", pygame.KMOD_CAPS, None),  # it would end a run that nobody wants to end
        (pygame.K_TAB, "\t", 0, Action.NEXT_PAGE),
        (pygame.K_TAB, "\t", pygame.KMOD_LSHIFT, Action.PREVIOUS_PAGE),
        (pygame.K_TAB, "", pygame.KMOD_LSHIFT, Action.PREVIOUS_PAGE),
        (pygame.K_RETURN, "\r", 0, Action.ENLARGE),
        (pygame.K_KP_ENTER, "\r", 0, Action.ENLARGE),
        (pygame.K_ESCAPE, "\x1b", 0, Action.BACK),
        (pygame.K_SLASH, "?", pygame.KMOD_LSHIFT, Action.HELP),
        (pygame.K_1, "1", 0, Action.PAGE_1),
        (pygame.K_KP2, "2", pygame.KMOD_NUM, Action.PAGE_2),
        (pygame.K_AMPERSAND, "1", pygame.KMOD_LSHIFT, Action.PAGE_1),  # a French keyboard
        (pygame.K_q, "q", pygame.KMOD_NUM, Action.QUIT),
        (pygame.K_a, "q", 0, Action.QUIT),  # what is typed counts, not where the key lies
        (pygame.K_F1, "", 0, None),
        (pygame.K_a, "a", 0, None),
        (pygame.K_UNKNOWN, "", 0, None),
        (pygame.K_LSHIFT, "", pygame.KMOD_LSHIFT, None),
    ],
)
def test_a_key_press_means_its_action(key, typed, modifiers, action):
    assert action_of(key, typed, modifiers) is action


@pytest.mark.parametrize("modifier", [pygame.KMOD_LCTRL, pygame.KMOD_RALT, pygame.KMOD_LMETA])
@pytest.mark.parametrize("key, typed", [(pygame.K_q, "q"), (pygame.K_r, "\x12"), (pygame.K_TAB, "\t")])
def test_with_ctrl_alt_or_meta_a_key_belongs_to_the_desktop(key, typed, modifier):
    assert action_of(key, typed, modifier) is None


def test_pages_have_the_digits():
    assert [actions_by_key("")[str(number)] for number in range(1, 10)] == list(PAGES)


@pytest.mark.parametrize(
    "key, typed, modifiers, scancode, action",
    [
        (pygame.K_q, "Q", pygame.KMOD_CAPS, pygame.KSCAN_Q, Action.QUIT),
        (
            pygame.K_8,
            "[",
            pygame.KMOD_RALT,
            pygame.KSCAN_8,
            Action.PREVIOUS_PANEL,
        ),  # AltGr on a German keyboard
        (0x0439, "й", 0, pygame.KSCAN_Q, Action.QUIT),  # the same key on a Russian keyboard
        (0x043A, "К", pygame.KMOD_LSHIFT, pygame.KSCAN_R, Action.RESTART_NEW),
    ],
)
def test_keys_work_with_caps_lock_and_on_other_keyboards(key, typed, modifiers, scancode, action):
    assert action_of(key, typed, modifiers, scancode) is action
