"""One refresh of each page of the digits lab during a run on MNIST: taken in and drawn, off-screen.

    python -m benchmarks.digits_pages SIGHT FRAMES [CONFIG.json]

trains to the first validation, then prints the seconds of so many frames as JSON. Every frame has a snapshot
of its own, ten batches after the one before, so nothing drawn can be remembered from the last. Each sight has
a process of its own, which has drawn no other.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from statistics import median

import numpy as np

from netviz import environment

if __name__ == "__main__":
    environment.prepare()

from benchmarks import mnist
from benchmarks.result import Result, at_most, spread
from benchmarks.scene import Scene
from benchmarks.screen import ROOT
from netviz.actions import Action
from netviz.labs.digits import DigitsLab
from netviz.labs.digits_recipe import recipe
from netviz.options import PAGES

MOST_MS = 8.0
EVERY = 10  # batches, the default on MNIST
FRAMES, FRAMES_QUICK = 240, 15
UNTIMED = 10  # frames that fill the caches
BACKWARD = "pass, backward"
SIGHTS = (*PAGES["mnist"], BACKWARD)


def results(quick: bool) -> list[Result]:
    """Return the median time of a frame of each page."""
    data = mnist.folder()
    rows = []
    with tempfile.TemporaryDirectory() as place:
        config = mnist.configured(Path(place), **mnist.SMALL) if quick else []
        for sight in SIGHTS:
            times = asked(sight, FRAMES_QUICK if quick else FRAMES, data, config[1:])
            slow = 1000 * float(np.percentile(times, 95))
            note = f"{spread(times, 1000)}, 19 of 20 under {slow:.1f}"
            name = f"digits, {sight}, 1280×800, a refresh drawn"
            rows.append(at_most(name, 1000 * median(times), MOST_MS, "ms", note))
    return rows


def asked(sight: str, frames: int, data: Path, config: list[str]) -> list[float]:
    """Return the seconds of each frame, drawn in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.digits_pages", sight, str(frames), str(data), *config]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True, timeout=600)
    times: list[float] = json.loads(done.stdout)
    return times


def scene(sight: str, data: Path | None, config: Path | None = None) -> Scene:
    """Return what shows a page at step 0; without data of the bundled sample."""
    made = recipe(1, data_dir=data, config_path=config, offline=True)
    lab = DigitsLab(made)
    shown = Scene(lab, lab.total, EVERY, page=sight.split(",")[0])
    shown.draw(shown.timeline, shown.next())  # panels know their places now
    if sight == BACKWARD:
        shown.stage.act(Action.BACKWARD)
    elif sight == "draw":
        draw_zero(shown)
    return shown


def draw_zero(shown: Scene) -> None:
    """Draw a digit on the pad as a hand with a mouse would: on blank paper there would be little to do."""
    stage = shown.stage
    pad = stage.places[0]
    around = [
        (
            round(pad.centerx + 0.18 * pad.width * math.cos(turn)),
            round(pad.centery + 0.28 * pad.height * math.sin(turn)),
        )
        for turn in np.linspace(0, 2 * math.pi, 24)
    ]
    stage.press(around[0])
    for before, at in pairwise(around):
        stage.drag(at, at[0] - before[0], at[1] - before[1])
    stage.release()
    if stage.choices.drawn is None:
        raise RuntimeError("the strokes have missed the pad")


def main(sight: str, frames: int, data: Path, config: Path | None = None) -> None:
    """Print the seconds of so many frames."""
    shown = scene(sight, data, config)
    shown.train(shown.lab.steps_per_epoch)
    times = [shown.draw(shown.timeline, shown.next()) for _ in range(UNTIMED + frames)]
    print(json.dumps(times[UNTIMED:]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(Path, sys.argv[3:]))
