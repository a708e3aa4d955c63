"""The benchmarks' command prints its table."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import mnist
from benchmarks.agg import Figure
from benchmarks.run import NAMES, measure, module
from benchmarks.scene import xor

ROOT = Path(__file__).resolve().parents[2]


def test_quick_run_of_one_measurement_prints_its_table():
    command = [sys.executable, "benchmarks/run.py", "--quick", "--only", "step"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "| measure | figure | required | holds |" in done.stdout
    assert "| MLP step 2-3-1 on XOR" in done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_every_measurement_has_a_module_that_gives_rows(name):
    assert callable(module(name).results)


def test_measurement_that_cannot_be_made_is_a_row_that_says_why(monkeypatch, tmp_path):
    monkeypatch.setattr(mnist, "MNIST", tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (row,) = measure("digits-pages", quick=True)
    assert row.holds is None
    assert "not measured: MNIST is neither in" in row.figure


def test_unknown_measurement_is_refused():
    command = [sys.executable, "-m", "benchmarks", "--only", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "nonsense" in done.stderr


@pytest.mark.parametrize("hidden", [2, 3, 8])
def test_matplotlib_draws_the_run_that_our_page_shows(hidden):
    scene = xor(hidden)
    scene.train(300)
    assert scene.draw(scene.timeline, scene.next()) > 0
    whole, painting = Figure(scene.lab).draw(scene.timeline)
    assert whole > painting > 0


def test_looks_are_new_frames_of_the_same_age_and_leave_training_alone():
    scene, twin = xor(3), xor(3)
    scene.train(500)
    twin.train(500)
    looks = list(scene.looks(3))
    assert [refresh.snapshot.step for _, refresh in looks] == [501, 502, 503]
    assert all(timeline.snapshot.step == 500 for timeline, _ in looks)
    assert (scene.next().snapshot.parameters == twin.next().snapshot.parameters).all()
