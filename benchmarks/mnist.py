"""Where MNIST is on this machine, and runs of the digits lab on it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.result import CannotMeasure
from benchmarks.screen import ROOT
from netviz.labs.digits_data import default_cache
from netviz.labs.digits_files import FILES

MNIST = ROOT.parent / "shared" / "mnist"
SMALL = {"fraction": 0.2}  # configuration of a run that is only a look
BATCH = 64  # images, as by default
LIMIT = 600.0  # seconds of one run


def folder() -> Path:
    """Return the folder with the four files: beside the project, else the user's cache."""
    cache = default_cache()
    for place in (MNIST, cache):
        if all((place / file.name).is_file() for file in FILES):
            return place
    raise CannotMeasure(f"MNIST is neither in {MNIST} nor in {cache}, where `main.py --mnist` downloads it")


def flags(*, seed: int = 1) -> list[str]:
    """Return the flags of a run on MNIST that saves nothing."""
    return ["--mnist", "--data-dir", str(folder()), "--seed", str(seed), "--no-save"]


def configured(place: Path, **stated: Any) -> list[str]:
    """Write a configuration into a folder and return the flags that name it; none if nothing is stated."""
    if not stated:
        return []
    file = place / "config.json"
    file.write_text(json.dumps(stated))
    return ["--config", str(file)]


def run(arguments: list[str], environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Run the program to its end and return its summary."""
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "summary.json")
        command = [sys.executable, "main.py", *arguments, "--summary", str(file)]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, check=False, stderr=subprocess.PIPE, text=True, timeout=LIMIT
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr[-500:]}")
        summary: dict[str, Any] = json.loads(file.read_text())
        return summary
