"""What follows from the playground's settings: the output and the loss that auto stands for."""

import pytest

from netviz.labs.play_setup import Setup, fit
from networks.tasks import Task

KINDS = {"binary": (Task.BINARY, 2), "classes": (Task.CLASSES, 4), "values": (Task.REGRESSION, 0)}


@pytest.mark.parametrize(
    ("kind", "loss", "output", "expected"),
    [
        ("binary", "auto", "auto", ("bce", "sigmoid", 1)),
        ("binary", "auto", "tanh", ("hinge", "tanh", 1)),
        ("binary", "auto", "linear", ("hinge", "linear", 1)),
        ("binary", "auto", "relu", ("bce", "relu", 1)),
        ("binary", "hinge", "auto", ("hinge", "tanh", 1)),
        ("binary", "mse", "auto", ("mse", "sigmoid", 1)),
        ("binary", "cross_entropy", "auto", ("cross_entropy", "linear", 2)),
        ("classes", "auto", "auto", ("cross_entropy", "linear", 4)),
        ("classes", "auto", "tanh", ("cross_entropy", "tanh", 4)),
        ("classes", "mse", "auto", ("mse", "sigmoid", 4)),
        ("values", "auto", "auto", ("mse", "linear", 1)),
        ("values", "auto", "tanh", ("mse", "tanh", 1)),
    ],
)
def test_auto_takes_what_fits_the_task_and_what_is_chosen_beside_it(kind, loss, output, expected):
    fitted = fit(Setup(loss=loss, output_activation=output), *KINDS[kind])
    architecture = fitted.architecture
    assert (fitted.loss.name, architecture.output_activation, architecture.sizes[-1]) == expected
    if output == "auto":
        assert fitted.warning == ""


@pytest.mark.parametrize(
    ("kind", "loss", "output", "says"),
    [
        ("values", "bce", "linear", "values are fitted with mse"),
        ("values", "mse", "tanh", "cannot reach every value"),
        ("binary", "hinge", "sigmoid", "cannot reach all targets of hinge"),
        ("classes", "cross_entropy", "sigmoid", "cannot reach all targets of cross_entropy"),
        ("binary", "bce", "leaky_relu", ""),
    ],
)
def test_what_makes_no_sense_together_is_told(kind, loss, output, says):
    warning = fit(Setup(loss=loss, output_activation=output), *KINDS[kind]).warning
    assert says in warning and bool(says) == bool(warning)
