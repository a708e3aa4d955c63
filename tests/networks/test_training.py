"""Training: that it is exact, repeatable, the same for one network and for many."""

import numpy as np
import pytest

from networks import DATASETS, LOSSES, MLP, ONE_OUTPUT_LOSSES, OPTIMIZERS, Architecture, Trainer

ARCHITECTURE = Architecture((2, 3, 1))
RATES = {"sgd": 0.5, "momentum": 0.1, "adam": 0.01}


def create(seed=0, architecture=ARCHITECTURE):
    return MLP.create(architecture, np.random.default_rng(seed), "normal")


def trainer(network=None, loss="mse", optimizer="sgd", rate=None, dataset="XOR"):
    return Trainer(
        create() if network is None else network,
        DATASETS[dataset],
        LOSSES[loss],
        OPTIMIZERS[optimizer](RATES[optimizer] if rate is None else rate),
    )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_64_seeds_trained_together_equal_each_lone_run(optimizer):
    together = trainer(MLP.stack([create(seed) for seed in range(64)]), optimizer=optimizer)
    losses = together.train(300)
    assert losses.shape == (300, 64)
    for seed in range(64):
        alone = trainer(create(seed), optimizer=optimizer)
        np.testing.assert_allclose(losses[:, seed], alone.train(300), rtol=0, atol=1e-12)
        np.testing.assert_allclose(
            together.network.parameters[seed], alone.network.parameters, rtol=0, atol=1e-12
        )


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_seed_gives_the_same_bits(optimizer):
    one, two = trainer(optimizer=optimizer), trainer(optimizer=optimizer)
    assert (one.train(1000) == two.train(1000)).all()
    assert (one.network.parameters == two.network.parameters).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("pieces", [(7, 5), (1,) * 12, (300, 1, 999), (0, 3)])
def test_training_in_pieces_is_training_in_one(optimizer, pieces):
    whole, parts = trainer(optimizer=optimizer), trainer(optimizer=optimizer)
    losses = np.concatenate([parts.train(steps) for steps in pieces])
    assert (losses == whole.train(sum(pieces))).all()
    assert (parts.network.parameters == whole.network.parameters).all()
    assert parts.step == whole.step == sum(pieces)


@pytest.mark.parametrize("loss", ONE_OUTPUT_LOSSES)
def test_each_loss_is_that_of_the_network_before_the_update(loss):
    network = create(architecture=Architecture((2, 4, 1), "tanh", "tanh"))
    run, expected = trainer(network, loss), []
    twin = trainer(create(architecture=network.architecture), loss)
    for _ in range(20):
        expected.append(float(twin.evaluate().loss))
        twin.train(1)
    np.testing.assert_allclose(run.train(20), expected, rtol=1e-14)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_checkpoint_is_restored_exactly(optimizer):
    run = trainer(optimizer=optimizer)
    run.train(37)
    checkpoint, update = run.checkpoint(), run.last_update.copy()
    losses, parameters = run.train(500), run.network.parameters.copy()
    run.restore(checkpoint)
    assert run.step == 37
    assert (run.last_update == update).all()
    assert (run.train(500) == losses).all()
    assert (run.network.parameters == parameters).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_evaluating_between_steps_changes_nothing(optimizer):
    watched, unwatched = trainer(optimizer=optimizer), trainer(optimizer=optimizer)
    for _ in range(30):
        watched.train(3)
        watched.evaluate()
        assert watched.fault() is None
        watched.network.forward(np.zeros((50, 2)))
    unwatched.train(90)
    assert (watched.network.parameters == unwatched.network.parameters).all()


def test_last_update_is_the_difference_of_the_parameters():
    run = trainer()
    assert (run.last_update == 0).all()
    run.train(10)
    before = run.network.parameters.copy()
    run.train(1)
    assert (before + run.last_update == run.network.parameters).all()


def test_the_evaluation_has_the_gradient_of_the_next_step():
    run = trainer(rate=0.25)
    run.train(10)
    gradients = run.evaluate().gradients
    run.train(1)
    assert (run.last_update == -0.25 * gradients).all()


def test_many_networks_are_evaluated_one_by_one():
    run = trainer(MLP.stack([create(seed) for seed in range(3)]))
    seen = run.evaluate()
    assert seen.loss.shape == seen.accuracy.shape == (3,)
    assert seen.predictions.shape == (3, 4, 1)
    assert seen.gradients.shape == run.network.parameters.shape


def test_a_network_with_other_outputs_than_the_data_is_refused():
    with pytest.raises(ValueError, match="1 targets, the network 2 outputs"):
        trainer(create(architecture=Architecture((2, 3, 2))))
