"""How fast one epoch of the MLP on XOR is, beside the loop a textbook would write: python benchmarks/step.py

Every comparison is a ratio: both sides take turns in one process, a few thousand epochs each, and the median
of the ratios of the turns is told, so that a machine busy with other things disturbs both alike.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from networks import DATASETS, LOSSES, MLP, OPTIMIZERS, Architecture, Trainer

LEARNING_RATE = 0.5
ARCHITECTURE = Architecture((2, 3, 1))
Row = tuple[str, dict[str, float]]


def sigmoid(z):
    """Return 1 / (1 + e⁻ᶻ) as the textbook writes it."""
    return 1 / (1 + np.exp(-z))


def textbook(network: MLP, epochs: int, with_loss: bool = True) -> list[float]:
    """Train the 2-3-1 network as a textbook would: four arrays, about twenty expressions an epoch."""
    (w1, w2), (b1, b2) = network.weights, network.biases
    w1, w2, b1, b2 = w1.copy(), w2.copy(), b1.copy(), b2.copy()
    x, y = DATASETS["XOR"].inputs, DATASETS["XOR"].targets
    losses = []
    for _ in range(epochs):
        a1 = sigmoid(x @ w1 + b1)
        a2 = sigmoid(a1 @ w2 + b2)
        error = a2 - y
        if with_loss:
            losses.append(0.5 * np.mean(error**2))
        delta2 = error * a2 * (1 - a2) / len(x)
        delta1 = (delta2 @ w2.T) * a1 * (1 - a1)
        grad_w2, grad_b2 = a1.T @ delta2, delta2.sum(axis=0)
        grad_w1, grad_b1 = x.T @ delta1, delta1.sum(axis=0)
        w1 -= LEARNING_RATE * grad_w1
        b1 -= LEARNING_RATE * grad_b1
        w2 -= LEARNING_RATE * grad_w2
        b2 -= LEARNING_RATE * grad_b2
    for (weights, biases), view, bias in zip(
        ((w1, b1), (w2, b2)), network.weights, network.biases, strict=True
    ):
        view[...], bias[...] = weights, biases
    return losses


def fresh(count: int = 0, seed: int = 0) -> MLP:
    """Return one new network, or `count` of them stacked."""
    nets = [MLP.create(ARCHITECTURE, np.random.default_rng(seed + i), "normal") for i in range(max(1, count))]
    return MLP.stack(nets) if count else nets[0]


def trainer(network: MLP, optimizer: str = "sgd") -> Trainer:
    """Return our trainer of `network` on XOR."""
    return Trainer(network, DATASETS["XOR"], LOSSES["mse"], OPTIMIZERS[optimizer](LEARNING_RATE))


def check_same_result(epochs: int = 500) -> None:
    """Raise unless both loops give the same losses and the same weights."""
    ours, theirs = fresh(), fresh()
    losses = trainer(ours).train(epochs)
    np.testing.assert_allclose(losses, textbook(theirs, epochs), rtol=1e-9)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-9)


def seconds(work: Callable[[], object]) -> float:
    """Return how long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rows(epochs: int = 3000, turns: int = 15) -> list[Row]:
    """Measure, and return (name, figures) pairs; rates in epochs (of one net) per second, times in ms."""
    check_same_result()
    single, adam = trainer(fresh()), trainer(fresh(), "adam")
    many = {count: trainer(fresh(count)) for count in (64, 256)}
    work: dict[str, tuple[int, Callable[[], object]]] = {
        "textbook": (epochs, lambda: textbook(fresh(), epochs)),
        "textbook without loss": (epochs, lambda: textbook(fresh(), epochs, with_loss=False)),
        "networks, sgd": (epochs, lambda: single.train(epochs)),
        "networks, adam": (epochs, lambda: adam.train(epochs)),
    }
    for count, stacked in many.items():
        work[f"networks, {count} nets at once"] = (count * 300, lambda stacked=stacked: stacked.train(300))
    rates: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(turns):
        for name, (net_epochs, run) in work.items():
            rates[name].append(net_epochs / seconds(run))
    measured: list[Row] = []
    for name, values in rates.items():
        figures = {"epochs_per_second": median(values)}
        for base in ("textbook", "textbook without loss"):
            figures[f"times_{base.replace(' ', '_')}"] = median(
                ours / theirs for ours, theirs in zip(values, rates[base], strict=True)
            )
        measured.append((name, figures))
    return measured + forward_rows(turns)


def forward_rows(turns: int) -> list[Row]:
    """Measure what the screen asks for: one network over a grid of inputs, many over the four samples."""
    axis = np.linspace(-1, 2, 64)
    grid = np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)
    one, stacked = fresh(), fresh(512)
    over_grid, over_nets = one.trace(grid), stacked.trace(DATASETS["XOR"].inputs)
    work = {
        "forward, 64 × 64 inputs": lambda: one.forward(over_grid),
        "forward, 512 networks × 4 inputs": lambda: stacked.forward(over_nets),
    }
    return [
        (name, {"milliseconds": 1000 * median(seconds(run) for _ in range(20 * turns))})
        for name, run in work.items()
    ]


def main() -> None:
    """Print a row for each way to train."""
    for name, figures in rows():
        print(f"{name:34s}", "  ".join(f"{key} {value:,.2f}" for key, value in figures.items()))


if __name__ == "__main__":
    main()
