"""Rules on why the loss stays: units that let no gradient through, and the lie of the land."""

from __future__ import annotations

import math

import numpy as np

from networks.arrays import FloatArray
from networks.figures import number
from networks.standing_figures import FALLING, FLAT, Figures
from networks.standing_kinds import Finding, Kind, percent

CLEAR = 0.01  # of the greatest |λ|: a negative eigenvalue beyond it is a way down
VANISHING = 1e-3  # of the last layer's gradient norm, in the first
FADED = 0.02  # of the last layer's δ; three hidden layers of sigmoid leave 0.01, of tanh 0.1 or more
MANY = 0.5  # share of a hidden layer's units


def dead(figures: Figures) -> Finding | None:
    """Speak if half a hidden layer or more is dead."""
    return _lost_units(
        figures.dead,
        Kind.DEAD,
        "are dead: z ≤ 0 for every sample, so no gradient passes",
        "Larger biases for them by hand, leaky_relu, a lower learning rate, or other starting weights.",
    )


def saturated(figures: Figures) -> Finding | None:
    """Speak if half a hidden layer or more is saturated."""
    return _lost_units(
        figures.saturated,
        Kind.SATURATED,
        "are saturated: for every sample their slope is below 1 % of the steepest, and stops the gradient",
        "Smaller weights to start from, a lower learning rate, or L2.",
    )


def _lost_units(shares: FloatArray | None, kind: Kind, state: str, advice: str) -> Finding | None:
    if shares is None or not len(shares) or shares.max() < MANY:
        return None
    layer = int(shares.argmax())
    return kind, f"{percent(float(shares[layer]))} of the units of hidden layer {layer + 1} {state}.", advice


def vanishing(figures: Figures) -> Finding | None:
    """Speak if hardly anything of the gradient comes through to the first layer."""
    for name, norms, limit in (
        ("gradient", figures.gradient_norms, VANISHING),
        ("δ", figures.delta_norms, FADED),
    ):
        if norms is None or len(norms) < 3 or not 0 < norms[0] < limit * norms[-1]:
            continue
        share, first, last = (number(float(norm), 2) for norm in (norms[0] / norms[-1], norms[0], norms[-1]))
        sentence = f"The {name} of the first layer, {first}, is {share} of the last layer's, {last}: "
        sentence += "each layer on the way back makes it smaller."
        advice = "tanh or relu instead of sigmoid, fewer layers, or larger starting weights."
        return Kind.VANISHING, sentence, advice
    return None


def saddle(figures: Figures) -> Finding | None:
    """Speak of a small gradient, and a clear way down, or a point of symmetry."""
    if not figures.is_small or figures.curvatures is None or figures.eigenvalues is None:
        return None
    least, greatest = figures.curvatures
    size = max(abs(least), abs(greatest))
    small = _small_gradient(figures)
    if least < -CLEAR * size:
        ways = int((figures.eigenvalues < -CLEAR * size).sum())
        sentence = f"{small}, and the loss curves down along {ways} of {len(figures.eigenvalues)} directions "
        sentence += f"(least eigenvalue {number(least)}): a saddle"
        if figures.plain and figures.learning_rate > 0:
            steps = round(math.log(2) / (figures.learning_rate * -least))
            sentence += f"; the way out doubles every {number(steps, 6)} steps"
        return (
            Kind.SADDLE,
            sentence + ".",
            _out_of_symmetry(figures, "Patience, momentum, or a higher learning rate."),
        )
    if (
        figures.twins == 1
        and figures.left > 1 - FALLING
        and (np.abs(figures.eigenvalues) <= FLAT * size).any()
    ):
        flat = int((np.abs(figures.eigenvalues) <= FLAT * size).sum())
        sentence = (
            f"{small}, the loss is flat along {flat} of {len(figures.eigenvalues)} directions, and all "
        )
        sentence += "hidden units are alike: a saddle of symmetry."
        return Kind.SADDLE, sentence, _out_of_symmetry(figures, "")
    return None


def minimum(figures: Figures) -> Finding | None:
    """Speak of a small gradient, and no way down."""
    if not figures.is_small or not figures.in_minimum or figures.curvatures is None:
        return None
    sentence = f"{_small_gradient(figures)}, no eigenvalue is clearly negative "
    sentence += f"(least {number(figures.curvatures[0])}), and the loss is {number(figures.late)}: "
    sentence += "a minimum, which need not be the lowest."
    if len(figures.gradient_norms) == 1:
        advice = "A hidden layer, or more input features: as it is, every boundary is straight in its inputs."
    else:
        advice = "Other starting weights, more neurons, or smaller batches, whose noise leads out."
    return Kind.MINIMUM, sentence, _out_of_symmetry(figures, advice)


def _small_gradient(figures: Figures) -> str:
    return f"The gradient is {f'small, {number(figures.gradient)}' if figures.gradient else '0'}"


def _out_of_symmetry(figures: Figures, otherwise: str) -> str:
    if figures.twins == 1:
        return "Different starting weights: units with the same weights get the same gradient for ever."
    return otherwise
