"""The benchmark of the playground measures what it says."""

from __future__ import annotations

import pytest

from benchmarks import play_answers, playground
from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.wishes import SetOption


@pytest.mark.parametrize("sight", playground.sights())
def test_every_frame_of_every_page_shows_a_new_snapshot(sight):
    scene = playground.scene(sight, **playground.sights()[sight])
    assert scene.stage.page.name == sight.split(",")[0]
    seen = []
    for _ in range(2):
        assert scene.draw(scene.timeline, scene.next()) > 0
        seen.append(scene.timeline.snapshot.step)
    assert seen[1] > seen[0] >= playground.WARM
    moment = scene.timeline.snapshot.extra
    assert len(moment.train) + len(moment.test) == 500
    assert moment.setup.hidden == (8, 8)


@pytest.mark.parametrize("kind", play_answers.wishes())
def test_every_wish_timed_is_obeyed_and_none_is_what_is_there_already(kind):
    wish = play_answers.wishes()[kind]
    session = Session(playground.lab(points=1000), 10, 1)
    session.apply(Ask(SetOption("noise", 0.2)))  # something to take back
    assert not session.apply(Ask(wish(1))).snapshot.extra.notice
    assert kind == "undo" or wish(0) != wish(1)


def test_the_fixed_figure_is_sixty_epochs_a_second_of_fifty_steps():
    assert playground.BROWSER == 60 * 50
    one = playground.lab(points=1000)
    assert (len(one.train_points), one.setup.batch_size) == (500, 10)
