"""The figures by which training is judged; `health` has them measured."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from networks.arrays import FloatArray

FALLING = 0.01  # of the loss, from the first half of the losses to the second,
FALLING_OVER = 100  # where there are so many
SLOW = 1e-3  # of the loss, likewise
RIGHT = 0.99  # accuracy
NOISY = 0.03  # of the loss, its change from step to step
NOTHING_LEFT = 0.01  # of the way from the best constant answer to the floor
SMALL = 0.03  # gradient norm, in units of the loss of the best constant answer
SCATTERED = 3.0  # times that, where mini-batches or dropout keep the steps scattering around a minimum
FLAT = 1e-3  # of the greatest |λ|: up to it an eigenvalue counts as not negative


@dataclass(frozen=True)
class Least:
    """Where the test loss was least: the mean over some epochs around `epoch`, of test and of training.

    `before` says that penalties or dropout have become others since.
    """

    epoch: int
    test: float
    training: float
    before: bool = False


@dataclass(frozen=True, eq=False)
class Figures:
    """How training stands; everything a judgement needs.

    `losses` (n,) during the last n ≥ 1 epochs, oldest first; `now` the loss as it stands after them, else the
    last of them is taken for it; `chance` the loss of the best constant answer, no number where the loss is
    not for such targets, and `floor` the least to be reached; `gradient_norms` and `delta_norms` (layers,) of
    the whole training set;
    `update_ratio` |Δθ| / |θ| of the last step, `reach` what it is at most where the optimizer bounds it;
    `learning_rate` that of the next step, of which the schedule has left the share `decay`; `optimizer` one
    of OPTIMIZERS, `beta` how much momentum keeps of a step; `whole` says that each step takes the whole set
    and leaves nothing out; `penalties` the names of those in force, `dropout` the share left out;
    `convex` says that the loss has no minimum but the lowest, `straight` that no hidden layer bends, `held`
    that nothing may move, `by_hand` that training is off; `weights` is the root of their mean square;
    `saturated`, `dead` (hidden layers,) shares of units 0 … 1, `twins` the share of hidden units that another
    equals in all its weights; `eigenvalues` (P,) of the Hessian, ascending; `accuracy` 0 … 1; `test_losses`
    (n,) after the same epochs, `least` where they were least; `undoable` says that there is an edit to take
    back, before which the loss was less; `halted` that the next epoch would leave the range of numbers, so
    that there is none. None where there is no such figure.
    """

    losses: FloatArray
    gradient_norms: FloatArray
    update_ratio: float
    learning_rate: float
    chance: float
    floor: float = 0.0
    reach: float | None = None
    decay: float = 1.0
    optimizer: str = "sgd"
    beta: float = 0.0
    whole: bool = True
    penalties: tuple[str, ...] = ()
    dropout: float = 0.0
    convex: bool = False
    straight: bool = False
    held: bool = False
    by_hand: bool = False
    weights: float | None = None
    delta_norms: FloatArray | None = None
    saturated: FloatArray | None = None
    dead: FloatArray | None = None
    twins: float = 0.0
    eigenvalues: FloatArray | None = None
    accuracy: float | None = None
    test_losses: FloatArray | None = None
    least: Least | None = None
    now: float | None = None
    undoable: bool = True
    halted: bool = False

    @property
    def loss(self) -> float:
        """The loss as it stands."""
        return float(self.losses[-1]) if self.now is None else self.now

    @property
    def lately(self) -> str:
        """Say of which epochs `late` is the mean."""
        count = max(1, len(self.losses) // 2)
        return "in the last epoch" if count == 1 else f"over the last {count} epochs"

    @property
    def halves(self) -> str:
        """Say of which epochs `early` and `late` are the means."""
        return f"between the halves of the last {len(self.losses)} epochs"

    @cached_property
    def unit(self) -> float:
        """What the loss is measured in: from the floor to the best constant answer."""
        return max(self.chance - self.floor, 1e-12)

    @cached_property
    def left(self) -> float:
        """How much of the way from the best constant answer to the floor is left: 1 at that answer."""
        return (self.late - self.floor) / self.unit

    @cached_property
    def gradient(self) -> float:
        """The norm of the whole gradient."""
        return math.hypot(*self.gradient_norms.tolist())

    @cached_property
    def _scaled(self) -> tuple[FloatArray, float]:
        """The losses over a power of two, and that: no sum or square of them leaves the range of numbers."""
        largest = float(np.abs(self.losses).max())
        power = math.ldexp(1.0, math.frexp(largest)[1] - 1) if 0 < largest < math.inf else 1.0
        return self.losses / power, power

    @cached_property
    def early(self) -> float:
        """The mean loss of the first half."""
        losses, power = self._scaled
        return power * float(losses[: max(1, len(losses) // 2)].mean())

    @cached_property
    def late(self) -> float:
        """The mean loss of the second half."""
        losses, power = self._scaled
        return power * float(losses[-max(1, len(losses) // 2) :].mean())

    @cached_property
    def late_test(self) -> float | None:
        """The mean test loss of the second half; None without points that test."""
        if self.test_losses is None or not len(self.test_losses):
            return None
        losses = self.test_losses[-max(1, len(self.test_losses) // 2) :]
        return float((losses / len(losses)).sum())  # no sum leaves the range of numbers

    @cached_property
    def noise(self) -> float:
        """Three standard errors of late − early, if all that differs from step to step were chance."""
        if len(self.losses) < 3:
            return 0.0
        losses, power = self._scaled
        scatter = float(np.diff(losses).std()) / math.sqrt(2)
        return power * 3 * scatter * math.sqrt(2 / (len(losses) // 2))

    @cached_property
    def alternation(self) -> float:
        """At what share of the last 40 losses rising and falling change: to and fro 1, noise 2/3."""
        signs = np.sign(np.diff(self._scaled[0][-40:]))
        return float((signs[1:] * signs[:-1] < 0).mean()) if len(signs) > 1 else 0.0

    @cached_property
    def swing(self) -> float:
        """The mean size of the change from one loss to the next among the last 40, as a share of the loss."""
        recent = self._scaled[0][-40:]
        mean = float(np.abs(recent).mean())
        return float(np.abs(np.diff(recent)).mean()) / mean if len(recent) > 1 and mean else 0.0

    @cached_property
    def curvatures(self) -> tuple[float, float] | None:
        """The least and the greatest eigenvalue, None if there are none or they are no numbers."""
        if self.eigenvalues is None or not len(self.eigenvalues) or not np.isfinite(self.eigenvalues).all():
            return None
        return float(self.eigenvalues[0]), float(self.eigenvalues[-1])

    @cached_property
    def sharpness(self) -> float | None:
        """η λmax, which `limit` bounds; None if not known, or where there is no such bound.

        With mini-batches, with dropout and with adam, stability is not a matter of η λmax alone.
        """
        if self.curvatures is None or not self.whole or self.optimizer not in ("sgd", "momentum"):
            return None
        return self.learning_rate * self.curvatures[1]

    @property
    def limit(self) -> float:
        """η λmax above which descent on the whole set moves away from a minimum: 2 (1 + β).

        The step t ← t − η λ t + β (t − t₋₁) has the characteristic r² − (1 + β − η λ) r + β, whose roots are
        within the unit circle for 0 < η λ < 2 (1 + β) (Polyak 1964, *USSR Computational Mathematics* 4).
        """
        return 2 * (1 + self.beta)

    @property
    def plain(self) -> bool:
        """Whether it is gradient descent on the whole set, and nothing else."""
        return self.whole and self.optimizer == "sgd"

    @property
    def stride(self) -> float:
        """How much of the weights' size a step changes; where the optimizer bounds it, at most."""
        return self.update_ratio if self.reach is None else self.reach

    @property
    def least_change(self) -> float:
        """What counts as falling or rising, from half to half: 1 % over 100 losses, less over fewer.

        And more than noise, in any case.
        """
        share = min(len(self.losses) / FALLING_OVER, 1.0)
        return max(FALLING * share * abs(self.early), self.noise)

    @property
    def falls(self) -> bool:
        """Whether the loss falls, by more than noise would have it."""
        return self.early - self.late > self.least_change

    @property
    def rises(self) -> bool:
        """Whether the loss rises, by more than noise would have it."""
        return self.late - self.early > self.least_change

    @property
    def slows(self) -> bool:
        """Whether the loss still falls by more than noise, though too little to be called falling."""
        return self.early - self.late > max(SLOW * abs(self.early), self.noise)

    @property
    def creeps(self) -> bool:
        """Whether the loss falls at all, beyond its noise, however slowly."""
        return self.early - self.late > self.noise

    @property
    def is_small(self) -> bool:
        """Whether the gradient is small, or a bowl so steep that hardly any loss is left above its bottom.

        Where no eigenvalue of the Hessian is below m > 0, the loss is at most |∂L/∂θ|² / 2m above its least
        (Boyd and Vandenberghe 2004, *Convex Optimization*, equation 9.9).
        """
        least = self.curvatures[0] if self.convex and self.curvatures is not None else 0.0
        bottom = least > 0 and self.gradient**2 / (2 * least) < NOTHING_LEFT * self.unit
        return bottom or self.gradient < SMALL * self.unit

    @property
    def is_calm(self) -> bool:
        """Whether the gradient is small, or no larger than steps leave it that scatter around a minimum."""
        return self.is_small or (not self.whole and self.gradient < SCATTERED * SMALL * self.unit)

    @property
    def all_right(self) -> bool:
        """Whether (nearly) every sample is answered rightly."""
        return self.accuracy is not None and self.accuracy >= RIGHT

    @property
    def is_noisy(self) -> bool:
        """Whether the loss scatters so much that the gradient may be small by chance."""
        return self.swing > NOISY

    @property
    def in_minimum(self) -> bool:
        """Whether the eigenvalues are known and none is negative, but for rounding."""
        if self.curvatures is None:
            return False
        least, greatest = self.curvatures
        return least >= -FLAT * max(abs(least), abs(greatest))
