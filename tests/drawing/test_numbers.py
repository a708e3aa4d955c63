"""Numbers as people read them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.drawing.numbers import count, exact, fixed, number, short_count

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
        (0.0, "0"),
        (math.nan, "NaN"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (12345.0, "12345"),
    ],
)
def test_a_number_says(value, text):
    assert number(value) == text


def test_a_sign_is_shown_where_asked():
    assert number(0.5, signed=True) == "+0.500"
    assert number(-0.5, signed=True) == "−0.500"


@given(st.integers(-(10**12), 10**12))
def test_counts_stand_in_groups_of_three(value):
    text = count(value)
    assert int(read(text)) == value
    assert all(len(group) == 3 for group in text.split(" ")[1:])


@pytest.mark.parametrize(
    "value, text", [(0, "0"), (950, "950"), (12_500, "12.5k"), (3_000_000, "3M"), (2e9, "2G")]
)
def test_a_short_count_says(value, text):
    assert short_count(value) == text
