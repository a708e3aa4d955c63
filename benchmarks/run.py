"""Measure speed and memory, beside baselines written here: python benchmarks/run.py

    python benchmarks/run.py                        everything, about twenty minutes
    python benchmarks/run.py --only step frame      some of it
    python benchmarks/run.py --quick                a look at each, too short to be trusted

It prints one Markdown table on stdout, its progress on stderr, and writes no file. How to read the table:

- A figure that is a ratio has both its sides in this very run, taken in turns, and is the median of the
  turns' ratios: a machine busy with other things disturbs both sides alike. Trust these.
- Milliseconds belong to the machine and the moment. "middle half" is the range between the quartiles of what
  was measured; where it is wide, the machine was busy: measure again on a quiet one.
- Rows without a requirement explain the row above them.
- A measurement that this machine cannot make (no Xvfb, xdotool, MNIST or PyTorch) is a row that says so.

The exit status is 0 whether or not the requirements hold; the last column tells.

Names, XOR: step (one epoch of the MLP beside the textbook's loop), frame (one drawing of the overview page,
and the same page by matplotlib), window (epochs per second with a real window), age (a frame late in a run
beside an early one), memory (over a million epochs), startup (to the first frame), quit (from the key to the
end).
Names, digits, on MNIST: digits-step (a training step beside PyTorch and beside loops over pixels),
digits-watch (images per second with a window), digits-pages (a refresh of each page), digits-memory (over
five epochs), digits-accuracy (after five epochs, and how soon 98 %, beside PyTorch), digits-quit (while
training, validating, downloading).
Names, playground: playground (training steps beside a fixed figure, a refresh of each page), play-answers
(in its window, from a control's wish to the frame that shows it).
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
if sys.path[0] == str(
    Path(__file__).parent
):  # run as a file: its siblings are a package, not top-level names
    sys.path[0] = str(ROOT)

from netviz import environment  # noqa: E402

environment.prepare()  # one BLAS thread, as the program itself has it; before NumPy is imported

from benchmarks.result import CannotMeasure, Result, table  # noqa: E402

NAMES = (
    "step",
    "frame",
    "window",
    "age",
    "memory",
    "startup",
    "quit",
    "digits-step",
    "digits-watch",
    "digits-pages",
    "digits-memory",
    "digits-accuracy",
    "digits-quit",
    "playground",
    "play-answers",
)
MODULES = {"step": "epochs", "digits-step": "cnn_step"}  # where it is not the name itself
Measure = Callable[[bool], list[Result]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure what the arguments name and print the table."""
    parser = argparse.ArgumentParser(
        prog="benchmarks/run.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=NAMES, metavar="NAME", help=" ".join(NAMES))
    parser.add_argument("--quick", action="store_true", help="a few repetitions only")
    options = parser.parse_args(argv)
    results: list[Result] = []
    for name in options.only or NAMES:
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        results += measure(name, quick=options.quick)
    print(conditions())
    print()
    print(table(results))
    return 0


def measure(name: str, *, quick: bool) -> list[Result]:
    """Return the rows of one measurement; each lives in a module with `results(quick)`."""
    results: Measure = module(name).results
    try:
        return results(quick)
    except CannotMeasure as reason:
        return [Result(name, f"not measured: {reason}")]


def module(name: str) -> ModuleType:
    """Return the module of a measurement."""
    return importlib.import_module(f"benchmarks.{MODULES.get(name, name.replace('-', '_'))}")


def conditions() -> str:
    """Return a line about the machine, without which the figures say little."""
    import numpy
    import pygame

    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores{load}"
    versions = (
        f"Python {platform.python_version()}, NumPy {numpy.__version__}, pygame-ce {pygame.version.ver}"
    )
    return f"{machine}; {versions}"


if __name__ == "__main__":
    sys.exit(main())
