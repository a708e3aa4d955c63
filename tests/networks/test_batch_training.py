"""Training in mini-batches: exact, repeatable, and changed by nothing but its settings."""

import numpy as np
import pytest

from networks import LOSSES, MLP, OPTIMIZERS, Architecture
from networks.batch_training import BatchTrainer
from networks.penalties import Penalties
from networks.schedules import Cosine, Step

RATES = {"sgd": 0.3, "momentum": 0.05, "adam": 0.02}
POINTS = np.random.default_rng(7).uniform(-1, 1, (23, 2))
TARGETS = (POINTS.prod(axis=1, keepdims=True) > 0).astype(float)


def trainer(
    optimizer="sgd", batch=5, loss="bce", output="sigmoid", data=(POINTS, TARGETS), seed=3, **settings
):
    network = MLP.create(Architecture((2, 6, 4, 1), "tanh", output), np.random.default_rng(seed), "normal")
    run = BatchTrainer(
        network,
        data,
        LOSSES[loss],
        OPTIMIZERS[optimizer](RATES[optimizer]),
        np.random.default_rng(seed),
        batch,
    )
    return with_settings(run, **settings)


def with_settings(run, **settings):
    for name, value in settings.items():
        setattr(run, name, value)
    return run


FROZEN = np.ones(trainer().network.parameters.size, dtype=bool)
FROZEN[[0, 5, 20, -1]] = False
EVERYTHING = {
    "penalties": Penalties(1e-3, 1e-2),
    "dropout": 0.3,
    "schedule": Cosine(),
    "total": 50,
    "free": FROZEN,
    "alive": np.roll(FROZEN, 3),
}


def by_hand(run, epochs, minus_rate=-0.3):
    """Train as plainly as possible with a like generator; return the losses."""
    network, loss, rng = run.network, run.loss, np.random.default_rng(3)
    inputs, targets = run.data
    losses = []
    for _ in range(epochs):
        order, total = rng.permutation(len(inputs)), 0.0
        for start in range(0, len(inputs), run.batch):
            chosen = order[start : start + run.batch]
            trace = network.forward(inputs[chosen])
            total += loss.values(trace.output_layer, targets[chosen]) * len(chosen)
            network.parameters += minus_rate * network.backward(trace, targets[chosen], loss)
        losses.append(total / len(inputs))
    return losses


@pytest.mark.parametrize("batch", [1, 5, 22, 23, 100])
def test_an_epoch_takes_every_sample_once_batch_after_batch(batch):
    run, plain = trainer(batch=batch), trainer(batch=batch)
    np.testing.assert_allclose(run.train(10), by_hand(plain, 10), rtol=1e-10)
    np.testing.assert_allclose(run.network.parameters, plain.network.parameters, rtol=1e-10)


@pytest.mark.parametrize("samples", [512, 513, 600, 1030])
def test_more_batches_than_are_gathered_at_once_are_no_different(samples):
    points = np.random.default_rng(0).uniform(-1, 1, (samples, 2))
    data = points, (points[:, :1] > 0).astype(float)
    run, plain = trainer(batch=2, data=data), trainer(batch=2, data=data)
    np.testing.assert_allclose(run.train(2), by_hand(plain, 2), rtol=1e-10)
    np.testing.assert_allclose(run.network.parameters, plain.network.parameters, rtol=1e-9)


def test_a_network_without_hidden_layers_and_several_outputs_are_trained_alike():
    targets = np.eye(3)[np.random.default_rng(0).integers(0, 3, 23)]
    for sizes in ((2, 3), (2, 5, 3)):
        runs = [
            BatchTrainer(
                MLP.create(Architecture(sizes, "tanh", "linear"), np.random.default_rng(0)),
                (POINTS, targets),
                LOSSES["cross_entropy"],
                OPTIMIZERS["sgd"](0.3),
                np.random.default_rng(3),
                5,
            )
            for _ in range(2)
        ]
        np.testing.assert_allclose(runs[0].train(5), by_hand(runs[1], 5), rtol=1e-10)
        np.testing.assert_allclose(runs[0].values, runs[1].values, rtol=1e-10)
        runs[0].dropout = 0.5
        runs[0].train(2)
        assert runs[0].fault() is None


@pytest.mark.parametrize("settings", [{}, EVERYTHING], ids=["plain", "everything"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_seed_gives_the_same_bits_in_pieces_or_in_one(optimizer, settings):
    whole, parts = trainer(optimizer, **settings), trainer(optimizer, **settings)
    losses = []
    for epochs in (1, 0, 4, 2, 13):
        losses.append(parts.train(epochs))
        parts.evaluate()
        assert parts.fault() is None
    assert (np.concatenate(losses) == whole.train(20)).all()
    assert (parts.values == whole.values).all()
    assert parts.step == whole.step == 20


@pytest.mark.parametrize("settings", [{}, EVERYTHING], ids=["plain", "everything"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_checkpoint_is_restored_exactly(optimizer, settings):
    run = trainer(optimizer, **settings)
    run.train(7)
    checkpoint, update, coming = run.checkpoint(), run.last_update.copy(), run.next_batch
    losses, values = run.train(20), run.values
    run.free = run.alive = np.ones_like(FROZEN)
    run.train(3)
    run.restore(checkpoint)
    assert run.step == 7
    assert (run.last_update == update).all()
    assert (run.next_batch == coming).all()
    assert (run.train(20) == losses).all()
    assert (run.values == values).all()


CHANGES = {
    "batch": {"batch": 7},
    "learning rate": {"learning_rate": 0.01},
    "schedule": {"schedule": Step(), "total": 12},
    "optimizer": {"optimizer": None},
    "penalties": {"penalties": Penalties(1e-3, 1e-2)},
    "dropout": {"dropout": 0.4},
    "moved points": {"data": (POINTS * 1.1, 1 - TARGETS)},
    "fewer points": {"data": (POINTS[:11], TARGETS[:11])},
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_setting_changed_midway_is_a_fresh_trainer_that_goes_on_with_it(optimizer, change):
    def settings():
        return {name: value or OPTIMIZERS["adam"](0.01) for name, value in CHANGES[change].items()}

    changed = trainer(optimizer)
    changed.train(6)
    checkpoint = changed.checkpoint()
    with_settings(changed, **settings())
    fresh = with_settings(trainer(optimizer), **settings())
    fresh.restore(checkpoint)
    assert (changed.train(6) == fresh.train(6)).all()
    assert (changed.values == fresh.values).all()


def test_a_changed_optimizer_of_the_same_kind_keeps_what_it_remembers():
    run, unchanged = trainer("adam"), trainer("adam")
    run.train(5)
    unchanged.train(5)
    run.optimizer = OPTIMIZERS["adam"](RATES["adam"])
    assert (run.train(5) == unchanged.train(5)).all()
    run.optimizer = OPTIMIZERS["momentum"](0.01)
    assert (run.last_update == 0).all()
    assert run.learning_rate == 0.01


def test_the_schedule_counts_epochs():
    run = trainer(schedule=Cosine(), total=10)
    for epoch in range(12):
        told = run.next_rate
        run.train(1)
        assert run.optimizer.learning_rate == told == pytest.approx(0.3 * Cosine()(epoch, 10))
    assert run.learning_rate == 0.3


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_frozen_parameter_stays_what_it_is_and_the_others_learn(optimizer):
    run = trainer(optimizer, penalties=Penalties(0.01, 0.1))
    run.train(5)  # so that there is momentum to forget
    run.free = FROZEN
    before = run.values
    run.train(5)
    assert ((run.values == before) == ~FROZEN).all()
    assert (run.last_update[~FROZEN] == 0).all()
    run.free = np.ones_like(FROZEN)
    run.train(1)
    assert (run.values != before).all()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_muted_parameter_counts_as_zero_and_comes_back_as_it_was(optimizer):
    run = trainer(optimizer)
    run.train(5)
    before = run.values
    run.alive = FROZEN
    assert (run.network.parameters[~FROZEN] == 0).all()
    assert (run.values == before).all()
    zeroed = MLP(run.network.architecture, np.where(FROZEN, before, 0.0))
    assert (run.evaluate().predictions == zeroed.forward(POINTS).output).all()
    run.train(5)
    assert (run.network.parameters[~FROZEN] == 0).all()
    assert ((run.values == before) == ~FROZEN).all()
    run.alive = np.ones_like(FROZEN)
    assert (run.network.parameters[~FROZEN] == before[~FROZEN]).all()


def test_a_muted_parameter_can_be_given_a_value():
    run = trainer(alive=FROZEN)
    run.values = np.arange(FROZEN.size)
    assert (run.values == np.arange(FROZEN.size)).all()
    assert (run.network.parameters == np.where(FROZEN, run.values, 0.0)).all()


def test_a_gradient_that_is_no_number_leaves_a_frozen_parameter_alone():
    run = trainer(free=FROZEN)
    run.data = POINTS * np.inf, TARGETS
    before = run.values
    run.train(1)
    assert (run.values[~FROZEN] == before[~FROZEN]).all()
    assert run.fault() is not None


def test_the_next_batch_is_the_one_that_trains_next():
    run = trainer(batch=100)
    assert sorted(run.next_batch) == list(range(23))
    run.batch = 8
    chosen = run.next_batch
    assert chosen.shape == (8,)
    first = run.evaluate(POINTS[chosen], TARGETS[chosen])
    run.data = POINTS[chosen], TARGETS[chosen]  # an epoch of this batch alone
    run.train(1)
    np.testing.assert_allclose(run.last_update, -0.3 * first.gradients, rtol=1e-12)


def test_dropout_acts_only_while_training():
    run, plain = trainer(dropout=0.5), trainer()
    assert (run.evaluate().predictions == plain.evaluate().predictions).all()
    assert run.train(1) != plain.train(1)


@pytest.mark.parametrize("count", [11, 46])
def test_dropout_goes_on_over_more_or_fewer_points(count):
    data = np.resize(POINTS, (count, 2)), np.resize(TARGETS, (count, 1))
    changed = trainer(dropout=0.5)
    changed.train(3)
    checkpoint = changed.checkpoint()
    changed.data = data
    fresh = trainer(dropout=0.5, data=data)
    fresh.restore(checkpoint)
    assert (changed.train(4) == fresh.train(4)).all()
    assert (changed.values == fresh.values).all()


def test_evaluating_tells_of_any_data():
    run = trainer()
    run.train(3)
    seen = run.evaluate(POINTS[:4], TARGETS[:4])
    assert seen.predictions.shape == (4, 1)
    assert seen.loss.shape == seen.accuracy.shape == ()


def test_it_learns_the_quadrants():
    run = trainer("adam", batch=4)
    run.train(300)
    assert run.evaluate().accuracy == 1


def test_a_diverging_run_is_named_without_a_warning_and_restored():
    run = trainer("sgd", loss="mse", output="linear", learning_rate=1e9)
    checkpoint = run.checkpoint()
    assert not np.isfinite(run.train(60)[-1])
    assert run.fault().startswith("weight")
    run.restore(checkpoint)
    assert run.fault() is None


@pytest.mark.parametrize(
    ("setting", "value", "says"),
    [
        ("batch", 0, "1 sample or more"),
        ("dropout", 1.0, r"in \[0, 1\)"),
        ("dropout", float("nan"), r"in \[0, 1\)"),
        ("learning_rate", -1.0, "not negative"),
        ("data", (np.zeros((0, 2)), np.zeros((0, 1))), "at least 1"),
        ("data", (np.zeros((3, 3)), np.zeros((3, 1))), "do not fit"),
        ("data", (np.zeros((3, 2)), np.zeros((4, 1))), "do not fit"),
    ],
)
def test_a_setting_that_makes_no_sense_is_refused_and_nothing_is_lost(setting, value, says):
    run, unharmed = trainer(), trainer()
    with pytest.raises(ValueError, match=says):
        setattr(run, setting, value)
    assert (run.train(3) == unharmed.train(3)).all()


def test_many_networks_at_once_are_refused():
    network = trainer().network
    with pytest.raises(ValueError, match="one network"):
        BatchTrainer(
            MLP.stack([network] * 2),
            (POINTS, TARGETS),
            LOSSES["bce"],
            OPTIMIZERS["sgd"](0.1),
            np.random.default_rng(0),
            5,
        )
