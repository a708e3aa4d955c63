"""A curve through points, made up by hand."""

import numpy as np

from netviz.panels.plane_data import PointSet
from netviz.panels.regression import Fit, Regression
from tests.panels.plane_scenes import view


def fit(points=40, offset=0.3):
    def curve(x):
        return 0.8 * np.tanh(2.5 * x) + offset

    rng = np.random.default_rng(11)
    inputs = np.stack((rng.uniform(-1, 1, points), np.zeros(points)), axis=-1)
    targets = 1.1 * inputs[:, 0] + rng.normal(0.2, 0.15, points)
    xs = np.linspace(-1.2, 1.2, 120)
    known = PointSet(inputs, targets, points * 3 // 4, np.zeros(points, bool))
    return Fit(xs, curve(xs), known, curve(inputs[:, 0]), lambda x: float(curve(x)))


def regression(points=40, **choices):
    data = fit(points)
    return Regression(lambda _: data), view(**choices)


REGRESSION_SCENES = {
    "regression": lambda: regression(pins=((-0.5, 0.0), (0.9, 0.0)), sample=3),
    "regression-of-many": lambda: regression(500, residuals=False),
}
