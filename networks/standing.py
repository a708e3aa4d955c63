"""Why is it stuck? From figures to a verdict in words, with the figures in it and what to try.

The rules are asked in the order of `RULES`; the first that fits speaks. What destroys everything comes first,
then whether the loss is low or still falls; only where it does neither is there a reason to look for, and a
cause (dead units) is looked for before what follows from it (a small gradient).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from networks.arrays import FloatArray
from networks.figures import number
from networks.standing_figures import Figures

ENOUGH = 12  # losses before a trend is spoken of
FALLING = 0.01  # of the loss, from the first half of the losses to the second
LOW = 0.01  # of the way from the best constant answer to the floor: done
NEARLY = 0.05  # of that way: done if the loss no longer falls
RIGHT = 0.99  # accuracy: done in a minimum
SMALL = 0.03  # gradient norm, in units of the loss of the best constant answer
CLEAR = 0.01  # of the greatest |λ|: a negative eigenvalue beyond it is a way down
FLAT = 1e-3  # of the greatest |λ|: up to it an eigenvalue counts as not negative
TO_AND_FRO = 0.9  # alternation; noise has 2/3
SWING = 0.01  # of the loss from step to step
BIG_STEP, SMALL_STEP = 0.1, 1e-3  # update/weight ratio
GENTLE = 0.1  # η λmax
EXPLODING = 100.0  # gradient norm
VANISHING = 1e-3  # of the last layer's gradient norm, in the first
FADED = 0.02  # of the last layer's δ; three hidden layers of sigmoid leave 0.01, of tanh 0.1 or more
MANY = 0.5  # share of a hidden layer's units


class Kind(Enum):
    """What is going on."""

    EARLY = "too early to say"
    CONVERGING = "converging"
    CONVERGED = "converged"
    PLATEAU = "plateau"
    SADDLE = "saddle"
    MINIMUM = "local minimum"
    OSCILLATING = "oscillating"
    DEAD = "dead units"
    SATURATED = "saturated units"
    VANISHING = "vanishing gradients"
    EXPLODING = "exploding gradients"
    TOO_LOW = "learning rate too low"
    TOO_HIGH = "learning rate too high"


@dataclass(frozen=True)
class Verdict:
    """What is going on, in a sentence with its figures; what to try, "" if nothing; all the figures."""

    kind: Kind
    sentence: str
    what_to_try: str
    figures_text: str


Finding = tuple[Kind, str, str]  # kind, sentence, what to try


def judge(figures: Figures) -> Verdict:
    """Return what the figures say is going on."""
    with np.errstate(all="ignore"):
        for rule in RULES:
            finding = rule(figures)
            if finding is not None:
                return Verdict(*finding, figures_text(figures))
    raise AssertionError("the last rule always fits")


def figures_text(figures: Figures) -> str:
    """Return all figures on one line."""
    parts = [f"loss {number(figures.loss)}", f"|∂L/∂θ| {number(figures.gradient)}"]
    if len(figures.gradient_norms) > 1:
        parts.append(f"by layer {', '.join(number(norm, 2) for norm in figures.gradient_norms.tolist())}")
    parts.append(f"|Δθ|/|θ| {number(figures.update_ratio, 2)}")
    if figures.curvatures is not None:
        least, greatest = figures.curvatures
        parts.append(f"λ {number(least, 2)} … {number(greatest, 2)}")
        if figures.sharpness is not None:
            parts.append(f"η λmax {number(figures.sharpness, 2)}")
    if figures.accuracy is not None:
        parts.append(f"accuracy {_percent(figures.accuracy)}")
    return " · ".join(parts)


def _percent(share: float) -> str:
    return f"{number(100 * share)} %"


def _falls(figures: Figures) -> bool:
    fall = figures.early - figures.late
    return fall > max(FALLING * abs(figures.early), figures.noise)


def _is_small(figures: Figures) -> bool:
    return figures.gradient < SMALL * figures.unit


def _small_gradient(figures: Figures) -> str:
    return f"The gradient is {f'small, {number(figures.gradient)}' if figures.gradient else '0'}"


def _too_large_a_step(figures: Figures) -> str:
    """Return by which figure the steps are too large, "" if none says so."""
    if figures.sharpness is not None and figures.curvatures is not None and figures.sharpness > 2:
        bound = number(2 / figures.curvatures[1])
        return f"the learning rate {number(figures.learning_rate)} is above 2/λmax = {bound}"
    if figures.update_ratio > BIG_STEP:
        return f"each step changes the weights by {_percent(figures.update_ratio)} of their size"
    return ""


def _lower(figures: Figures) -> str:
    if figures.sharpness is not None and figures.curvatures is not None and figures.sharpness > 2:
        return f"A learning rate below {number(2 / figures.curvatures[1])}."
    return f"A lower learning rate, such as {number(figures.learning_rate / 10, 2)}."


def _exploding(figures: Figures) -> Finding | None:
    finite = np.isfinite(figures.losses).all() and np.isfinite(figures.gradient_norms).all()
    if not finite:
        sentence = f"The numbers have left their range: loss {number(figures.loss)}, "
        sentence += f"gradient {number(figures.gradient)}."
    elif figures.gradient > EXPLODING and not (
        len(figures.losses) >= ENOUGH and (_falls(figures) or _too_large_a_step(figures))
    ):
        sentence = f"The gradient has a norm of {number(figures.gradient)}, and the loss does not fall."
    else:
        return None
    advice = f"Undo or reset, then a learning rate such as {number(figures.learning_rate / 100, 2)}, "
    return Kind.EXPLODING, sentence, advice + "smaller weights to start from, or fewer layers."


def _early(figures: Figures) -> Finding | None:
    if len(figures.losses) >= ENOUGH:
        return None
    return Kind.EARLY, f"Only {len(figures.losses)} losses so far: too few to see where they go.", ""


def _oscillating(figures: Figures) -> Finding | None:
    if figures.alternation < TO_AND_FRO or figures.swing < SWING or figures.left < LOW:
        return None
    if figures.early - figures.late > NEARLY * abs(figures.early):
        return None  # it falls all the same
    sentence = f"The loss goes up and down by {_percent(figures.swing)} from step to step"
    why = _too_large_a_step(figures)
    return Kind.OSCILLATING, f"{sentence}: {why}." if why else f"{sentence}.", _lower(figures)


def _converged(figures: Figures) -> Finding | None:
    falls = _falls(figures)
    low = figures.left < LOW or (figures.left < NEARLY and not falls)
    right = figures.accuracy is not None and figures.accuracy >= RIGHT
    if not low and not (right and not falls and _is_small(figures) and _in_minimum(figures)):
        return None
    share = f"{number(100 * figures.left, 2)} % of that of the best constant answer"
    return Kind.CONVERGED, f"The loss is {number(figures.late)}, {share}: there is little left to learn.", ""


def _converging(figures: Figures) -> Finding | None:
    if not _falls(figures):
        return None
    way = f"from {number(figures.early)} to {number(figures.late)}"
    sentence = f"The loss falls: {way} between the halves of the last {len(figures.losses)} steps."
    return Kind.CONVERGING, sentence, ""


def _too_high(figures: Figures) -> Finding | None:
    rises = figures.late - figures.early > max(FALLING * abs(figures.early), figures.noise)
    why = _too_large_a_step(figures)
    if not why or not (rises or figures.swing > SWING or figures.left > 1 + NEARLY):
        return None
    if rises:
        what = f"The loss rises, from {number(figures.early)} to {number(figures.late)}"
    else:
        what = f"The loss does not fall from {number(figures.late)}"
    return Kind.TOO_HIGH, f"{what}: {why}.", _lower(figures)


def _dead(figures: Figures) -> Finding | None:
    return _lost_units(
        figures.dead,
        Kind.DEAD,
        "are dead: z ≤ 0 for every sample, so no gradient passes",
        "Larger biases for them by hand, leaky_relu, a lower learning rate, or other starting weights.",
    )


def _saturated(figures: Figures) -> Finding | None:
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
    return kind, f"{_percent(float(shares[layer]))} of the units of hidden layer {layer + 1} {state}.", advice


def _vanishing(figures: Figures) -> Finding | None:
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


def _too_low(figures: Figures) -> Finding | None:
    if _is_small(figures) or figures.update_ratio > SMALL_STEP:
        return None
    if figures.sharpness is not None and figures.sharpness > GENTLE:
        return None
    sentence = f"The gradient is not small, {number(figures.gradient)}, but each step changes the weights "
    sentence += f"by only {_percent(figures.update_ratio)} of their size"
    advice = f"A learning rate such as {number(10 * figures.learning_rate, 2)}."
    if figures.sharpness is not None and figures.curvatures is not None:
        bound = number(2 / figures.curvatures[1]) if figures.curvatures[1] > 0 else "∞"
        sentence += f"; the learning rate {number(figures.learning_rate)} is far below 2/λmax = {bound}"
        advice = f"A higher learning rate, below {bound}."
    return Kind.TOO_LOW, sentence + ".", advice


def _saddle(figures: Figures) -> Finding | None:
    if not _is_small(figures) or figures.curvatures is None or figures.eigenvalues is None:
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


def _out_of_symmetry(figures: Figures, otherwise: str) -> str:
    if figures.twins == 1:
        return "Different starting weights: units with the same weights get the same gradient for ever."
    return otherwise


def _in_minimum(figures: Figures) -> bool:
    if figures.curvatures is None:
        return False
    least, greatest = figures.curvatures
    return least >= -FLAT * max(abs(least), abs(greatest))


def _minimum(figures: Figures) -> Finding | None:
    if not _is_small(figures) or not _in_minimum(figures) or figures.curvatures is None:
        return None
    sentence = f"{_small_gradient(figures)}, no eigenvalue is clearly negative "
    sentence += f"(least {number(figures.curvatures[0])}), and the loss is {number(figures.late)}: "
    sentence += "a minimum, which need not be the lowest."
    if len(figures.gradient_norms) == 1:
        advice = "A hidden layer, or more input features: as it is, every boundary is straight in its inputs."
    else:
        advice = "Other starting weights, more neurons, or smaller batches, whose noise leads out."
    return Kind.MINIMUM, sentence, _out_of_symmetry(figures, advice)


def _plateau(figures: Figures) -> Finding:
    sentence = f"The loss stays near {number(figures.late)} over {len(figures.losses)} steps"
    if figures.swing > SWING:
        sentence += f" and scatters by {_percent(figures.swing)} from one to the next"
        return Kind.PLATEAU, sentence + ".", "A lower learning rate, or larger batches."
    sentence += f"; the gradient is {number(figures.gradient)}"
    if figures.curvatures is not None:
        sentence += f", the least eigenvalue {number(figures.curvatures[0])}"
    return (
        Kind.PLATEAU,
        sentence + ".",
        "Patience, a higher learning rate, momentum, or other starting weights.",
    )


RULES: tuple[Callable[[Figures], Finding | None], ...] = (
    _exploding,
    _early,
    _oscillating,
    _converged,
    _converging,
    _too_high,
    _dead,
    _saturated,
    _vanishing,
    _too_low,
    _saddle,
    _minimum,
    _plateau,
)
