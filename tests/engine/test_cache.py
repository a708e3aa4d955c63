"""What is kept until it is to be made from something else."""

import numpy as np
import pytest

from netviz.engine.cache import PerKey


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
