"""What the engine asks of a lab."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from netviz.engine.arrays import FloatArray
from netviz.engine.snapshot import Refresh, Snapshot
from netviz.engine.wishes import Wish


class Form(Enum):
    """How a figure is written."""

    COUNT = "30 000"
    NUMBER = "0.1234"
    SHARE = "98.4 %"
    TEXT = "MNIST"


@dataclass(frozen=True)
class Reading:
    """A figure of the header: `value`, of `whole` where that is known, and what it says when asked.

    `widest` is the longest text to expect, for which its place is kept; it is found out where not given.
    Where there is no room for all figures, those with the greatest `spare` give way first; 0 never does.
    `told` names it in a line on the terminal, where nothing can be asked; empty where it is not told there.
    """

    label: str
    value: float | str
    says: str
    form: Form = Form.COUNT
    whole: float | None = None
    widest: str = ""
    spare: int = 0
    told: str = ""


class Lab(Protocol):
    """A network with its data, optimizer and random generator: everything that decides the weights."""

    @property
    def name(self) -> str:
        """The word on the command line, e.g. `xor`."""

    @property
    def title(self) -> str:
        """The name on the screen."""

    def about(self, snapshot: Snapshot) -> str:
        """Return what is trained at this moment, and how, in a few words, e.g. `2-3-1 sigmoid`."""

    @property
    def unit(self) -> str:
        """What one step is called, e.g. `epoch`."""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The names of the figures that every step gives, `loss` first."""

    @property
    def sticks(self) -> bool:
        """Whether a loss that stands still means that the run is stuck."""

    @property
    def seed(self) -> int:
        """The seed of the present run."""

    @property
    def step(self) -> int:
        """Optimizer updates done since the reset."""

    @property
    def total(self) -> int:
        """Steps of the whole run."""

    @property
    def steps_per_epoch(self) -> int:
        """Steps that make one pass over the data."""

    @property
    def ended(self) -> str:
        """Why the lab ended the run before its total, in a sentence; empty if it did not."""

    @property
    def resting(self) -> str:
        """Why the lab does not train just now, in a sentence; empty if it does. Only a wish changes it."""

    @property
    def open_ended(self) -> bool:
        """Whether a run that has come to its total only pauses there, and can go on."""

    @property
    def restarts(self) -> bool:
        """Whether a run can be started again: not one of a network that is only looked at."""

    @property
    def over(self) -> str:
        """What to tell who wants to train on when the run is over."""

    @property
    def pace(self) -> int:
        """Steps per refresh that suit this lab, where nobody says how many."""

    @property
    def notice(self) -> str:
        """What a user should know before anything else, in a sentence; empty if nothing."""

    def reset(self, seed: int) -> None:
        """Start again at step 0 with the weights of `seed`."""

    def train(self, steps: int) -> FloatArray:
        """Do `steps` steps and return a new array `(steps, m)`: the metrics of each of them.

        The first is the loss as the step found it, each of its batches before its update. Whether the others
        are from before the step or from after it, the lab says. Fewer where the lab ends the run itself, see
        `ended`.
        """

    def snapshot(self) -> Snapshot:
        """Return the present moment without disturbing training; it may hold NaN or infinity."""

    def checkpoint(self) -> Any:
        """Return a copy of all that decides the future; later training leaves it alone."""

    def restore(self, checkpoint: Any) -> None:
        """Go back to a checkpoint exactly."""

    def fault(self) -> str | None:
        """Name the first quantity of the present moment that is not finite; None if all are."""

    def ask(self, wish: Wish, numbering: int | None = None) -> bool:
        """Obey a wish of one of its own panels, between two steps; raises ValueError where there are none.

        `numbering` is that of the snapshot from which it was made: a wish that names places is refused where
        they mean something else since.
        Return whether the parameters are others since, or figures mean something else: what was seen of the
        old ones is then of no use.
        """

    def readings(self, refresh: Refresh, rate: float) -> Sequence[Reading]:
        """Return the figures of header and terminal at this refresh; `rate` is in steps per second."""

    def command(self, refresh: Refresh) -> tuple[str, str]:
        """Return the command line that repeats the run up to here, and what it leaves out, if anything."""

    def summary(self, snapshot: Snapshot) -> dict[str, Any]:
        """Return `options` and `predictions` at this snapshot, and what else `--summary` shall hold."""

    def pages(self) -> Sequence[Any]:
        """Return the pages of panels that show this lab; only this call loads the drawing code."""


def grouped(number: int) -> str:
    """Return a whole number in groups of three, as panels write it: 30 000."""
    return f"{number:,}".replace(",", " ")


def plural(unit: str) -> str:
    """Return the plural of a unit's name: epochs, batches."""
    return unit + ("es" if unit.endswith("ch") and unit != "epoch" else "s")
