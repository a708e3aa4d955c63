import math

import numpy as np
import pytest

from networks.inputs import INPUTS, SHOWN, expand
from networks.problems import PROBLEMS

POINTS = np.array([[0.5, -2.0], [3.0, 4.0], [0.0, 0.0]])


def test_there_are_these_inputs_and_each_has_its_way_to_be_shown():
    assert INPUTS == ("x1", "x2", "x1^2", "x2^2", "x1*x2", "sin x1", "sin x2")
    assert tuple(SHOWN) == INPUTS
    assert list(SHOWN.values()) == ["x₁", "x₂", "x₁²", "x₂²", "x₁·x₂", "sin πx₁", "sin πx₂"]


def test_every_input_is_what_its_name_says():
    expected = [
        [a, b, a * a, b * b, a * b, math.sin(math.pi * a), math.sin(math.pi * b)] for a, b in POINTS.tolist()
    ]
    np.testing.assert_allclose(expand(POINTS, INPUTS), expected, rtol=1e-15, atol=1e-15)


def test_inputs_come_in_the_order_asked_for():
    assert expand(POINTS, ("x2", "x1")).tolist() == POINTS[:, ::-1].tolist()


def test_the_points_themselves_are_not_handed_out():
    expanded = expand(POINTS, ("x1", "x2"))
    expanded[:] = 0
    assert POINTS[1].tolist() == [3, 4]


def test_no_points_give_no_rows():
    assert expand(np.zeros((0, 2)), INPUTS).shape == (0, 7)


@pytest.mark.parametrize("name, inputs", [("noisy-xor", ("x1*x2",)), ("circles", ("x1^2", "x2^2"))])
def test_the_right_inputs_make_a_problem_linear(name, inputs):
    points = PROBLEMS[name].draw(np.random.default_rng(0), 400, 0.0)
    columns = np.column_stack((expand(points.inputs, inputs), np.ones(len(points))))
    answers = columns @ np.linalg.lstsq(columns, points.targets, rcond=None)[0]
    assert ((answers > 0.5) == points.targets).mean() > 0.95


@pytest.mark.parametrize("names, told", [((), "at least one"), (("x1", "x1"), "twice"), (("x3",), "'x3'")])
def test_names_that_make_no_inputs_are_refused(names, told):
    with pytest.raises(ValueError, match=told):
        expand(POINTS, names)


@pytest.mark.parametrize("shape", [(3,), (3, 3), (2, 2, 2)])
def test_points_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="points must be"):
        expand(np.zeros(shape), ("x1",))


def test_the_sines_go_through_one_wave_where_the_points_lie_and_part_the_arms_of_the_spiral():
    wave = expand(
        np.array([[-1.0, 0.0], [-0.5, 0.5], [0.0, 1.0], [0.5, -0.5], [1.0, -1.0]]), ("sin x1", "sin x2")
    )
    np.testing.assert_allclose(wave, [[0, 0], [-1, 1], [0, 0], [1, -1], [0, 0]], atol=1e-15)
