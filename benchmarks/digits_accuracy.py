"""What the default network reaches on MNIST, and how soon, beside PyTorch."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import digits_race, mnist
from benchmarks.result import CannotMeasure, Result, at_least

REQUIRED = 99.0  # per cent of the test images
SEEDS = (1, 2, 3)


def results(quick: bool) -> list[Result]:
    """Return the accuracy after the default epochs for each seed, then the race to 98 %."""
    seeds = SEEDS[:1] if quick else SEEDS
    rows = [_row(seed, quick) for seed in seeds]
    try:
        rows += digits_race.results(quick)
    except CannotMeasure as reason:
        rows.append(Result(digits_race.NAME, f"not measured: {reason}"))
    return rows


def _row(seed: int, quick: bool) -> Result:
    with tempfile.TemporaryDirectory() as place:
        config = mnist.configured(Path(place), **mnist.SMALL) if quick else []
        summary = mnist.run([*mnist.flags(seed=seed), *config, "--headless"])
    best = max(epoch["accuracy"] for epoch in summary["validations"])
    course = ", ".join(f"{100 * epoch['accuracy']:.2f}" for epoch in summary["validations"])
    wrong = sum(one["images"] - one["right"] for one in summary["per_class"])
    note = f"{wrong} wrong; validation by epoch {course}, best {100 * best:.2f} %"
    name = f"digits, test accuracy after {summary['epochs']} epochs, seed {seed}"
    return at_least(name, 100 * summary["test_accuracy"], REQUIRED, "%", note)
