"""A network of 3-4-2-1 made up by hand, looked at with one input and with two."""

from dataclasses import replace

import numpy as np

from netviz.panels.contributions import Contributions
from netviz.panels.neuron_sum import Sum
from netviz.panels.neuron_table import NeuronTable, Responses
from netviz.panels.walk import Walk
from netviz.panels.walk_data import Path, PathLayer
from tests.panels.plane_scenes import view

COUNTS = (4, 2, 1)
NAMES = (("h1₁", "h1₂", "h1₃", "h1₄"), ("h2₁", "h2₂"), ("ŷ",))
RANGES = ((-1.0, 1.0), (-1.0, 1.0), (0.0, 1.0))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def passed(inputs, grow=1.0):
    """Return z and a of each layer for inputs (n, 3)."""
    rng = np.random.default_rng(7)
    a, zs, all_a = np.asarray(inputs), [], []
    for k, count in enumerate(COUNTS):
        z = a @ rng.normal(0, 1.4 * grow, (a.shape[1], count)) + rng.normal(0, 0.3, count)
        a = np.tanh(z) if k < 2 else sigmoid(z)
        zs.append(z)
        all_a.append(a)
    return tuple(zs), tuple(all_a)


def total(columns=2, inputs=3, neuron="h2₁", sign=1.0, bias=-0.4, grow=1.0):
    """Return a sum of `inputs` terms with weights of about `grow`, for one input of the network or two."""
    rng = np.random.default_rng(3)
    names = ("x₁", "x₂", "x₁·x₂", *(f"x{k}" for k in range(4, inputs + 1)))[:inputs]
    weights, values = sign * grow * rng.normal(0, 1, inputs), rng.uniform(-1, 1, (columns, inputs))
    z = values @ weights + bias
    says = "two pins" if columns == 2 else "(0.20, −0.73)"
    heads = ("A", "B") if columns == 2 else ()
    return Sum(
        neuron,
        "hidden layer 2",
        names,
        weights,
        values,
        bias,
        z,
        np.tanh(z),
        "a = tanh z",
        heads,
        says,
        COUNTS,
    )


MEANS = ("for class Anna", "for class Ben")  # of two outputs whose softmax is the answer


def softmax(z):
    return np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)


def output_total(**how):
    """Return the sum of an output that stands for a class."""
    data = total(neuron="ŷ₁", **how)
    p = softmax(np.stack((np.zeros_like(data.z), data.z), axis=-1))[:, 1]
    told = {"layer": "output", "a": data.z, "formula": "a = z", "means": MEANS[1], "p": p}
    return replace(data, **told, p_formula="p = softmax(z)")


def contributions(of_output=False, **how):
    data = (output_total if of_output else total)(**how)
    return Contributions(lambda _: data), view(neuron=(1, 0))


def neurons(neuron=(1, 1), grow=1.0):
    z, a = passed([(0.2, -0.8, 0.5), (-0.7, 0.4, 0.1)], grow)
    data = Responses(
        NAMES, z, a, RANGES, ("a = tanh z",) * 2 + ("a = σ(z)",), ("(0.20, −0.80)", "(−0.70, 0.40)")
    )
    return NeuronTable(lambda _: data), view(neuron=neuron)


def neurons_of_classes(neuron=(1, 1)):
    """Return a table whose last layer has an output for each of two classes."""
    z, _ = passed([(0.2, -0.8, 0.5), (-0.7, 0.4, 0.1)])
    formulas = ("a = tanh z", "a = z")
    data = Responses(
        (NAMES[0], ("ŷ₀", "ŷ₁")), z[:2], (np.tanh(z[0]), z[1]), (RANGES[0], (-4.0, 4.0)), formulas,
        ("(0.20, −0.80)", "(−0.70, 0.40)"), MEANS, softmax(z[1]), "p = softmax(z)",
    )  # fmt: skip
    return NeuronTable(lambda _: data), view(neuron=neuron)


def walk(share=0.3, neuron=(0, 2), layers=3, **choices):
    steps = np.linspace(0, 1, 41)[:, None]
    start, end = np.array((0.9, -0.8, 0.5)), np.array((-0.9, 0.7, -0.4))
    _, a = passed(start + np.append(steps, [[share]], axis=0) * (end - start), 1.6)
    data = Path(
        tuple(
            PathLayer("out" if k == 2 else f"layer {k + 1}", NAMES[k], a[k][:-1], a[k][-1], *RANGES[k])
            for k in range(3)
        )[3 - layers :],
        (0.9, -0.8), (-0.9, 0.7), "no pins: A class 0, B class 1",
    )  # fmt: skip
    return Walk(lambda _: data), view(walk=share, neuron=neuron, **choices)


def many(layers=6, neurons=32):
    """Return a walk through the largest network there can be."""
    steps = np.linspace(0, 1, 41)[:, None]
    values = np.sin(steps * np.arange(1, neurons + 1))
    layer = [
        PathLayer(f"layer {k + 1}", tuple(f"h{k + 1}.{i}" for i in range(neurons)), values, values[20], -1, 1)
        for k in range(layers)
    ]
    data = Path(tuple(layer), (0.0, 0.0), (1.0, 1.0), "two pins")
    return Walk(lambda _: data), view(neuron=(2, 1))


PROBE_SCENES = {
    "contributions-of-two": contributions,
    "contributions-of-one": lambda: contributions(columns=1, inputs=2),
    "contributions-of-many": lambda: contributions(inputs=16),
    "contributions-of-an-output": lambda: contributions(of_output=True),
    "neuron-table": neurons,
    "neuron-table-of-classes": neurons_of_classes,
    "walk": walk,
    "walk-of-many": many,
}
