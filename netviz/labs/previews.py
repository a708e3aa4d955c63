"""The labs of points on a plane at work in a small picture, before anybody has chosen one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from netviz.engine.commands import Restart
from netviz.engine.lab import Lab
from netviz.engine.session import Session
from netviz.engine.timeline import Timeline
from netviz.labs import play_plane
from netviz.labs.mlp_moment import Moment
from netviz.labs.mlp_probe import Probe, activation_range
from netviz.labs.mlp_probe import Setup as MlpSetup
from netviz.labs.play_view import Look
from netviz.labs.playground import PlaygroundLab
from netviz.labs.xor import XorLab
from netviz.panels import preview_words
from netviz.panels.plane_data import Answer, PointSet
from netviz.panels.preview import CurvePicture, Picture, PlanePicture
from netviz.panels.preview_flow import Column
from netviz.panels.preview_network import NetworkPicture
from networks.problems import PROBLEMS

SHOWN = 32  # ticks that a finished network stays to be seen, before another learns
XOR_EPOCHS = 200  # of a tick: a run of 30,000 takes some seconds
LASTS = {"spiral": 400, "line": 60}  # epochs until most networks have learned it
USUALLY = 250
TICKS = 80  # of a network on points from its first epoch to its last, at the most


class Trained:
    """A lab that really trains: one refresh a tick, and with the next seed again when it is done."""

    def __init__(self, lab: Lab, every: int, total: int) -> None:
        self.timeline = Timeline(rows=4)
        self._seed = lab.seed
        self._session = Session(lab, total, every)
        self._rest = 0
        self.timeline.add(self._session.current())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._session!r})"

    def tick(self) -> bool:
        """Train to the next refresh."""
        refresh = self._session.advance()
        if refresh is None:
            self._rest += 1
            if self._rest < SHOWN:
                return False
            self._rest = 0
            self._seed += 1
            refresh = self._session.apply(Restart(self._seed))
            assert refresh is not None
        self.timeline.add(refresh)
        return True

    def values(self) -> Sequence[str]:
        """Return epoch and loss."""
        snapshot = self.timeline.snapshot
        return preview_words.learning(snapshot.step, snapshot.loss)


class XorPreview(Trained):
    """The network and its decision boundary."""

    def __init__(self, lab: XorLab) -> None:
        super().__init__(lab, XOR_EPOCHS, lab.total)
        self._probe = Probe(MlpSetup(lab.architecture, lab.dataset, lab.loss))
        self._moment = Moment(self._probe)

    def picture(self) -> NetworkPicture:
        """Return the neurons, and the plane right of them."""
        field, graph = self._moment.field(self.timeline), self._moment.graph(self.timeline)
        classes = np.array(field.classes, float)
        points = PointSet(field.points, classes, len(classes), np.zeros(len(classes), np.bool_))
        extent, low, threshold, high = field.extent, field.low, field.threshold, field.high
        answer = Answer(
            field.values,
            extent,
            points,
            lambda x, y: np.array([field.at(x, y)]),
            low=low,
            threshold=threshold,
            high=high,
            scores=field.scores,
            level=field.level,
        )
        layers = graph.layers
        columns = [
            Column(layer.maps, layer.low, layer.high, after.weights)
            for layer, after in pairwise(layers)
            if after.weights is not None
        ]
        return NetworkPicture(columns, answer)


class PlayPreview(Trained):
    """The plane alone, or with the network that makes it; of one input, the curve."""

    def __init__(self, lab: PlaygroundLab, *, network: bool) -> None:
        problem = PROBLEMS[lab.setup.problem]
        lasts = LASTS.get(problem.name, USUALLY)
        super().__init__(lab, -(-lasts // TICKS), lasts)
        self._look, self._network = Look(), network
        self._curve = problem.dimensions == 1
        self._values = not problem.classes

    def picture(self) -> Picture:
        """Return what has been learned so far."""
        look, timeline = self._look, self.timeline
        if self._curve:
            return self._curve_picture()
        answer = play_plane.answer(look, timeline)
        if not self._network:
            return PlanePicture(answer)
        trace, weights = look.on_grid(timeline), look.network(timeline).weights
        maps = [trace.inputs[0][:, :-1], *trace.activations[:-1]]
        kinds = ("", *(kind.name for kind in look.fitted(timeline).architecture.activations))
        columns = [
            Column(look.picture(values)[:, ::2, ::2], *activation_range(kind, values), after)
            for values, kind, after in zip(maps, kinds, weights, strict=False)
        ]
        return NetworkPicture(columns, answer)

    def _curve_picture(self) -> CurvePicture:
        look, timeline = self._look, self.timeline
        xs = np.linspace(*look.extent(timeline), 41)
        places = np.stack((xs, np.zeros_like(xs)), axis=-1)
        ys = look.answers(timeline, look.at(timeline, places))[:, 0]
        points = look.moment(timeline).train
        reach = 1.2 * max(float(np.abs(points.targets).max()), 1e-6)
        return CurvePicture(xs, ys, (points.inputs[:, 0], points.targets), reach)

    def values(self) -> Sequence[str]:
        """Return epoch and loss, and what share of the points is right."""
        snapshot = self.timeline.snapshot
        if self._values:
            return super().values()
        return preview_words.sorting(snapshot.step, snapshot.loss, snapshot.accuracy)
