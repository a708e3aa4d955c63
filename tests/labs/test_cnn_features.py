"""Feature space of the convolutional network: principal components that neither flip nor jump."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.labs.cnn_features import POINTS, Clouds, evenly, page
from netviz.labs.cnn_probe import Probe
from netviz.labs.principal import AXES, EXACT, MOST_TURN, SteadyAxes, SteadyRange, principal
from netviz.panels.gradual import Waiting
from netviz.panels.panel import Choices, View
from networks.layers import Dense, Relu
from tests.labs.watched_convnet import digits, watched


def choices_of(setup, source="validation", sample=0):
    sets = setup.digits
    counts = (("training", len(sets.train)), ("validation", len(sets.validation)), ("test", len(sets.test)))
    return Choices(sources=counts).of_source(source, sample)


def moments(setup, timeline):
    """Return a view of a fresh timeline after each of another's snapshots, one after the other."""
    seen, choices = Timeline(), choices_of(setup)
    for step, parameters in zip(timeline.steps.tolist(), timeline.parameters, strict=True):
        nothing = np.zeros_like(parameters)
        snapshot = Snapshot(step, parameters.copy(), nothing, nothing, 1.0, 0.5)
        seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 100, 1))
        yield View(seen, choices)


def hidden_of(setup, parameters, images):
    """Return the last hidden layer's activations (n, F), as the whole pass has them."""
    return setup.net.forward(parameters, images).outputs[-2].reshape(len(images), -1)


def settled(setup, view):
    clouds = Clouds(Probe(setup))
    clouds.complete(view)
    return clouds.space(view)


@pytest.fixture(scope="module")
def run():
    return watched(steps=40, every=1, rate=0.003)


def test_points_are_principal_components_as_scikit_learn_finds_them(run):
    decomposition = pytest.importorskip("sklearn.decomposition")
    setup, timeline = run
    view = View(timeline, choices_of(setup))
    cloud = settled(setup, view)
    hidden = hidden_of(setup, timeline.snapshot.parameters, setup.digits.validation.images).astype(np.float64)
    oracle = decomposition.PCA(3)
    expected = oracle.fit_transform(hidden)
    for k in range(3):  # a component has no sign of its own
        sign = np.sign(expected[:, k] @ cloud.points[:, k])
        np.testing.assert_allclose(cloud.points[:, k], sign * expected[:, k], atol=1e-4)
    np.testing.assert_allclose(cloud.shares, oracle.explained_variance_ratio_, rtol=1e-4)
    assert cloud.axes == ("PC 1", "PC 2", "PC 3")
    assert cloud.step == timeline.snapshot.step


def test_points_do_not_flip_or_jump_over_a_run(run):
    setup, timeline = run
    clouds, before, least = Clouds(Probe(setup)), None, 1.0
    for view in moments(setup, timeline):
        clouds.complete(view)
        points = clouds.space(view).points
        if before is not None:
            for k in range(3):
                least = min(least, float(np.corrcoef(before[:, k], points[:, k])[0, 1]))
        before = points
    assert least > 0.5


def test_each_cloud_alone_would_flip_or_change_places(run):
    """Otherwise the test above would prove nothing."""
    setup, timeline = run
    clouds = [settled(setup, view).points for view in moments(setup, timeline)]
    likeness = [
        np.corrcoef(one[:, k], other[:, k])[0, 1] for one, other in pairwise(clouds) for k in range(3)
    ]
    assert min(likeness) < 0


def test_the_same_snapshots_in_the_same_order_give_the_same_clouds(run):
    setup, timeline = run
    ends = []
    for _ in range(2):
        clouds = Clouds(Probe(setup))
        for view in moments(setup, timeline):
            clouds.complete(view)
        ends.append(clouds.space(view))
    assert np.array_equal(ends[0].points, ends[1].points)
    assert ends[0].bounds == ends[1].bounds


def test_a_little_with_every_frame_comes_to_the_same_as_all_at_once(run):
    setup, timeline = run
    view = View(timeline, choices_of(setup))
    clouds = Clouds(Probe(setup))
    assert not clouds.left  # nothing has been drawn
    assert clouds.space(view) == Waiting(0, len(setup.digits.validation))
    frames = 0
    while clouds.left:
        frames += 1
        assert frames < 1000
        clouds.advance(view)
        clouds.advance(view)  # another panel of the same frame
        done = clouds.plane(view)
        clouds.space(view)
    assert frames >= 2
    assert not isinstance(done, Waiting)
    np.testing.assert_allclose(done.points, settled(setup, view).points, atol=1e-4)


def test_two_panels_ask_for_one_share_a_frame(run, monkeypatch):
    monkeypatch.setattr("netviz.labs.cnn_gradual.MOST", 5)  # of 40
    setup, timeline = run
    view = View(timeline, choices_of(setup))
    clouds = Clouds(Probe(setup))
    clouds.space(view)
    clouds.advance(view)
    after_one = clouds.space(view)
    clouds.advance(view)
    once = clouds._sweep.done
    clouds.advance(view)
    assert clouds._sweep.done == once > after_one.done > 0


def test_a_new_run_begins_afresh(run):
    setup, timeline = run
    clouds = Clouds(Probe(setup))
    *_, last = moments(setup, timeline)
    clouds.complete(View(last.timeline, last.choices))
    latest = last.timeline.latest
    last.timeline.add(Refresh(latest.snapshot, latest.metrics, latest.state, "", 1, 1, 100, 1))
    assert isinstance(clouds.space(last), Waiting)
    clouds.complete(last)
    np.testing.assert_array_equal(clouds.space(last).points, settled(setup, last).points)


@pytest.mark.parametrize("source, sample", [("validation", 7), ("training", 3), ("test", 11), ("drawn", 0)])
def test_the_chosen_image_has_its_place_whatever_set_it_is_from(run, source, sample):
    setup, timeline = run
    choices = choices_of(setup)
    choices = Choices(sources=(*choices.sources, ("drawn", 1))).of_source(source, sample)
    cloud = settled(setup, View(timeline, choices))
    shown, place = cloud.chosen
    image = Probe(setup).picture(choices).image
    features = hidden_of(setup, timeline.snapshot.parameters, image[None])
    hidden = hidden_of(setup, timeline.snapshot.parameters, setup.digits.validation.images)
    # Its place by the axes as they are found from the points themselves.
    axes, *_ = np.linalg.lstsq(hidden - hidden.mean(axis=0), cloud.points, rcond=None)
    np.testing.assert_allclose(place, ((features - hidden.mean(axis=0)) @ axes)[0], atol=0.02)
    probabilities = setup.net.forward(timeline.snapshot.parameters, image[None]).probabilities[0]
    np.testing.assert_allclose(shown.probabilities, probabilities, rtol=1e-4)
    assert (shown.label is None) == (source == "drawn")
    if source == "validation":
        np.testing.assert_allclose(place, cloud.points[sample], atol=1e-4)


def test_the_chosen_image_is_of_the_network_swept_also_if_the_page_was_left_meanwhile(run, monkeypatch):
    monkeypatch.setattr("netviz.labs.cnn_gradual.MOST", 5)  # of 40
    setup, timeline = run
    clouds, seen = Clouds(Probe(setup)), Timeline()
    for parameters, step in ((timeline.parameters[0], 0), (timeline.parameters[-1], 40)):
        nothing = np.zeros_like(parameters)
        snapshot = Snapshot(step, parameters.copy(), nothing, nothing, 1.0, 0.5)
        seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 100, 1))
        view = View(seen, choices_of(setup))
        clouds.space(view)
        clouds.advance(view)
        assert clouds._sweep.done == 5  # begun; anew, as the page was left before
        clouds._share._last -= 1.0
    clouds._share._last += 1.0
    while clouds.left:
        clouds.advance(view)
        cloud = clouds.space(view)
    shown, place = cloud.chosen
    assert cloud.step == 40
    image = Probe(setup).picture(view.choices).image[None]
    probabilities = setup.net.forward(timeline.parameters[-1], image).probabilities[0]
    np.testing.assert_allclose(shown.probabilities, probabilities, rtol=1e-4)
    np.testing.assert_allclose(place, cloud.points[view.choices.sample], atol=1e-4)


def test_of_many_images_each_class_gives_its_share_evenly_spaced():
    rng = np.random.default_rng(2)
    labels = rng.choice(10, 6000, p=np.arange(1, 11) / 55)
    chosen = evenly(labels, POINTS)
    assert len(set(chosen.tolist())) == POINTS
    assert (np.diff(chosen) > 0).all()
    for digit in range(10):
        assert abs((labels[chosen] == digit).sum() - (labels == digit).sum() * POINTS / 6000) <= 1
        places = np.flatnonzero(np.isin(np.flatnonzero(labels == digit), chosen))
        assert np.diff(places).max() - np.diff(places).min() <= 1
    assert evenly(labels[:50], POINTS).tolist() == list(range(50))


def test_a_row_shows_its_own_validation_image(run):
    setup, timeline = run
    cloud = settled(setup, View(timeline, choices_of(setup)))
    for row in (0, 17, 39):
        index = int(cloud.indices[row])
        shown = cloud.shown(row)
        assert shown.title == f"validation {index + 1}"
        assert shown.label == setup.digits.validation.labels[index] == cloud.labels[row]
        expected = setup.digits.pixels(setup.digits.validation.images[index, 0])
        np.testing.assert_array_equal(shown.pixels, expected)


@pytest.mark.parametrize("specs", [(Dense(2), Relu(), Dense(10)), (Dense(10),)], ids=["two", "none hidden"])
def test_few_features_and_pixels_as_features_have_three_axes_too(specs):
    setup, timeline = watched(specs, steps=4, data=digits(side=8))
    cloud = settled(setup, View(timeline, choices_of(setup)))
    assert cloud.points.shape == (len(setup.digits.validation), 3)
    assert np.isfinite(cloud.points).all()
    if len(specs) == 3:
        assert cloud.shares[2] == pytest.approx(0, abs=1e-9)
        assert sum(cloud.shares) == pytest.approx(1)


def test_features_that_are_not_finite_leave_the_last_cloud(run):
    setup, timeline = run
    clouds, seen, good = Clouds(Probe(setup)), Timeline(), timeline.parameters[3].copy()
    for step, parameters in ((1, good), (2, np.full_like(good, 1e30))):
        snapshot = Snapshot(step, parameters, parameters, parameters, 1.0, 0.5)
        seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 100, 1))
        with np.errstate(all="ignore"):
            clouds.complete(View(seen, choices_of(setup)))
    assert clouds.space(View(seen, choices_of(setup))).step == 1
    assert not clouds.left


def test_features_that_were_never_finite_are_said_to_be_so_and_not_waited_for(run):
    setup, timeline = run
    clouds, seen, wild = Clouds(Probe(setup)), Timeline(), np.full_like(timeline.parameters[3], 1e30)
    snapshot = Snapshot(1234, wild, wild, wild, 1.0, 0.5)
    seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 100, 1))
    view = View(seen, choices_of(setup))
    assert not clouds.space(view).why
    with np.errstate(all="ignore"):
        clouds.complete(view)
    assert clouds.space(view).why.startswith("At batch 1 234 the last hidden layer")
    assert not clouds.left


# the axes themselves


@pytest.mark.parametrize("features", [5, 128, EXACT + 80])
def test_directions_and_variances_are_those_of_the_covariance(features):
    rng = np.random.default_rng(features)
    values = rng.normal(size=(300, features)) * np.linspace(1, 4, features)
    values -= values.mean(axis=0)
    directions, variances = principal(values)
    expected, vectors = np.linalg.eigh(np.cov(values.T, bias=True))
    np.testing.assert_allclose(variances, expected[: -AXES - 1 : -1], rtol=1e-8)
    overlap = np.abs(directions @ vectors[:, : -AXES - 1 : -1])
    np.testing.assert_allclose(overlap, np.eye(3), atol=1e-6)


def rotated(values, turn):
    """Return values (n, 3+) with their first three columns turned by a rotation (3, 3)."""
    after = values.copy()
    after[:, :3] = values[:, :3] @ turn.T
    return after


@pytest.mark.parametrize("seed", range(30))
def test_axes_turn_little_at_once_and_come_to_the_components(seed):
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(400, 6)) * (3, 2.5, 2, 0.5, 0.4, 0.3)
    turn, _ = np.linalg.qr(rng.normal(size=(3, 3)))  # a flip, too, in half of the cases
    axes = SteadyAxes()
    before = axes.follow(values).axes
    after = rotated(values, turn)
    for i in range(40):
        projection = axes.follow(after)
        cosines = np.einsum("ij,ij->i", before, projection.axes)
        if i:  # the first step may also follow the points
            assert (cosines > np.cos(MOST_TURN) - 1e-9).all()
        np.testing.assert_allclose(projection.axes @ projection.axes.T, np.eye(3), atol=1e-9)
        total = np.square(after - after.mean(axis=0)).sum()
        spread = np.square(projection(after)).sum(axis=0)
        np.testing.assert_allclose(projection.shares, spread / total, rtol=1e-9)
        before = projection.axes
        if not projection.turning:
            break
    assert not projection.turning
    directions, _ = principal(after - after.mean(axis=0))
    np.testing.assert_allclose(np.abs(projection.axes @ directions.T), np.eye(3), atol=1e-9)
    assert (np.diff(projection.shares) <= 0).all()


def test_components_that_change_places_are_followed():
    rng = np.random.default_rng(1)
    base = rng.normal(size=(500, 4))
    axes = SteadyAxes()
    first = axes.follow(base * (3, 2.1, 2.0, 0.1))(base * (3, 2.1, 2.0, 0.1))
    second = axes.follow(base * (3, 2.0, 2.1, 0.1))(base * (3, 2.0, 2.1, 0.1))
    for k in range(3):
        assert np.corrcoef(first[:, k], second[:, k])[0, 1] > 0.95


def test_a_range_stays_while_it_fits():
    kept = SteadyRange()
    first = kept.follow(-1.0, 1.0)
    assert first[0] < -1 and first[1] > 1
    assert kept.follow(-1.05, 0.9) == first
    assert kept.follow(-1.0, 1.3) != first
    assert kept.follow(-0.2, 0.2)[1] < 0.4
    assert kept.follow(0.0, 0.0) == (-1.0, 1.0)


def test_the_page_has_both_clouds():
    setup, _ = watched(steps=1)
    shown = page(Probe(setup))
    assert shown.name == "features"
    assert [panel.turns for panel in shown.panels] == [False, True]
