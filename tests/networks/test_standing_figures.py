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


@pytest.mark.parametrize("size", [2.0**900, 2.0**1010, 2.0**-1000])
def test_losses_of_any_size_are_judged_like_those_of_the_size_of_one(size):
    losses = np.exp(-0.05 * np.arange(60)) * np.random.default_rng(0).uniform(1, 3, 60)

    def figures(scale):
        return Figures(scale * losses, np.ones(1), 0.1, 0.1, chance=1.0)

    one, other = figures(1.0), figures(size)
    for name in ("early", "late", "noise", "least_change"):
        assert getattr(other, name) == pytest.approx(size * getattr(one, name)), name
    for name in ("swing", "alternation", "falls", "rises", "creeps"):
        assert getattr(other, name) == pytest.approx(getattr(one, name)), name
    assert one.falls
