"""First weights: the spread that each name promises, biases of zero, one generator."""

import numpy as np
import pytest

from networks import INITIALIZERS, MLP, Architecture

FAN_IN, FAN_OUT = 300, 200
PROMISED = {  # mean, variance, lowest, highest
    "normal": (0.0, 1.0, -np.inf, np.inf),
    "uniform": (0.5, 1 / 12, 0.0, 1.0),
    "xavier": (0.0, 2 / (FAN_IN + FAN_OUT), -np.sqrt(6 / 500), np.sqrt(6 / 500)),
    "he": (0.0, 2 / FAN_IN, -np.inf, np.inf),
}


@pytest.mark.parametrize("name", INITIALIZERS)
def test_weights_have_the_promised_spread(name):
    weights = INITIALIZERS[name](np.random.default_rng(0), FAN_IN, FAN_OUT)
    mean, variance, lowest, highest = PROMISED[name]
    assert weights.shape == (FAN_IN, FAN_OUT)
    assert weights.mean() == pytest.approx(mean, abs=5 * np.sqrt(variance / weights.size))
    assert weights.var() == pytest.approx(variance, rel=0.03)
    assert weights.min() >= lowest and weights.max() <= highest


@pytest.mark.parametrize("name", INITIALIZERS)
def test_biases_start_at_zero_and_every_weight_is_drawn(name):
    network = MLP.create(Architecture((2, 5, 3, 1)), np.random.default_rng(1), name)
    assert all((biases == 0).all() for biases in network.biases)
    drawn = np.concatenate([weights.ravel() for weights in network.weights])
    assert len(np.unique(drawn)) == drawn.size


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_same_generator_state_gives_the_same_bits(name):
    architecture = Architecture((2, 5, 1))
    one, same, other = (MLP.create(architecture, np.random.default_rng(s), name) for s in (7, 7, 8))
    assert (one.parameters == same.parameters).all()
    assert (one.parameters != other.parameters).any()


def test_the_global_random_state_is_left_alone():
    before = np.random.get_state()[1].copy()  # noqa: NPY002, this is what must not move
    MLP.create(Architecture((2, 5, 1)), np.random.default_rng(0), "he")
    assert (before == np.random.get_state()[1]).all()  # noqa: NPY002
