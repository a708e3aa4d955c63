"""How the columns of a CSV file were brought to one scale, and how its own numbers come back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """How a standardised number was made: (number − mean) / deviation."""

    mean: float = 0.0
    deviation: float = 1.0


Scales = tuple[()] | tuple[Scale, Scale, Scale]
"""Those of x1, x2 and the value; none where a file's numbers are as they were."""
