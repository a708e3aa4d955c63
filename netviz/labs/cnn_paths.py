"""The page "Paths": one image through all layers, and what led to the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from netviz.engine.arrays import FloatArray, Parameters
from netviz.labs.cnn_contributions import Parts, parts
from netviz.labs.cnn_kinds import APPLIED, KINDS, SAME, title
from netviz.labs.cnn_probe import Probe, image_key
from netviz.labs.per_view import PerView
from netviz.panels.page import Page, columns
from netviz.panels.panel import View
from netviz.panels.paths import MOST, PathsPanel
from netviz.panels.paths_data import RIVAL, WINNER, Column, Contest, Link, Node, Paths, Sum
from netviz.panels.versus import Versus
from networks.convnet import ConvNet, Pass

Known = tuple[Parts, list[Link]]  # how a number comes about, and the strongest links to it
UNSHOWN = (*SAME, "softmax")  # the same numbers again, or the probabilities


@dataclass(frozen=True)
class Stage:
    """A column of the picture: the numbers after layer `out`, a function of the sums of layer `by`."""

    by: int
    out: int


def stages(net: ConvNet) -> tuple[Stage, ...]:
    """Return what is shown of a network, the digits last: layers together with their functions."""
    found: list[Stage] = []
    for i, layer in enumerate(net.layers):
        if layer.kind in APPLIED and found and found[-1].out == i - 1:
            found[-1] = Stage(found[-1].by, i)
        elif layer.kind not in UNSHOWN:
            found.append(Stage(i, i))
    last = max(i for i, layer in enumerate(net.layers) if layer.kind not in ("dropout", "softmax"))
    if net.layers[last].kind == "flatten":  # the digits are pixels of the last maps
        found.append(Stage(last, last))
    return tuple(found)


class Tracer:
    """Follows the winner and its rival back through the network, at one moment, for the chosen image."""

    def __init__(self, probe: Probe) -> None:
        self._probe = probe
        self._net = probe.setup.net
        self._stages = stages(self._net)
        self._kept = {most: PerView(partial(self._paths, most), image_key) for most in MOST}
        self.contest = PerView(self._contest, image_key)

    def __repr__(self) -> str:
        return f"Tracer({len(self._stages)} stages)"

    def paths(self, view: View, most: int) -> Paths:
        """Return the columns, and up to `most` of the strongest links to each digit."""
        return self._kept[most](view)

    def _sides(self, view: View) -> tuple[int, int]:
        """Return winner and rival: the two most probable digits; the true one is rival if it did not win."""
        probabilities = self._probe.passed(view).probabilities[0]
        winner, second = np.argsort(-probabilities, kind="stable")[:2].tolist()
        label = self._probe.picture(view.choices).label
        return winner, second if label is None or label == winner else label

    def _before(self, done: Pass, column: int) -> Parameters:
        """Return the numbers that column `column` ≥ 1 is computed from."""
        if column == 1:
            image: Parameters = done.images[0]
            return image
        outputs: Parameters = done.outputs[self._stages[column - 2].out][0]
        return outputs

    def _parts(self, view: View, done: Pass, node: Node) -> Parts:
        by = self._stages[node.column - 1].by
        before = self._before(done, node.column)
        return parts(self._net, by, self._probe.parameters(view), before, node.unit, node.place)

    def _paths(self, most: int, view: View) -> Paths:
        done, picture = self._probe.passed(view), self._probe.picture(view.choices)
        sides = self._sides(view)
        links: list[Link] = []
        known: dict[Node, Known] = {}  # the rival's way may lead through numbers of the winner's
        for side in (WINNER, RIVAL):
            ends = [Node(len(self._stages), sides[side])]
            while ends and ends[0].column > 0:
                first = ends[0].column == len(self._stages)
                fan = most if first else most // 3
                fresh: list[Link] = []
                for end in ends:
                    if end in known:
                        fresh += [link._replace(side=side) for link in known[end][1]]
                    else:
                        told = self._parts(view, done, end)
                        known[end] = told, self._links(told, side, end, fan)
                        fresh += known[end][1]
                links += fresh
                fresh.sort(key=lambda link: -abs(link.amount))
                ends = list(dict.fromkeys(link.start for link in fresh))[: most if first else most // 2]
        return Paths(
            title=picture.title,
            columns=(_column("image", picture.image, ""), *map(partial(self._shown, done), self._stages)),
            links=tuple(links),
            sum_at=partial(self._sum, done, known),
            logits=done.logits[0],
            probabilities=done.probabilities[0],
            winner=sides[WINNER],
            rival=sides[RIVAL],
            label=picture.label,
        )

    def _shown(self, done: Pass, stage: Stage) -> Column:
        layer = self._net.layers[stage.out]
        return _column(
            title(layer), done.outputs[stage.out][0], KINDS[layer.kind].name if stage.out != stage.by else ""
        )

    def _links(self, told: Parts, side: int, end: Node, fan: int) -> list[Link]:
        """Return the `fan` strongest links to a node that add anything."""
        amounts, terms, before = told.amounts, told.a.shape[1], end.column - 1
        kind = self._net.layers[self._stages[before].by].kind
        strongest = [0] if len(amounts) == 1 else np.argsort(-np.abs(amounts), kind="stable")[:fan].tolist()
        links = []
        for at in strongest:
            amount = float(amounts[at])
            if amount == 0:
                break
            place, a, w = told.strongest(at)
            start = Node(before, int(told.units[at]), place)
            links.append(Link(side, start, end, amount, terms, a, w, kind))
        return links

    def _sum(self, done: Pass, known: Mapping[Node, Known], node: Node) -> Sum | None:
        if node not in known:
            return None
        told, links = known[node]
        own = done.outputs[self._stages[node.column - 1].by][0]
        return Sum(
            amounts=float(told.amounts.sum()),
            units=len(told.amounts),
            bias=told.bias,
            own=float(own[node.unit] if node.place is None else own[(node.unit, *node.place)]),
            shown=sum(link.amount for link in links),
            links=len(links),
        )

    def _contest(self, view: View) -> Contest:
        done, sides = self._probe.passed(view), self._sides(view)
        told = [self._parts(view, done, Node(len(self._stages), digit)) for digit in sides]
        amounts, before = self._aligned(told, done), self._before(done, len(self._stages))
        name = "image" if len(self._stages) == 1 else title(self._net.layers[self._stages[-2].out])
        return Contest(
            winner=sides[WINNER],
            rival=sides[RIVAL],
            name=name,
            amounts=amounts,
            biases=np.array([part.bias for part in told]),
            logits=done.outputs[self._stages[-1].by][0][list(sides)],
            activations=before if before.ndim == 1 else None,
            label=self._probe.picture(view.choices).label,
        )

    def _aligned(self, told: list[Parts], done: Pass) -> FloatArray:
        """Return the amounts (2, units), zero where a unit has no part in a digit."""
        amounts = np.zeros((2, len(self._before(done, len(self._stages)))))
        for row, part in zip(amounts, told, strict=True):
            row[part.units] = part.amounts
        return amounts


def _column(name: str, values: Parameters, function: str) -> Column:
    maps = values.ndim == 3
    return Column(name, values if maps else values.reshape(-1, 1, 1), maps, function)


def page(probe: Probe) -> Page:
    """Return the page."""
    tracer = Tracer(probe)
    panels = (PathsPanel(tracer.paths), Versus(tracer.contest))
    return Page("paths", "Paths", panels, columns((3.1, 0), (1, 1)))
