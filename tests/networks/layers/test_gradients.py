"""Every layer's backward pass against central differences, in float64, for inputs and parameters."""

import numpy as np
import pytest

from networks.layers import (
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
from networks.layers.assembly import LAYERS
from networks.layers.layer import Tensors

STEP = 1e-6
NONE = Tensors(np.zeros(0), np.zeros(0))
BATCH = 3
CASES = [
    (Conv(3, 3), (2, 6, 7)),
    (Conv(2, 3, padding=0), (3, 5, 5)),
    (Conv(2, 3, stride=2), (2, 7, 6)),
    (Conv(3, 2, stride=2, padding=1), (2, 5, 7)),
    (Conv(2, 5, stride=3, padding=2), (1, 9, 8)),
    (Conv(2, 5), (1, 4, 4)),
    (Conv(2, 4, stride=1, padding=None), (2, 5, 6)),
    (Conv(4, 1), (3, 4, 3)),
    (Conv(2, 1, stride=2, padding=1), (2, 4, 5)),
    (Conv(2, 3, stride=4, padding=0), (1, 6, 9)),
    (MaxPool(2), (2, 6, 6)),
    (MaxPool(2), (2, 7, 5)),
    (MaxPool(3, 2), (2, 7, 8)),
    (MaxPool(3, 1), (1, 5, 6)),
    (MaxPool(2, 3), (2, 8, 7)),
    (MaxPool(1), (2, 3, 4)),
    (AvgPool(2), (2, 6, 7)),
    (AvgPool(3, 2), (2, 8, 7)),
    (AvgPool(3, 1), (1, 5, 5)),
    (AvgPool(2, 3), (2, 7, 8)),
    (Flatten(), (2, 3, 4)),
    (Dense(5), (7,)),
    (Dense(1), (1,)),
    (Relu(), (2, 4, 3)),
    (LeakyRelu(), (6,)),
    (LeakyRelu(0.3), (2, 3, 3)),
    (Tanh(), (2, 3, 4)),
    (Sigmoid(), (2, 3, 4)),
    (Dropout(0.4), (2, 5, 4)),
    (Dropout(0.0), (6,)),
    (Softmax(), (5,)),
]


def numerical(function, at):
    """Return the gradient of a function of the array `at`, by central differences."""
    gradient = np.zeros_like(at)
    for place in np.ndindex(at.shape):
        kept = at[place]
        at[place] = kept + STEP
        above = function()
        at[place] = kept - STEP
        below = function()
        at[place] = kept
        gradient[place] = (above - below) / (2 * STEP)
    return gradient


@pytest.mark.parametrize(("spec", "shape"), CASES, ids=lambda case: str(case).replace(" ", ""))
def test_backward_is_the_gradient_of_inputs_weights_and_bias(spec, shape):
    rng = np.random.default_rng(5)
    layer = LAYERS[spec.kind](spec, "it", shape)
    x = rng.standard_normal((*shape, BATCH))
    weights = rng.standard_normal(layer.weight_shape) if layer.weight_shape else np.zeros(0)
    bias = rng.standard_normal(layer.bias_shape) if layer.bias_shape else np.zeros(0)
    pull = rng.standard_normal((*layer.output_shape, BATCH))  # ∂L/∂y, for the loss L = Σ pull · y

    def loss():
        return float((layer.forward(x, Tensors(weights, bias), np.random.default_rng(9))[0] * pull).sum())

    y, memory = layer.forward(x, Tensors(weights, bias), np.random.default_rng(9))
    assert y.shape == (*layer.output_shape, BATCH)
    dweights, dbias = np.full_like(weights, np.nan), np.full_like(bias, np.nan)
    dx = layer.backward(pull, memory, Tensors(weights, bias), Tensors(dweights, dbias))
    assert dx.shape == x.shape
    np.testing.assert_allclose(dx, numerical(loss, x), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dweights, numerical(loss, weights), rtol=1e-6, atol=1e-7)
    np.testing.assert_allclose(dbias, numerical(loss, bias), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize(("spec", "shape"), CASES, ids=lambda case: str(case).replace(" ", ""))
def test_float32_agrees_with_float64_and_stays_float32(spec, shape):
    rng = np.random.default_rng(6)
    layer = LAYERS[spec.kind](spec, "it", shape)
    arrays = [
        rng.standard_normal((*shape, BATCH)),
        rng.standard_normal(layer.weight_shape) if layer.weight_shape else np.zeros(0),
        rng.standard_normal(layer.bias_shape) if layer.bias_shape else np.zeros(0),
        rng.standard_normal((*layer.output_shape, BATCH)),
    ]
    results = []
    for dtype in (np.float32, np.float64):
        x, weights, bias, dy = (array.astype(np.float32).astype(dtype) for array in arrays)
        dweights, dbias = np.zeros_like(weights), np.zeros_like(bias)
        y, memory = layer.forward(x, Tensors(weights, bias), np.random.default_rng(1))
        dx = layer.backward(dy, memory, Tensors(weights, bias), Tensors(dweights, dbias))
        results.append((y, dx, dweights, dbias))
    for single, double in zip(*results, strict=True):
        assert single.dtype == np.float32
        assert double.dtype == np.float64
        np.testing.assert_allclose(single, double, rtol=1e-4, atol=2e-5)


@pytest.mark.parametrize("spec", [MaxPool(2), MaxPool(3, 1)])
def test_the_gradient_of_equal_maxima_goes_to_the_first_row_by_row(spec):
    layer = LAYERS["maxpool"](spec, "it", (1, 4, 4))
    x = np.full((1, 4, 4, 1), 2.0)
    _, memory = layer.forward(x, NONE, None)
    dx = layer.backward(np.ones((*layer.output_shape, 1)), memory, NONE, NONE)
    expected = np.zeros((4, 4))
    expected[:: spec.pace, :: spec.pace][: layer.output_shape[1], : layer.output_shape[2]] = 1
    assert (dx[0, ..., 0] == expected).all()


def test_dropout_keeps_the_expected_sum_and_does_nothing_outside_training():
    layer = LAYERS["dropout"](Dropout(0.25), "it", (4, 50, 50))
    x = np.ones((4, 50, 50, 8), np.float32)
    y, _ = layer.forward(x, NONE, np.random.default_rng(0))
    assert set(np.unique(y).tolist()) == {0.0, np.float32(1 / 0.75)}
    assert abs(float(y.mean()) - 1) < 0.01
    assert layer.forward(x, NONE, None)[0] is x


def test_sigmoid_and_softmax_survive_extreme_inputs_without_a_warning():
    extreme = np.array([[-1e4], [0.0], [1e4]], np.float32)
    y, _ = LAYERS["sigmoid"](Sigmoid(), "it", (3,)).forward(extreme, NONE, None)
    assert y[:, 0].tolist() == [0.0, 0.5, 1.0]
    p, _ = LAYERS["softmax"](Softmax(), "it", (3,)).forward(extreme, NONE, None)
    assert p[:, 0].tolist() == [0.0, 0.0, 1.0]
