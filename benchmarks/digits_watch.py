"""Training images per second with a window beside a run without one; validation counts on both sides."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median

from benchmarks import mnist
from benchmarks.result import Result, at_least, median_ratio, spread
from benchmarks.screen import virtual_screen
from netviz.options import DigitsOptions

REQUIRED = 85.0  # per cent of the headless rate
TURNS, EPOCHS = 5, 2
EVERY, FPS = 10, DigitsOptions(seed=0).fps  # batches, the default on MNIST; frames a second


def results(quick: bool) -> list[Result]:
    """Return the share of the headless rate on the overview page, everything as by default."""
    watched: list[float] = []
    alone: list[float] = []
    frames: list[float] = []
    with virtual_screen() as environment, tempfile.TemporaryDirectory() as place:
        config = mnist.configured(Path(place), **mnist.SMALL) if quick else []
        flags = [*mnist.flags(), *config, "-e", str(1 if quick else EPOCHS)]
        for turn in range(1 if quick else TURNS):
            for headless in (True, False) if turn % 2 else (False, True):
                how = "--headless" if headless else "--exit-when-done"
                summary = mnist.run([*flags, how], environment)
                rate = summary["batches"] / summary["seconds"]
                (alone if headless else watched).append(rate * mnist.BATCH)
                if not headless:
                    frames.append(rate / EVERY)
    shares = [100 * one / other for one, other in zip(watched, alone, strict=True)]
    name = f"digits with a window, overview, -ner {EVERY}, {FPS} frames/s at most"
    note = f"{median(watched):,.0f} of {median(alone):,.0f} images/s, {spread(shares)}"
    return [
        at_least(
            f"{name}, share of the headless rate", 100 * median_ratio(watched, alone), REQUIRED, "%", note
        ),
        Result("– refreshes shown a second", f"{median(frames):.0f}"),
    ]
