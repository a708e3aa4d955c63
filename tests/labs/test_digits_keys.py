"""What a click can choose on a page of the digits lab, keys can choose too."""

from __future__ import annotations

import json
from dataclasses import fields

import pygame
import pytest

from netviz.actions import PAGES as NUMBERS
from netviz.actions import WORDS, Action
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_recipe import recipe
from netviz.options import PAGES
from netviz.stage import Stage

SIZE, EVERY = (960, 600), 8  # pixels from one click to the next
CONFIG = {
    "epochs": 1,
    "fraction": 0.3,
    "layers": [
        {"type": "conv", "out_channels": 2, "filter_size": 3}, "relu", {"type": "maxpool", "filter_size": 2},
        {"type": "conv", "out_channels": 3, "filter_size": 3}, "relu",
        {"type": "dense", "out_features": 12}, "relu", {"type": "dense", "out_features": 10},
    ],
}  # fmt: skip
KEYS = (*WORDS, Action.NEXT_SAMPLE, Action.NEXT_SOURCE)


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Return a lab and its timeline after a few batches."""
    path = tmp_path_factory.mktemp("config") / "net.json"
    path.write_text(json.dumps(CONFIG))
    lab = DigitsLab(recipe(5, config_path=path, offline=True))
    session, timeline = Session(lab, lab.total, 1), Timeline()
    timeline.add(session.current())
    for _ in range(4):
        timeline.add(session.advance())
    return lab, timeline


def staged(run, page):
    lab, timeline = run
    pygame.font.init()
    stage, surface = Stage(lab, page=page), pygame.Surface(SIZE, 0, 32)
    for _ in range(2):
        stage.settle(timeline)
        stage.draw(surface, timeline, 0.0)
    return stage, lambda: stage.draw(surface, timeline, 0.0)


def changed(before, after):
    """Return which choices differ."""
    names = (field.name for field in fields(before) if field.name not in ("samples", "asks", "go_to"))
    return {name for name in names if getattr(before, name) != getattr(after, name)}


@pytest.mark.parametrize("page", PAGES["mnist"])
def test_what_clicks_change_on_a_page_keys_change_there_too(run, page):
    stage, _ = staged(run, page)
    view, begun, clicked = stage._looking.view, stage.choices, set()
    for panel, area in ((stage.page.panels[i], area) for i, area in stage.places.items()):
        for x in range(area.x, area.right, EVERY):
            for y in range(area.y, area.bottom, EVERY):
                chosen = panel.press((x, y), view)
                panel.release(view)
                if chosen is not None:
                    clicked |= changed(begun, chosen)
    stage, draw = staged(run, page)
    keyed = set()
    for action in KEYS:
        before = stage.choices
        stage.act(action)
        draw()
        keyed |= changed(before, stage.choices)
    assert clicked <= keyed
    assert clicked or page in ("distributions", "paths")  # there clicks choose nothing for other panels


def test_by_keys_alone_to_the_images_of_a_cell_and_back_to_all(run):
    stage, draw = staged(run, "overview")
    stage.act(Action.TURN_LEFT)
    draw()
    worst = stage.choices.cell
    assert worst is not None and worst[0] != worst[1]
    for action in (Action.TURN_RIGHT, Action.TURN_DOWN):
        stage.act(action)
    true, read = stage.choices.cell
    assert (true, read) == ((worst[0] + 1) % 10, (worst[1] + 1) % 10)
    stage.act(NUMBERS[PAGES["mnist"].index("mistakes")])
    draw()
    gallery = stage.page.panels[0]
    assert f"is {true}, read" in gallery.value(stage._looking.view)
    stage.act(Action.CLEAR)
    draw()
    assert stage.choices.cell is None
    assert "wrong" in gallery.value(stage._looking.view)


def test_keys_on_the_overview_choose_the_filter_that_other_pages_show(run):
    stage, draw = staged(run, "overview")
    for action in (Action.NEXT_LAYER, Action.NEXT_FILTER, Action.NEXT_FILTER):
        stage.act(action)
        draw()
    assert (stage.choices.layer, stage.choices.filter) == (1, 2)
    stage.act(Action.PAGE_2)
    draw()
    assert "conv 2" in stage.page.panels[0].value(stage._looking.view)
