"""Verdicts made up by hand: calm, in trouble, with a wish that was not obeyed."""

from dataclasses import replace

from netviz.panels.standing import Standing, StandingLine
from tests.panels.plane_scenes import view

SADDLE = Standing(
    "saddle",
    "The gradient is small, 0.0021, and the loss curves down along 1 of 9 directions "
    "(least eigenvalue −0.0313): a saddle; the way out doubles every 44 steps.",
    "Patience, momentum, or a higher learning rate.",
    (
        "loss 0.6931 · |∂L/∂θ| 0.0021 · by layer 0.0012, 0.0017 · |Δθ|/|θ| 0.00012 · λ −0.031 … 0.25 · "
        "η λmax 0.13 · accuracy 50 %",
        "Hessian: 9 eigenvalues, 1 below 0",
        "λ = −0.0313, −1.1e−17, 0, 2.1e−18, 0.0021, 0.0033, 0.04, 0.11, 0.25",
    ),
    troubled=True,
)
CALM = Standing(
    "converging",
    "The loss falls: from 0.412 to 0.388 between the halves of the last 100 epochs.",
    "",
    ("loss 0.388 · |∂L/∂θ| 0.21",),
)


def standing(told=SADDLE, **changes):
    shown = replace(told, **changes)
    return StandingLine(lambda _: shown), view()


STANDING_SCENES = {
    "standing-saddle": standing,
    "standing-calm": lambda: standing(CALM),
    "standing-notice": lambda: standing(CALM, notice="not done: must be a number from 1 to 10000, not 0"),
    "standing-warning": lambda: standing(
        warning="an output of relu cannot reach all targets of bce; auto fits"
    ),
}
