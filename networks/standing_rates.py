"""Which learning rate to try instead, as far as the curvature, the size of the steps and the optimizer tell.

For descent on the whole set, plain or with momentum, the greatest eigenvalue λmax of the Hessian bounds η,
and η / (1 − β) = 1/λmax, half of the bound or less, goes straight to the bottom along that direction (LeCun
and others 1998, *Efficient BackProp*, section 5). For mini-batches and adam there is no such figure: the
noise of the gradients, or the division by their size, decides too (Wu and others 2018, *NeurIPS* 31; Cohen
and others 2022, arXiv 2207.14484). There all that is said is a factor on the rate of now. A step is
proportional to the rate, and its noise holds the loss up in proportion to η over the batch size (Mandt and
others 2017, *JMLR* 18); adam changes no weight by much more than η, whatever the gradient (Kingma and Ba
2015, section 2.1). What is advised is rounded down to 1, 2 or 5 times a power of ten.
"""

from __future__ import annotations

from networks.arrays import FloatArray
from networks.figures import number, round_below
from networks.standing_figures import Figures
from networks.standing_kinds import percent

BIG_STEP, SMALL_STEP = 0.1, 1e-3  # |Δθ| / |θ|; 0.001 is a healthy one (Karpathy, notes of CS231n)
HIGHEST = 100.0  # that can be set
USUAL = {"sgd": 1.0, "momentum": 0.1, "adam": 0.01}  # high, for inputs of about 1
BLOCKED = 0.5  # share of a hidden layer's units that let no gradient through
LITTLE_LEFT = 0.1  # of the rate, by the schedule
SLOWLY = 0.05  # of the loss, from the first half of the losses to the second
HALF = 0.5  # of the way from the best constant answer


def bound(figures: Figures) -> str:
    """Return the bound of the learning rate in words, "" if there is none."""
    if figures.sharpness is None or figures.curvatures is None or figures.curvatures[1] <= 0:
        return ""
    name = "2 (1 + β)/λmax" if figures.beta else "2/λmax"
    return f"{name} = {number(figures.limit / figures.curvatures[1])}"


def too_large(figures: Figures) -> str:
    """Return by which figure the steps are too large, "" if none says so."""
    if figures.sharpness is not None and figures.sharpness > figures.limit:
        return f"the learning rate {number(figures.learning_rate)} is above {bound(figures)}"
    if figures.update_ratio > BIG_STEP:
        return f"each step changes the weights by {percent(figures.update_ratio)} of their size"
    return ""


def lower(figures: Figures, by: float = 10.0) -> str:
    """Return the advice to take a lower learning rate, and where it needs that, to start again with it."""
    now = figures.learning_rate
    if now <= 0:
        return "Another schedule: it has left nothing of the learning rate."
    rate = min(now / by, USUAL[figures.optimizer])
    says = ""
    if figures.sharpness is not None and figures.sharpness > figures.limit:
        rate = min(max(_straight(figures), now / 100), now / 2)
        says = f", below {bound(figures)}"
    again = ""
    for state, shares in (("saturated", figures.saturated), ("dead", figures.dead)):
        if _most(shares) >= BLOCKED and not figures.all_right:
            again = f", and a new start (r), since units are {state}"
    return f"A lower learning rate, such as {_told(figures, rate)}{says}{again}."


def restart(figures: Figures, otherwise: str) -> str:
    """Return the advice to start again: with a lower learning rate where it is high, or `otherwise`."""
    if figures.learning_rate <= USUAL[figures.optimizer]:
        return f"a new start (r) {otherwise}"
    rate = min(figures.learning_rate / 10, USUAL[figures.optimizer])
    return f"a new start (r) with a lower learning rate, such as {_told(figures, rate)}"


def higher(figures: Figures, sentence: str) -> tuple[str, str] | None:
    """Return a sentence about small steps, gone on with, and the advice to make them larger.

    None where the curvature, or how high a rate can be set, leaves no room for that.
    """
    if figures.decay < LITTLE_LEFT:
        sentence += f"; the schedule has left {percent(figures.decay)} of the learning rate"
        return sentence + ".", "Another schedule, or a new start (r)."
    rate = figures.learning_rate * min(max(SMALL_STEP / max(figures.stride, 1e-12), 3.0), 100.0)
    if bound(figures):
        sentence += f": η is far below {bound(figures)}"
        rate = _straight(figures)
    elif figures.optimizer != "adam" and figures.curvatures is not None and figures.curvatures[1] > 0:
        rate = min(rate, _straight(figures))
    rate = min(rate, HIGHEST * figures.decay)
    if _set(figures, rate) * figures.decay <= figures.learning_rate * (1 + 1e-9):
        return None
    return sentence + ".", f"A higher learning rate, such as {_told(figures, rate)}."


def faster(figures: Figures) -> str:
    """Return the advice to take a higher learning rate where the loss falls slowly by small steps, or ""."""
    slow = figures.early - figures.late < SLOWLY * figures.early and figures.left > HALF
    small = figures.stride < SMALL_STEP / 2 and not figures.is_small and figures.decay >= LITTLE_LEFT
    advice = higher(figures, "") if slow and small else None
    return advice[1] if advice else ""


def far_lower(figures: Figures) -> str:
    """Return a hundredth of the learning rate, as it is to be set."""
    return _told(figures, figures.learning_rate / 100) if figures.learning_rate > 0 else "0"


def less(figures: Figures) -> str:
    """Return the advice to let layers bend, or to have less of what holds the loss up; "" if neither."""
    bend = "tanh or relu instead of linear, which bends nothing. " if figures.straight else ""
    names = [*figures.penalties, *(["dropout"] if figures.dropout else [])]
    return bend or (f"Less {' or '.join(names)}. " if names and figures.left > HALF else "")


def without_momentum(figures: Figures, advice: str) -> str:
    """Return advice that leaves momentum out, where the optimizer has some already."""
    return advice if figures.optimizer == "sgd" else advice.replace(" momentum,", "")


def _straight(figures: Figures) -> float:
    """Return the rate that goes straight to the bottom along the steepest direction."""
    assert figures.curvatures is not None
    return (1 - figures.beta) / figures.curvatures[1]


def _set(figures: Figures, rate: float) -> float:
    """Return a round rate as it is to be set, before the schedule, so that it comes to `rate` or less."""
    return round_below(rate / figures.decay if figures.decay else rate)


def _told(figures: Figures, rate: float) -> str:
    """Return it in words."""
    return number(_set(figures, rate), 1)


def _most(shares: FloatArray | None) -> float:
    return 0.0 if shares is None or not len(shares) else float(shares.max())
