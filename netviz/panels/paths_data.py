"""What the panels about paths draw: the layers' numbers, and which of them led to which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating]
Place = tuple[int, int]  # row and column in a map, from 0
WINNER, RIVAL = 0, 1  # the sides


@dataclass(frozen=True, eq=False)
class Column:
    """The numbers after a layer, (units, rows, columns); units that are no maps are (units, 1, 1)."""

    name: str
    values: Array
    maps: bool
    function: str = ""  # what made the value of a sum, e.g. "ReLU"; nothing if it is the sum itself


class Node(NamedTuple):
    """One number on a path: `unit` of a column and its place, None where units are no maps."""

    column: int
    unit: int
    place: Place | None = None


class Link(NamedTuple):
    """What one unit before adds to a node: `amount`, the sum of `terms` products a · w.

    `start` is the place of the strongest of them, `a` and `w` its activation and weight. `side` says whether
    it is on the winner's or the rival's way; `kind` is the kind of layer it leads through.
    """

    side: int
    start: Node
    end: Node
    amount: float
    terms: int
    a: float
    w: float
    kind: str


@dataclass(frozen=True)
class Sum:
    """A node's number before its function: `amounts` of so many `units` and the bias, `total` together.

    `own` is what the network itself computed for it; `shown` what the drawn links add.
    """

    amounts: float
    units: int
    bias: float
    own: float
    shown: float
    links: int

    @property
    def total(self) -> float:
        """Return the amounts and the bias together."""
        return self.amounts + self.bias


@dataclass(frozen=True, eq=False)
class Paths:
    """One image through all layers: columns from the image to the digits, links from the digits back.

    `sum_at` tells how the number of a node on a path comes about, of others None. `logits` and
    `probabilities` (classes,). `label` is None for a drawing.
    """

    title: str
    columns: tuple[Column, ...]
    links: tuple[Link, ...]
    sum_at: Callable[[Node], Sum | None]
    logits: Array
    probabilities: Array
    winner: int
    rival: int
    label: int | None


@dataclass(frozen=True, eq=False)
class Contest:
    """What each unit of the column before the digits adds to the winner's and the rival's logit.

    `amounts` (2, units), `biases` and `logits` (2,): the winner's first. `activations` (units,) are None for
    maps.
    """

    winner: int
    rival: int
    name: str
    amounts: Array
    biases: Array
    logits: Array
    activations: Array | None
    label: int | None
