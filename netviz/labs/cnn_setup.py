"""What a lab of a convolutional network trains, and what it hands out besides the parameters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from netviz.engine.arrays import Parameters
from networks.classifier import Place
from networks.convnet import ConvNet
from networks.epochs import Epoch, Epochs
from networks.evaluation import Answers
from networks.images import Digits

__all__ = ["Epoch", "Moment", "Setup"]


@dataclass(frozen=True, eq=False)
class Setup:
    """The network, its data and how it is trained."""

    net: ConvNet
    digits: Digits
    optimizer: str
    learning_rate: float  # the schedule's greatest
    batch: int
    total: int  # steps of the whole run
    batches_per_epoch: int
    rate: Callable[[int, int], float]  # the learning rate of a step, of so many
    trains: bool = True  # rather than only being looked at
    learned_from: str = ""  # the name of the data it has learned from, where that are others


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """`Snapshot.extra`: the optimizer's state, the validations so far, and what it takes to go on from here.

    `first` is Adam's m, or the velocity, (P,); `second` Adam's v; empty where the optimizer has none.
    `seconds` were spent on training `trained` steps in this run, validation left out.
    """

    first: Parameters
    second: Parameters
    place: Place
    seconds: float
    trained: int

    def arrays(self) -> tuple[Parameters, ...]:
        """Return the optimizer's state."""
        return self.first, self.second

    @property
    def learning_rate(self) -> float:
        """The learning rate of the last step; at step 0 of the first."""
        return self.place.rate

    @property
    def epochs(self) -> Epochs:
        """The epochs completed, with their validations."""
        return self.place.epochs

    @property
    def answers(self) -> Answers | None:
        """The answers to all validation images when they were last read in training."""
        return self.place.answers
