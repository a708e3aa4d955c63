"""The page of how a convolutional network's numbers are spread, and how far its gradient reaches."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from netviz.engine.timeline import Timeline
from netviz.labs.cnn_kinds import title
from netviz.labs.cnn_moments import Moments, Row
from netviz.labs.cnn_norms import layer_norms
from netviz.labs.cnn_probe import Probe
from netviz.labs.per_view import PerView
from netviz.panels.dead_units import Census, DeadUnits, Units
from netviz.panels.densities import Densities, Table
from netviz.panels.density import Spread, Spreads
from netviz.panels.flow import Flow, GradientFlow
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import View

QUANTITIES = ("weights", "activations", "gradients")
ALONE = 0.015  # seconds of a frame for moments that are left, where no training goes on


class Distributions:
    """Joins what is known of the moments to tables for the panels, and is the work of two of them.

    However many of them ask, it looks at a little more only once a frame: a panel draws with `table` or
    `census`, which also note the frame; panels ask for `advance` after it.
    """

    def __init__(self, probe: Probe) -> None:
        self._net = probe.setup.net
        self.moments = Moments(probe)
        self.flow = PerView(self._flow, lambda choices: None)
        self._layers = tuple(title(self._net.layers[column.layer]) for column in self.moments.columns)
        self._outputs = tuple(title(self._net.layers[column.output]) for column in self.moments.columns)
        self._norms: dict[int, NDArray[np.float64]] = {}
        self._of: tuple[Timeline, int] | None = None
        self._tables: tuple[list[Row], tuple[tuple[Spreads, ...], ...]] = ([], ())
        self._census: tuple[Row | None, tuple[Units, ...]] = (None, ())
        self._left = False
        self._advanced = False  # since a panel drew

    @property
    def left(self) -> bool:
        """Whether kept moments are still to be looked at."""
        return self._left

    def advance(self, view: View) -> None:
        """Look at a little more, once a frame; at as much as there is time for where nothing is trained."""
        if self._advanced:
            return
        self._advanced, end = True, time.perf_counter() + ALONE
        self._left = self.moments.advance(view)
        while self._left and not view.timeline.latest.running and time.perf_counter() < end:
            self._left = self.moments.advance(view)

    def complete(self, view: View) -> None:
        """Look at everything."""
        self.moments.complete(view)
        self._left = False

    def _seen(self, view: View) -> list[Row]:
        """Return what is known, for a panel that draws it."""
        self._advanced = False
        self._left = self.moments.waiting(view)
        return self.moments.rows(view)

    def table(self, view: View) -> Table:
        """Return the spreads of every quantity and layer at all moments known."""
        seen = self._seen(view)
        if self._tables[0] != seen:  # rows are compared by identity
            self._tables = (seen, self._spreads(seen))
        step = seen[-1].step if seen else -1
        return Table(QUANTITIES, self._layers, self._tables[1], step)

    def _spreads(self, seen: list[Row]) -> tuple[tuple[Spreads, ...], ...]:
        if not seen:
            return ()
        steps = np.array([row.step for row in seen])

        def line(
            names: tuple[str, ...], what: str, found: list[tuple[Spread, ...]], sizes: bool = False
        ) -> tuple[Spreads, ...]:
            kept = zip(names, zip(*found, strict=True), self.moments.columns, strict=True)
            return tuple(
                Spreads(name, what, steps, part, sizes, column.every if what == "outputs" else 1)
                for name, part, column in kept
            )

        return (
            line(self._layers, "weights", [row.weights for row in seen]),
            line(self._outputs, "outputs", [row.activations for row in seen]),
            line(self._layers, "|∂L/∂w|", [row.gradients for row in seen], True),
        )

    def census(self, view: View) -> Census:
        """Return the units behind a ReLU, at the newest moment that has been looked at."""
        seen = self._seen(view)
        newest = seen[-1] if seen else None
        if newest is not self._census[0]:
            self._census = (newest, () if newest is None else self._units(newest))
        step = -1 if newest is None else newest.step
        return Census(self._census[1], step, len(self.moments.images))

    def _units(self, row: Row) -> tuple[Units, ...]:
        found = []
        for name, column, alive in zip(self._layers, self.moments.columns, row.alive, strict=True):
            if alive is not None:
                word = "maps" if len(self._net.layers[column.layer].output_shape) == 3 else "units"
                found.append(Units(name, word, alive))
        return tuple(found)

    def _flow(self, view: View) -> Flow:
        """Return each layer's norms now, and the least and most gradient of the kept moments."""
        timeline = view.timeline
        of = (timeline, timeline.latest.run)
        if self._of != of:
            self._of, self._norms = of, {}
        known: dict[int, NDArray[np.float64]] = {}
        for i, step in enumerate(timeline.steps.tolist()):
            norms = self._norms.get(step)
            known[step] = layer_norms(self._net, timeline.gradients[i]) if norms is None else norms
        self._norms = known
        past = np.array(list(known.values()))
        last = timeline.snapshot
        return Flow(
            self._layers,
            layer_norms(self._net, last.gradients),
            past.min(axis=0),
            past.max(axis=0),
            layer_norms(self._net, last.parameters),
            layer_norms(self._net, last.updates),
            tuple(self._net.layers[column.layer].parameter_count for column in self.moments.columns),
            len(past),
        )


def page(probe: Probe) -> Page:
    """Return the page."""
    seen = Distributions(probe)
    panels = (Densities(seen.table, seen), GradientFlow(seen.flow), DeadUnits(seen.census, seen))
    return Page("distributions", "Distributions", panels, columns((2.5, 0), (1, rows((1, 1), (1.15, 2)))))
