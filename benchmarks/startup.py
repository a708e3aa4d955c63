"""From the start of the process to the first frame on the screen, beside the least a window program does."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from statistics import median

from benchmarks.result import Result, at_most, median_ratio, spread
from benchmarks.screen import ROOT, virtual_screen

MOST = 3.0
# Memory straight to the screen, as in the program: through OpenGL the baseline would be slower.
BASELINE = """
import os, time
os.environ["SDL_FRAMEBUFFER_ACCELERATION"] = "0"
import numpy, pygame
pygame.display.init()
pygame.display.set_mode((1280, 800), pygame.RESIZABLE)
pygame.display.flip()
print(-1, time.monotonic(), 0, flush=True)
os._exit(0)
"""
OURS = ("-m", "benchmarks.watched", "1", "--xor", "--seed", "1")
MATPLOTLIB = """
import os, sys, threading
from netviz.cli import main
threading.Timer(1.5, lambda: (print(int("matplotlib" in sys.modules), flush=True), os._exit(0))).start()
main(["--xor", "--seed", "1"])
"""


def results(quick: bool) -> list[Result]:
    """Return the ratio of both times, taken in turns on one screen."""
    with virtual_screen() as environment, tempfile.TemporaryDirectory() as compiled:
        # As from the second start on: all modules, ours and those of the baseline, are compiled by the first.
        kept = {"PYTHONPYCACHEPREFIX": compiled, "PYTHONDONTWRITEBYTECODE": ""}
        run = _Starter({**environment, **kept})
        pairs = [(run.seconds(*OURS), run.seconds("-c", BASELINE)) for _ in range(2 if quick else 16)][1:]
        imported = run.output("-c", MATPLOTLIB).strip()
    ours, baseline = zip(*pairs, strict=True)
    note = f"{median(ours):.3f} s to {median(baseline):.3f} s"
    name = "start to first frame, beside `import numpy, pygame` and a window"
    return [
        at_most(name, median_ratio(ours, baseline), MOST, "×", note),
        Result("– seconds, ours and the baseline", f"{spread(ours)}; {spread(baseline)}"),
        Result(
            "matplotlib imported by a live run", "no" if imported == "0" else "yes", "no", imported == "0"
        ),
    ]


class _Starter:
    """Starts Python on a screen."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment

    def output(self, *arguments: str) -> str:
        """Run to the end and return what was printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self._environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=60,
        )
        return done.stdout

    def seconds(self, *arguments: str) -> float:
        """Return the time from here to the flip that the child tells of, on the clock both share."""
        start = time.monotonic()
        last = self.output(*arguments).splitlines()[-1]
        return float(last.split()[1]) - start
