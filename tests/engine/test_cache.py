"""What is kept until it is to be made from something else."""

import numpy as np
import pytest

from netviz.engine.cache import PerKey, Same


def test_something_is_made_once_for_each_key_in_turn():
    made, kept = [], PerKey()

    def told(key):
        return kept(key, lambda: made.append(key) or f"of {key}")

    assert [told(key) for key in (1, 1, (2, "b"), (2, "b"), 1)] == [
        "of 1",
        "of 1",
        *2 * ["of (2, 'b')"],
        "of 1",
    ]
    assert made == [1, (2, "b"), 1]


def test_what_is_the_same_only_for_one_object_is_made_anew_for_an_equal_one():
    made, kept = [], PerKey()
    one, equal = np.arange(3.0), np.arange(3.0)

    def told(array, other):
        return kept((Same(array), other), lambda: made.append((id(array), other)))

    for array, other in ((one, 1), (one, 1), (equal, 1), (equal, 2), (equal, 2), (one, 2)):
        told(array, other)
    assert made == [(id(one), 1), (id(equal), 1), (id(equal), 2), (id(one), 2)]
    assert Same(one) == Same(one) != one
    assert len({Same(one), Same(one), Same(equal)}) == 2


def test_nothing_is_kept_of_what_could_not_be_made():
    kept = PerKey()
    assert kept("key", lambda: "first") == "first"
    with pytest.raises(np.linalg.LinAlgError):
        kept("other", lambda: np.linalg.inv(np.zeros((2, 2))))
    assert kept("key", lambda: "second") == "first"
    assert kept("other", lambda: None) is None
    assert kept("other", lambda: "again") is None


def test_two_keep_apart():
    one, other = PerKey(), PerKey()
    assert (one("key", lambda: 1), other("key", lambda: 2)) == (1, 2)
