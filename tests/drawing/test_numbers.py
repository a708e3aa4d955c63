"""Numbers as people read them."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netviz.drawing.numbers import (
    count,
    exact,
    exponent_of,
    fixed,
    number,
    percent,
    power,
    scientific,
    short_count,
)
from networks import figures

FINITE = st.floats(-1e300, 1e300)  # beyond, rounding a text up leads out of what float can read


def read(text):
    """Read a number back; the groups' spaces and the true minus are for people."""
    return float(text.replace("−", "-").replace(" ", "").strip())


@given(FINITE)
def test_a_number_reads_back_to_about_its_digits_and_has_a_true_minus(value):
    text = number(value, 4)
    assert "-" not in text
    assert read(text) == pytest.approx(value, rel=6e-3, abs=1e-300)
    assert len(text) <= 11


@given(FINITE)
def test_exact_keeps_ten_digits(value):
    assert read(exact(value)) == pytest.approx(value, rel=1e-9, abs=1e-320)
    assert "-" not in exact(value)


@given(st.floats(-999, 999), st.integers(0, 4))
def test_fixed_numbers_have_one_width_with_or_without_a_sign(value, decimals):
    text = fixed(value, decimals)
    assert abs(read(text) - value) <= 0.5 * 10**-decimals + 1e-9
    assert text[0] in " −"
    assert len(text) == len(fixed(-value, decimals))
    assert "−0.00" not in fixed(-0.0001)


@pytest.mark.parametrize(
    "value, text",
    [
        (0.125, "0.125"),
        (-3.414, "−3.41"),
        (2.1e-7, "2.1e−7"),
        (1e-5, "1e−5"),
        (0.0037849, "0.00378"),
        (0.0099996, "0.0100"),
        (9.996, "10.0"),
        (0.0010004, "0.00100"),
        (1234.6, "1235"),
        (-0.0378, "−0.0378"),
        (-3e12, "−3e12"),
        (0.0, "0"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (12345.0, "12345"),
    ],
)
def test_a_number_says(value, text):
    assert number(value) == text


@given(st.one_of(FINITE, st.floats(-1e6, 1e6), st.floats(-1e-3, 1e-3)), st.integers(1, 10))
@example(0.0007539714970998301, 1)
@example(0.00099999, 3)
def test_sentences_have_numbers_as_formulas_and_columns_have_them(value, digits):
    said = figures.number(value, digits)
    if 1 <= abs(value) < 1e5:  # without an exponent, as in columns; but zeros at the end are for columns only
        column = number(value, digits)
        assert said == (column.rstrip("0").rstrip(".") if "." in column else column)
    elif 0 < abs(value) < 1e-3:  # with an exponent, as in the header
        assert "e" in said and float(said.replace("−", "-")) == float(f"{value:.{digits - 1}e}")
    else:
        assert said == exact(value, digits)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, -0.0])
def test_what_is_hardly_a_number_is_the_same_in_sentences(value):
    assert figures.number(value) == number(value) == exact(value)


def test_a_sign_is_shown_where_asked():
    assert number(0.5, signed=True) == "+0.500"
    assert number(-0.5, signed=True) == "−0.500"


@given(st.integers(-(10**12), 10**12))
def test_counts_stand_in_groups_of_three(value):
    text = count(value)
    assert int(read(text)) == value
    assert all(len(group) == 3 for group in text.split(" ")[1:])


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"),
        (-950, "−950"),
        (999_999, "1M"),
        (-12_500, "−12.5k"),
        (950, "950"),
        (12_500, "12.5k"),
        (3_000_000, "3M"),
        (2e9, "2G"),
    ],
)
def test_a_short_count_says(value, text):
    assert short_count(value) == text


@pytest.mark.parametrize(
    "value, text",
    [
        (1e-5, "1e−5"),
        (-1.25e-5, "−1.25e−5"),
        (3e15, "3e15"),
        (0.1, "0.1"),
        (math.nan, "NaN"),
        (-math.inf, "−∞"),
        (-0.0, "0"),
    ],
)
def test_exactly_a_number_is(value, text):
    assert exact(value) == text


def test_a_number_of_few_digits_is_rounded_and_otherwise_written_the_same():
    assert exact(1.23456789e-9, 4) == "1.235e−9"
    assert exact(-0.000123456, 3) == "−0.000123"


@given(FINITE, st.integers(0, 6))
def test_exponents_are_written_in_one_way(value, decimals):
    text = scientific(value, decimals)
    assert read(text) == pytest.approx(value, rel=10.0**-decimals)
    assert not {"e+", "e0", "e−0", "-"} & {text[i : i + 2] for i in range(len(text))} or text.endswith("e0")
    assert len(scientific(value, decimals, even=True)) >= len(text)


def test_columns_keep_their_zeros():
    assert scientific(2e-5, 2, even=True) == "2.00e−5"
    assert scientific(2e-5, 2) == "2e−5"


@pytest.mark.parametrize(
    "share, decimals, text",
    [
        (1.0, 1, "100.0 %"),
        (0.9997, 1, "> 99.9 %"),
        (0.99949, 1, "99.9 %"),
        (0.0, 1, "0.0 %"),
        (0.0003, 1, "< 0.1 %"),
        (0.5, 0, "50 %"),
        (0.999, 0, "> 99 %"),
        (0.001, 0, "< 1 %"),
        (0.00004, 2, "< 0.01 %"),
        (math.nan, 1, "NaN"),
    ],
)
def test_a_share_says(share, decimals, text):
    assert percent(share, decimals) == text


@given(st.floats(0, 1), st.integers(0, 3))
def test_only_what_is_whole_is_a_hundred_percent(share, decimals):
    text = percent(share, decimals)
    assert text.startswith("100") == (share == 1)
    assert (float(text.split()[0]) == 0 if text[0] not in "<>" else False) == (share == 0)


@pytest.mark.parametrize(
    "largest, exponent",
    [(0.0, 0), (0.5, 0), (999.0, 0), (999.9, 0), (1000, 3), (0.1, 0), (0.099, -2), (3.2e-5, -5), (4e4, 4)],
)
def test_small_and_large_numbers_are_written_in_a_power_of_ten(largest, exponent):
    assert exponent_of(np.array([largest / 3, -largest])) == exponent
    assert power(exponent) == (
        "" if exponent == 0 else f" ×10{str(exponent).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
    )


def test_what_is_not_finite_has_no_say_in_the_power_of_ten():
    assert exponent_of([math.nan, 2e-4, math.inf]) == -4
    assert exponent_of([math.nan]) == 0


def test_zero_has_no_sign():
    assert [exact(-0.0), number(-0.0), number(-0.0, 4), fixed(-0.0).strip(), scientific(-0.0)] == [
        *("0", "0", "0", "0.00", "0")
    ]
