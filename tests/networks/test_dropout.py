"""Dropout: what is silent passes nothing, forward or backward; the gradient against central differences."""

import numpy as np
import pytest

from networks import ACTIVATIONS, LOSSES, MLP, Architecture
from networks.dropout import Dropout

RNG = np.random.default_rng(0)
INPUTS, TARGETS = RNG.standard_normal((10, 2)), RNG.integers(0, 2, (10, 1)).astype(float)


def dropped(hidden="tanh", share=0.4, seed=1):
    architecture = Architecture((2, 5, 4, 1), hidden)
    rng = np.random.default_rng(seed)
    network = MLP(architecture, rng.standard_normal(architecture.parameter_count))
    dropout = Dropout(network, share, 10)
    dropout.draw(rng)
    dropout.next(10)
    return network, dropout


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_the_gradient_under_a_mask_agrees_with_central_differences(hidden):
    network, dropout = dropped(hidden)
    loss, h = LOSSES["bce"], 1e-6

    def value():
        trace = dropout.network.forward(INPUTS)
        return loss.values(trace.output_layer, TARGETS)

    found = dropout.network.backward(dropout.network.forward(INPUTS), TARGETS, loss)
    for place, one in enumerate(network.parameters.copy()):
        network.parameters[place] = one + h
        above = value()
        network.parameters[place] = one - h
        below = value()
        network.parameters[place] = one
        assert found[place] == pytest.approx((above - below) / (2 * h), rel=1e-5, abs=1e-8)


def test_a_silent_neuron_says_zero_and_the_others_more():
    _, dropout = dropped()
    trace = dropout.network.forward(INPUTS)
    plain = ACTIVATIONS["tanh"](trace.z[0])
    masks = dropout.masks[:5].T
    assert set(np.unique(masks)) == {0.0, 1 / 0.6}
    np.testing.assert_allclose(trace.activations[0], plain * masks, rtol=1e-14)


def test_the_mean_over_many_masks_is_the_activation_itself():
    network = dropped()[0]
    dropout = Dropout(network, 0.4, 20_000)
    dropout.draw(np.random.default_rng(2))
    np.testing.assert_allclose(dropout.masks.mean(axis=1), 1.0, atol=0.03)


def test_every_batch_has_masks_of_its_own():
    _, dropout = dropped()
    dropout.draw(np.random.default_rng(4))
    seen = []
    for size in (4, 4, 2):
        dropout.next(size)
        trace = dropout.network.forward(INPUTS[:size])
        seen.append(trace.activations[0] != 0)
    assert (np.concatenate(seen) == (dropout.masks[:5].T != 0)).all()


def test_the_network_itself_is_not_touched():
    network, dropout = dropped()
    before = network.forward(INPUTS).output.copy()
    dropout.network.forward(INPUTS)
    assert (network.forward(INPUTS).output == before).all()
    assert dropout.network.parameters is network.parameters
