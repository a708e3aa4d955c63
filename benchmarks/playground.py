"""The playground with 500 points and two layers of eight neurons: training, and pages.

The browser's best-known playground trains, at its 60 frames a second, 60 epochs of 500 points in batches of
10: 3,000 steps a second, whatever the machine. That is a fixed figure here, not a measurement.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

import numpy as np

from benchmarks.result import Result, at_least, at_most, median_ratio, spread
from benchmarks.scene import Scene, xor
from netviz.labs.play_setup import Setup
from netviz.labs.playground import PlaygroundLab

BROWSER = 60 * 500 // 10  # steps a second
TIMES, SHARE = 20.0, 85.0  # of it, and per cent of the trainer's rate
REFRESH_MS = 8.0
TOTAL = 10_000_000  # epochs: no end
WARM = 60  # epochs before the first frame timed: the curves have points by then
PINS = ((-0.5, 0.2), (0.6, -0.4))  # two inputs, so that the probe has everything to show


def results(quick: bool) -> list[Result]:
    """Return rows on training and on the pages."""
    return [*training(quick), *pages(quick)]


def lab(**settings: Any) -> PlaygroundLab:
    """Return the playground, two classes unless a problem is given; half of the points test."""
    setup = {"problem": "circles", "points": 500, "hidden": (8, 8), "activation": ("tanh",), **settings}
    return PlaygroundLab(1, setup=Setup(**setup), epochs=TOTAL)


# training


def training(quick: bool) -> list[Result]:
    """Return steps a second of the lab, all figures of each epoch in it, and of its trainer alone."""
    epochs, turns = (20, 3) if quick else (400, 25)
    made, alone = lab(points=1000), lab(points=1000).trainer
    steps = epochs * -(-len(made.train_points) // made.setup.batch_size)
    ours: list[float] = []
    theirs: list[float] = []
    for turn in range(turns + 1):
        sides: list[tuple[Callable[[int], object], list[float]]] = [(made.train, ours), (alone.train, theirs)]
        for train, rates in sides[:: 1 if turn % 2 else -1]:
            start = time.perf_counter()
            train(epochs)
            rates.append(steps / (time.perf_counter() - start))
    ours, theirs = ours[1:], theirs[1:]  # without the turn that fills the caches
    seconds = []
    for _ in range(5 * turns):
        made.train(1)
        start = time.perf_counter()
        made.snapshot()
        seconds.append(time.perf_counter() - start)
    name = "playground, 2-8-8-1 tanh, 500 points in batches of 10 and 500 that test, steps/s"
    note = f"{median(ours):,.0f} steps/s, {spread([rate / BROWSER for rate in ours])}"
    whole = f"{name}, beside {BROWSER:,}, a fixed figure: 60 epochs a second in the browser's playground"
    beside = 100 * median_ratio(ours, theirs)
    return [
        at_least(whole, median(ours) / BROWSER, TIMES, "×", note),
        at_least("– beside the trainer alone, without test loss and accuracies", beside, SHARE, "%"),
        Result("– a snapshot", f"{1000 * median(seconds):.2f} ms ({spread(seconds, 1000)})"),
    ]


# pages


def pages(quick: bool) -> list[Result]:
    """Return the median time of a frame of each page, every one of a snapshot of its own."""
    frames = 15 if quick else 240
    rows, beside = [], xor(3)
    beside.train(5 if quick else 10_000)
    for name, settings in sights().items():
        shown = scene(name, **settings)
        times: list[float] = []
        bases: list[float] = []
        for _ in range(frames):
            times.append(shown.draw(shown.timeline, shown.next()))
            bases.append(beside.draw(beside.timeline, beside.next()))
        times, bases = times[frames // 10 :], bases[frames // 10 :]
        slow = 1000 * float(np.percentile(times, 95))
        ratio = f"{median_ratio(times, bases):.1f} × the overview of XOR"
        note = f"{spread(times, 1000)}, 19 of 20 under {slow:.1f}; {ratio}"
        measure = f"playground, {name}, 1280×800, 500 points, 8-8 hidden, a refresh drawn"
        rows.append(at_most(measure, 1000 * median(times), REFRESH_MS, "ms", note))
    return rows


def sights() -> Mapping[str, Mapping[str, Any]]:
    """Return what is shown, a page's name first, each with the settings that it takes."""
    return {
        **{page.name: {} for page in lab().pages()},
        "overview, five classes": {"problem": "blobs-5"},
        "overview, a surface": {"problem": "surface"},
    }


def scene(sight: str, **settings: Any) -> Scene:
    """Return what shows a page after some epochs, two inputs pinned."""
    shown = Scene(lab(**settings), TOTAL, 1, page=sight.split(",")[0])
    shown.stage.choices = replace(shown.stage.choices, pins=PINS, probe=PINS[0])
    shown.train(WARM)
    return shown
