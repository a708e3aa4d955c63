from __future__ import annotations

import multiprocessing

import numpy as np
import pytest

from netviz.engine.parcel import LEAST, Shelf


def through(shelf, item):
    """Send an object and receive it in the same process, whose pipe holds what is small."""
    here, there = multiprocessing.Pipe()
    with here, there:
        shelf.send(here, item)
        return shelf.receive(there)


@pytest.mark.parametrize("size", [0, 5 * LEAST, 1 << 20])
def test_what_arrives_is_what_was_sent_whether_it_fits_or_not(size):
    shelf = Shelf(multiprocessing.get_context(), size)
    rng = np.random.default_rng(1)
    sent = {"large": rng.random(1000), "single": rng.random(3000, dtype=np.float32), "small": np.arange(3)}
    got = through(shelf, (sent, "words"))
    assert got[1] == "words"
    for name, array in sent.items():
        assert got[0][name].dtype == array.dtype
        assert np.array_equal(got[0][name], array)


def test_what_has_arrived_stays_when_the_next_comes():
    shelf = Shelf(multiprocessing.get_context(), 1 << 20)
    first = through(shelf, np.zeros(10_000))
    through(shelf, np.ones(10_000))
    assert not first.any()
    assert not first.flags.writeable


def _answer(connection, shelf):
    shelf.send(connection, np.arange(10_000.0))
    connection.recv()


@pytest.mark.parametrize("start_method", multiprocessing.get_all_start_methods())
def test_arrays_come_from_another_process(start_method):
    context = multiprocessing.get_context(start_method)
    here, there = context.Pipe()
    shelf = Shelf(context, 1 << 20)
    process = context.Process(target=_answer, args=(there, shelf))
    process.start()
    got = shelf.receive(here)
    here.send("done")
    process.join()
    assert np.array_equal(got, np.arange(10_000.0))
