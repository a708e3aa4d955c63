"""What the playground's pages keep from frame to frame: none of it may be older than what it stands for."""

from dataclasses import replace

import pygame
import pytest

from netviz import cli, making
from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import (
    OWN,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    SetOption,
    SetParameters,
    Undo,
)
from netviz.stage import Stage

WISHES = [
    SetOption("problem", "xor"),
    SetOption("problem", OWN),
    SetOption("problem", "blobs-5"),
    SetOption("problem", "line"),
    SetOption("inputs", ("x1",)),
    SetOption("problem", "moons"),
    SetOption("inputs", ("x1", "x2", "x1*x2")),
    SetOption("hidden", (5, 3)),
    SetOption("activation", ("relu", "tanh")),
    Freeze((0, 1, 2), True),
    Mute((3, 4), True),
    Undo(),
    SetOption("loss", "mse"),
    SetOption("output_activation", "tanh"),
    SetOption("optimizer", "adam"),
    SetOption("train_share", 1.0),
    AddPoint(0.1, 0.2, 1.0),
    MovePoint(0, 0.3, 0.3, False),
    SetOption("hidden", ()),
    SetOption("hidden", (16, 16)),
    Challenge(True),
    Challenge(False),
    SetOption("problem", "surface"),
    SetParameters((0,), (1e300,)),
    Undo(),
    SetOption("problem", OWN),
]


def drawn(stage, surface, refresh):
    """Return the pictures of all panels but the verdict, which judges now and then."""
    timeline = Timeline()
    timeline.add(refresh)
    for _ in range(2):  # what keeps still is kept from the second on
        stage.draw(surface, timeline, 0.0)
    stage.settle(timeline)
    stage.draw(surface, timeline, 0.0)
    return pictures(stage, surface)


def pictures(stage, surface):
    """Return what was drawn of each panel but the verdict."""
    panels = stage.page.panels
    areas = {panels[i].title: area for i, area in stage.places.items() if not panels[i].tells_notices}
    return {title: pygame.surfarray.array2d(surface.subsurface(area)) for title, area in areas.items()}


@pytest.mark.parametrize("page", ["overview", "probe", "gates", "update"])
def test_after_any_edit_a_page_is_as_if_it_were_drawn_for_the_first_time(tmp_path, page):
    path = tmp_path / "two.csv"
    path.write_text("x1,x2,label\n-0.6,0.4,left\n-0.2,0.9,left\n0.5,0.3,right\n0.7,-0.8,right\n")
    one = making.make(cli.parse(["--playground", "--data", str(path), "--seed", "3", "-hn", "2"]), None)
    session, surface = Session(one, 1000, 1), pygame.Surface((1280, 800), 0, 32)
    stage = Stage(one, "dark", page)
    drawn(stage, surface, session.current())
    for wish in WISHES:
        refresh = session.apply(Ask(wish))
        assert not one.notice
        new = drawn(Stage(one, "dark", page), surface, refresh)
        for title, picture in drawn(stage, surface, refresh).items():
            assert picture.shape == new[title].shape and (picture == new[title]).all(), (wish, title)


@pytest.mark.parametrize(
    ("problem", "size"), [("xor", (960, 600)), ("moons", (1280, 800)), ("line", (960, 600))]
)
@pytest.mark.parametrize("page", ["overview", "probe", "gates", "update"])
def test_the_first_frame_of_a_page_shows_what_later_ones_do(problem, size, page):
    one = making.make(cli.parse(["--playground", "--problem", problem, "--seed", "5"]), None)
    session, timeline, stage = Session(one, 40, 10), Timeline(), Stage(one, "dark", page)
    while (refresh := session.advance()) is not None:
        timeline.add(refresh)
    stage.choices = replace(stage.choices.pinned((0.0, 0.0)).pinned((0.3, 0.15)), probe=(0.3, 0.2))
    surface = pygame.Surface(size, 0, 32)
    stage.draw(surface, timeline, 0.0)
    first = pictures(stage, surface)
    for _ in range(2):
        stage.draw(surface, timeline, 0.0)
    for title, picture in pictures(stage, surface).items():
        assert (picture == first[title]).all(), title
