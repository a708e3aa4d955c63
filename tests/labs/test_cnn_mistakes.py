"""The gallery's images, their order and the counts of confusions, against plain loops."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from netviz.labs.cnn_mistakes import Mistakes, chosen_rows, page, pairs
from netviz.labs.cnn_probe import Probe
from netviz.labs.cnn_sweep import Sweep, Swept
from netviz.panels.gradual import Waiting
from netviz.panels.panel import Choices, View
from networks.images import ImageSet
from networks.layers import Conv, Dense
from tests.labs.watched_convnet import digits, watched


def choices_of(setup, **more):
    count = len(setup.digits.validation)
    return Choices(sources=(("validation", count),), **more).of_source("validation")


@pytest.fixture(scope="module")
def run():
    return watched(steps=30, every=10, data=digits(count=600))


@pytest.fixture
def mistakes(run):
    setup, timeline = run
    made = Mistakes(Probe(setup))
    made.complete(View(timeline, choices_of(setup)))
    return made


def expected(setup, timeline, cell=None):
    """Return (index, true, read, probability) image by image, one at a time through the network."""
    found = []
    parameters = timeline.snapshot.parameters
    for index, label in enumerate(setup.digits.validation.labels.tolist()):
        image = setup.digits.validation.images[index : index + 1]
        scores = setup.net.forward(parameters, image).logits[0].astype(np.float64)
        exponents = np.exp(scores - scores.max())
        probabilities = (exponents / exponents.sum()).tolist()
        read = probabilities.index(max(probabilities))
        if (label, read) == cell or (cell is None and label != read):
            found.append((index, label, read, max(probabilities)))
    return sorted(found, key=lambda row: row[3], reverse=cell is None or cell[0] != cell[1])


def cells(setup, timeline):
    wrong = expected(setup, timeline)
    most = max({row[1:3] for row in wrong}, key=lambda cell: len(expected(setup, timeline, cell)))
    right = next(k for k in range(10) if expected(setup, timeline, (k, k)))
    return [None, most, (right, right)]


def test_the_run_has_something_to_show(run):
    wrong = expected(*run)
    assert 3 < len(wrong) < len(run[0].digits.validation)


def test_images_and_their_order_are_those_of_a_plain_loop(run, mistakes):
    setup, timeline = run
    for cell in cells(setup, timeline):
        gallery = mistakes.gallery(View(timeline, choices_of(setup, cell=cell)))
        rows = expected(setup, timeline, cell)
        assert sorted(gallery.indices) == sorted(row[0] for row in rows)
        assert gallery.step == timeline.snapshot.step
        for i, (_, true, read, sure) in enumerate(rows):
            shown = gallery.shown(i)
            assert shown.sure == pytest.approx(sure, rel=1e-4)
            if cell is not None:
                assert (shown.label, shown.predicted) == (true, read)
        for i, index in enumerate(gallery.indices):
            shown = gallery.shown(i)
            assert shown.title == f"validation {index + 1}"
            assert shown.label == setup.digits.validation.labels[index]
            image = setup.digits.pixels(setup.digits.validation.images[index, 0])
            np.testing.assert_array_equal(shown.pixels, image)


def test_words_count_and_name_what_is_shown(run, mistakes):
    setup, timeline = run
    _, (true, read), (right, _) = cells(setup, timeline)
    total = len(setup.digits.validation)

    def what(cell):
        gallery = mistakes.gallery(View(timeline, choices_of(setup, cell=cell)))
        return gallery.what, gallery.order

    assert what(None) == (f"{len(expected(setup, timeline))} of {total} wrong", "the surest first")
    number = len(expected(setup, timeline, (true, read)))
    assert what((true, read)) == (f"is {true}, read as {read}: {number}", "the surest first")
    number = len(expected(setup, timeline, (right, right)))
    assert what((right, right)) == (f"is {right}, read right: {number}", "the least sure first")


def test_pairs_are_counted_as_a_plain_loop_counts_them_the_commonest_first(run, mistakes):
    setup, timeline = run
    counts = {}
    for _, true, read, _ in expected(setup, timeline):
        counts[true, read] = counts.get((true, read), 0) + 1
    found = mistakes.pairs(View(timeline, choices_of(setup)))
    assert {pair[:2]: pair[2] for pair in found.pairs} == counts
    numbers = [number for *_, number in found.pairs]
    assert numbers == sorted(numbers, reverse=True)
    assert found.wrong == len(expected(setup, timeline))
    assert list(found.of) == np.bincount(setup.digits.validation.labels, minlength=10).tolist()


def swept(labels, probabilities):
    return Swept(3, np.zeros(1), np.array(probabilities), np.array(labels)).read


def test_like_probabilities_keep_the_order_of_the_set():
    wrong = swept([0, 0, 0, 1], [[0.2, 0.8], [0.1, 0.9], [0.2, 0.8], [0.2, 0.8]])
    assert chosen_rows(wrong, None).tolist() == [1, 0, 2]
    assert chosen_rows(wrong, (0, 1)).tolist() == [1, 0, 2]
    assert chosen_rows(wrong, (1, 1)).tolist() == [3]
    assert chosen_rows(wrong, (1, 0)).tolist() == []
    assert pairs(wrong, 2).pairs == ((0, 1, 3),)


def test_with_no_mistakes_at_all_it_says_so():
    setup, _ = watched(steps=1)
    probe = Probe(setup)
    mistakes = Mistakes(probe)
    answers = np.eye(10)[setup.digits.validation.labels]
    right = swept(setup.digits.validation.labels, answers)
    gallery = mistakes._gather(right, None)
    assert gallery.indices == ()
    assert gallery.none == ("No mistakes", f"all {len(answers)} validation images are read right at batch 3")
    assert pairs(right, 10).pairs == ()
    assert mistakes._gather(right, (4, 9)).none[0] == "No 4 is read as 9"


def test_a_sweep_goes_on_once_a_frame_until_the_newest_snapshot_is_done(run, monkeypatch):
    monkeypatch.setattr("netviz.labs.cnn_gradual.MOST", 5)  # of 40
    setup, timeline = run
    view, probe = View(timeline, choices_of(setup)), Probe(setup)
    mistakes = Mistakes(probe)
    assert not mistakes.left
    assert mistakes.gallery(view) == Waiting(0, len(setup.digits.validation))
    assert mistakes.left
    mistakes.advance(view)
    done = probe.sweep.done
    assert done > 0
    mistakes.advance(view)  # another panel, the same frame
    assert probe.sweep.done == done
    for _ in range(1000):
        mistakes.gallery(view), mistakes.pairs(view)
        if not mistakes.left:
            break
        mistakes.advance(view)
    assert mistakes.gallery(view).step == timeline.snapshot.step
    assert list(mistakes.gallery(view).indices) == [row[0] for row in expected(setup, timeline)]


def test_the_page_joins_gallery_answer_and_confusions(run):
    setup, timeline = run
    shown = page(Probe(setup))
    assert shown.name == "mistakes"
    view = View(timeline, choices_of(setup))
    for panel in shown.panels:
        panel.settle(view)
    assert [panel.lively for panel in shown.panels] == [False] * 3
    assert all(panel.value(view) for panel in shown.panels)


def test_of_all_images_only_the_probabilities_are_kept():
    """The activations of a wide layer, of thousands of images, would take gigabytes."""
    setup, timeline = watched((Conv(16, 3), Dense(10)), steps=1, data=digits(side=12))
    few = setup.digits.validation
    many = ImageSet(np.concatenate([few.images] * 20), np.concatenate([few.labels] * 20))
    setup = replace(setup, digits=replace(setup.digits, validation=many))
    hidden = len(many) * 16 * 12 * 12 * 4  # bytes
    view, sweep = View(timeline, choices_of(setup)), Sweep(setup)
    tracemalloc.start()
    try:
        sweep.complete(view)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < hidden / 2
    found = sweep.result(view)
    assert found.hidden is None
    keeping = Sweep(setup, keeps_hidden=True)
    keeping.complete(view)
    np.testing.assert_array_equal(keeping.result(view).probabilities, found.probabilities)
    assert keeping.result(view).hidden.nbytes == hidden
