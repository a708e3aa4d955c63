"""Which wishes of a hand are one edit, and which begin another."""

from __future__ import annotations

from netviz.engine.wishes import Redo, SetOption, SetParameters, Undo
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab


def lab():
    return PlaygroundLab(1, setup=Setup(points=20), epochs=1000)


def test_a_hand_that_goes_on_after_undo_makes_an_edit_of_its_own():
    one = lab()
    first = one.trainer.values
    one.ask(SetParameters((4,), (1.0,)))
    one.ask(SetParameters((4,), (2.0,)))
    one.ask(Undo())
    one.ask(SetParameters((4,), (3.0,), joins=True))
    one.ask(SetParameters((4,), (4.0,), joins=True))
    assert len(one.history) == 2
    one.ask(Undo())
    assert one.trainer.values[4] == 1.0
    one.ask(Redo())
    assert one.trainer.values[4] == 4.0
    one.ask(Undo())
    one.ask(Undo())
    assert (one.trainer.values == first).all()


def test_a_movement_that_begins_with_the_value_there_is_joins_no_older_one():
    one = lab()
    one.ask(SetOption("dropout", 0.3))
    one.ask(SetOption("dropout", 0.3))
    one.ask(SetOption("dropout", 0.5, joins=True))
    one.ask(Undo())
    assert one.setup.dropout == 0.3


def test_a_wish_for_what_is_there_already_is_obeyed():
    one = lab()
    one.ask(SetOption("batch_size", -3))
    assert one.notice
    one.ask(SetOption("batch_size", one.setup.batch_size))
    assert not one.notice
