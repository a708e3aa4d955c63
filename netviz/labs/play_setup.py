"""What the playground trains: the settings, and what follows from them for network, loss and data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray, IntArray
from netviz.labs.csv_points import extent_around
from netviz.settings.playground import AUTO, SETTINGS
from networks import LOSSES, Architecture, Loss
from networks.inputs import expand
from networks.output_layer import OutputLayer
from networks.problems import PROBLEMS
from networks.schedules import Constant, Cosine, Schedule, Step, WarmUp
from networks.tasks import Points, Task

SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        "constant": Constant(),
        "step": Step(),
        "cosine": Cosine(),
        "warmup": WarmUp(then=Constant()),
        "warmup_cosine": WarmUp(),
    }
)
DATA_SETTINGS = ("problem", "points", "noise", "train_share")
"""Settings with which other points are drawn."""
FIRST = 4  # neurons of an added layer that has no other to be like


@dataclass(frozen=True, kw_only=True)
class Setup:
    """A value for every setting of `netviz.settings.playground`, by its name."""

    problem: str = SETTINGS["problem"].default
    points: int = SETTINGS["points"].default
    noise: float = SETTINGS["noise"].default
    train_share: float = SETTINGS["train_share"].default
    inputs: tuple[str, ...] = SETTINGS["inputs"].default
    hidden: tuple[int, ...] = SETTINGS["hidden"].default
    activation: tuple[str, ...] = SETTINGS["activation"].default
    init: str = SETTINGS["init"].default
    output_activation: str = AUTO
    loss: str = AUTO
    learning_rate: float = SETTINGS["learning_rate"].default
    schedule: str = SETTINGS["schedule"].default
    schedule_epochs: int = SETTINGS["schedule_epochs"].default
    optimizer: str = SETTINGS["optimizer"].default
    batch_size: int = SETTINGS["batch_size"].default
    l1: float = SETTINGS["l1"].default
    l2: float = SETTINGS["l2"].default
    dropout: float = SETTINGS["dropout"].default

    @property
    def held_back(self) -> tuple[float, float, float]:
        """What keeps weights small and neurons apart: L1, L2 and dropout."""
        return self.l1, self.l2, self.dropout

    def with_value(self, name: str, value: Any) -> Setup:
        """Return a set-up with another value; raises ValueError, a sentence, where the table refuses it."""
        setting = SETTINGS[name]
        try:
            return replace(self, **{name: setting.check(value)})
        except ValueError as error:
            raise ValueError(f"{setting.label} {error}") from None

    def with_layer(self, index: int) -> Setup:
        """Return a set-up with a hidden layer more, like the one before it, or else after it.

        Raises ValueError, a sentence, where there is no such place or no more room.
        """
        hidden, words = list(self.hidden), list(self.activations)
        if not 0 <= index <= len(hidden):
            raise ValueError(f"a hidden layer cannot be number {index + 1} beside {len(hidden)} others")
        like = max(index - 1, 0)
        hidden[index:index] = hidden[like : like + 1] or [FIRST]
        words[index:index] = words[like : like + 1]
        return self._with_layers(hidden, words)

    def without_layer(self, index: int) -> Setup:
        """Return a set-up with a hidden layer less; raises ValueError, a sentence, where there is no such."""
        hidden, words = list(self.hidden), list(self.activations)
        if not 0 <= index < len(hidden):
            raise ValueError(f"there is no hidden layer {index + 1}")
        del hidden[index], words[index]
        return self._with_layers(hidden, words)

    def _with_layers(self, hidden: list[int], words: list[str]) -> Setup:
        setup = self.with_value("hidden", tuple(hidden))
        return setup.with_value("activation", tuple(words)) if words else setup

    def changes(self, other: Setup) -> tuple[str, ...]:
        """Return the names of the settings in which two set-ups differ."""
        return tuple(
            field.name for field in fields(self) if getattr(self, field.name) != getattr(other, field.name)
        )

    @property
    def activations(self) -> tuple[str, ...]:
        """Return the activation of each hidden layer; the last word serves the layers that have none."""
        count = len(self.hidden)
        words = self.activation[:count]
        return words + (self.activation[-1],) * (count - len(words))


@dataclass(frozen=True)
class Fitted:
    """What is trained on some points: the architecture, the loss, and how targets are encoded."""

    setup: Setup
    architecture: Architecture
    loss: Loss
    task: Task
    classes: int

    @property
    def shape(self) -> tuple[tuple[str, ...], tuple[int, ...]]:
        """Return the inputs and the sizes of all layers: what says which parameters there are."""
        return self.setup.inputs, self.architecture.sizes

    def inputs(self, points: FloatArray) -> FloatArray:
        """Return what the network is given of points (n, 2), (n, inputs)."""
        return expand(points, self.setup.inputs)

    def targets(self, points: Points) -> FloatArray:
        """Return the encoded targets (n, outputs)."""
        if self.task is Task.REGRESSION:
            return points.targets[:, None].copy()
        if self.architecture.sizes[-1] == 1:
            return self.loss.encode(points.targets[:, None])
        return self.loss.encode(np.eye(self.classes)[points.targets.astype(int)])

    def learns_the_same(self, other: Fitted) -> bool:
        """Return whether inputs, network and loss are those of another, so that losses can be compared."""
        mine, others = (
            (one.setup.inputs, one.architecture, one.loss, one.task, one.classes) for one in (self, other)
        )
        return mine == others

    def answered(self, z: FloatArray, a: FloatArray) -> IntArray:
        """Return the class (n,) that is read from the output layer's z and a, each (n, outputs)."""
        answers = self.loss.prediction(OutputLayer(self.architecture.output, z, a))
        if answers.shape[1] > 1:
            return np.asarray(answers.argmax(axis=1))
        return (answers[:, 0] > self.loss.threshold).astype(np.int64)

    @property
    def warning(self) -> str:
        """Return a sentence about a loss and an output that make no sense together; empty if they do."""
        output = self.architecture.output_activation
        if self.task is Task.REGRESSION:
            if self.loss.name != "mse":
                return f"{self.loss.name} is for classes; values are fitted with mse"
            if output not in ("linear", "leaky_relu"):
                return f"an output of {output} cannot reach every value; linear can"
            return ""
        if output not in self.loss.outputs:
            return f"an output of {output} cannot reach all targets of {self.loss.name}; auto fits"
        return ""


def idle(name: str, setup: Setup, file: str = "") -> str:
    """Return why a setting does nothing just now; empty if it does something. `file` names own points."""
    problem = PROBLEMS[setup.problem]
    if name in ("points", "noise") and file:
        return f"the points are those of {file}"
    if name in ("points", "noise", "train_share") and problem.fixed and not file:
        return f"{problem.title} draws its four points"
    if name == "dropout" and not setup.hidden:
        return "there are no hidden neurons to leave out"
    if name == "activation" and not setup.hidden:
        return "there are no hidden layers"
    if name == "schedule_epochs" and setup.schedule == "constant":
        return "a constant rate is the same at every epoch"
    return ""


@lru_cache(maxsize=64)  # asked for every frame
def fit(setup: Setup, task: Task, classes: int) -> Fitted:
    """Return what is trained: `auto` becomes linear and mse for values, sigmoid and bce for two classes
    (tanh or linear go with hinge), linear and softmax with cross-entropy for more.
    """
    loss_name, output = setup.loss, setup.output_activation
    if loss_name == AUTO:
        loss_name = {Task.REGRESSION: "mse", Task.BINARY: "bce", Task.CLASSES: "cross_entropy"}[task]
        if task is Task.BINARY and output in ("tanh", "linear"):
            loss_name = "hinge"
    loss = LOSSES[loss_name]
    outputs = 1 if task is not Task.CLASSES else classes
    if loss_name == "cross_entropy" and task is Task.BINARY:
        outputs = 2
    if output == AUTO:
        fitting = {"bce": "sigmoid", "hinge": "tanh", "cross_entropy": "linear"}
        output = fitting.get(loss_name, "linear" if task is Task.REGRESSION else "sigmoid")
    sizes = (len(setup.inputs), *setup.hidden, outputs)
    return Fitted(setup, Architecture(sizes, setup.activations, output), loss, task, classes)


def extent_of(problem: str, own: Points | None) -> tuple[float, float]:
    """Return the least and the largest coordinate of the plane shown: the problem's, or around own points.

    It stands still while points are edited: of own ones, those count that the file has.
    """
    if own is None:
        return PROBLEMS[problem].extent
    return extent_around(*own.inputs.T) if own.inputs[:, 1].any() else extent_around(own.inputs[:, 0])
