"""Every page of a network whose numbers are about to leave single precision is drawn all the same."""

from __future__ import annotations

import json

import pygame
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_recipe import recipe
from netviz.options import PAGES
from netviz.stage import Stage

BENT = {"type": "leaky_relu", "slope": 0.5}
WILD = (
    [{"type": "dense", "out_features": features} for features in (64, 64, 10)],
    [{"type": "conv", "out_channels": 4, "filter_size": 3}, {"type": "maxpool", "filter_size": 2},
     {"type": "dense", "out_features": 32}, {"type": "dense", "out_features": 10}],
    [{"type": "conv", "out_channels": 8, "filter_size": 3}, BENT, {"type": "maxpool", "filter_size": 2},
     {"type": "conv", "out_channels": 8, "filter_size": 3}, BENT, {"type": "dense", "out_features": 64}, BENT,
     {"type": "dense", "out_features": 10}],
)  # fmt: skip


@pytest.fixture(scope="module", params=WILD, ids=["dense", "convolutional", "not a number"])
def run(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("wild") / "wild.json"
    config = {"optimizer": "sgd", "learning_rate": 10, "schedule": "constant", "layers": request.param}
    path.write_text(json.dumps(config))
    lab = DigitsLab(recipe(5, config_path=path, offline=True))
    session, timeline = Session(lab, lab.total, 1), Timeline()
    timeline.add(session.current())
    while (refresh := session.advance()) is not None:
        timeline.add(refresh)
    assert "no longer finite" in timeline.latest.note
    return lab, timeline


@pytest.mark.parametrize("page", PAGES["mnist"])
def test_a_page_of_a_diverged_network_is_drawn(run, page):
    lab, timeline = run
    surface = pygame.Surface((960, 600), 0, 32)
    stage = Stage(lab, "dark", page)
    for at in ((300, 300), (700, 200), (700, 500)):
        stage.mouse = at
        stage.draw(surface, timeline, 0.0)
        stage.drift(0.1)
    stage.settle(timeline)
    stage.draw(surface, timeline, 0.0)
    assert pygame.surfarray.array3d(surface).std() > 5
