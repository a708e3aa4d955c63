"""The page of gates: neurons as lines and truth tables, and the challenge to make XOR by hand."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache, partial

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs import play_challenge, play_plane
from netviz.labs.play_by_hand import GUTTER, PLATE, form_height, sections
from netviz.labs.play_names import neuron_names
from netviz.labs.play_view import Look
from netviz.panels.form import Form
from netviz.panels.gate_lines import GateLines
from netviz.panels.gate_plane import Corner, Denser, GateLine, GatePlane
from netviz.panels.gate_table import GateRow, GateTable
from netviz.panels.neuron_rows import roomy_height
from netviz.panels.page import Page, Split, at_most, columns, rows
from netviz.panels.panel import View
from netviz.panels.plane_data import Answer
from netviz.panels.score import Score, ScoreLine
from networks import Trace
from networks.activations import RANGES
from networks.gates import CORNERS, extremes, nearest
from networks.tasks import Task

GATES = {"xor": (0, 1, 1, 0), "and": (0, 0, 0, 1), "or": (0, 1, 1, 1), "nand": (1, 1, 1, 0)}
OFF = (
    "With training off, every weight by hand: can you make XOR of two lines? The loss is the score. "
    f"Solved when all four corners are right and it is below {play_challenge.SOLVED:g}."
)
SCORE, RULES = 11.5, 8.5  # gutters at most of the score, and where there is none of the rules alone
FOOT = 3.5  # gutters of what is told at the foot of the form, in two lines
LOW = 30  # gutters of a page on which every panel has little room
SHARES = (0.56, 1.24, 1.0)  # of the height: score, form, table
BARE = (0.56, 1.75, 0.6)  # the same where the table only says why there is none
FREE = (0.56, 9.0, 1.0)  # where score and table have enough in any case
LEAST = ((0.45, 1.45, 0.85), (0.58, 1.4, 0.82))  # the same in little room, without a score and with one
HALF = 0.47  # of the page's width, inside the margins of a panel at its right
ON = f"Solved when all four corners are right and the loss is below {play_challenge.SOLVED:g}."


def page(look: Look) -> Page:
    """Return the page."""
    gates = Gates(look)
    panels = (
        GateLines(gates.plane),
        GateTable(gates.rows, gates.reason, gates.bounded),
        ScoreLine("Challenge: XOR by hand", gates.score),
        Form("Weights by hand", partial(sections, look)),
    )
    return Page("gates", "Gates", panels, _layout(SCORE, math.inf), fit=partial(_fit, look, gates))


def _layout(score: float, form: float, parts: tuple[float, ...] = SHARES) -> Split:
    """Return how panels share the page, where score and form have so many gutters at most."""
    most = at_most(score, 2), at_most(form, 3), 1
    return columns((1.05, 0), (1, rows(*zip(parts, most, strict=True))))


def _fit(look: Look, gates: Gates, view: View, wide: float, high: float) -> Split:
    """Return the layout: what the score, the sliders and their help do not need is the table's."""
    sizes = look.fitted(view.timeline).architecture.sizes
    scored = gates.score(view.timeline).loss is not None
    form, score = form_height(sizes, view.choices, wide * HALF), SCORE if scored else RULES
    table = (PLATE + roomy_height(sizes[1:])) / GUTTER
    if score + form + FOOT + table + 2 <= high:  # then help at its foot takes no slider's room
        return _layout(score, form + FOOT, FREE)
    shares = LEAST[scored] if high < LOW else BARE if gates.reason(view.timeline) else SHARES
    return _layout(score, form, shares)


def _table(
    names: tuple[str, ...], corners: FloatArray, low: FloatArray, high: FloatArray, symbol: str
) -> tuple[GateRow, ...]:
    """Return the rows of a layer, of its answers at the corners (neurons, 4)."""
    gates, off = nearest(corners, low, high)
    return tuple(
        GateRow(name, corners[i].copy(), str(gates[i]), float(off[i]), float(low[i]), float(high[i]), symbol)
        for i, name in enumerate(names)
    )


def _without_gates(lines: tuple[GateLine, ...]) -> tuple[GateLine, ...]:
    return tuple(replace(line, gate="") for line in lines)


class Gates:
    """What the page's panels ask of the newest snapshot."""

    def __init__(self, look: Look) -> None:
        self._look, self._answer = look, play_plane.source(look)
        self.rows = PerVersion(self._rows)
        self.plane = PerVersion(self._plane)
        self.score = PerVersion(self._score)

    def reason(self, timeline: Timeline) -> str:
        """Return why the corners mean nothing to what is learned just now; "" where they do."""
        moment = self._look.moment(timeline)
        if self._look.fitted(timeline).task is Task.REGRESSION:
            return "Gates are of classes: here values are to be met, so no neuron is compared with one."
        if moment.scales:
            return (
                "Gates are of inputs 0 and 1: each column of this file is taken less its mean and over its "
                "deviation, 0 and 1 are then nowhere in particular, so no neuron is compared with one."
            )
        return ""

    def _rows(self, timeline: Timeline) -> tuple[tuple[GateRow, ...], ...]:
        look = self._look
        fitted, trace = look.fitted(timeline), look.at(timeline, CORNERS)
        kinds, names = fitted.architecture.activations, neuron_names(fitted)[1:]
        layers = [
            _table(of, a.T, *extremes(kind.name, a.T), "a")
            for of, kind, a in zip(names[:-1], kinds[:-1], trace.activations[:-1], strict=True)
        ]
        answers = look.answers(timeline, trace).T
        if fitted.task is Task.REGRESSION:
            low, high = extremes(kinds[-1].name, answers)
        else:
            low, high = (np.full(len(answers), end) for end in (fitted.loss.low, fitted.loss.high))
        return (*layers, _table(names[-1], answers, low, high, "ŷ"))

    def _plane(self, timeline: Timeline) -> GatePlane:
        look, moment = self._look, self._look.moment(timeline)
        fitted, answer = look.fitted(timeline), self._answer(timeline)
        lines, counts = self._lines(timeline, look.on_grid(timeline)), fitted.architecture.sizes[1:]
        denser = self._denser(timeline, answer)
        if self.reason(timeline):
            bare = _without_gates(lines)
            return GatePlane(answer, (), bare, counts, flat=look.is_curve(timeline), denser=denser)
        outputs, at_corners = neuron_names(fitted)[-1], look.at(timeline, CORNERS)
        answers, classes = look.answers(timeline, at_corners), look.classes(timeline, at_corners).tolist()
        if fitted.task is not Task.BINARY:
            taken = zip(answers, classes, strict=True)
            said = (Corner(float(of[klass]), klass=klass, output=outputs[klass]) for of, klass in taken)
            return GatePlane(answer, tuple(said), lines, counts, denser=denser)
        told = answers[:, -1].tolist()  # of two outputs, how sure the network is of class 1
        targets = None if moment.own else GATES.get(moment.setup.problem)
        corners = tuple(
            Corner(told[k], output=outputs[-1])
            if targets is None
            else Corner(told[k], targets[k], classes[k] == targets[k], output=outputs[-1])
            for k in range(4)
        )
        return GatePlane(answer, corners, lines, counts, denser=denser)

    def _denser(self, timeline: Timeline, answer: Answer) -> Denser | None:
        """Return what gives answer and lines at more points, where the answer alone can be had so."""
        if answer.denser is None:
            return None
        of_answer = answer.denser

        @cache
        def denser(times: int) -> tuple[Answer, tuple[GateLine, ...]]:
            lines = self._lines(timeline, self._look.on_denser(timeline, times))
            return of_answer(times), _without_gates(lines) if self.reason(timeline) else lines

        return denser

    def _lines(self, timeline: Timeline, grid: Trace) -> tuple[GateLine, ...]:
        rows, straight = self.rows(timeline)[0], self._look.straight(timeline)
        if straight is None:
            scores = self._look.picture(grid.z[0])
            return tuple(
                GateLine(i, row.name, row.gate, row.off, scores=scores[i]) for i, row in enumerate(rows)
            )
        return tuple(
            GateLine(i, row.name, row.gate, row.off, weights)
            for i, (row, weights) in enumerate(zip(rows, straight, strict=True))
            if weights[0] or weights[1]  # else it is the same everywhere
        )

    def bounded(self, timeline: Timeline) -> tuple[bool, ...]:
        """Return of which layers the answers have two ends: of sigmoid and tanh, and of classes."""
        fitted = self._look.fitted(timeline)
        hidden = (kind.name in RANGES for kind in fitted.architecture.activations[:-1])
        return (*hidden, fitted.task is not Task.REGRESSION)

    def _score(self, timeline: Timeline) -> Score:
        look, moment = self._look, self._look.moment(timeline)
        binary = look.fitted(timeline).task is Task.BINARY
        alike = play_challenge.set_up(moment.setup) == moment.setup
        says = ON if moment.challenge else OFF
        if not (binary and alike) or self.reason(timeline):
            return Score(False, None, moment.best, play_challenge.SOLVED, 0, 4, False, says)
        network = look.network(timeline)
        right, solved = play_challenge.right(network), play_challenge.solved(network)
        loss = play_challenge.score(network)
        if moment.challenge and solved:
            says = "Solved: all four corners are right. How small can the loss become?"
        return Score(moment.challenge, loss, moment.best, play_challenge.SOLVED, right, 4, solved, says)
