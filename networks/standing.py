"""Why is it stuck? From figures to a verdict in words, with the figures in it and what to try.

The rules are asked in the order of `RULES`; the first that fits speaks. What destroys everything comes
first, then whether what is learned serves other points, then whether the loss is low or still falls. Only
where it does neither is there a reason to look for, and a cause (dead units) comes before what follows from
it (a small gradient).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from networks import standing_causes as causes
from networks import standing_course as course
from networks.figures import number
from networks.standing_figures import Figures, Least
from networks.standing_kinds import Finding, Kind, percent
from networks.standing_overfitting import overfitting

__all__ = ["Figures", "Kind", "Least", "Verdict", "figures_text", "judge"]


@dataclass(frozen=True)
class Verdict:
    """What is going on, in a sentence with its figures; what to try, "" if nothing; all the figures."""

    kind: Kind
    sentence: str
    what_to_try: str
    figures_text: str


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
        parts.append(f"accuracy {percent(figures.accuracy)}")
    return " · ".join(parts)


RULES: tuple[Callable[[Figures], Finding | None], ...] = (
    course.exploding,
    course.unfit,
    course.by_hand,
    course.early,
    course.held,
    course.oscillating,
    overfitting,
    course.converged,
    course.converging,
    course.at_rest,
    course.met,
    course.too_high,
    course.lost,
    causes.shrunk,
    causes.dead,
    causes.saturated,
    causes.vanishing,
    course.too_low,
    causes.saddle,
    causes.minimum,
    course.plateau,
)
