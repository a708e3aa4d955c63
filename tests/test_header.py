"""The header: how readings are written, what gives way in a small window, and what is told in its stead."""

import math
from types import SimpleNamespace

import numpy as np
import pygame
import pytest

from netviz.actions import PAGES, Action
from netviz.drawing.canvas import Canvas
from netviz.drawing.lettering import Face, Lettering
from netviz.drawing.theme import DARK
from netviz.engine.lab import Form, Reading
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.header import FIGURES, Header, figure_of
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_recipe import recipe

SIZES = [(640, 400), (960, 600), (1280, 800), (1920, 1080)]
DONE = "4 212 of 4 215 batches"
TITLES = ("Overview", "Filter pass", "Filters", "Distributions", "Feature space", "Paths", "Mistakes", "Draw")


@pytest.mark.parametrize(
    "reading, narrow, text, widest, says",
    [
        (Reading("batch", 4212, "batches", whole=4215), False, "4 212 / 4 215", "4 215 / 4 215", DONE),
        (Reading("batch", 4212, "batches", whole=4215), True, "4.21k / 4.21k", "99.9k / 4.21k", DONE),
        (Reading("epoch", 3, "epochs", whole=60), True, "3 / 60", "60 / 60", "3 of 60 epochs"),
        (Reading("images/s", 26368.4, "a second"), False, "26 368", "999 999", "a second"),
        (Reading("images/s", 26368.4, "a second"), True, "26.4k", "99.9k", "a second"),
        (Reading("loss", 0.123456, "", Form.NUMBER), False, "0.1235", "0.00000", "0.123456"),
        (Reading("loss", math.nan, "", Form.NUMBER), True, "NaN", "0.00000", "NaN"),
        (Reading("accuracy", 0.984, "of all", Form.SHARE), False, "98.4 %", "> 99.9 %", "of all"),
        (Reading("accuracy", 0.9997, "of all", Form.SHARE), True, "> 99.9 %", "> 99.9 %", "of all"),
        (Reading("accuracy", math.nan, "of all", Form.SHARE), False, "NaN", "> 99.9 %", "of all"),
        (Reading("validation", "–", "not yet", Form.SHARE), False, "–", "–", "not yet"),
        (Reading("seed", "5", "random", Form.TEXT, widest="4294967295"), False, "5", "4294967295", "random"),
        (Reading("seed", "5", "random", Form.TEXT, widest="4294967295"), True, "5", "5", "random"),
    ],
)  # fmt: skip
def test_a_reading_is_written(reading, narrow, text, widest, says):
    figure = figure_of(reading, narrow=narrow)
    assert (figure.label, figure.text, figure.widest, figure.says) == (reading.label, text, widest, says)


@pytest.fixture(scope="module")
def lab():
    return DigitsLab(recipe(4294967295, offline=True))


def moment(lab, state, step):
    broken = state is State.DIVERGED
    snapshot = lab.snapshot()
    figures = (math.nan, math.nan) if broken else (2.345678, 1.0)
    snapshot = Snapshot(
        step, snapshot.parameters, snapshot.gradients, snapshot.updates, *figures, snapshot.extra
    )
    return Refresh(snapshot, np.zeros((0, 2)), state, "", 0, lab.seed, 4215, 100_000)


def drawn(lab, size, state=State.RUNNING, step=4212, page=0, scale=1.0):
    header, canvas = Header(lab, TITLES), Canvas(pygame.Surface(size, 0, 32), DARK, Lettering(scale), scale)
    header.draw(canvas, moment(lab, state, step), 412.0, page, None)
    return header, canvas


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("state", State, ids=lambda state: state.value)
def test_figures_lie_apart_and_inside(lab, size, state):
    header, canvas = drawn(lab, size, state)
    title = canvas.text_width("Digits", Face.HEADING) + 12
    end = title
    for area, figure in header._figures[:-1]:
        assert area.x >= end + 6, figure
        end = area.x + max(
            canvas.text_width(figure.text, Face.MONO), canvas.text_width(figure.label, Face.SMALL)
        )
    assert header._figures[-1][0].x >= end + 6
    assert header._figures[-1][0].right <= size[0]


def test_the_least_important_figures_give_way_and_are_told_over_the_title(lab):
    header, _ = drawn(lab, (960, 600))
    all_labels = [figure.label for _, figure in header._figures[:-1]]
    assert all_labels == [reading.label for reading in lab.readings(moment(lab, State.RUNNING, 1), 1.0)]
    header, _ = drawn(lab, (640, 400))
    labels = [figure.label for _, figure in header._figures[:-1]]
    gone = [label for label in all_labels if label not in labels]
    assert {"seed", "data"} <= set(gone) <= {"seed", "data", "per refresh"}
    told = header.hover((20, 20)).lines
    assert told[:2] == ("Digits", lab.about(lab.snapshot()))
    text = " ".join(told)
    assert "seed 4294967295" in text
    assert "data sample: bundled sample" in text


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_network_that_is_only_looked_at_says_so_and_has_no_buttons_for_training(lab, size):
    looked = DigitsLab(recipe(None, offline=True, only_look=True))
    header, canvas = drawn(looked, size, State.FINISHED, step=looked.step)
    assert [figure.text for _, figure in header._figures if figure.label in ("mode", "")] == [
        "infer",
        "looking",
    ]
    assert not {"images/s", "per refresh"} & {figure.label for _, figure in header._figures}
    assert header.hover(header._figures[-1][0].center).lines[0] == "looking"
    assert {action for _, action in header._buttons} - set(PAGES) == {Action.THEME, Action.HELP}
    bar = canvas.surface.get_at((2, canvas.px(FIGURES) + 1))[:3]
    assert bar == DARK.hairline
    trained, canvas = drawn(lab, size, State.FINISHED, step=4215)
    assert [figure.text for _, figure in trained._figures if figure.label in ("mode", "")] == ["finished"]
    assert Action.RESTART in {action for _, action in trained._buttons}
    assert canvas.surface.get_at((2, canvas.px(FIGURES) + 1))[:3] == DARK.focus


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_is_trained_is_written_only_where_there_is_room(lab, size):
    header, canvas = drawn(lab, size)
    assert header._told.right <= header._figures[0][0].left
    written = header._told.width > canvas.text_width(lab.about(lab.snapshot()))
    assert written == (size == (1920, 1080))


@pytest.mark.parametrize("page", range(8))
@pytest.mark.parametrize("size, scale", [(size, 1.0) for size in SIZES] + [((1280, 800), 2.0)], ids=str)
def test_eight_tabs_and_all_buttons_lie_apart_in_the_window(lab, size, scale, page):
    header, _ = drawn(lab, size, page=page, scale=scale)
    areas = [button.area for button, _ in header._buttons]
    frame = pygame.Rect((0, 0), size)
    for i, area in enumerate(areas):
        assert frame.contains(area)
        assert area.collidelist(areas[i + 1 :]) == -1
    tabs = header._buttons[:8]
    assert [action for _, action in tabs] == list(PAGES[:8])
    assert tabs[page][0].sign == TITLES[page]
    for i, (button, _) in enumerate(tabs):
        assert header.hover(button.area.center).lines == (f"{TITLES[i]}: {i + 1}",)
        if size[0] / scale >= 960:
            assert button.sign == TITLES[i]


def test_a_lab_without_readings_has_a_title_and_a_state():
    empty = SimpleNamespace(
        title="Toy", about=lambda snapshot: "", unit="step", readings=lambda refresh, rate: (), restarts=True
    )
    zeros = np.zeros(1)
    refresh = Refresh(
        Snapshot(0, zeros, zeros, zeros, 1.0, 0.5), zeros[:, None], State.PAUSED, "", 0, 1, 10, 1
    )
    header = Header(empty, ("One",))
    canvas = Canvas(pygame.Surface((640, 400), 0, 32), DARK, Lettering())
    header.draw(canvas, refresh, 0.0, 0, None)
    assert header.hover((600, 20)).lines[0] == "paused"
