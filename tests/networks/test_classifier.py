"""Training on mini-batches: orders, validation, early stopping, and that every moment can be had again."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from networks.classification import confusion_matrix
from networks.classifier import Classifier, Plan, evaluate
from networks.convnet import ConvNet
from networks.images import ImageSet
from networks.layers import Conv, Dense, Dropout, Flatten, MaxPool, Relu
from networks.optimizers import OPTIMIZERS

LAYERS = (Conv(2, 3), Relu(), MaxPool(2), Flatten(), Dense(6), Relu(), Dense(10))
WITH_DROPOUT = (*LAYERS[:-1], Dropout(0.3), Dense(10))


def images_of(count, seed):
    """Blurred stripes, ten kinds: something that can be learned."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 10, count)
    across = np.arange(8)
    waves = np.sin(across[None, :] * (0.4 + 0.25 * labels[:, None]))
    pictures = waves[:, None, None, :] + 0.1 * rng.standard_normal((count, 1, 8, 8))
    return ImageSet(pictures.astype(np.float32), labels)


def classifier(seed=1, *, layers=LAYERS, optimizer="adam", rate=0.01, batch=16, epochs=4, patience=0):
    net = ConvNet(layers, (1, 8, 8))
    plan = Plan(batch, epochs, lambda step, total: rate / (1 + step / 100), patience)
    make = OPTIMIZERS[optimizer](rate)
    return Classifier(net, images_of(100, 3), images_of(40, 4), make, plan, np.random.default_rng(seed))


@pytest.mark.parametrize("layers", [LAYERS, WITH_DROPOUT])
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_the_same_seed_gives_the_same_bits_however_it_is_sliced(layers, optimizer):
    whole, sliced = (classifier(layers=layers, optimizer=optimizer) for _ in range(2))
    metrics = whole.train(24)
    pieces = []
    for steps in (1, 5, 1, 10, 30):
        pieces.append(sliced.train(steps))
        sliced.evaluate(sliced.validation)  # looking changes nothing
    assert np.array_equal(np.concatenate(pieces), metrics)
    assert np.array_equal(sliced.parameters, whole.parameters)
    assert whole.step == whole.total == 24


@pytest.mark.parametrize("layers", [LAYERS, WITH_DROPOUT])
@pytest.mark.parametrize("at", [0, 3, 6, 13])
def test_a_checkpoint_brings_back_the_moment_and_its_future(layers, at):
    one = classifier(layers=layers)
    one.train(at)
    checkpoint = copy.deepcopy(one.checkpoint())
    metrics = one.train(9)
    after = one.parameters.copy()
    for other in (one, classifier(seed=2, layers=layers)):
        other.restore(checkpoint)
        assert other.step == at
        assert np.array_equal(other.train(9), metrics)
        assert np.array_equal(other.parameters, after)
        assert [epoch.loss for epoch in other.place.epochs] == [epoch.loss for epoch in one.place.epochs]


def test_every_epoch_has_another_order_and_no_image_twice():
    one = classifier()
    seen = []
    for _ in range(2):
        seen.append(one._order.copy())
        assert sorted(seen[-1]) == list(range(100))
        one.train(one.batches_per_epoch)
    assert not np.array_equal(*seen)


def test_the_figures_of_an_epoch_are_those_of_its_batches_and_of_the_validation_set():
    one = classifier()
    metrics = one.train(one.batches_per_epoch)
    (epoch,) = one.place.epochs
    assert (epoch.number, epoch.step) == (1, 6)
    assert epoch.train_loss == pytest.approx(metrics[:, 0].mean())
    assert epoch.train_accuracy == pytest.approx(metrics[:, 1].mean())
    found = evaluate(one.net, one.parameters, one.validation)
    assert (epoch.loss, epoch.accuracy) == (found.loss, found.scores.accuracy)
    predicted = one.net.probabilities(one.parameters, one.validation.images).argmax(axis=1)
    matrix = confusion_matrix(one.validation.labels, predicted)
    assert epoch.accuracy == pytest.approx(np.trace(matrix) / 40)
    assert np.array_equal(found.scores.confusion, matrix)


def test_a_validation_leaves_its_answers_to_every_image_until_the_next():
    one, images = classifier(), np.arange(40)
    assert one.place.answers is None
    one.train(5)
    assert one.place.answers is None
    for step in (6, 12):
        one.train(1 if step == 6 else 4)
        answers = one.place.answers
        probabilities = one.net.probabilities(one.parameters, one.validation.images)
        assert answers.step == step == one.place.epochs[-1].step
        assert np.array_equal(answers.predictions, probabilities.argmax(axis=1))
        assert np.array_equal(answers.sure, probabilities.max(axis=1))
        assert np.array_equal(answers.own, probabilities[images, one.validation.labels])
        assert sum(array.nbytes for array in (answers.predictions, answers.sure, answers.own)) == 9 * 40
        assert not any(a.flags.writeable for a in (answers.predictions, answers.sure, answers.own))
        one.train(2)
        assert one.place.answers is answers
    moment = one.checkpoint()
    one.train(6)
    assert one.place.answers is not answers
    one.restore(moment)
    assert one.place.answers is answers


def test_the_loss_is_the_mean_cross_entropy_also_of_the_impossible():
    one = classifier()
    probabilities = one.net.probabilities(one.parameters, one.validation.images).astype(np.float64)
    own = probabilities[np.arange(40), one.validation.labels]
    assert one.evaluate(one.validation).loss == pytest.approx(-np.log(own).mean(), rel=1e-6)
    certain = one.parameters * np.float32(100)  # some labels get probability 0, whose logarithm is none
    logits = one.net.forward(certain, one.validation.images).logits.astype(np.float64)
    top = logits.max(axis=1)
    exact = (
        np.log(np.exp(logits - top[:, None]).sum(axis=1)) + top - logits[np.arange(40), one.validation.labels]
    )
    assert exact.max() > 1000
    assert evaluate(one.net, certain, one.validation).loss == pytest.approx(exact.mean(), rel=1e-5)


def test_it_learns():
    one = classifier(
        epochs=60, layers=(Conv(4, 3), Relu(), MaxPool(2), Flatten(), Dense(16), Relu(), Dense(10))
    )
    one.train(10_000)
    assert one.place.epochs[-1].accuracy > 0.9
    assert one.place.epochs[-1].loss < one.place.epochs[0].loss / 2


def test_training_ends_when_patience_is_lost_and_says_so():
    one = classifier(rate=1e-9, epochs=50, patience=2, optimizer="sgd")
    one.train(10_000)
    assert one.place.ended.startswith("Ended early: the validation loss has not fallen for 2 epochs")
    assert one.step % one.batches_per_epoch == 0
    assert one.step < one.total
    losses = [epoch.loss for epoch in one.place.epochs]
    assert losses.index(min(losses)) == len(losses) - 3
    assert len(one.train(5)) == 0


def test_the_rate_follows_the_plan():
    one = classifier(optimizer="sgd", rate=0.5)
    one.train(7)
    before = one.parameters.copy()
    one.train(1)
    rate = 0.5 / (1 + 7 / 100)
    assert np.allclose(before - one.parameters, rate * one.gradients, rtol=1e-4, atol=1e-7)


def test_before_the_first_step_loss_and_gradient_are_those_of_the_first_batch():
    one = classifier()
    loss, accuracy = one.last
    gradients = one.gradients.copy()
    metrics = one.train(1)
    assert (loss, accuracy) == tuple(metrics[0])
    assert np.array_equal(gradients, one.gradients)


def test_a_fault_is_named():
    one = classifier()
    assert one.fault() is None
    one.gradients[3] = np.inf
    assert one.fault() == f"gradient of {one.net.names(3)}"
    one.optimizer.state["second moment"][4] = np.nan
    assert one.fault() == f"second moment of {one.net.names(4)}"
    one.parameters[5] = np.nan
    assert one.fault() == one.net.names(5)
