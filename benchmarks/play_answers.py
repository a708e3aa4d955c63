"""From what a hand asks for to the frame that shows it: the program as it runs, with its two processes.

    python -m benchmarks.play_answers COUNT FLAG …

runs the playground with the flags and, while it trains, has the stage ask COUNT times for each kind of
change, at moments of which the window knows nothing; then prints, as JSON, for each kind the seconds from
that moment to the end of the flip of the first frame that has the answer.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, at_most, spread
from benchmarks.screen import ROOT, virtual_screen
from benchmarks.watched import watch
from netviz import environment
from netviz.engine.wishes import AddPoint, RemovePoint, SetOption, SetParameters, Undo, Wish

if TYPE_CHECKING:
    from netviz.engine.timeline import Timeline
    from netviz.stage import Stage

ANSWER_MS = 16.0
COUNT, COUNT_QUICK = 40, 4  # of each kind
QUIET = 0.15, 0.25  # seconds from an answer to the next wish, at random: longer than a frame, and no multiple
FLAGS = ("--circles", "--points", "1000", "--hidden-neurons", "8,8", "--seed", "1")  # half of them test
LIMIT = 300.0  # seconds of the run


def wishes() -> Mapping[str, Callable[[int], Wish]]:
    """Return what controls ask for, by name: the i-th of each, so that every one changes something."""
    return {
        "learning rate": lambda i: SetOption("learning_rate", 0.01 + 0.001 * (i % 7)),
        "batch size": lambda i: SetOption("batch_size", 10 + i % 7),
        "noise, all points drawn anew": lambda i: SetOption("noise", 0.1 + 0.01 * (i % 7)),
        "points": lambda i: SetOption("points", 1000 - 2 * (i % 2)),
        "problem": lambda i: SetOption("problem", ("spiral", "blobs-5", "surface", "circles")[i % 4]),
        "inputs": lambda i: SetOption("inputs", (("x1", "x2", "x1^2"), ("x1", "x2"))[i % 2]),
        "neurons": lambda i: SetOption("hidden", ((8, 7), (8, 8))[i % 2]),
        "activation": lambda i: SetOption("activation", (("relu",), ("tanh",))[i % 2]),
        "a weight": lambda i: SetParameters((i % 8,), (0.1 * (i % 11),)),
        "a point more": lambda i: AddPoint(0.1 * (i % 9), -0.1 * (i % 7), float(i % 2)),
        "a point less": lambda i: RemovePoint(i % 100),
        "undo": lambda i: Undo(),
    }


def results(quick: bool) -> list[Result]:
    """Return the longest median of all kinds, beside the quickest."""
    count = COUNT_QUICK if quick else COUNT
    with virtual_screen() as screen:
        command = [sys.executable, "-m", "benchmarks.play_answers", str(count), *FLAGS]
        done = subprocess.run(
            command, cwd=ROOT, env=screen, check=True, stdout=subprocess.PIPE, text=True, timeout=LIMIT
        )
    taken: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    medians = {name: 1000 * median(times) for name, times in taken.items()}
    slowest, quickest = (choose(medians, key=medians.__getitem__) for choose in (max, min))
    note = (
        f"{slowest}, {spread(taken[slowest], 1000)}; of {len(taken)} kinds the quickest, {quickest}, "
        f"{medians[quickest]:.1f}, the median {median(medians.values()):.1f}"
    )
    name = "playground in its window, overview, from a control's wish to the end of the flip that shows it"
    return [at_most(name, medians[slowest], ANSWER_MS, "ms", note)]


def main(count: int, flags: list[str]) -> int:
    """Run the playground, ask, and tell how long the answers took."""
    environment.prepare()
    import pygame

    rng = random.Random(1)
    asked = [(name, make(i)) for name, make in wishes().items() for i in range(-2, count)]
    times: dict[str, list[float]] = {name: [] for name in wishes()}
    take_events = pygame.event.get
    stages: list[Stage] = []  # the one on the screen
    moment, number = time.perf_counter() + 2.0, 0  # of the next wish, the start behind it; wishes so far
    waiting = False

    def looked(*kinds: Any, **more: Any) -> list[pygame.Event]:
        nonlocal number, waiting
        if stages and not waiting and time.perf_counter() >= moment:
            stages[0].ask(asked[number][1])
            number, waiting = number + 1, True
        return take_events(*kinds, **more)

    def flipped(stage: Stage, timeline: Timeline) -> None:
        nonlocal moment, waiting
        now, latest = time.perf_counter(), timeline.latest
        stages[:] = [stage]
        if not waiting or latest.answered < number:
            return
        if notice := latest.snapshot.extra.notice:
            raise RuntimeError(f"{asked[number - 1]} is not obeyed: {notice}")
        times[asked[number - 1][0]].append(now - moment)
        if number == len(asked):
            print(json.dumps({name: one[2:] for name, one in times.items()}), flush=True)
            os._exit(0)
        moment, waiting = now + rng.uniform(*QUIET), False

    pygame.event.get = looked
    return watch(flags, flipped)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
