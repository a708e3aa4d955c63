"""The figures of every kind of verdict, against arithmetic in plain NumPy written for this test alone."""

from itertools import pairwise

import numpy as np
import pytest

from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Freeze, Mute
from netviz.labs.play_setup import Setup
from netviz.labs.play_standing import Standings, told
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from networks.standing import judge


class Plain:
    """A network for two classes with sigmoid output and cross-entropy, written out layer by layer."""

    def __init__(self, sizes, activation, flat):
        self.activation, self.blocks, at = activation, [], 0
        for m, n in pairwise(sizes):
            self.blocks.append(flat[at : at + (m + 1) * n].reshape(m + 1, n))
            at += (m + 1) * n
        assert at == flat.size

    def pass_through(self, x, y):
        """Return the loss, the gradient of each layer, δ of each, and the slopes of each hidden layer."""
        inputs, slopes, a = [], [], x
        for k, block in enumerate(self.blocks):
            inputs.append(a)
            z = a @ block[:-1] + block[-1]
            if k == len(self.blocks) - 1:
                p = 1 / (1 + np.exp(-z))
            elif self.activation == "tanh":
                a = np.tanh(z)
                slopes.append(1 - a**2)
            elif self.activation == "sigmoid":
                a = 1 / (1 + np.exp(-z))
                slopes.append(a * (1 - a))
            else:
                a = np.where(z > 0, z, 0.0)
                slopes.append((z > 0).astype(float))
        loss = float(np.mean(np.logaddexp(0, z) - y * z))
        deltas, gradients = [(p - y) / len(x)], []
        for k in range(len(self.blocks) - 1, -1, -1):
            gradients.insert(0, np.vstack((inputs[k].T @ deltas[0], deltas[0].sum(axis=0))))
            if k:
                deltas.insert(0, (deltas[0] @ self.blocks[k][:-1].T) * slopes[k - 1])
        return loss, gradients, deltas, slopes


RUNS = {
    "too early to say": (5, {}),
    "converging": (60, {}),
    "converged": (300, {"problem": "gaussians", "noise": 0.02}),
    "plateau": (100, {"problem": "spiral", "learning_rate": 2.0, "hidden": (8,)}),
    "saddle": (
        200, {"problem": "spiral", "points": 500, "noise": 0.05, "batch_size": 1000, "hidden": (8, 8)},
    ),
    "global minimum": (500, {"problem": "xor", "hidden": ()}),
    "oscillating": (200, {"learning_rate": 10.0, "batch_size": 150, "hidden": (8, 8)}),
    "dead units": (
        100, {"activation": ("relu",), "learning_rate": 2.0, "hidden": (4, 4), "problem": "circles"},
    ),
    "saturated units": (60, {"learning_rate": 1.0, "optimizer": "adam", "hidden": (8, 8)}),
    "vanishing gradients": (60, {"activation": ("sigmoid",), "hidden": (4, 4, 4, 4, 4)}),
    "learning rate too high": (60, {"learning_rate": 10.0, "hidden": (8, 8)}),
    "learning rate too low": (60, {"learning_rate": 1e-4, "problem": "circles"}),
    "overfitting": (
        300, {"points": 60, "noise": 0.35, "optimizer": "adam", "learning_rate": 0.03, "hidden": (12,)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", RUNS)
def test_figures_are_those_of_plain_arithmetic(kind):
    epochs, settings = RUNS[kind]
    settings = {"problem": "moons", "hidden": (6,), **settings}
    lab = PlaygroundLab(1, setup=Setup(**settings), epochs=1000)
    session, timeline = Session(lab, 1000, epochs), Timeline()
    timeline.add(session.current())
    timeline.add(session.advance())
    look = Look()
    figures = Standings(look)._figures(timeline, 0.0, at_once=True)
    verdict = judge(figures)
    assert verdict.kind.value == kind

    snapshot = timeline.snapshot
    moment, flat = snapshot.extra, snapshot.parameters
    sizes = (2, *settings["hidden"], 1)
    x, y = moment.train.inputs, moment.train.targets[:, None]
    word = moment.setup.activation[0]
    loss, gradients, deltas, slopes = Plain(sizes, word, flat).pass_through(x, y)
    assert moment.train_loss == pytest.approx(loss)
    norms = [np.sqrt((one**2).sum()) for one in gradients]
    assert figures.gradient_norms == pytest.approx(norms)
    assert figures.gradient == pytest.approx(np.sqrt(np.square(norms).sum()))
    assert figures.delta_norms == pytest.approx([np.sqrt((one**2).sum()) for one in deltas])
    steepest = {"tanh": 1.0, "sigmoid": 0.25, "relu": 0.0}[word]
    assert figures.saturated == pytest.approx([(one < 0.01 * steepest).all(axis=0).mean() for one in slopes])
    dead = [(one == 0).all(axis=0).mean() if word == "relu" else 0.0 for one in slopes]
    assert figures.dead == pytest.approx(dead)
    share = y.mean()
    assert figures.chance == pytest.approx(-share * np.log(share) - (1 - share) * np.log(1 - share))
    moved = np.sqrt((snapshot.updates**2).sum() / (flat**2).sum())
    assert figures.update_ratio == pytest.approx(moved)

    values = figures.eigenvalues
    assert (values is None) == (flat.size > 200)
    if word != "relu":  # whose corners differences cannot see
        h, rows = 1e-5, []
        for place in range(flat.size):
            shift = h * (np.arange(flat.size) == place)
            ends = [
                np.concatenate(
                    [g.ravel() for g in Plain(sizes, word, flat + way * shift).pass_through(x, y)[1]]
                )
                for way in (1, -1)
            ]
            rows.append((ends[0] - ends[1]) / (2 * h))
        expected = np.linalg.eigvalsh((np.array(rows) + np.array(rows).T) / 2)
        assert values == pytest.approx(expected, abs=1e-6 * max(1.0, np.abs(expected).max()))
    shown = told(verdict, figures, 1234, 1200, "")
    assert shown.kind == kind
    assert shown.figures[0].startswith("epoch 1 234: loss ")
    assert figures.eigenvalues is None or shown.figures[1].startswith("Hessian of epoch 1 200: ")


def test_losses_that_explode_are_told_with_the_last_figures_that_were_finite():
    lab = PlaygroundLab(
        1, setup=Setup(problem="line", inputs=("x1",), hidden=(), learning_rate=100.0), epochs=99
    )
    session, timeline = Session(lab, 99, 20), Timeline()
    timeline.add(session.current())
    for _ in range(3):
        if (refresh := session.advance()) is not None:
            timeline.add(refresh)
    figures = Standings(Look())._figures(timeline, 0.0, at_once=True)
    verdict = judge(figures)
    assert verdict.kind.value == "exploding gradients"
    w, b = timeline.snapshot.parameters
    moment = timeline.snapshot.extra
    x, y = moment.train.inputs[:, 0], moment.train.targets
    error = w * x + b - y
    gradient = np.array([(error * x).mean(), error.mean()])
    assert figures.gradient == pytest.approx(np.sqrt((gradient**2).sum()))


def test_a_gradient_is_of_what_may_move():
    lab = PlaygroundLab(1, setup=Setup(problem="moons", hidden=(3,)), epochs=100)
    lab.train(5)
    lab.ask(Freeze((0, 4, 12), True))
    lab.ask(Mute((1,), True))
    timeline = Timeline()
    timeline.add(Session(lab, 100, 1).current())
    gradient = timeline.snapshot.gradients.copy()
    gradient[[0, 1, 4, 12]] = 0.0
    norms = [np.linalg.norm(gradient[:9]), np.linalg.norm(gradient[9:])]
    figures = Standings(Look())._figures(timeline, 0.0, at_once=True)
    assert figures.gradient_norms == pytest.approx(norms)
    assert len(figures.eigenvalues) == 9
