"""The benchmarks of the digits lab measure what they say; on the bundled sample, which takes no time."""

from __future__ import annotations

import importlib.util
import json
import sys
import time

import numpy as np
import pytest

from benchmarks import digits_accuracy, digits_memory, digits_pages, digits_race, mnist
from benchmarks.digits_memory import EPOCHS, Look
from benchmarks.result import CannotMeasure
from netviz.labs import digits_data
from netviz.labs.digits_config import DigitsConfig
from netviz.labs.digits_recipe import SPLIT_SEED


@pytest.mark.parametrize("sight", digits_pages.SIGHTS)
def test_every_frame_of_every_page_shows_a_new_snapshot(sight):
    scene = digits_pages.scene(sight, None)
    assert scene.stage.page.name == sight.split(",")[0]
    seen = []
    for _ in range(2):
        assert scene.draw(scene.timeline, scene.next()) > 0
        seen.append(scene.timeline.snapshot.step)
    assert seen[1] > seen[0] > 0


def test_the_page_draw_has_a_drawing_to_show():
    choices = digits_pages.scene("draw", None).stage.choices
    assert choices.source == "drawn"
    assert choices.drawn.pixels.sum() > 20


def test_growth_is_told_from_the_second_epoch_to_the_last_of_the_run_s_own_memory():
    own = [300, 400, 401, 403, 405]
    looks = [Look(10 * i + 1, 450, own[i // 10], 600) for i in range(10 * EPOCHS)]
    most, growth = digits_memory._rows("overview", [*looks, Look(10 * EPOCHS, 470, 405, 600)])
    assert most.figure.startswith("470.00 MB")
    assert growth.figure.startswith("5.00 MB")
    assert most.holds and growth.holds


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_memory_of_this_process_is_told_three_ways():
    taken, own, resident = digits_memory.memory()
    assert 10e6 < own < taken <= resident


def test_accuracy_is_that_of_the_summary(monkeypatch):
    summary = {
        "epochs": 5,
        "test_accuracy": 0.9912,
        "per_class": [{"images": 100, "right": 98}],
        "validations": [{"accuracy": 0.98}, {"accuracy": 0.99}],
    }
    monkeypatch.setattr(mnist, "run", lambda flags: json.loads(json.dumps(summary)))
    monkeypatch.setattr(mnist, "folder", lambda: mnist.MNIST)
    monkeypatch.setattr(digits_race, "results", _no_torch)
    *rows, missing = digits_accuracy.results(False)
    assert [row.figure.split()[0] for row in rows] == ["99.12"] * len(digits_accuracy.SEEDS)
    assert all(row.holds for row in rows)
    assert "PyTorch is not installed" in missing.figure


def _no_torch(quick):
    raise CannotMeasure("PyTorch is not installed")


@pytest.fixture(scope="module")
def sample():
    raw = digits_data.sample("a test")
    return digits_data.prepare(raw, 28, 1.0, 0.1, SPLIT_SEED)


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
@pytest.mark.parametrize("channels_last", [False, True])
def test_both_sides_of_the_race_train_the_same(sample, channels_last, monkeypatch):
    monkeypatch.setattr(digits_race, "THREADS", 1)
    ours, theirs = digits_race.ours(sample, 1), digits_race.pytorch(sample, 1, channels_last)
    for _ in range(2):
        (our_seconds, our_accuracy), (their_seconds, their_accuracy) = ours(10), theirs(10)
        assert our_seconds > 0 and their_seconds > 0
        np.testing.assert_allclose(our_accuracy, their_accuracy, atol=0.02)
    assert our_accuracy > 0.3


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_neither_clock_of_the_race_counts_the_drawing_of_an_epoch_s_order(sample, monkeypatch):
    class Slow(np.random.Generator):
        drawn = 0

        def permutation(self, *arguments):
            Slow.drawn += 1
            time.sleep(1.0)
            return super().permutation(*arguments)

    batches = len(sample.train) // DigitsConfig().batch_size + 1  # so that a second epoch begins
    monkeypatch.setattr(digits_race, "THREADS", 1)
    monkeypatch.setattr(np.random, "default_rng", lambda seed: Slow(np.random.PCG64(seed)))
    for side in (digits_race.ours(sample, 1), digits_race.pytorch(sample, 1, False)):
        before, started = Slow.drawn, time.perf_counter()
        seconds, _ = side(batches)
        drawn = Slow.drawn - before
        assert drawn >= 1
        assert seconds <= time.perf_counter() - started - drawn * 1.0
