"""Optimizers: from the gradients to the next parameters, in place, without allocation.

An optimizer is made with its settings, `prepare`d for one parameter array of any shape, then `step`s.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from networks.arrays import AnyFloatArray, constant

LARGEST = 1e30  # of what an optimizer has gathered; adam's mean square of gradients up to 1e15 is below


class Optimizer(ABC):
    """What every optimizer offers.

    `update` is what the last step added to the parameters (zeros before the first), shaped like them.
    `state` names the arrays that, with the parameters, decide every later step; copy them to save a moment.
    `learning_rate` may be set between steps, as a schedule does. All is computed in the dtype of the
    parameters, float64 or float32. Raises ValueError for a learning rate that is not a positive number.
    """

    name: str

    def __init__(self, learning_rate: float) -> None:
        if not learning_rate > 0:
            raise ValueError(f"the learning rate must be a positive number, not {learning_rate}")
        self._dtype: np.dtype[Any] = np.dtype(np.float64)
        self.learning_rate = learning_rate
        self.update: AnyFloatArray = np.zeros(0)
        self._scratch: AnyFloatArray = np.zeros(0)

    @property
    def learning_rate(self) -> float:
        """η, the size of a step."""
        return self._rate

    @learning_rate.setter
    def learning_rate(self, rate: float) -> None:
        if not (np.isfinite(rate) and rate >= 0):  # 0: what a schedule has left of it may be nothing
            raise ValueError(f"the learning rate must be a number and not negative, not {rate}")
        self._rate = float(rate)
        self._minus_rate = constant(-self._rate, self._dtype)

    def prepare(self, parameters: AnyFloatArray) -> None:
        """Forget the past and make the buffers for parameters of this shape and dtype."""
        self._dtype = parameters.dtype
        self._minus_rate = constant(-self._rate, self._dtype)
        self.update = np.zeros_like(parameters)
        self._scratch = np.zeros_like(parameters)

    @property
    def state(self) -> Mapping[str, AnyFloatArray]:
        """The arrays that carry over from step to step, by name; live, not copies."""
        return {}

    @abstractmethod
    def step(self, parameters: AnyFloatArray, gradients: AnyFloatArray) -> None:
        """Change `parameters` in place by one update; both of the prepared shape."""

    def save(self) -> dict[str, AnyFloatArray]:
        """Return copies of everything `load` needs to go on exactly from here."""
        return {"update": self.update.copy()} | {name: array.copy() for name, array in self.state.items()}

    def load(self, saved: Mapping[str, AnyFloatArray]) -> None:
        """Go back to what `save` returned."""
        np.copyto(self.update, saved["update"])
        for name, array in self.state.items():
            np.copyto(array, saved[name])

    def mend(self) -> None:
        """Forget the past of parameters in which a number is not finite, or beyond `LARGEST`.

        Beside such a number no gradient of the usual size would be felt for as good as ever.
        """
        kept = [array for array in (self.update, *self.state.values()) if array.shape == self.update.shape]
        with np.errstate(invalid="ignore"):
            bad = ~np.all([np.abs(array) < LARGEST for array in kept], axis=0)
        for array in kept:
            array[bad] = 0

    def __repr__(self) -> str:
        return f"{type(self).__name__}(learning_rate={self.learning_rate:g})"


class SGD(Optimizer):
    """θ ← θ − η g (Goodfellow et al. 2016, algorithm 8.1); on the whole data set, plain gradient descent."""

    name = "sgd"

    def step(self, parameters: AnyFloatArray, gradients: AnyFloatArray) -> None:
        """Add −η g."""
        np.multiply(gradients, self._minus_rate, self.update)
        np.add(parameters, self.update, parameters)


class Momentum(Optimizer):
    """v ← μ v − η g, θ ← θ + v (Goodfellow et al. 2016, algorithm 8.2; Rumelhart et al. 1986, eq. 9)."""

    name = "momentum"

    def __init__(self, learning_rate: float, momentum: float = 0.9) -> None:
        super().__init__(learning_rate)
        self.momentum = momentum
        self._momentum = constant(momentum)

    def prepare(self, parameters: AnyFloatArray) -> None:
        """Forget the past and make the buffers and constants for parameters of this shape and dtype."""
        super().prepare(parameters)
        self._momentum = constant(self.momentum, parameters.dtype)

    @property
    def state(self) -> Mapping[str, AnyFloatArray]:
        """The velocity v, which is the last update itself."""
        return {"velocity": self.update}

    def step(self, parameters: AnyFloatArray, gradients: AnyFloatArray) -> None:
        """Add μ v − η g."""
        np.multiply(self.update, self._momentum, self.update)
        np.multiply(gradients, self._minus_rate, self._scratch)
        np.add(self.update, self._scratch, self.update)
        np.add(parameters, self.update, parameters)


class Adam(Optimizer):
    """Step by the running mean of the gradient over the root of that of its square.

    m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², θ ← θ − η m̂ / (√v̂ + ε), with m̂ = m / (1 − β₁ᵗ) and
    v̂ = v / (1 − β₂ᵗ), which undo the start from zero (Kingma & Ba 2015, algorithm 1).
    """

    name = "adam"

    def __init__(
        self, learning_rate: float, beta1: float = 0.9, beta2: float = 0.999, epsilon: float = 1e-8
    ) -> None:
        super().__init__(learning_rate)
        self.beta1, self.beta2, self.epsilon = beta1, beta2, epsilon
        self._make_constants()
        self._mean: AnyFloatArray = np.zeros(0)
        self._square: AnyFloatArray = np.zeros(0)
        self._steps: AnyFloatArray = np.zeros(())

    def prepare(self, parameters: AnyFloatArray) -> None:
        """Forget the past and make the buffers and constants for parameters of this shape and dtype."""
        super().prepare(parameters)
        self._make_constants()
        self._mean = np.zeros_like(parameters)
        self._square = np.zeros_like(parameters)
        self._steps = np.zeros(())

    def _make_constants(self) -> None:
        self._beta1, self._rest1 = constant(self.beta1, self._dtype), constant(1.0 - self.beta1, self._dtype)
        self._beta2, self._rest2 = constant(self.beta2, self._dtype), constant(1.0 - self.beta2, self._dtype)
        self._epsilon = constant(self.epsilon, self._dtype)

    @property
    def state(self) -> Mapping[str, AnyFloatArray]:
        """The moments m and v, and the number t of steps taken."""
        return {"first moment": self._mean, "second moment": self._square, "steps": self._steps}

    def step(self, parameters: AnyFloatArray, gradients: AnyFloatArray) -> None:
        """Add −η m̂ / (√v̂ + ε)."""
        mean, square, scratch, update = self._mean, self._square, self._scratch, self.update
        self._steps += 1.0
        steps = float(self._steps)
        np.multiply(mean, self._beta1, mean)
        np.multiply(gradients, self._rest1, scratch)
        np.add(mean, scratch, mean)
        np.multiply(square, self._beta2, square)
        np.multiply(gradients, gradients, scratch)
        np.multiply(scratch, self._rest2, scratch)
        np.add(square, scratch, square)

        np.divide(square, 1.0 - self.beta2**steps, scratch)  # v̂
        np.sqrt(scratch, scratch)
        np.add(scratch, self._epsilon, scratch)
        np.divide(mean, scratch, update)
        np.multiply(update, -self._rate / (1.0 - self.beta1**steps), update)  # m̂'s correction with −η
        np.add(parameters, update, parameters)


OPTIMIZERS: Mapping[str, Callable[[float], Optimizer]] = MappingProxyType(
    {"sgd": SGD, "momentum": Momentum, "adam": Adam}
)
