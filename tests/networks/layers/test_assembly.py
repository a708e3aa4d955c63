"""Specs and layers: what is refused, and in which words; sizes between layers."""

import pytest

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
    ShapeError,
    Softmax,
    assemble,
)


def test_the_default_has_the_sizes_of_the_textbook():
    layers = assemble(DEFAULT, (1, 28, 28))
    assert [(layer.name, layer.output_shape) for layer in layers] == [
        ("conv 1", (8, 28, 28)),
        ("relu 1", (8, 28, 28)),
        ("maxpool 1", (8, 14, 14)),
        ("conv 2", (16, 14, 14)),
        ("relu 2", (16, 14, 14)),
        ("maxpool 2", (16, 7, 7)),
        ("flatten 1", (784,)),
        ("dense 1", (128,)),
        ("relu 3", (128,)),
        ("dense 2", (10,)),
    ]
    assert assemble(DEFAULT, (1, 8, 8))[5].output_shape == (16, 2, 2)


@pytest.mark.parametrize(
    ("specs", "index", "words"),
    [
        ((Conv(2, 9, padding=0), Dense(3)), 0, ["layer 1 (conv 1)", "9", "8×8", "at most 8"]),
        ((Conv(2, 13, padding=2), Dense(3)), 0, ["at most 12"]),
        ((MaxPool(2), MaxPool(5), Dense(3)), 1, ["layer 2 (maxpool 2)", "4×4", "at most 4"]),
        ((Conv(2, 3), Relu(), AvgPool(9), Dense(3)), 2, ["layer 3 (avgpool 1)", "at most 8"]),
        ((Dense(4), Conv(2, 3), Dense(3)), 1, ["layer 2 (conv 1)", "needs images", "before"]),
        ((Flatten(), Dense(4), MaxPool(2)), 2, ["layer 3 (maxpool 1)", "needs images"]),
        ((Softmax(), Dense(3)), 0, ["softmax", "needs features"]),
        ((Dense(3), Softmax(), Relu()), 1, ["softmax", "last"]),
        ((Conv(2, 3), Relu()), 1, ["layer 2 (relu 1)", "images", "dense"]),
        ((), 0, ["at least one layer"]),
        ((Flatten(), Relu()), 1, ["dense or conv"]),
    ],
)
def test_what_does_not_fit_is_refused_by_layer_with_what_would(specs, index, words):
    with pytest.raises(ShapeError) as caught:
        assemble(specs, (1, 8, 8))
    assert caught.value.layer == index
    for word in words:
        assert word in str(caught.value)


def test_the_flatten_that_is_put_in_does_not_move_the_index_of_an_error():
    with pytest.raises(ShapeError) as caught:
        assemble((Conv(2, 3), Dense(4), MaxPool(2)), (1, 8, 8))
    assert caught.value.layer == 2


@pytest.mark.parametrize(
    "make",
    [
        lambda: Conv(0, 3),
        lambda: Conv(2, 0),
        lambda: Conv(2, 3, stride=0),
        lambda: Conv(2, 3, padding=-1),
        lambda: Conv(2, 3.0),
        lambda: Conv(True, 3),
        lambda: MaxPool(0),
        lambda: AvgPool(2, 0),
        lambda: Dense(0),
        lambda: Dropout(1.0),
        lambda: Dropout(-0.1),
        lambda: Dropout(float("nan")),
        lambda: LeakyRelu(1.0),
    ],
)
def test_senseless_numbers_are_refused(make):
    with pytest.raises(ValueError, match="must be"):
        make()
