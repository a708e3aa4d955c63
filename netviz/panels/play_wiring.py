"""The edges of the graph as arrays: where they go, and which weights they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from netviz.drawing.canvas import Point
from netviz.drawing.nearness import nearest_line
from netviz.panels.play_network import Array, Spot


@dataclass(frozen=True, eq=False)
class Wires:
    """All edges drawn: pixels (n, 2) of their ends, and which weights they are (n,)."""

    starts: Array
    ends: Array
    layers: NDArray[np.int64]
    sources: NDArray[np.int64]
    neurons: NDArray[np.int64]

    @cached_property
    def places(self) -> list[tuple[Point, Point]]:
        """Both ends of each edge."""
        ends = (map(tuple, side.tolist()) for side in (self.starts, self.ends))
        return list(zip(*ends, strict=True))

    def of(self, blocks: Sequence[NDArray[np.generic]]) -> NDArray[np.generic]:
        """Return one number for each edge (n,) from the layers' packed blocks (inputs + 1, neurons)."""
        return np.concatenate([block[here] for block, here in zip(blocks, self._by_layer, strict=True)])

    @cached_property
    def _by_layer(self) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
        """Rows and columns of the edges of each layer; edges are in the order of the layers."""
        where = [self.layers == k for k in range(int(self.layers[-1]) + 1)]
        return [(self.sources[here], self.neurons[here]) for here in where]

    def at(self, at: Point, reach: float) -> int | None:
        """Return the edge nearest to a pixel, if one is near."""
        apart, nearest = nearest_line(at, self.starts, self.ends)
        return nearest if apart <= reach else None

    def touching(self, spot: Spot) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Return which edges (n,) go into a neuron, and which out of it."""
        into = (self.layers == spot.layer) & (self.neurons == spot.neuron)
        return into, (self.layers == spot.layer + 1) & (self.sources == spot.neuron)

    def find(self, spot: Spot) -> int | None:
        """Return which edge a weight is, if it is drawn."""
        found = np.flatnonzero(self.touching(spot)[0] & (self.sources == spot.source))
        return int(found[0]) if len(found) else None

    def spot(self, i: int) -> Spot:
        """Return which weight an edge is."""
        return Spot(int(self.layers[i]), int(self.neurons[i]), int(self.sources[i]))
