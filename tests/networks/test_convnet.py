"""The whole convolutional network: its parameters' places and names, its passes, its gradients."""

import numpy as np
import pytest

from networks.convnet import ConvNet, ShapeError
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

NETS = {
    "small default": (
        (Conv(3, 3), Relu(), MaxPool(2), Conv(4, 3), Relu(), MaxPool(2), Dense(6), Relu(), Dense(4)),
        8,
    ),
    "every layer": (
        (
            Conv(3, 3, stride=2),
            Tanh(),
            AvgPool(2, 1),
            Conv(3, 2, padding=1),
            LeakyRelu(0.1),
            MaxPool(3, 1),
            Flatten(),
            Dropout(0.3),
            Dense(6),
            Sigmoid(),
            Dense(4),
            Softmax(),
        ),
        9,
    ),
    "pool before relu": ((Conv(3, 3), MaxPool(2), Relu(), Dense(4)), 7),
    "convolutions only": ((Conv(3, 3, 2), Relu(), Conv(4, 5, padding=0), Flatten()), 9),
    "dense only": ((Dense(4),), 5),
}


def problem(name, dtype=np.float64, batch=5):
    specs, side = NETS[name]
    net = ConvNet(specs, (1, side, side), dtype)
    rng = np.random.default_rng(11)
    parameters = net.initial(rng)
    parameters += (0.1 * rng.standard_normal(len(parameters))).astype(dtype)  # biases that are not zero
    return (
        net,
        parameters,
        rng.standard_normal((batch, 1, side, side)).astype(dtype),
        rng.integers(0, 4, batch),
    )


@pytest.mark.parametrize("name", NETS)
def test_the_gradient_of_every_parameter_and_pixel_is_right(name):
    net, parameters, images, labels = problem(name)

    def loss():
        return cross_entropy(net.forward(parameters, images, np.random.default_rng(1)).logits, labels)[0]

    passed = net.forward(parameters, images, np.random.default_rng(1))
    gradients = net.backward(parameters, passed, labels)
    for ours, array in ((gradients.parameters, parameters), (gradients.images, images)):
        for place in np.ndindex(array.shape):
            kept = array[place]
            array[place] = kept + 1e-6
            above = loss()
            array[place] = kept - 1e-6
            below = loss()
            array[place] = kept
            assert abs(ours[place] - (above - below) / 2e-6) < 1e-7, place


@pytest.mark.parametrize("name", NETS)
def test_gradients_of_outputs_lead_to_those_of_the_parameters(name):
    net, parameters, images, labels = problem(name)
    passed = net.forward(parameters, images)
    gradients = net.backward(parameters, passed, labels)
    for index, layer in enumerate(net.layers):
        assert passed.outputs[index].shape == (len(images), *layer.output_shape)
        assert gradients.outputs[index].shape == passed.outputs[index].shape
        if layer.parameter_count:  # each channel's bias reaches all of its outputs
            axes = tuple(axis for axis in range(gradients.outputs[index].ndim) if axis != 1)
            np.testing.assert_allclose(
                net.bias(index, gradients.parameters), gradients.outputs[index].sum(axis=axes), atol=1e-12
            )
    assert gradients.images.shape == images.shape


def test_softmax_at_the_end_changes_neither_probabilities_nor_gradient():
    net, parameters, images, labels = problem("every layer")
    without = ConvNet(net.specs[:-1], net.input_shape, np.float64)
    one, other = net.forward(parameters, images), without.forward(parameters, images)
    assert (one.logits == other.logits).all()
    np.testing.assert_allclose(one.probabilities, other.probabilities, rtol=1e-14)
    ours = net.backward(parameters, one, labels)
    assert (ours.parameters == without.backward(parameters, other, labels).parameters).all()
    rows = np.arange(len(labels))
    np.testing.assert_allclose(
        ours.outputs[-1][rows, labels], -1 / one.probabilities[rows, labels] / len(labels), rtol=1e-12
    )


@pytest.mark.parametrize("name", NETS)
def test_float32_agrees_with_float64(name):
    net, parameters, images, labels = problem(name, np.float32)
    double = ConvNet(net.specs, net.input_shape, np.float64)
    passed = net.forward(parameters, images)
    expected = double.forward(parameters.astype(np.float64), images.astype(np.float64))
    assert passed.logits.dtype == np.float32
    np.testing.assert_allclose(passed.logits, expected.logits, rtol=1e-4, atol=1e-5)
    ours = net.backward(parameters, passed, labels).parameters
    assert ours.dtype == np.float32
    np.testing.assert_allclose(
        ours,
        double.backward(parameters.astype(np.float64), expected, labels).parameters,
        rtol=1e-3,
        atol=1e-6,
    )


def test_each_parameter_has_one_name_and_one_place():
    net = ConvNet((Conv(2, 3), Relu(), Conv(3, 2), Dense(4)), (1, 5, 5))
    names = [net.names(index) for index in range(net.parameter_count)]
    assert len(set(names)) == net.parameter_count
    assert names[0] == "conv 1 weight [1,1,1,1]"
    assert names[18:20] == ["conv 1 bias [1]", "conv 1 bias [2]"]
    assert names[-1] == "dense 1 bias [4]"
    flat = np.arange(net.parameter_count, dtype=np.float32)
    place = int(net.weights(2, flat)[2, 0, 1, 1])
    assert names[place] == "conv 2 weight [3,1,2,2]"
    net.bias(4, flat)[:] = -1
    assert (flat[-4:] == -1).all()
    assert net.slices[1] is None
    assert net.weights(1, flat).size == 0
    for outside in (-1, net.parameter_count):
        with pytest.raises(IndexError):
            net.names(outside)


def test_he_is_drawn_before_relu_and_xavier_elsewhere():
    specs = (Conv(64, 3), MaxPool(2), Relu(), Conv(64, 3), Tanh(), Dense(300), LeakyRelu(), Dense(200))
    net = ConvNet(specs, (8, 8, 8))
    flat = net.initial(np.random.default_rng(0))
    assert flat.dtype == np.float32
    for index, variance in ((0, 2 / 72), (3, 2 / (576 + 576)), (6, 2 / 1024), (8, 2 / 500)):
        np.testing.assert_allclose(net.weights(index, flat).var(), variance, rtol=0.05)
        assert (net.bias(index, flat) == 0).all()
    xavier = net.initial(np.random.default_rng(0), "xavier")
    np.testing.assert_allclose(net.weights(6, xavier).var(), 2 / 1324, rtol=0.05)
    with pytest.raises(ValueError, match="he, xavier"):
        net.initial(np.random.default_rng(0), "lucky")


def test_the_same_seed_draws_the_same_parameters_in_both_precisions():
    single = ConvNet(DEFAULT).initial(np.random.default_rng(3))
    double = ConvNet(DEFAULT, dtype=np.float64).initial(np.random.default_rng(3))
    assert (single == double.astype(np.float32)).all()


def test_images_of_another_shape_are_refused():
    net = ConvNet(DEFAULT)
    with pytest.raises(ValueError, match="28"):
        net.forward(net.initial(np.random.default_rng(0)), np.zeros((2, 28, 28), np.float32))


def test_a_net_that_does_not_fit_is_refused():
    with pytest.raises(ShapeError):
        ConvNet((MaxPool(9), Dense(3)), (1, 8, 8))


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("name", NETS)
@pytest.mark.parametrize("count", [0, 1, 77])
def test_inference_in_pieces_is_the_forward_pass(name, count, threads):
    net, parameters, images, _ = problem(name, np.float32, count)
    probabilities, hidden = net.features(parameters, images)
    assert probabilities.shape == (count, net.classes)
    assert (net.probabilities(parameters, images, threads) == probabilities).all()
    if count:
        passed = net.forward(parameters, images)
        np.testing.assert_allclose(probabilities, passed.probabilities, rtol=1e-4, atol=1e-6)
        last = max(index for index, layer in enumerate(net.layers) if layer.parameter_count)
        inputs = (passed.outputs[last - 1] if last else images).reshape(count, -1)
        np.testing.assert_allclose(hidden, inputs, rtol=1e-4, atol=1e-5)
