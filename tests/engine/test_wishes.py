"""Of one movement of the hand, only where it got to is sent on."""

from __future__ import annotations

import pytest

from netviz.engine.wishes import AddPoint, Freeze, MovePoint, SetOption, SetParameters, Undo, successor


def test_what_goes_on_with_a_movement_takes_its_place_and_begins_where_it_began():
    first = SetParameters((3,), (0.1,), joins=False)
    assert successor(first, SetParameters((3,), (0.2,), joins=True)) == SetParameters((3,), (0.2,))
    assert successor(SetOption("l1", 0.1), SetOption("l1", 0.2, joins=True)) == SetOption("l1", 0.2)
    moved = successor(MovePoint(7, 0.0, 0.0, target=1.0), MovePoint(7, 0.5, 0.1, joins=True))
    assert moved == MovePoint(7, 0.5, 0.1, target=1.0)
    joined = successor(MovePoint(7, 0.0, 0.0, joins=True), MovePoint(7, 0.5, 0.1, joins=True, target=2.0))
    assert joined == MovePoint(7, 0.5, 0.1, joins=True, target=2.0)


@pytest.mark.parametrize(
    "earlier, later",
    [
        (SetParameters((3,), (0.1,)), SetParameters((4,), (0.2,), joins=True)),
        (SetParameters((3,), (0.1,)), SetParameters((3,), (0.2,))),  # two edits, undone one by one
        (MovePoint(7, 0.0, 0.0), MovePoint(8, 0.0, 0.0, joins=True)),
        (MovePoint(7, 0.0, 0.0), MovePoint(7, 1.0, 0.0)),
        (AddPoint(0.0, 0.0, 1.0), MovePoint(7, 0.0, 0.0, joins=True)),
        (SetOption("l1", 0.1), SetOption("l2", 0.1)),
        (Freeze((1,), True), Freeze((1,), False)),
        (Undo(), Undo()),
    ],
)
def test_everything_else_is_sent_on_each(earlier, later):
    assert successor(earlier, later) is None
