"""Pictures of paths, of the list of reasons, of the pad and of traces, from numbers made up by hand."""

from dataclasses import replace

import numpy as np

from netviz.drawing.canvas import Rect
from netviz.engine.snapshot import Refresh, Snapshot, State
from netviz.engine.timeline import Timeline
from netviz.panels.drawing_pad import DrawingPad
from netviz.panels.panel import Choices, View
from netviz.panels.paths import PathsPanel
from netviz.panels.paths_data import RIVAL, WINNER, Column, Contest, Link, Node, Paths, Sum
from netviz.panels.traces import Traced, Traces
from netviz.panels.versus import Versus
from tests.panels.works import Nothing

SOURCES = (("training", 50), ("validation", 20), ("drawn", 1))


def view(source="validation", step=300):
    seen = Timeline()
    for at in (0, step):
        snapshot = Snapshot(at, np.zeros(2), np.zeros(2), np.zeros(2), 0.2, 0.9)
        seen.add(Refresh(snapshot, np.zeros((0, 2)), State.RUNNING, "", 0, 1, 1000, 10))
    return View(seen, Choices(sources=SOURCES).of_source(source))


def four(size=8):
    """Return a picture of a 4, 0 … 1."""
    pixels = np.zeros((size, size))
    pixels[1:5, 2] = pixels[4, 2:7] = pixels[1:7, 5] = 1.0
    return pixels


def small_paths(sign=1.0, rival=9, label=4):
    """Return an image, three maps, eight units and ten digits, with links that lead back from 4 and 9."""
    image = four()
    maps = np.stack([image * 0.5, -np.roll(image, 1, axis=0), np.roll(image, 1, axis=1) * 2])
    units = np.array([0.0, 1.5, 0.2, 3.0, 0.0, 2.0, 0.7, 1.0])
    logits = np.array([-3.0, -4, -1, 0.5, 6.25, -2, -5, 1, 2, 5.5])
    shares = np.exp(logits - logits.max())
    links = []
    sums = {}
    for side, digit, weights in ((WINNER, 4, {3: 1.5, 1: -0.4}), (RIVAL, rival, {3: 0.5, 5: 1.25})):
        end = Node(3, digit)
        amounts = [units[unit] * w * sign for unit, w in weights.items()]
        for (unit, w), amount in zip(weights.items(), amounts, strict=True):
            links.append(Link(side, Node(2, unit), end, amount, 1, units[unit], w * sign, "dense"))
            start = Node(1, unit % 3, (4, 3 + side))
            links.append(Link(side, start, Node(2, unit), 0.8 * (unit - 2), 64, 1.0, 0.5, "dense"))
            links.append(Link(side, Node(0, 0, (4, 4)), start, 0.6, 9, 1.0, 0.6, "conv"))
            sums[Node(2, unit)] = Sum(units[unit] - 0.1, 3, 0.1, units[unit], 0.8 * (unit - 2), 1)
            sums[start] = Sum(
                maps[start.unit][start.place] - 0.25, 1, 0.25, maps[start.unit][start.place], 0.6, 1
            )
        rest = logits[digit] - 0.5
        sums[end] = Sum(rest, 8, 0.5, float(logits[digit]), sum(amounts), 2)
    columns = (
        Column("image", image[None], True),
        Column("relu 1", maps, True, "relu"),
        Column("relu 2", units.reshape(-1, 1, 1), False, "relu"),
        Column("dense 2", logits.reshape(-1, 1, 1), False),
    )
    probabilities = shares / shares.sum()
    return Paths("validation 1", columns, tuple(links), sums.get, logits, probabilities, 4, rival, label)


def paths(**changes):
    data = small_paths(**changes)
    return PathsPanel(lambda _view, _most: data), view()


def contest():
    units = np.array([0.0, 1.5, 0.2, 3.0, 0.0, 2.0, 0.7, 1.0])
    weights = np.array([[0.1, -0.4, 1, 1.5, 2, 0.25, -1, 0.5], [0.3, 0.2, 1, 0.5, 1, 1.25, 0.1, -0.3]])
    amounts, biases = units * weights, np.array([0.5, -0.25])
    return Contest(4, 9, "relu 2", amounts, biases, amounts.sum(axis=1) + biases, units, 4)


def versus(swap=False):
    data = contest()
    if swap:
        data = replace(data, amounts=data.amounts[::-1])
    return Versus(lambda _: data), view()


def drawn(points=((0.3, 0.2), (0.3, 0.55), (0.75, 0.55), (0.65, 0.3), (0.65, 0.85)), lift=3):
    """Return a pad on which a 4 was drawn, and a view that has it; the pad's paper has been laid out."""
    panel, seen = DrawingPad(), view()
    panel._paper = Rect(0, 0, 100, 100)
    choices = seen.choices
    for stroke in (points[:lift], points[lift:]):
        for i, (x, y) in enumerate(stroke):
            move = panel.drag if i else panel.press
            choices = move((100 * x, 100 * y), replace(seen, choices=choices)) or choices
        panel.release(seen)
    panel._paper = Rect(0, 0, 0, 0)  # nothing is under the mouse before it is drawn
    return panel, replace(seen, choices=choices)


def learning(moments=12):
    """Return traces in which 4 wins over 9, which led at first."""
    steps = np.round(np.linspace(0, 300, moments)).astype(int)
    logits = np.zeros((moments, 10))
    logits[:, 9] = 2 * np.exp(-(((steps - 50) / 60) ** 2))
    logits[:, 4] = steps / 60
    shares = np.exp(logits)
    return Traced(steps, shares / shares.sum(axis=1, keepdims=True))


def traces(moments=12):
    data = learning(moments)
    return Traces(lambda _: data, Nothing()), view()


PATHS_SCENES = {
    "paths": paths,
    "versus": versus,
    "drawing-pad": drawn,
    "drawing-pad-blank": lambda: (DrawingPad(), view()),
    "traces": traces,
    "traces-first": lambda: traces(1),
}
