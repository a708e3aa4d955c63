"""What panels are told of the moment that is shown, whatever was trained last."""

from __future__ import annotations

import numpy as np
import pytest

from netviz.engine.commands import Ask, Pause
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Challenge, SetParameters
from netviz.labs.play_figures import course
from netviz.labs.play_setup import Setup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from networks import MLP


@pytest.mark.parametrize("wish", [SetParameters((0, 5), (3.0, -2.0)), Challenge(True)], ids=repr)
def test_losses_and_accuracies_are_those_of_the_network_now_also_after_an_edit_while_paused(wish):
    one, timeline = PlaygroundLab(1, setup=Setup(points=40, hidden=(2,)), epochs=100), Timeline()
    session = Session(one, 100, 1)
    timeline.add(session.advance())
    timeline.add(session.apply(Pause()))
    before = course(Look(), timeline).now
    timeline.add(session.apply(Ask(wish)))
    now, moment = course(Look(), timeline).now, timeline.snapshot.extra
    assert now != before
    fitted, network = one.fitted, MLP(one.fitted.architecture, timeline.snapshot.parameters)
    for points, loss in zip((moment.train, moment.test), now[:2], strict=True):
        if len(points):
            trace = network.forward(fitted.inputs(points.inputs))
            targets = fitted.targets(points)
            assert loss == pytest.approx(fitted.loss.values(trace.output_layer, targets))
    readings = {one.label: one.value for one in one.readings(timeline.latest, 0.0)}
    assert (readings["loss"], readings["accuracy"]) == (now[0], now[2])
    assert readings.get("test loss") == (now[1] if len(moment.test) else None)


def test_points_and_how_they_are_answered_are_the_same_object_until_one_of_both_changes():
    one = PlaygroundLab(1, setup=Setup(problem="moons", points=40, hidden=(3,)), epochs=100)
    session, look, timeline = Session(one, 100, 1), Look(), Timeline()
    timeline.add(session.current())
    first = look.point_set(timeline)
    timeline.add(session.current())
    assert look.point_set(timeline) is first
    size = one.trainer.network.parameters.size
    session.apply(Ask(SetParameters(tuple(range(size)), (-5.0,) * size)))
    timeline.add(session.current())
    other = look.point_set(timeline)
    assert np.array_equal(other.wrong, look.wrong(timeline)) and not np.array_equal(other.wrong, first.wrong)
    assert other.missed == (other.wrong[: other.train].sum(), other.wrong[other.train :].sum())
    for points, wrong in (
        (one.train_points, other.wrong[: other.train]),
        (one.test_points, other.wrong[other.train :]),
    ):
        said = one.trainer.network.forward(one.fitted.inputs(points.inputs)).output[:, 0] > 0.5
        assert 0 < wrong.sum() < len(points)
        assert (wrong == (said != points.targets)).all()
