"""From what a hand asks for to the frame that shows it: the program as it runs, with its two processes.

    python -m benchmarks.play_answers COUNT FLAG …

runs the playground with the flags and, while it trains, presses a key COUNT times for each kind of change in
each of a few rounds, at moments of which the window knows nothing: a key that has the stage ask for that
change. Then it prints, as JSON, for each kind the seconds from that moment to the end of the flip that shows
the answer where the hand works, in settings, network and input plane, and of the one with all panels.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.result import Result, at_most, spread
from benchmarks.scene import Scene, xor
from benchmarks.screen import ROOT, virtual_screen
from benchmarks.watched import watch
from netviz import environment
from netviz.engine.wishes import AddPoint, RemovePoint, SetOption, SetParameters, Undo, Wish

if TYPE_CHECKING:
    from netviz.engine.timeline import Timeline
    from netviz.stage import Stage

ANSWER_MS = 16.0
ROUNDS, COUNT, COUNT_QUICK = 4, 10, 1  # through all kinds, and of each kind in each
WARM = 2  # of each kind in each round that do not count: the first has also to undo what another kind did
QUIET = 0.15, 0.25  # seconds from an answer to the next wish, at random: longer than a frame, and no multiple
FLAGS = ("--circles", "--points", "500", "--hidden-neurons", "8,8", "--seed", "1")
PROBLEMS = "spiral", "blobs-5", "surface", "circles"  # the last is that of the flags, for what comes after
SWITCH = 1e-4  # seconds after which the thread that is the hand gets its turn
FRAMES = 120  # of another page, before and after
LIMIT = 300.0  # seconds of the run


def wishes() -> Mapping[str, Callable[[int], Wish]]:
    """Return what controls ask for, by name: the i-th of each, so that every one changes something."""
    return {
        "learning rate": lambda i: SetOption("learning_rate", 0.01 + 0.001 * (i % 7)),
        "batch size": lambda i: SetOption("batch_size", 10 + i % 7),
        "noise, all points drawn anew": lambda i: SetOption("noise", 0.1 + 0.01 * (i % 7)),
        "points": lambda i: SetOption("points", 500 - 2 * (i % 2)),
        "problem": lambda i: SetOption("problem", PROBLEMS[(i - COUNT) % 4]),
        "inputs": lambda i: SetOption("inputs", (("x1", "x2", "x1^2"), ("x1", "x2"))[i % 2]),
        "neurons": lambda i: SetOption("hidden", ((8, 7), (8, 8))[i % 2]),
        "activation": lambda i: SetOption("activation", (("relu",), ("tanh",))[i % 2]),
        "a weight": lambda i: SetParameters((i % 8,), (0.1 * (i % 11),)),
        "a point more": lambda i: AddPoint(0.1 * (i % 9), -0.1 * (i % 7), float(i % 2)),
        "a point less": lambda i: RemovePoint(i % 100),
        "undo": lambda i: Undo(),
    }


def results(quick: bool) -> list[Result]:
    """Return the longest median of all kinds, beside the quickest, and the same for the whole page.

    Beside it stands a frame of the overview of XOR, as beside the pages of the playground.
    """
    count = COUNT_QUICK if quick else COUNT
    beside = xor(3)
    beside.train(5 if quick else 10_000)
    frames = _frames(beside)
    with virtual_screen() as screen:
        command = [sys.executable, "-m", "benchmarks.play_answers", str(count), *FLAGS]
        done = subprocess.run(
            command, cwd=ROOT, env=screen, check=True, stdout=subprocess.PIPE, text=True, timeout=LIMIT
        )
    frames += _frames(beside)
    taken: dict[str, list[tuple[float, float]]] = json.loads(done.stdout.splitlines()[-1])
    at_hand, everywhere = (
        {name: [both[i] for both in times] for name, times in taken.items()} for i in range(2)
    )
    longest, note = _longest(at_hand)
    note += f"; {longest / (1000 * median(frames)):.1f} × the overview of XOR, drawn before and after"
    name = "playground in its window, overview, from a control's wish to the end of the flip that shows it"
    where = "in settings, network and input plane"
    whole, whole_note = _longest(everywhere)
    return [
        at_most(f"{name} {where}", longest, ANSWER_MS, "ms", note),
        Result("– until all panels show it", f"{whole:.2f} ms ({whole_note})"),
    ]


def _frames(beside: Scene) -> list[float]:
    """Return the seconds of some frames of a page: how fast the machine is just now."""
    return [beside.draw(beside.timeline, beside.next()) for _ in range(FRAMES)]


def _longest(taken: Mapping[str, Sequence[float]]) -> tuple[float, str]:
    """Return the longest median in milliseconds, and words for it and the others."""
    medians = {name: 1000 * median(times) for name, times in taken.items()}
    slowest, quickest = (choose(medians, key=medians.__getitem__) for choose in (max, min))
    return medians[slowest], (
        f"{slowest}, {spread(taken[slowest], 1000)}; of {len(taken)} kinds the quickest, {quickest}, "
        f"{medians[quickest]:.1f}, the median {median(medians.values()):.1f}"
    )


def main(count: int, flags: list[str]) -> int:
    """Run the playground, ask, and tell how long the answers took."""
    environment.prepare()
    import pygame

    from netviz.hands import Hands

    rng = random.Random(1)
    # Not one kind after the other: a slow moment of the machine is then shared by all.
    order = [(name, i) for _ in range(ROUNDS) for name in wishes() for i in range(-WARM, count)]
    numbers = dict.fromkeys(wishes(), 0)  # of each kind, how often it was asked for
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in wishes()}
    stages: list[Stage] = []  # the one on the screen
    moments: SimpleQueue[float] = SimpleQueue()
    moment, number, told = 0.0, 0, 0  # of the next key; wishes so far; how many of them have been shown
    first = 0.0  # when the answer to the last was first shown
    take = Hands.take

    def taken(hands: Hands, event: pygame.Event) -> Any:
        """Ask for what is next; all other events are what they are."""
        nonlocal number
        if not hasattr(event, "benchmark"):
            return take(hands, event)
        name = order[number][0]
        stages[0].ask(wishes()[name](numbers[name]))
        numbers[name] += 1
        number += 1
        return None

    def hand() -> None:
        """Press a key at every moment fixed; in between it takes nothing of the processor."""
        key = pygame.event.Event(pygame.KEYDOWN, key=0, unicode="", mod=0, scancode=0, benchmark=True)
        while True:
            time.sleep(max(moments.get() - time.perf_counter(), 0.0))
            pygame.event.post(key)

    def flipped(stage: Stage, timeline: Timeline, whole: bool) -> None:
        nonlocal moment, told, first
        now, latest = time.perf_counter(), timeline.latest
        if not stages:
            stages.append(stage)
            moment = now + 2.0  # the start behind it
            moments.put(moment)
            threading.Thread(target=hand, daemon=True).start()
        if number == told or latest.answered < number:
            return
        first = first or now
        if not whole:
            return
        name, i = order[number - 1]
        if notice := latest.snapshot.extra.notice:
            raise RuntimeError(f"{name} is not obeyed: {notice}")
        if i >= 0:
            times[name].append((first - moment, now - moment))
        if number == len(order):
            print(json.dumps(times), flush=True)
            os._exit(0)
        moment, told, first = now + rng.uniform(*QUIET), number, 0.0
        moments.put(moment)

    Hands.take = taken  # type: ignore[method-assign]
    sys.setswitchinterval(SWITCH)
    return watch(flags, flipped)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
