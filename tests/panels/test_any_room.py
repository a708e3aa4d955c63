"""Panels in rooms of any size, also such as no window should leave them: nothing raises."""

import random

import pytest

from tests.panels import scenes
from tests.panels.pictures import draw


@pytest.mark.parametrize("name", scenes.SCENES)
def test_no_room_is_too_small_for_a_panel_to_be_drawn_and_asked(name):
    rng = random.Random(name)
    for _ in range(8):
        panel, view = scenes.SCENES[name]()
        size = rng.choice((rng.randrange(12, 90), rng.randrange(90, 700))), rng.randrange(12, 500)
        draw(panel, view, size=size)
        assert all(isinstance(text, str) for text in panel.values(view))
        for _ in range(10):
            panel.hover((rng.randrange(size[0]), rng.randrange(size[1])), view)
