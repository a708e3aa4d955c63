"""How a network stands on all points: what is told of it after every epoch, besides the loss."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from netviz.labs.play_setup import Fitted
from networks import MLP, Trace
from networks.output_layer import OutputLayer
from networks.tasks import Points, Task


class Measures:
    """How a network stands on the points, by one pass through all of them whose buffers are kept."""

    def __init__(self, fitted: Fitted, train: Points, test: Points) -> None:
        points = train.joined(test)
        self._fitted, self._output, self._loss = fitted, fitted.architecture.output, fitted.loss
        self._trace = Trace(fitted.architecture, fitted.inputs(points.inputs))
        self._train = slice(0, len(train))
        self._test = slice(len(train), None) if len(test) else self._train
        self._targets = fitted.targets(points)[self._test]
        valued = fitted.task is Task.REGRESSION  # and a value may be beyond all integers
        self._classes = None if valued else points.targets.astype(np.int64)

    def __call__(self, network: MLP) -> tuple[float, float, float]:
        """Return the loss on the test points, and the accuracy on those of training and on those of test.

        Where none test, both test figures are those of training; accuracy is 0 where values are fitted.
        """
        trace = network.forward(self._trace)
        z, a = trace.z[-1], trace.output
        output = OutputLayer(self._output, z[self._test], a[self._test])
        loss = float(self._loss.values(output, self._targets))
        if self._classes is None:
            return loss, 0.0, 0.0
        right = self._fitted.answered(z, a) == self._classes
        return loss, _share(right[self._train]), _share(right[self._test])


def _share(right: NDArray[np.bool_]) -> float:
    return float(np.count_nonzero(right) / len(right))
