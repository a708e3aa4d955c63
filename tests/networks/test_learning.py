"""The networks learn what they should, within so many seeded steps."""

import numpy as np
import pytest

from networks import DATASETS, LOSSES, MLP, ONE_OUTPUT_LOSSES, OPTIMIZERS, Architecture, Dataset, Trainer


def trained(dataset, steps, sizes, hidden, output, loss, optimizer, rate, seed=0):
    network = MLP.create(Architecture(sizes, hidden, output), np.random.default_rng(seed), "xavier")
    run = Trainer(network, DATASETS[dataset], LOSSES[loss], OPTIMIZERS[optimizer](rate))
    first = run.evaluate().loss
    run.train(steps)
    return first, run.evaluate()


@pytest.mark.parametrize(
    ("loss", "output"),
    [(loss.name, output) for loss in ONE_OUTPUT_LOSSES.values() for output in loss.outputs],
)
def test_every_loss_learns_xor_with_every_output_it_allows(loss, output):
    # A ReLU output is dead for most first weights (no gradient at all), so its seed is chosen;
    # a leaky one passes a hundredth of the gradient below zero and takes longer.
    seed, steps = (4 if output == "relu" else 0), (8000 if output == "leaky_relu" else 2000)
    first, now = trained("XOR", steps, (2, 8, 1), "tanh", output, loss, "adam", 0.02, seed)
    assert now.accuracy == 1
    assert now.loss < 0.2 * first


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu", "leaky_relu"])
def test_every_bent_hidden_activation_learns_xor(hidden):
    _, now = trained("XOR", 3000, (2, 8, 1), hidden, "sigmoid", "bce", "adam", 0.02)
    assert now.accuracy == 1


def test_straight_hidden_neurons_cannot_learn_xor():
    _, now = trained("XOR", 3000, (2, 8, 1), "linear", "sigmoid", "mse", "adam", 0.02)
    assert now.accuracy < 1
    assert now.loss == pytest.approx(0.125, abs=0.02)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_learns_xor(optimizer):
    rate = {"sgd": 1.0, "momentum": 0.3, "adam": 0.02}[optimizer]
    _, now = trained("XOR", 6000, (2, 4, 1), "tanh", "sigmoid", "mse", optimizer, rate)
    assert now.accuracy == 1
    assert now.loss < 0.01


@pytest.mark.parametrize("gate", ["AND", "OR", "NAND"])
def test_the_gates_that_one_line_separates_are_learned_without_a_hidden_layer(gate):
    _, now = trained(gate, 3000, (2, 1), "sigmoid", "sigmoid", "bce", "sgd", 0.5)
    assert now.accuracy == 1
    assert now.loss < 0.05


@pytest.mark.parametrize("gate", DATASETS)
def test_three_hidden_layers_learn_every_gate(gate):
    _, now = trained(gate, 2000, (2, 6, 5, 4, 1), "tanh", "sigmoid", "bce", "adam", 0.01)
    assert now.accuracy == 1


@pytest.mark.parametrize(("hidden_neurons", "at_least"), [(2, 28), (3, 32), (8, 32)])
def test_sigmoid_and_uniform_weights_learn_xor_from_nearly_every_seed(hidden_neurons, at_least):
    architecture = Architecture((2, hidden_neurons, 1))
    seeds = [np.random.default_rng(seed) for seed in range(32)]
    networks = MLP.stack([MLP.create(architecture, rng, "uniform") for rng in seeds])
    run = Trainer(networks, DATASETS["XOR"], LOSSES["mse"], OPTIMIZERS["sgd"](0.5))
    run.train(15_000)  # half of the lab's usual run
    now = run.evaluate()
    assert np.sum((now.accuracy == 1) & (now.loss < 0.01)) >= at_least


def test_cross_entropy_learns_three_classes():
    rng = np.random.default_rng(0)
    classes = rng.integers(0, 3, 60)
    angles = 2 * np.pi * classes / 3
    inputs = np.stack([np.cos(angles), np.sin(angles)], axis=1) + 0.2 * rng.standard_normal((60, 2))
    data = Dataset("three", inputs, np.eye(3)[classes], ("x1", "x2"))
    network = MLP.create(Architecture((2, 8, 3), "tanh", "linear"), rng)
    run = Trainer(network, data, LOSSES["cross_entropy"], OPTIMIZERS["adam"](0.02))
    run.train(500)
    now = run.evaluate()
    assert now.accuracy == 1
    assert now.loss < 0.05
    assert now.predictions.shape == (60, 3)


def test_mse_with_a_linear_output_fits_a_line():
    inputs = np.linspace(-1, 1, 20)[:, None]
    data = Dataset("line", inputs, 3 * inputs - 40, ("x",))
    network = MLP.create(Architecture((1, 1), output_activation="linear"), np.random.default_rng(0))
    run = Trainer(network, data, LOSSES["mse"], OPTIMIZERS["sgd"](0.5))
    run.train(500)
    np.testing.assert_allclose(network.parameters, [3, -40], rtol=1e-9)
