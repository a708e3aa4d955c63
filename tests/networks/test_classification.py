"""The confusion matrix and what is read from it."""

import numpy as np
import pytest

from networks.classification import Scores, confusion_matrix, scores


def test_rows_are_the_true_classes_and_columns_the_predicted():
    matrix = confusion_matrix(np.array([0, 0, 1, 2, 2]), np.array([0, 1, 1, 0, 2]), 3)
    assert matrix.tolist() == [[1, 1, 0], [0, 1, 0], [1, 0, 1]]


def test_scores_by_hand():
    found = Scores.of(np.array([[3, 1, 0], [2, 4, 0], [0, 0, 0]]))
    assert found.accuracy == 0.7
    np.testing.assert_allclose(found.precisions, [3 / 5, 4 / 5, 0])
    np.testing.assert_allclose(found.recalls, [3 / 4, 4 / 6, 0])
    np.testing.assert_allclose(found.f1s, [6 / 9, 8 / 11, 0])
    assert found.precision == pytest.approx(0.7)  # the third class occurs nowhere
    assert found.f1 == pytest.approx((6 / 9 + 8 / 11) / 2)


def test_a_class_that_is_never_predicted_counts_as_zero():
    found = Scores.of(np.array([[2, 0], [2, 0]]))
    assert (found.precision, found.recall) == (0.25, 0.5)


def test_they_are_those_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics", reason="scikit-learn, the oracle, is not installed")
    rng = np.random.default_rng(0)
    labels, predictions = rng.integers(0, 10, (2, 200))
    found = scores(labels, predictions)
    expected = metrics.precision_recall_fscore_support(labels, predictions, average="macro")
    np.testing.assert_allclose((found.precision, found.recall, found.f1), expected[:3], rtol=1e-12)
    assert found.accuracy == pytest.approx(metrics.accuracy_score(labels, predictions))
    assert (found.confusion == metrics.confusion_matrix(labels, predictions)).all()


def test_no_images_give_zeros_and_no_warning():
    nothing = np.zeros(0, np.int64)
    found = scores(nothing, nothing)
    assert (found.accuracy, found.precision, found.f1) == (0, 0, 0)
    assert (found.confusion == np.zeros((10, 10))).all()
