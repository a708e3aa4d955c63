"""What the playground trains: the settings, and what follows from them for network, loss and data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.settings.playground import AUTO, SETTINGS
from networks import LOSSES, MLP, Architecture, Loss, Trace
from networks.inputs import expand
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
    optimizer: str = SETTINGS["optimizer"].default
    batch_size: int = SETTINGS["batch_size"].default
    l1: float = SETTINGS["l1"].default
    l2: float = SETTINGS["l2"].default
    dropout: float = SETTINGS["dropout"].default

    def with_value(self, name: str, value: Any) -> Setup:
        """Return a set-up with another value; raises ValueError where the table refuses it."""
        return replace(self, **{name: SETTINGS[name].check(value)})

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


def extent_of(problem: str, points: Points) -> tuple[float, float]:
    """Return the least and the largest coordinate of the plane that is shown."""
    if problem in PROBLEMS:
        low, high = PROBLEMS[problem].extent
    else:
        reach = float(np.abs(points.inputs).max()) if len(points) else 1.0
        low, high = -1.1 * (reach or 1.0), 1.1 * (reach or 1.0)
    return low, high


class Measure:
    """Loss and accuracy on some points, by a trace that is kept; accuracy is 0 where values are fitted."""

    def __init__(self, fitted: Fitted, points: Points) -> None:
        self._fitted, self._targets = fitted, fitted.targets(points)
        self._trace = Trace(fitted.architecture, fitted.inputs(points.inputs)) if len(points) else None

    def __call__(self, network: MLP) -> tuple[float, float]:
        """Return both for a network of the fitted architecture; zeros where there are no points."""
        if self._trace is None:
            return 0.0, 0.0
        trace, loss, output = (
            network.forward(self._trace),
            self._fitted.loss,
            self._fitted.architecture.output,
        )
        z, a = trace.z[-1], trace.output
        value = float(loss.values(output, z, a, self._targets))
        if self._fitted.task is Task.REGRESSION:
            return value, 0.0
        return value, float(loss.accuracy(output, z, a, self._targets))
