"""A hand on single parameters: frozen ones stay as they are, muted ones count as zero."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from networks.arrays import FloatArray, constant
from networks.mlp import MLP
from networks.optimizers import Optimizer

Mask = NDArray[np.bool_]


class Held:
    """Which parameters of a network are free and alive, (P,) each; all, to begin with.

    A muted parameter is 0 in `network.parameters`, so that every pass counts it as that; the value it had
    waits in `values` until it is alive again. `mask` (P,) is True where training must change nothing.
    """

    def __init__(self, network: MLP) -> None:
        self._parameters = network.parameters
        self._kept = network.parameters.copy()  # only those of muted parameters are read
        self.free, self.alive = np.ones((2, network.parameters.size), dtype=np.bool_)

    @property
    def mask(self) -> Mask:
        """True for a parameter that is frozen or muted."""
        return ~(self.free & self.alive)

    @property
    def values(self) -> FloatArray:
        """Return every parameter's own value (P,), also of muted ones; a copy."""
        return np.where(self.alive, self._parameters, self._kept)

    def put(self, values: ArrayLike) -> None:
        """Give every parameter a value (P,)."""
        np.copyto(self._kept, np.asarray(values, dtype=np.float64))
        np.copyto(self._parameters, np.where(self.alive, self._kept, 0.0))

    def freeze(self, free: ArrayLike) -> None:
        """Let only the parameters that are True in `free` (P,) learn."""
        np.copyto(self.free, np.asarray(free, dtype=np.bool_))

    def mute(self, alive: ArrayLike) -> None:
        """Let only the parameters that are True in `alive` (P,) count; who comes back has its value again."""
        values = self.values
        np.copyto(self.alive, np.asarray(alive, dtype=np.bool_))
        self.put(values)

    def holder(self) -> Callable[[FloatArray], None]:
        """Return a function that leaves nothing of a gradient (P,) where training must change nothing."""
        mask, nothing = self.mask, constant(0.0)

        def hold(gradient: FloatArray) -> None:
            np.copyto(gradient, nothing, where=mask)

        return hold

    def forget(self, optimizer: Optimizer) -> None:
        """Clear what the optimizer remembers of held parameters.

        Without a gradient it stays 0 from then on, and their updates with it.
        """
        for array in (optimizer.update, *optimizer.state.values()):
            if array.shape == self.free.shape:
                array[self.mask] = 0.0
