"""The program with its eyes open: a child process that tells of every frame it flips to the screen.

    python -m benchmarks.watched COUNT FLAG …

runs the program with the flags and prints a line `step seconds bytes` for each flip: the step whose picture
was drawn for it, when it had been flipped (time.monotonic), and the resident memory then. After COUNT flips
(0: never) the process ends at once. Nothing of the program is changed but two functions, wrapped.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netviz import environment

if TYPE_CHECKING:  # these bring NumPy and pygame, which are to be timed
    from netviz.engine.timeline import Timeline
    from netviz.stage import Stage

PROCESSES = Path("/proc")  # Linux only; elsewhere the memory is told as 0


def main(most: int, flags: list[str]) -> int:
    """Run the program and tell of its flips."""
    flips = 0

    def tell(_: Stage, timeline: Timeline, whole: bool) -> None:
        nonlocal flips
        now = time.monotonic()
        if not whole:
            return
        flips += 1
        sys.stdout.write(f"{timeline.snapshot.step} {now} {resident()}\n")
        if flips == most:
            sys.stdout.flush()
            os._exit(0)

    return watch(flags, tell)


def watch(flags: list[str], flipped: Callable[[Stage, Timeline, bool], None]) -> int:
    """Run the program; after each flip call `flipped` with the stage and the timeline drawn for it.

    The third argument is whether the frame is whole, or shown while some panels are still those of the last.
    """
    environment.prepare()
    import pygame

    from netviz.cli import main as program
    from netviz.stage import Stage

    flip, draw = pygame.display.flip, Stage.draw
    drawn: list[tuple[Stage, Timeline]] = []
    whole = False

    def watched_draw(
        stage: Stage, surface: pygame.Surface, timeline: Timeline, rate: float, *more: Any
    ) -> bool:
        nonlocal whole
        drawn[:], whole = [(stage, timeline)], False
        whole = draw(stage, surface, timeline, rate, *more)
        return whole

    def watched_flip() -> None:
        flip()
        for stage, timeline in drawn:  # none while data are still being loaded
            flipped(stage, timeline, whole)

    Stage.draw = watched_draw  # type: ignore[method-assign]
    pygame.display.flip = watched_flip
    return program(flags)


def resident() -> int:
    """Return the resident memory in bytes, of this process and of those that train."""
    pages = 0
    for pid in family():
        try:
            pages += int((PROCESSES / str(pid) / "statm").read_text().split()[1])
        except OSError:  # no such system, or the process has just ended
            continue
    return pages * os.sysconf("SC_PAGE_SIZE") if pages else 0


def family() -> list[int]:
    """Return this process and all that descend from it: the one that trains, and its helper."""
    found = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
    for pid in found:  # which grows on the way
        children = PROCESSES / str(pid) / "task" / str(pid) / "children"
        with contextlib.suppress(OSError):  # no such system, or the process has just ended
            found += [child for child in map(int, children.read_text().split()) if child not in found]
    return found


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
