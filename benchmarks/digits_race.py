"""Seconds of training to 98 % of MNIST's test images, beside PyTorch.

    python -m benchmarks.digits_race SIDE SEED FOLDER

is one side: for each number on stdin it trains so many batches, and answers with seconds and accuracy.

Both sides have the same net, first weights, batches in the same order, Adam and schedule of learning rates,
so about the same number of batches; the time of a batch, gathered, passed forward and back and stepped by,
decides. Each side lives in a process of its own with two threads, and they take turns, a hundred batches
each. Outside the clock are the drawing of an epoch's order, the reading of the test images after each turn,
and our validation after an epoch, which PyTorch's side is spared. PyTorch has its fused Adam, and both its
layouts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks import mnist
from benchmarks.result import CannotMeasure, Result, at_most
from benchmarks.screen import ROOT
from netviz.environment import ONE_THREAD
from netviz.labs import digits_data
from netviz.labs.digits_config import DigitsConfig
from netviz.labs.digits_recipe import SPLIT_SEED
from networks.classifier import Classifier, Plan, evaluate
from networks.convnet import ConvNet
from networks.images import Digits
from networks.layers import DEFAULT
from networks.optimizers import Adam

OURS, CHANNELS_LAST = "ours", "torch, channels last"
SIDES = (OURS, "torch", CHANNELS_LAST)
THREADS = 2
NAME = "digits, seconds of training to 98 % of the test images, beside PyTorch"
GOAL, GOAL_QUICK = 0.98, 0.9
TURN = 100  # batches
SEEDS = (1, 2, 3)
MOST = 1.0
Turn = Callable[[int], tuple[float, float]]  # batches → seconds of training, test accuracy


def results(quick: bool) -> list[Result]:
    """Return the ratio to the better of PyTorch's layouts, over all seeds, and every side's seconds."""
    if find_spec("torch") is None:
        raise CannotMeasure("PyTorch is not installed")
    goal = GOAL_QUICK if quick else GOAL
    seeds = SEEDS[:1] if quick else SEEDS
    races = [race(seed, goal) for seed in seeds]
    totals = {side: sum(runs[side].seconds for runs in races) for side in SIDES}
    best = min(SIDES[1:], key=totals.__getitem__)
    ratios = [runs[OURS].seconds / runs[best].seconds for runs in races]
    note = f"{best}; by seed {', '.join(f'{ratio:.2f}' for ratio in ratios)}"
    rows = [at_most(NAME.replace("98", f"{100 * goal:g}"), median(ratios), MOST, "×", note)]
    for side in SIDES:
        course = ", ".join(f"{runs[side].seconds:.2f} s in {runs[side].batches} batches" for runs in races)
        rows.append(Result(f"– {side}", course))
    return rows


@dataclass
class Run:
    """One side on its way to the goal: seconds trained, batches done, test accuracy after each turn."""

    process: subprocess.Popen[str]
    seconds: float = 0.0
    batches: int = 0
    accuracies: list[float] = field(default_factory=list)

    def there(self, goal: float) -> bool:
        """Whether the goal has been reached."""
        return bool(self.accuracies) and self.accuracies[-1] >= goal

    def turn(self) -> None:
        """Have it train for a turn."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(f"{TURN}\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.process.args} has ended with {self.process.wait()}")
        answer: dict[str, float] = json.loads(line)
        self.seconds += answer["seconds"]
        self.batches += TURN
        self.accuracies.append(answer["accuracy"])

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


def race(seed: int, goal: float) -> dict[str, Run]:
    """Let all sides train in turns until each has reached the goal."""
    clean = {key: value for key, value in os.environ.items() if key not in ONE_THREAD}
    alone = clean | dict.fromkeys(ONE_THREAD, "1")  # a BLAS thread for each of our own
    data, runs = str(mnist.folder()), dict[str, Run]()
    try:
        for side in SIDES:
            command = [sys.executable, "-m", "benchmarks.digits_race", side, str(seed), data]
            pipe = subprocess.PIPE
            runs[side] = Run(
                subprocess.Popen(
                    command,
                    cwd=ROOT,
                    env=alone if side == OURS else clean,
                    stdin=pipe,
                    stdout=pipe,
                    text=True,
                )
            )
        while racing := [run for run in runs.values() if not run.there(goal)]:
            for run in racing:
                run.turn()
        return runs
    finally:
        for run in runs.values():
            run.close()


def prepared(data: Path) -> Digits:
    """Return MNIST as the lab has it by default."""
    config = DigitsConfig()
    raw = digits_data.find(data, True, lambda *_: None, lambda: False)
    return digits_data.prepare(raw, None, config.fraction, config.validation_share, SPLIT_SEED)


def ours(digits: Digits, seed: int) -> Turn:
    """Return what trains our network."""
    trained = _classifier(digits, seed)

    def turn(batches: int) -> tuple[float, float]:
        before = trained.seconds
        if len(trained.train(batches)) < batches:
            raise RuntimeError("the default epochs are over, and the goal was not reached")
        return trained.seconds - before, evaluate(
            trained.net, trained.parameters, digits.test
        ).scores.accuracy

    return turn


def _classifier(digits: Digits, seed: int) -> Classifier:
    """Return the training that the lab does by default."""
    config = DigitsConfig()

    def rate(step: int, total: int) -> float:
        return config.learning_rate * config.schedule(step, total)

    plan = Plan(config.batch_size, config.epochs, rate)
    rng = np.random.default_rng(seed)
    return Classifier(
        ConvNet(DEFAULT), digits.train, digits.validation, Adam(config.learning_rate), plan, rng
    )


def pytorch(digits: Digits, seed: int, channels_last: bool) -> Turn:
    """Return what trains the same network from the same weights, by PyTorch."""
    import torch
    from torch import nn

    torch.set_num_threads(THREADS)
    model = _classifier(digits, seed)
    rate, batch, total = model.plan.rate, model.batch, model.total
    rng = np.random.default_rng(seed)
    ConvNet(DEFAULT).initial(rng)  # so that it draws the same orders from here
    net: Any = nn.Sequential(
        *(nn.Conv2d(1, 8, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(8, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10)),
    )
    nn.utils.vector_to_parameters(torch.tensor(model.parameters), net.parameters())
    layout = torch.channels_last if channels_last else torch.contiguous_format
    net = net.to(memory_format=layout)
    adam = torch.optim.Adam(net.parameters(), rate(0, total), fused=True)
    criterion = nn.CrossEntropyLoss()
    images, labels = map(torch.tensor, (digits.train.images, digits.train.labels))
    tests = torch.tensor(digits.test.images).to(memory_format=layout)
    step, order = 0, torch.tensor([])

    def turn(batches: int) -> tuple[float, float]:
        nonlocal step, order
        if step + batches > total:
            raise RuntimeError("the default epochs are over, and the goal was not reached")
        start = time.perf_counter()
        drawing = 0.0  # seconds
        for now in range(step, step + batches):
            at = now % model.batches_per_epoch * batch
            if at == 0:
                begun = time.perf_counter()
                order = torch.from_numpy(rng.permutation(len(images)))
                drawing += time.perf_counter() - begun
            chosen = order[at : at + batch]
            adam.param_groups[0]["lr"] = rate(now, total)
            adam.zero_grad(set_to_none=True)
            loss = criterion(net(images[chosen].to(memory_format=layout)), labels[chosen])
            loss.backward()
            adam.step()
        step += batches
        seconds = time.perf_counter() - start - drawing
        with torch.no_grad():
            answers = torch.cat([net(part).argmax(1) for part in tests.split(1000)]).numpy()
        return seconds, float((answers == digits.test.labels).mean())

    return turn


def main(side: str, seed: int, data: Path) -> None:
    """Train for as many batches as each line on stdin says, and answer with seconds and test accuracy."""
    digits = prepared(data)
    turn = ours(digits, seed) if side == OURS else pytorch(digits, seed, side == CHANNELS_LAST)
    for line in sys.stdin:
        seconds, accuracy = turn(int(line))
        print(json.dumps({"seconds": seconds, "accuracy": accuracy}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
