"""From specs to layers whose sizes fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from networks.layers.conv import ConvLayer
from networks.layers.dense import DenseLayer, FlattenLayer
from networks.layers.elementwise import (
    DropoutLayer,
    LeakyReluLayer,
    ReluLayer,
    SigmoidLayer,
    SoftmaxLayer,
    TanhLayer,
)
from networks.layers.layer import Layer, Misfit, Shape, ShapeError
from networks.layers.pooling import AvgPoolLayer, MaxPoolLayer
from networks.layers.specs import Flatten, Spec

LAYERS: Mapping[str, type[Layer[Any]]] = MappingProxyType(
    {
        "conv": ConvLayer,
        "relu": ReluLayer,
        "leaky_relu": LeakyReluLayer,
        "tanh": TanhLayer,
        "sigmoid": SigmoidLayer,
        "maxpool": MaxPoolLayer,
        "avgpool": AvgPoolLayer,
        "flatten": FlattenLayer,
        "dense": DenseLayer,
        "dropout": DropoutLayer,
        "softmax": SoftmaxLayer,
    }
)


def assemble(specs: Sequence[Spec], input_shape: Shape) -> tuple[Layer[Any], ...]:
    """Return one layer a spec, each taking what the one before it gives; flatten is put in before dense.

    Raises ShapeError where a layer does not fit, where softmax is not the last, or where the last layer gives
    images instead of one number a class.
    """
    if not specs:
        raise ShapeError(0, "a network needs at least one layer: end with dense")
    layers: list[Layer[Any]] = []
    numbers: Counter[str] = Counter()
    shape = input_shape

    def add(index: int, spec: Spec) -> None:
        nonlocal shape
        numbers[spec.kind] += 1
        name = f"{spec.kind} {numbers[spec.kind]}"
        try:
            layers.append(LAYERS[spec.kind](spec, name, shape))
        except Misfit as error:
            raise ShapeError(index, f"layer {index + 1} ({name}) {error}") from None
        shape = layers[-1].output_shape

    for index, spec in enumerate(specs):
        if layers and layers[-1].kind == "softmax":
            raise ShapeError(index - 1, f"layer {index} (softmax) must be the last: leave out the rest")
        if spec.kind == "dense" and len(shape) == 3:
            add(index, Flatten())
        add(index, spec)
    if len(shape) != 1:
        last = len(specs) - 1
        raise ShapeError(
            last, f"layer {last + 1} ({layers[-1].name}) gives images of {shape}: end with dense"
        )
    if not any(layer.parameter_count for layer in layers):
        raise ShapeError(len(specs) - 1, "no layer can learn: put in dense or conv")
    return tuple(layers)
