"""What a comparison of gradients comes to, in words."""

import pytest

from netviz.panels.play_words import compared
from tests.panels.play_scenes import Compared


@pytest.mark.parametrize(
    ("found", "says"),
    [
        (Compared(0.5, 0.5), "the same"),
        (Compared(0.5, 0.6, agrees=False), "not the same"),
        (Compared(0.5, 0.6, agrees=False, kinks=1), "a kink lies between"),
        (Compared(1e-11, 2e-11, agrees=False, tells=False), "lost in rounding"),
        (Compared(1e-11, 2e-11, agrees=False, kinks=1, tells=False), "lost in rounding"),
    ],
)
def test_the_verdict(found, says):
    longest, *_ = compared(7, found, 7)
    assert longest.endswith(f": {says}")
    assert compared(7, found, 9)[0] == f"{longest} (at epoch 7)"
