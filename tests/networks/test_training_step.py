"""The fast training step: that it is the plain layers' gradient, and always the same bits."""

import numpy as np
import pytest

from networks.convnet import ConvNet
from networks.cross_entropy import cross_entropy
from networks.layers import (
    DEFAULT,
    AvgPool,
    Conv,
    Dense,
    Dropout,
    Flatten,
    LeakyRelu,
    MaxPool,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
)
from networks.training_step import TrainingStep

NETS = {
    "default": (DEFAULT, (1, 28, 28)),
    "default, 14": (DEFAULT, (1, 14, 14)),
    "default, 9": (DEFAULT, (1, 9, 9)),
    "default, 11 × 6": (DEFAULT, (1, 11, 6)),
    "three colours": (DEFAULT, (3, 12, 12)),
    "softmax": ((*DEFAULT, Softmax()), (1, 8, 8)),
    "no padding": (
        (Conv(4, 5, padding=0), Relu(), MaxPool(2), Conv(5, 3, padding=0), MaxPool(2), Relu(), Dense(4)),
        (1, 15, 15),
    ),
    "strides": (
        (Conv(4, 3, stride=2), LeakyRelu(), Conv(5, 4, 2, 1), Tanh(), AvgPool(2), Dense(4)),
        (1, 17, 14),
    ),
    "overlapping pools": (
        (Conv(4, 3), MaxPool(3, 2), Sigmoid(), Conv(4, 2), AvgPool(3, 1), Dense(7)),
        (1, 13, 12),
    ),
    "pool of the input": ((MaxPool(2), Conv(4, 3), Relu(), MaxPool(3), Dense(5)), (2, 14, 14)),
    "alike convolutions": ((Conv(3, 3), Conv(3, 3), Conv(3, 3), Relu(), MaxPool(4), Dense(5)), (3, 9, 9)),
    "wide border": ((Conv(4, 3, padding=3), Relu(), MaxPool(2), Dense(5)), (1, 6, 6)),
    "leaky, tanh, sigmoid": (
        (
            Conv(4, 3),
            LeakyRelu(0.2),
            MaxPool(2),
            Conv(4, 3),
            Tanh(),
            MaxPool(2),
            Dense(9),
            Sigmoid(),
            Dense(5),
        ),
        (1, 12, 12),
    ),
    "dropout": (
        (
            Conv(4, 3),
            Relu(),
            Dropout(0.2),
            MaxPool(2),
            Dropout(0.3),
            Flatten(),
            Dense(20),
            Relu(),
            Dropout(0.5),
            Dense(5),
        ),
        (1, 10, 10),
    ),
    "dense only": ((Dense(4),), (1, 5, 5)),
    "convolutions only": ((Conv(4, 3, 2), Relu(), Conv(5, 4, padding=0), Flatten()), (1, 8, 8)),
    "relu twice": (
        (Conv(4, 3), Relu(), Relu(), MaxPool(2), MaxPool(2), Relu(), Dense(5), Dense(4)),
        (1, 9, 9),
    ),
}


def problem(name, batch=6, dtype=np.float32):
    specs, shape = NETS[name]
    net = ConvNet(specs, shape, dtype)
    rng = np.random.default_rng(21)
    parameters = net.initial(rng)
    parameters += (0.05 * rng.standard_normal(len(parameters))).astype(dtype)
    images = rng.standard_normal((batch, *shape)).astype(dtype)
    return net, parameters, images, rng.integers(0, net.classes, batch)


def gradients_of(step, parameters, images, labels, seed=None, alone=False):
    gradients = np.full_like(parameters, np.nan)
    rng = None if seed is None else np.random.default_rng(seed)
    loss, correct = step.run(parameters, images, labels, gradients, rng, alone=alone)
    return gradients, loss, correct


def assert_same_gradient(net, ours, expected):
    """Compare layer by layer, each at its own scale."""
    for layer, place in zip(net.layers, net.slices, strict=True):
        for part in place or ():
            scale = np.abs(expected[part]).max() + 1e-8
            np.testing.assert_allclose(
                ours[part] / scale, expected[part] / scale, atol=2e-5, err_msg=layer.name
            )


@pytest.mark.parametrize("batch", [1, 2, 7, 64])
@pytest.mark.parametrize("name", NETS)
def test_it_gives_the_gradient_of_the_plain_layers(name, batch):
    net, parameters, images, labels = problem(name, batch)
    step = TrainingStep(net, batch)
    for _ in range(2):  # the second time with buffers that have been used
        gradients, loss, correct = gradients_of(step, parameters, images, labels, seed=4)
        passed = net.forward(parameters, images, np.random.default_rng(4))
        assert_same_gradient(net, gradients, net.backward(parameters, passed, labels).parameters)
        np.testing.assert_allclose(loss, cross_entropy(passed.logits, labels)[0], rtol=1e-5)
        assert correct == (passed.logits.argmax(axis=1) == labels).sum()
        images, labels = images[::-1].copy(), labels[::-1].copy()


@pytest.mark.parametrize("name", NETS)
def test_float64_is_exact(name):
    net, parameters, images, labels = problem(name, dtype=np.float64)
    gradients, loss, _ = gradients_of(TrainingStep(net, 6), parameters, images, labels)
    passed = net.forward(parameters, images)
    expected = net.backward(parameters, passed, labels).parameters
    np.testing.assert_allclose(gradients, expected, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(loss, cross_entropy(passed.logits, labels)[0], rtol=1e-12)


@pytest.mark.parametrize("name", ["default, 14", "dropout", "pool of the input", "relu twice"])
def test_ties_and_kinks_get_the_true_gradient(name):
    """Images of zeros: every window is a tie, and with zero biases every ReLU is at its kink."""
    net, parameters, images, labels = problem(name)
    for index in range(len(net.layers)):
        net.bias(index, parameters)[:] = 0
    for filled in (np.zeros_like(images), np.round(images)):
        gradients, _, _ = gradients_of(TrainingStep(net, 6), parameters, filled, labels)
        expected = net.backward(parameters, net.forward(parameters, filled), labels).parameters
        assert_same_gradient(net, gradients, expected)


def test_where_a_bias_makes_cells_round_to_a_tie_the_larger_one_gets_the_gradient_as_without_rounding():
    gradients = []
    for dtype in (np.float32, np.float64):
        net = ConvNet((Conv(1, 1), Relu(), MaxPool(2), Dense(2)), (1, 2, 2), dtype)
        parameters = np.array([1, 1, 1, -1, 0, 0], dtype)  # z is x, and 1 is added
        images = np.array([[[[1e-9, 2e-9], [0, 0]]]] * 2, dtype)
        labels = np.array([0, 0])
        if dtype == np.float32:
            gradients.append(gradients_of(TrainingStep(net, 2), parameters, images, labels)[0])
        gradients.append(net.backward(parameters, net.forward(parameters, images), labels).parameters)
    fast, plain, exact = (gradient[0] for gradient in gradients)
    assert fast == pytest.approx(exact, rel=1e-6)
    assert plain == pytest.approx(exact / 2, rel=1e-6)


@pytest.mark.parametrize("name", ["default", "dropout", "strides"])
def test_the_bits_do_not_depend_on_being_helped(name):
    net, parameters, images, labels = problem(name, 64)
    one, two = TrainingStep(net, 64), TrainingStep(net, 64)
    for seed in range(5):
        ours, *figures = gradients_of(one, parameters, images, labels, seed, alone=True)
        theirs, *same = gradients_of(two, parameters, images, labels, seed)
        assert (ours == theirs).all()
        assert figures == same


def test_dropout_is_drawn_from_the_generator_that_is_passed():
    net, parameters, images, labels = problem("dropout")
    step = TrainingStep(net, 6)
    first, again, other = (gradients_of(step, parameters, images, labels, seed)[0] for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_parameters_images_and_labels_are_left_alone():
    net, parameters, images, labels = problem("default, 14")
    before = parameters.copy(), images.copy(), labels.copy()
    gradients_of(TrainingStep(net, 6), parameters, images, labels)
    for array, kept in zip((parameters, images, labels), before, strict=True):
        assert (array == kept).all()


def test_another_number_of_images_is_refused():
    net, parameters, images, labels = problem("dense only")
    with pytest.raises(ValueError, match="6"):
        gradients_of(TrainingStep(net, 6), parameters, images[:5], labels[:5])


@pytest.mark.parametrize("threads", [1, 2])
def test_an_overflow_shows_in_the_loss_and_warns_nowhere(threads):
    net, parameters, images, labels = problem("default, 14", 8)
    parameters *= np.float32(1e30)
    _, loss, _ = gradients_of(TrainingStep(net, 8), parameters, images, labels, alone=threads == 1)
    assert not np.isfinite(loss)
    assert not np.isfinite(net.probabilities(parameters, images, threads)).all()
