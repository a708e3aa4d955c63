"""What can be set: each value has a text that reads as it, and what is refused is told rightly."""

from __future__ import annotations

import pytest

from netviz.settings.playground import MAX_LAYERS, SETTINGS


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (0.1234567, "0.1234567"), (1e-6, "1e-06"), (1 / 32, "0.03125")]
)
def test_a_number_is_written_as_short_as_it_can_be_read(value, text):
    rate = SETTINGS["learning_rate"]
    assert rate.write(value) == text
    assert rate.read(text) == value


def test_too_many_words_are_refused_with_as_many_as_there_can_be():
    activation, inputs = SETTINGS["activation"], SETTINGS["inputs"]
    assert activation.check(("relu",) * MAX_LAYERS)
    with pytest.raises(ValueError, match=f"must be 1 to {MAX_LAYERS} of the words$"):
        activation.check(("relu",) * (MAX_LAYERS + 1))
    with pytest.raises(ValueError, match="must be 1 to 7 of the words, none twice"):
        inputs.check(("x1", "x1"))


def test_an_input_can_be_written_as_what_it_computes():
    inputs = SETTINGS["inputs"]
    assert (
        inputs.read("x1, sin pi x1,sin pi x2")
        == ("x1", "sin x1", "sin x2")
        == inputs.read("x1,sin x1,sin x2")
    )
    with pytest.raises(ValueError, match="none twice"):
        inputs.read("sin x1,sin pi x1")


@pytest.mark.parametrize("value", [10.5, 1e-3, float("nan"), float("inf"), True, "10", 3, 2001])
def test_a_whole_number_outside_its_range_or_with_a_fraction_is_refused(value):
    with pytest.raises(ValueError, match="must be a whole number from 4 to 2000, not "):
        SETTINGS["points"].check(value)


@pytest.mark.parametrize("value", [4, 4.0, 2000])
def test_a_whole_number_is_kept_as_one(value):
    kept = SETTINGS["points"].check(value)
    assert kept == value and type(kept) is int
