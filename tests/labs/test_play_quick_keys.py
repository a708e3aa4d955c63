"""Keys that come so quickly that several are within one frame do what they do one by one."""

import random

import pygame
import pytest

from netviz import cli, making
from netviz.actions import Action, actions_by_key
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.panels.panel import KEYS
from netviz.stage import Stage

ACTIONS = actions_by_key("playground")
OFTEN = ("tab", "tab", "tab", "left", "right", "up", "down", "enter", "escape")
PRESSED = (
    *OFTEN, *OFTEN, *"pP.,1234ikv[]05bweflth", "shift+tab", "home", "end", "backspace", "delete", "pageup",
    "pagedown", "shift+left",
)  # fmt: skip


class Shown:
    """A stage on which keys are pressed as in the window; what it asks of the lab is left."""

    def __init__(self, lab, timeline):
        self.stage, self.timeline = Stage(lab), timeline
        self.surface = pygame.Surface((960, 600), 0, 32)
        self.settle()

    def draw(self):
        self.stage.draw(self.surface, self.timeline, 0.0)

    def settle(self):
        for _ in range(3):
            self.draw()
        self.stage.settle(self.timeline)
        self.draw()

    def press(self, word):
        stage = self.stage
        if not stage.places:
            self.draw()
        held = word.startswith("shift+") or word == "tab"
        typed = (word, "") if word in KEYS else ("write", word)
        if held or not (stage.controlled and stage.typed(*typed)):
            action = ACTIONS.get(word, Action.UNDO)
            if action is not Action.UNDO:  # which is the window's, as what no key is for
                stage.act(action)
        stage.take_asks()


@pytest.mark.parametrize("flags", ["--moons --points 60", "--problem xor", "--problem line"])
def test_keys_within_one_frame_do_what_they_do_one_by_one(flags):
    lab = making.make(cli.parse(["--playground", *flags.split(), "--seed", "5", "-e", "30"]), None)
    session, timeline = Session(lab, lab.total, 10), Timeline()
    while (refresh := session.advance()) is not None:
        timeline.add(refresh)
    for seed in range(15):
        rng, told = random.Random(seed), []
        slow, quick = Shown(lab, timeline), Shown(lab, timeline)
        for _ in range(6):
            told.append(rng.choices(PRESSED, k=rng.randint(2, 6)))
            for word in told[-1]:
                slow.press(word)
                slow.draw()
                quick.press(word)
            for one in (slow, quick):
                one.settle()
            assert slow.stage.choices == quick.stage.choices, (seed, told)
            pictures = [pygame.surfarray.array2d(one.surface) for one in (slow, quick)]
            assert (pictures[0] == pictures[1]).all(), (seed, told)
