"""What the output layer says, which is all that a loss looks at."""

from __future__ import annotations

from typing import NamedTuple

from networks.activations import Activation
from networks.arrays import FloatArray


class OutputLayer(NamedTuple):
    """The output layer's pre-activations `z` and activations `a` = f(z), both (..., batch, outputs)."""

    activation: Activation
    z: FloatArray
    a: FloatArray

    @classmethod
    def of(cls, activation: Activation, z: FloatArray) -> OutputLayer:
        """Return what the layer says for `z`."""
        return cls(activation, z, activation(z))
