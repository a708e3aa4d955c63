"""Rules on why the loss stays: units that let no gradient through, and the lie of the land."""

from __future__ import annotations

import math

import numpy as np

from networks.arrays import FloatArray
from networks.figures import number
from networks.health import VANISHING
from networks.standing_figures import FALLING, FLAT, Figures
from networks.standing_kinds import Finding, Kind, percent
from networks.standing_rates import BLOCKED, HALF, less, restart, without_momentum

CLEAR = 0.01  # of the greatest |λ|: a negative eigenvalue beyond it is a way down
TINY = 0.1  # root of the mean square of the weights; those to start from are larger
NEVER = 1e9  # steps, of which nobody sees the end
FADED = 0.02  # of the last layer's δ; three hidden layers of sigmoid leave 0.01, of tanh 0.1 or more


def shrunk(figures: Figures) -> Finding | None:
    """Speak if penalties have pulled the weights to nearly nothing, and little is learned."""
    if not figures.penalties or figures.weights is None or figures.weights > TINY or figures.left < HALF:
        return None
    names = " and ".join(figures.penalties)
    sentence = (
        f"{names} pulled the weights to nearly nothing, {number(figures.weights, 2)} on average; the loss is "
    )
    sentence += f"{number(figures.late)}, with {number(figures.chance)} for the best constant answer."
    return Kind.PLATEAU, sentence, f"Less {names.replace('and', 'or')}."


def dead(figures: Figures) -> Finding | None:
    """Speak if half a hidden layer or more is dead."""
    return _lost_units(
        figures,
        figures.dead,
        Kind.DEAD,
        "are dead: z ≤ 0 for every sample, so no gradient passes",
        f"Larger biases for them by hand, leaky_relu, or {restart(figures, 'with a lower learning rate')}.",
    )


def saturated(figures: Figures) -> Finding | None:
    """Speak if half a hidden layer or more is saturated."""
    return _lost_units(
        figures,
        figures.saturated,
        Kind.SATURATED,
        "are saturated: slopes below 1 % of the steepest stop the gradient",
        f"{restart(figures, 'with smaller weights')}; L2 keeps them small.",
    )


def _lost_units(
    figures: Figures, shares: FloatArray | None, kind: Kind, state: str, advice: str
) -> Finding | None:
    if shares is None or not len(shares) or shares.max() < BLOCKED or figures.all_right:
        return None
    layer = int(shares.argmax())
    advice = advice[0].upper() + advice[1:]
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
        sentence = (
            f"The {name} of the first layer, {first}, is {share} of the last layer's, {last}: it fades on "
        )
        sentence += "its way back."
        advice = "tanh or relu instead of sigmoid, fewer layers, or larger starting weights."
        return Kind.VANISHING, sentence, advice
    return None


def saddle(figures: Figures) -> Finding | None:
    """Speak of a small gradient, and a clear way down, or a point of symmetry."""
    if not figures.is_small or figures.is_noisy:
        return None
    if figures.curvatures is None or figures.eigenvalues is None:
        return None
    least, greatest = figures.curvatures
    size = max(abs(least), abs(greatest))
    small = _small_gradient(figures)
    if least < -CLEAR * size:
        ways = int((figures.eigenvalues < -CLEAR * size).sum())
        sentence = (
            f"{small}, but {ways} of {len(figures.eigenvalues)} directions lead{'s' if ways == 1 else ''} "
        )
        sentence += f"down (least λ {number(least)}): a saddle"
        pace = figures.learning_rate * -least
        if figures.plain and pace > math.log(2) / NEVER:
            steps = round(math.log(2) / math.log1p(pace))
            sentence += f"; the way out doubles every {number(steps, 6)} steps"
        return (
            Kind.SADDLE,
            sentence + ".",
            _out_of_symmetry(
                figures, without_momentum(figures, "Patience, momentum, or a higher learning rate.")
            ),
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
    if not figures.is_small or figures.is_noisy or figures.slows:
        return None
    if not figures.in_minimum or figures.curvatures is None:
        return None
    sentence = f"{_small_gradient(figures)}, with no way down (least λ {number(figures.curvatures[0])}): "
    sentence += f"a minimum at {number(figures.late)}, "
    sentence += "none is lower." if figures.convex else "perhaps not the lowest."
    if len(figures.gradient_norms) == 1:
        what = "answer" if figures.accuracy is None else "boundary"
        advice = f"A hidden layer, or more input features: as it is, every {what} is straight in its inputs."
    else:
        advice = "Other starting weights, more neurons, or smaller batches, whose noise leads out."
    kind = Kind.LOWEST if figures.convex else Kind.MINIMUM
    return kind, sentence, _out_of_symmetry(figures, less(figures) + advice)


def _small_gradient(figures: Figures) -> str:
    return f"The gradient is {f'small, {number(figures.gradient)}' if figures.gradient else '0'}"


def _out_of_symmetry(figures: Figures, otherwise: str) -> str:
    if figures.twins == 1:
        return "Different starting weights: units with the same weights get the same gradient for ever."
    return otherwise
