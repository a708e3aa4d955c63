"""Sets of images: scaled exactly, parted evenly by class, normalised, and lean."""

from __future__ import annotations

import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networks.images import Digits, ImageSet, area_weights, ink, prepare, scaled, split, stratified

SIDES = st.integers(1, 30)


def by_hand(image, side):
    """Average by area in exact fractions: every new pixel looks at every old one."""
    rows, columns = len(image), len(image[0])

    def shared(i, j, length):
        low = max(Fraction(i * length, side), Fraction(j))
        return max(min(Fraction((i + 1) * length, side), Fraction(j + 1)) - low, Fraction(0))

    area = Fraction(rows, side) * Fraction(columns, side)
    return [
        [
            float(
                sum(
                    shared(i, r, rows) * shared(j, c, columns) * int(image[r][c])
                    for r in range(rows)
                    for c in range(columns)
                )
                / area
            )
            for j in range(side)
        ]
        for i in range(side)
    ]


@pytest.mark.parametrize(("shape", "side"), [((8, 8), 5), ((7, 9), 8), ((6, 6), 6), ((4, 4), 7), ((9, 9), 3)])
def test_scaling_is_the_mean_over_the_area(shape, side):
    images = np.random.default_rng(1).integers(0, 256, (2, *shape))
    expected = [by_hand(image, side) for image in images]
    np.testing.assert_allclose(scaled(images.astype(float), side), expected, rtol=1e-14)


def test_scaling_28_to_14_is_the_mean_of_four():
    images = np.random.default_rng(1).integers(0, 256, (3, 28, 28)).astype(float)
    np.testing.assert_array_equal(scaled(images, 14), images.reshape(3, 14, 2, 14, 2).mean(axis=(2, 4)))


@given(SIDES, SIDES)
def test_every_weight_is_a_share_and_no_ink_is_lost(source, target):
    weights = area_weights(source, target)
    assert weights.shape == (target, source)
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(weights.sum(axis=0), target / source, rtol=1e-14)


@given(SIDES)
def test_scaling_to_the_same_side_changes_nothing(side):
    np.testing.assert_array_equal(area_weights(side, side), np.eye(side))


def test_ink_is_float32_from_0_to_1_of_the_images_chosen():
    images = np.array([[[0, 255], [51, 102]]] * 2500, np.uint8)
    images[2499] = 255
    chosen = ink(images, np.array([0, 2499]), 2, 255)
    assert chosen.dtype == np.float32 and chosen.shape == (2, 1, 2, 2)
    np.testing.assert_array_equal(chosen[0, 0], np.array([[0, 1], [0.2, 0.4]], np.float32))
    np.testing.assert_array_equal(chosen[1], 1)
    assert len(ink(images, np.arange(2500), 2, 255)) == 2500


LABELS = st.lists(st.integers(0, 9), min_size=1, max_size=300).map(np.array)


@given(LABELS, st.floats(0, 1), st.integers(0, 2**32))
def test_every_class_gives_its_share(labels, share, seed):
    chosen = stratified(labels, share, np.random.default_rng(seed))
    assert len(chosen) == round(share * len(labels))
    assert (np.diff(chosen) > 0).all()
    for label in range(10):
        exact = share * np.sum(labels == label)
        assert abs(np.sum(labels[chosen] == label) - exact) < 1 + 1e-6


@given(LABELS)
def test_all_is_all(labels):
    chosen = stratified(labels, 1.0, np.random.default_rng(0))
    np.testing.assert_array_equal(chosen, np.arange(len(labels)))


def test_which_samples_is_left_to_the_generator():
    labels = np.repeat(np.arange(10), 30)
    one, same, other = (stratified(labels, 0.1, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert (one != other).any()
    np.testing.assert_array_equal(np.bincount(labels[one]), np.full(10, 3))


def test_a_fraction_is_parted_into_training_and_validation():
    labels = np.repeat(np.arange(10), 100)
    kept, held = split(labels, 0.5, 0.2, np.random.default_rng(0))
    assert not set(kept) & set(held)
    np.testing.assert_array_equal(np.bincount(labels[kept]), np.full(10, 40))
    np.testing.assert_array_equal(np.bincount(labels[held]), np.full(10, 10))


@pytest.mark.parametrize(
    ("fraction", "share", "told"),
    [
        (0, 0.1, "fraction of the data must be above 0 and at most 1, not 0"),
        (1.1, 0.1, "fraction of the data"),
        (float("nan"), 0.1, "fraction of the data"),
        (1, 0, "validation share must lie between 0 and 1, not 0"),
        (1, 1, "validation share"),
        (1, float("nan"), "validation share"),
        (0.01, 0.1, "leaves no image for validation"),
        (0.02, 0.9, "leaves no image for training"),
    ],
)
def test_shares_that_leave_nothing_are_refused(fraction, share, told):
    with pytest.raises(ValueError, match=told):
        split(np.repeat(np.arange(10), 10), fraction, share, np.random.default_rng(0))


def raw(count, side=28, seed=0):
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (count, side, side), dtype=np.uint8), np.arange(count, dtype=np.uint8) % 10


def made(train, test, seed=3, **options):
    return prepare(train, test, np.random.default_rng(seed), **{"white": 255, "side": 28, **options})


def test_all_sets_are_normalised_by_the_training_set():
    train, test = raw(2500), raw(300, seed=1)
    digits = made(train, test, side=10, validation_share=0.2)
    assert (len(digits.train), len(digits.validation), len(digits.test)) == (2000, 500, 300)
    for part in (digits.train, digits.validation, digits.test):
        assert part.images.dtype == np.float32 and part.labels.dtype == np.int64
        assert part.images.shape == (len(part), 1, 10, 10)
    values = digits.train.images.astype(np.float64)
    assert abs(values.mean()) < 1e-6
    assert abs(values.std() - 1) < 1e-6
    expected = (scaled(test[0].astype(float), 10) / 255 - digits.mean) / digits.deviation
    np.testing.assert_allclose(digits.test.images[:, 0], expected, atol=2e-6)
    np.testing.assert_array_equal(digits.test.labels, test[1])


def test_a_given_normalisation_is_used():
    test = raw(30, seed=1)
    digits = made(raw(100), test, normalisation=(0.25, 0.5))
    assert (digits.mean, digits.deviation) == (0.25, 0.5)
    np.testing.assert_allclose(digits.test.images[:, 0], (test[0] / 255 - 0.25) / 0.5, atol=1e-6)


def test_images_keep_their_labels():
    train = raw(500)
    train[0][:] = (train[1] * 20)[:, np.newaxis, np.newaxis]
    digits = made(train, raw(10))
    for part in (digits.train, digits.validation):
        np.testing.assert_allclose(digits.pixels(part.images)[:, 0, 5, 5] * 255 / 20, part.labels, atol=1e-4)


def test_pixels_and_normalised_are_inverse():
    test = raw(50, seed=1)
    digits = made(raw(500), test)
    pixels = digits.pixels(digits.test.images)
    assert pixels.dtype == np.float32 and pixels.min() >= 0 and pixels.max() <= 1
    np.testing.assert_allclose(pixels[:, 0] * 255, test[0], atol=1e-3)
    again = digits.normalised(pixels[0, 0])
    assert again.dtype == np.float32
    np.testing.assert_allclose(again, digits.test.images[0, 0], atol=1e-5)


def test_the_same_seed_gives_the_same_sets_bit_for_bit():
    one, same, other = (made(raw(500), raw(10), seed=seed, fraction=0.5) for seed in (1, 1, 2))
    assert one.train.images.tobytes() == same.train.images.tobytes()
    assert one.train.images.tobytes() != other.train.images.tobytes()


def test_blank_images_are_no_division_by_zero():
    train, test = raw(100), raw(10)
    train[0][:] = 0
    digits = made(train, test)
    assert (digits.mean, digits.deviation) == (0.0, 1.0)
    assert (digits.train.images == 0).all()


def test_a_set_cannot_be_written_and_must_fit():
    digits = made(raw(100), raw(10))
    with pytest.raises(ValueError, match="read-only"):
        digits.train.images[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        digits.train.labels[0] = 0
    with pytest.raises(ValueError, match="must be"):
        ImageSet(np.zeros((3, 1, 8, 8), np.float32), np.zeros(4, np.int64))
    with pytest.raises(ValueError, match="must be"):
        ImageSet(np.zeros((3, 8, 8), np.float32), np.zeros(3, np.int64))
    assert "90 + 10 + 10 images 28×28" in repr(digits)
    assert "90 images 28×28" in repr(digits.train)


def blank(boxed, side):
    part = ImageSet(np.zeros((1, 1, side, side), np.float32), np.zeros(1, np.int64))
    return Digits("name", "origin", side, part, part, part, 0.0, 1.0, boxed)


def test_a_drawing_is_scaled_as_a_whole_where_digits_have_a_margin():
    drawing = np.random.default_rng(0).random((28, 28))
    np.testing.assert_array_equal(blank(False, 28).fitted(drawing), drawing)
    np.testing.assert_array_equal(blank(False, 14).fitted(drawing), scaled(drawing[np.newaxis], 14)[0])


def test_a_drawing_fills_the_image_where_digits_do():
    drawing = np.zeros((28, 28))
    drawing[6:22, 10:14] = 1  # 16 high, 4 wide: 8 high, 2 wide and in the middle
    drawing[2, 2] = 0.1  # a faint speck is no ink
    expected = np.zeros((8, 8))
    expected[:, 3:5] = 1
    np.testing.assert_array_equal(blank(True, 8).fitted(drawing), expected)
    np.testing.assert_array_equal(blank(True, 8).fitted(np.zeros((28, 28))), np.zeros((8, 8)))


@pytest.mark.parametrize("side", [28, 14])
def test_nothing_of_the_size_of_all_images_is_made_besides_them(side):
    train, test = raw(12_000), raw(1000)
    made(raw(100), raw(10), side=side)  # what NumPy loads at first is not counted
    tracemalloc.start()
    try:
        digits = made(train, test, side=side)
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    sets = sum(part.images.nbytes for part in (digits.train, digits.validation, digits.test))
    assert sets <= now < 1.05 * sets + 2e5
    assert peak < sets + 25e6  # one piece of a thousand images in float64, a few times over
    assert 4 * train[0].size > 37e6
