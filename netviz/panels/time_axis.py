"""The axis of time where many small pictures share a frame."""

from __future__ import annotations

from netviz.drawing.scales import Linear


def time_axis(last: int) -> Linear:
    """Return a scale from 0 to `last` or a little past it, growing by jerks of at most an eighth.

    So axes are seldom drawn anew; `Linear.steps` follows more closely, for one large picture.
    """
    jerk = 1 << max(max(last, 1).bit_length() - 4, 0)
    return Linear(0, max(-(-last // jerk) * jerk, 1))
