"""The page to draw on: the traces are the network's own probabilities at the moments kept."""

from dataclasses import replace

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.labs.cnn_draw import MANY, SHARE, Memory, page, schooling, spread
from netviz.panels.panel import View
from tests.labs.convnet_moments import NETS, seen
from tests.panels.pictures import draw
from tests.panels.texts import noted_texts


def trained(moments=20, run=0):
    """Return a probe and a view of a run of made-up moments."""
    probe, view = seen(NETS["no hidden dense"])
    for step in range(1, moments):
        add(view, step, run)
    return probe, view


def add(view, step, run=0):
    parameters = np.random.default_rng(step).normal(0, 0.3, len(view.timeline.snapshot.parameters))
    parameters = parameters.astype(np.float32)
    zeros = np.zeros_like(parameters)
    snapshot = Snapshot(step, parameters, zeros, zeros, 1.0, 0.5)
    view.timeline.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", run, 0, 100, 1))


def expected(probe, view):
    image = probe.setup.digits.validation.images[view.choices.sample]
    net = probe.setup.net
    return np.stack([net.probabilities(row, image[None])[0] for row in view.timeline.parameters])


def test_what_the_network_learned_from_is_said_under_the_pad_and_whether_that_was_little():
    probe, view = trained()
    setup, texts = probe.setup, schooling(probe.setup)
    digits = setup.digits
    pixels = f"{digits.side}×{digits.side} pixels"
    assert texts[0].startswith(f"the network learns from only {len(digits.train)} digits of {pixels}; ")
    assert "may misread" in texts[0]
    assert all("only" in text for text in texts)
    looked = schooling(replace(setup, trains=False))
    assert looked[0].startswith("the network has learned from only ")
    assert schooling(replace(setup, trains=False, learned_from="MNIST"))[0].endswith("has learned from MNIST")
    several = -(-MANY // len(digits.train))
    train = replace(
        digits.train,
        images=np.concatenate([digits.train.images] * several),
        labels=np.concatenate([digits.train.labels] * several),
    )
    many = schooling(replace(setup, digits=replace(digits, train=train)))
    assert not any("only" in text or "misread" in text for text in many)
    with noted_texts() as told:
        draw(page(probe).panels[0], view, size=(620, 420))
    assert texts[0] in told


def test_complete_traces_are_the_probabilities_of_every_moment_kept():
    probe, view = trained()
    memory = Memory(probe)
    memory.complete(view)
    traced = memory.traced(view)
    assert traced.waiting == 0
    np.testing.assert_array_equal(traced.steps, view.timeline.steps)
    np.testing.assert_allclose(traced.probabilities, expected(probe, view), atol=1e-6)


def test_the_newest_moment_is_there_at_once_and_the_others_a_few_a_frame():
    probe, view = trained()
    memory = Memory(probe)
    assert memory.traced(view).steps.tolist() == [19]
    known = [1]
    while memory.traced(view).waiting:
        memory.advance(view)
        known.append(len(memory.traced(view).steps))
        assert 0 in memory.traced(view).steps  # the first frames already reach back to the start
        assert (np.diff(memory.traced(view).steps) > 0).all()
    assert max(np.diff(known)) <= SHARE
    assert known[-1] == 20


def test_a_refresh_adds_one_moment_and_computes_none_again():
    probe, view = trained()
    memory = Memory(probe)
    memory.complete(view)
    before = memory.traced(view).probabilities
    add(view, 20)
    after = memory.traced(view)
    assert after.waiting == 0
    assert after.steps[-1] == 20
    np.testing.assert_array_equal(after.probabilities[:-1], before)


def test_another_image_and_another_run_begin_afresh():
    probe, view = trained()
    memory = Memory(probe)
    memory.complete(view)
    other = View(view.timeline, view.choices.of_source("validation", 3))
    assert len(memory.traced(other).steps) == 1
    memory.complete(other)
    np.testing.assert_allclose(memory.traced(other).probabilities, expected(probe, other), atol=1e-6)
    add(view, 0, run=1)
    assert memory.traced(other).steps.tolist() == [0]


def test_memory_stays_bounded_as_moments_are_thinned():
    probe, view = trained()
    memory = Memory(probe)
    for step in range(20, 1500):
        add(view, step)
        if step % 7 == 0:
            memory.traced(view)
    assert len(memory._known) <= 2 * len(view.timeline) + 1


@pytest.mark.parametrize("count", [1, 2, 3, 8, 37, 38])
def test_moments_are_computed_far_apart_first(count):
    order = spread(count)
    assert sorted(order) == list(range(count))
    assert order[0] == count - 1
    for many in range(2, count):  # no gap is more than about twice what so many could leave
        gaps = np.diff(sorted(order[:many]))
        assert gaps.max() <= 4 * count / many


def test_the_page_has_pad_answer_and_traces():
    probe, view = trained()
    shown = page(probe)
    assert (shown.name, shown.title) == ("draw", "Draw")
    assert [panel.title for panel in shown.panels] == ["Draw a digit", "Answer", "Probabilities over the run"]
    assert shown.panels[2].value(view) == "1 of 20 moments"
    shown.panels[2].settle(view)
    assert shown.panels[2].value(view) == "20 moments kept"


def test_a_network_that_is_only_looked_at_has_probabilities_of_now():
    probe, view = trained(1)
    probe.setup = replace(probe.setup, trains=False)
    traces = page(probe).panels[2]
    assert traces.title == "Probabilities now"
    assert traces.value(view) == "batch 0"
