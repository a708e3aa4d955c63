"""Neurons as gates, made up by hand: those of a solved XOR, some that are none, and a curve; and scores."""

import math

import numpy as np

from netviz.panels.gate_lines import GateLines
from netviz.panels.gate_plane import Corner, GateLine, GatePlane
from netviz.panels.gate_table import GateRow, GateTable
from netviz.panels.plane_data import Answer, PointSet
from netviz.panels.score import Score, ScoreLine
from tests.panels.plane_scenes import view

EXTENT = (-1.0, 2.0)


def over_plane(function, cells=48):
    axis = np.linspace(*EXTENT, cells)
    return function(*np.meshgrid(axis, axis[::-1], indexing="ij"))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def band(x, y):
    """Return the answer of a network that has solved XOR."""
    return sigmoid(10 * (sigmoid(6 * (x + y - 0.5)) + sigmoid(-6 * (x + y - 1.5)) - 1.5))


LINES = (
    GateLine(0, "h₁", "OR", 0.05, (6.0, 6.0, -3.0)),
    GateLine(1, "h₂", "NAND", 0.05, (-6.0, -6.0, 9.0)),
    GateLine(2, "h₃", "x₁", 0.41, (2.0, -0.4, -1.1)),
    GateLine(3, "h₄", "AND", 0.3, None, over_plane(lambda x, y: x**2 + 2 * y - 2.6)),
)


def plane(lines=LINES, targets=(0, 1, 1, 0), wrong=(), neuron=(0, 1), function=band):
    corners = tuple(
        Corner(float(function(x, y)), None if targets is None else targets[k], k not in wrong)
        for k, (x, y) in enumerate(((0, 0), (0, 1), (1, 0), (1, 1)))
    )
    points = PointSet(np.zeros((0, 2)), np.zeros(0), 0, np.zeros(0, bool))
    answer = Answer(over_plane(function), EXTENT, points, lambda x, y: np.array([function(x, y)]))
    data = GatePlane(answer, corners, lines, (max((line.neuron for line in lines), default=0) + 1, 1))
    return GateLines(lambda _: data), view(neuron=neuron)


def row(name, activations, gate, off, low=0.0):
    return GateRow(name, np.array(activations), gate, off, low, 1.0)


ROWS = (
    (
        row("h₁", (0.05, 0.97, 0.96, 1.0), "OR", 0.05),
        row("h₂", (1.0, 0.95, 0.95, 0.05), "NAND", 0.05),
        row("h₃", (0.32, 0.21, 0.81, 0.66), "x₁", 0.34),
        row("h₄", (-0.9, -0.1, 0.8, -0.7), "x₁ AND NOT x₂", 0.45, -1.0),
    ),
    (row("ŷ", (0.01, 0.99, 0.98, 0.02), "XOR", 0.02),),
)


def table(neuron=(0, 2), rows=ROWS):
    return GateTable(lambda _: rows), view(neuron=neuron)


def score(on=True, loss=0.31, best=0.052, solved=False, right=3):
    says = "Solved when all four corners are right and the loss is below 0.1."
    data = Score(on, loss, best, 0.1, right, 4, solved, says)
    return ScoreLine("Challenge: XOR by hand", lambda _: data), view()


GATES_SCENES = {
    "gate-lines": plane,
    "gate-lines-wrong": lambda: plane(
        LINES[2:], wrong=(1, 3), neuron=(1, 0), function=lambda x, y: sigmoid(y - x)
    ),
    "gate-lines-without-targets": lambda: plane(LINES[:1], targets=None, neuron=(0, 0)),
    "gate-table": table,
    "score": score,
    "score-solved": lambda: score(loss=0.0123, best=0.0123, solved=True, right=4),
    "score-none": lambda: score(on=False, loss=None, best=math.inf, right=0),
}
