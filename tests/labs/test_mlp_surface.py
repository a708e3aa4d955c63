"""The loss over two weights, computed from the snapshot, and the way the run has come."""

import numpy as np
import pytest

from netviz.labs.mlp_probe import Probe
from netviz.labs.mlp_surface import LossLandscape
from tests.runs import plain_forward, seen, setup_of

SQUARE = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
TARGETS = np.array([0.0, 1.0, 1.0, 0.0])


def plain_loss(lab, parameters):
    """Return the loss as the textbook writes it."""
    zs, activations = plain_forward(lab, parameters, SQUARE)
    z, a = zs[-1][:, 0], activations[-1][:, 0]
    match lab.options["loss"]:
        case "mse":
            return float(np.mean((a - TARGETS) ** 2) / 2)
        case "bce":
            return float(np.mean(np.logaddexp(0, z) - TARGETS * z))
        case "hinge":
            return float(np.mean(np.maximum(0, 1 - (2 * TARGETS - 1) * a)))


CASES = [
    {"loss": "mse"},
    {"loss": "bce"},
    {"loss": "hinge", "output_activation": "linear"},
    {"loss": "mse", "activation": "tanh", "optimizer": "adam", "learning_rate": 0.05},
]


@pytest.mark.parametrize("options", CASES)
@pytest.mark.parametrize("x, y", [(0, 1), (8, 3), (5, 6)])
def test_heights_are_losses_with_two_weights_replaced(options, x, y):
    lab, timeline = seen((2,), **options)
    surface = LossLandscape(Probe(setup_of(lab))).surface(timeline, x, y)
    last = len(surface.xs) - 1
    for row, column in [(0, 0), (0, last), (7, 4), (last, last), (last - 3, 1)]:
        parameters = timeline.snapshot.parameters.copy()
        parameters[x], parameters[y] = surface.xs[column], surface.ys[row]
        assert surface.heights[row, column] == pytest.approx(plain_loss(lab, parameters), rel=1e-11)


@pytest.mark.parametrize("options", CASES)
def test_the_path_tells_the_losses_the_run_really_had(options):
    lab, timeline = seen((2,), **options)
    path = LossLandscape(Probe(setup_of(lab))).surface(timeline, 0, 6).path
    assert path[-1, 2] == pytest.approx(timeline.snapshot.loss, rel=1e-12)
    assert len(path) == len(timeline.steps)
    for moment, (x, y, loss) in zip(timeline.parameters, path, strict=True):
        assert (x, y) == (moment[0], moment[6])
        assert loss == pytest.approx(plain_loss(lab, moment), rel=1e-11)


def test_the_path_lies_inside_the_window_shown():
    lab, timeline = seen((2,), epochs=3000)
    for x, y in [(0, 1), (6, 7), (2, 8)]:
        surface = LossLandscape(Probe(setup_of(lab))).surface(timeline, x, y)
        assert surface.xs[0] < surface.path[:, 0].min() and surface.path[:, 0].max() < surface.xs[-1]
        assert surface.ys[0] < surface.path[:, 1].min() and surface.path[:, 1].max() < surface.ys[-1]
        assert (np.diff(surface.xs) > 0).all()
        assert surface.xs[0] == round(surface.xs[0])
