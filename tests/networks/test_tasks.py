import numpy as np
import pytest

from networks.tasks import Points, Task

THREE = Points([[0, 0], [1, 2], [3, 4]], [0, 1, 1], Task.BINARY, 2)


def test_points_say_how_many_they_are():
    assert len(THREE) == 3 and THREE.counts == (1, 2)
    assert repr(THREE) == "Points(3, binary)"
    assert repr(Points([[0, 0]], [2], Task.CLASSES, 3)) == "Points(1, classes, 3 classes)"


@pytest.mark.parametrize(
    "task, classes, outputs", [(Task.BINARY, 2, 1), (Task.CLASSES, 4, 4), (Task.REGRESSION, 0, 1)]
)
def test_a_task_says_how_many_outputs_it_needs(task, classes, outputs):
    assert Points([[0, 0]], [1], task, classes).outputs == outputs


def test_points_neither_change_nor_can_be_changed():
    inputs = np.zeros((2, 2))
    points = Points(inputs, [0.5, 1.5], Task.REGRESSION, 0)
    inputs[:] = 7
    assert not points.inputs.any()
    for array in (points.inputs, points.targets):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_point_is_added_last_or_where_it_is_said():
    assert THREE.with_point(5, 6, 0).inputs.tolist() == [[0, 0], [1, 2], [3, 4], [5, 6]]
    first = THREE.with_point(5, 6, 1, 0)
    assert first.inputs.tolist() == [[5, 6], [0, 0], [1, 2], [3, 4]] and first.targets.tolist() == [
        1,
        0,
        1,
        1,
    ]
    assert len(THREE) == 3


def test_the_first_point_can_be_added():
    empty = THREE.take([])
    assert len(empty) == 0 and empty.with_point(1, 2, 1).inputs.tolist() == [[1, 2]]


def test_a_point_is_moved_and_given_another_target():
    moved = THREE.moved(1, -1, -2)
    assert moved.inputs.tolist() == [[0, 0], [-1, -2], [3, 4]] and moved.targets.tolist() == [0, 1, 1]
    assert THREE.moved(1, -1, -2, 0).targets.tolist() == [0, 0, 1]
    assert THREE.inputs[1].tolist() == [1, 2]


def test_a_point_is_removed():
    rest = THREE.without(0)
    assert rest.inputs.tolist() == [[1, 2], [3, 4]] and rest.targets.tolist() == [1, 1]


def test_points_are_taken_and_joined():
    again = THREE.take([2]).joined(THREE.take([0, 1]))
    assert again.inputs.tolist() == [[3, 4], [0, 0], [1, 2]] and again.targets.tolist() == [1, 0, 1]
    with pytest.raises(ValueError, match="do not mix"):
        THREE.joined(Points([[0, 0]], [1], Task.REGRESSION, 0))


@pytest.mark.parametrize("index", [-1, 3])
def test_a_place_that_there_is_not_is_refused(index):
    for edit in (lambda: THREE.moved(index, 0, 0), lambda: THREE.without(index)):
        with pytest.raises(IndexError):
            edit()
    with pytest.raises(IndexError):
        THREE.with_point(0, 0, 0, -1 if index < 0 else 4)


@pytest.mark.parametrize("target", [2, -1, 0.5, np.nan])
def test_a_target_that_is_no_class_is_refused(target):
    for edit in (lambda: THREE.with_point(0, 0, target), lambda: THREE.moved(0, 0, 0, target)):
        with pytest.raises(ValueError, match=r"classes 0 … 1|finite"):
            edit()


@pytest.mark.parametrize(
    "inputs, targets, task, classes",
    [
        ([[0, 0]], [0, 1], Task.BINARY, 2),
        ([[0, 0, 0]], [0], Task.BINARY, 2),
        ([[0, 0]], [[0]], Task.BINARY, 2),
        ([[0, 0]], [0], Task.BINARY, 3),
        ([[0, 0]], [0], Task.CLASSES, 2),
        ([[0, 0]], [0], Task.CLASSES, 6),
        ([[0, 0]], [0], Task.REGRESSION, 1),
        ([[np.inf, 0]], [0], Task.REGRESSION, 0),
    ],
)
def test_what_does_not_fit_together_is_refused(inputs, targets, task, classes):
    with pytest.raises(ValueError):
        Points(inputs, targets, task, classes)
