"""Every layer, the loss and the training of the default network against PyTorch, where it is installed."""

import numpy as np
import pytest

from networks import OPTIMIZERS
from networks.convnet import ConvNet
from networks.cross_entropy import cross_entropy
from networks.layers import (
    DEFAULT,
    AvgPool,
    Conv,
    Dense,
    Flatten,
    LeakyRelu,
    MaxPool,
    Relu,
    Sigmoid,
    Softmax,
    Tanh,
)
from networks.layers.assembly import LAYERS
from networks.layers.layer import Tensors

torch = pytest.importorskip("torch", reason="PyTorch, the oracle of these tests, is not installed")
functional = torch.nn.functional

CASES = [
    (Conv(4, 3), (2, 7, 6), lambda x, w, b: functional.conv2d(x, w, b, padding=1)),
    (Conv(4, 5, 2, 0), (3, 9, 8), lambda x, w, b: functional.conv2d(x, w, b, stride=2)),
    (Conv(3, 4, 3, 2), (2, 8, 9), lambda x, w, b: functional.conv2d(x, w, b, stride=3, padding=2)),
    (MaxPool(2), (2, 7, 6), lambda x, w, b: functional.max_pool2d(x, 2)),
    (MaxPool(3, 2), (2, 8, 9), lambda x, w, b: functional.max_pool2d(x, 3, 2)),
    (MaxPool(2, 3), (2, 8, 9), lambda x, w, b: functional.max_pool2d(x, 2, 3)),
    (AvgPool(2), (2, 7, 6), lambda x, w, b: functional.avg_pool2d(x, 2)),
    (AvgPool(3, 2), (2, 8, 9), lambda x, w, b: functional.avg_pool2d(x, 3, 2)),
    (Flatten(), (2, 3, 4), lambda x, w, b: x.flatten(1)),
    (Dense(5), (7,), lambda x, w, b: functional.linear(x, w, b)),
    (Relu(), (2, 3, 4), lambda x, w, b: functional.relu(x)),
    (LeakyRelu(0.2), (2, 3, 4), lambda x, w, b: functional.leaky_relu(x, 0.2)),
    (Tanh(), (2, 3, 4), lambda x, w, b: torch.tanh(x)),
    (Sigmoid(), (2, 3, 4), lambda x, w, b: torch.sigmoid(x)),
    (Softmax(), (5,), lambda x, w, b: functional.softmax(x, -1)),
]


def tensor(array):
    return torch.tensor(array, requires_grad=True)


@pytest.mark.parametrize("ties", [False, True], ids=["", "ties"])
@pytest.mark.parametrize(
    ("spec", "shape", "oracle"),
    CASES,
    ids=lambda case: "" if callable(case) else str(case).replace(" ", "")[:40],
)
def test_forward_and_backward_are_those_of_pytorch(spec, shape, oracle, ties):
    rng = np.random.default_rng(2)
    layer = LAYERS[spec.kind](spec, "it", shape)
    x = rng.standard_normal((4, *shape))
    if ties:  # many equal numbers, zeros among them: kinks and equal maxima
        x = np.round(x)
    weights = rng.standard_normal(layer.weight_shape) if layer.weight_shape else np.zeros(0)
    bias = rng.standard_normal(layer.bias_shape) if layer.bias_shape else np.zeros(0)
    pull = rng.standard_normal((4, *layer.output_shape))
    dweights, dbias = np.zeros_like(weights), np.zeros_like(bias)
    y, memory = layer.forward(np.moveaxis(x, 0, -1), Tensors(weights, bias), None)
    own, gradients = Tensors(weights, bias), Tensors(dweights, dbias)
    dx = layer.backward(np.ascontiguousarray(np.moveaxis(pull, 0, -1)), memory, own, gradients)

    theirs = [tensor(x), tensor(weights), tensor(bias)]
    out = oracle(*theirs)
    (out * torch.tensor(pull)).sum().backward()
    np.testing.assert_allclose(np.moveaxis(y, -1, 0), out.detach().numpy(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(np.moveaxis(dx, -1, 0), theirs[0].grad.numpy(), rtol=1e-10, atol=1e-12)
    if layer.parameter_count:
        np.testing.assert_allclose(dweights, theirs[1].grad.numpy(), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(dbias, theirs[2].grad.numpy(), rtol=1e-10, atol=1e-12)


def test_the_loss_and_its_gradient_are_those_of_pytorch():
    rng = np.random.default_rng(3)
    logits, labels = rng.standard_normal((9, 10)) * 30, rng.integers(0, 10, 9)
    loss, gradient = cross_entropy(logits, labels)
    theirs = tensor(logits)
    expected = functional.cross_entropy(theirs, torch.tensor(labels))
    expected.backward()
    np.testing.assert_allclose(loss, expected.item(), rtol=1e-12)
    np.testing.assert_allclose(gradient, theirs.grad.numpy(), rtol=1e-10, atol=1e-15)


def test_training_the_default_network_with_adam_goes_as_in_pytorch():
    net = ConvNet(DEFAULT, dtype=np.float64)
    rng = np.random.default_rng(4)
    parameters = net.initial(rng)
    nn = torch.nn
    twin = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    ).double()
    flat = torch.nn.utils.vector_to_parameters
    flat(torch.tensor(parameters), twin.parameters())
    ours = OPTIMIZERS["adam"](0.002)
    ours.prepare(parameters)
    theirs = torch.optim.Adam(twin.parameters(), 0.002)
    for _ in range(6):
        images, labels = rng.standard_normal((8, 1, 28, 28)), rng.integers(0, 10, 8)
        passed = net.forward(parameters, images)
        gradients = net.backward(parameters, passed, labels)
        ours.step(parameters, gradients.parameters)
        theirs.zero_grad()
        loss = functional.cross_entropy(twin(torch.tensor(images)), torch.tensor(labels))
        loss.backward()
        theirs.step()
        np.testing.assert_allclose(cross_entropy(passed.logits, labels)[0], loss.item(), rtol=1e-9)
    expected = torch.nn.utils.parameters_to_vector(twin.parameters()).detach().numpy()
    np.testing.assert_allclose(parameters, expected, rtol=1e-6, atol=1e-9)
