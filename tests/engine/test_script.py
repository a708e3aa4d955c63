"""Edits as text: whatever can be obeyed is read as it was written, and nothing else is taken for an edit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netviz.engine import script
from netviz.engine.wishes import (
    AddLayer,
    AddPoint,
    Challenge,
    Freeze,
    MovePoint,
    Mute,
    Redo,
    RemoveLayer,
    RemovePoint,
    SetOption,
    SetParameters,
    Together,
    Undo,
)
from netviz.settings.playground import INPUTS, SETTINGS

number, index = st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 9999)
near = st.floats(-script.FURTHEST, script.FURTHEST)
places = st.lists(index, min_size=1, max_size=4).map(tuple)
OPTIONS = st.one_of(
    st.builds(SetOption, st.just("learning_rate"), st.floats(1e-6, 100.0), st.booleans()),
    st.builds(SetOption, st.just("batch_size"), st.integers(1, 2000), st.booleans()),
    st.builds(SetOption, st.just("problem"), st.sampled_from(["own", "noisy-xor", "line"])),
    st.builds(
        SetOption,
        st.just("inputs"),
        st.lists(st.sampled_from(INPUTS), min_size=1, unique=True).map(tuple),
    ),
    st.builds(SetOption, st.just("hidden"), st.lists(st.integers(1, 32), max_size=6).map(tuple)),
)
ALONE = st.one_of(
    OPTIONS,
    places.flatmap(
        lambda at: st.builds(
            SetParameters, st.just(at), st.tuples(*[number for _ in at]), st.booleans()
        )
    ),
    st.builds(Freeze, places, st.booleans()),
    st.builds(Mute, places, st.booleans()),
    st.builds(AddPoint, near, near, near),
    st.builds(MovePoint, index, near, near, st.booleans(), st.none() | near),
    st.builds(RemovePoint, index),
    st.builds(AddLayer, index),
    st.builds(RemoveLayer, index),
    st.sampled_from([Undo(), Redo(), Challenge(True), Challenge(False)]),
)  # fmt: skip
WISH = ALONE | st.builds(Together, st.just("XOR from OR, NAND and AND"), st.lists(ALONE).map(tuple))


@given(st.lists(st.tuples(st.integers(0, 10**9), WISH)))
def test_what_is_written_reads_as_it_was(wishes):
    wishes = tuple(sorted(wishes, key=lambda one: one[0]))
    text = "; ".join(f"@{step} {script.write(wish, SETTINGS)}" for step, wish in wishes)
    assert script.read(text, SETTINGS) == wishes


def test_edits_without_a_step_are_of_the_step_before():
    text = "layer 0;@40 learning-rate 0.3; freeze 0,1 ;@52 undo;"
    assert script.read(text, SETTINGS) == (
        (0, AddLayer(0)),
        (40, SetOption("learning_rate", 0.3)),
        (40, Freeze((0, 1), True)),
        (52, Undo()),
    )


@pytest.mark.parametrize(
    "part",
    [
        "@-1 undo", "@x undo", "undo 3", "learning-rate much", "learning-rate 1000", "own", "problem nothing",
        "set 1", "set 1 a", "set 1,2 3", "set 1 2 3",
        "freeze", "move 1 2", "point 1 2", "point nan 0 1", "layer", "together:", "@7",
        "__import__('os')", "data x.csv", "@3 redo", "remove 1e3",
    ],
)  # fmt: skip
def test_what_is_no_edit_is_refused_with_its_words(part):
    with pytest.raises(ValueError, match="must be edits as c copies them, ") as told:
        script.read(f"@5 undo; {part}; redo", SETTINGS)
    assert repr(part) in str(told.value)


@pytest.mark.parametrize("part", [
    "point 0.1 0 1e308", "point 1e11 0 0", "move 3 0 -1e20", "+move 3 0 0 1.1e10",
    "together a: undo & point 0 2e10 1",
])  # fmt: skip
def test_a_point_out_of_reach_is_refused_with_its_words(part):
    with pytest.raises(ValueError) as told:
        script.read(f"@5 undo; {part}; redo", SETTINGS)
    assert str(told.value) == f"must have points within ±10,000,000,000, not {part!r}"


def test_a_weight_may_be_as_large_as_any_number():
    assert script.read("set 0 1e308", SETTINGS) == ((0, SetParameters((0,), (1e308,))),)


@given(st.text())
def test_any_text_is_edits_or_refused(text):
    try:
        script.read(text, SETTINGS)
    except ValueError as error:
        assert str(error).startswith("must ")
