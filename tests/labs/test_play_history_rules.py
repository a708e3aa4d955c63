"""The rules of a history by themselves: what is joined, what is counted, what is forgotten."""

import numpy as np
import pytest

from netviz.labs import play_history
from netviz.labs.play_history import Edit, History


def edit(name, before, after, **more):
    return Edit(name, {"a": before}, {"a": after}, **more)


def filled(count, size=0):
    history = History()
    for i in range(count):
        history.add(edit(f"edit {i}", np.zeros(size), np.zeros(size)), i)
    return history


def test_a_movement_is_one_edit_from_where_it_began_to_where_it_is():
    history = History()
    for value in range(3):
        history.add(edit("x", value, value + 1, joins=value > 0, what="x"), value)
    assert len(history) == 1 and history.counts(setting=False).made == 1
    assert history.undo(9) == {"a": 0} and history.redo(9) == {"a": 3}


@pytest.mark.parametrize(
    "other",
    [
        edit("another thing", 1, 2, joins=True, what="y"),
        Edit("other parts", {"b": 1}, {"b": 2}, joins=True, what="x"),
        edit("not joined", 1, 2, what="x"),
    ],
    ids=lambda one: one.says,
)
def test_what_is_of_another_thing_or_of_other_parts_is_an_edit_of_its_own(other):
    history = History()
    history.add(edit("x", 0, 1, what="x"), 0)
    history.add(other, 0)
    assert len(history) == 2 and history.undo_says == other.says


def test_a_movement_ends_where_another_begins():
    history = History()
    history.add(edit("x", 0, 1, what="x"), 0)
    history.begin()
    history.add(edit("x", 1, 2, joins=True, what="x"), 0)
    assert len(history) == 2 and history.undo(0) == {"a": 1}


def test_what_was_taken_back_cannot_be_made_again_after_a_new_edit():
    history = filled(2)
    history.undo(2)
    assert history.redo_says == "edit 1"
    history.add(edit("new", 0, 1), 2)
    assert history.redo_says == "" and history.redo(3) == {} and history.undo_says == "new"


def test_an_edit_taken_back_where_it_was_made_is_as_if_it_had_not_been_and_later_counts_as_taken_back():
    history = History()
    history.add(edit("at 5", 0, 1), 5)
    history.add(edit("at 6", 1, 2, setting=True), 6)
    assert (history.counts(setting=False), history.counts(setting=True)) == ((1, 0), (1, 0))
    history.undo(6)
    assert (history.counts(setting=False), history.counts(setting=True)) == ((1, 0), (0, 0))
    history.undo(7)
    assert (history.counts(setting=False), history.counts(setting=True)) == ((1, 1), (0, 0))
    history.redo(7)
    assert history.counts(setting=False) == (1, 0)


def test_of_very_many_edits_the_oldest_are_forgotten(monkeypatch):
    monkeypatch.setattr(play_history, "MOST", 5)
    history = filled(8)
    assert len(history) == 5
    told = []
    while history.undo_says:
        told.append(history.undo_says)
        history.undo(9)
    assert told == [f"edit {i}" for i in (7, 6, 5, 4, 3)]


def test_an_edit_too_large_for_the_memory_is_kept_alone(monkeypatch):
    monkeypatch.setattr(play_history, "MOST_BYTES", 100)
    history = filled(3)
    history.add(edit("large", np.zeros(50), np.zeros(50)), 9)
    assert len(history) == 1 and history.undo_says == "large"


@pytest.mark.parametrize("before, after", [(100, 0), (0, 100)])
def test_an_edit_is_as_large_as_the_larger_of_what_was_and_what_is(before, after):
    assert edit("", np.zeros(before), np.zeros(after)).size == 800
