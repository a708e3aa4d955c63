"""Training and test losses made up by hand."""

import numpy as np

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.panel import Choices, View
from netviz.panels.two_losses import Course, TwoLosses


def figures(epochs=1500):
    """Return (epochs, 4): a training loss that falls on, a test loss that turns, and accuracies."""
    t = np.arange(epochs)
    rng = np.random.default_rng(2)
    train = 0.5 * np.exp(-t / 250) + 0.02 + 0.01 * rng.random(epochs)
    test = 0.5 * np.exp(-t / 250) + 0.06 + 0.00012 * t + 0.01 * rng.random(epochs)
    return np.stack((train, test, 1 - 0.8 * train, 1 - 0.7 * test), axis=-1)


def timeline(metrics, begin=0):
    """Return a timeline of so many epochs, which has nothing of those before `begin`."""
    seen, zeros = Timeline(), np.zeros(2)
    for step, news in ((begin, metrics[:0]), (begin + max(len(metrics), 1), metrics)):
        snapshot = Snapshot(step, zeros, zeros, zeros, 0.25, 0.75)
        seen.add(Refresh(snapshot, news, State.RUNNING, "", 0, 1, 5000, 10))
    return seen


def losses(epochs=1500, log_loss=True, equation="L = −mean [y ln ŷ + (1 − y) ln(1 − ŷ)]", **course):
    now = course.pop("now", tuple(figures(epochs)[-1].tolist()))
    shown = Course(equation, now, **course)
    return TwoLosses(lambda _: shown), View(timeline(figures(epochs)), Choices(log_loss=log_loss))


LOSSES_SCENES = {
    "two-losses": losses,
    "two-losses-linear": lambda: losses(log_loss=False),
    "two-losses-of-values": lambda: losses(accuracy=False, equation="L = ½ · mean (ŷ − y)²"),
    "two-losses-without-test": lambda: losses(200, test=False),
    "two-losses-at-the-start": lambda: losses(1),
    "two-losses-after-an-edit": lambda: losses(400, now=(0.9, 1.3, 0.61, 0.55)),
}
