"""Which line is nearest: beside it, beyond its ends, where it has no length, and where there is none."""

import math

import numpy as np
import pytest

from netviz.drawing.nearness import nearest_curve, nearest_line

STARTS, ENDS = [(0, 0), (10, 0), (5, 20)], [(10, 0), (10, 10), (5, 20)]


@pytest.mark.parametrize(
    "at, apart, which",
    [((4, 3), 3, 0), ((13, 5), 3, 1), ((-3, -4), 5, 0), ((13, 14), 5, 1), ((5, 22), 2, 2)],
)
def test_a_line_goes_from_its_start_to_its_end_and_no_further(at, apart, which):
    assert nearest_line(at, STARTS, ENDS) == pytest.approx((apart, which))


def test_a_curve_is_as_near_as_the_nearest_piece_of_it():
    curves = [np.array([(0, 0), (10, 0), (10, 10)], float), np.array([(30, 0), (30, 10)], float)]
    assert nearest_curve((14, 5), curves) == pytest.approx((4, 0))
    assert nearest_curve((28, 5), curves) == pytest.approx((2, 1))


def test_where_there_is_no_line_none_is_near():
    assert nearest_line((0, 0), np.empty((0, 2)), np.empty((0, 2)))[0] == math.inf
    assert nearest_curve((0, 0), [])[0] == math.inf
