"""One update of a made-up network, taken apart by hand: a forward pass, and numbers for the rest."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np

from netviz.panels.update_data import Phase, UpdateData, UpdateLayer
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.update_numbers import UpdateNumbers
from netviz.panels.update_walk import Walk
from tests.panels.plane_scenes import view

KINDS = ("forward, hidden layer 1", "forward, output", "loss", "δ of the output", "δ of hidden layer 1",
         "gradients", "update")  # fmt: skip
PHASES = (
    Phase("forward", 0, KINDS[0], "→1", "z = x W + b,  a = tanh z"),
    Phase("forward", 1, KINDS[1], "→ŷ", "z = x W + b,  a = σ(z)"),
    Phase("loss", 1, KINDS[2], "L", "L = mean of −y ln p − (1 − y) ln(1 − p)"),
    Phase("output delta", 1, KINDS[3], "δŷ", "δ = ∂L/∂z = (p − y) / n"),
    Phase("hidden delta", 0, KINDS[4], "δ1", "δ = (δ₊ W₊ᵗ) f′(z)"),
    Phase("gradients", None, KINDS[5], "∂W", "∂L/∂W = xᵗ δ,  ∂L/∂b = Σ δ over the samples"),
    Phase("update", None, KINDS[6], "ΔW", "ΔW = −η ∂L/∂W,  Δb = −η ∂L/∂b"),
)


def layer(rng, name, neurons, x, first, activation):
    """Return a layer of random weights, and what it makes of `x` (b, in)."""
    count = len(neurons)
    weights = rng.normal(0, 1, (x.shape[1] + 1, count))
    z = x @ weights[:-1] + weights[-1]
    a = activation(z)
    delta = rng.normal(0, 0.1, z.shape)
    gradients = np.concatenate((x.T @ delta, delta.sum(axis=0)[None]))
    places = first + np.arange(weights.size).reshape(weights.shape)
    return UpdateLayer(
        name, neurons, x, z, a, 1 - a**2, delta, weights, gradients, -0.5 * gradients, places,
        np.zeros(weights.shape, bool),
    )  # fmt: skip


def update(hidden=3, samples=5, agrees=True, kinks=0, tells=True, notes=()):
    rng = np.random.default_rng(12)
    names = tuple(f"h{k + 1}" for k in range(hidden))
    first = layer(rng, "hidden layer 1", names, rng.uniform(-1, 1, (samples, 2)), 0, np.tanh)
    last = layer(rng, "output", ("ŷ",), first.a, first.weights.size, lambda z: 1 / (1 + np.exp(-z)))
    targets = (np.arange(samples) % 2)[:, None].astype(float)
    losses = -np.log(np.where(targets, last.a, 1 - last.a))[:, 0]

    def write(phase, layer, source, neuron, sample):
        return f"q{phase} = {layer} · {source} + {neuron} = {sample}\nL = mean of them = 0.5"

    def compare(place):
        return SimpleNamespace(
            value=0.5, h=1e-5, plus=0.61234567, minus=0.61234321, estimate=0.123, gradient=0.123 + place,
            error=2e-10 if agrees else 0.3, kinks=kinks, agrees=agrees, tells=tells,
        )  # fmt: skip

    points = tuple(f"({x:.2f}, {y:.2f}) class {k % 2}" for k, (x, y) in enumerate(first.x))
    return UpdateData(
        ("x₁", "x₂"), (first, last), PHASES, points, targets, last.a, losses, losses[:, None],
        float(losses.mean()), write, compare, notes, answer="p",
    )  # fmt: skip


def softmax_update(samples=5, classes=("Anna", "Ben", "2")):
    """Return an update of three outputs, of which the softmax is the answer."""
    data, rng = update(samples=samples), np.random.default_rng(5)
    last = layer(rng, "output", ("ŷ₀", "ŷ₁", "ŷ₂"), data.layers[0].a, 9, lambda z: z)
    p = np.exp(last.a) / np.exp(last.a).sum(axis=1, keepdims=True)
    targets = np.eye(3)[np.arange(samples) % 3]
    parts = -targets * np.log(p)
    losses = parts.sum(axis=1)
    return replace(
        data, layers=(data.layers[0], last), targets=targets, prediction=p, losses=losses, parts=parts,
        loss=float(losses.mean()), softmax="z", classes=classes,
    )  # fmt: skip


def shown_of(panel, phase, data, checking=False):
    walk = Walk()
    walk.fit(data)
    walk.go(phase)
    walk.checking = checking
    return panel(lambda _: data, walk), view()


def graph(phase=0, **settings):
    return shown_of(UpdateGraph, phase, update(**settings))


def numbers(phase=0, checking=False, **settings):
    return shown_of(UpdateNumbers, phase, update(**settings), checking)


UPDATE_SCENES = {
    "update-graph-forward": graph,
    "update-graph-loss": lambda: graph(2),
    "update-graph-back": lambda: graph(4),
    "update-graph-gradients": lambda: graph(5),
    "update-graph-of-30": lambda: graph(6, hidden=30),
    "update-numbers-forward": numbers,
    "update-numbers-loss": lambda: numbers(2),
    "update-graph-softmax": lambda: shown_of(UpdateGraph, 2, softmax_update()),
    "update-numbers-softmax": lambda: shown_of(UpdateNumbers, 2, softmax_update()),
    "update-numbers-checked": lambda: numbers(5, checking=True, samples=20),
    "update-numbers-corner": lambda: numbers(
        6, checking=True, agrees=False, kinks=1, notes=("Left out: dropout of 20 %.",)
    ),
}
