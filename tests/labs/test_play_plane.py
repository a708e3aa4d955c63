"""The answer over the plane: the same numbers at a place as in the picture, and lines where classes meet."""

import numpy as np
import pytest

from netviz.drawing.numbers import exact
from netviz.engine.commands import Pause
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs import play_plane
from netviz.labs.plane_grid import grid_points
from netviz.labs.play_names import answer_of
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import SIDE, Look
from netviz.labs.playground import PlaygroundLab
from netviz.panels.boundary import level_lines
from netviz.panels.plane_words import told_at

PAIRS = [
    ("moons", "auto", "auto"),
    ("moons", "mse", "sigmoid"),
    ("moons", "mse", "tanh"),
    ("moons", "bce", "linear"),
    ("moons", "hinge", "tanh"),
    ("moons", "cross_entropy", "linear"),
    ("moons", "cross_entropy", "tanh"),
    ("blobs-3", "auto", "auto"),
    ("blobs-4", "mse", "linear"),
    ("blobs-4", "hinge", "tanh"),
    ("blobs-3", "bce", "sigmoid"),
    ("surface", "auto", "auto"),
    ("blobs-3", "bce", "linear"),
    ("moons", "hinge", "sigmoid"),  # class 1 everywhere
    ("moons", "bce", "relu"),
    ("moons", "cross_entropy", "relu"),
    ("blobs-5", "cross_entropy", "relu"),
    ("blobs-4", "mse", "relu"),
]


@pytest.fixture(params=PAIRS, ids=" ".join)
def told(request):
    problem, loss, output = request.param
    setup = Setup(problem=problem, loss=loss, output_activation=output, points=60, hidden=(4,))
    lab = PlaygroundLab(3, setup=setup, epochs=100)
    lab.train(5)
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).current())
    return lab, play_plane.answer(Look(), timeline)


def at_grid(answer):
    """Return the exact answers (places, outputs) at the grid's points, one by one, and which they are."""
    places = grid_points(answer.extent, SIDE)
    chosen = np.arange(0, len(places), 37)
    return chosen, np.array([answer.at(*places[i]) for i in chosen])


def test_the_answer_at_a_place_is_what_the_network_predicts_and_the_one_in_the_picture(told):
    lab, answer = told
    chosen, exactly = at_grid(answer)
    places = lab.fitted.inputs(grid_points(answer.extent, SIDE)[chosen])
    predicted = lab.fitted.loss.prediction(lab.trainer.network.forward(places).output_layer)
    np.testing.assert_allclose(exactly, predicted if answer.classes > 2 else predicted[:, -1:], rtol=1e-9)
    if answer.classes > 2:
        pictures = answer.values
        exactly = exactly - np.minimum(exactly.min(axis=1, keepdims=True), 0)
        total = exactly.sum(axis=1, keepdims=True)
        exactly = np.where(total > 0, exactly / np.where(total > 0, total, 1), 1 / answer.classes)
    else:
        pictures = answer.values[None]
    np.testing.assert_allclose(exactly, pictures.reshape(len(pictures), -1).T[chosen], rtol=1e-9, atol=1e-12)


def test_classes_meet_where_scores_say_so(told):
    lab, answer = told
    chosen, exactly = at_grid(answer)
    if not answer.classes:
        return
    read = np.array([answer.klass(one) for one in exactly])
    scores = answer.values if answer.scores is None else answer.scores
    if answer.classes == 2:
        level = answer.threshold if answer.scores is None else answer.level
        by_scores = scores.ravel()[chosen] > level
    else:
        by_scores = scores.reshape(answer.classes, -1)[:, chosen].argmax(axis=0)
    assert (read == by_scores).all()
    trace = lab.trainer.network.forward(lab.fitted.inputs(grid_points(answer.extent, SIDE)[chosen]))
    assert (read == lab.fitted.answered(trace.z[-1], trace.output)).all()


def test_an_answer_is_called_p_only_where_the_probe_page_calls_it_so(told):
    lab, answer = told
    if answer.classes > 2:
        assert answer.output == answer_of(lab.fitted)[0]
        assert (answer.output == "p") == (answer_of(lab.fitted)[1] != "")
        hint = told_at(answer, 0.2, 0.3)
        assert hint[0].endswith(f", as its {answer.output} is the greatest")
        assert hint[2] == f"{answer.output} of class 0 = {exact(float(answer.at(0.2, 0.3)[0]))}"


@pytest.mark.parametrize("inputs", [("x1", "x2"), ("x1",), ("x2",), ("x2", "x1*x2")])
def test_a_neuron_that_sees_coordinates_alone_has_a_straight_line(inputs):
    lab = PlaygroundLab(3, setup=Setup(points=60, hidden=(3,), inputs=inputs), epochs=100)
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).current())
    lines = play_plane.answer(Look(), timeline).neurons
    network, places = lab.trainer.network, np.array([[0.3, -0.8], [-1.2, 0.4]])
    z = network.forward(lab.fitted.inputs(places)).z[0]
    for k, line in enumerate(lines):
        assert (line.weights is None) == ("x1*x2" in inputs) == (line.scores is not None)
        if line.weights is not None:
            np.testing.assert_allclose(places @ line.weights[:2] + line.weights[2], z[:, k], rtol=1e-12)


def test_the_answers_of_several_classes_are_shares_of_one(told):
    _, answer = told
    if answer.classes > 2:
        assert (answer.values >= 0).all()
        np.testing.assert_allclose(answer.values.sum(axis=0), 1.0)
    else:
        assert answer.values.shape == (SIDE, SIDE)
        assert answer.scores is None or answer.scores.shape == (SIDE, SIDE)


def at_rest(**setup):
    """Return a timeline of a run that is paused, and the answer there."""
    lab = PlaygroundLab(3, setup=Setup(points=60, **setup), epochs=100)
    session, timeline = Session(lab, 100, 20), Timeline()
    timeline.add(session.advance())
    running = play_plane.answer(Look(), timeline)
    timeline.add(session.apply(Pause()))
    return running, play_plane.answer(Look(), timeline)


@pytest.mark.parametrize("problem", ["spiral", "blobs-5", "surface"])
def test_at_rest_the_answer_is_had_at_as_many_points_as_a_large_plane_asks_for(problem):
    running, answer = at_rest(problem=problem, hidden=(8,), inputs=("x1", "x2", "x1*x2"))
    assert running.fit(900) is running  # there is no time
    assert answer.fit(150) is answer  # there is no need
    for pixels, times in ((300, 2), (500, 3), (2000, 3)):
        fine = answer.fit(pixels)
        assert fine.values.shape[-1] == times * (SIDE - 1) + 1 and fine.extent == answer.extent
        np.testing.assert_allclose(fine.values[..., ::times, ::times], answer.values, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(fine.scores[..., ::times, ::times], answer.scores, rtol=1e-9, atol=1e-12)
        for one, other in zip(fine.neurons, answer.neurons, strict=True):
            np.testing.assert_allclose(one.scores[::times, ::times], other.scores, rtol=1e-9, atol=1e-12)
        axis = np.linspace(*answer.extent, fine.values.shape[-1])
        at = answer.at(axis[7], axis[::-1][11])
        np.testing.assert_allclose(fine.values.reshape(-1, len(axis), len(axis))[:, 7, 11], at, rtol=1e-9)


def test_the_line_of_a_plane_at_rest_bends_where_classes_meet_and_has_no_corners():
    _, answer = at_rest(problem="spiral", hidden=(16,), learning_rate=0.1)
    bends = []
    for fine in (answer, answer.fit(900)):
        for line in level_lines(fine.scores, fine.level, fine.extent):
            steps = np.diff(line, axis=0)
            steps = steps[np.hypot(*steps.T) > 0.005]  # the rest would turn by rounding alone
            turns = np.diff(np.unwrap(np.arctan2(*steps.T)))
            bends.append((fine.dense, float(np.abs(turns).max(initial=0.0))))
    coarse, round_ = (max(turn for dense, turn in bends if dense is kind) for kind in (False, True))
    assert round_ < 0.75 * coarse
