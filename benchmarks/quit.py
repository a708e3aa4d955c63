"""From the q key to the end of the process, whatever the program is doing."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median

from benchmarks.result import CannotMeasure, Result, at_most
from benchmarks.screen import MAIN, PATIENCE, ROOT, require, virtual_screen

MOST_SECONDS = 0.1
LONG = ("-e", "1000000000")
BIG = "256,256,256,256"


@dataclass(frozen=True)
class Situation:
    """What the program is doing when the key comes: flags, keys before, and how long to wait for it."""

    name: str
    flags: tuple[str, ...]
    keys: tuple[str, ...] = ()
    wait: float = 0.6
    program: tuple[str, ...] = MAIN


SITUATIONS = (
    Situation("just opened", LONG, wait=0.0),
    Situation("training, 60 frames/s", LONG),
    Situation("training, --fps 0", (*LONG, "--fps", "0")),
    Situation("far from a refresh", (*LONG, "--fps", "0", "-ner", "1000000")),
    Situation("paused", LONG, ("space",)),
    Situation("paused, help open", LONG, ("space", "h")),
    Situation("finished", ("-e", "1000")),
    Situation(
        f"-hn {BIG}, far from a refresh", (*LONG, "-hn", BIG, "--fps", "0", "-ner", "1000000"), wait=1.5
    ),
    Situation(f"-hn {BIG}, -ner 1", (*LONG, "-hn", BIG, "--fps", "0", "-ner", "1"), wait=1.5),
    Situation(f"-hn {BIG}, all weights", (*LONG, "-hn", BIG, "--fps", "0", "--page", "weights"), wait=1.5),
)


def results(quick: bool) -> list[Result]:
    """Return the worst of all times, and the median and worst of each situation."""
    situations = SITUATIONS[1:4:2] if quick else SITUATIONS
    return rows("`q` to the end of the process", situations, 1 if quick else 6)


def rows(name: str, situations: Sequence[Situation], turns: int, **variables: str) -> list[Result]:
    """Return the worst of all times, and the median and worst of each situation, met in turns.

    `variables` are added to the environment of the programs.
    """
    require("Xvfb", "xdotool")
    times: dict[str, list[float]] = {situation.name: [] for situation in situations}
    chance = random.Random(1)
    with virtual_screen() as screen, _keyboard(screen) as press:
        environment = {**screen, **variables}
        for _ in range(turns):
            for situation in situations:
                wait = situation.wait * chance.uniform(0.7, 1.5)
                times[situation.name].append(seconds_to_end(situation, wait, environment, press))
    worst = max(max(values) for values in times.values())
    count = sum(map(len, times.values()))
    found = [
        at_most(
            f"{name}, worst of {count}",
            worst,
            MOST_SECONDS,
            "s",
            "the key's own way through xdotool included",
        )
    ]
    for situation, values in times.items():
        found.append(Result(f"– {situation}", f"median {median(values):.3f} s, worst {max(values):.3f} s"))
    return found


def seconds_to_end(
    situation: Situation, wait: float, environment: dict[str, str], press: Callable[[str], None]
) -> float:
    """Start the program, bring it into the situation, press q, and return the seconds until it has ended."""
    program = subprocess.Popen(
        [*situation.program, *situation.flags],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await_window(program.pid, environment)
        for key in situation.keys:
            time.sleep(0.3)
            press(key)
        time.sleep(wait)
        if program.poll() is not None:
            raise RuntimeError(f"{situation.name}: the program ended by itself, status {program.returncode}")
        rescue = threading.Timer(PATIENCE, program.kill)
        rescue.start()
        start = time.perf_counter()
        press("q")
        program.wait()  # in the kernel, without looking again and again: returns with the end itself
        seconds = time.perf_counter() - start
        rescue.cancel()
        return seconds
    finally:
        program.kill()
        program.wait()


def _await_window(process: int, environment: dict[str, str]) -> None:
    command = ["xdotool", "search", "--sync", "--onlyvisible", "--pid", str(process)]
    try:
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        raise CannotMeasure("the program's window did not appear") from None


@contextmanager
def _keyboard(environment: dict[str, str]) -> Iterator[Callable[[str], None]]:
    """Give a function that presses a key at once: an xdotool that already runs reads it from a pipe."""
    tool = subprocess.Popen(
        ["xdotool", "-"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    )
    assert tool.stdin is not None
    pipe = tool.stdin

    def press(key: str) -> None:
        pipe.write(f"key {key}\n")
        pipe.flush()

    try:
        yield press
    finally:
        pipe.close()
        tool.wait(PATIENCE)
