"""The equations of losses on the screen: read as Python, they come to the loss that is computed."""

import math

import numpy as np
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs import mlp_pages
from netviz.labs.loss_words import equation
from netviz.labs.mlp_probe import Setup
from netviz.labs.play_figures import course
from netviz.labs.play_setup import Setup as PlaySetup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.loss_curve import LossCurve
from networks import ACTIVATIONS, LOSSES, Architecture
from networks.datasets import XOR
from networks.output_layer import OutputLayer

RNG = np.random.default_rng(3)
ONE = RNG.normal(0, 1.5, (20, 1)), RNG.integers(0, 2, (20, 1)).astype(float)
THREE = RNG.normal(0, 1.5, (20, 3)), np.eye(3)[RNG.integers(0, 3, 20)]


def sigmoid(values):
    return 1 / (1 + np.exp(-values))


def softmax(values):
    powers = np.exp(values)
    return powers / powers.sum(axis=-1, keepdims=True)


PROBABILITIES = {
    "p = σ(a)": lambda z, a: sigmoid(a),
    "p = σ(z)": lambda z, a: sigmoid(z),
    "p = σ(2z)": lambda z, a: sigmoid(2 * z),
    "p = softmax(a)": lambda z, a: softmax(a),
    "p = softmax(z)": lambda z, a: softmax(z),
    "": lambda z, a: math.nan,
}
WRITTEN = {
    "L = ½ · mean (ŷ − y)²": lambda y, a, p: (0.5 * (a - y) ** 2).mean(),
    "L = −mean [y ln ŷ + (1 − y) ln(1 − ŷ)]": lambda y, a, p: (
        -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean()
    ),
    "L = −mean [y ln p + (1 − y) ln(1 − p)]": lambda y, a, p: (
        -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()
    ),
    "L = mean max(0, 1 − y·ŷ), y = ±1": lambda y, a, p: np.maximum(0, 1 - y * a).mean(),
    "L = −mean ln p of the class": lambda y, a, p: -np.log(p[y == 1]).mean(),
}


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("output", ACTIVATIONS)
def test_an_equation_is_what_is_computed(loss, output):
    loss = LOSSES[loss]
    z, targets = THREE if loss.name == "cross_entropy" else ONE
    layer, y = OutputLayer.of(ACTIVATIONS[output], z), loss.encode(targets)
    main, comma, where = equation(loss, output).partition(", p = ")
    p = PROBABILITIES[comma.removeprefix(", ") + where](z, layer.a)
    assert WRITTEN[main](y, layer.a, p) == pytest.approx(float(loss.values(layer, y)), rel=1e-9)


def test_each_lab_shows_the_equation_of_its_loss_and_output():
    pages = mlp_pages.pages(Setup(Architecture((2, 2, 1), output_activation="tanh"), XOR, LOSSES["bce"]))
    curve = next(panel for panel in pages[0].panels if isinstance(panel, LossCurve))
    assert curve._equation.endswith("p = σ(2z)")
    lab = PlaygroundLab(1, setup=PlaySetup(problem="blobs-3", output_activation="sigmoid"), epochs=10)
    timeline = Timeline()
    timeline.add(Session(lab, 10, 1).current())
    assert course(Look(), timeline).equation.endswith("p = softmax(a)")
