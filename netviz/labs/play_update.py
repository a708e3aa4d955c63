"""The page on which the very next update of the playground is taken apart."""

from __future__ import annotations

from functools import partial

import numpy as np

from netviz.engine.arrays import FloatArray, IntArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.play_moment import Moment
from netviz.labs.play_names import class_names, neuron_names, softmax_of
from netviz.labs.play_step import NextStep, next_step
from netviz.labs.play_view import Look
from netviz.panels.page import Page, columns
from netviz.panels.panel import View
from netviz.panels.update_data import Phase, UpdateData, UpdateLayer
from netviz.panels.update_graph import UpdateGraph
from netviz.panels.update_numbers import UpdateNumbers
from netviz.panels.update_walk import Walk
from networks import Architecture
from networks.difference import Difference, central_difference
from networks.figures import number
from networks.in_numbers import in_numbers
from networks.one_update import LOSS_FORMULAS, Update, take_apart
from networks.tasks import Task


def page(look: Look) -> Page:
    """Return the page: the network with an update going through it, and its arithmetic."""
    walk, newest = Walk(), PerVersion(partial(update_data, look))

    def source(view: View) -> UpdateData:
        return newest(view.timeline)

    panels = UpdateGraph(source, walk), UpdateNumbers(source, walk)
    return Page("update", "Update", panels, columns((1.55, 0), (1, 1)))


def update_data(look: Look, timeline: Timeline) -> UpdateData:
    """Return the update that comes after the newest snapshot: its mini-batch, at its parameters."""
    moment, fitted, network = look.moment(timeline), look.fitted(timeline), look.network(timeline)
    batch = moment.next_batch
    inputs = fitted.inputs(moment.train.inputs[batch])
    targets = fitted.targets(moment.train)[batch]
    gradient = network.backward(network.forward(inputs), targets, fitted.loss)
    step = next_step(moment, network, gradient)
    update = take_apart(
        network, inputs, targets, fitted.loss, moment.next_rate, None if step.plain else step.change
    )

    names = neuron_names(fitted)
    samples = zip(*(_point(moment, int(i), flat=look.is_curve(timeline)) for i in batch), strict=True)
    whole, *fewer = map(tuple, samples)

    def compare(place: int) -> Difference:
        return central_difference(network, inputs, targets, fitted.loss, place)

    def write(phase: int, layer: int, source: int, neuron: int, sample: int) -> str:
        chosen = update.phases[phase]
        if chosen.kind == "update" and not step.plain:
            place = int(places(fitted.architecture)[layer][source, neuron])
            return step.in_numbers(place, is_bias=source == len(update.layers[layer].weights))
        return in_numbers(update, chosen, layer, source, neuron, sample, digits=4)

    return UpdateData(
        names[0],
        _layers(update, moment, names[1:]),
        _phases(update, step),
        whole,
        update.targets,
        update.prediction,
        update.losses,
        update.parts,
        update.loss_value,
        write,
        compare,
        _notes(moment),
        answer="p" if "ln p" in LOSS_FORMULAS[fitted.loss.name] else "a",
        softmax=softmax_of(fitted),
        classes=class_names(moment.train) if len(names[-1]) > 1 else (),
        fewer=tuple(fewer),
    )


def places(architecture: Architecture) -> tuple[IntArray, ...]:
    """Return the place of each weight and bias in the flat parameters, as packed blocks (in + 1, out)."""
    return architecture.unpack(np.arange(architecture.parameter_count, dtype=np.int64))


def _layers(update: Update, moment: Moment, names: tuple[tuple[str, ...], ...]) -> tuple[UpdateLayer, ...]:
    architecture = update.architecture
    held = ~(moment.free & moment.alive)
    last = architecture.layers - 1
    return tuple(
        UpdateLayer(
            "output" if k == last else f"hidden layer {k + 1}",
            names[k],
            own.x,
            own.z,
            own.a,
            own.slope,
            own.delta,
            _packed(own.weights, own.bias),
            _packed(own.weight_gradient, own.bias_gradient),
            _packed(own.weight_change, own.bias_change),
            block,
            held[block],
        )
        for k, (own, block) in enumerate(zip(update.layers, places(architecture), strict=True))
    )


def _packed(weights: FloatArray, bias: FloatArray) -> FloatArray:
    return np.concatenate((weights, bias[None]))


def _phases(update: Update, step: NextStep) -> tuple[Phase, ...]:
    last = update.architecture.layers - 1
    phases = []
    for phase in update.phases:
        place = "ŷ" if phase.layer == last else str((phase.layer or 0) + 1)
        short = {"forward": f"→{place}", "loss": "L", "gradients": "∂W", "update": "ΔW"}
        formula = step.formula if phase.kind == "update" and not step.plain else phase.formula
        title = phase.title.replace("forward: ", "forward, ")
        formula = formula.replace("ᵀ", "ᵗ")  # the fonts have no other
        phases.append(Phase(phase.kind, phase.layer, title, short.get(phase.kind, f"δ{place}"), formula))
    return tuple(phases)


def _point(moment: Moment, index: int, *, flat: bool) -> tuple[str, ...]:
    """Return a training point in words, then in fewer, and at last its place alone; `flat` has no x₂."""
    x, y = (number(float(value), 2) for value in moment.train.inputs[index])
    place, target = f"x₁ {x}" if flat else f"({x}, {y})", float(moment.train.targets[index])
    if moment.train.task is Task.REGRESSION:
        return f"{place}{',' * flat} y {number(target)}", place
    name = class_names(moment.train)[int(target)]
    return f"{place} class {name}", f"{place} {name}", place


def _notes(moment: Moment) -> tuple[str, ...]:
    """Return what these numbers leave out."""
    notes = []
    if moment.setup.dropout:
        share = number(100 * moment.setup.dropout)
        notes.append(
            f"Left out: dropout of {share} %. Which neurons are silent is drawn when the update is made."
        )
    return tuple(notes)
