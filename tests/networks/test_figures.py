"""Numbers as they stand in sentences and in sums."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.engine.lab import Form, Reading
from netviz.header import figure_of
from netviz.panels.preview_words import learning
from networks.figures import digits_for, factor, number, round_below, sum_of, sum_of_products


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (0.12345, "0.123"),
        (-3.4149, "−3.41"),
        (2.1e-7, "2.1e−7"),
        (0.000532, "5.32e−4"),
        (-0.0005, "−5e−4"),
        (0.00099999, "1e−3"),
        (0.001, "0.001"),
        (999.6, "1000"),
        (-1234.5, "−1234"),
        (99999.0, "99999"),
        (1234567.0, "1.23e6"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
    ],
)
def test_numbers_have_three_digits_and_a_true_minus(value, text):
    assert number(value) == text


@pytest.mark.parametrize("value", [9.876e-4, 5e-4, 3.2975e-6, 1e-12, 4.9e-324, 0.0])
def test_a_small_loss_is_written_alike_in_the_header_in_a_sentence_and_on_the_start_screen(value):
    header = figure_of(Reading("loss", value, "", Form.NUMBER), narrow=False).text
    assert number(value) == header
    assert learning(3, value)[1] == f"loss {header}"


@given(
    st.floats(-1e6, 1e6).filter(lambda value: abs(value) > 1e-6),
    st.floats(-1.0, 1.0).filter(lambda share: abs(share) > 1e-9),
)
def test_with_so_many_digits_a_change_is_seen(value, share):
    digits = digits_for(value, share * value, 4)
    assert 4 <= digits <= 12
    assert f"{value:.{digits}g}" != f"{value + share * value:.{digits}g}"


def test_no_more_digits_than_a_change_needs_and_no_end_of_them_for_hardly_any():
    assert [digits_for(0.4848, change, 4) for change in (0.1, 2.628e-5, 1e-30, 0.0, math.inf)] == [
        4,
        6,
        12,
        4,
        4,
    ]


def test_a_negative_factor_stands_in_brackets():
    assert (factor(-0.5), factor(0.5)) == ("(−0.5)", "0.5")


def test_a_short_sum_is_written_out():
    assert sum_of_products([(0.3, 0.5), (-1, 2)]) == "0.3 · 0.5 + (−1) · 2"


def test_a_long_sum_leaves_out_what_is_not_asked_for():
    pairs = [(index, 1) for index in range(8)]
    assert sum_of_products(pairs, most=2) == "0 · 1 + 1 · 1 + …"
    assert sum_of_products(pairs, most=2, shown=5) == "0 · 1 + … + 5 · 1 + …"
    assert sum_of_products(pairs, most=2, shown=7) == "0 · 1 + … + 7 · 1"


def test_the_terms_that_are_left_out_are_dots_where_they_would_stand():
    letters = "abcdef"
    assert sum_of(0, letters.__getitem__) == "0"
    assert sum_of(4, letters.__getitem__) == "a + b + c + d"
    assert sum_of(5, letters.__getitem__) == "a + b + c + d + …"
    assert sum_of(5, letters.__getitem__, shown=4) == "a + b + c + … + e"
    assert sum_of(6, letters.__getitem__, shown=4) == "a + b + c + … + e + …"


@given(st.floats(1e-300, 1e300))
def test_a_round_number_below_is_one_two_or_five_times_a_power_of_ten(value):
    below = round_below(value)
    assert f"{below:.9e}"[:11] in ("1.000000000", "2.000000000", "5.000000000")
    assert value / 2.5000001 < below <= value * (1 + 1e-8)


@pytest.mark.parametrize("round_one", [1e-3, 2e-6, 5.0, 1e9])
@pytest.mark.parametrize("less", [0.0, 1e-16, 1.5e-9])
def test_a_hair_below_a_round_number_is_that_number(round_one, less):
    assert round_below(round_one * (1 - less)) == pytest.approx(round_one, rel=1e-12)
