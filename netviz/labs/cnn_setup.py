"""What a lab of a convolutional network trains, and what it hands out besides the parameters."""

from __future__ import annotations

from dataclasses import dataclass

from netviz.engine.arrays import Parameters
from networks.convnet import ConvNet
from networks.images import Digits


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


@dataclass(frozen=True, slots=True, eq=False)
class Epoch:
    """How the network did when an epoch ended: on the training batches meanwhile, and on the validation set."""

    number: int
    step: int
    train_loss: float
    train_accuracy: float
    loss: float
    accuracy: float
    precision: float  # these three: means over the classes
    recall: float
    f1: float


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """`Snapshot.extra`: the optimizer's state and the validations so far.

    `first` is Adam's m, or the velocity, (P,); `second` Adam's v; empty where the optimizer has none.
    `learning_rate` is that of the last step (at step 0 of the first).
    """

    first: Parameters
    second: Parameters
    learning_rate: float
    epochs: tuple[Epoch, ...]
