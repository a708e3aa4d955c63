"""The plane that is shown: it holds all points, and stands still under the hand."""

from __future__ import annotations

import numpy as np
import pytest

from netviz.engine.wishes import MovePoint, RemovePoint, SetOption, Undo
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab
from networks.problems import PROBLEMS
from networks.tasks import Points, Task


def own_lab(inputs, task=Task.BINARY, classes=2):
    inputs = np.array(inputs, dtype=float)
    points = Points(inputs, np.arange(len(inputs)) % 2.0, task, classes)
    return PlaygroundLab(1, setup=Setup(), epochs=100, own=points)


def extent(one):
    return one.snapshot().extra.extent


@pytest.mark.parametrize("low", [-4.0, 0.0, 1000.0])
def test_all_own_points_lie_inside_those_of_the_test_too(low):
    one = own_lab(np.random.default_rng(0).uniform(low, low + 9.0, (30, 2)))
    assert len(one.test_points)
    for points in (one.train_points, one.test_points):
        assert extent(one)[0] < points.inputs.min()
        assert points.inputs.max() < extent(one)[1]
    assert extent(one)[1] - extent(one)[0] < 2 * 9


def test_it_stands_still_while_own_points_are_edited():
    one = own_lab(np.random.default_rng(0).uniform(-1, 1, (30, 2)))
    before = extent(one)
    for _ in range(5):
        one.ask(MovePoint(0, extent(one)[1], extent(one)[1]))
    one.ask(RemovePoint(1))
    assert extent(one) == before


def test_one_input_alone_decides_it_where_the_other_is_none():
    one = own_lab([(5.0, 0.0), (6.0, 0.0), (7.0, 0.0)], Task.REGRESSION, 0)
    assert 4.0 < extent(one)[0] < 5.0
    assert 7.0 < extent(one)[1] < 8.0


def test_a_problem_brings_its_own_and_undo_that_of_the_file():
    one = own_lab([(50.0, 3.0), (60.0, 2.0), (70.0, 1.0)])
    before = extent(one)
    one.ask(SetOption("problem", "xor"))
    assert extent(one) == PROBLEMS["xor"].extent
    one.ask(Undo())
    assert extent(one) == before


def test_the_problem_of_the_settings_can_be_chosen_though_own_points_are_there():
    one = own_lab([(50.0, 3.0), (60.0, 2.0), (70.0, 1.0)])
    one.ask(SetOption("problem", one.setup.problem))
    assert not one.snapshot().extra.own
    assert extent(one) == PROBLEMS[one.setup.problem].extent
    one.ask(Undo())
    assert one.snapshot().extra.own
