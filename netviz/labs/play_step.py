"""What the optimizer makes of a gradient in the next step, exactly, and the same written out in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from netviz.engine.arrays import FloatArray
from netviz.labs.play_moment import Moment
from networks import MLP, OPTIMIZERS
from networks.figures import digits_for, factor, number
from networks.optimizers import Adam, Momentum, Optimizer
from networks.penalties import Penalties

DIGITS, LEAST = 3, 5  # of numbers, and of a parameter at least, so that its change is seen


@dataclass(frozen=True, eq=False)
class NextStep:
    """The next step of an optimizer, from what it carries over: `before`, as it saves it.

    All (P,): `parameters` before the step, `gradient` of the loss, `whole` with the penalties, nothing where
    a parameter is `held`, and the `change` it comes to. `plain` says that this is −η times the gradient.
    """

    optimizer: Optimizer
    before: dict[str, FloatArray]
    penalties: Penalties
    parameters: FloatArray
    gradient: FloatArray
    whole: FloatArray
    change: FloatArray
    held: NDArray[np.bool_]

    @property
    def plain(self) -> bool:
        """Whether the change is −η times the gradient of the loss, for every parameter."""
        return self.optimizer.name == "sgd" and not self.penalties and not self.held.any()

    @property
    def formula(self) -> str:
        """What a step computes, with g for the gradient and its penalties."""
        of = f"g = {' + '.join(('∂L/∂W', *self.penalties.slopes('W')))},  "
        match self.optimizer:
            case Momentum():
                return of + "ΔW = μ ΔW before − η g"
            case Adam():
                return of + "m = β₁ m + (1 − β₁) g,  v = β₂ v + (1 − β₂) g²,  ΔW = −η m̂ / (√v̂ + ε)"
        return of + "ΔW = −η g"

    def in_numbers(self, place: int, *, is_bias: bool) -> str:
        """Return the step of the parameter at a place, as equations a line each."""
        letter = "b" if is_bias else "w"
        old, change = float(self.parameters[place]), float(self.change[place])
        digits = digits_for(old, change, LEAST)
        end = f"{letter} = {number(old, digits)} + {_f(change)} = {number(old + change, digits)}"
        if self.held[place]:
            return f"held by hand: Δ{letter} = 0\n{end}"
        g = float(self.whole[place])
        lines = [self._gradient(place, is_bias)]
        rate = self.optimizer.learning_rate
        match self.optimizer:
            case Momentum(momentum=mu):
                last = float(self.before["velocity"][place])
                fine = _digits(change, mu * last, rate * g)
                parts = f"{_n(mu)} · {factor(last, fine)} − {_n(rate)} · {factor(g, fine)}"
                lines.append(f"Δ{letter} = {parts} = {_n(change)}")
            case Adam():
                lines += self._adam(place, letter)
            case _:
                lines.append(f"Δ{letter} = −{_n(rate)} · {_f(g)} = {_n(change)}")
        return "\n".join((*lines, end))

    def _gradient(self, place: int, is_bias: bool) -> str:
        """Return how the gradient and its penalties come to g."""
        w, slope, whole = (float(one[place]) for one in (self.parameters, self.gradient, self.whole))
        fine = _digits(whole, slope, whole - slope)
        parts, g = [number(slope, fine)], _n(whole)
        if self.penalties.l2 and not is_bias:
            parts.append(f"{_n(self.penalties.l2)} · {factor(w, fine)}")
        if self.penalties.l1 and not is_bias:
            parts.append(f"{_n(self.penalties.l1)} · {_f(float(np.sign(w)))}")
        return f"g = {' + '.join(parts)} = {g}" if len(parts) > 1 else f"g = {g}"

    def _adam(self, place: int, letter: str) -> list[str]:
        assert isinstance(self.optimizer, Adam)
        own, g = self.optimizer, float(self.whole[place])
        mean, square = (float(self.before[f"{which} moment"][place]) for which in ("first", "second"))
        steps = int(self.before["steps"]) + 1
        m = own.beta1 * mean + (1 - own.beta1) * g
        v = own.beta2 * square + (1 - own.beta2) * g * g
        right_m, right_v = m / (1 - own.beta1**steps), v / (1 - own.beta2**steps)
        b1, b2, t = _n(own.beta1), _n(own.beta2), steps
        fine = _digits(m, own.beta1 * mean, (1 - own.beta1) * g)
        return [
            f"m = {b1} · {factor(mean, fine)} + {_n(1 - own.beta1)} · {factor(g, fine)} = {_n(m)}",
            f"v = {b2} · {_n(square)} + {_n(1 - own.beta2)} · {_f(g)}² = {_n(v)}",
            f"m̂ = m / (1 − {b1}^{t}) = {_n(right_m)}",
            f"v̂ = v / (1 − {b2}^{t}) = {_n(right_v)}",
            f"Δ{letter} = −{_n(own.learning_rate)} · {_f(right_m)} / (√{_n(right_v)} + {_n(own.epsilon)}) "
            f"= {_n(float(self.change[place]))}",
        ]


def next_step(moment: Moment, network: MLP, gradient: FloatArray) -> NextStep:
    """Return the step that training takes next with this gradient (P,) of its mini-batch."""
    setup, parameters = moment.setup, network.parameters
    held = ~(moment.free & moment.alive)
    penalties = Penalties(setup.l1, setup.l2)
    whole = gradient.copy()
    if penalties:
        penalties.adder(network)(whole)
    whole[held] = 0.0
    optimizer = OPTIMIZERS[setup.optimizer](setup.learning_rate)
    optimizer.prepare(parameters)
    optimizer.load(moment.optimizer)
    optimizer.learning_rate = moment.next_rate
    with np.errstate(all="ignore"):
        optimizer.step(parameters.copy(), whole)
    before = {name: np.asarray(array, np.float64) for name, array in moment.optimizer.items()}
    return NextStep(optimizer, before, penalties, parameters, gradient, whole, optimizer.update.copy(), held)


def _n(value: float) -> str:
    return number(value, DIGITS)


def _f(value: float) -> str:
    return factor(value, DIGITS)


def _digits(total: float, *parts: float) -> int:
    """Return with how many digits the parts of a sum are told, so that those of its total follow."""
    return digits_for(max(parts, key=abs), total, DIGITS - 1) + 1
