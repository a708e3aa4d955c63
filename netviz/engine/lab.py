"""What the engine asks of a lab."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from netviz.engine.arrays import FloatArray
from netviz.engine.snapshot import Snapshot


class Lab(Protocol):
    """A network with its data, optimizer and random generator: everything that decides the weights."""

    @property
    def name(self) -> str:
        """The word on the command line, e.g. `xor`."""

    @property
    def title(self) -> str:
        """The name on the screen."""

    @property
    def about(self) -> str:
        """What is trained, and how, in a few words, e.g. `2-3-1 sigmoid`."""

    @property
    def unit(self) -> str:
        """What one step is called, e.g. `epoch`."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the figures that every step gives, `loss` first."""

    @property
    def seed(self) -> int:
        """The seed of the present run."""

    @property
    def step(self) -> int:
        """Optimizer updates done since the reset."""

    def reset(self, seed: int) -> None:
        """Start again at step 0 with the weights of `seed`."""

    def train(self, steps: int) -> FloatArray:
        """Do `steps` updates and return a new array `(steps, m)`: the metrics before each of them.

        Fewer where the lab ends the run itself, see `ended`.
        """

    def snapshot(self) -> Snapshot:
        """Return the present moment without disturbing training; it may hold NaN or infinity."""

    def checkpoint(self) -> Any:
        """Return a copy of all that decides the future; later training leaves it alone."""

    def restore(self, checkpoint: Any) -> None:
        """Go back to a checkpoint exactly."""

    def fault(self) -> str | None:
        """Name the first quantity of the present moment that is not finite; None if all are."""

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return `predictions` at this snapshot and the lab's `options`, ready for JSON."""

    def pages(self) -> Sequence[Any]:
        """Return the pages of panels that show this lab; only this call loads the drawing code."""
