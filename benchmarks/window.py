"""Epochs per second with a real window, every refresh drawn and flipped, beside a run without a window."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.result import Result, at_least, median_ratio
from benchmarks.screen import MAIN, ROOT, virtual_screen

REQUIRED = {100: 15.0, 1000: 70.0}  # epochs per refresh: per cent of the headless rate
GUESS = 60_000  # epochs per second, for the first run
CHECKED = 200  # refreshes of the run whose flips are looked at


def results(quick: bool) -> list[Result]:
    """Return the share of the headless rate for both refresh rates, and whether every refresh was flipped."""
    seconds, turns = (0.3, 1) if quick else (5.0, 5)
    rates: dict[int, list[float]] = {every: [] for every in REQUIRED}
    headless: list[float] = []
    with virtual_screen() as environment:
        run = Runner(environment)
        free = run.rate(GUESS, 100, "--headless")
        speeds = {every: run.rate(GUESS // 10, every) for every in REQUIRED}
        for _ in range(turns):
            headless.append(run.rate(free * seconds, 100, "--headless"))
            for every in REQUIRED:
                rates[every].append(run.rate(speeds[every] * seconds, every))
        missing = {every: run.not_flipped(every) for every in REQUIRED}
    rows = []
    for every, limit in REQUIRED.items():
        share = 100 * median_ratio(rates[every], headless)
        note = f"{median(rates[every]):,.0f} of {median(headless):,.0f} epochs/s"
        name = f"window at --fps 0, -ner {every}, share of the headless rate"
        rows.append(at_least(name, share, limit, "%", note))
        absent = missing[every]
        figure = f"{CHECKED + 1 - absent} of {CHECKED + 1}"
        rows.append(
            Result(f"– refreshes drawn and flipped, -ner {every}", figure, f"{CHECKED + 1}", absent == 0)
        )
    return rows


class Runner:
    """Runs the program on a screen, to its end."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def rate(self, epochs: float, every: int, *flags: str) -> float:
        """Return the epochs per second that the program's own summary tells."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "summary.json")
            arguments = _flags(max(round(epochs), 10 * every), every)
            command = [*MAIN, *arguments, "--summary", str(file), *flags]
            subprocess.run(
                command, cwd=ROOT, env=self._environment, check=True, stderr=subprocess.DEVNULL, timeout=300
            )
            return float(json.loads(file.read_text())["epochs_per_second"])

    def not_flipped(self, every: int) -> int:
        """Return how many of the refreshes of a run never came to the screen."""
        flags = ["--xor", "--seed", "1", *_flags(CHECKED * every, every)]
        command = [sys.executable, "-m", "benchmarks.watched", "0", *flags]
        done = subprocess.run(
            command, cwd=ROOT, env=self._environment, check=True, capture_output=True, text=True, timeout=300
        )
        flipped = {int(line.split()[0]) for line in done.stdout.splitlines()}
        return len({every * i for i in range(CHECKED + 1)} - flipped)


def _flags(epochs: int, every: int) -> list[str]:
    return ["--fps", "0", "-ner", str(every), "-e", str(epochs), "--exit-when-done"]
