"""The layers of a convolutional network: what each is asked to be (`specs`), and what it computes.

Start with `layer` (what all of them offer, and how numbers lie in memory), then `conv`.
"""

from networks.layers.assembly import assemble
from networks.layers.layer import Layer, ShapeError
from networks.layers.specs import (
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
    Spec,
    Tanh,
)

__all__ = [
    "DEFAULT",
    "AvgPool",
    "Conv",
    "Dense",
    "Dropout",
    "Flatten",
    "Layer",
    "LeakyRelu",
    "MaxPool",
    "Relu",
    "ShapeError",
    "Sigmoid",
    "Softmax",
    "Spec",
    "Tanh",
    "assemble",
]
