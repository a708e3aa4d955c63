"""How much of a sweep a frame does: what there is time for, in pieces that are worth it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from netviz.labs import cnn_gradual
from netviz.labs.cnn_gradual import ALONE, LEAST, PATIENCE, Share
from networks.fast.inference import PIECE


class Clock:
    """Time that passes only when it is told to."""

    def __init__(self):
        self.now = 0.0

    def perf_counter(self):
        return self.now


class Sweeping:
    """A sweep that takes so many seconds an image."""

    def __init__(self, clock, each):
        self.clock, self.each, self.done, self.dropped = clock, each, 0, 0

    def advance(self, view, images):
        self.done += images
        self.clock.now += images * self.each
        return True

    def drop(self):
        self.dropped += 1


def frames(monkeypatch, each, *, seconds=0.0005, count=400, running=True):
    """Return what a sweep took in each frame, once it is known how long an image takes."""
    clock = Clock()
    monkeypatch.setattr(cnn_gradual, "time", clock)
    sweep, share = Sweeping(clock, each), Share(seconds)
    view = SimpleNamespace(timeline=SimpleNamespace(latest=SimpleNamespace(running=running)))
    taken = []
    for _ in range(count):
        before = clock.now
        assert share.advance(sweep, view)
        taken.append(clock.now - before)
        clock.now += 0.01
    assert sweep.dropped <= 1
    return taken[count // 4 :]


@pytest.mark.parametrize("each", [5e-6, 2e-5, 3e-5, 1e-4])
def test_a_sweep_takes_on_average_the_time_that_a_frame_has_for_it(monkeypatch, each):
    taken = frames(monkeypatch, each)
    assert sum(taken) / len(taken) == pytest.approx(0.0005, rel=0.1)
    assert max(taken) <= 0.0005 + PIECE * each + 1e-9


def test_where_no_training_goes_on_it_takes_more(monkeypatch):
    taken = frames(monkeypatch, 3e-5, running=False)
    assert sum(taken) / len(taken) == pytest.approx(ALONE * 0.0005, rel=0.1)


def test_a_slow_network_holds_up_no_frame_and_still_gets_on(monkeypatch):
    each = 2 * PATIENCE / PIECE
    taken = frames(monkeypatch, each)
    assert taken == pytest.approx([LEAST * each] * len(taken))


def test_what_was_begun_long_ago_is_begun_anew(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(cnn_gradual, "time", clock)
    sweep, share = Sweeping(clock, 1e-5), Share()
    view = SimpleNamespace(timeline=SimpleNamespace(latest=SimpleNamespace(running=True)))
    clock.now = 5.0
    share.advance(sweep, view)
    share.advance(sweep, view)
    assert sweep.dropped == 1
    clock.now += 1.0
    share.advance(sweep, view)
    assert sweep.dropped == 2
