"""Rules on the course of the loss: whether it falls, how, and whether the steps suit it."""

from __future__ import annotations

import numpy as np

from networks.figures import number
from networks.health import EXPLODING, LOST
from networks.standing_figures import Figures
from networks.standing_kinds import Finding, Kind, percent
from networks.standing_rates import (
    SMALL_STEP,
    far_lower,
    faster,
    higher,
    less,
    lower,
    too_large,
    without_momentum,
)

ENOUGH = 12  # losses before a trend is spoken of
LOW = 0.01  # of the way from the best constant answer to the floor: done
NEARLY = 0.05  # of that way: done if the loss no longer falls
MOSTLY, HELD = 0.2, 0.5  # of that way: most is learned; likewise where penalties hold the loss
MET, STORMY = 0.1, 0.1  # of that way, where values are to be met; of the loss, from step to step
TO_AND_FRO = 0.9  # alternation; noise has 2/3
SWING = 0.01  # of the loss from step to step
GENTLE = 0.1  # η λmax
NOISE = 4.0  # by which a rate is divided where only noise is to be less


def exploding(figures: Figures) -> Finding | None:
    """Speak if numbers left their range or are about to, or the gradient is huge and no loss falls for it."""
    enough = len(figures.losses) >= ENOUGH
    finite = np.isfinite(figures.losses).all() and np.isfinite(figures.gradient_norms).all()
    if not finite:
        sentence = f"The numbers have left their range: loss {number(figures.loss)}, "
        sentence += f"gradient {number(figures.gradient)}."
    elif figures.halted:
        sentence = f"The next epoch would leave the range of numbers: now loss {number(figures.loss)}, "
        sentence += f"gradient {number(figures.gradient)}."
    elif figures.gradient > EXPLODING and not (enough and (figures.falls or too_large(figures))):
        sentence = f"The gradient has a norm of {number(figures.gradient)}"
        sentence += ", and the loss does not fall." if enough else "."
    else:
        return None
    rate, others = far_lower(figures), "smaller weights to start from, or fewer layers"
    advice = f"A lower learning rate such as {rate}, {others}; then r, to restart."
    if figures.undoable:
        advice = f"Undo (u) of the edit that led here; or a{advice[1:]}"
    return Kind.EXPLODING, sentence, advice


def unfit(figures: Figures) -> Finding | None:
    """Speak if the loss is not for such targets, or below the least that it has for those of its own."""
    below = figures.late < min(figures.floor, 0.0)
    if not below and not np.isnan(figures.chance):
        return None
    sentence = f"The loss was {number(figures.late)} {figures.lately}, and "
    sentence += "has no least" if below else "does not tell how well values are met"
    sentence += ": these targets are not of its kind."
    return Kind.UNFIT, sentence, "The loss mse, which fits every value."


def by_hand(figures: Figures) -> Finding | None:
    """Speak if training is off."""
    if not figures.by_hand:
        return None
    return Kind.BY_HAND, f"Training is off: {number(figures.loss)} is what a hand has made of the loss.", ""


def early(figures: Figures) -> Finding | None:
    """Speak if there are too few losses for a trend."""
    if len(figures.losses) >= ENOUGH:
        return None
    count = len(figures.losses)
    losses = "1 loss" if count == 1 else f"{count} losses"
    return Kind.EARLY, f"Only {losses} since the start or the last edit: too few to see a trend.", ""


def oscillating(figures: Figures) -> Finding | None:
    """Speak if the loss goes up and down from step to step and gets nowhere."""
    if figures.alternation < TO_AND_FRO or figures.swing < SWING or figures.left < LOW:
        return None
    if figures.early - figures.late > NEARLY * abs(figures.early):
        return None  # it falls all the same
    sentence = f"The loss goes up and down by {percent(figures.swing)} a step"
    why = too_large(figures)
    return Kind.OSCILLATING, f"{sentence}: {why}." if why else f"{sentence}.", lower(figures)


def converged(figures: Figures) -> Finding | None:
    """Speak if the loss is low, or rests in a minimum where all is right."""
    falls = figures.falls
    low = figures.left < LOW or (figures.left < NEARLY and not falls)
    if not low and not (figures.all_right and not falls and figures.is_small and figures.in_minimum):
        return None
    share = f"{number(100 * figures.left, 2)} % of the best constant answer's"
    sentence = f"The loss was {number(figures.late)} {figures.lately}, {share}: little is left to learn"
    if figures.late_test is not None and figures.late_test - figures.late > NEARLY * figures.unit:
        sentence += f" of these points; of those that test it was {number(figures.late_test)}"
    return Kind.CONVERGED, f"{sentence}.", ""


def met(figures: Figures) -> Finding | None:
    """Speak if values, which noise keeps from being met exactly, are met about as well as they will be."""
    calm = not figures.falls and not figures.rises and figures.swing < STORMY
    if figures.accuracy is not None or not calm or figures.left > MET:
        return None
    share = f"{number(100 * figures.left, 2)} % of that of the best constant answer"
    sentence = f"The loss stays near {number(figures.late)}, {share}: what is left may be noise."
    return Kind.CONVERGED, sentence, ""


def at_rest(figures: Figures) -> Finding | None:
    """Speak if most is learned, and the loss rests in its only minimum, or where penalties hold it."""
    most = HELD if figures.penalties else MOSTLY
    calm = figures.is_calm if figures.penalties else figures.is_small
    if not calm or figures.falls or figures.rises or figures.left > most:
        return None
    rests = f"The loss rests at {number(figures.late)}"
    small = f"the gradient is {number(figures.gradient)}"
    if figures.penalties:
        names = " and ".join(figures.penalties)
        scattered = "" if figures.is_small else ", as steps that scatter leave it"
        sentence = f"{rests}, in balance with {names}: {small}, with both counted{scattered}."
        return (
            Kind.CONVERGED,
            sentence,
            f"Less {' or '.join(figures.penalties)}, if the training loss is to be lower.",
        )
    if figures.convex and figures.in_minimum:
        sentence = f"{rests}, the least without a hidden layer: {small}, no λ is below 0."
        return Kind.CONVERGED, sentence, "A hidden layer or more inputs, unless what is left is noise."
    return None


def held(figures: Figures) -> Finding | None:
    """Speak if nothing may move."""
    if not figures.held:
        return None
    sentence = "Every weight and bias is frozen or muted: nothing moves."
    return Kind.PLATEAU, sentence, "Unfreeze or unmute some of them."


def converging(figures: Figures) -> Finding | None:
    """Speak if the loss falls."""
    if not figures.falls:
        return None
    way = f"from {number(figures.early)} to {number(figures.late)}"
    sentence = f"The loss falls: {way} {figures.halves}."
    if figures.left > LOST:
        return Kind.CONVERGING, sentence, _way_back(figures)
    return Kind.CONVERGING, sentence, faster(figures)


def lost(figures: Figures) -> Finding | None:
    """Speak if nothing is left of what was learned, and the loss does not fall."""
    if not figures.left > LOST:
        return None
    sentence = f"Nothing learned is left: the loss stays near {number(figures.late)}."
    return Kind.EXPLODING, sentence, _way_back(figures)


def _way_back(figures: Figures) -> str:
    undo = "Undo (u) of the edit that led here, or " * figures.undoable
    return f"{undo}r, to restart: the best constant answer's loss is {number(figures.chance)}."


def too_high(figures: Figures) -> Finding | None:
    """Speak if the loss does not fall, and a figure says that the steps are too large."""
    rises = figures.rises
    why = too_large(figures)
    astray = figures.left > 1 + NEARLY
    if not why and astray and figures.swing > SWING and not figures.dropout:
        why = f"above the best constant answer's, {number(figures.chance)}, it scatters by "
        why += f"{percent(figures.swing)}"
    if not why or not (rises or figures.swing > SWING or astray):
        return None
    if rises:
        what = f"The loss rises, from {number(figures.early)} to {number(figures.late)} {figures.halves}"
    else:
        what = f"The loss does not fall from {number(figures.late)}"
    return Kind.TOO_HIGH, f"{what}: {why}.", lower(figures)


def too_low(figures: Figures) -> Finding | None:
    """Speak if the loss only creeps down, though the gradient is not small: the steps are.

    A loss that noise holds up does not creep, and larger steps would only make the noise larger.
    """
    if figures.is_small or figures.stride > SMALL_STEP or not figures.creeps:
        return None
    if figures.sharpness is not None and figures.sharpness > GENTLE:
        return None
    only = "at most" if figures.reach is not None else "only"
    sentence = f"The gradient is {number(figures.gradient, 2)}, but a step changes the weights by "
    sentence += f"{only} {number(100 * figures.stride, 2)} %"
    found = higher(figures, sentence)
    return None if found is None else (Kind.TOO_LOW, *found)


def plateau(figures: Figures) -> Finding:
    """Say that the loss stays where it is: what is left when nothing more can be said."""
    sentence = f"The loss stays near {number(figures.late)} over {len(figures.losses)} epochs"
    if figures.slows:
        sentence = f"The loss hardly falls, from {number(figures.early, 4)} to {number(figures.late, 4)} "
        sentence += figures.halves
    held = less(figures)
    if figures.swing > SWING and not figures.slows:  # smaller steps would only slow it further
        sentence += f" and scatters by {percent(figures.swing)} from one to the next"
        if figures.dropout:
            return (
                Kind.PLATEAU,
                sentence + ", as dropout makes it.",
                held.strip() or "Patience, or less dropout.",
            )
        batches = "" if figures.whole else ", or larger batches"
        calmer = lower(figures, NOISE).rstrip(".").replace("rate,", "rate from here,", 1)
        return Kind.PLATEAU, sentence + ".", f"{held}{calmer}{batches}."
    sentence += f"; the gradient is {number(figures.gradient)}"
    if figures.curvatures is not None:
        sentence += f", the least λ {number(figures.curvatures[0])}"
    more = "a hidden layer" if len(figures.gradient_norms) == 1 else "more neurons"
    ways = f"Patience, a higher learning rate, momentum, {more}, other inputs, or other starting weights."
    return Kind.PLATEAU, sentence + ".", held + without_momentum(figures, ways)
