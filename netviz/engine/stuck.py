"""Telling that a run stands still, in memory that does not grow with it."""

from __future__ import annotations

from collections import deque

from netviz.engine.arrays import FloatArray
from netviz.engine.lab import grouped, plural

SHORTEST_WINDOW = 1000  # steps
WINDOW_SHARE = 0.10  # of all steps
LEAST_FALL = 0.001  # of the mean loss, from one window to the next
BLOCKS = 20  # a window is summed in this many blocks; it moves on by one block at a time


class Plateau:
    """Compares the mean loss of the last `window` steps with that of the `window` steps before.

    The losses are summed in blocks of a twentieth of a window, so the comparison is made at the end of each
    block and only some forty sums are kept.
    """

    def __init__(self, total: int) -> None:
        self._block = max(SHORTEST_WINDOW, round(total * WINDOW_SHARE)) // BLOCKS
        self.window = self._block * BLOCKS
        self._sums: deque[float] = deque(maxlen=2 * BLOCKS)
        self._open = 0.0  # sum of the block being filled
        self._filled = 0
        self._before = self._recent = 0.0
        self._still = False

    def __repr__(self) -> str:
        return f"Plateau(window={self.window}, still={self._still})"

    def add(self, losses: FloatArray) -> None:
        """Count the losses of the next `len(losses)` steps."""
        at, count = 0, len(losses)
        while at < count:
            taken = min(self._block - self._filled, count - at)
            self._open += float(losses[at : at + taken].sum())
            self._filled += taken
            at += taken
            if self._filled == self._block:
                self._close_block()

    def _close_block(self) -> None:
        self._sums.append(self._open)
        self._open, self._filled = 0.0, 0
        if len(self._sums) == 2 * BLOCKS:
            sums = list(self._sums)
            self._before = sum(sums[:BLOCKS]) / self.window
            self._recent = sum(sums[BLOCKS:]) / self.window
            self._still = self._before - self._recent < LEAST_FALL * self._before

    def note(self, accuracy: float, unit: str) -> str:
        """One sentence with the figures when the run is stuck at this accuracy, else ''."""
        if not self._still or accuracy >= 1.0:
            return ""
        fall = 100.0 * (1.0 - self._recent / self._before) if self._before else 0.0
        return (
            f"Stuck at {100 * accuracy:.0f} % accuracy: mean loss {self._recent:.4g} over the last "
            f"{grouped(self.window)} {plural(unit)}, a fall of {fall:.3f} %; "
            f"less than {100 * LEAST_FALL:g} % counts as stuck."
        ).replace("-", "−")
