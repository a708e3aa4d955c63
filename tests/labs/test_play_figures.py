"""Counts, residuals and the curve of the playground, against plain counting."""

import numpy as np
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import SetParameters
from netviz.labs import play_figures
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab


def seen(epochs=20, bias=None, **settings):
    lab = PlaygroundLab(3, setup=Setup(**{"points": 60, "hidden": (4,), **settings}), epochs=100)
    lab.train(epochs)
    if bias is not None:  # of the last output
        lab.ask(SetParameters((lab.fitted.architecture.parameter_count - 1,), (bias,)))
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).current())
    return lab, timeline


def answers(lab, points):
    return lab.trainer.network.forward(lab.fitted.inputs(points.inputs)).output


@pytest.mark.parametrize("problem", ["moons", "blobs-4"])
def test_rows_are_what_points_are_and_columns_what_they_are_answered_as(problem):
    lab, timeline = seen(problem=problem, noise=0.4, epochs=3, bias=0.7)
    counts = play_figures.counts(Look(), timeline)
    for found, points in ((counts.train, lab.train_points), (counts.test, lab.test_points)):
        said = answers(lab, points)
        read = said.argmax(axis=1) if said.shape[1] > 1 else (said[:, 0] > 0.5).astype(int)
        expected = np.zeros_like(found)
        for truth, answer in zip(points.targets.astype(int), read, strict=True):
            expected[truth, answer] += 1
        assert (found == expected).all()
        assert (expected != expected.T).any()  # else rows and columns are not told apart


def test_without_points_to_test_there_is_one_matrix():
    _, timeline = seen(problem="xor")
    assert play_figures.counts(Look(), timeline).test is None


def test_residuals_are_answers_less_values_of_training_and_of_test():
    lab, timeline = seen(problem="surface")
    told = {one.name: one.values for one in play_figures.residuals(Look(), timeline)}
    for name, points in (("training ŷ − y", lab.train_points), ("test ŷ − y", lab.test_points)):
        np.testing.assert_allclose(told[name], answers(lab, points)[:, 0] - points.targets, rtol=1e-12)


@pytest.mark.parametrize("inputs", [("x1",), ("x2", "x1", "x1*x2", "x1^2")])
def test_the_curve_is_the_networks_answer_over_x1(inputs):
    lab, timeline = seen(problem="line", inputs=inputs)
    fit = play_figures.curve(Look(), timeline)
    values = {"x1": fit.xs, "x1^2": fit.xs**2}
    columns = [values.get(name, np.zeros_like(fit.xs)) for name in inputs]
    plain = lab.trainer.network.forward(np.stack(columns, axis=1)).output[:, 0]
    np.testing.assert_allclose(fit.ys, plain, rtol=1e-12)
    assert fit.at(float(fit.xs[7])) == pytest.approx(fit.ys[7])
    train = fit.residuals[: fit.points.train]
    assert (
        fit.error(slice(fit.points.train)) == pytest.approx(timeline.snapshot.loss) == 0.5 * np.mean(train**2)
    )
