"""How fast one training step of the convolutional network is: python benchmarks/cnn_step.py

The default network, 28 × 28, batches of 64, Adam, beside PyTorch (both memory layouts, its fused Adam) and
beside loops over pixels. Each side lives in a process of its own, with the settings that suit it: one BLAS
thread for us, who have a second process help, two threads for PyTorch. They take turns, a few dozen steps
each, and the median of the turns' ratios is told. Before that, all are asked for the same gradient.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
if sys.path[0] != str(ROOT):
    sys.path.insert(0, str(ROOT))

from netviz import environment  # noqa: E402

if sys.argv[1:2] not in (["torch"], ["torch, channels last"]):
    environment.prepare()

import numpy as np  # noqa: E402

from benchmarks.over_pixels import over_pixels  # noqa: E402
from benchmarks.result import CannotMeasure, Result, at_least, median_ratio, spread  # noqa: E402
from networks.convnet import ConvNet  # noqa: E402
from networks.layers import DEFAULT  # noqa: E402
from networks.optimizers import Adam  # noqa: E402
from networks.training_step import TrainingStep  # noqa: E402

BATCH, RATE = 64, 1e-3
STEPS, TURNS = 40, 25
SIDES = ("ours", "torch", "torch, channels last")
PIXEL_IMAGES = 2


def problem(batch: int = BATCH):
    """Return the same first parameters, images and labels on every side."""
    rng = np.random.default_rng(0)
    parameters = ConvNet(DEFAULT).initial(rng)
    return parameters, rng.standard_normal((batch, 1, 28, 28)).astype(np.float32), rng.integers(0, 10, batch)


def ours() -> tuple[Callable[[], object], Callable[[], np.ndarray]]:
    """Return one step of ours, and what gives the gradient of the last."""
    parameters, images, labels = problem()
    gradients, step, adam = np.zeros_like(parameters), TrainingStep(ConvNet(DEFAULT), BATCH), Adam(RATE)
    adam.prepare(parameters)

    def one() -> None:
        step.run(parameters, images, labels, gradients)
        adam.step(parameters, gradients)

    return one, lambda: gradients


def pytorch(channels_last: bool) -> tuple[Callable[[], object], Callable[[], np.ndarray]]:
    """Return one step of PyTorch's, and what gives the gradient of the last."""
    import torch
    from torch import nn

    torch.set_num_threads(2)
    parameters, images, labels = problem()
    net = nn.Sequential(
        nn.Conv2d(1, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(8, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(784, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )
    nn.utils.vector_to_parameters(torch.tensor(parameters), net.parameters())
    x, y = torch.tensor(images), torch.tensor(labels)
    if channels_last:
        net = net.to(memory_format=torch.channels_last)
        x = x.to(memory_format=torch.channels_last)
    adam = torch.optim.Adam(net.parameters(), RATE, fused=True)
    loss = nn.CrossEntropyLoss()

    def one() -> None:
        adam.zero_grad(set_to_none=True)
        loss(net(x), y).backward()
        adam.step()

    def gradient() -> np.ndarray:
        return np.concatenate([p.grad.contiguous().numpy().ravel() for p in net.parameters()])

    return one, gradient


def serve(side: str) -> None:
    """Tell the gradient of a first step, then for each number on stdin how long that many steps take."""
    one, gradient = ours() if side == "ours" else pytorch(side != "torch")
    one()
    sys.stdout.write(gradient().astype(np.float32).tobytes().hex() + "\n")
    sys.stdout.flush()
    for line in sys.stdin:
        start = time.perf_counter()
        for _ in range(int(line)):
            one()
        print(time.perf_counter() - start, flush=True)


class Side:
    """One side in a process of its own."""

    def __init__(self, name: str) -> None:
        clean = {key: value for key, value in os.environ.items() if key not in environment.ONE_THREAD}
        self.process = subprocess.Popen(
            [sys.executable, __file__, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=clean,
        )
        first = self._answer()
        self.gradient = np.frombuffer(bytes.fromhex(first), np.float32)

    def seconds(self, steps: int) -> float:
        """Return how long so many steps take there."""
        self.process.stdin.write(f"{steps}\n")
        self.process.stdin.flush()
        return float(self._answer())

    def _answer(self) -> str:
        line = self.process.stdout.readline()
        if not line:
            raise CannotMeasure("PyTorch is not installed" if self.process.wait() else "a side has ended")
        return line

    def close(self) -> None:
        """End the process."""
        self.process.stdin.close()
        self.process.wait()


def check_pixels() -> None:
    """Raise unless the loops over pixels give our gradient."""
    parameters, images, labels = problem(PIXEL_IMAGES)
    expected = np.zeros_like(parameters)
    TrainingStep(ConvNet(DEFAULT), PIXEL_IMAGES).run(parameters, images, labels, expected)
    np.testing.assert_allclose(over_pixels(parameters, images, labels), expected, rtol=1e-3, atol=1e-5)


def measured(quick: bool) -> dict[str, list[float]]:
    """Return each side's images per second, turn by turn."""
    check_pixels()
    rates: dict[str, list[float]] = {name: [] for name in (*SIDES, "pixels")}
    sides: list[Side] = []
    try:
        for name in SIDES:
            sides.append(Side(name))
            np.testing.assert_allclose(sides[-1].gradient, sides[0].gradient, rtol=1e-2, atol=1e-5)
        for turn in range((5 if quick else TURNS) + 1):  # the first warms up
            for name, side in zip(SIDES, sides, strict=True):
                rate = STEPS * BATCH / side.seconds(STEPS)
                rates[name] += [rate] * (turn > 0)
    finally:
        for side in sides:
            side.close()
    few = problem(PIXEL_IMAGES)
    for _ in range(2 if quick else 4):
        start = time.perf_counter()
        over_pixels(*few)
        rates["pixels"].append(PIXEL_IMAGES / (time.perf_counter() - start))
    return rates


def results(quick: bool) -> list[Result]:
    """Return the rows of the table."""
    rates = measured(quick)
    best = max(SIDES[1:], key=lambda name: median(rates[name]))
    ratios = [our / their for our, their in zip(rates["ours"], rates[best], strict=True)]
    rows = [
        at_least(
            f"CNN training step beside PyTorch ({best.replace('torch, ', '') if ',' in best else 'default'})",
            median_ratio(rates["ours"], rates[best]),
            1.25,
            "×",
            spread(ratios),
        ),
        at_least(
            "CNN training step beside loops over pixels",
            median(rates["ours"]) / median(rates["pixels"]),
            500,
            "×",
        ),
    ]
    for name, values in rates.items():
        rows.append(Result(f"images per second, {name}", f"{median(values):,.0f} (best {max(values):,.0f})"))
    return rows


def main() -> None:
    """Print the rows, or serve as one side."""
    if sys.argv[1:2] and sys.argv[1] in SIDES:
        serve(sys.argv[1])
        return
    for row in results("--quick" in sys.argv):
        print(f"{row.measure:55s} {row.figure} {row.required}")


if __name__ == "__main__":
    main()
