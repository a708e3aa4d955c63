"""What the playground's graph shows: every input there is, every neuron over the plane, every parameter."""

from __future__ import annotations

import numpy as np

from netviz.engine.arrays import FloatArray
from netviz.engine.cache import PerKey, PerVersion
from netviz.engine.timeline import Timeline
from netviz.labs.mlp_probe import activation_range
from netviz.labs.play_names import class_names, neuron_names
from netviz.labs.play_view import Look
from netviz.panels.play_network import Feature, Pass, PlayLayer, PlayNetwork
from netviz.settings.playground import ACTIVATIONS, MAX_LAYERS, MAX_NEURONS
from networks import MLP, Trace
from networks.difference import Difference, central_difference
from networks.inputs import INPUTS, SHOWN
from networks.penalties import Penalties


class Networks:
    """Tells the graph of the newest snapshot."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._features = PerKey[tuple[Feature, ...]]()
        self._one: Trace | None = None  # through which single inputs are passed
        self.network = PerVersion(self._network)

    def __repr__(self) -> str:
        return "Networks()"

    def _network(self, timeline: Timeline) -> PlayNetwork:
        moment = self._look.moment(timeline)
        return PlayNetwork(
            self._all_features(timeline),
            self._layers(timeline),
            self._look.extent(timeline),
            timeline.snapshot.loss,
            lambda x, y: self._pass(timeline, x, y),
            lambda places: self._loss(timeline, places, alive=False),
            lambda places: self._loss(timeline, places, alive=True),
            lambda place: self._compare(timeline, place),
            ACTIVATIONS,
            MAX_LAYERS,
            MAX_NEURONS,
            classes=class_names(moment.train),
            penalties=Penalties(moment.setup.l1, moment.setup.l2).slopes("w"),
        )

    def _all_features(self, timeline: Timeline) -> tuple[Feature, ...]:
        """Return each input over the plane, (SIDE, SIDE), and its row among those used."""
        look, used = self._look, self._look.moment(timeline).setup.inputs
        key = (look.extent(timeline), used)
        return self._features(key, lambda: _features(look.picture(look.plane(timeline)), used))

    def _layers(self, timeline: Timeline) -> tuple[PlayLayer, ...]:
        look, moment, snapshot = self._look, self._look.moment(timeline), timeline.snapshot
        architecture, grid = look.fitted(timeline).architecture, look.on_grid(timeline)
        parts = (
            moment.values,
            snapshot.gradients,
            np.arange(architecture.parameter_count),
            moment.free,
            moment.alive,
        )
        blocks = [architecture.unpack(np.asarray(part)) for part in parts]
        named, layers = neuron_names(look.fitted(timeline)), []
        for i, activation in enumerate(architecture.activations):
            a = grid.activations[i]
            low, high = activation_range(activation.name, a)
            weights, gradients, places, free, alive = (block[i] for block in blocks)
            last = i == architecture.layers - 1
            if last and a.shape[1] == 1 and np.array_equal(a, look.answers(timeline, grid), equal_nan=True):
                low, middle, high = look.scale(timeline)  # then it has the colours of the input plane
                reach = max(middle - low, high - middle)
                low, high = middle - reach, middle + reach
            layers.append(
                PlayLayer(
                    "output" if last else f"hidden {i + 1}",
                    activation.name,
                    named[i + 1],
                    look.picture(a),
                    low,
                    high,
                    weights,
                    gradients,
                    places.astype(np.int64),
                    free.astype(bool),
                    alive.astype(bool),
                )
            )
        return tuple(layers)

    def _pass(self, timeline: Timeline, x: float, y: float) -> Pass:
        fitted = self._look.fitted(timeline)
        inputs = fitted.inputs(np.array([[x, y]]))
        if self._one is None or self._one.architecture != fitted.architecture:
            self._one = Trace(fitted.architecture, inputs)
        trace = self._look.network(timeline).forward(inputs, self._one)
        return Pass(
            inputs[0], tuple(z[0].copy() for z in trace.z), tuple(a[0].copy() for a in trace.activations)
        )

    def _loss(self, timeline: Timeline, places: tuple[int, ...], *, alive: bool) -> float:
        """Return the training loss if parameters counted as zero, or as what they are though muted."""
        moment, fitted = self._look.moment(timeline), self._look.fitted(timeline)
        parameters = timeline.snapshot.parameters.copy()
        parameters[list(places)] = moment.values[list(places)] if alive else 0.0
        trace = MLP(fitted.architecture, parameters).forward(fitted.inputs(moment.train.inputs))
        return float(fitted.loss.values(trace.output_layer, fitted.targets(moment.train)))

    def _compare(self, timeline: Timeline, place: int) -> Difference:
        look, moment, fitted = self._look, self._look.moment(timeline), self._look.fitted(timeline)
        inputs, targets = fitted.inputs(moment.train.inputs), fitted.targets(moment.train)
        penalties = Penalties(moment.setup.l1, moment.setup.l2)
        return central_difference(
            look.network(timeline), inputs, targets, fitted.loss, place, penalties=penalties
        )


def _features(maps: FloatArray, used: tuple[str, ...]) -> tuple[Feature, ...]:
    return tuple(
        Feature(name, SHOWN[name], values, used.index(name) if name in used else None)
        for name, values in zip(INPUTS, maps, strict=True)
    )
