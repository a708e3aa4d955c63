"""What each phase of a convolution sees, against its definition; and which layers become fast."""

import numpy as np
import pytest

from networks.convnet import ConvNet
from networks.fast.conv_block import ConvBlock
from networks.fast.inference import PIECE
from networks.fast.phases import PhasedConvolution
from networks.fast.plan import stages
from networks.fast.scratch import Scratch
from networks.layers import DEFAULT, Conv, Dense, LeakyRelu, MaxPool, Relu, Tanh


@pytest.mark.parametrize("border", [0, 1, 2])
@pytest.mark.parametrize("m", [1, 2, 3])
@pytest.mark.parametrize("k", [1, 2, 3, 5])
def test_every_position_of_a_phase_sees_its_window(k, m, border):
    channels, height, width, batch = 2, 11, 10, 3
    size = (height + 2 * border - k + 1) // m, (width + 2 * border - k + 1) // m
    x = np.random.default_rng(0).standard_normal((channels, height, width, batch))
    shape = PhasedConvolution.phased_shape(channels, k, m, size, batch)
    convolution = PhasedConvolution(np.zeros(shape), k, size, Scratch(np.float64))
    for where, room in convolution.rooms(height, width, border):
        room[...] = x[where]
    padded = np.pad(x, ((0, 0), (border, border), (border, border), (0, 0)))
    for a in range(m):
        seen = convolution.seen(a).reshape(m, k, k, channels, *size, batch)
        for b, column, row, i, j in np.ndindex(m, k, k, *size):
            expected = padded[:, m * i + a + row, m * j + b + column]
            assert (seen[b, column, row, :, i, j] == expected).all()


def test_a_phase_put_in_its_room_is_seen_like_the_whole():
    k, m, border, size = 3, 2, 1, (4, 3)
    x = np.random.default_rng(1).standard_normal((2, 8, 6, 5))
    shape = PhasedConvolution.phased_shape(2, k, m, size, 5)
    whole, parts = (PhasedConvolution(np.zeros(shape), k, size, Scratch(np.float64)) for _ in range(2))
    for where, room in whole.rooms(8, 6, border):
        room[...] = x[where]
    for a in range(m):
        for b in range(m):
            parts.room(a, b, size, border)[...] = x[:, a::m, b::m]
    for a in range(m):
        assert (whole.seen(a) == parts.seen(a)).all()


@pytest.mark.parametrize(
    ("specs", "fast"),
    [
        (DEFAULT, [(0, 2), (3, 5)]),
        ((Conv(2, 3), MaxPool(2), Relu(), Dense(3)), [(0, 2)]),
        ((Conv(2, 3), Relu(), Relu(), MaxPool(2), Dense(3)), [(0, 1)]),
        ((Conv(2, 3), Tanh(), MaxPool(2), Dense(3)), [(0, 0)]),
        ((Conv(2, 3), LeakyRelu(), Conv(2, 3, 2), Dense(3)), [(0, 0)]),
        ((Conv(2, 3), MaxPool(3, 2), Dense(3)), [(0, 0)]),
        ((Conv(2, 3, padding=3), Relu(), Dense(3)), []),
    ],
)
def test_convolutions_with_stride_one_take_relu_and_separate_windows_along(specs, fast):
    net = ConvNet(specs, (1, 12, 12))
    found = stages(net, range(len(net.layers)), 2, Scratch(np.float32))
    assert [(stage.first, stage.last) for stage in found if isinstance(stage, ConvBlock)] == fast
    assert [stage.first for stage in found[1:]] == [stage.last + 1 for stage in found[:-1]]


def test_a_picture_gets_the_same_bits_wherever_it_stands_in_a_whole_piece():
    net = ConvNet(DEFAULT)
    rng = np.random.default_rng(2)
    parameters, images = net.initial(rng), rng.standard_normal((PIECE + 9, 1, 28, 28)).astype(np.float32)
    whole = net.probabilities(parameters, images)
    assert (net.probabilities(parameters, images[:PIECE]) == whole[:PIECE]).all()
    assert (net.probabilities(parameters, images[PIECE:]) == whole[PIECE:]).all()
