"""Softmax with cross-entropy as one loss."""

import numpy as np

from networks.cross_entropy import cross_entropies, cross_entropy, softmax


def test_it_is_minus_the_logarithm_of_the_labels_probability():
    rng = np.random.default_rng(0)
    logits, labels = rng.standard_normal((6, 5)), rng.integers(0, 5, 6)
    expected = -np.log(softmax(logits)[np.arange(6), labels])
    np.testing.assert_allclose(cross_entropies(logits, labels), expected, rtol=1e-12)
    np.testing.assert_allclose(cross_entropy(logits, labels)[0], expected.mean(), rtol=1e-12)


def test_the_gradient_is_that_of_the_mean():
    rng = np.random.default_rng(1)
    logits, labels = rng.standard_normal((4, 3)), rng.integers(0, 3, 4)
    _, gradient = cross_entropy(logits, labels)
    for place in np.ndindex(logits.shape):
        shift = np.zeros_like(logits)
        shift[place] = 1e-6
        above, below = (cross_entropy(logits + sign * shift, labels)[0] for sign in (1, -1))
        np.testing.assert_allclose(gradient[place], (above - below) / 2e-6, atol=1e-9)


def test_extreme_logits_give_exact_losses_without_a_warning():
    logits = np.array([[1e4, 0.0, -1e4], [1e4, 0.0, -1e4]], np.float32)
    loss, gradient = cross_entropy(logits, np.array([0, 2]))
    assert loss == 1e4
    assert gradient.tolist() == [[0, 0, 0], [0.5, 0, -0.5]]


def test_probabilities_add_to_one_and_do_not_change_when_all_logits_move():
    logits = np.random.default_rng(2).standard_normal((7, 10))
    np.testing.assert_allclose(softmax(logits).sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(softmax(logits), softmax(logits + 1000), rtol=1e-9)
