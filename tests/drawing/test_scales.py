"""Axes' scales: there and back, round ticks inside the range, and no trembling."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from netviz.drawing.scales import Linear, Log, step_for

FINITE = st.floats(-1e300, 1e300, allow_nan=False)
COUNTS = st.integers(1, 20)


def is_round(step):
    mantissa = step / 10 ** math.floor(math.log10(step) + 1e-9)
    return any(mantissa == pytest.approx(m, rel=1e-9) for m in (1, 2, 5, 10))


@given(st.floats(1e-250, 1e250), COUNTS)
def test_a_step_is_round_and_the_smallest_that_is_few_enough(span, count):
    step = step_for(span, count)
    assert is_round(step)
    assert span / step <= count * (1 + 1e-6)
    assert span / (step / 2.5) > count * (1 - 1e-6)  # the next smaller would be too many


@given(FINITE, FINITE, COUNTS)
def test_a_linear_scale_around_values_holds_them(one, other, count):
    low, high = sorted((one, other))
    scale = Linear.around(low, high, count)
    slack = 1e-6 * (scale.high - scale.low)
    assert scale.low < scale.high
    assert scale.low - slack <= low and high <= scale.high + slack
    if high - low > max(1e-9 * max(abs(low), abs(high)), 1e-20):
        assert scale.high - scale.low <= (1 + 5 / count) * (high - low) + slack  # a step more at each end


@given(FINITE, FINITE, COUNTS)
def test_linear_ticks_are_few_rising_round_and_inside(one, other, count):
    low, high = sorted((one, other))
    assume(high - low > 1e-9 * max(abs(low), abs(high)) and high - low > 1e-200)
    ticks = [value for value, _ in Linear(low, high).ticks(count)]
    slack = 1e-6 * (high - low)
    assert 2 <= len(ticks) <= max(count + 1, 5)  # one alone would tell nothing
    assert all(low - slack <= value <= high + slack for value in ticks)
    assert all(b > a for a, b in pairwise(ticks))
    if len(ticks) > 2:
        assert is_round(ticks[1] - ticks[0]) or abs(ticks[0]) > 1e6 * (high - low)


@given(FINITE, FINITE, st.floats(-1, 2))
def test_a_linear_scale_leads_there_and_back(one, other, fraction):
    low, high = sorted((one, other))
    assume(high - low > 1e-6 * max(abs(low), abs(high)) and high - low > 1e-200)
    scale = Linear(low, high)
    value = scale.value(fraction)
    assert scale.fraction(value) == pytest.approx(fraction, abs=1e-6)
    assert scale.place(value) == pytest.approx(float(scale.fraction(value)), abs=1e-9)
    assert scale.place(low) == 0 and scale.place(high) == 1


@pytest.mark.parametrize(
    "low, high, expected", [(3.1, 3.1, (2.0, 4.0)), (0.0, 0.0, (-1.0, 1.0)), (-7.0, -7.0, (-8.0, -6.0))]
)
def test_one_value_alone_gets_room_around_it(low, high, expected):
    scale = Linear.around(low, high)
    assert scale.low < low < scale.high
    assert scale.high - scale.low <= expected[1] - expected[0] + 1


def test_zero_is_inside_where_asked():
    assert Linear.around(2.0, 3.0, zero=True).low == 0
    assert Linear.around(-3.0, -2.0, zero=True).high == 0


@pytest.mark.parametrize("low, high", [(math.nan, 1.0), (0.0, math.inf), (-math.inf, math.inf)])
def test_what_is_not_finite_still_makes_a_scale(low, high):
    scale = Linear.around(low, high)
    assert math.isfinite(scale.low) and math.isfinite(scale.high)
    assert scale.ticks(4)


@given(st.floats(5e-324, 1.7e308))
@example(5e-324)
@example(1.7e308)
def test_a_logarithmic_scale_around_any_number_has_two_ends_and_ticks(value):
    scale = Log.around([value])
    assert 0 < scale.low < scale.high < math.inf
    assert scale.place(value) >= 0 and math.isfinite(scale.place(value))
    assert len(scale.ticks(4)) >= 2


def test_a_linear_scale_does_not_tremble_while_values_creep():
    scales = {Linear.around(0.0, high) for high in np.linspace(4.01, 4.99, 200)}
    assert scales == {Linear(0.0, 6.0)}


def test_ticks_say_what_people_say():
    assert [text for _, text in Linear(-1, 2).ticks(4)] == ["−1", "0", "1", "2"]
    assert [text for _, text in Linear(0, 1).ticks(5)] == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"]
    assert [text for _, text in Linear(0, 30_000).ticks(3)] == ["0", "10k", "20k", "30k"]
    assert [text for _, text in Linear(-4e-6, 4e-6).ticks(4)][:2] == ["−4e−6", "−2e−6"]
    assert [text for _, text in Log(1e-4, 10.0).ticks(9)] == ["10⁻⁴", "10⁻³", "10⁻²", "10⁻¹", "10⁰", "10¹"]
    assert [text for _, text in Log(1e-3, 1e4).ticks(9)] == [
        *("0.001", "0.01", "0.1", "1", "10", "100", "1000", "10000"),
    ]
    assert [text for _, text in Log(1e92, 1e296).ticks(5)] == ["10¹⁰⁰", "10¹⁵⁰", "10²⁰⁰", "10²⁵⁰"]
    assert [text for _, text in Log(1e92, 1e296).ticks(2)] == ["10¹⁰⁰", "10²⁰⁰"]
    assert [text for _, text in Log(1e-26, 1e3).ticks(3)] == ["10⁻²⁰", "10⁻¹⁰", "10⁰"]
    assert [text for _, text in Log(1e-2, 1e6).ticks(3)] == ["0.01", "10", "10000"]  # those that are seen


@given(st.integers(0, 1_000_000_000))
def test_the_axis_of_steps_holds_the_last_step_with_little_to_spare(last):
    scale = Linear.steps(last)
    assert scale.low == 0
    assert last <= scale.high
    assert scale.high <= max(1.035 * last, 1)


def test_the_axis_of_steps_stands_still_most_of_the_time():
    assert len({Linear.steps(last) for last in range(10_000, 20_001)}) < 60
    highs = [Linear.steps(last).high for last in range(1, 5000)]
    assert highs == sorted(highs)


@given(st.lists(st.floats(1e-11, 1e300), min_size=1, max_size=20))
def test_a_logarithmic_scale_holds_its_values_between_powers_of_ten(values):
    scale = Log.around(values)
    assert scale.low <= min(values) * (1 + 1e-8) and max(values) <= scale.high * (1 + 1e-8)
    assert math.log10(scale.low) == pytest.approx(round(math.log10(scale.low)), abs=1e-9)
    fractions = scale.fraction(sorted(values))
    assert (np.diff(fractions) >= 0).all()
    assert fractions.min() >= -1e-9 and fractions.max() <= 1 + 1e-9


@given(st.integers(-11, 100), st.integers(1, 150), COUNTS)
def test_logarithmic_ticks_are_few_rising_powers_inside(low, decades, count):
    scale = Log(10.0**low, 10.0 ** (low + decades))
    ticks = [value for value, _ in scale.ticks(count)]
    assert 1 <= len(ticks) <= count + 1
    assert all(b > a for a, b in pairwise(ticks))
    assert scale.low * 0.999 <= ticks[0] and ticks[-1] <= scale.high * 1.001
    for value in ticks:
        assert scale.value(scale.place(value)) == pytest.approx(value, rel=1e-6)


def test_values_at_or_below_zero_lie_at_the_foot_of_a_logarithmic_scale():
    scale = Log.around([0.0, -3.0, 1e-3, 1.0, np.nan, np.inf])
    assert (scale.low, scale.high) == (pytest.approx(1e-3), 1.0)
    assert list(scale.fraction([0.0, -3.0, 1e-9])) == [0, 0, 0]
    assert scale.place(-1.0) == 0
    assert Log.around([np.nan, 0.0]).ticks(3)


@pytest.mark.parametrize("value", [1.7e308, 1.2e308, 9e307])
def test_the_largest_numbers_there_are_still_make_a_scale(value):
    for scale in (Log.around([1.0, value]), Linear.around(0.0, value), Linear.around(-value, value)):
        assert math.isfinite(scale.high)
        assert scale.ticks(4)
