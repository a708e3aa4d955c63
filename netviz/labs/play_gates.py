"""The page of gates: neurons as lines and truth tables, XOR made by hand, and the challenge to make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.engine.wishes import Challenge, Mute, SetOption, SetParameters, Together, Undo, Wish
from netviz.labs import play_challenge
from netviz.labs.play_moment import Moment
from netviz.labs.play_names import neuron_names
from netviz.labs.play_setup import fit
from netviz.labs.play_view import Look
from netviz.panels.form import Field, Form, Section
from netviz.panels.form_fields import slider_end
from netviz.panels.gate_lines import Corner, GateLine, GateLines, GatePlane
from netviz.panels.gate_table import GateRow, GateTable
from netviz.panels.page import Page, columns, rows
from netviz.panels.panel import View
from netviz.panels.score import Score, ScoreLine
from netviz.settings.playground import AUTO
from networks.gates import CORNERS, extremes, nearest, xor_by_hand
from networks.tasks import Task

GATES = {"xor": (0, 1, 1, 0), "and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0)}
STEEP = 10.0  # scale of the hand-made weights: all within a slider's reach, every gate off by less than 0.01
REACH, STEP = 20.0, 0.5  # of a slider for a weight
MOST_REACH = 1e6  # a larger weight stands at the end of its slider
ALL = 24  # parameters of a network that has sliders for all of them; of a larger one, the chosen neuron has
OFF = (
    "With training off, every weight by hand: can you make XOR of two lines? The loss is the score. "
    f"Solved when all four corners are right and it is below {play_challenge.SOLVED:g}."
)
ON = f"Solved when all four corners are right and the loss is below {play_challenge.SOLVED:g}."


def page(look: Look) -> Page:
    """Return the page."""
    gates = Gates(look)
    panels = (
        GateLines(gates.plane),
        GateTable(gates.rows, gates.reason),
        ScoreLine("Challenge: XOR by hand", gates.score),
        Form("Weights by hand", partial(sections, look)),
    )
    return Page("gates", "Gates", panels, columns((1.05, 0), (1, rows((0.6, 2), (1.05, 3), (1.15, 1)))))


class Gates:
    """What the page's panels ask of the newest snapshot."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self.rows = PerVersion(self._rows)
        self.plane = PerVersion(self._plane)
        self.score = PerVersion(self._score)

    def reason(self, timeline: Timeline) -> str:
        """Return why the corners mean nothing to what is learned just now; "" where they do."""
        moment = self._look.moment(timeline)
        if self._look.fitted(timeline).task is Task.REGRESSION:
            return "Gates are of classes: here values are to be met, so no neuron is compared with one."
        if moment.standardised:
            return (
                "Gates are of inputs 0 and 1: each column of this file is taken less its mean and over its "
                "deviation, 0 and 1 are then nowhere in particular, so no neuron is compared with one."
            )
        return ""

    def _rows(self, timeline: Timeline) -> tuple[tuple[GateRow, ...], ...]:
        look = self._look
        fitted, trace = look.fitted(timeline), look.at(timeline, CORNERS)
        layers = []
        for kind, names, a in zip(
            fitted.architecture.activations, neuron_names(fitted)[1:], trace.activations, strict=True
        ):
            low, high = extremes(kind.name, a.T)
            gates, off = nearest(a.T, low, high)
            layers.append(
                tuple(
                    GateRow(name, a[:, i].copy(), str(gates[i]), float(off[i]), float(low[i]), float(high[i]))
                    for i, name in enumerate(names)
                )
            )
        return tuple(layers)

    def _plane(self, timeline: Timeline) -> GatePlane:
        look, moment = self._look, self._look.moment(timeline)
        fitted, grid = look.fitted(timeline), look.on_grid(timeline)
        answers, at_corners = look.answers(timeline, grid), look.at(timeline, CORNERS)
        # Of several classes, how sure the network is of class 1.
        one = min(1, answers.shape[1] - 1)
        values, said = look.picture(answers)[one], look.answers(timeline, at_corners)[:, one]
        low, high = fitted.loss.low, fitted.loss.high
        if fitted.task is Task.REGRESSION:
            reach = float(np.nan_to_num(np.abs(values)).max()) or 1.0
            low, high = -reach, reach
        known = fitted.task is Task.BINARY and not moment.own
        targets = GATES.get(moment.setup.problem) if known else None
        classes = look.classes(timeline, at_corners)
        corners = tuple(
            Corner(float(said[k]))
            if targets is None
            else Corner(float(said[k]), targets[k], bool(classes[k] == targets[k]))
            for k in range(4)
        )
        lines = self._lines(timeline)
        if self.reason(timeline):
            corners, lines = (), tuple(replace(line, gate="") for line in lines)
        return GatePlane(look.extent(timeline), values, low, high, corners, lines)

    def _lines(self, timeline: Timeline) -> tuple[GateLine, ...]:
        look = self._look
        network, names = look.network(timeline), look.fitted(timeline).setup.inputs
        straight = set(names) <= {"x1", "x2"}
        scores = None if straight else look.picture(look.on_grid(timeline).z[0])
        lines = []
        for i, row in enumerate(self.rows(timeline)[0]):
            weights = None
            if straight:
                own = dict(zip(names, network.weights[0][:, i].tolist(), strict=True))
                weights = (own.get("x1", 0.0), own.get("x2", 0.0), float(network.biases[0][i]))
                if not weights[0] and not weights[1]:
                    continue  # it is the same everywhere
            lines.append(
                GateLine(i, row.name, row.gate, row.off, weights, None if scores is None else scores[i])
            )
        return tuple(lines)

    def _score(self, timeline: Timeline) -> Score:
        look, moment = self._look, self._look.moment(timeline)
        fits = play_challenge.set_up(moment.setup) == moment.setup and not self.reason(timeline)
        says = ON if moment.challenge else OFF
        if not fits:
            return Score(False, None, moment.best, play_challenge.SOLVED, 0, 4, False, says)
        network = look.network(timeline)
        right = sum(corner.right for corner in self.plane(timeline).corners)
        loss, solved = play_challenge.score(network), play_challenge.solved(network)
        if moment.challenge and solved:
            says = "Solved: all four corners are right. How small can the loss become?"
        return Score(moment.challenge, loss, moment.best, play_challenge.SOLVED, right, 4, solved, says)


# what is asked of the lab


def by_hand(moment: Moment) -> Together:
    """Return the wish for hand-made XOR: on the four points, with the network there is if its neurons can.

    It needs x1 and x2 alone, two neurons or more in the first hidden layer, sigmoid or tanh in all hidden
    layers and one output; what does not fit becomes 2-2-1, sigmoid, or auto. Nothing stays muted.
    """
    setup = moment.setup
    wanted: dict[str, Any] = {"problem": "xor", "inputs": ("x1", "x2")}
    if not setup.hidden or setup.hidden[0] < 2:
        wanted["hidden"] = (2,)
    if not set(setup.activations) <= {"sigmoid", "tanh"} or not setup.hidden:
        wanted["activation"] = ("sigmoid",)
    fitted = fit(replace(setup, **wanted), Task.BINARY, 2)
    output = fitted.architecture.output_activation
    if fitted.warning or fitted.architecture.sizes[-1] > 1 or output not in ("sigmoid", "tanh", "linear"):
        wanted |= {"output_activation": AUTO, "loss": AUTO}
        fitted = fit(replace(setup, **wanted), Task.BINARY, 2)
    low, high = fitted.loss.low, fitted.loss.high
    values = xor_by_hand(fitted.architecture, STEEP, low, high)
    wishes: list[Wish] = [Challenge(False, stays=True)] if moment.challenge else []
    if setup.problem == "xor" and not moment.own and not _on_corners(moment):
        wishes.append(SetOption("problem", "and"))  # so that XOR's own points come back
    wishes += [SetOption(name, value) for name, value in wanted.items()]
    places = tuple(range(len(values)))
    wishes += [Mute(places, False), SetParameters(places, tuple(values.tolist()))]
    return Together("XOR from OR, NAND and AND", tuple(wishes))


def _on_corners(moment: Moment) -> bool:
    """Return whether the points are the four that a gate has."""
    return not moment.own and len(moment.test) == 0 and np.array_equal(moment.train.inputs, CORNERS)


@dataclass(frozen=True)
class SetPlace:
    """Makes the wish for a parameter of a value; two of the same place are equal."""

    place: int

    def __call__(self, value: float | str) -> Wish:
        """Return the wish."""
        return SetParameters((self.place,), (float(value),))


def sections(look: Look, view: View) -> tuple[Section, ...]:
    """Return the buttons, and a slider for each weight and bias of all neurons, or of the chosen one."""
    timeline = view.timeline
    moment, fitted = look.moment(timeline), look.fitted(timeline)
    return (_buttons(moment), *_sliders(view, moment, fitted.architecture.sizes, neuron_names(fitted)))


def _buttons(moment: Moment) -> Section:
    made = Field(
        "xor by hand",
        "Set XOR by hand",
        "button",
        wish=by_hand(moment),
        help="Hand-made weights: hidden neurons 1 and 2 are OR and NAND, the output is their AND. One edit.",
    )
    on = moment.challenge
    begins = "Training off, a 2-2-1 network with small weights: solve XOR with the sliders. "
    begins += "Your points, settings and network come back when it ends."
    challenge = Field(
        "challenge",
        "End challenge" if on else "Begin challenge",
        "button",
        wish=Challenge(not on),
        help="Points, settings and network are again as before it; training goes on when you resume it."
        if on
        else begins,
    )
    again = Field(
        "again", "New weights", "button", wish=Challenge(True), help="Begin again with other small weights."
    )
    back = Field(
        "undo",
        "Undo",
        "button",
        wish=Undo(),
        enabled=bool(moment.undo),
        reason="there is no edit",
        help=f"Take back: {moment.undo}" if moment.undo else "",
    )
    return Section("", (challenge, *((again,) if on else ()), made, back))


def _sliders(
    view: View, moment: Moment, sizes: tuple[int, ...], names: tuple[tuple[str, ...], ...]
) -> tuple[Section, ...]:
    everything = sum((before + 1) * after for before, after in pairwise(sizes)) <= ALL
    chosen = view.choices.neuron_in(sizes[1:])
    made, start = [], 0
    largest = float(np.nan_to_num(np.abs(moment.values)).max(initial=0.0))
    reach = slider_end(largest, REACH, MOST_REACH)
    for layer, (before, after) in enumerate(pairwise(sizes)):
        for neuron in range(after):
            if everything or chosen == (layer, neuron):
                fields = []
                for source in range(before + 1):
                    place = start + source * after + neuron
                    own = names[layer + 1][neuron]
                    label = f"{names[layer][source]} → {own}" if source < before else f"bias of {own}"
                    fields.append(_slider(place, label, moment, reach))
                made.append(Section("" if everything else "The chosen neuron", tuple(fields)))
        start += (before + 1) * after
    return tuple(made)


def _slider(place: int, label: str, moment: Moment, reach: float) -> Field:
    alive = bool(moment.alive[place])
    return Field(
        f"parameter {place}",
        label,
        "slider",
        float(moment.values[place]),
        -reach,
        reach,
        step=STEP,
        wish=SetPlace(place),
        help="A neuron's line turns with its weights and moves with its bias; large ones make a sharp step.",
        enabled=alive,
        reason="" if alive else "it is muted, and counts as zero",
    )
