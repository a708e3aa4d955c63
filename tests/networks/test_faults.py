"""Divergence: what first stopped being a number is named, and nothing warns."""

import numpy as np
import pytest

from networks import DATASETS, LOSSES, MLP, OPTIMIZERS, Architecture, Trainer


def linear_run(optimizer="sgd", rate=0.5, sizes=(2, 3, 1)):
    network = MLP.create(Architecture(sizes, "linear", "linear"), np.random.default_rng(0), "normal")
    return Trainer(network, DATASETS["XOR"], LOSSES["mse"], OPTIMIZERS[optimizer](rate))


def test_a_healthy_run_has_no_fault():
    run = linear_run(rate=0.01)
    run.train(10)
    assert run.fault() is None


@pytest.mark.parametrize(
    ("index", "name"), [(1, "weight W1[1,2]"), (6, "bias b1[1]"), (9, "weight W2[1,1]"), (12, "bias b2[1]")]
)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_parameter_that_is_no_number_is_named(index, name, value):
    run = linear_run()
    run.network.parameters[index] = value
    assert run.fault() == name


def test_a_loss_that_overflows_is_named():
    run = linear_run()
    run.network.parameters[:] = 1e80
    assert run.fault() == "loss"


def test_a_gradient_that_overflows_is_named():
    run = linear_run(sizes=(2, 1, 1, 1, 1))
    run.network.parameters[:] = 0.0
    for weights, size in zip(run.network.weights, (1e-300, 1e-300, 1e160, 1e160), strict=True):
        weights[...] = size
    assert np.isfinite(run.evaluate().loss)
    assert run.fault() == "gradient of W1[1,1]"


def test_an_optimizer_state_that_overflows_is_named():
    run = linear_run("adam")
    run.optimizer.state["second moment"][4] = np.inf
    assert run.fault() == "second moment of W1[2,2]"


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_diverging_run_is_noticed_without_a_warning(optimizer):
    run = linear_run(optimizer, rate=1e5)
    for _ in range(2000):
        losses = run.train(1)
        if (fault := run.fault()) is not None:
            break
    if optimizer == "adam":  # its steps are bounded by the learning rate: it may wander, not overflow
        return
    assert np.isfinite(losses).all(), "the state before the fault was finite"
    assert fault.split()[0] in {"weight", "bias", "loss", "gradient"}


def test_a_checkpoint_brings_a_diverged_run_back():
    run = linear_run(rate=1e3)
    checkpoint = run.checkpoint()
    run.train(2000)
    assert run.fault() is not None
    run.restore(checkpoint)
    assert run.fault() is None
