"""Rules on the course of the loss: whether it falls, how, and whether the steps suit it."""

from __future__ import annotations

import numpy as np

from networks.figures import number
from networks.standing_figures import Figures
from networks.standing_kinds import Finding, Kind, percent

ENOUGH = 12  # losses before a trend is spoken of
LOW = 0.01  # of the way from the best constant answer to the floor: done
NEARLY = 0.05  # of that way: done if the loss no longer falls
RIGHT = 0.99  # accuracy: done in a minimum
TO_AND_FRO = 0.9  # alternation; noise has 2/3
SWING = 0.01  # of the loss from step to step
BIG_STEP, SMALL_STEP = 0.1, 1e-3  # update/weight ratio
GENTLE = 0.1  # η λmax
EXPLODING = 100.0  # gradient norm


def exploding(figures: Figures) -> Finding | None:
    """Speak if the numbers left their range, or the gradient is huge and the loss does not fall for it."""
    finite = np.isfinite(figures.losses).all() and np.isfinite(figures.gradient_norms).all()
    if not finite:
        sentence = f"The numbers have left their range: loss {number(figures.loss)}, "
        sentence += f"gradient {number(figures.gradient)}."
    elif figures.gradient > EXPLODING and not (
        len(figures.losses) >= ENOUGH and (figures.falls or _too_large_a_step(figures))
    ):
        sentence = f"The gradient has a norm of {number(figures.gradient)}, and the loss does not fall."
    else:
        return None
    advice = f"Undo or reset, then a learning rate such as {number(figures.learning_rate / 100, 2)}, "
    return Kind.EXPLODING, sentence, advice + "smaller weights to start from, or fewer layers."


def early(figures: Figures) -> Finding | None:
    """Speak if there are too few losses for a trend."""
    if len(figures.losses) >= ENOUGH:
        return None
    count = len(figures.losses)
    losses = "1 loss" if count == 1 else f"{count} losses"
    return Kind.EARLY, f"Only {losses} so far: too few to see where they go.", ""


def oscillating(figures: Figures) -> Finding | None:
    """Speak if the loss goes up and down from step to step and gets nowhere."""
    if figures.alternation < TO_AND_FRO or figures.swing < SWING or figures.left < LOW:
        return None
    if figures.early - figures.late > NEARLY * abs(figures.early):
        return None  # it falls all the same
    sentence = f"The loss goes up and down by {percent(figures.swing)} from step to step"
    why = _too_large_a_step(figures)
    return Kind.OSCILLATING, f"{sentence}: {why}." if why else f"{sentence}.", _lower(figures)


def converged(figures: Figures) -> Finding | None:
    """Speak if the loss is low, or rests in a minimum where all is right."""
    falls = figures.falls
    low = figures.left < LOW or (figures.left < NEARLY and not falls)
    right = figures.accuracy is not None and figures.accuracy >= RIGHT
    if not low and not (right and not falls and figures.is_small and figures.in_minimum):
        return None
    share = f"{number(100 * figures.left, 2)} % of that of the best constant answer"
    return Kind.CONVERGED, f"The loss is {number(figures.late)}, {share}: there is little left to learn.", ""


def converging(figures: Figures) -> Finding | None:
    """Speak if the loss falls."""
    if not figures.falls:
        return None
    way = f"from {number(figures.early)} to {number(figures.late)}"
    sentence = f"The loss falls: {way} between the halves of the last {len(figures.losses)} steps."
    return Kind.CONVERGING, sentence, ""


def too_high(figures: Figures) -> Finding | None:
    """Speak if the loss does not fall, and a figure says that the steps are too large."""
    rises = figures.rises
    why = _too_large_a_step(figures)
    if not why or not (rises or figures.swing > SWING or figures.left > 1 + NEARLY):
        return None
    if rises:
        what = f"The loss rises, from {number(figures.early)} to {number(figures.late)}"
    else:
        what = f"The loss does not fall from {number(figures.late)}"
    return Kind.TOO_HIGH, f"{what}: {why}.", _lower(figures)


def too_low(figures: Figures) -> Finding | None:
    """Speak if the loss does not fall, though the gradient is not small: the steps are."""
    if figures.is_small or figures.update_ratio > SMALL_STEP:
        return None
    if figures.sharpness is not None and figures.sharpness > GENTLE:
        return None
    sentence = f"The gradient is not small, {number(figures.gradient)}, but each step changes the weights "
    sentence += f"by only {percent(figures.update_ratio)} of their size"
    advice = f"A learning rate such as {number(10 * figures.learning_rate, 2)}."
    if figures.sharpness is not None and figures.curvatures is not None:
        bound = number(2 / figures.curvatures[1]) if figures.curvatures[1] > 0 else "∞"
        sentence += f"; the learning rate {number(figures.learning_rate)} is far below 2/λmax = {bound}"
        advice = f"A higher learning rate, below {bound}."
    return Kind.TOO_LOW, sentence + ".", advice


def plateau(figures: Figures) -> Finding:
    """Say that the loss stays where it is: what is left when nothing more can be said."""
    sentence = f"The loss stays near {number(figures.late)} over {len(figures.losses)} steps"
    if figures.swing > SWING:
        sentence += f" and scatters by {percent(figures.swing)} from one to the next"
        return Kind.PLATEAU, sentence + ".", "A lower learning rate, or larger batches."
    sentence += f"; the gradient is {number(figures.gradient)}"
    if figures.curvatures is not None:
        sentence += f", the least eigenvalue {number(figures.curvatures[0])}"
    return (
        Kind.PLATEAU,
        sentence + ".",
        "Patience, a higher learning rate, momentum, or other starting weights.",
    )


def _too_large_a_step(figures: Figures) -> str:
    """Return by which figure the steps are too large, "" if none says so."""
    if figures.sharpness is not None and figures.curvatures is not None and figures.sharpness > 2:
        bound = number(2 / figures.curvatures[1])
        return f"the learning rate {number(figures.learning_rate)} is above 2/λmax = {bound}"
    if figures.update_ratio > BIG_STEP:
        return f"each step changes the weights by {percent(figures.update_ratio)} of their size"
    return ""


def _lower(figures: Figures) -> str:
    if figures.sharpness is not None and figures.curvatures is not None and figures.sharpness > 2:
        return f"A learning rate below {number(2 / figures.curvatures[1])}."
    return f"A lower learning rate, such as {number(figures.learning_rate / 10, 2)}."
