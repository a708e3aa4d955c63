"""The page that looks into the network with one input or two: sums, responses, and the way between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.labs.per_view import PerView
from netviz.labs.play_names import answer_of, class_names, layer_names, neuron_names, outputs_of
from netviz.labs.play_setup import Fitted
from netviz.labs.play_view import Look
from netviz.panels.contributions import Contributions
from netviz.panels.neuron_sum import Sum
from netviz.panels.neuron_table import NeuronTable, Responses
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import Choices, Panel, View
from netviz.panels.place_words import place_words
from netviz.panels.walk import Walk
from netviz.panels.walk_data import Path, PathLayer
from networks import Trace
from networks.activations import RANGES
from networks.tasks import Points, Task

Place = tuple[float, float]
PLACES = 81  # of a path
WIDEST = 1e300  # of a range that is drawn, to each side of zero
SHOWN = {"linear": "z", "sigmoid": "σ(z)", "tanh": "tanh z", "relu": "max(0, z)", "leaky_relu": "leaky z"}


def page(look: Look, points: Callable[[Callable[[View], Path]], Panel]) -> Page:
    """Return the page; inputs are looked at and pinned on the panel of the `points`, told of the way."""
    source = Probed(look)
    panels = (
        points(source.path),
        Contributions(source.sum),
        NeuronTable(source.responses),
        Walk(source.path),
    )
    return Page(
        "probe", "Probe", panels, rows((1, columns((1, 0), (1.15, 1))), (1, columns((1, 2), (1.15, 3))))
    )


@dataclass(frozen=True)
class Ends:
    """The two inputs that are compared, each also in words, and a few words for both."""

    places: tuple[Place, Place]
    names: tuple[str, str]
    says: str


def ends_of(choices: Choices, points: Points, extent: tuple[float, float]) -> Ends:
    """Return the pins; where one is missing, the input that is looked at, else one of the training points.

    Without pins these are the first points of the first two classes, or those of the least and the greatest
    value; where there is but one point, the other is the middle of the plane.
    """
    first, second = _typical(points, extent)
    match choices.pins:
        case (a, b, *_):
            return Ends((a, b), ("a pin", "a pin"), "two pins")
        case (a,):
            if choices.probe is not None:
                return Ends((a, choices.probe), ("a pin", "under the mouse"), "one pin: A; B the mouse")
            other = max((first, second), key=lambda one: abs(one[0][0] - a[0]) + abs(one[0][1] - a[1]))
            return Ends((a, other[0]), ("a pin", other[1]), f"one pin: A; B {other[1]}")
    return Ends((first[0], second[0]), (first[1], second[1]), f"no pins: A {first[1]}, B {second[1]}")


def _typical(points: Points, extent: tuple[float, float]) -> tuple[tuple[Place, str], tuple[Place, str]]:
    """Return two training points that are likely to be answered differently, with words for each."""

    def place(i: int) -> Place:
        return float(points.inputs[i, 0]), float(points.inputs[i, 1])

    targets = points.targets
    if points.task is Task.REGRESSION:
        least, most = int(targets.argmin()), int(targets.argmax())
        if least != most:
            return (place(least), "least y"), (place(most), "greatest y")
    present = np.unique(targets)[:2]
    if len(present) == 2:
        names = class_names(points)
        found = [
            (place(int(np.argmax(targets == one))), f"class {names[int(one)]}") for one in present.tolist()
        ]
        return found[0], found[1]
    middle = (extent[0] + extent[1]) / 2
    return (place(0), "the first point"), ((middle, middle), "the middle")


class Probed:
    """What the page's panels ask of the newest snapshot, for the user's choices."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.sum = PerView(self._sum, lambda choices: (choices.pins, choices.probe, choices.neuron))
        self.responses = PerView(self._responses, _pair)
        self.path = PerView(self._path, lambda choices: (_pair(choices), choices.walk))

    def _ends(self, view: View) -> Ends:
        train = self._look.moment(view.timeline).train
        return ends_of(view.choices, train, self._look.extent(view.timeline))

    def _sum(self, view: View) -> Sum:
        look, timeline, choices = self._look, view.timeline, view.choices
        ends, fitted, network = self._ends(view), look.fitted(timeline), look.network(timeline)
        names, counts = neuron_names(fitted), fitted.architecture.sizes[1:]
        layer, neuron = choices.neuron_in(counts)
        places: tuple[Place, ...] = ends.places
        columns: tuple[str, ...] = ("A", "B")
        says = ends.says
        if choices.probe is not None and not choices.pins:
            flat = look.is_curve(timeline)
            places, columns, says = (choices.probe,), (), place_words(*choices.probe, flat=flat)
        trace = look.at(timeline, np.array(places))
        means, p = self._outputs(view, trace) if layer == len(counts) - 1 else ((), None)
        return Sum(
            names[layer + 1][neuron],
            layer_names(fitted)[layer],
            names[layer],
            network.weights[layer][:, neuron],
            trace.inputs[layer][:, :-1].copy(),
            float(network.biases[layer][neuron]),
            trace.z[layer][:, neuron].copy(),
            trace.activations[layer][:, neuron].copy(),
            formula(fitted, layer),
            columns,
            says,
            counts,
            means[neuron] if means else "",
            None if p is None else p[:, neuron].copy(),
            "" if p is None else answer_of(fitted)[1],
        )

    def _outputs(self, view: View, trace: Trace) -> tuple[tuple[str, ...], FloatArray | None]:
        """Return what the outputs stand for, and their p (places, outputs), unless that is a itself."""
        fitted = self._look.fitted(view.timeline)
        means = outputs_of(fitted, self._look.moment(view.timeline).train)
        named = means and answer_of(fitted)[1]
        return means, self._look.answers(view.timeline, trace) if named else None

    def _responses(self, view: View) -> Responses:
        look, timeline = self._look, view.timeline
        ends, fitted = self._ends(view), look.fitted(timeline)
        trace = look.at(timeline, np.array(ends.places))
        means, p, flat = *self._outputs(view, trace), look.is_curve(timeline)
        layers = range(fitted.architecture.layers)
        return Responses(
            neuron_names(fitted)[1:],
            tuple(trace.z),
            tuple(trace.activations),
            tuple(_range(fitted, layer, trace.activations[layer]) for layer in layers),
            tuple(formula(fitted, layer) for layer in layers),
            (place_words(*ends.places[0], flat=flat), place_words(*ends.places[1], flat=flat)),
            means,
            p,
            "" if p is None else answer_of(fitted)[1],
        )

    def _path(self, view: View) -> Path:
        look, timeline, ends = self._look, view.timeline, self._ends(view)
        fitted, (start, end) = look.fitted(timeline), ends.places
        shares = np.append(np.linspace(0.0, 1.0, PLACES), view.choices.walk)[:, None]
        trace = look.at(timeline, np.array(start) + shares * (np.array(end) - np.array(start)))
        names = neuron_names(fitted)[1:]
        layers = []
        for layer, (own, a) in enumerate(zip(names, trace.activations, strict=True)):
            last = layer == len(names) - 1
            told = self._outputs(view, trace) if last else ()
            short = "out" if last else f"layer {layer + 1}"
            layers.append(PathLayer(short, own, a[:-1], a[-1], *_range(fitted, layer, a), *told))
        return Path(tuple(layers), start, end, ends.says, look.is_curve(timeline))


def _pair(choices: Choices) -> object:
    """Return what the two inputs depend on: the mouse counts with one pin, not with none or both."""
    return choices.pins, choices.probe if len(choices.pins) == 1 else None


def formula(fitted: Fitted, layer: int) -> str:
    """Return how a layer's a comes about."""
    return f"a = {SHOWN[fitted.architecture.activations[layer].name]}"


def _range(fitted: Fitted, layer: int, values: FloatArray) -> tuple[float, float]:
    """Return between which numbers a layer's activations are shown; zero is one of them.

    They are at most `WIDEST` from it, so that their difference is a number too.
    """
    kind = fitted.architecture.activations[layer].name
    if kind in RANGES:
        return RANGES[kind]
    finite = np.clip(values[np.isfinite(values)], -WIDEST, WIDEST)
    low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
    return (low, high) if high > low else (-1.0, 1.0)
