"""The benchmarks' command prints its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_quick_run_of_one_measurement_prints_its_table():
    command = [sys.executable, "benchmarks/run.py", "--quick", "--only", "step"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "| measure | figure | required | holds |" in done.stdout
    assert "| MLP step 2-3-1 on XOR" in done.stdout


def test_unknown_measurement_is_refused():
    command = [sys.executable, "-m", "benchmarks", "--only", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "nonsense" in done.stderr
