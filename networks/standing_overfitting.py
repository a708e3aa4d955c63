"""A rule on training and test: whether the points are learned by heart."""

from __future__ import annotations

import numpy as np

from networks.figures import number
from networks.standing_figures import Figures, Least
from networks.standing_kinds import Finding, Kind

EPOCHS = 40  # losses before it is spoken of
RISE, OF_CHANCE = 0.1, 0.05  # of the least test loss, of the loss of the best constant answer
FALL = 0.1  # of the training loss of then
CLEAR = 3.0  # deviations of the test loss, by which the rise must exceed its scatter


def overfitting(figures: Figures) -> Finding | None:
    """Speak if, since the test loss was least, it has risen for good and the training loss has fallen.

    The rise is that of the mean of the last half of the losses over the least mean of ten epochs. It must be
    more than the test loss scatters about its trend, since the least of many noisy means lies low by chance;
    and the test loss must not be falling back.
    """
    least, tests = figures.least, figures.test_losses
    if least is None or tests is None or len(tests) < EPOCHS or not np.isfinite(tests).all():
        return None
    half = len(tests) // 2
    early, late = float(tests[:half].mean()), float(tests[-half:].mean())
    places = np.arange(len(tests)) - (len(tests) - 1) / 2
    slope = float(places @ tests / (places @ places))
    scatter = float((tests - tests.mean() - slope * places).std())
    margin = max(RISE * abs(least.test), OF_CHANCE * figures.unit, CLEAR * scatter)
    gap = late - figures.late
    if late - least.test < margin or gap < margin or figures.late > (1 - FALL) * least.training:
        return None
    if early - late > max(FALL * (late - least.test), scatter):
        return None
    sentence = f"The training loss fell to {number(figures.late)} {figures.lately}, the test loss rose "
    then = number(least.test)
    if least.before:
        sentence += f"from {then} (epoch {least.epoch}, other penalties or dropout)"
    else:
        sentence += f"since epoch {least.epoch} or so from {then}"
    sentence += f" to {number(late)}: a gap of {number(gap)}."
    return Kind.OVERFITTING, sentence, _advice(figures, least)


def _advice(figures: Figures, least: Least) -> str:
    ways = ["More points", "more L2" if "L2" in figures.penalties else "L2"]
    if len(figures.gradient_norms) > 1:
        ways += ["more dropout" if figures.dropout else "dropout", "fewer neurons"]
    else:
        ways.append("fewer inputs")
    last = ways.pop() if least.before else f"stop near epoch {least.epoch}"
    return f"{', '.join(ways)}, or {last}."
