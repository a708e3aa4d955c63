"""Which flag is guessed for one that is unknown: one that is near, or none."""

from __future__ import annotations

import pytest

from netviz.cli import parse
from netviz.faults import Refused
from netviz.guesses import meant


@pytest.mark.parametrize(
    "given, meant",
    [
        ("--moonz", "--moons"),
        ("--Moons", "--moons"),
        ("--lr=0.1", "-lr"),
        ("--optimiser=adam", "--optimizer"),
        ("--learning_rate", "--learning-rate"),
        ("--lerning-rat", "--learning-rate"),
        ("--mnist_digit", "--mnist-digits"),
        ("--batchsize", "--batch-size"),
        ("--hidden", "--hidden-neurons"),
        ("--output", "--output-activation"),
    ],
)
def test_a_flag_that_is_a_slip_away_or_begun_is_guessed(given, meant):
    with pytest.raises(Refused) as refused:
        parse([given])
    assert f"{given}; did you mean {meant}? (see " in str(refused.value)


@pytest.mark.parametrize(
    "given", ["--bogus", "--foo", "--quiet", "--verbose", "--time", "--file", "--help-me", "-x", "-z", "----"]
)
def test_where_no_flag_is_near_none_is_guessed(given):
    with pytest.raises(Refused) as refused:
        parse([given])
    assert str(refused.value).startswith(f"unrecognized arguments: {given} (see ")


def test_the_nearest_of_several_is_guessed():
    assert meant("--size", ["--sizes", "--site", "-size"]) == "-size"
    assert meant("--mode", []) is None
