"""Data sets: the gates, and that nobody can change them."""

import dataclasses

import numpy as np
import pytest

from networks import DATASETS, Dataset

RULES = {
    "XOR": lambda a, b: a != b,
    "AND": lambda a, b: a and b,
    "OR": lambda a, b: a or b,
    "NAND": lambda a, b: not (a and b),
}


def test_every_gate_follows_its_rule():
    assert set(DATASETS) == set(RULES)
    for name, dataset in DATASETS.items():
        assert dataset.name == name
        assert [tuple(x) for x in dataset.inputs] == [(0, 0), (0, 1), (1, 0), (1, 1)]
        assert [bool(y) for (y,) in dataset.targets] == [bool(RULES[name](*x)) for x in dataset.inputs]


@pytest.mark.parametrize("name", DATASETS)
def test_a_data_set_cannot_be_written(name):
    dataset = DATASETS[name]
    with pytest.raises(ValueError, match="read-only"):
        dataset.inputs[0, 0] = 5
    with pytest.raises(ValueError, match="read-only"):
        dataset.targets[:] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        dataset.name = "other"
    with pytest.raises(TypeError):
        DATASETS["XOR"] = dataset


def test_a_data_set_keeps_its_own_copy():
    inputs = np.zeros((2, 1))
    dataset = Dataset("two", inputs, np.ones((2, 1)), ("x",))
    inputs[:] = 9
    assert (dataset.inputs == 0).all()
    assert (dataset.samples, dataset.features) == (2, 1)


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="alike"):
        Dataset("bad", np.zeros((2, 1)), np.zeros((3, 1)), ("x",))
    with pytest.raises(ValueError, match="names"):
        Dataset("bad", np.zeros((2, 2)), np.zeros((2, 1)), ("x",))
