import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networks.problems import LEAST_POINTS, MOST_NOISE, MOST_POINTS, PROBLEMS, split
from networks.tasks import Points, Task

DRAWN = [name for name, problem in PROBLEMS.items() if not problem.fixed]
FIXED = [name for name, problem in PROBLEMS.items() if problem.fixed]
WITH_CLASSES = [name for name in DRAWN if PROBLEMS[name].classes]

problems = st.sampled_from(sorted(PROBLEMS))
seeds = st.integers(0, 2**32 - 1)
counts = st.integers(LEAST_POINTS, MOST_POINTS)
noises = st.floats(0.0, MOST_NOISE)

USUAL_NOISE = 0.1  # with it, practically every point lies within the extent


def drawn(name, count=200, noise=USUAL_NOISE, seed=1):
    return PROBLEMS[name].draw(np.random.default_rng(seed), count, noise)


def parts(points, share=0.5, seed=2):
    return split(points, share, np.random.default_rng(seed))


def same(left, right):
    return np.array_equal(left.inputs, right.inputs) and np.array_equal(left.targets, right.targets)


def line_fit(train, test):
    """What a line that is fitted to the training points by least squares answers at the test points."""

    def columns(points):
        return np.column_stack((points.inputs, np.ones(len(points))))

    answers = np.linalg.lstsq(columns(train), train.targets, rcond=None)[0]
    return columns(test) @ answers


def test_there_are_these_problems():
    assert list(PROBLEMS) == [
        *("xor", "noisy-xor", "and", "or", "nand", "moons", "circles", "gaussians", "spiral"),
        *("blobs-3", "blobs-4", "blobs-5", "line", "plane", "surface"),
    ]
    for name, problem in PROBLEMS.items():
        assert problem.name == name and problem.title and problem.says.endswith(".")


@settings(deadline=None)
@given(problems, seeds, counts, noises)
def test_points_are_those_that_the_problem_promises(name, seed, count, noise):
    problem = PROBLEMS[name]
    points = drawn(name, count, noise, seed)
    assert len(points) == (4 if problem.fixed else max(count, problem.classes))
    assert (points.task, points.classes) == (problem.task, problem.classes)
    assert not (points.inputs.flags.writeable or points.targets.flags.writeable)
    if problem.dimensions == 1:
        assert not points.inputs[:, 1].any()
    if problem.classes and not problem.fixed:
        assert min(points.counts) >= 1
        assert max(points.counts) - min(points.counts) <= 1


@pytest.mark.parametrize("name", FIXED)
def test_a_fixed_problem_is_its_truth_table(name):
    points = drawn(name, 500, 0.5)
    assert points.inputs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    table = {"xor": [0, 1, 1, 0], "and": [0, 0, 0, 1], "or": [0, 1, 1, 1], "nand": [1, 1, 1, 0]}
    assert points.targets.tolist() == table[name]


@pytest.mark.parametrize("name", DRAWN)
def test_the_seed_says_it_all(name):
    assert same(drawn(name, seed=5), drawn(name, seed=5))
    assert not same(drawn(name, seed=5), drawn(name, seed=6))


@pytest.mark.parametrize("name", DRAWN)
def test_another_count_adds_points_or_takes_the_last_away(name):
    assert same(drawn(name, 50), drawn(name, 120).take(range(50)))


@pytest.mark.parametrize("name", DRAWN)
def test_noise_moves_the_same_points_in_proportion(name):
    none, half, whole = (drawn(name, noise=noise) for noise in (0.0, 0.2, 0.4))
    for part in ("inputs", "targets"):
        shifts = [getattr(points, part) - getattr(none, part) for points in (half, whole)]
        np.testing.assert_allclose(shifts[1], 2.0 * shifts[0], atol=1e-12)
    assert not same(none, half)


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_the_generator_gives_next_depends_on_no_setting(name):
    following = set()
    for count, noise, share in ((4, 0.0, 0.1), (2000, 0.5, 1.0)):
        rng = np.random.default_rng(3)
        split(PROBLEMS[name].draw(rng, count, noise), share, rng)
        following.add(float(rng.random()))
    assert len(following) == 1


@pytest.mark.parametrize("name", PROBLEMS)
def test_points_without_noise_lie_within_1_but_for_clouds(name):
    points = drawn(name, 2000, 0.0)
    assert (np.abs(points.inputs) <= (1.3 if "blobs" in name or name == "gaussians" else 1.0 + 1e-12)).all()
    assert (np.abs(points.inputs).max(axis=0)[: PROBLEMS[name].dimensions] > 0.45).all()


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_plane_shown_leaves_a_margin_around_points_with_the_usual_noise(name):
    low, high = PROBLEMS[name].extent
    points = drawn(name, 2000)
    shown = points.inputs if PROBLEMS[name].dimensions == 2 else np.append(points.inputs, points.targets)
    assert low + 0.05 < shown.min() and shown.max() < high - 0.05


@pytest.mark.parametrize("name", DRAWN)
def test_the_greatest_noise_leaves_nearly_all_points_within_the_plane_shown(name):
    low, high = PROBLEMS[name].extent
    points = drawn(name, 2000, MOST_NOISE)
    within = ((points.inputs >= low) & (points.inputs <= high)).all(axis=1)
    assert within.mean() > 0.93


@pytest.mark.parametrize("name", WITH_CLASSES)
def test_classes_can_be_learned_and_the_greatest_noise_makes_that_harder(name):
    def right(noise):
        train, test = parts(drawn(name, 1000, noise))
        distances = np.linalg.norm(test.inputs[:, None] - train.inputs, axis=2)
        return (train.targets[distances.argmin(axis=1)] == test.targets).mean()

    assert right(0.0) > 0.97
    assert right(USUAL_NOISE) > 0.9
    assert right(MOST_NOISE) < right(USUAL_NOISE)


@pytest.mark.parametrize(
    "name, low, high",
    [
        ("gaussians", 0.99, 1.0),
        ("moons", 0.7, 0.95),
        *((name, 0.3, 0.75) for name in ("noisy-xor", "circles")),
    ],
)
def test_a_straight_boundary_does_as_well_as_the_problem_says(name, low, high):
    train, test = parts(drawn(name, 1000))
    assert low <= ((line_fit(train, test) > 0.5) == test.targets).mean() <= high


@pytest.mark.parametrize("name", ["line", "plane"])
def test_linear_regression_leaves_just_the_noise(name):
    train, test = parts(drawn(name, 2000, 0.2))
    assert (line_fit(train, test) - test.targets).std() == pytest.approx(0.2, rel=0.1)
    train, test = parts(drawn(name, 100, 0.0))
    np.testing.assert_allclose(line_fit(train, test), test.targets, atol=1e-12)


def test_the_surface_is_no_plane():
    train, test = parts(drawn("surface", 2000, 0.0))
    assert (line_fit(train, test) - test.targets).std() > 0.3


@pytest.mark.parametrize("count", [3, 2001])
def test_other_counts_are_refused(count):
    with pytest.raises(ValueError, match="count"):
        drawn("moons", count)


@pytest.mark.parametrize("noise", [-0.01, 0.51, np.nan])
def test_other_noises_are_refused(noise):
    with pytest.raises(ValueError, match="noise"):
        drawn("moons", noise=noise)


@settings(deadline=None)
@given(problems, seeds, st.integers(5, 300), st.floats(0.0, 1.0))
def test_a_split_keeps_every_point_once_and_divides_each_class_alike(name, seed, count, share):
    points = drawn(name, count, seed=seed)
    train, test = parts(points, share, seed)
    assert len(train) + len(test) == len(points)
    rows = np.column_stack((points.inputs, points.targets))
    together = np.column_stack(
        (np.append(train.inputs, test.inputs, axis=0), [*train.targets, *test.targets])
    )
    assert sorted(map(tuple, rows)) == sorted(map(tuple, together))
    if PROBLEMS[name].fixed:
        assert same(train, points)
        return
    least = max(points.classes, 1)
    assert len(train) == pytest.approx(share * len(points), abs=0.5 + least)
    for trained, of in zip(train.counts, points.counts, strict=True):
        assert trained >= 1 and trained == pytest.approx(share * of, abs=1.01)
    if share < 1.0 and len(points) > least:
        assert len(test) >= 1


@given(seeds, st.lists(st.integers(1, 60), min_size=2, max_size=5), st.floats(0.0, 1.0))
def test_a_split_divides_classes_of_any_size(seed, sizes, share):
    targets = np.repeat(np.arange(len(sizes)), sizes)
    inputs = np.column_stack((np.arange(len(targets)), targets))
    task = Task.BINARY if len(sizes) == 2 else Task.CLASSES
    train, _ = parts(Points(inputs, targets, task, len(sizes)), share, seed)
    if len(targets) > 4:
        for trained, of in zip(train.counts, sizes, strict=True):
            assert trained >= 1 and abs(trained - share * of) <= len(sizes)


def test_of_as_many_points_as_classes_none_is_left_for_the_test():
    assert [len(part) for part in parts(drawn("blobs-5", 5), 0.8)] == [5, 0]
    assert [len(part) for part in parts(drawn("blobs-5", 6), 0.99)] == [5, 1]


def test_a_larger_share_only_moves_points_into_training():
    points = drawn("blobs-3", 90)
    before = set()
    for share in np.linspace(0.0, 1.0, 21):
        train = set(map(tuple, parts(points, share)[0].inputs))
        assert before <= train
        before = train
    assert len(before) == 90


def test_both_parts_keep_the_order_of_the_points():
    points = drawn("plane", 50)
    places = {tuple(row): place for place, row in enumerate(points.inputs)}
    for part in parts(points, 0.6):
        order = [places[tuple(row)] for row in part.inputs]
        assert order == sorted(order)


def test_another_generator_chooses_other_test_points():
    points = drawn("moons", 100)
    assert not same(parts(points, seed=1)[1], parts(points, seed=2)[1])


def test_no_points_make_two_empty_parts():
    assert list(map(len, parts(drawn("moons").take([])))) == [0, 0]


@pytest.mark.parametrize("share", [-0.1, 1.1, np.nan])
def test_other_shares_are_refused(share):
    with pytest.raises(ValueError, match="share"):
        parts(drawn("moons"), share)
