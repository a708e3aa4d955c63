"""The benchmarks' command prints its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.agg import Figure
from benchmarks.scene import Scene

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


@pytest.mark.parametrize("hidden", [2, 3, 8])
def test_matplotlib_draws_the_run_that_our_page_shows(hidden):
    scene = Scene(hidden)
    scene.train(300)
    assert scene.draw(scene.timeline, scene.next()) > 0
    whole, painting = Figure(scene.lab).draw(scene.timeline)
    assert whole > painting > 0


def test_looks_are_new_frames_of_the_same_age_and_leave_training_alone():
    scene, twin = Scene(3), Scene(3)
    scene.train(500)
    twin.train(500)
    looks = list(scene.looks(3))
    assert [refresh.snapshot.step for _, refresh in looks] == [501, 502, 503]
    assert all(timeline.snapshot.step == 500 for timeline, _ in looks)
    assert (scene.next().snapshot.parameters == twin.next().snapshot.parameters).all()
