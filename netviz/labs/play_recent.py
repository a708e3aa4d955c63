"""The losses of the last epochs, of training and test, and where the test loss was least."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from netviz.engine.arrays import FloatArray, frozen
from networks.standing import Least

RECENT = 100  # epochs whose losses are kept
BLOCK = 10  # epochs whose mean is compared with the least


def _nothing() -> FloatArray:
    return frozen(np.empty(0))


@dataclass(frozen=True, slots=True, eq=False)
class Recent:
    """The last epochs since an edit, oldest first; the arrays are read-only.

    `losses` and `tests` (n,) are the training loss during and the test loss after each. `least` outlives
    edits that leave data, loss and weights alone. `block` is what of the present block has been added up:
    how many epochs, and the sums of both losses.
    """

    losses: FloatArray = field(default_factory=_nothing)
    tests: FloatArray = field(default_factory=_nothing)
    least: Least | None = None
    block: tuple[int, float, float] = (0, 0.0, 0.0)

    def after(self, step: int, losses: FloatArray, tests: FloatArray) -> Recent:
        """Return this with further epochs, the last of which is number `step`."""
        least, (count, training, test) = self.least, self.block
        first = step - len(losses) + 1
        for epoch, (one, other) in enumerate(zip(losses.tolist(), tests.tolist(), strict=True), first):
            count, training, test = count + 1, training + one, test + other
            if count == BLOCK:
                if least is None or test / count < least.test:
                    least = Least(epoch - BLOCK // 2, test / count, training / count)
                count, training, test = 0, 0.0, 0.0
        return Recent(_last(self.losses, losses), _last(self.tests, tests), least, (count, training, test))

    def cut(self, *, keeps_least: bool, frees: bool = False) -> Recent:
        """Return what is left of it after an edit, which may have changed penalties or dropout: `frees`."""
        least = self.least if keeps_least else None
        if least is not None and frees:
            least = replace(least, before=True)
        return replace(Recent(), least=least)


def _last(before: FloatArray, more: FloatArray) -> FloatArray:
    return frozen(np.concatenate((before, more))[-RECENT:])
