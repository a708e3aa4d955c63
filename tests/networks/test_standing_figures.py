"""What is read from the last losses."""

import numpy as np
import pytest

from networks.standing_figures import Figures


def test_steps_to_and_fro_alternate_and_a_straight_way_does_not():
    def figures(losses):
        return Figures(np.asarray(losses, float), np.ones(1), 0.1, 0.1, chance=1.0)

    assert figures([1, 2, 1, 2, 1]).alternation == 1
    assert figures([5, 4, 3, 2, 1]).alternation == 0
    assert figures([1, 2, 1, 2, 1]).swing == pytest.approx(1 / 1.4)
    assert figures([1]).alternation == figures([1]).swing == figures([1]).noise == 0
