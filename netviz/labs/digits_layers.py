"""The layers of a network as a configuration file lists them, and as words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netviz.labs.strict_json import Number, Place, Rule, Whole, unknown
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
    Spec,
    Tanh,
)

MAX_LAYERS = 24
MAX_CHANNELS = 256
MAX_FEATURES = 1024
MAX_WINDOW = 28  # side of a filter, stride: the largest images there are
MAX_PADDING = 14


@dataclass(frozen=True)
class Kind:
    """A type of layer: what makes it, and what may stand in each of its fields."""

    make: type[Spec]
    rules: Mapping[str, Rule] = field(default_factory=dict)
    sample: Mapping[str, float] = field(default_factory=dict)  # the fields it needs, with likely values

    @property
    def example(self) -> str:
        """The type as a file could have it, with its needed fields."""
        return json.dumps({"type": self.make.kind, **self.sample})


_WINDOW = Whole(1, MAX_WINDOW)
_POOL: Mapping[str, Rule] = {"filter_size": _WINDOW, "stride": _WINDOW}
_CONV: Mapping[str, Rule] = {
    "out_channels": Whole(1, MAX_CHANNELS),
    "filter_size": _WINDOW,
    "stride": _WINDOW,
    "padding": Whole(0, MAX_PADDING),
}
_SHARE = Number(0, 1, below=True)
KINDS: Mapping[str, Kind] = {
    kind.make.kind: kind
    for kind in (
        Kind(Conv, _CONV, {"out_channels": 8, "filter_size": 3}),
        Kind(Relu),
        Kind(LeakyRelu, {"slope": _SHARE}),
        Kind(Tanh),
        Kind(Sigmoid),
        Kind(MaxPool, _POOL, {"filter_size": 2}),
        Kind(AvgPool, _POOL, {"filter_size": 2}),
        Kind(Flatten),
        Kind(Dense, {"out_features": Whole(1, MAX_FEATURES)}, {"out_features": 128}),
        Kind(Dropout, {"rate": _SHARE}, {"rate": 0.5}),
        Kind(Softmax),
    )
}


def read_layers(place: Place) -> tuple[Spec, ...]:
    """Return the specs that a list of layers asks for, whether they fit or not; raises ConfigError."""
    return tuple(_read_layer(item) for item in place.items(MAX_LAYERS, "layers"))


def _read_layer(place: Place) -> Spec:
    """Read `{"type": …, fields}`, or the type alone."""
    if isinstance(place.value, str):
        kind, given = _kind(place), {}
    elif not isinstance(place.value, dict):
        raise place.unfit('a layer like {"type": "dense", "out_features": 10} or "relu"')
    elif "type" not in place.value:
        raise place.error(f"has no type; write one of {', '.join(KINDS)}, as in {KINDS['maxpool'].example}")
    else:
        kind = _kind(Place(place.file, f"{place.path}.type", place.value["type"]))
        given = place.fields(("type", *kind.rules))
        del given["type"]
    for name in kind.sample:
        if name not in given:
            raise place.error(
                f"({kind.make.kind}) needs {name}, {kind.rules[name].wanted}, as in {kind.example}"
            )
    return kind.make(**{name: kind.rules[name].read(value) for name, value in given.items()})


def _kind(place: Place) -> Kind:
    if isinstance(place.value, str) and place.value in KINDS:
        return KINDS[place.value]
    if not isinstance(place.value, str):
        raise place.unfit(f"one of {', '.join(KINDS)}")
    raise place.error(f"is of no type {unknown(place.value, tuple(KINDS))}")


def layers_as_json(specs: Sequence[Spec]) -> list[Any]:
    """Return what `read_layers` would read as these specs; a type without fields is its word alone."""
    return [_layer_as_json(spec) for spec in specs]


def _layer_as_json(spec: Spec) -> Any:
    given = {name: getattr(spec, name) for name in KINDS[spec.kind].rules if getattr(spec, name) is not None}
    return {"type": spec.kind} | given if given else spec.kind
