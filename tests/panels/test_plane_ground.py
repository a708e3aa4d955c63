"""The ground of an input plane: as smooth as the network's own answer, also where that is steep."""

from dataclasses import replace

import numpy as np
import pygame
import pytest

from netviz.drawing.axes import Axes
from netviz.drawing.canvas import Canvas, Rect
from netviz.drawing.lettering import Lettering
from netviz.drawing.scales import Linear
from netviz.drawing.theme import DARK
from netviz.engine.commands import Ask
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetParameters
from netviz.labs import play_plane
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import SIDE as GRID
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.plane_ground import SOFT, _mixed, draw_boundaries, draw_ground, soft

SIDE = 480
NETWORKS = [
    {"problem": "moons", "hidden": (2,), "loss": "hinge", "output_activation": "tanh"},
    {"problem": "moons", "hidden": (2,), "output_activation": "linear", "loss": "bce"},
    {"problem": "moons", "hidden": (2,), "loss": "cross_entropy"},
    {"problem": "blobs-4", "hidden": (2,)},
]


def steep(size=1.0, **setup):
    """Return what is asked of a network whose output is steep across two of its lines, and its timeline.

    It is less so with weights of less than their `size`.
    """
    lab = PlaygroundLab(3, setup=Setup(**{"points": 40, **setup}), epochs=10)
    session, timeline = Session(lab, 10, 5), Timeline()
    timeline.add(session.current())
    outputs = (len(lab.snapshot().parameters) - 6) // 3
    hidden = [[3.0, -2.0], [2.0, 3.0], [0.4, -0.3]]
    output = np.array([[9.0, -12.0, 7.0, -8.0], [-10.0, -6.0, 8.0, 9.0], [2.0, 1.0, -1.0, 0.0]])[:, :outputs]
    values = np.concatenate((np.ravel(hidden), size * output.ravel()))
    timeline.add(session.apply(Ask(SetParameters(tuple(range(len(values))), tuple(values.tolist())))))
    return Look(), timeline


def drawn(answer, bands=False):
    """Return the ground (SIDE, SIDE, 3), [column, row]."""
    surface = pygame.Surface((SIDE, SIDE), 0, 32)
    draw_ground(Canvas(surface, DARK, Lettering()), Rect(0, 0, SIDE, SIDE), answer, bands=bands)
    return pygame.surfarray.array3d(surface).astype(int)


def exactly(look, timeline, answer):
    """Return the colours of the network's answer at every fourth pixel."""
    low, high = answer.extent
    across = low + (np.arange(0, SIDE, 4) + 0.5) / SIDE * (high - low)
    places = np.stack(np.meshgrid(across, -across + low + high, indexing="ij"), axis=-1).reshape(-1, 2)
    answers = look.answers(timeline, look.at(timeline, places)).T.reshape(-1, len(across), len(across))
    if answer.classes > 2:
        packed = _mixed(DARK, answers, bands=False).astype(np.int64)
    else:
        reach = (answer.threshold - answer.reach, answer.threshold + answer.reach)
        packed = soft(DARK).packed[soft(DARK).indices(answers[-1], *reach)].astype(np.int64)
    return np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=-1)


@pytest.mark.parametrize("setup", NETWORKS, ids=str)
def test_the_ground_is_the_networks_answer_also_between_the_points_of_the_grid(setup):
    look, timeline = steep(**setup)
    answer = play_plane.answer(look, timeline)
    meant = exactly(look, timeline, answer)
    far, as_values = (
        float(np.percentile(np.abs(drawn(one)[::4, ::4] - meant).max(axis=-1), 99))
        for one in (answer, replace(answer, read=None))
    )
    assert far <= 16  # levels of 255
    assert far < 0.85 * as_values  # of the same answer, its values drawn instead of its scores


def in_steps(look, timeline, answer):
    """Return the colours that the network's answer at every fourth pixel has in steps."""
    low, high = answer.extent
    across = low + (np.arange(0, SIDE, 4) + 0.5) / SIDE * (high - low)
    places = np.stack(np.meshgrid(across, -across + low + high, indexing="ij"), axis=-1).reshape(-1, 2)
    answers = look.answers(timeline, look.at(timeline, places)).T.reshape(-1, len(across), len(across))
    ground, inks = np.array(DARK.panel, float), np.array(DARK.classes, float)
    if answer.classes > 2:  # of each class three, by how far it is ahead of the next
        ranked = np.sort(answers, axis=0)
        sure = np.minimum(np.floor(3 * (ranked[-1] - ranked[-2])) + 1, 3) / 3
        return ground + SOFT * sure[..., None] * (inks[answers.argmax(axis=0)] - ground)
    share = (answers[-1] - answer.threshold + answer.reach) / (2 * answer.reach)
    step = np.minimum(np.floor(10 * share), 9) / 9  # ten, from one end to the other
    colors = np.array(soft(DARK).colors, float)
    return colors[(255 * step).astype(int)]


@pytest.mark.parametrize("setup", NETWORKS, ids=str)
def test_in_steps_the_ground_has_the_few_colours_of_the_answers_step_and_smooth_it_has_not(setup):
    look, timeline = steep(0.2, **setup)
    answer = play_plane.answer(look, timeline)
    meant = in_steps(look, timeline, answer)
    met = [
        (np.abs(drawn(answer, bands)[::4, ::4] - meant).max(axis=-1) <= 2).mean() for bands in (True, False)
    ]
    few = len(np.unique(np.rint(meant).reshape(-1, 3), axis=0))
    assert 3 <= few <= 12
    assert met[0] > 0.9 > met[1] + 0.2


@pytest.mark.parametrize("setup", NETWORKS, ids=str)
def test_what_reads_scores_makes_the_very_values(setup):
    look, timeline = steep(**setup)
    answer = play_plane.answer(look, timeline)
    assert answer.read(answer.scores) == pytest.approx(answer.values, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    "setup", [{"problem": "moons", "loss": "mse", "output_activation": "relu"}, {"problem": "surface"}]
)
def test_an_answer_that_is_not_bent_like_a_logistic_one_is_drawn_as_it_is(setup):
    look, timeline = steep(hidden=(2,), **setup)
    answer = play_plane.answer(look, timeline)
    assert answer.read is None
    assert drawn(answer).std() > 0


@pytest.mark.parametrize(
    "setup",
    [
        {"problem": "blobs-5", "loss": "cross_entropy", "output_activation": "relu"},
        {"problem": "blobs-3", "loss": "mse", "output_activation": "relu"},
        {"problem": "moons", "loss": "cross_entropy", "output_activation": "relu"},
        {"problem": "blobs-4"},
        {"problem": "moons", "loss": "hinge", "output_activation": "sigmoid"},
    ],
    ids=str,
)
def test_a_line_is_drawn_where_the_class_answered_is_another_and_nowhere_else(setup, monkeypatch):
    lab = PlaygroundLab(3, setup=Setup(points=60, hidden=(4,), **setup), epochs=100)
    lab.train(5)
    timeline, look, lines = Timeline(), Look(), []
    timeline.add(Session(lab, 100, 1).current())
    answer = play_plane.answer(look, timeline)
    canvas = Canvas(pygame.Surface((SIDE, SIDE), 0, 32), DARK, Lettering())
    axes = Axes.bare(canvas, Rect(0, 0, SIDE, SIDE), Linear(*answer.extent), Linear(*answer.extent))
    monkeypatch.setattr(Canvas, "polyline", lambda canvas, line, *_: lines.append(np.asarray(line)))
    draw_boundaries(axes, answer)
    classes = look.classes(timeline, look.on_grid(timeline)).reshape(GRID, GRID)  # [column, row]
    drawn = np.zeros((GRID - 1, GRID - 1), bool)  # whether a line crosses a cell of the grid
    for line in lines:
        steps = np.linspace(0, 1, 9)[:, None, None]
        places = (line[:-1] + steps * (line[1:] - line[:-1])).reshape(-1, 2) - axes.inner.topleft
        cells = np.floor(places / (np.array(axes.inner.size) - 1) * (GRID - 1)).astype(int)
        drawn[tuple(np.clip(cells, 0, GRID - 2).T)] = True
    corners = np.stack([classes[:-1, :-1], classes[1:, :-1], classes[:-1, 1:], classes[1:, 1:]])
    meet = corners.min(axis=0) != corners.max(axis=0)
    assert (drawn & ~_wide(meet)).sum() == 0
    assert (meet & ~_wide(drawn)).sum() == 0
    assert meet.any() == bool(lines) == (setup.get("loss") != "hinge")


def _wide(cells):
    """Return cells (n, n) and their neighbours, for lines on an edge."""
    n, padded = len(cells), np.pad(cells, 1)
    return np.any([padded[i : i + n, j : j + n] for i in range(3) for j in range(3)], axis=0)
