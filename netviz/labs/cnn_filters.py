"""The page of a convolutional network's kernels, and of the story of each of their weights."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import Parameters
from netviz.labs.cnn_probe import Probe
from netviz.panels.kernel_grid import Shape
from netviz.panels.kernels import Kernels, Sheets
from netviz.panels.page import Page, columns
from netviz.panels.panel import View
from netviz.panels.spot import Spot
from netviz.panels.weight_story import Story, WeightStory
from networks.figures import number
from networks.optimizers import Adam, Momentum


class Filters:
    """Looks at the convolutional layers; `choices.layer` counts only those."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self.net = probe.setup.net
        self.convolutions = [i for i, layer in enumerate(self.net.layers) if layer.kind == "conv"]
        self.spot = Spot()

    def _part(self, view: View) -> tuple[int, slice]:
        """Return which of the convolutional layers is chosen, and where its parameters lie."""
        chosen = view.choices.layer % len(self.convolutions)
        place = self.net.slices[self.convolutions[chosen]]
        if place is None:
            raise LookupError("a convolutional layer without parameters")
        return chosen, slice(place[0].start, place[1].stop)

    def sheets(self, view: View) -> Sheets | None:
        """Return the chosen layer's parameters at the start and now; None without such a layer."""
        if not self.convolutions:
            return None
        chosen, part = self._part(view)
        names = tuple(self.net.layers[i].name for i in self.convolutions)
        filters, channels, size, _ = self.net.layers[self.convolutions[chosen]].weight_shape
        first, last = view.timeline.first, view.timeline.snapshot
        return Sheets(
            names,
            chosen,
            Shape(filters, channels, size),
            first.parameters[part],
            last.parameters[part],
            (first.step, last.step),
            tuple((name, flat[part]) for name, flat in self._moving(view)),
        )

    def _moving(self, view: View) -> list[tuple[str, Parameters]]:
        """Return what moves the parameters, flat, by name; nothing before the first batch."""
        last, moment = view.timeline.snapshot, self._probe.moment(view)
        if not last.step:
            return []
        moving = [("gradient ∂L/∂w", last.gradients)]
        if len(moment.second):
            moving += [("Adam m", moment.first), ("Adam v", moment.second)]
        elif len(moment.first):
            moving.append(("velocity", moment.first))
        return [*moving, ("last update Δw", last.updates)]

    def story(self, view: View, offset: int) -> Story:
        """Return all about the number at `offset` in the chosen layer's parameters."""
        timeline = view.timeline
        index = self._part(view)[1].start + offset
        last = timeline.snapshot
        start, now = float(timeline.first.parameters[index]), float(last.parameters[index])
        then = "w when loaded" if timeline.first.step else "w at the start"
        figures = [("w now", now)]
        if last.step == 0 or timeline.first.step < last.step:  # else nothing has been seen to change
            figures += [(then, start), ("change", now - start)]
        figures += [(name, float(flat[index])) for name, flat in self._moving(view)]
        return Story(
            self.net.names(index),
            tuple(figures),
            self._formula(view, index) if last.step else ("no update yet",),
            timeline.steps,
            timeline.parameters[:, index],
            timeline.gradients[:, index],
        )

    def _formula(self, view: View, index: int) -> tuple[str, ...]:
        """Return how the last update came about, in figures."""
        setup, moment, step = self._probe.setup, self._probe.moment(view), view.timeline.snapshot.step
        rate = f"η = {number(moment.learning_rate, 4)}"
        match setup.optimizer:
            case "adam":
                adam = Adam(setup.learning_rate)
                mean, square = unbiased(adam, moment.first[index], moment.second[index], step)
                return (
                    "Δw = −η·m̂ / (√v̂ + ε)",
                    f"m̂ = m/(1−{number(adam.beta1, 10)}^t) = {number(mean, 6)}",
                    f"v̂ = v/(1−{number(adam.beta2, 10)}^t) = {number(square, 6)}",
                    f"{rate}, ε = {number(adam.epsilon, 10)}, t = {step}",
                )
            case "momentum":
                mu = Momentum(setup.learning_rate).momentum
                return ("Δw = μ·Δw before − η·∂L/∂w", f"{rate}, μ = {number(mu, 10)}")
            case _:
                return ("Δw = −η·∂L/∂w", rate)

    def pointed(self, view: View) -> Story | None:
        """Return the story of the number looked at."""
        sheets = self.sheets(view)
        return None if sheets is None else self.story(view, self.spot.offset(view.choices, sheets.shape))


def unbiased(adam: Adam, first: Parameters, second: Parameters, step: int) -> tuple[float, float]:
    """Return m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ)."""
    return (
        float(np.float64(first) / (1 - adam.beta1**step)),
        float(np.float64(second) / (1 - adam.beta2**step)),
    )


def page(probe: Probe) -> Page:
    """Return the page."""
    filters = Filters(probe)
    panels = (
        Kernels(filters.sheets, filters.story, filters.spot),
        WeightStory(filters.pointed),
    )
    return Page("filters", "Filters", panels, columns((2.7, 0), (1, 1)))
