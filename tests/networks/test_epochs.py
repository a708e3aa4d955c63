"""Epochs: what is kept of many."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from networks.epochs import MOST, Epoch, Epochs


def epoch(number, loss=0.5):
    return Epoch(number, 10 * number, 0.4, 0.9, loss, 0.8, 0.7, 0.6, 0.5)


def many(count, best=None):
    epochs = Epochs()
    for number in range(1, count + 1):
        epochs = epochs.joined(epoch(number, 0.1 if number == best else 0.5))
    return epochs


def test_epochs_come_back_as_they_went_in():
    epochs = many(5)
    assert list(epochs) == [epoch(number) for number in range(1, 6)]
    assert epochs[-1] == epoch(5)
    assert isinstance(epochs[0].number, int)
    assert list(epochs[1:3]) == [epoch(2), epoch(3)]
    assert list(pickle.loads(pickle.dumps(epochs))) == list(epochs)


@pytest.mark.parametrize("best", [1, 2, 3, 100, 1999, 2000])
def test_of_many_the_first_the_newest_and_the_best_are_always_kept(best):
    epochs = many(2000, best)
    assert len(epochs) <= MOST
    numbers = [one.number for one in epochs]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (1, 2000)
    assert epochs.best.number == best


def test_of_equals_the_first_is_the_best():
    assert many(9).best.number == 1


def test_they_cannot_be_changed_and_have_one_shape():
    epochs = many(3)
    with pytest.raises(ValueError, match="read-only"):
        epochs.rows[0, 0] = 7
    with pytest.raises(ValueError, match="rows of 9"):
        Epochs(np.zeros((2, 3)))


@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("value", [-1.0, 0.5, 1e300, np.nan, np.inf])
def test_numbers_and_steps_that_no_epoch_can_have_are_refused(column, value):
    rows = many(3).rows.copy()
    rows[1, column] = value
    with pytest.raises(ValueError, match="whole and ascend"):
        Epochs(rows)


def test_a_loss_that_is_no_number_is_never_the_best():
    epochs = Epochs().joined(epoch(1, np.nan)).joined(epoch(2, 0.7)).joined(epoch(3, np.nan))
    assert epochs.best.number == 2
    assert Epochs().joined(epoch(1, np.nan)).best.number == 1
