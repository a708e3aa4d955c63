"""What a layer is asked to be: frozen descriptions, before any size is known.

A network is a tuple of them. Each checks its own numbers (ValueError); whether it fits after the layer before
it is found when the network is assembled, see `networks.layers.assembly`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Conv:
    """Cross-correlation with `out_channels` square filters; see `networks.layers.conv`.

    Zeros are put around the images, `padding` wide; None means `filter_size // 2`, which for an odd filter
    with stride 1 keeps the size of the images.
    """

    kind: ClassVar[str] = "conv"
    out_channels: int
    filter_size: int
    stride: int = 1
    padding: int | None = None

    def __post_init__(self) -> None:
        _at_least_one(self, "out_channels", "filter_size", "stride")
        if self.padding is not None and (not _whole(self.padding) or self.padding < 0):
            raise ValueError(f"conv: padding must be a whole number of at least 0, not {self.padding!r}")

    @property
    def border(self) -> int:
        """Width of the zeros around the images."""
        return self.filter_size // 2 if self.padding is None else self.padding


@dataclass(frozen=True, slots=True)
class Relu:
    """max(0, z)."""

    kind: ClassVar[str] = "relu"


@dataclass(frozen=True, slots=True)
class LeakyRelu:
    """z where z > 0, else slope · z."""

    kind: ClassVar[str] = "leaky_relu"
    slope: float = 0.01

    def __post_init__(self) -> None:
        if not 0 <= self.slope < 1:
            raise ValueError(f"leaky_relu: slope must be in [0, 1), not {self.slope!r}")


@dataclass(frozen=True, slots=True)
class Tanh:
    """tanh z."""

    kind: ClassVar[str] = "tanh"


@dataclass(frozen=True, slots=True)
class Sigmoid:
    """1 / (1 + e⁻ᶻ)."""

    kind: ClassVar[str] = "sigmoid"


@dataclass(frozen=True, slots=True)
class Pool:
    """Square windows over an image; `stride` None means windows side by side."""

    kind: ClassVar[str]
    filter_size: int
    stride: int | None = None

    def __post_init__(self) -> None:
        _at_least_one(self, "filter_size", *(() if self.stride is None else ("stride",)))

    @property
    def pace(self) -> int:
        """From one window to the next."""
        return self.filter_size if self.stride is None else self.stride


@dataclass(frozen=True, slots=True)
class MaxPool(Pool):
    """The largest number of each window."""

    kind: ClassVar[str] = "maxpool"


@dataclass(frozen=True, slots=True)
class AvgPool(Pool):
    """The mean of each window."""

    kind: ClassVar[str] = "avgpool"


@dataclass(frozen=True, slots=True)
class Flatten:
    """(channels, height, width) → (features,), row-major."""

    kind: ClassVar[str] = "flatten"


@dataclass(frozen=True, slots=True)
class Dense:
    """Every output joined to every input."""

    kind: ClassVar[str] = "dense"
    out_features: int

    def __post_init__(self) -> None:
        _at_least_one(self, "out_features")


@dataclass(frozen=True, slots=True)
class Dropout:
    """While training, each number is dropped with probability `rate`, the others grow by 1 / (1 − rate)."""

    kind: ClassVar[str] = "dropout"
    rate: float

    def __post_init__(self) -> None:
        if not 0 <= self.rate < 1:
            raise ValueError(f"dropout: rate must be in [0, 1), not {self.rate!r}")


@dataclass(frozen=True, slots=True)
class Softmax:
    """Logits to probabilities; only as the last layer, where it may also be left out."""

    kind: ClassVar[str] = "softmax"


Spec = Conv | Relu | LeakyRelu | Tanh | Sigmoid | MaxPool | AvgPool | Flatten | Dense | Dropout | Softmax


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _at_least_one(spec: Conv | Pool | Dense, *names: str) -> None:
    for name in names:
        value = getattr(spec, name)
        if not _whole(value) or value < 1:
            raise ValueError(f"{spec.kind}: {name} must be a whole number of at least 1, not {value!r}")


DEFAULT: tuple[Spec, ...] = (
    Conv(8, 3),
    Relu(),
    MaxPool(2),
    Conv(16, 3),
    Relu(),
    MaxPool(2),
    Dense(128),
    Relu(),
    Dense(10),
)
