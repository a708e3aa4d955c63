"""Resident memory of window and training together, with all of MNIST, over five epochs.

    python -m benchmarks.digits_memory SECONDS FLAG …

runs the program with the flags and prints a line `step taken own resident` every quarter of a second: the
step on the screen, and the bytes of both processes. The one that trains is forked from the one that draws, so
most of the data is in memory once for both: the proportional set size divides what is shared among those who
share it, and the sum over both is what the run takes. Libraries are shared with other programs too, so their
part changes when those come and go: growth is told from the rest, which is the run's own. SECONDS: how often
Tab goes to the next page, 0 never.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks import mnist
from benchmarks.result import CannotMeasure, Result, at_most
from benchmarks.screen import ROOT, virtual_screen
from benchmarks.watched import PROCESSES, family, watch

if TYPE_CHECKING:
    from netviz.engine.timeline import Timeline
    from netviz.stage import Stage

MOST_MB, MOST_GROWTH_MB = 700.0, 10.0
EPOCHS = 5
EVERY = 0.25  # seconds between two looks at the memory
TAB = 0.3  # seconds a page is shown, so that all have been by the second epoch
VIEWS = {"overview": 0.0, "all pages in turn": TAB}


@dataclass(frozen=True)
class Look:
    """What the run took at a step, in megabytes.

    `taken`: memory that both processes share counted once; `own`: the same without files, such as libraries;
    `resident`: what they share counted for each.
    """

    step: int
    taken: float
    own: float
    resident: float


def results(quick: bool) -> list[Result]:
    """Return the most of it and its growth, with one page shown and with all."""
    if not (PROCESSES / "self" / "smaps_rollup").exists():
        raise CannotMeasure(
            "proportional set sizes are read from /proc/PID/smaps_rollup, which only Linux has"
        )
    rows: list[Result] = []
    with virtual_screen() as environment, tempfile.TemporaryDirectory() as place:
        config = mnist.configured(Path(place), **mnist.SMALL) if quick else []
        for view, tab in VIEWS.items():
            rows += _rows(view, _looks(tab, config, environment))
    return rows


def _rows(view: str, looks: list[Look]) -> list[Result]:
    highest = max(looks, key=lambda look: look.taken)
    total = max(look.step for look in looks)
    epochs = [
        [look.own for look in looks if number * total < look.step * EPOCHS <= (number + 1) * total]
        for number in range(EPOCHS)
    ]
    if not all(epochs):
        raise RuntimeError(f"no look at the memory in some epoch: {list(map(len, epochs))}")
    middles = list(map(median, epochs))
    course = ", ".join(f"{middle:.0f}" for middle in middles)
    note = f"{highest.resident:.0f} MB if what both share is counted twice"
    return [
        at_most(f"digits, {view}: memory of both processes, at most", highest.taken, MOST_MB, "MB", note),
        at_most(
            "– growth of its own part from the second epoch to the last",
            middles[-1] - middles[1],
            MOST_GROWTH_MB,
            "MB",
            f"by epoch {course} MB",
        ),
    ]


def _looks(tab: float, config: list[str], environment: dict[str, str]) -> list[Look]:
    flags = [*mnist.flags(), *config, "-e", str(EPOCHS), "--exit-when-done"]
    command = [sys.executable, "-m", "benchmarks.digits_memory", str(tab), *flags]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=mnist.LIMIT,
    )
    lines = map(str.split, done.stdout.splitlines())
    return [Look(int(step), *(int(size) / 1e6 for size in sizes)) for step, *sizes in lines]


def memory() -> tuple[int, int, int]:
    """Return the bytes of this process and those that train: taken, own and resident, see Look."""
    taken = own = resident = 0
    for pid in family():
        for line in (PROCESSES / str(pid) / "smaps_rollup").read_text().splitlines():
            match line.split():
                case ["Pss:", size, "kB"]:
                    taken += int(size) * 1024
                case ["Pss_Anon:" | "Pss_Shmem:", size, "kB"]:
                    own += int(size) * 1024
                case ["Rss:", size, "kB"]:
                    resident += int(size) * 1024
    return taken, own, resident


def main(tab: float, flags: list[str]) -> int:
    """Run the program and tell of its memory."""
    import pygame

    looked = tabbed = time.monotonic()

    def flipped(_: Stage, timeline: Timeline, whole: bool) -> None:
        nonlocal looked, tabbed
        now = time.monotonic()
        if now - looked >= EVERY:
            print(timeline.snapshot.step, *memory(), flush=True)
            looked = time.monotonic()
        if tab and now - tabbed >= tab:
            key = {"key": pygame.K_TAB, "unicode": "\t", "mod": 0, "scancode": pygame.KSCAN_TAB}
            pygame.event.post(pygame.event.Event(pygame.KEYDOWN, key))
            pygame.event.post(pygame.event.Event(pygame.KEYUP, key))
            tabbed = now

    return watch(flags, flipped)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), sys.argv[2:]))
