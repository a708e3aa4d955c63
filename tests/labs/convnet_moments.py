"""Convolutional networks with made-up parameters and images, and one moment of each."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_probe import Probe
from netviz.labs.cnn_setup import Setup
from netviz.panels.panel import Choices, View
from networks.convnet import ConvNet
from networks.images import Digits, ImageSet
from networks.layers.specs import (
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
    "no hidden dense": (Conv(4, 3), Relu(), MaxPool(2), Dense(10)),
    "two hidden dense": (Conv(3, 3), Relu(), Dense(12), Relu(), Dropout(0.3), Dense(9), Sigmoid(), Dense(10)),
    "avgpool and tanh": (Conv(4, 5), Tanh(), AvgPool(3, 2), Conv(5, 3), Tanh(), AvgPool(2), Dense(10)),
    "strides, no padding": (Conv(5, 3, 2, 0), LeakyRelu(0.1), Conv(4, 2, 2, 1), Relu(), Dense(11), Dense(10)),
    "overlapping maxpool": (Conv(3, 3), MaxPool(3, 1), Relu(), Dense(8), Tanh(), Dense(10), Softmax()),
    "dense alone": (Dense(10),),
    "pixels as digits": (Conv(4, 3), Relu(), Conv(10, 9, 1, 0), Flatten()),
    "a function of the logits": (Conv(2, 3), Dense(10), Tanh()),
}  # fmt: skip
SIDE = 9


def seen(specs, seed=0, sample=0, bias=0.3):
    """Return a probe and a view of a network with made-up parameters and images."""
    rng = np.random.default_rng(seed)
    images, labels = rng.normal(0, 1, (8, 1, SIDE, SIDE)).astype(np.float32), rng.integers(0, 10, 8)
    digits = Digits("sample", "made up", SIDE, *[ImageSet(images, labels)] * 3, mean=0.3, deviation=0.4)
    net = ConvNet(specs, (1, SIDE, SIDE))
    parameters = net.initial(rng)
    parameters += rng.normal(0, bias, len(parameters)).astype(np.float32) * (parameters == 0)
    zeros = np.zeros_like(parameters)
    timeline = Timeline()
    snapshot = Snapshot(0, parameters, zeros, zeros, 2.3, 0.1)
    timeline.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, seed, 10, 1))
    setup = Setup(net, digits, "sgd", 0.1, 4, 10, 2, lambda step, total: 0.1)
    choices = Choices(sources=(("validation", 8), ("drawn", 1))).of_source("validation", sample)
    return Probe(setup), View(timeline, choices)
