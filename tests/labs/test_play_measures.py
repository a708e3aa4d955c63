"""How a network stands on the points of training and of test, after every epoch."""

import numpy as np
import pytest

from netviz.labs.play_measures import Measures
from netviz.labs.play_setup import Setup, fit
from networks import MLP
from networks.problems import PROBLEMS, split
from networks.tasks import Points, Task


def drawn(problem, share=0.5):
    rng = np.random.default_rng(2)
    return split(PROBLEMS[problem].draw(rng, 40, 0.3), share, rng)


@pytest.mark.parametrize("problem", ["moons", "blobs-3", "plane"])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_figures_are_those_of_a_pass_of_either_set(problem, share):
    train, test = drawn(problem, share)
    assert bool(len(test)) == (share < 1)
    fitted = fit(Setup(problem=problem), train.task, train.classes)
    network = MLP.create(fitted.architecture, np.random.default_rng(5))
    told = Measures(fitted, train, test)(network)
    both = train, test if len(test) else train
    sets = [(network.forward(fitted.inputs(one.inputs)), one) for one in both]
    trace, tested = sets[1]
    assert told[0] == pytest.approx(float(fitted.loss.values(trace.output_layer, fitted.targets(tested))))
    right = [float((fitted.answered(trace.z[-1], trace.output) == one.targets).mean()) for trace, one in sets]
    assert told[1:] == pytest.approx(right if train.classes else (0, 0))


def test_values_beyond_all_integers_are_met_without_a_warning():
    values = np.array([1e30, -1e30, 1.0])
    points = Points(np.zeros((3, 2)), values, Task.REGRESSION, 0)
    fitted = fit(Setup(problem="plane"), points.task, points.classes)
    nothing = MLP(fitted.architecture, np.zeros(fitted.architecture.parameter_count))
    loss, *accuracy = Measures(fitted, points, points)(nothing)
    assert loss == pytest.approx(np.mean(values**2) / 2) and accuracy == [0.0, 0.0]
