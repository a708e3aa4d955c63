"""Resident memory of window and training together, over a million epochs at ten thousand frames."""

from __future__ import annotations

import subprocess
import sys

from benchmarks.result import CannotMeasure, Result, at_most
from benchmarks.screen import ROOT, virtual_screen
from benchmarks.watched import PROCESSES

HIDDEN = (2, 3)
EVERY = 100
WARM = 10_000  # epochs after which the start is over
EPOCHS, EPOCHS_QUICK = 1_000_000, 20_000
MOST_MB = 10.0


def results(quick: bool) -> list[Result]:
    """Return the growth for each overview page there is; the windows run side by side."""
    if not PROCESSES.is_dir():
        raise CannotMeasure("resident memory is read from /proc, which only Linux has")
    epochs = EPOCHS_QUICK if quick else EPOCHS
    with virtual_screen() as environment:
        runs = {hidden: _start(hidden, epochs, environment) for hidden in HIDDEN}
        try:
            return [_row(hidden, epochs, run) for hidden, run in runs.items()]
        finally:
            for run in runs.values():
                run.kill()
                run.wait()


def _start(hidden: int, epochs: int, environment: dict[str, str]) -> subprocess.Popen[str]:
    flags = ["-hn", str(hidden), "-ner", str(EVERY), "-e", str(WARM + epochs), "--fps", "0"]
    command = [sys.executable, "-m", "benchmarks.watched", "0", "--xor", "--seed", "1", *flags]
    return subprocess.Popen(
        [*command, "--exit-when-done"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )


def _row(hidden: int, epochs: int, run: subprocess.Popen[str]) -> Result:
    lines, _ = run.communicate(timeout=1200)
    sizes = {int(step): int(size) / 1e6 for step, _, size in map(str.split, lines.splitlines())}
    warm, middle, end = (sizes[step] for step in (WARM, WARM + epochs // 2, WARM + epochs))
    name = f"resident memory, growth over {epochs:,} epochs, -ner {EVERY}, {hidden} hidden"
    return at_most(name, end - warm, MOST_MB, "MB", f"{warm:.1f}, {middle:.1f}, {end:.1f} MB")
